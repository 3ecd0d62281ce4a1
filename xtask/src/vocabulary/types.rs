//! The plain data of the core: records, options, and the words they are written with.

use serde_json::{Map, Value, json};
use syn::{Attribute, Fields, File, Item, ItemEnum, ItemStruct, Meta, Visibility};

use super::{first_paragraph, text};

/// What is asked for and not answered, although it can be written as JSON.
pub(crate) const ASKED: [&str; 2] = ["Launch", "Tunnel"];

/// What no method gives.
const INSIDE: [&str; 1] = ["ProcessKey"];

#[derive(Default)]
pub(super) struct Types {
    pub(super) options: Map<String, Value>,
    pub(super) records: Map<String, Value>,
    pub(super) words: Map<String, Value>,
    pub(super) unions: Map<String, Value>,
}

pub(super) fn read(model: &[File]) -> Types {
    let mut types = Types::default();
    let items = || model.iter().flat_map(|file| &file.items);
    let tagged: Vec<&ItemEnum> = items().filter_map(tagged).collect();
    for item in items() {
        match item {
            Item::Struct(item) => types.add_struct(item, &tagged),
            Item::Enum(item) => types.add_enum(item),
            Item::Macro(item) if item.mac.path.is_ident("words") => {
                types.add_words(&item.mac.tokens.to_string());
            }
            _ => {}
        }
    }
    for map in [&mut types.options, &mut types.records, &mut types.words, &mut types.unions] {
        map.sort_keys();
    }
    types
}

fn tagged(item: &Item) -> Option<&ItemEnum> {
    match item {
        Item::Enum(item) => serde_value(&item.attrs, "tag").map(|_| item),
        _ => None,
    }
}

impl Types {
    fn add_struct(&mut self, item: &ItemStruct, tagged: &[&ItemEnum]) {
        let name = item.ident.to_string();
        let (Fields::Named(fields), Visibility::Public(_)) = (&item.fields, &item.vis) else {
            return;
        };
        let is_public = |field: &&syn::Field| matches!(field.vis, Visibility::Public(_));
        if fields.named.iter().filter(is_public).count() == 0 || INSIDE.contains(&name.as_str()) {
            return;
        }
        let is_record = derives(&item.attrs, "Serialize");
        let is_asked = name.ends_with("Options") || ASKED.contains(&name.as_str());
        if is_record && serde_value(&item.attrs, "into").is_some() {
            return;
        }
        let mut described = Map::new();
        for field in &fields.named {
            let kind = text(&field.ty);
            let Some(field_name) = &field.ident else { continue };
            let doc = first_paragraph(&field.attrs);
            if !has_serde_word(&field.attrs, "flatten") {
                let mut told = json!({ "type": kind, "doc": doc });
                let is_left_out = serde_value(&field.attrs, "skip_serializing_if").is_some();
                // What may be none always may be absent.
                if is_left_out && is_record && !kind.starts_with("Option<") {
                    told["left_out"] = json!("where it is empty or false");
                }
                let name = serde_value(&field.attrs, "rename");
                described.insert(name.unwrap_or_else(|| field_name.to_string()), told);
            } else if let Some(item) = tagged.iter().find(|item| item.ident == kind) {
                described.extend(variants(item));
            } else {
                described.insert("..".to_owned(), json!({ "type": kind, "doc": doc }));
            }
        }
        let described = json!({ "doc": first_paragraph(&item.attrs), "fields": described });
        match is_record && !is_asked {
            true => self.records.insert(name, described),
            false => self.options.insert(name, described),
        };
    }

    fn add_enum(&mut self, item: &ItemEnum) {
        let name = item.ident.to_string();
        if has_serde_word(&item.attrs, "untagged") {
            let types = item.variants.iter().flat_map(|variant| &variant.fields);
            let types: Vec<String> = types.map(|field| text(&field.ty)).collect();
            self.unions.insert(name, json!(types));
        } else if let Some(rule) = serde_value(&item.attrs, "rename_all")
            && item.variants.iter().all(|variant| variant.fields.is_empty())
        {
            let words =
                item.variants.iter().map(|variant| renamed(&variant.ident.to_string(), &rule));
            self.words.insert(name, json!(words.collect::<Vec<String>>()));
        }
    }

    /// `words!(Type, "option", "word" => Variant, ...)`.
    fn add_words(&mut self, tokens: &str) {
        let mut parts = tokens.split(',').map(str::trim);
        let (Some(name), Some(_option)) = (parts.next(), parts.next()) else { return };
        let words =
            parts.filter_map(|part| Some(part.split_once("=>")?.0.trim().trim_matches('"')));
        self.words.insert(name.to_owned(), json!(words.collect::<Vec<&str>>()));
    }
}

/// The fields of a record that holds one of several forms: the word that tells which, and what any of them has.
fn variants(item: &ItemEnum) -> Map<String, Value> {
    let rule = serde_value(&item.attrs, "rename_all").unwrap_or_default();
    let tag = serde_value(&item.attrs, "tag").unwrap_or_default();
    let words = item.variants.iter().map(|variant| renamed(&variant.ident.to_string(), &rule));
    let words: Vec<String> = words.collect();
    let mut fields = Map::new();
    let doc = first_paragraph(&item.attrs);
    fields.insert(tag, json!({ "type": "String", "doc": doc, "words": words }));
    for (variant, word) in item.variants.iter().zip(&words) {
        for field in &variant.fields {
            let Some(name) = &field.ident else { continue };
            let doc = format!("`{word}`: {}", first_paragraph(&field.attrs));
            let kind = text(&field.ty);
            let kind =
                kind.strip_prefix("Option<").and_then(|k| k.strip_suffix('>')).unwrap_or(&kind);
            let known = fields.entry(name.to_string());
            let known =
                known.or_insert_with(|| json!({ "type": format!("Option<{kind}>"), "doc": "" }));
            let before = known["doc"].as_str().unwrap_or_default();
            let all = if before.is_empty() { doc } else { format!("{before} {doc}") };
            known["doc"] = json!(all);
        }
    }
    fields
}

fn renamed(variant: &str, rule: &str) -> String {
    let separator = match rule {
        "snake_case" => "_",
        "kebab-case" => "-",
        _ => "",
    };
    let mut word = String::new();
    for (at, letter) in variant.char_indices() {
        if letter.is_uppercase() && at > 0 {
            word.push_str(separator);
        }
        word.extend(letter.to_lowercase());
    }
    word
}

pub(crate) fn derives(attributes: &[Attribute], name: &str) -> bool {
    let lists = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    lists.into_iter().any(|list| {
        text(&list.meta).contains(&format!("{name},"))
            || text(&list.meta).contains(&format!("{name})"))
    })
}

/// The `serde` attributes of something, each as its source.
fn serde(attributes: &[Attribute]) -> impl Iterator<Item = String> {
    let lists = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("serde") => Some(list.tokens.to_string()),
        _ => None,
    });
    let words = lists.flat_map(|list| list.split(',').map(str::to_owned).collect::<Vec<_>>());
    words.map(|word| word.trim().to_owned())
}

fn has_serde_word(attributes: &[Attribute], word: &str) -> bool {
    serde(attributes).any(|found| found == word)
}

fn serde_value(attributes: &[Attribute], name: &str) -> Option<String> {
    serde(attributes).find_map(|found| {
        let (key, value) = found.split_once('=')?;
        (key.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
    })
}
