//! Every test file is part of the binary, and every source file says its purpose and stays short.

use std::fs;
use std::path::{Path, PathBuf};

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            files.push(path);
        }
    }
    files
}

#[test]
fn every_test_file_is_compiled() {
    let files = rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli"));
    let all: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    for file in files {
        let stem = file.file_stem().unwrap();
        let name = if stem == "mod" { file.parent().unwrap().file_name().unwrap() } else { stem };
        let name = name.to_str().unwrap();
        assert!(name == "main" || all.contains(&format!("mod {name};")), "{name} is forgotten");
    }
}

#[test]
fn every_file_says_its_purpose_and_stays_short() {
    for file in rust_files(Path::new(env!("CARGO_MANIFEST_DIR"))) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{} does not say its purpose", file.display());
        assert!(text.lines().count() <= 350, "{} is longer than 350 lines", file.display());
    }
}
