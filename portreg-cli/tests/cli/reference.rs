//! docs/commands.md says what the command does; `UPDATE=1` writes it anew.

use std::fs;
use std::path::Path;

#[test]
fn reference_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commands.md");
    let reference = portreg_cli::reference();
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &reference).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == reference,
        "docs/commands.md differs from the command's definitions; UPDATE=1 writes it anew"
    );
}

#[test]
fn every_verb_has_a_synopsis_and_an_example() {
    let reference = portreg_cli::reference();
    for verb in portreg_cli::command().get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let heading = format!("\n## portreg {}\n", verb.get_name());
        let (_, section) = reference.split_once(&heading).unwrap_or_else(|| panic!("{heading}"));
        if verb.has_subcommands() {
            continue;
        }
        let section = section.split("\n## ").next().unwrap();
        assert!(section.contains("```text\nportreg "), "{heading}: {section}");
        assert!(
            section.contains("```sh\nportreg ") || section.contains("```sh\nPORT="),
            "{heading}: {section}"
        );
    }
}
