// Claims: ports of names, blocks, errors, sockets.

import Foundation
import Portreg
import Testing

@Suite struct ClaimTests {
    let folder: Folder
    let registry: Registry

    init() throws {
        folder = try Folder()
        registry = try folder.registry()
    }

    @Test("a name has the same port every time")
    func aNameHasTheSamePort() throws {
        let first = try registry.claim("shop:web", metadata: ["team": "shop", "n": 1], description: "the front")
        #expect(first.outcome == .new)
        #expect(first.url == URL(string: "http://localhost:\(first.port)"))
        let again = try registry.claim("shop:web")
        #expect((again.outcome, again.port) == (.renewed, first.port))
        #expect(try registry.renew(again).generation == first.generation)
        let service = try registry.get("shop:web")
        #expect(service.metadata == ["team": "shop", "n": 1])
        #expect(service.createdAt == Date(timeIntervalSince1970: Double(service.createdAtMs) / 1000))
        #expect(try registry.get(.port(first.port)).identity == "shop:web")
        #expect(try registry.getPort("shop:web") == first.port)
        try registry.release(first)
        #expect(try registry.claim("shop:web").port == first.port)
    }

    @Test("claims of many names are all or nothing")
    func manyNames() throws {
        let names: [Identity] = ["shop:a", "shop:b", "shop:c"]
        let claims = try registry.claimMany(names.map { OneOfMany(identity: $0.description) }, contiguous: true)
        let ports = claims.map(\.port)
        #expect(ports == Array(ports[0]..<ports[0] + 3))
        let wrong = [OneOfMany(identity: "shop:d"), OneOfMany(identity: "shop:e", options: ClaimOptions(range: 1...1))]
        #expect(code { try registry.claimMany(wrong) } != nil)
        #expect(try registry.find("shop:d").isEmpty)
    }

    @Test("the end of a block gives back what it claimed")
    func blocks() async throws {
        struct Broken: Error {}
        let inside = try registry.withClaim("shop:web") { claim in
            let found = try registry.find("shop")
            #expect(found.map(\.port) == [claim.port])
            return claim.port
        }
        #expect(try registry.find("shop").isEmpty)
        await #expect(throws: Broken.self) {
            try await registry.withClaim("shop:web") { claim in
                #expect(claim.port == inside)
                await Task.yield()
                throw Broken()
            }
        }
        #expect(try registry.find("shop").isEmpty)
        try registry.claim("shop:web")
        try registry.withClaim("shop:web") { #expect($0.outcome == .renewed) }
        #expect(try registry.find("shop").count == 1)
    }

    @Test("a claim that has passed on cannot be released")
    func passedOn() throws {
        let first = try registry.claim("shop:web")
        try registry.release("shop:web")
        try registry.claim("shop:web")
        #expect(code { try registry.release(first) } == "NOT_OWNER")
    }

    @Test("wrong options are refused by their name")
    func wrongOptions() throws {
        #expect(code { try registry.claim("shop:we b") } == "INVALID_IDENTITY")
        #expect(code { try registry.find("a:*:*:*:*") } == "INVALID_PATTERN")
        do {
            try registry.claim("shop:web", pool: "no such pool")
            Issue.record("it was taken")
        } catch PortregError.InvalidOption(let message, let option) {
            #expect(option == "pool")
            #expect(message.contains("pool"))
        }
    }

    @Test("errors carry code and data")
    func errors() throws {
        do {
            _ = try registry.get("shop:nobody")
            Issue.record("nobody was found")
        } catch let error as PortregError {
            guard case .NotFound(let message, _, _, let identity, let kind, _, _, _, _) = error else {
                throw error
            }
            #expect((identity, kind) == ("shop:nobody", "service"))
            #expect(error.localizedDescription == message)
            #expect("\(error)" == message)
            #expect(error.code == "NOT_FOUND" && !error.isRetryable)
        }
        try registry.reserve(4000...4009, reason: "kept")
        do {
            try registry.claim("shop:web", port: 4005, strict: true)
            Issue.record("it was given")
        } catch PortregError.PortReserved(_, let port) {
            #expect(port == 4005)
        }
    }

    @Test("another process is told who holds the name")
    func holders() throws {
        let claim = try registry.claim("shop:web")
        let (told, status) = try command(registry, "claim", "shop:web", "--on-conflict", "fail", "--pid", "1", "--json").end()
        #expect((told, status) == ("", 4))
        let other = try command(registry, "run", "shop:api", "--", "sh", "-c", "echo started; sleep 60")
        #expect(other.line() == "started")
        do {
            try registry.claim("shop:api", onConflict: .fail)
            Issue.record("it was given")
        } catch PortregError.IdentityHeld(_, _, let holder, let identity, _, _, _) {
            #expect(identity == "shop:api")
            #expect(holder?.pid == UInt32(other.process.processIdentifier))
        }
        let shared = try registry.claim("shop:api")
        #expect(shared.outcome == .shared && shared.holder != nil && shared.port != claim.port)
    }

    @Test("an export can be imported elsewhere")
    func exports() throws {
        try registry.claim("shop:web", persistent: true, metadata: ["team": "shop"])
        try registry.setEndpoint("shop:web", env: "prod", url: "https://shop.example")
        let other = try Folder()
        let report = try other.registry().import(try registry.export())
        #expect(report.added == ["shop:web"] && report.refused.isEmpty)
        let there = try other.registry()
        #expect(try there.getPort("shop:web") == registry.getPort("shop:web"))
        #expect(try there.url("shop:web", env: "prod").url == URL(string: "https://shop.example"))
    }

    @Test("a server listens on both loopbacks, and nobody can come between")
    func listening() throws {
        let claim = try registry.claim("shop:web", range: 23900...23919)
        let sockets = try claim.listen()
        defer { sockets.forEach { close($0) } }
        #expect(!sockets.isEmpty)
        #expect(code { try claim.listen() } == "PORT_IN_USE")
        let listener = try #require(try registry.listeners(port: claim.port).first)
        #expect(listener.pid == UInt32(getpid()) && listener.identity == "shop:web")
        #expect(try registry.explain(claim.port).state == .listening)
        #expect(try registry.status("shop").services.map(\.status) == [.running])
    }

    @Test("values are values")
    func values() throws {
        let claim = try registry.claim("shop:web")
        let document = try JSONEncoder().encode(claim)
        #expect(try JSONDecoder().decode(Claim.self, from: document) == claim)
        #expect(Set([claim, claim]).count == 1)
        #expect(OnConflict(rawValue: "next") == .next && RestartPolicy.onFailure.rawValue == "on-failure")
        let id = try registry.publish("talk", payload: ["n": 1, "f": 0.5, "list": [nil, true], "text": "a/\"b\""])
        let payload = try registry.poll("talk", after: id - 1).payload
        #expect(payload["n"]?.integer == 1 && payload["list"]?[1] == true && payload["text"]?.string == "a/\"b\"")
    }
}
