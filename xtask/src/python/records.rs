//! `portreg/_records.py`: the records and words of the core as frozen classes and types of Python.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// Fields that are lengths of time; the other `_ms` are points in time.
const LENGTHS: [&str; 2] = ["uptime_ms", "after_ms"];

/// What the native module has a class for, which can do more.
const NATIVE: [&str; 1] = ["Claim"];

/// As wide as a line may be.
const WIDTH: usize = 120;

/// The module for a vocabulary.
pub(crate) fn module(vocabulary: &Value) -> String {
    let (words, unions) = (&vocabulary["words"], &vocabulary["unions"]);
    let mut records = entries(&vocabulary["records"]);
    records.retain(|(name, _)| !NATIVE.contains(name));
    let mut out = String::from(
        "# Made from the types of the core by `cargo xtask generate`.\n\
         \"\"\"What the verbs of portreg tell: frozen classes, and the words that stand in them.\n\n\
         `?_ms` are milliseconds; the property without ``_ms`` is the same as a datetime in UTC or as a timedelta.\n\
         \"\"\"\n\n\
         from __future__ import annotations\n\n\
         from dataclasses import dataclass, field\n\
         from datetime import datetime, timedelta\n\
         from pathlib import Path\n\
         from typing import Any, Literal\n\n\
         from ._record import Record, moment, span\n\n",
    );
    for (name, list) in entries(words) {
        let words = strings(list).map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
        _ = writeln!(out, "{name} = Literal[{words}]");
    }
    let known = Known { words: words.as_object(), records: vocabulary["records"].as_object() };
    for (name, record) in ordered(&records) {
        class(&mut out, name, record, &known, &records);
    }
    for (name, list) in entries(unions) {
        _ = writeln!(out, "\n\n{name} = {}", strings(list).collect::<Vec<_>>().join(" | "));
    }
    let mut all: Vec<&str> = records.iter().map(|(name, _)| *name).collect();
    all.extend(entries(words).iter().chain(&entries(unions)).map(|(name, _)| *name));
    all.sort_unstable();
    out.push_str("\n__all__ = [\n");
    for name in all {
        _ = writeln!(out, "    {name:?},");
    }
    out.push_str("]\n");
    out
}

struct Known<'v> {
    words: Option<&'v Map<String, Value>>,
    records: Option<&'v Map<String, Value>>,
}

fn entries(map: &Value) -> Vec<(&str, &Value)> {
    map.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value)).collect()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The records, each after the one it extends.
fn ordered<'v>(records: &[(&'v str, &'v Value)]) -> Vec<(&'v str, &'v Value)> {
    let mut ordered = records.to_vec();
    ordered.sort_by_key(|(_, record)| base(record).is_some());
    ordered
}

/// The record that is part of another one, field by field.
fn base(record: &Value) -> Option<&str> {
    record["fields"][".."]["type"].as_str()
}

fn class(out: &mut String, name: &str, record: &Value, known: &Known<'_>, all: &[(&str, &Value)]) {
    let parent = base(record);
    _ = write!(
        out,
        "\n\n@dataclass(frozen=True, kw_only=True)\nclass {name}({}):\n",
        parent.unwrap_or("Record")
    );
    document(out, record["doc"].as_str().unwrap_or_default());
    let own = |record: &Value| -> Vec<String> {
        let names = entries(&record["fields"]).into_iter().map(|(name, _)| name.to_owned());
        names.filter(|name| name != "..").collect()
    };
    let inherited = all.iter().find(|(name, _)| Some(*name) == parent);
    let fields = inherited.map(|(_, record)| own(record)).unwrap_or_default();
    let fields = fields.into_iter().chain(own(record)).map(|name| format!("{name:?}"));
    _ = writeln!(
        out,
        "\n    __match_args__ = (\n        {},\n    )\n",
        fields.collect::<Vec<_>>().join(",\n        ")
    );
    for (name, field) in entries(&record["fields"]).into_iter().filter(|(name, _)| *name != "..") {
        let (kind, default) = annotation(field, known);
        _ = writeln!(out, "    {name}: {kind}{default}");
        document(out, field["doc"].as_str().unwrap_or_default());
    }
    for (name, field) in entries(&record["fields"]) {
        property(out, name, field);
    }
}

fn document(out: &mut String, text: &str) {
    let text = text.replace('\\', "\\\\").replace("[`", "`").replace("`]", "`");
    let mut line = format!("    \"\"\"{text}");
    while line.len() > WIDTH - 3 {
        let Some(at) = line[..WIDTH].rfind(' ').filter(|at| *at > 4) else { break };
        let rest = format!("    {}", line[at..].trim_start());
        line.truncate(at);
        out.push_str(&line);
        out.push('\n');
        line = rest;
    }
    out.push_str(&line);
    out.push_str("\"\"\"\n");
}

/// The type of a field for Python, and what it is where nothing is said.
fn annotation(field: &Value, known: &Known<'_>) -> (String, &'static str) {
    if field["words"].is_array() {
        let words = strings(&field["words"]).map(|word| format!("{word:?}")).collect::<Vec<_>>();
        return (format!("Literal[{}]", words.join(", ")), "");
    }
    let rust = field["type"].as_str().unwrap_or_default();
    let kind = python(rust, known);
    let holds_dict = kind.contains("dict[") || kind.contains("Any");
    let default = match (rust.starts_with("Option<"), holds_dict) {
        (true, true) => " = field(default=None, hash=False)",
        (true, false) => " = None",
        (false, true) => " = field(hash=False)",
        // What is empty may be left out.
        (false, false) if rust.starts_with("Vec<") => " = ()",
        (false, false) if rust == "bool" => " = False",
        (false, false) => "",
    };
    (kind, default)
}

fn python(rust: &str, known: &Known<'_>) -> String {
    let inside = |outside: &str| rust.strip_prefix(outside)?.strip_suffix('>');
    if let Some(kind) = inside("Option<") {
        return format!("{} | None", python(kind, known));
    }
    if let Some(kind) = inside("Vec<") {
        return format!("tuple[{}, ...]", python(kind, known));
    }
    let is_known = |map: Option<&Map<String, Value>>| map.is_some_and(|map| map.contains_key(rust));
    match rust {
        "bool" => "bool".to_owned(),
        "f64" => "float".to_owned(),
        "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "int".to_owned(),
        "Value" => "Any".to_owned(),
        "Map<String,Value>" => "dict[str, Any]".to_owned(),
        "BTreeMap<String,String>" => "dict[str, str]".to_owned(),
        _ if is_known(known.records) || is_known(known.words) => rust.to_owned(),
        // Names, ranges, addresses and paths are text in JSON, and so here.
        _ => "str".to_owned(),
    }
}

/// What Python people expect beside a number or a text.
fn property(out: &mut String, name: &str, field: &Value) {
    let rust = field["type"].as_str().unwrap_or_default();
    let is_optional = rust.starts_with("Option<");
    let (shown, kind, made) = match (name.strip_suffix("_ms"), rust) {
        (Some(shown), "i64" | "u64" | "Option<i64>" | "Option<u64>") => {
            let is_length = LENGTHS.contains(&name);
            let (kind, made) =
                if is_length { ("timedelta", "span") } else { ("datetime", "moment") };
            (shown.to_owned(), kind, made)
        }
        (None, "PathBuf" | "Option<PathBuf>") => (format!("{name}_path"), "Path", "Path"),
        _ => return,
    };
    let (none, test) = match is_optional {
        true => (" | None", format!("None if self.{name} is None else ")),
        false => ("", String::new()),
    };
    _ = writeln!(
        out,
        "\n    @property\n    def {shown}(self) -> {kind}{none}:\n        \"\"\"`{name}` as a {kind}.\"\"\"\n        return {test}{made}(self.{name})"
    );
}
