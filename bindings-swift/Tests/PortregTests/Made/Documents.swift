// Made from the documents by `cargo xtask generate`.

import Foundation
import Portreg
import Testing

@Suite(.serialized) struct Documents {
    @Test("the Swift of README.md runs")
    func document0() async throws {

        let registry = try Registry.open()
        let claim = try registry.claim("shop:web", port: 3000)  // held by this process, freed when it ends
        let sockets = try claim.listen()                        // 127.0.0.1 and ::1, bound and listening
        print(claim.url, sockets.count)
        for socket in sockets { close(socket) }
    }

    @Test("the Swift of docs/swift.md runs")
    func document1() async throws {

        let registry = try Registry.open()
        let claim = try registry.claim("shop:web", port: 3000, description: "the front")
        print(claim.port, claim.url, claim.outcome)
        let port = try registry.withClaim("shop:test") { claim in claim.port }
        let same = try await registry.withClaim("shop:test") { claim in
            await Task.yield()  // serve, in any way that waits
            return claim.port
        }
        assert(port == same)
        try registry.release(claim)

        let web = try registry.claim("shop:web")
        let sockets = try web.listen()
        print("listening on \(sockets.count) loopbacks")
        for socket in sockets { close(socket) }
        for service in try registry.find("shop") { print(service.identity, service.port ?? 0, service.status) }
        for listener in try registry.listeners() { print(listener.port, listener.label ?? listener.process ?? "?") }
        let report = try registry.explain(web.port)
        print(report.state, report.reasons[0].sentence)
        print(try registry.getPort("shop:web") == web.port)
        let messages = registry.subscribe("build:*")
        try registry.publish("build:web", payload: ["ok": true, "seconds": 1.5])
        for try await message in messages {
            print(message.channel, message.payload["ok"] == true)
            break
        }

        let following = Task {
            for try await event in registry.watch("shop") { print(event.action, event.identity ?? "") }
        }
        following.cancel()
        try await following.value
        let status = try await registry.apart { try $0.status() }
        print(status.services.count, status.listeners.count)

        try await registry.withLock("deploy", wait: .seconds(10)) { lock in
            print("generation", lock.generation())
        }
        do {
            try registry.claim("shop:web", onConflict: .fail)
            try registry.release("shop:nobody")
        } catch PortregError.IdentityHeld(_, _, let holder, let identity, _, _, _) {
            print("\(identity ?? "") is held by \(holder?.name ?? "somebody")")
        } catch let error as PortregError {
            print(error.code, error.isRetryable, error.localizedDescription)
        }
    }
}
