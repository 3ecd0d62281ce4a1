//! Placeholders in commands, URLs and variables: `{port}`, `{host}`, `{url}`, `{context}`, and of other
//! services `{port:api}`, `{host:api}`, `{url:shop:api}`.

use crate::error::Result;
use crate::model::Identity;

/// How values are quoted where they are put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// Not at all: an argument, a URL, a variable.
    None,
    /// For a command line that a shell reads. A value stays one word and is never run, whether it
    /// stands bare, in "..." or in '...'.
    Shell,
}

/// A placeholder of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placeholder<'a> {
    /// `port`, `host`, `url` or `context`.
    pub(crate) kind: &'a str,
    /// The other service it asks about, where it asks about one.
    pub(crate) of: Option<&'a str>,
}

/// The placeholders of a text, in order.
pub(crate) fn placeholders(template: &str) -> Vec<Placeholder<'_>> {
    let mut found = vec![];
    walk(template, |piece| {
        if let Piece::Placeholder(placeholder, _) = piece {
            found.push(placeholder);
        }
    });
    found
}

/// Replaces each placeholder by what `values` says. What looks like one but is none (shells and
/// JSON have braces too), or has no value, stays as it is.
pub(crate) fn substitute(
    template: &str,
    mut values: impl FnMut(&Placeholder<'_>) -> Option<String>,
    quoting: Quoting,
) -> String {
    let mut out = String::with_capacity(template.len());
    let mut quote = Quote::None;
    walk(template, |piece| match piece {
        Piece::Text(text) => {
            quote = quote.after(text);
            out.push_str(text);
        }
        Piece::Placeholder(placeholder, written) => match values(&placeholder) {
            None => out.push_str(written),
            Some(value) if quoting == Quoting::None => out.push_str(&value),
            Some(value) => out.push_str(&quote.quoted(&value)),
        },
    });
    out
}

/// The service that a reference means, seen from the service that makes it: `api` is that stack of
/// the same project and context, `shop:api` is in the same context if there is one.
///
/// # Errors
///
/// `INVALID_IDENTITY` where the reference is no name.
pub(crate) fn complete(reference: &str, from: &Identity) -> Result<Identity> {
    let name: Identity = reference.parse()?;
    match (name.stack(), name.context()) {
        (None, _) => Identity::from_segments(from.project(), Some(name.project()), from.context()),
        (Some(stack), None) => Identity::from_segments(name.project(), Some(stack), from.context()),
        _ => Ok(name),
    }
}

enum Piece<'a> {
    Text(&'a str),
    Placeholder(Placeholder<'a>, &'a str),
}

fn walk<'a>(template: &'a str, mut visit: impl FnMut(Piece<'a>)) {
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let inside = &rest[open + 1..];
        let end = inside.find(['{', '}']).filter(|end| inside[*end..].starts_with('}'));
        // `${port}` is the shell's own variable.
        let foreign = rest[..open].ends_with('$');
        match end.and_then(|end| Some((placeholder(&inside[..end])?, open + end + 2))) {
            Some((placeholder, after)) if !foreign => {
                visit(Piece::Text(&rest[..open]));
                visit(Piece::Placeholder(placeholder, &rest[open..after]));
                rest = &rest[after..];
            }
            _ => {
                visit(Piece::Text(&rest[..=open]));
                rest = inside;
            }
        }
    }
    visit(Piece::Text(rest));
}

fn placeholder(text: &str) -> Option<Placeholder<'_>> {
    let (kind, of) = text.split_once(':').map_or((text, None), |(kind, of)| (kind, Some(of)));
    let known = match of {
        None => ["port", "host", "url", "context"].contains(&kind),
        Some(of) => ["port", "host", "url"].contains(&kind) && of.parse::<Identity>().is_ok(),
    };
    known.then_some(Placeholder { kind, of })
}

/// Where in a command line of the shell one stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Single,
    Double,
}

impl Quote {
    fn after(mut self, text: &str) -> Self {
        let mut escaped = false;
        for character in text.chars() {
            if std::mem::take(&mut escaped) {
                continue;
            }
            self = match (self, character) {
                (Self::None | Self::Double, '\\') => {
                    escaped = true;
                    self
                }
                (Self::None, '\'') => Self::Single,
                (Self::None, '"') => Self::Double,
                (Self::Single, '\'') | (Self::Double, '"') => Self::None,
                _ => self,
            };
        }
        self
    }

    fn quoted(self, value: &str) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+,=".contains(c);
        if !value.is_empty() && value.chars().all(plain) {
            return value.to_owned();
        }
        let in_single = value.replace('\'', r"'\''");
        match self {
            Self::None => format!("'{in_single}'"),
            Self::Single => in_single,
            Self::Double => value
                .chars()
                .flat_map(|c| {
                    let escape = matches!(c, '"' | '\\' | '$' | '`').then_some('\\');
                    escape.into_iter().chain([c])
                })
                .collect(),
        }
    }
}
