// What people ask for happens to real processes and ports, and what goes wrong is said with the way out.

import Foundation
import Portreg
import Testing

@testable import MenuBar

extension MenuBarTests {
    @MainActor @Suite struct Acting {
        @Test("ending a stranger asks first, and ends who was shown")
        func killing() async throws {
            try await Desk.sit { desk in
                let server = try Server()
                await desk.model.askToKill(.port(server.port))
                let question = try #require(desk.model.picture.question)
                #expect(question.title.contains("pid \(server.pid)") && question.port == server.port)
                #expect(server.isRunning)
                desk.model.cancelKill()
                #expect(desk.model.picture.question == nil && server.isRunning)

                await desk.model.askToKill(.port(server.port))
                await desk.model.confirmKill()
                server.waitUntilEnded()
                #expect(desk.model.picture.question == nil && desk.model.picture.trouble == nil)
                #expect(!desk.model.picture.foreign.contains { $0.port == server.port })
            }
        }

        @Test("what a service has listening is ended by its name, and the service keeps its port")
        func killingService() async throws {
            try await Desk.sit { desk in
                let claim = try desk.claim("shop:web")
                let server = try Server(on: claim.port)
                await desk.model.look()
                #expect(try desk.row("shop:web").canKill)
                await desk.model.askToKill("shop:web")
                #expect(desk.model.picture.question?.title.contains("pid \(server.pid)") == true)
                #expect(desk.model.picture.question?.message.contains("shop:web keeps its port") == true)
                await desk.model.confirmKill()
                server.waitUntilEnded()
                #expect(desk.model.picture.trouble == nil)
                #expect(try desk.registry.getPort("shop:web") == claim.port)
                #expect(try !desk.row("shop:web").canKill)
            }
        }

        @Test("who has come to the port since is not ended")
        func killingSomebodyElse() async throws {
            try await Desk.sit { desk in
                let shown = try Server()
                await desk.model.askToKill(.port(shown.port))
                shown.end()
                let other = try Server(on: shown.port)
                await desk.model.confirmKill()
                #expect(other.isRunning)
                let trouble = try #require(desk.model.picture.trouble)
                #expect(trouble.title == "Nobody was ended on \(shown.port)")
                #expect(trouble.message.contains("Ask again to see who it is now."))
            }
        }

        @Test("a process is more than its pid")
        func pids() {
            let start = Date()
            let shown = Listening(pid: 7, startedAt: start)
            #expect(shown.isSame(as: Listening(pid: 7, startedAt: start + 0.01)))
            #expect(!shown.isSame(as: Listening(pid: 7, startedAt: start + 60)))
            #expect(!shown.isSame(as: Listening(pid: 8, startedAt: start)))
            #expect(!shown.isSame(as: Listening(pid: 7, startedAt: nil)))
            #expect(!Listening(pid: nil, startedAt: nil).isSame(as: Listening(pid: nil, startedAt: nil)))
        }

        @Test("nobody can be ended where nobody listens, or the app itself does")
        func untouchable() async throws {
            try await Desk.sit { desk in
                let claim = try desk.claim("shop:web")
                await desk.model.askToKill("shop:web")
                #expect(desk.model.picture.question == nil)
                #expect(desk.model.picture.trouble?.message.hasPrefix("Nobody listens on \(claim.port)") == true)
                let sockets = try claim.listen()
                defer { for socket in sockets { close(socket) } }
                await desk.model.askToKill("shop:web")
                let trouble = try #require(desk.model.picture.trouble)
                #expect(trouble.message.contains("is this process itself"))
                #expect(trouble.commands == ["portreg explain \(claim.port)"])
                desk.model.dismissTrouble()
                #expect(desk.model.picture.trouble == nil)
            }
        }

        @Test("ports are reserved and taken back, and what is no port is said")
        func reserving() async throws {
            try await Desk.sit { desk in
                await desk.model.reserve("5432", reason: "the database of the office")
                await desk.model.reserve("3000 - 3010")
                #expect(desk.model.picture.reservations.map(\.title) == ["3000–3010", "5432"])
                #expect(desk.model.picture.reservations.last?.reason == "the database of the office")
                await desk.model.unreserve(try #require(desk.model.picture.reservations.first))
                #expect(try desk.registry.reservations().map(\.ports) == [5432...5432])
                for text in ["", "0", "70000", "3010-3000", "1-2-3", "web", "5-"] {
                    desk.model.dismissTrouble()
                    await desk.model.reserve(text)
                    #expect(desk.model.picture.trouble?.message.contains("5432 or 3000-3010") == true, "\(text)")
                }
                let claim = try desk.claim("shop:web")
                await desk.model.reserve("\(claim.port)")
                #expect(desk.model.picture.trouble?.message.contains("shop:web") == true)
            }
        }

        @Test("a service is started in the background and stopped again")
        func steering() async throws {
            let command = try #require(
                ProcessInfo.processInfo.environment["TEST_COMMAND"], "TEST_COMMAND is not set: run `cargo xtask swift`")
            try await Desk.sit { desk in
                desk.model.useCommand(command)
                #expect(desk.model.preferences.commandInUse == command)
                let launch = Launch(cmd: "exec python3 -m http.server {port} --bind 127.0.0.1")
                try desk.claim("shop:web", owner: OwnerOption.none, launch: launch)
                await desk.model.look()
                #expect(try desk.row("shop:web").canStart)
                await desk.model.up(try desk.row("shop:web"))
                #expect(desk.model.picture.trouble == nil)
                let running = try desk.row("shop:web")
                #expect(running.tone == .good && running.canStop && !running.canStart)
                await desk.model.down(running)
                #expect(desk.model.picture.trouble == nil)
                let stopped = try desk.row("shop:web")
                #expect(stopped.state.hasPrefix("stopped") && stopped.canStart && !stopped.canStop)
            }
        }

        @Test("a command that is not there is said, and the preferences are the way out")
        func withoutCommand() async throws {
            try await Desk.sit { desk in
                desk.model.useCommand("/nowhere/portreg")
                try desk.claim("shop:web", owner: OwnerOption.none, launch: Launch(cmd: "sleep 60"))
                await desk.model.look()
                await desk.model.up(try desk.row("shop:web"))
                let trouble = try #require(desk.model.picture.trouble)
                #expect(trouble.title == "shop:web cannot be started" && trouble.isOfPreferences)
                #expect(trouble.message.contains("/nowhere/portreg"))
                #expect(desk.model.picture.busy.isEmpty)
            }
        }
    }
}
