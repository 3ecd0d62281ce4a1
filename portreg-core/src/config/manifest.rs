//! Names and members in package.json, pyproject.toml and Cargo.toml. A manifest that cannot be read
//! says nothing: other tools complain about it better.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// What a folder's manifest says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The package's name.
    pub(super) name: Option<String>,
    /// Which file it is.
    pub(super) file: &'static str,
    /// Patterns of the members, where it is a workspace.
    pub(super) members: Option<Vec<String>>,
    /// Patterns of what is none.
    pub(super) exclude: Vec<String>,
}

const FILES: [&str; 3] = ["package.json", "pyproject.toml", "Cargo.toml"];
const PNPM: &str = "pnpm-workspace.yaml";

/// Whether the folder has a manifest.
pub(super) fn exists(folder: &Path) -> bool {
    FILES.iter().any(|file| folder.join(file).is_file())
}

/// The first manifest of the folder that has a name in it.
pub(super) fn named(folder: &Path) -> Option<Manifest> {
    manifests(folder).find(|manifest| manifest.name.is_some())
}

/// The manifests of the folder that make it a workspace.
pub(super) fn workspaces(folder: &Path) -> impl Iterator<Item = Manifest> {
    let pnpm = pnpm(folder).into_iter();
    manifests(folder).chain(pnpm).filter(|manifest| manifest.members.is_some())
}

fn manifests(folder: &Path) -> impl Iterator<Item = Manifest> {
    FILES.into_iter().filter_map(|file| {
        let text = read(&folder.join(file))?;
        match file {
            "package.json" => Some(package_json(&serde_json::from_str(&text).ok()?)),
            "pyproject.toml" => Some(pyproject(&toml::from_str(&text).ok()?)),
            _ => Some(cargo(&toml::from_str(&text).ok()?)),
        }
    })
}

/// The text of a file, without the mark that editors on Windows put before it.
pub(super) fn read(file: &Path) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn package_json(value: &Value) -> Manifest {
    let workspaces = &value["workspaces"];
    let list = workspaces.as_array().or_else(|| workspaces["packages"].as_array());
    let members = list.map(|list| texts(list.iter().map(Value::as_str)));
    Manifest { name: filled(value["name"].as_str()), file: FILES[0], members, exclude: vec![] }
}

fn pyproject(value: &toml::Table) -> Manifest {
    let tool = value.get("tool");
    let project = value.get("project").or_else(|| tool?.get("poetry"));
    let poetry = || tool?.get("poetry")?.get("name")?.as_str();
    let name = project.and_then(|project| project.get("name")?.as_str()).or_else(poetry);
    let workspace = tool.and_then(|tool| tool.get("uv")?.get("workspace"));
    Manifest {
        name: filled(name),
        file: FILES[1],
        members: workspace.map(|workspace| toml_list(workspace, "members")),
        exclude: workspace.map(|workspace| toml_list(workspace, "exclude")).unwrap_or_default(),
    }
}

fn cargo(value: &toml::Table) -> Manifest {
    let name = value.get("package").and_then(|package| package.get("name")?.as_str());
    let workspace = value.get("workspace");
    Manifest {
        name: filled(name),
        file: FILES[2],
        members: workspace.map(|workspace| toml_list(workspace, "members")),
        exclude: workspace.map(|workspace| toml_list(workspace, "exclude")).unwrap_or_default(),
    }
}

fn pnpm(folder: &Path) -> Option<Manifest> {
    let text = read(&folder.join(PNPM))?;
    let value: serde_norway::Value = serde_norway::from_str(&text).ok()?;
    let list = value.get("packages")?.as_sequence()?;
    let members = texts(list.iter().map(serde_norway::Value::as_str));
    Some(Manifest { name: None, file: PNPM, members: Some(members), exclude: vec![] })
}

fn toml_list(table: &toml::Value, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.map(|list| texts(list.iter().map(toml::Value::as_str))).unwrap_or_default()
}

fn texts<'a>(list: impl Iterator<Item = Option<&'a str>>) -> Vec<String> {
    list.flatten().map(str::to_owned).collect()
}

fn filled(name: Option<&str>) -> Option<String> {
    name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
}
