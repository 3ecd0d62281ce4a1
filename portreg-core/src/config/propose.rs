//! `init`: a project file made from what the folder already says about its services.

use std::path::Path;

use serde_json::{Value, json};

use super::environment::Environment;
use super::infer::{DEFAULT_STACK, segment};
use super::manifest;
use super::recognise::{self, Found};
use super::settings::Config;
use super::workspace::{packages, without_scope};
use crate::error::Result;

/// The text of a commented project file for the folder. It loads without error.
///
/// # Errors
///
/// As [`super::infer`]: the folder's path cannot be made absolute.
pub(crate) fn propose(dir: &Path) -> Result<String> {
    let inferred = super::infer(dir, &Config::default(), &Environment::default())?;
    let dir = &inferred.dir;
    let mut found: Vec<Found> = vec![];
    for folder in packages(dir) {
        let name = manifest::named(&folder).and_then(|manifest| manifest.name);
        let name = name.unwrap_or_else(|| super::infer::folder_name(&folder));
        let stack = segment(without_scope(&name));
        let inside = folder.strip_prefix(dir).unwrap_or(&folder).to_owned();
        found.extend(recognise::package(&folder, &stack).map(|mut service| {
            service.set("dir", json!(inside.to_string_lossy().replace('\\', "/")));
            service
        }));
    }
    found.extend(recognise::package(dir, DEFAULT_STACK));
    found.extend(recognise::procfile(dir));
    found.extend(recognise::django(dir));
    found.extend(recognise::compose(dir));
    // Two files often describe one service; the first one knows more about it.
    let mut stacks = std::collections::HashSet::new();
    found.retain(|service| stacks.insert(service.stack.clone()));
    Ok(write(&inferred.project, &found))
}

fn write(project: &str, found: &[Found]) -> String {
    let mut out = String::from(
        "// The services of this project and their ports, see `portreg config`.\n\
         // Placeholders: {port} {host} {url} {context}, and {port:api} {url:api} of another service.\n\
         {\n",
    );
    out.push_str(&format!("  \"project\": {},\n", json!(project)));
    for service in found {
        out.push_str(&format!("\n  // {}\n", service.from));
        let key = format!("{project}:{}:*", service.stack);
        out.push_str(&format!("  {}: {{\n", json!(key)));
        for (name, value) in &service.settings {
            out.push_str(&format!("    {}: {},\n", json!(name), one_line(value)));
        }
        out.push_str("  },\n");
    }
    if found.is_empty() {
        out.push_str(&format!(
            "\n  // Nothing was recognised here. A service looks like this:\n\
             \x20 // {}: {{\n\
             \x20 //   \"port\": 3000,\n\
             \x20 //   \"cmd\": \"npm run dev -- --port {{port}}\",\n\
             \x20 //   \"ready\": \"http://localhost:{{port}}\",\n\
             \x20 // }},\n",
            json!(format!("{project}:web:*"))
        ));
    }
    out.push_str("}\n");
    out
}

fn one_line(value: &Value) -> String {
    match value {
        Value::Array(list) => {
            format!("[{}]", list.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}
