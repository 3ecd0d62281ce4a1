// One of the processes of tests/tests/all/languages.rs, which says what it is asked for: `peer REGISTRY NAME`, a
// request a line in, its answer as a line of JSON out.

import Foundation
import Portreg

@main
struct Peer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        let registry = try Registry.open(path: arguments[1])
        let me = arguments[2]
        var messages: Feed<Message>.Iterator?
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            switch words[0] {
            case "subscribe":
                messages = registry.subscribe("talk:*").makeAsyncIterator()
                say(true)
            case "claim":
                say(try claim(words.dropFirst().map { Identity($0) }, in: registry))
            case "publish":
                for number in 0..<(Int64(words[1]) ?? 0) {
                    try registry.publish("talk:\(me)", payload: .integer(number))
                }
                say(true)
            case "receive":
                var seen: [[JSONValue]] = []
                while seen.count < Int(words[1]) ?? 0, let message = try await messages?.next() {
                    seen.append([.string(message.channel), message.payload])
                }
                say(seen)
            case "find":
                say(try registry.find())
            case "renew":
                say(try renew(Int(words[1]) ?? 0, in: registry))
            default:
                say(false)
            }
        }
    }

    /// The ports of the names that this process has got.
    static func claim(_ names: [Identity], in registry: Registry) throws -> [String: UInt16] {
        var ports: [String: UInt16] = [:]
        for name in names {
            do {
                ports[name.description] = try registry.claim(name, onConflict: .fail).port
            } catch PortregError.IdentityHeld {
                continue
            }
        }
        return ports
    }

    /// How long each of so many renewals takes, in nanoseconds.
    static func renew(_ count: Int, in registry: Registry) throws -> [Int64] {
        try registry.claim("bench:renewed")
        return try (0..<count).map { _ in
            let begun = ContinuousClock.now
            try registry.claim("bench:renewed")
            return begun.duration(to: .now).components.attoseconds / 1_000_000_000
        }
    }

    static func say(_ value: some Encodable) {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        guard let line = try? encoder.encode(value) else { return }
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}
