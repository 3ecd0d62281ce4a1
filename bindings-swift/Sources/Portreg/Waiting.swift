// Verbs that wait, for tasks: each on a thread of its own, never on the pool that all tasks share. When the task is
// cancelled, the wait in Rust ends and with it the thread.

import Foundation

extension Registry {
    /// Does any work with the registry on a thread of its own, so that neither the main thread nor the threads of tasks
    /// wait for it. When the task is cancelled, what waits in it ends with `PortregError.Cancelled`.
    ///
    ///     let report = try await registry.apart { try $0.status() }
    ///
    /// - Throws: what the work throws.
    public func apart<Value: Sendable>(
        _ work: @escaping @Sendable (Registry) throws -> Value
    ) async throws -> Value {
        try await Portreg.apart { try work(self) }
    }

    /// Waits for the next message of a channel: after an id, else the next one that is published.
    ///
    /// - Throws: `PortregError`: `Timeout`, and `Cancelled` where the task is cancelled.
    public func poll(_ channel: String, after: Int64? = nil, timeout: Duration? = nil) async throws -> Message {
        try await apart { try $0.poll(channel, after: after, timeout: timeout) }
    }

    /// Waits until services are ready, or with `gone` until nothing of them runs.
    ///
    /// - Throws: `PortregError`: `NotReady`, `Timeout`, and `Cancelled` where the task is cancelled.
    @discardableResult
    public func waitReady(_ targets: [Identity], gone: Bool = false, timeout: Duration? = nil) async throws -> [Service] {
        try await apart { try $0.waitReady(targets, options: WaitOptions(gone: gone, timeout: timeout)) }
    }

    /// Ends services that `up` or `run` have started, from any process.
    ///
    /// - Throws: `PortregError`: `NotFound`, and `Cancelled` where the task is cancelled.
    @discardableResult
    public func down(_ target: Identity? = nil, under: Bool = false, timeout: Duration? = nil) async throws -> [Service] {
        try await apart { try $0.down(target, options: DownOptions(under: under, timeout: timeout)) }
    }

    /// Ends services that `up` or `run` have started and starts them again, on the same ports.
    ///
    /// - Throws: `PortregError`: `NotFound`, `NotReady`, and `Cancelled` where the task is cancelled.
    @discardableResult
    public func restart(_ target: Identity? = nil, under: Bool = false, timeout: Duration? = nil) async throws -> [Service] {
        try await apart { try $0.restart(target, options: DownOptions(under: under, timeout: timeout)) }
    }

    /// Takes a lock for this process, and waits for its turn in order of arrival.
    ///
    /// - Throws: `PortregError`: `Timeout`, `IdentityHeld` where this process holds it, and `Cancelled` where the task is
    ///   cancelled: its place in the line is given back.
    public func lock(_ name: String, wait: Duration? = nil, ttl: Duration? = nil) async throws -> LockGuard {
        try await apart { try $0.lock(name, options: LockOptions(wait: wait, ttl: ttl)) }
    }

    /// Does something while this process holds a lock, which is given back at the end, also where it throws.
    ///
    /// - Throws: what `lock` throws, and what the block throws.
    public func withLock<Result: Sendable>(
        _ name: String, wait: Duration? = nil, ttl: Duration? = nil,
        isolation: isolated (any Actor)? = #isolation,
        _ body: (LockGuard) async throws -> Result
    ) async throws -> Result {
        let held = try await lock(name, wait: wait, ttl: ttl)
        defer { try? held.release() }
        return try await body(held)
    }
}

extension Stack {
    /// Waits until all services are ready.
    ///
    /// - Throws: `PortregError`: `NotReady`, `Timeout`, and `Cancelled` where the task is cancelled.
    public func waitReady(atMost: Duration? = nil) async throws {
        try await Portreg.apart { try self.waitReady(atMost: atMost) }
    }

    /// Ends all services in reverse order, and returns when they are gone and their ports are free.
    public func down(grace: Duration? = nil) async throws {
        try await Portreg.apart { try self.down(grace: grace) }
    }
}

extension Canceller {
    /// Does some work in this thread whose waits this may end: they throw `PortregError.Cancelled`.
    ///
    /// - Throws: what the work throws.
    public func scope<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) throws -> Value {
        let work = ScopedWork(body)
        scope(work)
        return try work.outcome()
    }
}

/// Work as Rust calls it; what came of it stays here.
private final class ScopedWork<Value: Sendable>: Work, @unchecked Sendable {
    private let body: @Sendable () throws -> Value
    // Written and read by the one thread that is in the scope.
    private var result: Result<Value, any Error>?

    init(_ body: @escaping @Sendable () throws -> Value) {
        self.body = body
    }

    func work() {
        result = Result(catching: body)
    }

    func outcome() throws -> Value {
        guard let result else { throw PortregError.Cancelled(message: "the work was not done", what: "work") }
        return try result.get()
    }
}

/// Does work on a thread of its own, whose waits end when the task is cancelled.
func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let canceller = try Canceller()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(with: Result { try canceller.scope(work) })
            }
            thread.name = "portreg"
            thread.start()
        }
    } onCancel: {
        canceller.cancel()
    }
}
