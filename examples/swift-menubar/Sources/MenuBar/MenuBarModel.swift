// What the app knows and follows: one registry, looked at when it changes and, for what no registry tells, now and then.

import Foundation
import Portreg

/// The app without its windows. Whoever shows it is told by `onChange`.
@MainActor
public final class MenuBarModel {
    /// All that is shown.
    public internal(set) var picture = Picture() {
        didSet { if picture != oldValue { onChange(picture) } }
    }
    /// Is told what is to be shown now.
    public var onChange: @MainActor (Picture) -> Void = { _ in }
    public let preferences: Preferences

    let loginItem: (any LoginItem)?
    private(set) var registry: Registry?
    private var following: Task<Void, Never>?
    private let lookEvery: Duration
    /// When the look began that is shown.
    private var shown = ContinuousClock.now

    /// - Parameter lookEvery: How often the machine is looked at where nothing is told: a process that begins to listen
    ///   changes no registry.
    public init(preferences: Preferences, loginItem: (any LoginItem)? = nil, lookEvery: Duration = .seconds(15)) {
        self.preferences = preferences
        self.loginItem = loginItem
        self.lookEvery = lookEvery
    }

    /// Follows the registry of the preferences from now on, instead of the one before.
    public func start() {
        stop()
        picture = Picture()
        shown = .now
        following = Task { await follow() }
    }

    /// Follows nothing any more.
    public func stop() {
        following?.cancel()
        following = nil
        registry = nil
    }

    /// Looks now: people who open the panel shall see what is, not what was.
    public func look() async {
        picture.login = loginItem?.state ?? .unavailable
        guard let registry else { return }
        do {
            let begun = ContinuousClock.now
            let look = try await registry.apart { try Look(at: $0) }
            // Looks may overtake each other.
            guard registry === self.registry, begun >= shown else { return }
            shown = begun
            picture.show(look)
        } catch {
            guard !Task.isCancelled else { return }
            picture.outage = Trouble("The registry cannot be read", because: error)
        }
    }

    /// Looks now, and where the registry could not be opened tries that again.
    public func lookAgain() async {
        if registry == nil { start() } else { await look() }
    }

    private func follow() async {
        let path = preferences.registry
        while !Task.isCancelled {
            do {
                let opened = try await Task.detached { try Registry.open(path: path) }.value
                guard !Task.isCancelled else { return }
                registry = opened
                try await follow(opened)
            } catch {
                guard !Task.isCancelled else { return }
                picture.outage = Trouble("The registry cannot be opened", because: error)
            }
            try? await Task.sleep(for: lookEvery)
        }
    }

    /// Looks whenever something has happened, once for all that happens during a look.
    private func follow(_ registry: Registry) async throws {
        let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        // It has begun before the first look, so nothing is missed between the two.
        let events = try await registry.apart { $0.watch() as Feed<Event> }
        wake.yield()
        try await withThrowingTaskGroup(of: Void.self) { [lookEvery] group in
            group.addTask {
                defer { wake.finish() }
                for try await _ in events { wake.yield() }
            }
            group.addTask {
                while (try? await Task.sleep(for: lookEvery)) != nil { wake.yield() }
            }
            for await _ in wakes { await look() }
            group.cancelAll()
            try await group.waitForAll()
        }
    }
}
