// Numbers, times and sentences as people read them.

import Foundation

/// The space of a digit, so that ports of any length end in one column.
let figureSpace = "\u{2007}"

/// A port in a column five digits wide; a dash where there is none.
func aligned(_ port: UInt16?) -> String {
    let text = port.map(String.init) ?? "–"
    return String(repeating: figureSpace, count: 5 - text.count) + text
}

/// A length of time in its largest unit: `45 s`, `3 min`, `2 h`, `4 d`.
func span(from start: Date, to end: Date) -> String {
    let seconds = Int(max(0, end.timeIntervalSince(start)))
    return switch seconds {
    case ..<60: "\(seconds) s"
    case ..<3600: "\(seconds / 60) min"
    case ..<86400: "\(seconds / 3600) h"
    default: "\(seconds / 86400) d"
    }
}

/// `1 conflict`, `2 conflicts`.
func counted(_ count: Int, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
}

/// A fragment of the core as sentences: what is wrong; the way out.
func sentences(_ fragment: String) -> String {
    let parts = fragment.components(separatedBy: "; ")
    return parts.map { part in
        // A command or a name keeps its case.
        let first = part.first.map { $0.isLowercase && !part.hasName ? $0.uppercased() : String($0) } ?? ""
        let ended = part.last.map { ".!?".contains($0) } ?? true
        return first + part.dropFirst() + (ended ? "" : ".")
    }.joined(separator: " ")
}

/// The commands in a sentence, which stand between backticks.
func quotedCommands(in sentence: String) -> [String] {
    let parts = sentence.components(separatedBy: "`")
    return stride(from: 1, to: parts.count - 1, by: 2).map { parts[$0] }
}

extension String {
    /// Whether it begins with the name of a service, such as `shop:web`.
    fileprivate var hasName: Bool {
        prefix { $0 != " " }.dropLast().contains(":")
    }
}
