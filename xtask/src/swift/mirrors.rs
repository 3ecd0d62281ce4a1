//! `portreg-ffi/src/mirrors/`: the plain types of the core once more, as types that UniFFI hands over. Each is taken
//! apart by the names of all its fields, so that one which is forgotten does not compile.

use std::fmt::Write as _;

use super::model::{Field, Plain, Shape, Variant};

/// Records that are also handed back to the core, with what they consist of.
const BACK: [&str; 7] =
    ["Claim", "Endpoint", "Export", "Holder", "Memory", "PoolDefinition", "Reservation"];
const ALSO_BACK: &str = "Service";

/// The mirrors of records, or else those of options.
pub(crate) fn module(types: &[Plain], asked: bool) -> String {
    let what = match asked {
        true => "What verbs are asked for",
        false => "What verbs tell",
    };
    let mut out = format!(
        "//! {what}. Made from the types of the core by `cargo xtask generate`.\n\n\
         use std::collections::HashMap;\n\nuse portreg_core as core;\n\n\
         use crate::crossing::{{Identity, JsonValue, Mirror, Original, PortRange, Span, Url}};\n\
         use crate::errors::PortregError;\n{}\n",
        if asked { "use super::records::*;\n" } else { "" }
    );
    for plain in types.iter().filter(|plain| (plain.asked && !plain.is_word()) == asked) {
        match &plain.shape {
            Shape::Struct(fields) => record(&mut out, plain, fields),
            Shape::Enum(variants) => choice(&mut out, plain, variants),
        }
    }
    for name in ["HashMap", "JsonValue", "PortRange", "Span", "Url", "Identity", "Mirror"] {
        drop_unused(&mut out, name);
    }
    out
}

/// Takes a name out of the imports that nothing else names.
fn drop_unused(out: &mut String, name: &str) {
    let used = out.matches(name).count() > 1;
    if !used {
        *out = match name {
            "HashMap" => out.replacen("use std::collections::HashMap;\n\n", "", 1),
            _ => out.replacen(&format!("{name}, "), "", 1).replacen(&format!(", {name}}}"), "}", 1),
        };
    }
}

fn record(out: &mut String, plain: &Plain, fields: &[Field]) {
    let name = &plain.name;
    _ = writeln!(out, "/// {}\n#[derive(uniffi::Record)]\npub struct {name} {{", plain.doc);
    for field in fields.iter().filter(|field| field.fixed.is_none()) {
        let (kind, default) = match plain.asked {
            true => asked_kind(field),
            false => (mirrored(&field.kind, &field.name), ""),
        };
        _ = writeln!(out, "/// {}\n{default}pub {}: {kind},", field.doc, field.name);
    }
    out.push_str("}\n\n");
    let all = names(fields.iter().filter(|field| field.fixed.is_none()));
    if !plain.asked {
        let made = fields.iter().map(|field| format!("{0}: {0}.mirror()", field.name));
        _ = writeln!(
            out,
            "impl Mirror<{name}> for core::{name} {{\n fn mirror(self) -> {name} {{\n let Self {{ {all} }} = self;\n \
             {name} {{ {} }}\n }}\n}}\n",
            made.collect::<Vec<_>>().join(", ")
        );
    }
    if plain.asked || BACK.contains(&name.as_str()) || name == ALSO_BACK {
        let made = fields.iter().map(|field| {
            let name = &field.name;
            match (field.fixed, plain.asked && may_be_left_out(field)) {
                (Some(value), _) => format!("{name}: {value}"),
                (None, false) => format!("{name}: {name}.original()?"),
                (None, true) => format!(
                    "{name}: match {name} {{ Some({name}) => {name}.original()?, None => core::{}::default().{name} }}",
                    plain.name
                ),
            }
        });
        _ = writeln!(
            out,
            "impl Original<core::{name}> for {name} {{\n fn original(self) -> Result<core::{name}, PortregError> {{\n \
             let Self {{ {all} }} = self;\n Ok(core::{name} {{ {} }})\n }}\n}}\n",
            made.collect::<Vec<_>>().join(", ")
        );
    }
}

fn names<'f>(fields: impl Iterator<Item = &'f Field>) -> String {
    fields.map(|field| field.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What is something in the core where nobody says it, and nothing by itself.
fn may_be_left_out(field: &Field) -> bool {
    matches!(field.kind.as_str(), "OwnerOption" | "Since" | "Duration")
}

/// What has to be said.
pub(crate) fn is_required(field: &Field) -> bool {
    matches!(field.kind.as_str(), "String" | "TunnelProvider")
}

/// The type of an option, and what says that it may be left out.
pub(crate) fn asked_kind(field: &Field) -> (String, &'static str) {
    let kind = mirrored(&field.kind, &field.name);
    match (is_required(field), may_be_left_out(field)) {
        (true, _) => (kind, ""),
        (false, false) => (kind, "#[uniffi(default)]\n"),
        (false, true) => (format!("Option<{kind}>"), "#[uniffi(default)]\n"),
    }
}

fn choice(out: &mut String, plain: &Plain, variants: &[Variant]) {
    let name = &plain.name;
    _ = writeln!(out, "/// {}\n#[derive(uniffi::Enum)]\npub enum {name} {{", plain.doc);
    for variant in variants {
        _ = writeln!(out, "/// {}\n{}{},", variant.doc, variant.name, declared(&variant.fields));
    }
    if plain.open {
        out.push_str("/// Something that this version has no name for.\nOther,\n");
    }
    out.push_str("}\n\n");
    if plain.is_word() || !plain.asked {
        let mut arms = arms(variants, "Self", name, "mirror()");
        if plain.open {
            _ = write!(arms, "_ => {name}::Other,");
        }
        _ = writeln!(
            out,
            "impl Mirror<{name}> for core::{name} {{\n fn mirror(self) -> {name} {{\n match self {{ {arms} }}\n }}\n}}\n"
        );
    }
    if plain.is_word() || plain.asked {
        let arms = arms(variants, "Self", &format!("core::{name}"), "original()?");
        _ = writeln!(
            out,
            "impl Original<core::{name}> for {name} {{\n fn original(self) -> Result<core::{name}, PortregError> {{\n \
             Ok(match self {{ {arms} }})\n }}\n}}\n"
        );
    }
}

/// The fields of a variant as they are declared.
fn declared(fields: &[Field]) -> String {
    let each = |field: &Field| {
        let kind = mirrored(&field.kind, &field.name);
        match field.name.is_empty() {
            true => kind,
            false => format!("\n/// {}\n{}: {kind}", field.doc, field.name),
        }
    };
    let all = fields.iter().map(each).collect::<Vec<_>>().join(", ");
    match fields.first() {
        None => String::new(),
        Some(first) if first.name.is_empty() => format!("({all})"),
        Some(_) => format!("{{ {all} }}"),
    }
}

fn arms(variants: &[Variant], from: &str, to: &str, call: &str) -> String {
    let arm = |variant: &Variant| {
        let name = &variant.name;
        match variant.fields.first() {
            None => format!("{from}::{name} => {to}::{name},"),
            Some(first) if first.name.is_empty() => {
                format!("{from}::{name}(inner) => {to}::{name}(inner.{call}),")
            }
            Some(_) => {
                let fields = &variant.fields;
                let made = fields.iter().map(|field| format!("{0}: {0}.{call}", field.name));
                let made = made.collect::<Vec<_>>().join(", ");
                format!(
                    "{from}::{name} {{ {} }} => {to}::{name} {{ {made} }},",
                    names(fields.iter())
                )
            }
        }
    };
    variants.iter().map(arm).collect()
}

/// The type that stands for one of the core's.
pub(crate) fn mirrored(kind: &str, name: &str) -> String {
    for outside in ["Option<", "Vec<"] {
        if let Some(inside) = kind.strip_prefix(outside).and_then(|kind| kind.strip_suffix('>')) {
            return format!("{outside}{}>", mirrored(inside, name));
        }
    }
    let mirrored = match kind {
        "usize" => "u64",
        "PathBuf" | "IpAddr" | "Signal" | "ErrorCode" => "String",
        "Value" => "JsonValue",
        "Map<String,Value>" => "HashMap<String, JsonValue>",
        "BTreeMap<String,String>" => "HashMap<String, String>",
        "Duration" => "Span",
        "String" if name == "url" => "Url",
        same => same,
    };
    mirrored.to_owned()
}
