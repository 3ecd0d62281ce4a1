// A claim that is made in one language is seen, renewed and refused in the others, and back.

import Foundation
import Portreg
import Testing

@Suite struct InteropTests {
    let folder: Folder
    let registry: Registry

    init() throws {
        folder = try Folder()
        registry = try folder.registry()
    }

    /// The same few steps in each language: what it sees of Swift's claim, that it shares it, and its own claim,
    /// which it holds until it is killed.
    func programs() throws -> [(String, Program)] {
        [
            (
                "python",
                try python(
                    registry,
                    """
                    print(registry.get_port("shop:swift"))
                    print(registry.claim("shop:swift").outcome)
                    print(registry.claim("shop:other").port)
                    print(registry.claim("shop:other").outcome)
                    import time; time.sleep(60)
                    """)
            ),
            (
                "node",
                try node(
                    registry,
                    """
                    console.log(await registry.getPort('shop:swift'));
                    console.log((await registry.claim('shop:swift')).outcome);
                    console.log((await registry.claim('shop:other')).port);
                    console.log((await registry.claim('shop:other')).outcome);
                    setTimeout(() => {}, 60_000);
                    """)
            ),
        ]
    }

    @Test("a claim made in Swift is seen, renewed and refused in Python and Node, and back")
    func languages() async throws {
        let claim = try registry.claim("shop:swift")
        for (language, program) in try programs() {
            #expect(program.line() == "\(claim.port)", "\(language)")
            // As what it starts. Those that are no family are in tests/tests/all/languages.rs.
            #expect(program.line() == "shared", "\(language)")
            let port = program.line()
            #expect(program.line() == "renewed", "\(language)")
            #expect(try port == "\(registry.getPort("shop:other"))", "\(language)")
            #expect(code { try registry.claim("shop:other", onConflict: .fail) } == "IDENTITY_HELD", "\(language)")
            program.kill()
            let taken = try registry.claim("shop:other")
            #expect("\(taken.port)" == port && taken.outcome == .tookOver, "\(language)")
            try registry.release(taken)
        }
    }

    @Test("a claim made in Swift is seen, renewed and refused by the command, and back")
    func commands() throws {
        let claim = try registry.claim("shop:swift")
        #expect(try command(registry, "find", "shop:swift", "--json").end().0.contains("\(claim.port)"))
        #expect(try command(registry, "release", "shop:swift", "--json").end().1 == 0)
        #expect(code { try registry.renew(claim) } == "NOT_OWNER")
        #expect(try command(registry, "claim", "shop:api", "-q").end().0 == "\(registry.getPort("shop:api"))")
        #expect(try registry.claim("shop:api").outcome == .tookOver)
    }
}
