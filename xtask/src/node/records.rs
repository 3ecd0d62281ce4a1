//! `ts/records.ts`: the records and words of the core, and the codes of its errors, as types of TypeScript.

use std::fmt::Write as _;

use serde_json::{Map, Value};

/// As wide as a line may be.
const WIDTH: usize = 100;

/// What the package has a class for, by the name of what stands behind it.
const CLASSES: [(&str, &str); 2] = [("Claim", "ClaimRecord"), ("Lock", "LockRecord")];

/// The module for a vocabulary.
pub(crate) fn module(vocabulary: &Value) -> String {
    let mut out = String::from(
        "// Made from the types of the core by `cargo xtask generate`.\n\
         // Times (`...Ms`) are milliseconds since the Unix epoch; what may be absent is optional.\n\n",
    );
    let words = entries(&vocabulary["words"]);
    for (name, list) in &words {
        let list = strings(list).map(|word| format!("'{word}'")).collect::<Vec<_>>();
        union(&mut out, &format!("export type {name} ="), &list, ";\n\n");
    }
    let codes: Vec<String> =
        entries(&vocabulary["errors"]).iter().map(|(code, _)| format!("'{code}'")).collect();
    out.push_str("/** All codes of errors. */\nexport const ERROR_CODES = [\n");
    for code in &codes {
        _ = writeln!(out, "  {code},");
    }
    out.push_str("] as const;\n\n");
    let known = Known { words: &vocabulary["words"], records: &vocabulary["records"] };
    for (name, record) in entries(&vocabulary["records"]) {
        interface(&mut out, name, record, &known);
    }
    for (name, list) in entries(&vocabulary["unions"]) {
        let list = strings(list).map(str::to_owned).collect::<Vec<_>>();
        union(&mut out, &format!("export type {name} ="), &list, ";\n\n");
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

struct Known<'v> {
    words: &'v Value,
    records: &'v Value,
}

fn entries(map: &Value) -> Vec<(&str, &Value)> {
    map.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value)).collect()
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// Alternatives on one line, or each on its own.
fn union(out: &mut String, head: &str, list: &[String], tail: &str) {
    let line = format!("{head} {}", list.join(" | "));
    match line.len() < WIDTH {
        true => out.push_str(&line),
        false => {
            out.push_str(head);
            list.iter().for_each(|one| _ = write!(out, "\n  | {one}"));
        }
    }
    out.push_str(tail);
}

fn interface(out: &mut String, name: &str, record: &Value, known: &Known<'_>) {
    document(out, "", record["doc"].as_str().unwrap_or_default());
    let fields: Map<String, Value> = record["fields"].as_object().cloned().unwrap_or_default();
    let base = fields.get("..").and_then(|base| base["type"].as_str());
    let base = base.map(|base| format!(" extends {}", class(base))).unwrap_or_default();
    _ = writeln!(out, "export interface {}{base} {{", class(name));
    for (name, field) in fields.iter().filter(|(name, _)| *name != "..") {
        document(out, "  ", field["doc"].as_str().unwrap_or_default());
        let rust = field["type"].as_str().unwrap_or_default();
        let optional = rust.starts_with("Option<") || field["left_out"].is_string();
        let mark = if optional { "?" } else { "" };
        let head = format!("  {}{mark}:", camel(name));
        match field["words"].is_array() {
            true => {
                let list = strings(&field["words"]).map(|word| format!("'{word}'"));
                let mut text = String::new();
                union(&mut text, &head, &list.collect::<Vec<_>>(), ";\n");
                out.push_str(&text.replace("\n  |", "\n    |"));
            }
            false => _ = writeln!(out, "{head} {};", script(rust, known)),
        }
    }
    out.push_str("}\n\n");
}

fn document(out: &mut String, indent: &str, text: &str) {
    let text = text.replace("[`", "`").replace("`]", "`");
    if indent.len() + text.len() + 7 <= WIDTH {
        _ = writeln!(out, "{indent}/** {text} */");
        return;
    }
    _ = writeln!(out, "{indent}/**");
    let mut line = format!("{indent} *");
    for word in text.split(' ') {
        if line.len() + 1 + word.len() > WIDTH {
            _ = writeln!(out, "{line}");
            line = format!("{indent} *");
        }
        _ = write!(line, " {word}");
    }
    _ = writeln!(out, "{line}\n{indent} */");
}

fn class(name: &str) -> &str {
    CLASSES.iter().find(|(record, _)| *record == name).map_or(name, |(_, class)| class)
}

fn script(rust: &str, known: &Known<'_>) -> String {
    let inside = |outside: &str| rust.strip_prefix(outside)?.strip_suffix('>');
    if let Some(kind) = inside("Option<") {
        return script(kind, known);
    }
    if let Some(kind) = inside("Vec<") {
        return format!("{}[]", script(kind, known));
    }
    match rust {
        "bool" => "boolean".to_owned(),
        "f64" | "u16" | "u32" | "u64" | "usize" | "i32" | "i64" => "number".to_owned(),
        "Value" => "unknown".to_owned(),
        "Map<String,Value>" => "Record<string, unknown>".to_owned(),
        "BTreeMap<String,String>" => "Record<string, string>".to_owned(),
        _ if known.records.get(rust).is_some() || known.words.get(rust).is_some() => {
            class(rust).to_owned()
        }
        // Names, ranges, addresses and paths are text in JSON, and so here.
        _ => "string".to_owned(),
    }
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| {
        let mut letters = part.chars();
        let upper = letters.next().map(|letter| letter.to_ascii_uppercase());
        all + &upper.into_iter().chain(letters).collect::<String>()
    })
}
