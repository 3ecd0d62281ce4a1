// What happens elsewhere is shown without being asked for, and so is what is wrong with the registry.

import Foundation
import Portreg
import Testing

@testable import MenuBar

extension MenuBarTests {
    @MainActor @Suite struct Following {
        @Test("claims, moves and releases of others are seen as they happen")
        func live() async throws {
            try await Desk.sit { desk in
                let claim = try desk.claim("shop:web", owner: OwnerOption.none)
                try await desk.shows("the claim") { $0.services.first?.port == claim.port }
                let moved = try desk.registry.reassign("shop:web", to: .next)
                #expect(moved.port != claim.port)
                try await desk.shows("the move") { $0.services.first?.port == moved.port }
                #expect(try desk.row("shop:web").url?.port == Int(moved.port))
                _ = try desk.registry.release("shop:web")
                try await desk.shows("the release") { $0.services.isEmpty }
            }
        }

        @Test("many changes at once are seen, and whoever shows them is told of the last")
        func burst() async throws {
            try await Desk.sit { desk in
                var told: [Int] = []
                desk.model.onChange = { told.append($0.services.count) }
                for number in 0..<100 { try desk.claim("shop:s\(number)") }
                try await desk.shows("all of them") { $0.services.count == 100 }
                #expect(told.last == 100 && told == told.sorted())
            }
        }

        @Test("what is stopped follows nothing more")
        func stopping() async throws {
            try await Desk.sit { desk in
                desk.model.stop()
                try desk.claim("shop:web")
                await desk.model.look()
                #expect(desk.model.picture.services.isEmpty)
            }
        }

        @Test("the preferences say which registry is followed")
        func preferences() async throws {
            try await Desk.sit { desk in
                try desk.claim("shop:web")
                let other = desk.folder.appendingPathComponent("other/registry.db").path
                desk.model.useRegistry(" \(other) ")
                #expect(desk.model.preferences.registry == other && desk.model.preferences.registryInUse == other)
                try await desk.shows("the other one, which is empty") { $0.firstStep != nil }
                try Registry.open(path: other).claim("blog:web")
                try await desk.shows("what is claimed there") { $0.services.map(\.id) == ["blog:web"] }
                desk.model.preferences.registry = " "
                #expect(desk.model.preferences.registry == nil)
                desk.model.useRegistry(desk.registry.path())
                try await desk.shows("the first again") { $0.services.map(\.id) == ["shop:web"] }
            }
        }

        @Test("a registry that cannot be used is said, with the way out")
        func outage() async throws {
            try await Desk.sit { desk in
                let broken = desk.folder.appendingPathComponent("broken.db")
                try Data(repeating: 7, count: 8192).write(to: broken)
                desk.model.useRegistry(broken.path)
                try await desk.shows("what is wrong") { $0.outage != nil }
                let outage = try #require(desk.model.picture.outage)
                #expect(outage.title == "The registry cannot be opened")
                #expect(outage.isOfPreferences && !outage.isRetryable)
                #expect(outage.message.contains(broken.path) && outage.message.hasSuffix("."))
                #expect(desk.model.picture.summary == "The registry cannot be seen" && desk.model.picture.tone == .bad)
                #expect(desk.model.picture.firstStep == nil)

                try FileManager.default.removeItem(at: broken)
                await desk.model.lookAgain()
                try await desk.shows("a new one") { $0.firstStep != nil && $0.outage == nil }
            }
        }

        @Test("the app starts at login where people want that")
        func login() async throws {
            try await Desk.sit { desk in
                #expect(desk.model.picture.login == .off)
                desk.model.startAtLogin(true)
                #expect(desk.model.picture.login == .on && desk.loginItem.state == .on)
                // Changed in the system's settings.
                desk.loginItem.state = .awaitsApproval
                await desk.model.look()
                #expect(desk.model.picture.login == .awaitsApproval)
            }
        }
    }
}
