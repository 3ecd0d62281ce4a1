//! `portreg-ffi/src/verbs.rs`: every method of the registry, as its source says it.

use std::fmt::Write as _;
use std::io;

use syn::{FnArg, ImplItem, ReturnType, Visibility};

use super::model::doc;
use crate::cargo;
use crate::vocabulary::{blocks, files, text};

/// What the Swift side has in another form, and what only the command needs.
const OTHERWISE: [&str; 7] = [
    // `claim_with` with options to leave out.
    "claim",
    // For languages whose lock is given away where a call may wait.
    "claim_at_once",
    "get_port_at_once",
    // Another program in the foreground, and what supervisors do.
    "run",
    "end_leftovers",
    "end_orphans_of",
    // A path is text in Swift.
    "path",
];

/// What methods give that is no plain data, in `portreg-ffi/src/handles.rs`.
const HANDLES: [&str; 7] =
    ["LockGuard", "Stack", "Subscription", "Watch", "EnvWatch", "Logs", "Detached"];

/// A method.
pub(crate) struct Verb {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) errors: String,
    pub(crate) parameters: Vec<Parameter>,
    returns: String,
}

pub(crate) struct Parameter {
    pub(crate) name: String,
    /// As it is in the core.
    pub(crate) kind: String,
}

/// All methods that take the registry, by name.
///
/// # Errors
///
/// Where a file of the core cannot be read, or is no Rust.
pub(crate) fn verbs() -> io::Result<Vec<Verb>> {
    let files = files(&cargo::root().join("portreg-core/src/registry"))?;
    let items =
        files.iter().flat_map(|file| blocks(file, "Registry")).flat_map(|block| &block.items);
    let methods = items.filter_map(|item| match item {
        ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => Some(method),
        _ => None,
    });
    let mut verbs = Vec::new();
    for method in methods.filter(|method| method.sig.receiver().is_some()) {
        let typed = method.sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(typed) => {
                Some(Parameter { name: text(&typed.pat), kind: text(&typed.ty) })
            }
            FnArg::Receiver(_) => None,
        });
        let returns = match &method.sig.output {
            ReturnType::Type(_, kind) => text(kind),
            ReturnType::Default => String::new(),
        };
        let (doc, errors) = doc(&method.attrs);
        let name = method.sig.ident.to_string();
        verbs.push(Verb { name, doc, errors, parameters: typed.collect(), returns });
    }
    verbs.retain(|verb| !OTHERWISE.contains(&verb.name.as_str()));
    verbs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(verbs)
}

impl Verb {
    /// What it gives, as UniFFI has it.
    pub(crate) fn returns(&self) -> String {
        given(&self.returns).0
    }
}

/// The module for them.
pub(crate) fn module(verbs: &[Verb]) -> String {
    let mut out = String::from(
        "//! Every verb. Made from the methods of the core's registry by `cargo xtask generate`.\n\n\
         use std::collections::HashMap;\nuse std::path::Path;\nuse std::sync::Arc;\n\n\
         use crate::crossing::{Identity, JsonValue, Mirror, Original, PortRange, Span};\n\
         use crate::errors::PortregError;\nuse crate::handles::*;\nuse crate::mirrors::*;\n\n\
         #[uniffi::export]\nimpl Registry {\n",
    );
    for verb in verbs {
        method(&mut out, verb);
    }
    out.push_str("}\n");
    out
}

fn method(out: &mut String, verb: &Verb) {
    _ = writeln!(out, "/// {}", verb.doc);
    if !verb.errors.is_empty() {
        _ = writeln!(out, "///\n/// - Throws: {}", verb.errors);
    }
    let taken: Vec<Taken> = verb.parameters.iter().map(taken).collect();
    let defaults: Vec<String> = verb
        .parameters
        .iter()
        .zip(&taken)
        .filter_map(|(parameter, taken)| {
            let nothing = match taken.kind.as_str() {
                "bool" => "false",
                kind if kind.starts_with("Option<") => "None",
                _ => return None,
            };
            Some(format!("{} = {nothing}", parameter.name))
        })
        .collect();
    if !defaults.is_empty() {
        _ = writeln!(out, "#[uniffi::method(default({}))]", defaults.join(", "));
    }
    let parameters = verb.parameters.iter().zip(&taken);
    let signature =
        parameters.map(|(parameter, taken)| format!("{}: {}", parameter.name, taken.kind));
    let signature = signature.collect::<Vec<_>>().join(", ");
    let passed = taken.iter().map(|taken| taken.passed.as_str()).collect::<Vec<_>>().join(", ");
    let (kind, made) = given(&verb.returns);
    let name = &verb.name;
    let call = format!("self.core.{name}({passed})?;");
    let body = if made.is_empty() {
        format!("{call}\nOk(())")
    } else {
        format!("let given = {call}\n{made}")
    };
    _ = writeln!(
        out,
        "pub fn {name}(&self, {signature}) -> Result<{kind}, PortregError> {{\n{body}\n}}\n"
    );
}

/// A parameter as UniFFI takes it.
pub(crate) struct Taken {
    pub(crate) kind: String,
    passed: String,
}

/// Texts that name a service.
fn is_name(name: &str) -> bool {
    ["identity", "target", "targets", "old", "new"].contains(&name)
}

pub(crate) fn taken(parameter: &Parameter) -> Taken {
    let Parameter { name, kind } = parameter;
    let word = |kind: &str| if is_name(name) { "Identity".to_owned() } else { kind.to_owned() };
    let (kind, passed) = match kind.as_str() {
        "&str" if is_name(name) => ("Identity".to_owned(), format!("&{name}.0")),
        "&str" => ("String".to_owned(), format!("&{name}")),
        "Option<&str>" if is_name(name) => {
            let passed = format!("{name}.as_ref().map(|name| name.0.as_str())");
            ("Option<Identity>".to_owned(), passed)
        }
        "Option<&str>" => ("Option<String>".to_owned(), format!("{name}.as_deref()")),
        "&[String]" => {
            let passed = format!("&{name}.into_iter().map(|name| name.0).collect::<Vec<_>>()");
            (format!("Vec<{}>", word("String")), passed)
        }
        "&Path" => ("String".to_owned(), format!("Path::new(&{name})")),
        "Option<&Path>" => {
            let passed = format!("{name}.as_deref().map(Path::new)");
            ("Option<String>".to_owned(), passed)
        }
        "implInto<Payload>" => ("JsonValue".to_owned(), format!("{name}.0")),
        "Option<Duration>" => ("Option<Span>".to_owned(), format!("{name}.original()?")),
        "&[PortRange]" => ("Vec<PortRange>".to_owned(), format!("&{name}.original()?")),
        "&[OneOfMany]" => ("Vec<OneOfMany>".to_owned(), format!("&{name}.original()?")),
        "bool" => ("bool".to_owned(), name.clone()),
        "Since" => ("Option<Since>".to_owned(), format!("{name}.original()?.unwrap_or_default()")),
        other => match other.strip_prefix('&') {
            Some(kind) => {
                let passed = format!("&{name}.original()?");
                (kind.to_owned(), passed)
            }
            None if other.starts_with("Option<") => (other.to_owned(), name.clone()),
            None => (other.to_owned(), format!("{name}.original()?")),
        },
    };
    Taken { kind, passed }
}

/// What a method gives, and how it becomes that.
fn given(returns: &str) -> (String, &'static str) {
    let kind = returns.strip_prefix("Result<").and_then(|kind| kind.strip_suffix('>'));
    match kind.unwrap_or(returns) {
        "()" => ("()".to_owned(), ""),
        "Vec<(String,String)>" => {
            ("HashMap<String, String>".to_owned(), "Ok(given.into_iter().collect())")
        }
        kind if HANDLES.contains(&kind) => (format!("Arc<{kind}>"), "handle(given)"),
        kind => (super::mirrors::mirrored(kind, ""), "Ok(given.mirror())"),
    }
}
