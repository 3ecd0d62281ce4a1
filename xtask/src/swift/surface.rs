//! `bindings-swift/Sources/Portreg/Made/Surface.swift`: what Swift people expect beside what UniFFI writes. Points in
//! time as dates, words as their text, codes of errors, options to leave out.

use std::fmt::Write as _;

use serde_json::Value;

use super::errors::cases;
use super::mirrors::{asked_kind, is_required, mirrored};
use super::model::{Field, Plain, Shape, Variant};
use super::polish::ACTS;
use super::verbs::{Verb, taken};

/// Fields that are lengths of time; the other `_ms` are points in time.
const LENGTHS: [&str; 2] = ["uptime_ms", "after_ms"];

/// What has a form of its own beside this: claims, and what comes one after the other.
const OTHERWISE: [&str; 5] = ["claim_with", "claim_any", "subscribe", "logs", "lock"];

/// The module.
pub(crate) fn module(vocabulary: &Value, types: &[Plain], verbs: &[Verb]) -> String {
    let mut out = String::from(
        "// Made from the types and methods of the core by `cargo xtask generate`.\n\nimport Foundation\n",
    );
    for plain in types.iter().filter(|plain| !plain.asked) {
        if let Shape::Struct(fields) = &plain.shape {
            record(&mut out, plain, fields);
        }
    }
    let words = vocabulary["words"].as_object().into_iter().flatten();
    for (name, list) in words {
        let list = list.as_array().into_iter().flatten().filter_map(Value::as_str);
        if let Some(Shape::Enum(variants)) =
            types.iter().find(|one| one.name == *name).map(|one| &one.shape)
        {
            word(
                &mut out,
                name,
                &list.map(|word| (case(word, variants), word)).collect::<Vec<_>>(),
            );
        }
    }
    errors(&mut out, vocabulary);
    out.push_str("\nextension Registry {\n");
    for verb in verbs.iter().filter(|verb| !OTHERWISE.contains(&verb.name.as_str())) {
        overload(&mut out, verb, types);
    }
    out.truncate(out.trim_end().len());
    out + "\n}\n"
}

/// Numbers as dates and lengths of time, paths as URLs, and what a record has from another one.
fn record(out: &mut String, plain: &Plain, fields: &[Field]) {
    let mut properties = String::new();
    for field in fields {
        property(&mut properties, field);
        if plain.name == "RunningService" && field.kind == "Service" {
            _ = write!(
                properties,
                "\n    /// What is true of the service is true of it while it runs.\n    \
                 public subscript<Value>(dynamicMember path: KeyPath<Service, Value>) -> Value {{\n        \
                 service[keyPath: path]\n    }}\n"
            );
        }
    }
    if !properties.is_empty() {
        let properties = properties.trim_start_matches('\n');
        _ = write!(out, "\nextension {} {{\n{properties}}}\n", plain.name);
    }
}

fn property(out: &mut String, field: &Field) {
    let name = camel(&field.name);
    let optional = field.kind.starts_with("Option<");
    let is_number = ["i64", "u64", "Option<i64>", "Option<u64>"].contains(&field.kind.as_str());
    let (shown, kind, made) = match field.name.strip_suffix("_ms") {
        Some(shown) if is_number && LENGTHS.contains(&field.name.as_str()) => {
            (camel(shown), "Duration", "Duration.milliseconds")
        }
        Some(shown) if is_number => (camel(shown), "Date", "Date.init(milliseconds:)"),
        None if field.kind.ends_with("PathBuf") || field.kind == "Option<PathBuf>" => {
            (format!("{name}URL"), "URL", "URL.init(fileURLWithPath:)")
        }
        _ => return,
    };
    let (mark, value) = match optional {
        true => ("?", format!("{name}.map {{ {} }}", applied(made, "$0"))),
        false => ("", applied(made, &name)),
    };
    _ = write!(
        out,
        "\n    /// `{name}` as Swift has it.\n    public var {shown}: {kind}{mark} {{ {value} }}\n"
    );
}

/// `Date(milliseconds: x)` of `Date.init(milliseconds:)`.
fn applied(made: &str, value: &str) -> String {
    match made.split_once(".init(") {
        Some((kind, label)) => format!("{kind}({} {value})", label.trim_end_matches(')')),
        None => format!("{made}({value})"),
    }
}

/// `.onFailure` of `on-failure`, which Rust calls `OnFailure`.
fn case(word: &str, variants: &[Variant]) -> String {
    let letters = word.replace(['-', '_'], "");
    let known = variants.iter().find(|variant| variant.name.to_lowercase() == letters);
    let (first, rest) = known.map_or(word, |variant| &variant.name).split_at(1);
    format!(".{}{rest}", first.to_lowercase())
}

fn word(out: &mut String, name: &str, words: &[(String, &str)]) {
    let cases = words.iter().map(|(case, _)| case.as_str()).collect::<Vec<_>>().join(", ");
    _ = write!(
        out,
        "\nextension {name}: RawRepresentable, CaseIterable, CustomStringConvertible {{\n    \
         public static let allCases: [{name}] = [{cases}]\n\n    \
         /// The word as every language writes it.\n    public var rawValue: String {{\n        switch self {{\n",
    );
    for (case, word) in words {
        _ = writeln!(out, "        case {case}: \"{word}\"");
    }
    out.push_str(
        "        }\n    }\n\n    public init?(rawValue: String) {\n        \
         guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }\n        \
         self = known\n    }\n\n    public var description: String { rawValue }\n}\n",
    );
}

fn errors(out: &mut String, vocabulary: &Value) {
    let cases = cases(vocabulary);
    out.push_str(
        "\nextension PortregError {\n    /// All codes of errors.\n    public static let codes: [String] = [\n",
    );
    for case in &cases {
        _ = writeln!(out, "        \"{}\",", case.code);
    }
    out.push_str(
        "    ]\n\n    /// The stable code, the same in every language.\n    public var code: String {\n        switch self {\n",
    );
    for case in &cases {
        _ = writeln!(out, "        case .{}: \"{}\"", case.name(), case.code);
    }
    let retryable =
        cases.iter().filter(|case| case.retryable).map(|case| format!(".{}", case.name()));
    _ = write!(
        out,
        "        }}\n    }}\n\n    /// Whether the same call may succeed a moment later without anybody changing anything.\n    \
         public var isRetryable: Bool {{\n        switch self {{\n        case {}: true\n        default: false\n        \
         }}\n    }}\n}}\n",
        retryable.collect::<Vec<_>>().join(", ")
    );
}

/// A verb with its options beside its arguments, each to be left out.
fn overload(out: &mut String, verb: &Verb, types: &[Plain]) {
    let options = verb.parameters.last().map(|last| last.kind.trim_start_matches('&'));
    let Some(options) = options.filter(|kind| kind.ends_with("Options")) else { return };
    let Some(Plain { shape: Shape::Struct(fields), .. }) =
        types.iter().find(|plain| plain.name == options)
    else {
        return;
    };
    let own = &verb.parameters[..verb.parameters.len() - 1];
    let mut declared = Vec::new();
    let mut passed = Vec::new();
    for (index, parameter) in own.iter().enumerate() {
        let name = camel(&parameter.name);
        let kind = swift(&taken(parameter).kind);
        let default = if kind.ends_with('?') { " = nil" } else { "" };
        let label = if index == 0 { "_ " } else { "" };
        declared.push(format!("{label}{name}: {kind}{default}"));
        passed.push(if index == 0 { name } else { format!("{name}: {name}") });
    }
    let mut said = Vec::new();
    for field in fields.iter().filter(|field| field.fixed.is_none()) {
        let name = camel(&field.name);
        let first = declared.is_empty() && name.starts_with("pattern");
        let label = if first { "_ " } else { "" };
        declared.push(format!("{label}{name}: {}", swift_option(field)));
        said.push(format!("{name}: {name}"));
    }
    let label = if passed.is_empty() { "" } else { "options: " };
    passed.push(format!("{label}{options}({})", said.join(", ")));
    let name = camel(&verb.name);
    let mark = if ACTS.contains(&name.as_str()) { "    @discardableResult\n" } else { "" };
    let called = if name == "import" { "self.`import`".to_owned() } else { format!("self.{name}") };
    let name = if name == "import" { "`import`".to_owned() } else { name };
    let returns = verb.swift_returns();
    _ = write!(
        out,
        "    /// {}\n    ///\n    /// - Throws: {}\n{mark}    public func {name}(\n        {}\n    ) throws -> {returns} {{\n        \
         try {called}({})\n    }}\n\n",
        verb.doc,
        if verb.errors.is_empty() { "`PortregError`." } else { &verb.errors },
        declared.join(",\n        "),
        passed.join(", ")
    );
}

/// The type of an option, and what it is where nothing is said.
fn swift_option(field: &Field) -> String {
    let (kind, _) = asked_kind(field);
    let kind = swift(&kind);
    let default = match kind.as_str() {
        _ if is_required(field) => "",
        "Bool" => " = false",
        kind if kind.ends_with('?') => " = nil",
        kind if kind.starts_with("[String:") => " = [:]",
        kind if kind.starts_with('[') => " = []",
        kind => return format!("{kind} = {kind}()"),
    };
    kind + default
}

/// The type of Swift that stands for one of `portreg-ffi`.
pub(crate) fn swift(kind: &str) -> String {
    let inside = |outside: &str| kind.strip_prefix(outside)?.strip_suffix('>');
    if let Some(kind) = inside("Option<") {
        return swift(kind) + "?";
    }
    if let Some(kind) = inside("Vec<") {
        return format!("[{}]", swift(kind));
    }
    let swift = match kind {
        "()" => "Void",
        "bool" => "Bool",
        "u16" => "UInt16",
        "u32" => "UInt32",
        "u64" => "UInt64",
        "i32" => "Int32",
        "i64" => "Int64",
        "f64" => "Double",
        "Span" => "Duration",
        "Url" => "URL",
        "JsonValue" => "JSONValue",
        "HashMap<String, String>" => "[String: String]",
        "HashMap<String, JsonValue>" => "[String: JSONValue]",
        same => same,
    };
    swift.to_owned()
}

pub(crate) fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let mut letters = part.chars();
        let upper = letters.next().map(|letter| letter.to_ascii_uppercase());
        all + &upper.into_iter().chain(letters).collect::<String>()
    })
}

impl Verb {
    fn swift_returns(&self) -> String {
        let returns = self.returns();
        let handle = returns.strip_prefix("Arc<").and_then(|kind| kind.strip_suffix('>'));
        swift(&mirrored(handle.unwrap_or(&returns), ""))
    }
}
