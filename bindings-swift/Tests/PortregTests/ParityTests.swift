// All that the core can do can be done from Swift: measured by the vocabulary that is made from its source. Types and
// options are made from the same source; verbs are looked for in the package's own text.

import Foundation
import Portreg
import Testing

@Suite struct ParityTests {
    struct Vocabulary: Decodable {
        struct Named: Decodable {}
        struct Told: Decodable {
            let retryable: Bool
            let data: [String]
        }
        struct Record: Decodable {
            let fields: [String: Named]
        }
        let methods: [String: Named]
        let handles: [String: [String: Named]]
        let errors: [String: Told]
        let options: [String: Record]
        let records: [String: Record]
        let words: [String: [String]]
    }

    let vocabulary: Vocabulary
    let text: String

    init() throws {
        let file = root.appendingPathComponent("schema/vocabulary.json")
        vocabulary = try JSONDecoder().decode(Vocabulary.self, from: Data(contentsOf: file))
        let sources = root.appendingPathComponent("bindings-swift/Sources/Portreg")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        text = try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
            .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
    }

    func camel(_ name: String) -> String {
        let words = name.split(separator: "_")
        return String(words[0]) + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    @Test("every verb of the core is here")
    func verbs() {
        // What has another name here, and what belongs to the command alone.
        let elsewhere = [
            "claim_at_once": "claim", "get_port_at_once": "getPort", "open_at": "`open`", "open_with": "`open`",
            "open": "`open`", "import": "`import`",
        ]
        let ofTheCommand = ["end_leftovers", "end_orphans_of", "run"]
        let missing = vocabulary.methods.keys.filter { name in
            !ofTheCommand.contains(name) && !text.contains(" func \(elsewhere[name] ?? camel(name))(")
        }
        #expect(missing.sorted() == [])
    }

    @Test("every method of what verbs give is here")
    func handles() {
        let elsewhere = [
            "Canceller.new": "init", "Stack.events": "events", "Subscription.canceller": "the task",
            "Watch.canceller": "the task", "EnvWatch.canceller": "the task", "LockGuard.runs": "for supervisors",
            "Subscription.next_within": "next", "Watch.next_within": "next", "EnvWatch.next_within": "next",
            "Logs.next_within": "next",
        ]
        let all = vocabulary.handles.flatMap { handle, methods in methods.keys.map { (handle, $0) } }
        let missing = all.filter { handle, method in
            elsewhere["\(handle).\(method)"] == nil && !text.contains(" func \(camel(method))(")
        }
        #expect(missing.map { "\($0).\($1)" }.sorted() == [])
    }

    @Test("every option of the core is here")
    func options() {
        let ofTheCommand = ["adopt_orphans", "keeper"]
        let missing = vocabulary.options.filter { $0.key != "OpenOptions" }.flatMap { name, record in
            record.fields.keys.filter { !ofTheCommand.contains($0) && !has(name, $0) }.map { "\(name).\($0)" }
        }
        #expect(missing.sorted() == [])
    }

    @Test("every record is here with its fields")
    func records() {
        // What has the form of Swift: a record inside another one, an enum with data.
        let elsewhere = ["RunningService..", "StackEvent"]
        let missing = vocabulary.records.flatMap { name, record in
            record.fields.keys.filter { !has(name, $0) }.map { "\(name).\($0)" }
        }
        #expect(missing.filter { one in !elsewhere.contains { one.hasPrefix($0) } }.sorted() == [])
    }

    func has(_ type: String, _ field: String) -> Bool {
        guard let start = text.range(of: "public struct \(type):") else { return false }
        let end = text.range(of: "\n}\n", range: start.upperBound..<text.endIndex)?.lowerBound ?? text.endIndex
        let body = text[start.upperBound..<end]
        return body.contains(" let \(camel(field)):") || body.contains(" let `\(camel(field))`:")
    }

    @Test("every error is here with its data")
    func errors() {
        #expect(PortregError.codes.sorted() == vocabulary.errors.keys.sorted())
        #expect(PortregError.Timeout(message: "", waitedMs: 1, what: "it").isRetryable)
        #expect(!PortregError.NotReady(message: "", exitCode: nil, identity: "a", lastLines: []).code.isEmpty)
    }
}
