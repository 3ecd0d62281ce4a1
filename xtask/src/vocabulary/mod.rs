//! The vocabulary of the core, read from its source: methods, options, records, words, errors. Bindings are made
//! from it and measured by it (`schema/vocabulary.json`).

mod errors;
pub(crate) mod types;

use std::fs;
use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};
use syn::{Attribute, File, ImplItem, Item, ItemImpl, Meta, Type, Visibility};

use crate::cargo;

/// The objects that methods give, and where they are.
const HANDLES: [(&str, &str); 9] = [
    ("Canceller", "machine/cancelling.rs"),
    ("Detached", "supervise/detached.rs"),
    ("EnvWatch", "watch/env.rs"),
    ("LockGuard", "locks/guard.rs"),
    ("Logs", "logs/reader.rs"),
    ("Stack", "supervise/stack/mod.rs"),
    ("Subscription", "messages/subscription.rs"),
    ("Watch", "watch/feed.rs"),
    ("Claim", "claims/listen.rs"),
];

/// Reads the core.
///
/// # Errors
///
/// Where a file of it cannot be read, or is no Rust.
pub(crate) fn read() -> io::Result<Value> {
    let core = cargo::root().join("portreg-core/src");
    let mut methods = Map::new();
    for file in files(&core.join("registry"))? {
        methods.extend(methods_of(&file, "Registry"));
    }
    let mut handles = Map::new();
    for (name, file) in HANDLES {
        handles.insert(name.to_owned(), Value::Object(methods_of(&parse(&core.join(file))?, name)));
    }
    let model = files(&core.join("model"))?;
    let types::Types { options, records, words, unions } = types::read(&model);
    methods.sort_keys();
    Ok(json!({
        "errors": errors::read(&core)?,
        "methods": methods,
        "handles": handles,
        "options": options,
        "records": records,
        "words": words,
        "unions": unions,
    }))
}

pub(crate) fn files(folder: &Path) -> io::Result<Vec<File>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = paths.collect::<io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    paths.sort();
    paths.iter().map(|path| parse(path)).collect()
}

pub(crate) fn parse(path: &Path) -> io::Result<File> {
    let text = fs::read_to_string(path)?;
    syn::parse_file(&text).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

/// The inherent blocks of a type.
pub(crate) fn blocks<'f>(file: &'f File, name: &'f str) -> impl Iterator<Item = &'f ItemImpl> {
    file.items.iter().filter_map(move |item| match item {
        Item::Impl(block) if block.trait_.is_none() => {
            let Type::Path(path) = &*block.self_ty else { return None };
            path.path.is_ident(name).then_some(block)
        }
        _ => None,
    })
}

/// What is public of a type's methods: what they do and what they take.
fn methods_of(file: &File, name: &str) -> Map<String, Value> {
    let items = blocks(file, name).flat_map(|block| &block.items);
    let methods = items.filter_map(|item| match item {
        ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => Some(method),
        _ => None,
    });
    let described = methods.map(|method| {
        let parameters = method.sig.inputs.iter().filter_map(|input| match input {
            syn::FnArg::Typed(typed) => Some(text(&typed.pat)),
            syn::FnArg::Receiver(_) => None,
        });
        let described = json!({
            "doc": first_paragraph(&method.attrs),
            "parameters": parameters.collect::<Vec<String>>(),
        });
        (method.sig.ident.to_string(), described)
    });
    described.collect()
}

/// The source of something, without the spaces between its parts.
pub(crate) fn text(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}

/// What the documentation says before its first empty line, as one line.
pub(crate) fn first_paragraph(attributes: &[Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }) => Some(line.value()),
            _ => None,
        },
        _ => None,
    });
    let lines = lines.map(|line| line.trim().to_owned()).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
