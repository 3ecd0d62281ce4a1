// A registry, defaults and a model of its own for each test, and processes that listen.

import Foundation
import MenuBar
import Portreg
import Testing

/// One test after the other: what listens on the machine is what all of them see.
@Suite(.serialized) struct MenuBarTests {}

/// Longer than anything takes on a busy machine.
let patience = Duration.seconds(60)

/// Ports that hardly anybody else uses, another thousand in each run.
let ports: ClosedRange<UInt16> = {
    let first = UInt16.random(in: 24..<32) * 1000
    return first...(first + 999)
}()

/// A registry in a folder of its own, and a model that follows it; both go with this.
@MainActor
final class Desk {
    let folder: URL
    let registry: Registry
    let model: MenuBarModel
    let loginItem = RememberedLoginItem()
    private let suite = "portreg-test-\(UUID().uuidString)"
    private let defaults: UserDefaults

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(suite)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        registry = try Registry.open(at: folder.appendingPathComponent("registry.db"))
        defaults = try #require(UserDefaults(suiteName: suite))
        defaults.set(registry.path(), forKey: "registry")
        // No test waits for the look that comes by itself.
        model = MenuBarModel(preferences: Preferences(defaults), loginItem: loginItem, lookEvery: .seconds(3600))
    }

    /// Does something with a model that follows, and ends both.
    static func sit(_ work: @MainActor (Desk) async throws -> Void) async throws {
        let desk = try Desk()
        defer {
            desk.model.stop()
            desk.defaults.removePersistentDomain(forName: desk.suite)
            try? FileManager.default.removeItem(at: desk.folder)
        }
        desk.model.start()
        try await desk.shows("the registry") { $0.hasLooked }
        try await work(desk)
    }

    /// Waits until what is shown fits; a deadline far off makes a failure of it.
    func shows(_ what: Comment, _ fits: (Picture) -> Bool) async throws {
        let end = ContinuousClock.now + patience
        while !fits(model.picture) {
            try #require(ContinuousClock.now < end, what)
            await Task.yield()
        }
    }

    @discardableResult
    func claim(
        _ identity: Identity, owner: OwnerOption? = nil, description: String? = nil, launch: Launch = Launch()
    ) throws -> Claim {
        try registry.claim(
            identity, range: ports, owner: owner, description: description, dir: folder.path, launch: launch)
    }

    func row(_ identity: Identity) throws -> ServiceRow {
        try #require(model.picture.services.first { $0.id == identity })
    }
}

/// A login item that is none: the system's is a Mac's.
@MainActor
final class RememberedLoginItem: LoginItem {
    var state = LoginState.off

    func set(_ isOn: Bool) throws {
        state = isOn ? .on : .off
    }
}

/// A process that listens on 127.0.0.1, and is killed with whoever holds it.
final class Server: @unchecked Sendable {
    let port: UInt16
    let pid: UInt32
    private let process = Process()

    /// On that port, or on any.
    init(on port: UInt16 = 0) throws {
        let source = """
            import signal, socket, sys
            # What starts it blocks them all.
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())
            server = socket.socket()
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("127.0.0.1", int(sys.argv[1])))
            server.listen()
            print(server.getsockname()[1], flush=True)
            while True: server.accept()
            """
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-c", source, String(port)]
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        self.port = try #require(UInt16(line.trimmingCharacters(in: .newlines)))
        pid = UInt32(process.processIdentifier)
    }

    deinit { end() }

    var isRunning: Bool { process.isRunning }

    func end() {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Waits for an end that somebody else has brought about.
    func waitUntilEnded() { process.waitUntilExit() }
}
