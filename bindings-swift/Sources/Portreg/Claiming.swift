// Claims with their options beside the name, and for the length of a block.

import Foundation

extension Registry {
    /// Opens the registry in a file.
    ///
    /// - Throws: `PortregError.RegistryUnavailable`, `RegistryCorrupt`, `RegistryBusy`.
    public static func open(at file: URL) throws -> Registry {
        try open(path: file.path)
    }

    /// Claims a name: the same port every time, held by this process.
    ///
    ///     let claim = try registry.claim("shop:web", port: 3000)
    ///     print(claim.port, claim.url)
    ///
    /// - Parameters:
    ///   - port: The port that is wanted; another one is given where it cannot be had, and `claim.reason` says why.
    ///   - ports: Several of them, in the order in which they are wanted.
    ///   - strict: Refuses to give another port than the one that is wanted.
    ///   - owner: Who holds the claim: this process where nothing is said.
    /// - Throws: `PortregError`: `InvalidIdentity`, `InvalidOption`, `PortInUse`, `PortReserved`, `RangeExhausted`,
    ///   `IdentityHeld`, `LimitReached`, `InvalidConfig`, and where the registry cannot be used.
    @discardableResult
    public func claim(
        _ identity: Identity,
        port: UInt16? = nil,
        ports: [UInt16] = [],
        strict: Bool = false,
        range: ClosedRange<UInt16>? = nil,
        pool: String? = nil,
        strategy: Strategy? = nil,
        expiresIn: Duration? = nil,
        persistent: Bool? = nil,
        pair: String? = nil,
        onConflict: OnConflict? = nil,
        owner: OwnerOption? = nil,
        metadata: [String: JSONValue]? = nil,
        description: String? = nil,
        dir: String? = nil,
        launch: Launch = Launch()
    ) throws -> Claim {
        try claimWith(
            identity,
            options: ClaimOptions(
                port: (port.map { [$0] } ?? []) + ports, strict: strict, range: range, pool: pool, strategy: strategy,
                expiresIn: expiresIn, persistent: persistent, pair: pair, onConflict: onConflict, owner: owner,
                metadata: metadata, description: description, dir: dir, launch: launch))
    }

    /// Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.
    ///
    /// - Throws: `PortregError`, as `claim` does.
    public func claimAny(
        port: UInt16? = nil, range: ClosedRange<UInt16>? = nil, pool: String? = nil, expiresIn: Duration? = nil
    ) throws -> Claim {
        try claimAny(
            ClaimOptions(port: port.map { [$0] } ?? [], range: range, pool: pool, expiresIn: expiresIn))
    }

    /// Gives up exactly this claim: one that has passed on to somebody else since cannot be given up.
    ///
    /// - Throws: `PortregError.NotOwner`.
    @discardableResult
    public func release(_ claim: Claim) throws -> Released {
        try releaseClaim(claim)
    }

    /// Claims a name for the length of a block. What was claimed anew is given back at its end, also where it throws;
    /// what this process or another one held before is left as it is.
    ///
    ///     try registry.withClaim("shop:web") { claim in try serve(on: claim.port) }
    ///
    /// - Throws: what `claim` throws, and what the block throws.
    public func withClaim<Result>(
        _ identity: Identity, options: ClaimOptions = ClaimOptions(), _ body: (Claim) throws -> Result
    ) throws -> Result {
        let claim = try claimWith(identity, options: options)
        defer { giveBack(claim) }
        return try body(claim)
    }

    /// The same for a block that waits.
    public func withClaim<Result: Sendable>(
        _ identity: Identity, options: ClaimOptions = ClaimOptions(), isolation: isolated (any Actor)? = #isolation,
        _ body: (Claim) async throws -> Result
    ) async throws -> Result {
        let claim = try claimWith(identity, options: options)
        defer { giveBack(claim) }
        return try await body(claim)
    }

    // What somebody else has by now is theirs; a claim that cannot be given back ends with this process.
    private func giveBack(_ claim: Claim) {
        if claim.isReleasable { _ = try? releaseClaim(claim) }
    }

    /// Where the registry is: the path that is given, else what the environment says.
    public static func locate(path: String? = nil) throws -> String {
        try locateRegistry(path: path)
    }

    /// The days of which there are backups, newest first.
    public static func backups(path: String? = nil) throws -> [String] {
        try backupsOfRegistry(path: path)
    }

    /// Puts a backup in the place of the registry, the newest where no date is said. The registry is kept aside; the
    /// path says where.
    public static func restore(path: String? = nil, date: String? = nil) throws -> String {
        try restoreRegistry(path: path, date: date)
    }
}

extension Claim {
    /// Whether the claim began with this call, so that the end of a block gives it back.
    public var isReleasable: Bool {
        outcome == .new || outcome == .tookOver || outcome == .moved
    }

    /// Sockets that are bound and listen on 127.0.0.1 and, where the machine has IPv6, on ::1, so that nobody can come
    /// between: their file descriptors, which are the caller's to close.
    ///
    /// - Throws: `PortregError.PortInUse` where somebody has the port.
    public func listen() throws -> [Int32] {
        try listenFor(claim: self)
    }

    /// A socket that is bound and listens on 127.0.0.1 alone, for servers that take one: its file descriptor.
    ///
    /// - Throws: `PortregError.PortInUse` where somebody has the port, on ::1 as well.
    public func socket() throws -> Int32 {
        let sockets = try listen()
        for other in sockets.dropFirst() { close(other) }
        return sockets[0]
    }
}
