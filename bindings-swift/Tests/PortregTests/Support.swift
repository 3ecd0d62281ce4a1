// A registry of its own for each test, and programs that use it.

import Foundation
import Portreg
import Testing

/// Longer than anything takes on a busy machine.
let patience = Duration.seconds(60)

/// The root of the repository.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

/// A folder that goes with whoever holds it.
final class Folder: Sendable {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("portreg-swift-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func registry() throws -> Registry {
        try Registry.open(at: url.appendingPathComponent("registry.db"))
    }
}

/// A program that was started by a test, and is killed at the end of it.
final class Program: @unchecked Sendable {
    let process = Process()
    private let output = Pipe()
    private var buffer = Data()

    init(_ words: [String], in folder: URL? = nil) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        if let folder { process.currentDirectoryURL = folder }
        try process.run()
    }

    deinit { if process.isRunning { kill() } }

    /// The next line that it prints; none after the last.
    func line() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[buffer.startIndex..<end], as: UTF8.self)
                buffer.removeSubrange(buffer.startIndex...end)
                return line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return nil }
            buffer.append(more)
        }
    }

    /// All that it still prints, and its exit code.
    func end() -> (String, Int32) {
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        process.waitUntilExit()
        return (lines.joined(separator: "\n"), process.terminationStatus)
    }

    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

/// What a test needs of the machine, by the variable that says where it is; `cargo xtask swift` sets them all.
func tool(_ variable: String) throws -> String {
    try #require(ProcessInfo.processInfo.environment[variable], "\(variable) is not set: run `cargo xtask swift`")
}

/// The `portreg` command on a registry.
func command(_ registry: Registry, _ words: String...) throws -> Program {
    try Program([try tool("TEST_COMMAND"), "--registry", registry.path()] + words)
}

/// A Python program of a few lines that has `registry` at hand.
func python(_ registry: Registry, _ lines: String) throws -> Program {
    let source = "import sys, portreg\nregistry = portreg.Registry(sys.argv[1])\n" + lines
    return try Program([try tool("TEST_PYTHON"), "-u", "-c", source, registry.path()])
}

/// A Node program of a few lines that has `registry` at hand.
func node(_ registry: Registry, _ lines: String) throws -> Program {
    let package = root.appendingPathComponent("bindings-node/dist/index.js").path
    let source = "import { Registry } from '\(package)';\nconst registry = new Registry(process.argv[1]);\n" + lines
    return try Program(["node", "--input-type=module", "-e", source, registry.path()])
}

/// Waits until a condition holds; a deadline far off makes a failure of it.
func until(_ what: Comment, _ holds: () throws -> Bool) async throws {
    let end = ContinuousClock.now + patience
    while try !holds() {
        try #require(ContinuousClock.now < end, what)
        await Task.yield()
    }
}

/// The code of the error that some work throws.
func code(of work: () throws -> some Any) -> String? {
    do {
        _ = try work()
        return nil
    } catch {
        return (error as? PortregError)?.code
    }
}

func entries(of folder: String) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: folder).count
}
