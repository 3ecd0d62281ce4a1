// Ending who listens: first it is shown who that is, and then nobody else is ended.

import Foundation
import Portreg

/// Whether somebody is to be ended.
public struct KillQuestion: Sendable, Equatable {
    /// The service, or the port.
    public let target: Identity
    public let port: UInt16
    public let title: String
    /// What comes of it.
    public let message: String
    let listening: [Listening]
}

/// A process that listens. Its pid alone may be another process's a moment later.
struct Listening: Sendable, Equatable {
    let pid: UInt32?
    let startedAt: Date?

    /// When a process has started is reckoned from a clock that is corrected now and then; a pid comes again much later
    /// than after a second.
    func isSame(as other: Listening) -> Bool {
        switch (startedAt, other.startedAt) {
        case (let one?, let other?) where abs(one.timeIntervalSince(other)) > 1: false
        case (nil, .some), (.some, nil): false
        default: pid != nil && pid == other.pid
        }
    }
}

extension KillQuestion {
    /// Looks who would be ended.
    static func ask(_ target: Identity, _ registry: Registry) throws -> KillQuestion {
        let would = try registry.kill(target, dryRun: true)
        let port = would.port
        let all = try registry.listeners(port: port).sorted { ($0.pid ?? 0) < ($1.pid ?? 0) }
        // Who is named is who is compared later; strangers who listen beside a service are not ended with it.
        let hit = all.filter { one in would.ended.contains { $0.pid == one.pid } }
        let listeners = hit.isEmpty ? all : hit
        guard !listeners.isEmpty else { throw SomebodyElse(port: port) }
        let pids = Set(listeners.compactMap(\.pid))
        let names = listeners.map { "\($0.label ?? $0.process ?? "a process") (pid \($0.pid ?? 0))" }
        let below = would.ended.filter { !pids.contains($0.pid) }.map { "\($0.name) (pid \($0.pid))" }
        let spared = would.spared.map { "\($0.name) (pid \($0.pid))" }
        let parts = [
            names.count == 1 ? "it listens on \(port)" : "they listen on \(port)",
            below.isEmpty ? nil : "with it \(below.joined(separator: ", ")) will end",
            spared.isEmpty ? nil : "\(spared.joined(separator: ", ")) will be left alone",
            target == .port(port) ? nil : "\(target) keeps its port",
        ]
        return KillQuestion(
            target: target, port: port, title: "End \(names.joined(separator: " and "))?",
            message: sentences(parts.compactMap { $0 }.joined(separator: "; ")),
            listening: listeners.map { Listening(pid: $0.pid, startedAt: $0.startedAt) })
    }

    /// Ends who was shown, and nobody who has come since.
    func confirm(_ registry: Registry) throws {
        let now = try Self.ask(target, registry)
        let isSame = now.listening.count == listening.count && now.port == port
        guard isSame, zip(now.listening, listening).allSatisfy({ $0.isSame(as: $1) }) else {
            throw SomebodyElse(port: port)
        }
        _ = try registry.kill(target)
    }
}

/// Who was shown has gone meanwhile, or is not alone any more.
struct SomebodyElse: LocalizedError {
    let port: UInt16

    var errorDescription: String? {
        "who listens on \(port) is not who was shown, so nobody was ended; ask again to see who it is now"
    }
}
