//! The codes of errors, what each means, and the data that it carries.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};
use syn::visit::Visit;
use syn::{Arm, Expr, File, ImplItem, Item, Pat};

use super::{blocks, first_paragraph, parse, text};

/// The codes by name, as JSON.
pub(super) fn read(core: &Path) -> io::Result<Map<String, Value>> {
    let (error, code) = (parse(&core.join("error/mod.rs"))?, parse(&core.join("error/code.rs"))?);
    let sought: BTreeSet<String> = arms(&parse(&core.join("model/sought.rs"))?, "Sought", "fields")
        .iter()
        .flat_map(|arm| keys(&arm.body))
        .collect();
    let code_of: Vec<(String, String)> = pairs(&arms(&error, "Error", "code"), last_word);
    let spelled =
        pairs(&arms(&code, "ErrorCode", "as_str"), |body| text(body).trim_matches('"').to_owned());
    let retryable = retryable(&error);
    let mut codes = Map::new();
    for variant in variants(&code) {
        let name = variant.ident.to_string();
        let spelling = spelled.iter().find(|(known, _)| *known == name);
        let Some((_, spelling)) = spelling else { continue };
        let mut data = BTreeSet::new();
        for arm in arms(&error, "Error", "fields") {
            let is_this =
                |error: &String| code_of.iter().any(|(from, to)| from == error && *to == name);
            if names(&arm.pat).iter().any(is_this) {
                let own = keys(&arm.body);
                data.extend(if own.is_empty() { sought.clone() } else { own });
            }
        }
        let described = json!({
            "doc": first_paragraph(&variant.attrs),
            "retryable": retryable.contains(&name),
            "data": data,
        });
        codes.insert(spelling.clone(), described);
    }
    Ok(codes)
}

fn variants(file: &File) -> impl Iterator<Item = &syn::Variant> {
    let enums = file.items.iter().filter_map(|item| match item {
        Item::Enum(item) => Some(&item.variants),
        _ => None,
    });
    enums.flatten()
}

/// The arms of the one `match` in a method.
fn arms(file: &File, name: &str, method: &str) -> Vec<Arm> {
    struct Found(Vec<Arm>);
    impl<'a> Visit<'a> for Found {
        fn visit_expr_match(&mut self, found: &'a syn::ExprMatch) {
            if self.0.is_empty() {
                self.0.clone_from(&found.arms);
            }
        }
    }
    let mut found = Found(Vec::new());
    if let Some(method) = function(file, name, method) {
        found.visit_block(&method.block);
    }
    found.0
}

fn function<'f>(file: &'f File, name: &'f str, method: &str) -> Option<&'f syn::ImplItemFn> {
    blocks(file, name).flat_map(|block| &block.items).find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == method => Some(function),
        _ => None,
    })
}

/// Each variant and what its arm gives.
fn pairs(arms: &[Arm], given: impl Fn(&Expr) -> String) -> Vec<(String, String)> {
    let each = |arm: &Arm| {
        let given = given(&arm.body);
        names(&arm.pat).into_iter().map(move |name| (name, given.clone())).collect::<Vec<_>>()
    };
    arms.iter().flat_map(each).collect()
}

/// The variants that a pattern names: `Self::A { .. } | Self::B`.
fn names(pattern: &Pat) -> Vec<String> {
    let path = match pattern {
        Pat::Or(all) => return all.cases.iter().flat_map(names).collect(),
        Pat::Struct(found) => &found.path,
        Pat::TupleStruct(found) => &found.path,
        Pat::Path(found) => &found.path,
        _ => return Vec::new(),
    };
    path.segments.last().map(|last| last.ident.to_string()).into_iter().collect()
}

/// `IdentityHeld` of `ErrorCode::IdentityHeld`, also in braces.
fn last_word(body: &Expr) -> String {
    let text = text(body);
    text.trim_end_matches('}').rsplit("::").next().unwrap_or_default().to_owned()
}

/// The names in `json!({ "name": value, ... })`.
fn keys(body: &Expr) -> BTreeSet<String> {
    struct Found(BTreeSet<String>);
    impl<'a> Visit<'a> for Found {
        fn visit_macro(&mut self, found: &'a syn::Macro) {
            if let Some(TokenTree::Group(object)) = found.tokens.clone().into_iter().next() {
                self.0.extend(names_before_colons(object.stream()));
            }
        }
    }
    let mut found = Found(BTreeSet::new());
    found.visit_expr(body);
    found.0
}

fn names_before_colons(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let pairs = tokens.windows(2).filter_map(|pair| match pair {
        [TokenTree::Literal(name), TokenTree::Punct(colon)] if colon.as_char() == ':' => {
            Some(name.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    });
    pairs.collect()
}

/// The variants of codes that `Error::is_retryable` names.
fn retryable(error: &File) -> BTreeSet<String> {
    let Some(method) = function(error, "Error", "is_retryable") else { return BTreeSet::new() };
    let body = text(&method.block);
    let words = body.split("ErrorCode::").skip(1);
    words
        .map(|word| {
            word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
        })
        .collect()
}
