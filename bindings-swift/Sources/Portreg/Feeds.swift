// What comes one after the other: messages, events, lines. Nothing is read ahead of what is asked for, so that asking
// for the next one confirms the last.

import Foundation

/// Messages, events, lines, one after the other: `for try await message in registry.subscribe("build:*")`.
///
/// It has begun when it was made, so nothing is missed between that and the loop. It ends with the task; a loop that is
/// left ends it as well. Several loops over one take turns.
public struct Feed<Element: Sendable>: AsyncSequence, Sendable {
    let next: @Sendable () async throws -> Element?

    public struct Iterator: AsyncIteratorProtocol {
        let following: @Sendable () async throws -> Element?

        public mutating func next() async throws -> Element? {
            try await following()
        }
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(following: next)
    }

    /// The same as a stream of the standard library.
    public var stream: AsyncThrowingStream<Element, any Error> {
        AsyncThrowingStream(unfolding: next)
    }

    // What goes wrong when it begins is thrown to whoever asks for the first one.
    init<Source: Sendable, Each>(
        of source: Result<Source, any Error>,
        next each: @escaping @Sendable (Source) throws -> Each?,
        as element: @escaping @Sendable (Each) -> Element?
    ) {
        next = {
            let source = try source.get()
            do {
                return try await apart {
                    while let next = try each(source) {
                        if let wanted = element(next) { return wanted }
                    }
                    return nil
                }
            } catch PortregError.Cancelled where Task.isCancelled {
                return nil
            }
        }
    }
}

extension Registry {
    /// What is published to the channels of a pattern, in which `*` stands for any run of characters: from now on, or
    /// after what `since` or a cursor says. With a cursor, asking for the next message confirms the last.
    ///
    ///     for try await message in registry.subscribe("build:*") {
    ///         print(message.channel, message.payload)
    ///     }
    ///
    /// Where retention has taken messages away before they could be given, `onGap` is told before the next one comes.
    ///
    /// - Throws: from the loop, `PortregError`: `InvalidPattern`, `IdentityHeld` where another subscription reads the
    ///   cursor, and where the registry cannot be used.
    public func subscribe(
        _ pattern: String, since: Since? = nil, cursor: String? = nil,
        onGap: @escaping @Sendable (Gap) -> Void = { _ in }
    ) -> Feed<Message> {
        let options = SubscribeOptions(since: since, cursor: cursor)
        return Feed(of: Result { try subscribe(pattern, options: options) }, next: { try $0.next() }) { received in
            switch received {
            case .message(let message): return message
            case .gap(let gap):
                onGap(gap)
                return nil
            }
        }
    }

    /// What happens to the registry: claims, moves, releases, endpoints, what supervisors do, refusals and conflicts;
    /// from now on, or after what `since` says. A pattern stands for the names under it too.
    ///
    /// Where retention has taken events away before they could be given, `onGap` is told before the next one comes.
    ///
    /// - Throws: from the loop, `PortregError`: `InvalidPattern`, and where the registry cannot be used.
    public func watch(
        _ pattern: String? = nil, since: Since? = nil, onGap: @escaping @Sendable (Gap) -> Void = { _ in }
    ) -> Feed<Event> {
        Feed(of: Result { try watch(pattern, since: since) as Watch }, next: { try $0.next() }) { watched in
            switch watched {
            case .event(let event): return event
            case .gap(let gap):
                onGap(gap)
                return nil
            }
        }
    }

    /// The lines that a service printed, oldest first; with `follow` also those to come.
    ///
    /// - Throws: from the loop, `PortregError.NotFound`.
    public func logs(
        _ target: Identity, follow: Bool = false, last: UInt64? = nil, since: Date? = nil, stream: LogStream? = nil
    ) -> Feed<LogLine> {
        let milliseconds = since.map { Int64($0.timeIntervalSince1970 * 1000) }
        let options = LogOptions(follow: follow, last: last, sinceMs: milliseconds, stream: stream)
        return Feed(of: Result { try logs(target, options: options) }, next: { try $0.next() }) { $0 }
    }

    /// Keeps the variables in a file current for as long as the loop runs: the names of those that have changed.
    ///
    /// - Throws: from the loop, `PortregError`: `InvalidPattern`, `InvalidOption`.
    public func watchEnv(
        _ pattern: String? = nil, format: EnvFormat = .dotenv, to file: String
    ) -> Feed<[String]> {
        Feed(of: Result { try watchEnv(pattern, format: format, file: file) }, next: { try $0.next() }) { $0 }
    }
}

extension Stack {
    /// What happens to the services, until all have ended.
    public var events: Feed<StackEvent> {
        Feed(of: .success(self), next: { try $0.nextEvent() }) { $0 }
    }
}

extension Detached {
    /// What the supervisor reports until all services are ready, or one is not.
    public var reports: Feed<DetachedReport> {
        Feed(of: .success(self), next: { $0.nextReport() }) { $0 }
    }
}
