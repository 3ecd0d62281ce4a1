// Swift's own types for what crosses to Rust as text or as a number; `portreg-ffi/uniffi.toml` names the functions.

import Foundation

/// A name, `project[:stack[:context]]`; where a service is meant, also the port that it claims.
///
///     let claim = try registry.claim("shop:web")
///     try registry.release(claim.identity)
///     try registry.get(.port(3000))
///
/// Any text can be made into one: what is no name is refused by the verb that it is given to, as
/// `PortregError.InvalidIdentity`, which says what is wrong with it.
public struct Identity: Hashable, Comparable, Sendable, CustomStringConvertible, ExpressibleByStringInterpolation {
    /// The name itself.
    public let description: String

    /// A name from text that was made elsewhere.
    public init(_ text: some StringProtocol) {
        description = String(text)
    }

    public init(stringLiteral text: String) {
        description = text
    }

    /// The service that claims this port.
    public static func port(_ port: UInt16) -> Identity {
        Identity(":\(port)")
    }

    public static func < (one: Identity, other: Identity) -> Bool {
        one.description < other.description
    }
}

extension Identity: Codable {
    public init(from decoder: any Decoder) throws {
        description = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// Any JSON: payloads of messages, metadata, details of events.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// What an object has under this name.
    public subscript(name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// What an array has in this place.
    public subscript(place: Int) -> JSONValue? {
        if case .array(let items) = self, items.indices.contains(place) { items[place] } else { nil }
    }

    /// The text, where it is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, where it is one.
    public var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// What it says as a value of a program's own type.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(text.utf8))
    }

    /// A value of a program's own type as JSON.
    public init(encoding value: some Encodable) throws {
        self = JSONValue(text: String(decoding: try JSONEncoder().encode(value), as: UTF8.self))
    }

    // The core writes nothing but JSON, and reads nothing else.
    init(text: String) {
        self = (try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))) ?? .string(text)
    }

    var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}

extension JSONValue: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral items: JSONValue...) { self = .array(items) }

    public init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(Dictionary(members, uniquingKeysWith: { _, last in last }))
    }
}

extension Date {
    /// A point in time as the registry keeps it.
    init(milliseconds: Int64) {
        self.init(timeIntervalSince1970: Double(milliseconds) / 1000)
    }
}

extension Duration {
    /// Its nanoseconds; none where it is negative.
    var nanosecondsFromZero: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, isTooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return isTooLong ? .max : whole &+ UInt64(attoseconds / 1_000_000_000)
    }
}

// What the registry has as a URL was a URL when it came in; where Foundation is stricter, the rest is escaped.
func url(from text: String) -> URL {
    let escaped = text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    return URL(string: text) ?? URL(string: "invalid:" + escaped) ?? URL(fileURLWithPath: text)
}

// `3000` or `3000-3099`, as the core writes it.
func portRange(from text: String) -> ClosedRange<UInt16> {
    let bounds = text.split(separator: "-").compactMap { UInt16($0) }
    guard let first = bounds.first, let last = bounds.last, first <= last else { return 0...0 }
    return first...last
}

func text(of range: ClosedRange<UInt16>) -> String {
    "\(range.lowerBound)-\(range.upperBound)"
}
