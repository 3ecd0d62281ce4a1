//! `portreg-ffi/src/errors.rs`: one error, its cases by their codes, with their data.

use std::fmt::Write as _;

use serde_json::Value;

/// The types of the data, by name.
const DATA: [(&str, &str); 33] = [
    ("input", "String"),
    ("option", "String"),
    ("column", "u32"),
    ("file", "String"),
    ("line", "u32"),
    ("date", "String"),
    ("env", "String"),
    ("identity", "Identity"),
    ("kind", "String"),
    ("name", "String"),
    ("pattern", "String"),
    ("port", "u16"),
    ("ports", "PortRange"),
    ("holder", "Holder"),
    ("reason", "ReasonCode"),
    ("busy", "u32"),
    ("claimed", "u32"),
    ("excluded", "u32"),
    ("ranges", "Vec<PortRange>"),
    ("total", "u32"),
    ("wanted", "u32"),
    ("cursor", "String"),
    ("lock", "String"),
    ("url", "Url"),
    ("why", "String"),
    ("limit", "u32"),
    ("project", "String"),
    ("expected", "i64"),
    ("found", "i64"),
    ("generation", "i64"),
    ("program", "String"),
    ("exit_code", "i32"),
    ("last_lines", "Vec<String>"),
];
const MORE_DATA: [(&str, &str); 4] =
    [("waited_ms", "u64"), ("what", "String"), ("path", "String"), ("supported", "i64")];

/// What is always there of an error whose data depend on the case.
const CERTAIN: [(&str, &[&str]); 5] = [
    ("NOT_FOUND", &["kind"]),
    ("IDENTITY_HELD", &[]),
    ("NOT_OWNER", &[]),
    ("PORT_IN_USE", &["port", "reason"]),
    ("NOT_READY", &["identity", "last_lines"]),
];

/// A code, what it means, and its data with their types.
pub(crate) struct Case<'v> {
    pub(crate) code: &'v str,
    pub(crate) doc: &'v str,
    pub(crate) retryable: bool,
    pub(crate) data: Vec<(&'v str, String)>,
}

impl Case<'_> {
    /// `PortInUse` of `PORT_IN_USE`.
    pub(crate) fn name(&self) -> String {
        let words = self.code.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_owned() + &rest.to_ascii_lowercase()
        });
        words.collect()
    }
}

/// All cases of a vocabulary.
pub(crate) fn cases(vocabulary: &Value) -> Vec<Case<'_>> {
    let codes = vocabulary["errors"].as_object().into_iter().flatten();
    let each = codes.map(|(code, told)| {
        let certain = CERTAIN.iter().find(|(known, _)| known == code).map(|(_, names)| *names);
        let names = told["data"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let data = names.map(|name| {
            let known = DATA.iter().chain(&MORE_DATA).find(|(known, _)| *known == name);
            // A type that is not there makes the crate not compile, with the name of what is missing.
            let kind = known.map_or("TypeOfThisDatum", |(_, kind)| *kind);
            match certain.is_some_and(|certain| !certain.contains(&name)) {
                true => (name, format!("Option<{kind}>")),
                false => (name, kind.to_owned()),
            }
        });
        Case {
            code,
            doc: told["doc"].as_str().unwrap_or_default(),
            retryable: told["retryable"] == true,
            data: data.collect(),
        }
    });
    each.collect()
}

/// The module for a vocabulary.
pub(crate) fn module(vocabulary: &Value) -> String {
    let cases = cases(vocabulary);
    let mut out = String::from(
        "//! The one error. Made from the errors of the core by `cargo xtask generate`.\n\n\
         use std::fmt;\n\nuse portreg_core as core;\n\n\
         use crate::crossing::{Data, Identity, PortRange, Url};\n\
         use crate::mirrors::{Holder, ReasonCode};\n\n\
         /// Everything that can go wrong: a case for each code, with the data that explains it.\n\
         #[derive(uniffi::Error)]\n#[uniffi::export(Display)]\npub enum PortregError {\n",
    );
    for case in &cases {
        _ = writeln!(
            out,
            "/// {}\n{} {{\n/// What is wrong, and the way out.\nmessage: String,",
            case.doc,
            case.name()
        );
        for (name, kind) in &case.data {
            _ = writeln!(out, "/// `{name}` of the error.\n{name}: {kind},");
        }
        out.push_str("},\n");
    }
    out.push_str(
        "}\n\nimpl From<core::Error> for PortregError {\n fn from(error: core::Error) -> Self {\n \
         let message = error.to_string();\n let mut data = Data::of(&error);\n match error.code() {\n",
    );
    for case in &cases {
        let data = case.data.iter().map(|(name, _)| format!("{name}: data.take({name:?})"));
        let all: Vec<String> = ["message".to_owned()].into_iter().chain(data).collect();
        _ = writeln!(
            out,
            "core::ErrorCode::{0} => Self::{0} {{ {1} }},",
            case.name(),
            all.join(", ")
        );
    }
    out.push_str("_ => Self::Unsupported { message, what: data.take(\"what\") },\n}\n}\n}\n\n");
    out.push_str(
        "impl fmt::Display for PortregError {\n fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n \
         let (",
    );
    let each = cases.iter().map(|case| format!("Self::{} {{ message, .. }}", case.name()));
    _ = writeln!(
        out,
        "{}) = self;\nf.write_str(message)\n}}\n}}\n",
        each.collect::<Vec<_>>().join(" | ")
    );
    out.push_str(
        "impl fmt::Debug for PortregError {\n fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {\n \
         fmt::Display::fmt(self, f)\n}\n}\n\nimpl std::error::Error for PortregError {}\n",
    );
    out
}
