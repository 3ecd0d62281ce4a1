// What is listed: each row holds plain text that was made once, off the main thread.

import Foundation
import Portreg

/// How a row is coloured.
public enum Tone: Sendable {
    case good, quiet, bad
}

/// A line of the details of a row.
public struct Detail: Sendable, Equatable, Identifiable {
    public let name: String
    public let value: String
    public var id: String { name }

    init?(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return nil }
        self.name = name
        self.value = value
    }
}

/// The services of a project.
public struct ProjectGroup: Sendable, Equatable, Identifiable {
    public let name: String
    public let services: [ServiceRow]
    public var id: String { name }
}

/// A service.
public struct ServiceRow: Sendable, Equatable, Identifiable {
    public let id: Identity
    /// Its name inside the project.
    public let name: String
    public let port: UInt16?
    /// Its port in a column five digits wide.
    public let portText: String
    /// How it stands, in words.
    public let state: String
    public let tone: Tone
    public let isRunning: Bool
    /// Where it answers; nothing can be opened where it is missing.
    public let url: URL?
    /// Whether portreg knows how to start it, and it does not run.
    public let canStart: Bool
    /// Whether portreg has started it, and it runs.
    public let canStop: Bool
    /// Whether a process of it may listen.
    public let canKill: Bool
    /// The folder whose configuration says how it is started.
    let folder: String?
    public let details: [Detail]

    init(_ service: Service, at now: Date) {
        let segments = service.identity.description.split(separator: ":", maxSplits: 1)
        id = service.identity
        name = String(segments.count == 2 ? segments[1] : segments[0])
        port = service.port
        portText = aligned(service.port)
        state = stateInWords(service, at: now)
        tone = toneOf(service)
        url = service.endpoints["local"].flatMap { URL(string: $0) }
        isRunning = service.status == .running
        canStart = service.cmd != nil && !isRunning && service.enabled
        canStop = service.cmd != nil && isRunning
        canKill = isRunning && service.port != nil
        folder = service.dir
        let owner = service.owner.map { "\($0.label ?? $0.name) (pid \($0.pid))" }
        details = [
            Detail("Name", service.identity.description),
            Detail("About", service.description),
            Detail("URL", url?.absoluteString),
            Detail("Process", service.pid.map { "pid \($0)" }),
            Detail("Held by", owner),
            Detail("Command", service.cmd),
            Detail("Folder", service.dir),
            Detail("Needs", service.needs.joined(separator: ", ")),
            Detail("Restarts", service.restarts > 0 ? String(service.restarts) : nil),
            Detail("Ends", service.expiresAt.map { $0 > now ? "in \(span(from: now, to: $0))" : "now" }),
        ].compactMap { $0 }
    }
}

/// Who listens on a port without being a service.
public struct ListenerRow: Sendable, Equatable, Identifiable {
    public let port: UInt16
    public let pid: UInt32?
    public let portText: String
    /// The program, by the name that people know it by.
    public let name: String
    public let details: [Detail]
    public var id: String { "\(port) \(pid ?? 0)" }
    /// Whether it can be seen who it is; nobody else is ended.
    public var canKill: Bool { pid != nil }

    init(_ listener: Listener, at now: Date) {
        port = listener.port
        pid = listener.pid
        portText = aligned(listener.port)
        name = listener.label ?? listener.process ?? "a process that cannot be seen"
        details = [
            Detail("Process", listener.process.map { name in "\(name) (pid \(listener.pid ?? 0))" }),
            Detail("Command", listener.cmd),
            Detail("Addresses", listener.addresses.joined(separator: ", ")),
            Detail("User", listener.user),
            Detail("Container", listener.container),
            Detail("Runs for", listener.startedAt.map { span(from: $0, to: now) }),
        ].compactMap { $0 }
    }
}

/// Where the registry and the machine disagree.
public struct ConflictRow: Sendable, Equatable, Identifiable {
    public let id: String
    public let title: String
    /// What is wrong, and the way out.
    public let sentence: String
    /// The commands of the way out, to be copied.
    public let commands: [String]
    /// Who may be ended to resolve it.
    public let killable: Identity?

    init(_ conflict: Conflict) {
        id = "\(conflict.identity) \(conflict.port) \(conflict.kind)"
        title = "\(conflict.identity) on \(conflict.port)"
        sentence = sentences(conflict.hint)
        commands = quotedCommands(in: conflict.hint)
        let isSeen = conflict.found?.pid != nil && conflict.found?.container == nil
        killable =
            switch conflict.kind {
            case .foreignListener where isSeen: .port(conflict.port)
            case .duplicateOwner: .port(conflict.port)
            case .expiredButLive: conflict.identity
            default: nil
            }
    }
}

/// Ports that are kept out of use.
public struct ReservationRow: Sendable, Equatable, Identifiable {
    public let ports: ClosedRange<UInt16>
    public let title: String
    public let reason: String?
    public var id: String { title }

    init(_ reservation: Reservation) {
        ports = reservation.ports
        title = ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)–\(ports.upperBound)"
        reason = reservation.reason
    }
}

private func stateInWords(_ service: Service, at now: Date) -> String {
    switch service.status {
    case .running:
        let since = service.startedAt.map { " for \(span(from: $0, to: now))" } ?? ""
        return switch service.health {
        case .starting: "starting"
        case .failing: "running\(since), its probes fail"
        default: "running\(since)"
        }
    case .assigned: return service.port == nil ? "nothing runs" : "claimed, nothing runs"
    case .stopped:
        return "stopped" + (service.endedAt.map { " \(span(from: $0, to: now)) ago" } ?? "")
    case .crashed:
        let code = service.exitCode.map { " with exit code \($0)" } ?? ""
        return "crashed\(code)" + (service.endedAt.map { " \(span(from: $0, to: now)) ago" } ?? "")
    }
}

private func toneOf(_ service: Service) -> Tone {
    switch (service.status, service.health) {
    case (.crashed, _), (.running, .failing): .bad
    case (.running, _): .good
    default: .quiet
    }
}
