// All that the app shows, as one value: what it shows of a registry follows from what was seen there.

import Foundation
import Portreg

/// All that is shown.
public struct Picture: Sendable, Equatable {
    /// The services by project, in order of names.
    public internal(set) var projects: [ProjectGroup] = []
    /// Who listens without being a service, by port.
    public internal(set) var foreign: [ListenerRow] = []
    public internal(set) var conflicts: [ConflictRow] = []
    public internal(set) var reservations: [ReservationRow] = []
    /// Whether the registry was seen once.
    public internal(set) var hasLooked = false
    /// Why the registry cannot be seen now; what is shown is what was seen last.
    public internal(set) var outage: Trouble?
    /// What has gone wrong with what was asked for.
    public internal(set) var trouble: Trouble?
    /// Whether somebody is to be ended.
    public internal(set) var question: KillQuestion?
    /// Whether the app starts at login.
    public internal(set) var login = LoginState.unavailable
    /// The services that something is being done with.
    public internal(set) var busy: Set<Identity> = []

    public init() {}

    /// All services.
    public var services: [ServiceRow] { projects.flatMap(\.services) }

    /// How many of them run.
    public var running: Int { services.count { $0.isRunning } }

    /// What stands in the menu bar beside the symbol: `2/3`, or nothing where nothing is claimed.
    public var title: String {
        services.isEmpty ? "" : "\(running)/\(services.count)"
    }

    /// Which symbol stands there.
    public var tone: Tone {
        if outage != nil || !conflicts.isEmpty || services.contains(where: { $0.tone == .bad }) { return .bad }
        return running > 0 ? .good : .quiet
    }

    /// The same in a sentence: the head of the panel, and what is read to people who do not see it.
    public var summary: String {
        guard hasLooked else { return outage == nil ? "Looking…" : "The registry cannot be seen" }
        let claimed = "\(running) of \(counted(services.count, "service")) running"
        var parts = [services.isEmpty ? "nothing is claimed" : claimed]
        if !conflicts.isEmpty { parts.append(counted(conflicts.count, "conflict")) }
        if !foreign.isEmpty { parts.append(counted(foreign.count, "other listener")) }
        return sentences(parts.joined(separator: ", "))
    }

    /// What to do where nothing is claimed.
    public var firstStep: FirstStep? {
        hasLooked && services.isEmpty ? FirstStep() : nil
    }

    mutating func show(_ look: Look) {
        let groups = Dictionary(grouping: look.status.services) { service in
            String(service.identity.description.prefix { $0 != ":" })
        }
        projects = groups.sorted { $0.key < $1.key }.map { name, services in
            let rows = services.sorted { $0.identity < $1.identity }.map { ServiceRow($0, at: look.at) }
            return ProjectGroup(name: name, services: rows)
        }
        foreign = look.status.listeners.filter { $0.identity == nil }.map { ListenerRow($0, at: look.at) }
        foreign.sort { ($0.port, $0.pid ?? 0) < ($1.port, $1.pid ?? 0) }
        conflicts = look.status.conflicts.map(ConflictRow.init)
        reservations = look.reservations.map(ReservationRow.init)
        hasLooked = true
        outage = nil
    }
}

/// What stands there before anything is claimed.
public struct FirstStep: Sendable, Equatable {
    public let title = "Nothing is claimed yet"
    public let message = "Run this in the folder of a project: it gets a port, and it appears here."
    public let command = "portreg run -- npm run dev"
}

/// What one look at the registry and the machine has seen.
struct Look: Sendable {
    let status: StatusReport
    let reservations: [Reservation]
    let at = Date()

    init(at registry: Registry) throws {
        status = try registry.status()
        reservations = try registry.reservations()
    }
}
