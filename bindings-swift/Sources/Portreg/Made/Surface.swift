// Made from the types and methods of the core by `cargo xtask generate`.

import Foundation

extension Channel {
    /// `lastAtMs` as Swift has it.
    public var lastAt: Date { Date(milliseconds: lastAtMs) }
}

extension Claim {
    /// `expiresAtMs` as Swift has it.
    public var expiresAt: Date? { expiresAtMs.map { Date(milliseconds: $0) } }
}

extension Event {
    /// `atMs` as Swift has it.
    public var at: Date { Date(milliseconds: atMs) }
}

extension Holder {
    /// `startedAtMs` as Swift has it.
    public var startedAt: Date? { startedAtMs.map { Date(milliseconds: $0) } }
}

extension Inference {
    /// `dir` as Swift has it.
    public var dirURL: URL { URL(fileURLWithPath: dir) }
}

extension Listener {
    /// `startedAtMs` as Swift has it.
    public var startedAt: Date? { startedAtMs.map { Date(milliseconds: $0) } }
}

extension Lock {
    /// `expiresAtMs` as Swift has it.
    public var expiresAt: Date? { expiresAtMs.map { Date(milliseconds: $0) } }
}

extension LogLine {
    /// `atMs` as Swift has it.
    public var at: Date { Date(milliseconds: atMs) }
}

extension Memory {
    /// `sinceMs` as Swift has it.
    public var since: Date { Date(milliseconds: sinceMs) }
}

extension Message {
    /// `createdAtMs` as Swift has it.
    public var createdAt: Date { Date(milliseconds: createdAtMs) }

    /// `expiresAtMs` as Swift has it.
    public var expiresAt: Date? { expiresAtMs.map { Date(milliseconds: $0) } }
}

extension RunningService {
    /// What is true of the service is true of it while it runs.
    public subscript<Value>(dynamicMember path: KeyPath<Service, Value>) -> Value {
        service[keyPath: path]
    }

    /// `uptimeMs` as Swift has it.
    public var uptime: Duration? { uptimeMs.map { Duration.milliseconds($0) } }
}

extension Service {
    /// `startedAtMs` as Swift has it.
    public var startedAt: Date? { startedAtMs.map { Date(milliseconds: $0) } }

    /// `endedAtMs` as Swift has it.
    public var endedAt: Date? { endedAtMs.map { Date(milliseconds: $0) } }

    /// `dir` as Swift has it.
    public var dirURL: URL? { dir.map { URL(fileURLWithPath: $0) } }

    /// `checkedAtMs` as Swift has it.
    public var checkedAt: Date? { checkedAtMs.map { Date(milliseconds: $0) } }

    /// `createdAtMs` as Swift has it.
    public var createdAt: Date { Date(milliseconds: createdAtMs) }

    /// `lastSeenMs` as Swift has it.
    public var lastSeen: Date { Date(milliseconds: lastSeenMs) }

    /// `expiresAtMs` as Swift has it.
    public var expiresAt: Date? { expiresAtMs.map { Date(milliseconds: $0) } }
}

extension StackEvent {
    /// `atMs` as Swift has it.
    public var at: Date { Date(milliseconds: atMs) }
}

extension CheckState: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [CheckState] = [.ok, .warning, .failed, .fixed]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .ok: "ok"
        case .warning: "warning"
        case .failed: "failed"
        case .fixed: "fixed"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension ConflictKind: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [ConflictKind] = [.foreignListener, .notListening, .wrongAddress, .duplicateOwner, .expiredButLive]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .foreignListener: "foreign_listener"
        case .notListening: "not_listening"
        case .wrongAddress: "wrong_address"
        case .duplicateOwner: "duplicate_owner"
        case .expiredButLive: "expired_but_live"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension EnvFormat: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [EnvFormat] = [.dotenv, .shell, .fish, .powerShell, .json]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .dotenv: "dotenv"
        case .shell: "shell"
        case .fish: "fish"
        case .powerShell: "powershell"
        case .json: "json"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension Health: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [Health] = [.unknown, .starting, .passing, .failing]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .unknown: "unknown"
        case .starting: "starting"
        case .passing: "passing"
        case .failing: "failing"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension LogStream: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [LogStream] = [.out, .err]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .out: "out"
        case .err: "err"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension OnConflict: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [OnConflict] = [.share, .fail, .replace, .next]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .share: "share"
        case .fail: "fail"
        case .replace: "replace"
        case .next: "next"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension Outcome: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [Outcome] = [.new, .renewed, .shared, .tookOver, .moved]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .new: "new"
        case .renewed: "renewed"
        case .shared: "shared"
        case .tookOver: "took_over"
        case .moved: "moved"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension PortState: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [PortState] = [.listening, .timeWait, .claimed, .reserved, .excluded, .privileged, .ephemeral, .free]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .listening: "listening"
        case .timeWait: "time_wait"
        case .claimed: "claimed"
        case .reserved: "reserved"
        case .excluded: "excluded"
        case .privileged: "privileged"
        case .ephemeral: "ephemeral"
        case .free: "free"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension Protocol: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [Protocol] = [.tcp, .udp]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .tcp: "tcp"
        case .udp: "udp"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension ReasonCode: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [ReasonCode] = [.listening, .timeWait, .claimed, .reserved, .excluded, .privileged, .ephemeral, .free, .bound, .outgoing, .browserUnsafe, .wellKnown, .container, .otherUser, .oneFamily, .airplay, .remembered]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .listening: "listening"
        case .timeWait: "time_wait"
        case .claimed: "claimed"
        case .reserved: "reserved"
        case .excluded: "excluded"
        case .privileged: "privileged"
        case .ephemeral: "ephemeral"
        case .free: "free"
        case .bound: "bound"
        case .outgoing: "outgoing"
        case .browserUnsafe: "browser_unsafe"
        case .wellKnown: "well_known"
        case .container: "container"
        case .otherUser: "other_user"
        case .oneFamily: "one_family"
        case .airplay: "airplay"
        case .remembered: "remembered"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension RestartPolicy: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [RestartPolicy] = [.never, .onFailure, .always]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .never: "never"
        case .onFailure: "on-failure"
        case .always: "always"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension SnippetTool: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [SnippetTool] = [.vite, .next, .express, .django, .flask, .compose, .caddy, .nginx]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .vite: "vite"
        case .next: "next"
        case .express: "express"
        case .django: "django"
        case .flask: "flask"
        case .compose: "compose"
        case .caddy: "caddy"
        case .nginx: "nginx"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension Status: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [Status] = [.assigned, .running, .stopped, .crashed]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .assigned: "assigned"
        case .running: "running"
        case .stopped: "stopped"
        case .crashed: "crashed"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension Strategy: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [Strategy] = [.sequential, .hashed, .random]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .sequential: "sequential"
        case .hashed: "hashed"
        case .random: "random"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension TunnelProvider: RawRepresentable, CaseIterable, CustomStringConvertible {
    public static let allCases: [TunnelProvider] = [.ngrok, .cloudflared]

    /// The word as every language writes it.
    public var rawValue: String {
        switch self {
        case .ngrok: "ngrok"
        case .cloudflared: "cloudflared"
        }
    }

    public init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    public var description: String { rawValue }
}

extension PortregError {
    /// All codes of errors.
    public static let codes: [String] = [
        "INVALID_IDENTITY",
        "INVALID_PATTERN",
        "INVALID_OPTION",
        "INVALID_CONFIG",
        "NOT_FOUND",
        "PORT_IN_USE",
        "PORT_RESERVED",
        "RANGE_EXHAUSTED",
        "IDENTITY_HELD",
        "LIMIT_REACHED",
        "NOT_OWNER",
        "SPAWN_FAILED",
        "NOT_READY",
        "TIMEOUT",
        "CANCELLED",
        "REGISTRY_BUSY",
        "REGISTRY_CORRUPT",
        "REGISTRY_NEWER",
        "REGISTRY_UNAVAILABLE",
        "UNSUPPORTED",
    ]

    /// The stable code, the same in every language.
    public var code: String {
        switch self {
        case .InvalidIdentity: "INVALID_IDENTITY"
        case .InvalidPattern: "INVALID_PATTERN"
        case .InvalidOption: "INVALID_OPTION"
        case .InvalidConfig: "INVALID_CONFIG"
        case .NotFound: "NOT_FOUND"
        case .PortInUse: "PORT_IN_USE"
        case .PortReserved: "PORT_RESERVED"
        case .RangeExhausted: "RANGE_EXHAUSTED"
        case .IdentityHeld: "IDENTITY_HELD"
        case .LimitReached: "LIMIT_REACHED"
        case .NotOwner: "NOT_OWNER"
        case .SpawnFailed: "SPAWN_FAILED"
        case .NotReady: "NOT_READY"
        case .Timeout: "TIMEOUT"
        case .Cancelled: "CANCELLED"
        case .RegistryBusy: "REGISTRY_BUSY"
        case .RegistryCorrupt: "REGISTRY_CORRUPT"
        case .RegistryNewer: "REGISTRY_NEWER"
        case .RegistryUnavailable: "REGISTRY_UNAVAILABLE"
        case .Unsupported: "UNSUPPORTED"
        }
    }

    /// Whether the same call may succeed a moment later without anybody changing anything.
    public var isRetryable: Bool {
        switch self {
        case .PortInUse, .RangeExhausted, .IdentityHeld, .NotReady, .Timeout, .RegistryBusy: true
        default: false
        }
    }
}

extension Registry {
    /// Ports that a claim could get now, lowest first; at least one.
    ///
    /// - Throws: `RANGE_EXHAUSTED`; for a single port `PORT_IN_USE` and `PORT_RESERVED`; `REGISTRY_*` where the registry cannot be used.
    public func available(
        range: PortRange? = nil,
        pool: String? = nil,
        count: UInt64? = nil
    ) throws -> [UInt16] {
        try self.available(AvailableOptions(range: range, pool: pool, count: count))
    }

    /// What `Registry::up` would start and in which order, and what stands in the way: ports in use, missing programs, folders and files. Nothing is started or claimed.
    ///
    /// - Throws: As `Registry::up`, for what is not a problem of one service.
    public func checkUp(
        _ patterns: [String] = [],
        dir: String? = nil,
        noDeps: Bool = false,
        timeout: Duration? = nil,
        onConflict: OnConflict? = nil,
        launch: Launch = Launch(),
        output: Bool = false,
        color: Bool = false,
        pty: Bool = false
    ) throws -> UpCheck {
        try self.checkUp(UpOptions(patterns: patterns, dir: dir, noDeps: noDeps, timeout: timeout, onConflict: onConflict, launch: launch, output: output, color: color, pty: pty))
    }

    /// Ends services that `up` or `run` have started, from any process: with their own signal and time, then at once, whole trees, in reverse order. Returns when they are gone and their ports are free; the claims stay, without owner. Of the worktree of the working folder where no target is said.
    ///
    /// - Throws: `NOT_FOUND` where there is no such service, or portreg has not started it; `INVALID_PATTERN`; `TIMEOUT` where a supervisor does not answer; `REGISTRY_*` where the registry cannot be used.
    @discardableResult
    public func down(
        _ target: Identity? = nil,
        under: Bool = false,
        timeout: Duration? = nil
    ) throws -> [Service] {
        try self.down(target, options: DownOptions(under: under, timeout: timeout))
    }

    /// The services that fit, in order of names. A shorter pattern stands for all names under it.
    ///
    /// - Throws: `INVALID_PATTERN`; `INVALID_OPTION` for an unknown pool; `REGISTRY_*` where the registry cannot be used.
    public func find(
        _ pattern: String? = nil,
        status: Status? = nil,
        port: UInt16? = nil,
        pool: String? = nil,
        worktree: String? = nil,
        limit: UInt64? = nil
    ) throws -> [Service] {
        try self.find(FindOptions(pattern: pattern, status: status, port: port, pool: pool, worktree: worktree, limit: limit))
    }

    /// The newest events that fit, oldest first.
    ///
    /// - Throws: `INVALID_PATTERN`; `REGISTRY_*` where the registry cannot be used.
    public func history(
        _ pattern: String? = nil,
        sinceMs: Int64? = nil,
        afterId: Int64? = nil,
        limit: UInt64? = nil
    ) throws -> [Event] {
        try self.history(HistoryOptions(pattern: pattern, sinceMs: sinceMs, afterId: afterId, limit: limit))
    }

    /// Takes in a document. Any clash refuses the whole, unless `skip`; a held claim never changes. Nothing came in where `refused` is not empty and `skip` was not said. What has ended by now comes in as a memory only.
    ///
    /// - Throws: `INVALID_OPTION` for a document of a newer version; `REGISTRY_*` where the registry cannot be used.
    @discardableResult
    public func `import`(
        _ document: Export,
        dryRun: Bool = false,
        skip: Bool = false
    ) throws -> ImportReport {
        try self.`import`(document, options: ImportOptions(dryRun: dryRun, skip: skip))
    }

    /// Frees a port: ends the own listeners of a service, or who listens on a port (`:3000`), with all that descends from them. Returns when the port can be bound, or after 2 s more.
    ///
    /// - Throws: `NOT_FOUND` where nobody listens; `PORT_IN_USE` where a stranger listens on the port of the service, or who listens may not be ended; `NOT_OWNER` where who listens on a port is a service of another folder or project, unless forced; `REGISTRY_*` where the registry cannot be used.
    @discardableResult
    public func kill(
        _ target: Identity,
        force: Bool = false,
        dryRun: Bool = false,
        grace: Duration? = nil
    ) throws -> Killed {
        try self.kill(target, options: KillOptions(force: force, dryRun: dryRun, grace: grace))
    }

    /// Who listens on which port, by port: every process of this machine as far as this user may see it, and the service that each is.
    ///
    /// - Throws: `UNSUPPORTED` where the system does not tell who listens; `REGISTRY_*` where the registry cannot be used.
    public func listeners(
        port: UInt16? = nil,
        all: Bool = false,
        socketsOnly: Bool = false
    ) throws -> [Listener] {
        try self.listeners(ListenerOptions(port: port, all: all, socketsOnly: socketsOnly))
    }

    /// Publishes a message and gives its id. Ids grow in the order in which messages are published, over all channels. Text that is not JSON is sent as a JSON string.
    ///
    /// - Throws: `INVALID_OPTION` for a channel that is not 1 to 128 of `A-Z a-z 0-9 . _ : / -`, a payload of more than 1 MiB, an unusable sender, a `ttl` of nothing; `REGISTRY_*` where the registry cannot be used.
    @discardableResult
    public func publish(
        _ channel: String,
        payload: JSONValue,
        sender: String? = nil,
        ttl: Duration? = nil
    ) throws -> Int64 {
        try self.publish(channel, payload: payload, options: PublishOptions(sender: sender, ttl: ttl))
    }

    /// Gives up all services that match: a plain name is exactly that one, unless `under`; without a pattern every service.
    ///
    /// - Throws: `NOT_FOUND` where nothing matches; `NOT_OWNER`; `INVALID_PATTERN`, also for `*` alone; `REGISTRY_*` where the registry cannot be used.
    @discardableResult
    public func releaseMatching(
        _ pattern: String? = nil,
        under: Bool = false,
        worktree: String? = nil,
        force: Bool = false,
        dryRun: Bool = false
    ) throws -> [Released] {
        try self.releaseMatching(pattern, options: ReleaseOptions(under: under, worktree: worktree, force: force, dryRun: dryRun))
    }

    /// Ends services that `up` or `run` have started and starts them again, on the same ports. Returns when they are ready; a program of `run`, of which nothing tells that, has started then.
    ///
    /// - Throws: As `Registry::down`; `NOT_READY` where one does not get ready.
    @discardableResult
    public func restart(
        _ target: Identity? = nil,
        under: Bool = false,
        timeout: Duration? = nil
    ) throws -> [Service] {
        try self.restart(target, options: DownOptions(under: under, timeout: timeout))
    }

    /// Starts services in the order in which they need each other, each when what it needs is ready, and keeps them running: from now on one thread of this process works for them. Returns when their names are claimed; `Stack::wait_ready` waits until they are ready, `Stack::next_event` tells what happens.
    ///
    /// - Throws: `NOT_FOUND` where nothing says how to start a service; `INVALID_CONFIG`, also for circles of `needs`; `IDENTITY_HELD` where a process that does not serve holds a name; what `Registry::claim_with` says of ports; `REGISTRY_*` where the registry cannot be used.
    public func up(
        _ patterns: [String] = [],
        dir: String? = nil,
        noDeps: Bool = false,
        timeout: Duration? = nil,
        onConflict: OnConflict? = nil,
        launch: Launch = Launch(),
        output: Bool = false,
        color: Bool = false,
        pty: Bool = false
    ) throws -> Stack {
        try self.up(UpOptions(patterns: patterns, dir: dir, noDeps: noDeps, timeout: timeout, onConflict: onConflict, launch: launch, output: output, color: color, pty: pty))
    }

    /// Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports. With `gone` until nothing of them runs. Names that nobody has claimed yet are waited for.
    ///
    /// - Throws: `NOT_READY` at once where one has ended and is not started again; `TIMEOUT`; `REGISTRY_*` where the registry cannot be used.
    @discardableResult
    public func waitReady(
        _ targets: [Identity],
        gone: Bool = false,
        timeout: Duration? = nil
    ) throws -> [Service] {
        try self.waitReady(targets, options: WaitOptions(gone: gone, timeout: timeout))
    }
}
