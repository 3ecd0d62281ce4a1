//! What the documents show is what the command does: transcripts are run, examples of configuration are
//! read, and every error code has its entry.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use portreg_core::ErrorCode;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn documents() -> Vec<String> {
    let mut names = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        names.push(format!("docs/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    names
}

/// The fences of a document with this language.
fn fences(text: &str, language: &str) -> Vec<String> {
    let blocks = text.split("```").skip(1).step_by(2);
    let mine = blocks.filter_map(|block| block.strip_prefix(&format!("{language}\n")));
    mine.map(str::to_owned).collect()
}

/// A repository on the branch `main` in a home of its own, where `portreg` is on PATH.
struct Reader {
    home: tempfile::TempDir,
    /// Ports that no other reader's registry gives out: their servers are real.
    range: String,
}

impl Reader {
    fn new() -> Self {
        static READERS: AtomicU32 = AtomicU32::new(0);
        let slot = std::process::id() * 7 + READERS.fetch_add(13, Ordering::Relaxed);
        let first = 21_000 + slot % 400 * 20;
        let home = tempfile::tempdir().unwrap();
        let reader = Self { home, range: format!("{first}-{}", first + 19) };
        fs::create_dir(reader.home.path().join("shop")).unwrap();
        reader.shell(
            "git init -q -b main . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m a",
        );
        reader
    }

    /// What a line prints, on both outputs.
    fn shell(&self, line: &str) -> String {
        let program = assert_cmd::cargo::cargo_bin("portreg");
        let folders = program.parent().unwrap().display();
        let path = format!("{folders}:{}", std::env::var("PATH").unwrap());
        let home = self.home.path().canonicalize().unwrap();
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {line}\n}} 2>&1")])
            .env_clear()
            .envs([("PATH", path), ("HOME", home.display().to_string())])
            .env("PORTREG_RANGE", &self.range)
            .current_dir(home.join("shop"))
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap().replace(&home.display().to_string(), "~")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Where a transcript has failed, its stack still runs.
        self.shell("portreg down -q shop --under");
    }
}

/// Ports differ from machine to machine, and with them the widths of columns.
fn without_numbers(text: &str) -> String {
    let mut plain = String::new();
    for character in text.trim_end().chars() {
        let character = if character.is_ascii_digit() { '#' } else { character };
        if !(matches!(character, '#' | ' ') && plain.ends_with(character)) {
            plain.push(character);
        }
    }
    // What takes 290 ms here takes more than a second elsewhere.
    plain.replace("after #.# s", "after # ms").replace("# s ago", "just now")
}

#[test]
fn transcripts_show_what_happens() {
    for name in ["README.md", "docs/guide.md", "docs/stack.md", "docs/directory.md"] {
        let reader = Reader::new();
        let text = read(name);
        for block in text.split("```").skip(1).step_by(2) {
            // What it says of a configuration holds from there on.
            if let Some(config) = block.strip_prefix("jsonc\n// .portreg.json\n") {
                fs::write(reader.home.path().join("shop/.portreg.json"), config).unwrap();
            }
            let Some(block) = block.strip_prefix("console\n") else { continue };
            for step in format!("\n{block}").split("\n$ ").skip(1) {
                let (line, expected) = step.split_once('\n').unwrap_or((step, ""));
                let seen = reader.shell(line);
                assert_eq!(without_numbers(&seen), without_numbers(expected), "{name}: {line}");
            }
        }
    }
}

/// The words of a command line up to where the shell does more with it.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (None, '\'' | '"') => quote = Some(character),
            (Some(open), close) if open == close => quote = None,
            (None, ' ') => words.push(String::new()),
            (None, '|' | '>' | ')' | '#' | '&') => break,
            (_, character) => words.last_mut()?.push(character),
        }
    }
    words.retain(|word| !word.is_empty());
    Some(words)
}

#[test]
fn every_command_line_can_be_read() {
    let mut seen = 0;
    for name in documents() {
        let text = read(&name);
        let blocks = fences(&text, "sh").into_iter().chain(fences(&text, "console"));
        let lines: Vec<String> = blocks
            .flat_map(|block| {
                block.replace("\\\n", " ").lines().map(str::to_owned).collect::<Vec<_>>()
            })
            .collect();
        for line in lines {
            let Some(at) = line.find("portreg ").filter(|at| {
                let before = &line[..*at];
                before.is_empty() || before.ends_with(['(', '|', ' ']) && !before.contains('#')
            }) else {
                continue;
            };
            // What the shell would put in is a name like any other here.
            let line = line[at..].replace("$JOB", "1").replace("$$", "1");
            let words = words(&line).unwrap();
            let read = portreg_cli::command().try_get_matches_from(&words);
            let shown = |error: &clap::Error| error.use_stderr();
            assert!(!read.as_ref().is_err_and(shown), "{name}: {line}\n{}", read.unwrap_err());
            seen += 1;
        }
    }
    assert!(seen > 60, "only {seen} command lines were found");
}

#[test]
fn examples_of_configuration_can_be_used() {
    let reader = Reader::new();
    let folder = reader.home.path();
    let mut seen = 0;
    for name in documents() {
        for block in fences(&read(&name), "jsonc") {
            let place = if block.starts_with("// .portreg.json") {
                folder.join("shop/.portreg.json")
            } else {
                folder.join(".config/portreg/config.json")
            };
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(&place, &block).unwrap();
            let checked = reader.shell("portreg config --check");
            assert_eq!(checked, "the configuration can be used\n", "{name}: {block}");
            fs::remove_file(&place).unwrap();
            seen += 1;
        }
    }
    assert!(seen >= 3, "{seen}");
}

#[test]
fn every_key_of_the_configuration_is_told_of() {
    let text = read("docs/configuration.md");
    for (schema, at) in [
        (portreg_core::project_config_schema(), "/$defs/ServiceConfig/properties"),
        (portreg_core::user_config_schema(), "/properties"),
    ] {
        for key in schema.pointer(at).unwrap().as_object().unwrap().keys() {
            assert!(
                key == "$schema" || text.contains(&format!("`{key}`")),
                "docs/configuration.md does not tell of {key}"
            );
        }
    }
}

#[test]
fn every_error_code_has_its_entry() {
    let text = read("docs/troubleshooting.md");
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert_eq!(headings[..codes.len()], codes, "the entries stand in the order of the codes");
    for (code, entry) in ErrorCode::ALL.iter().zip(text.split("\n## ").skip(1)) {
        let exit = format!("[{}] ", portreg_cli::failure::exit_code(*code));
        assert!(entry.contains(&exit), "the entry of {code} does not say its exit code {exit}");
    }
}

#[test]
fn the_readme_lists_every_verb() {
    let text = read("README.md");
    for verb in portreg_cli::command().get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let name = verb.get_name();
        assert!(text.contains(&format!("`{name}`")), "README.md does not list {name}");
    }
}

#[test]
fn shell_examples_run() {
    let reader = Reader::new();
    let shop = root().join("examples/shop-shell").canonicalize().unwrap();
    for (script, name) in [("report.sh", "shop:report"), ("web.sh", "shop:web")] {
        // Its server is asked for a page as soon as it listens; the script ends by a signal.
        let line = format!(
            "{}/{script} >log 2>&1 & pid=$!\n\
             for i in $(seq 200); do\n\
                port=$(portreg find {name} --json | sed -n 's/.*\"port\":\\([0-9]*\\).*/\\1/p')\n\
                [ -n \"$port\" ] && python3 -c \"import urllib.request as r; \
             print(r.urlopen('http://127.0.0.1:$port').status)\" 2>/dev/null && break\n\
                sleep 0.05\n\
             done\n\
             kill $pid; wait $pid",
            shop.display()
        );
        let seen = reader.shell(&line);
        let log = fs::read_to_string(reader.home.path().join("shop/log")).unwrap();
        assert!(seen.starts_with("200\n"), "{script}: {seen}{log}");
    }
}
