//! The plain types of the core as their source says them: what the mirrors of `portreg-ffi` are made from.

use std::io;

use syn::{Attribute, Expr, Fields, File, Item, Lit, Meta, Visibility};

use crate::cargo;
use crate::vocabulary::types::{ASKED, derives};
use crate::vocabulary::{files, parse, text};

/// What has a form of its own in `portreg-ffi/src/crossing.rs`, and what no verb gives or takes.
const OTHERWISE: [&str; 9] = [
    "Identity",
    "Pattern",
    "ChannelPattern",
    "PortRange",
    "ProcessKey",
    "Sought",
    "Target",
    "Signal",
    "Span",
];

/// Fields that only the command may set, and what they are for everybody else.
const OF_THE_COMMAND: [(&str, &str); 2] = [("adopt_orphans", "false"), ("keeper", "None")];

/// A struct or an enum.
pub(crate) struct Plain {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
    /// Whether it is asked for, and not answered.
    pub(crate) asked: bool,
    /// Whether there may be more variants than are known.
    pub(crate) open: bool,
}

pub(crate) enum Shape {
    Struct(Vec<Field>),
    Enum(Vec<Variant>),
}

pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field>,
}

/// A field; one of a tuple has no name.
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) doc: String,
    /// What it is where nobody may say it.
    pub(crate) fixed: Option<&'static str>,
}

/// All types that cross, by name.
///
/// # Errors
///
/// Where a file of the core cannot be read, or is no Rust.
pub(crate) fn types() -> io::Result<Vec<Plain>> {
    let core = cargo::root().join("portreg-core/src");
    let mut sources = files(&core.join("model"))?;
    sources.push(parse(&core.join("supervise/detached.rs"))?);
    let mut types: Vec<Plain> =
        sources.iter().flat_map(|file: &File| &file.items).filter_map(plain).collect();
    types.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(types)
}

fn plain(item: &Item) -> Option<Plain> {
    let (name, visibility, attributes, shape) = match item {
        Item::Struct(item) => {
            let Fields::Named(_) = &item.fields else { return None };
            let is_plain =
                item.fields.iter().all(|field| matches!(field.vis, Visibility::Public(_)));
            let fields = is_plain.then(|| fields(&item.fields))?;
            (&item.ident, &item.vis, &item.attrs, Shape::Struct(fields))
        }
        Item::Enum(item) => {
            let variants = item.variants.iter().map(|variant| Variant {
                name: variant.ident.to_string(),
                doc: doc(&variant.attrs).0,
                fields: fields(&variant.fields),
            });
            (&item.ident, &item.vis, &item.attrs, Shape::Enum(variants.collect()))
        }
        _ => return None,
    };
    let name = name.to_string();
    if !matches!(visibility, Visibility::Public(_)) || OTHERWISE.contains(&name.as_str()) {
        return None;
    }
    let asked = !derives(attributes, "Serialize")
        || name.ends_with("Options")
        || ASKED.contains(&name.as_str());
    let open = attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
    Some(Plain { name, doc: doc(attributes).0, shape, asked, open })
}

fn fields(fields: &Fields) -> Vec<Field> {
    let each = fields.iter().map(|field| {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let fixed = OF_THE_COMMAND.iter().find(|(known, _)| *known == name);
        Field {
            kind: text(&field.ty),
            doc: doc(&field.attrs).0,
            fixed: fixed.map(|(_, value)| *value),
            name,
        }
    });
    each.collect()
}

impl Plain {
    /// Whether it is one of a few words.
    pub(crate) fn is_word(&self) -> bool {
        match &self.shape {
            Shape::Enum(variants) => variants.iter().all(|variant| variant.fields.is_empty()),
            Shape::Struct(_) => false,
        }
    }
}

/// What the documentation says first, as one line, and what it says of errors; without links, which lead nowhere
/// in another language.
pub(crate) fn doc(attributes: &[Attribute]) -> (String, String) {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(line) => Some(line.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<String> = lines.collect();
    let paragraph = |lines: &[String]| {
        let lines = lines.iter().skip_while(|line| line.is_empty());
        let lines: Vec<&str> =
            lines.take_while(|line| !line.is_empty()).map(String::as_str).collect();
        let text = lines.join(" ").replace("(crate::Canceller)", "");
        text.replace("[`", "`").replace("`]", "`")
    };
    let errors = lines.iter().position(|line| line == "# Errors");
    (paragraph(&lines), errors.map(|at| paragraph(&lines[at + 1..])).unwrap_or_default())
}
