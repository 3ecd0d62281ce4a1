//! The laws of the tree that no compiler knows: floors, one folder for a crate, short files that say
//! their purpose, links that lead somewhere.

#![expect(clippy::unwrap_used, reason = "also the helpers of tests may fail a test")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module of the core may import, lowest floor first. ARCHITECTURE.md says why.
const FLOORS: [(&str, &str); 19] = [
    ("model", "model error"),
    ("error", "model time"),
    ("time", "error"),
    ("machine", "machine model error time"),
    ("config", "config model error time"),
    ("store", "machine model error time"),
    ("logs", "machine model error time"),
    ("wording", "model time"),
    ("allocate", "store model"),
    ("claims", "allocate store config machine wording model error time"),
    ("observe", "claims store machine wording model error time"),
    ("directory", "claims store config model error"),
    ("locks", "claims store machine model error time"),
    ("messages", "claims store config machine model error time"),
    ("supervise", "observe directory claims store config logs machine wording model error time"),
    ("watch", "directory claims store machine model error"),
    (
        "registry",
        "supervise watch directory observe messages claims store config logs model error locks",
    ),
    ("asynchronous", "registry supervise locks messages claims machine model error"),
    ("fuzz", "fuzz registry config model error time"),
];

/// Crates that one folder of the core names.
const CRATES: [(&str, &str); 18] = [
    ("rusqlite", "store"),
    ("rustix", "machine"),
    ("libc", "machine"),
    ("socket2", "machine"),
    ("netlink_sys", "machine"),
    ("netlink_packet_sock_diag", "machine"),
    ("windows_sys", "machine"),
    ("sysinfo", "machine"),
    ("listeners", "machine"),
    ("dunce", "config"),
    ("jsonc_parser", "config"),
    ("toml", "config"),
    ("memchr", "logs"),
    ("glob", "config"),
    ("tokio", "asynchronous"),
    ("futures_core", "asynchronous"),
    ("serde_norway", "config"),
    ("regex_lite", "config"),
];

const MEMBERS: [&str; 8] = [
    "portreg-core",
    "portreg-cli",
    "portreg-ffi",
    "bindings-node",
    "bindings-python",
    "tests",
    "xtask",
    "examples",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The files below a folder of the tree, without what is built or foreign.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if matches!(name.as_str(), "target" | ".git" | "node_modules" | "corpus") {
            continue;
        }
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

fn files_like(folder: &Path, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files(folder) {
        if path.extension().is_some_and(|ext| ext == extension) {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(String, String)> {
    MEMBERS.iter().flat_map(|member| files_like(&root().join(member), "rs")).collect()
}

/// The lines of code with their numbers, without comments.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The top module of a file of the core.
fn module_of(name: &str) -> Option<&str> {
    let inside = name.strip_prefix("portreg-core/src/")?;
    Some(inside.split(['/', '.']).next().unwrap())
}

fn is_word_char(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// What follows each occurrence of `word` that begins as a word of its own.
fn after<'t>(line: &'t str, word: &str) -> Vec<&'t str> {
    let starts = line.match_indices(word).map(|(at, _)| at);
    let alone = starts.filter(|at| !line[..*at].ends_with(|c| is_word_char(c) || c == '$'));
    alone.map(|at| &line[at + word.len()..]).collect()
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn every_file_says_its_purpose() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    assert_none("the first line says the purpose of a file, `//! ...`", &silent);
}

#[test]
fn files_are_short() {
    let mut sources = sources();
    // What is made is as long as what it is made from.
    sources
        .retain(|(_, text)| !text.lines().next().is_some_and(|line| line.contains(" Made from ")));
    let long = |limit: usize| -> Vec<String> {
        let lines = sources.iter().map(|(name, text)| (name, text.lines().count()));
        lines.filter(|(_, n)| *n > limit).map(|(name, n)| format!("{name}: {n}")).collect()
    };
    assert_none("no file is longer than 500 lines", &long(500));
    let longer = long(350);
    assert!(longer.len() * 10 <= sources.len(), "nine of ten files have at most 350: {longer:?}");
}

#[test]
fn modules_import_from_their_floor_or_below() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(module) = module_of(&name).filter(|module| *module != "lib") else { continue };
        let floor = FLOORS.iter().find(|(known, _)| *known == module);
        let Some((_, allowed)) = floor else {
            wrong.push(format!("{name}: {module} has no floor"));
            continue;
        };
        for (number, line) in code(&text) {
            for rest in after(line, "crate::") {
                let imported = rest.split(|c| !is_word_char(c)).next().unwrap();
                if !allowed.split(' ').any(|name| name == imported) && imported != module {
                    wrong.push(format!("{name}:{number}: {module} imports crate::{imported}"));
                }
            }
        }
    }
    assert_none("see the floors in ARCHITECTURE.md", &wrong);
}

#[test]
fn a_crate_is_named_by_one_folder() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(module) = module_of(&name) else { continue };
        for (number, line) in code(&text) {
            for (krate, folder) in CRATES {
                let named = after(line, krate).iter().any(|rest| rest.starts_with("::"));
                if named && module != folder {
                    wrong.push(format!("{name}:{number}: {krate} belongs to {folder}"));
                }
            }
        }
    }
    assert_none("a third-party crate is named by one folder", &wrong);
}

#[test]
fn unsafe_code_is_in_one_folder_of_the_product() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let product = name.starts_with("portreg-") && name.contains("/src/");
        if !product || module_of(&name) == Some("machine") {
            continue;
        }
        for (number, line) in code(&text) {
            let used = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"];
            if used.iter().any(|form| line.contains(form)) {
                wrong.push(format!("{name}:{number}"));
            }
        }
    }
    assert_none("unsafe code outside machine/", &wrong);
}

#[test]
fn nothing_is_left_for_later() {
    // Put together here, so that this file may be read as well.
    let words = [["to", "do!("], ["#[all", "ow("], ["TO", "DO"], ["FIX", "ME"]].map(|w| w.concat());
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (index, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word.as_str())) {
                wrong.push(format!("{name}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    assert_none("done now, or told in an issue; `#[expect(reason)]` where a lint is wrong", &wrong);
}

#[test]
fn the_tree_is_of_no_machine() {
    let machines = ["work", "root", "home/runner"].map(|folder| format!("/{folder}/"));
    let mut wrong = Vec::new();
    for path in files(root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (index, line) in text.lines().enumerate() {
            let absolute = |machine: &String| {
                let mut starts = line.match_indices(machine.as_str());
                starts
                    .any(|(at, _)| !line[..at].ends_with(|c| is_word_char(c) || "}>*.".contains(c)))
            };
            if machines.iter().any(absolute) {
                wrong.push(format!("{}:{}: {}", path.display(), index + 1, line.trim()));
            }
        }
        if path.to_string_lossy().ends_with(".snap.new") {
            wrong.push(format!("{}: a snapshot that nobody accepted", path.display()));
        }
    }
    assert_none("a path of one machine", &wrong);
}

#[test]
fn dependencies_come_from_the_common_registry() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let sources: BTreeSet<&str> = lock.lines().filter(|l| l.starts_with("source = ")).collect();
    let common = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
    assert_eq!(sources, BTreeSet::from([common]));
    let config = fs::read_to_string(root().join(".cargo/config.toml")).unwrap();
    assert!(!config.contains("[source") && !config.contains("[registr"), "{config}");
}

fn documents() -> Vec<(String, String)> {
    let mut found = files_like(&root().join("docs"), "md");
    found.extend(files_like(&root().join("examples"), "md"));
    for entry in fs::read_dir(root()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ext| ext == "md") {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The prose of a document: what is not in a fence.
fn prose(text: &str) -> String {
    let parts = text.split("```").step_by(2);
    parts.collect::<Vec<_>>().join("\n")
}

/// The anchors of a document, as renderers make them of its headings.
fn anchors(text: &str) -> Vec<String> {
    let prose = prose(text);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|heading| {
            let heading = heading.trim_start_matches('#').trim().to_lowercase();
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut wrong = Vec::new();
    for (name, text) in documents() {
        let prose = prose(&text);
        for (at, _) in prose.match_indices("](") {
            let target = prose[at + 2..].split(')').next().unwrap();
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let here = root().join(&name);
            let file =
                if file.is_empty() { here.clone() } else { here.parent().unwrap().join(file) };
            let there = file.exists();
            let known = |anchor: &str| {
                anchors(&fs::read_to_string(&file).unwrap_or_default()).iter().any(|a| a == anchor)
            };
            if !there || !anchor.is_empty() && !known(anchor) {
                wrong.push(format!("{name}: {target}"));
            }
        }
    }
    assert_none("links that lead nowhere", &wrong);
}

#[test]
fn folders_that_documents_mention_are_there() {
    let mut wrong = Vec::new();
    for name in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = prose(&fs::read_to_string(root().join(name)).unwrap());
        for word in text.split('`').skip(1).step_by(2) {
            let path =
                word.strip_suffix('/').filter(|path| !path.starts_with(['/', '$', '~', '.']));
            let Some(path) = path.filter(|path| !path.contains([' ', '<', '*'])) else { continue };
            let inside = |krate: &str| root().join(krate).join("src").join(path).is_dir();
            if !root().join(path).is_dir() && !inside("portreg-core") && !inside("portreg-cli") {
                wrong.push(format!("{name}: {word}"));
            }
        }
    }
    assert_none("folders that are not there", &wrong);
}
