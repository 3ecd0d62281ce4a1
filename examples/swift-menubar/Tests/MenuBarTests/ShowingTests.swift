// What is shown of a real registry and of this machine.

import Foundation
import Portreg
import Testing

@testable import MenuBar

extension MenuBarTests {
    @MainActor @Suite struct Showing {
        @Test("before anything is claimed, the next step is shown")
        func nothing() async throws {
            try await Desk.sit { desk in
                #expect(desk.model.picture.title == "")
                #expect(desk.model.picture.firstStep?.title == "Nothing is claimed yet")
                #expect(desk.model.picture.firstStep?.command == "portreg run -- npm run dev")
                #expect(desk.model.picture.summary.hasPrefix("Nothing is claimed"))
                try desk.claim("shop:web")
                try await desk.shows("the claim") { $0.services.count == 1 }
                #expect(desk.model.picture.firstStep == nil)
            }
        }

        @Test("services stand below their projects, with ports in one column and states in words")
        func services() async throws {
            try await Desk.sit { desk in
                try desk.claim("shop:web:main", description: "the front")
                try desk.claim("blog")
                let api = try desk.claim("shop:api")
                let sockets = try api.listen()
                defer { for socket in sockets { close(socket) } }
                await desk.model.look()
                let picture = desk.model.picture
                #expect(picture.projects.map(\.name) == ["blog", "shop"])
                #expect(picture.projects.map { $0.services.map(\.name) } == [["blog"], ["api", "web:main"]])
                #expect(Set(picture.services.map(\.portText.count)) == [5])
                #expect(picture.title == "1/3" && picture.running == 1 && picture.tone != .quiet)
                #expect(picture.summary.hasPrefix("1 of 3 services running"))

                let web = try desk.row("shop:web:main")
                #expect(web.state == "claimed, nothing runs" && web.tone == .quiet)
                #expect(web.details.first { $0.name == "About" }?.value == "the front")
                #expect(!web.canKill && !web.canStart && !web.canStop)
                let running = try desk.row("shop:api")
                #expect(running.state.hasPrefix("running for ") && running.tone == .good && running.canKill)
                #expect(running.url == URL(string: "http://localhost:\(api.port)"))
            }
        }

        @Test("a service without a port cannot be opened")
        func worker() async throws {
            try await Desk.sit { desk in
                let config = #"{"project": "shop", "shop:worker": {"port": false, "cmd": "sleep 60"}}"#
                let file = desk.folder.appendingPathComponent(".portreg.json")
                try config.write(to: file, atomically: true, encoding: .utf8)
                let stack = try desk.registry.up(dir: desk.folder.path)
                try await stack.waitReady()
                await desk.model.look()
                let worker = try desk.row("shop:worker")
                #expect(worker.url == nil && worker.port == nil && !worker.canKill)
                #expect(worker.portText == "\u{2007}\u{2007}\u{2007}\u{2007}–")
                #expect(worker.state.hasPrefix("running for ") && worker.canStop)
                try await stack.down()
            }
        }

        @Test("who listens without a claim is listed with its details")
        func foreign() async throws {
            try await Desk.sit { desk in
                let server = try Server()
                await desk.model.look()
                let row = try #require(desk.model.picture.foreign.first { $0.port == server.port })
                #expect(row.pid == server.pid && row.canKill)
                #expect(row.details.first { $0.name == "Process" }?.value.contains("pid \(server.pid)") == true)
                #expect(row.details.contains { $0.name == "Command" } && row.details.contains { $0.name == "Runs for" })
                #expect(desk.model.picture.summary.contains("other listener"))
            }
        }

        @Test("a stranger on a port that is claimed is a conflict, with the way out")
        func conflict() async throws {
            try await Desk.sit { desk in
                // Of nobody, and of another folder: who listens there is not its own.
                let claim = try desk.claim("shop:web", owner: OwnerOption.none)
                let server = try Server(on: claim.port)
                await desk.model.look()
                let row = try #require(desk.model.picture.conflicts.first)
                #expect(row.title == "shop:web on \(claim.port)")
                #expect(row.sentence.contains("pid \(server.pid)") && row.sentence.hasSuffix("."))
                #expect(row.commands.contains("portreg kill :\(claim.port)"))
                #expect(row.killable == .port(claim.port))
                #expect(desk.model.picture.tone == .bad && desk.model.picture.summary.contains("1 conflict"))
            }
        }

        @Test("numbers and sentences read as people write them")
        func wording() {
            let now = Date()
            let spans = [5, 59, 60, 7199, 7200, 200_000].map { span(from: now - Double($0), to: now) }
            #expect(spans == ["5 s", "59 s", "1 min", "1 h", "2 h", "2 d"])
            #expect([nil, 80, 65535].map { aligned($0).count } == [5, 5, 5])
            #expect(sentences("3000 is in use; `portreg find` tells") == "3000 is in use. `portreg find` tells.")
            #expect(sentences("nobody listens") == "Nobody listens.")
            #expect(sentences("shop:web is held; next: wait") == "shop:web is held. Next: wait.")
            #expect(quotedCommands(in: "`a b` ends it, `c` moves it") == ["a b", "c"])
            #expect(quotedCommands(in: "no command") == [])
        }
    }
}
