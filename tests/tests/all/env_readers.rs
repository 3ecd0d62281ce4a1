//! `env` is read back by the programs that read such files: every reader gets every value as it was.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use portreg_core::EnvFormat;
use serde_json::{Value, json};

use super::compose_rules;
use super::tools;
use super::world::{World, answer};

/// A reader of `.env` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// `node --env-file`.
    Node,
    /// The package `dotenv` of npm.
    Dotenv,
    /// The package `python-dotenv` of PyPI, and versions of Compose that are made with it.
    Python,
    /// The `env_file` of `docker compose`.
    Compose,
}
use Reader::{Compose, Dotenv, Node, Python};

/// Values that files and shells have their own ideas of, and which readers of `.env` files have no form that gives
/// them back, or none that the others read too: docs/directory.md names these classes.
const VALUES: &[(&str, &[Reader])] = &[
    ("", &[]),
    ("3000", &[]),
    ("http://localhost:3000/a?b=c&d=e#f", &[]),
    (" ", &[]),
    ("  two  words ", &[]),
    ("\ttab\t", &[]),
    ("it's", &[]),
    ("'", &[]),
    ("'quoted'", &[]),
    ("say \"hi\"", &[]),
    ("\"quoted\"", &[]),
    ("`id` and `id`", &[]),
    ("it's `id`", &[]),
    ("it's \"both\"", &[]),
    ("{\"text\": \"it's\", \"list\": [1, 2]}", &[]),
    ("it's \"both\" and `all`", &[]),
    ("$HOME and $(id) and $$", &[]),
    ("a $ b$", &[]),
    ("a#b #c", &[]),
    ("#", &[]),
    ("it's #1", &[]),
    ("c:\\new\\table", &[]),
    ("c:\\", &[]),
    ("\\\\server\\share", &[]),
    ("\\", &[]),
    ("\\\\", &[]),
    ("it's c:\\new", &[]),
    ("it's \"c:\\new\"", &[]),
    ("it's c:\\home #1", &[]),
    ("\\n is no newline", &[]),
    ("one\ntwo", &[]),
    ("one\n\n  two\n", &[]),
    ("\n", &[]),
    ("it's\ntwo", &[]),
    ("\"one\"\n#two\nA=1", &[]),
    ("c:\\dir\n$HOME", &[]),
    ("export A=1; echo %PATH% !! ~ * ? [a] {b} <c> |d &", &[]),
    ("a=b", &[]),
    ("grüße, 東京 🚢", &[]),
    ("non\u{a0}breaking", &[]),
    ("‘curly’ ‚quotes‛ “too”", &[]),
    // Python fills in `${NAME}` in every form.
    ("${HOME}", &[Python]),
    ("${HOME} it's", &[Python, Compose]),
    // Compose fills in `$` wherever an apostrophe can stand.
    ("it's $HOME", &[Compose]),
    ("it's $5 #", &[Compose]),
    ("it's \"$HOME\"", &[Compose]),
    ("it's\n$HOME", &[Compose]),
    // Python joins two backslashes in quotes, and what needs quotes cannot do without.
    ("\\\\server\\share #1", &[Python]),
    ("\\\\server\n$HOME", &[Python]),
    // Node drops every carriage return.
    ("one\r\ntwo", &[Node]),
    ("\r", &[Node]),
    ("$HOME\r", &[Node, Dotenv, Python]),
    // Both kinds of quotes, and no way to do without: Node and dotenv know no escapes.
    ("\"both\" it's", &[Node, Dotenv]),
    ("'both' \"too\"", &[Node, Dotenv]),
    ("it's \"both\" #1", &[Node, Dotenv]),
    ("it's \"both\"\ntwo", &[Node, Dotenv]),
    (" it's \"both\"", &[Node, Dotenv]),
    ("it's c:\\new #1", &[Node, Dotenv]),
    ("it's \"both\" #1 c:\\new\r\n", &[Node, Dotenv]),
    // And a `$` in it, which Python reads with its backslash.
    ("it's \"both\"\n$HOME", &[Node, Dotenv, Python]),
    ("it's \"both\" $HOME #1", &[Node, Dotenv, Python]),
    ("it's \\$HOME #1", &[Node, Dotenv, Python]),
];

/// Writes all values in a form, into a file that has lines of its own; the name of a value is its number.
fn written(format: &str) -> (World, PathBuf) {
    let world = World::new();
    let variables: BTreeMap<String, &str> =
        VALUES.iter().enumerate().map(|(number, (value, _))| (name(number), *value)).collect();
    world.configure(&json!({ "shop:web": { "env": variables } }));
    world.ok(&["claim", "shop:web"]);
    let file = world.work().join(format!("{format}.env"));
    std::fs::write(&file, "# before\n").unwrap();
    let write = ["env", "shop:web", "--format", format, "--write", file.to_str().unwrap()];
    world.ok(&write);
    assert_eq!(world.json(&write)["changed"], false, "its own block is found again");
    (world, file)
}

fn name(number: usize) -> String {
    format!("VALUE_{number:03}")
}

/// What a program prints as JSON.
fn run(world: &World, program: &Path, args: &[&str]) -> Value {
    let said = answer(world.command(program).args(args).output().unwrap());
    assert_eq!(said.code, 0, "{}: {}", program.display(), said.err);
    serde_json::from_str(&said.out).unwrap()
}

/// The reader gives back every value that it can.
#[track_caller]
fn assert_read(program: &str, read: &Value, can: impl Fn(&[Reader]) -> bool) {
    let numbered = VALUES.iter().enumerate();
    let wrong: Vec<String> = numbered
        .filter(|(number, (value, but))| can(but) && read[name(*number)] != *value)
        .map(|(number, (value, _))| format!("{value:?} is read as {}", read[name(number)]))
        .collect();
    assert!(wrong.is_empty(), "{program}:\n{}", wrong.join("\n"));
}

const DUMP: &str = "import json, os; print(json.dumps(dict(os.environ)))";

fn read_by_shell(program: &str, format: &str, arguments: &[&str], source: &str) {
    let Some(shell) = tools::program(program) else { return };
    let (world, file) = written(format);
    let script = format!("{source} '{}' && python3 -c '{DUMP}'", file.display());
    let read = run(&world, &shell, &[arguments, &["-c", &script]].concat());
    assert_read(program, &read, |_| true);
}

#[test]
fn sh_reads_every_value() {
    read_by_shell("sh", "shell", &[], ".");
}

#[test]
fn dash_reads_every_value() {
    read_by_shell("dash", "shell", &[], ".");
}

#[test]
fn bash_reads_every_value() {
    read_by_shell("bash", "shell", &["--norc"], ".");
}

#[test]
fn zsh_reads_every_value() {
    read_by_shell("zsh", "shell", &["-f"], ".");
}

#[test]
fn fish_reads_every_value() {
    read_by_shell("fish", "fish", &["--no-config"], "source");
}

/// PowerShell itself is in no registry that we have: these are its rules for a string in single quotes
/// (about_Quoting_Rules: nothing in it is special but the quote, which is doubled) and for numbers. Its tokenizer takes
/// four curly quotes for the same.
#[test]
fn powershells_rules_give_every_value() {
    const QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201b}'];
    let (_world, file) = written("powershell");
    let text = std::fs::read_to_string(file).unwrap();
    let mut rest = text.as_str();
    let mut read = serde_json::Map::new();
    while let Some((_, statement)) = rest.split_once("$env:") {
        let (name, value) = statement.split_once(" = ").unwrap();
        let Some(quoted) = value.strip_prefix('\'') else {
            let (number, after) = value.split_once('\n').unwrap();
            let number: i32 = number.parse().unwrap();
            read.insert(name.to_owned(), number.to_string().into());
            rest = after;
            continue;
        };
        let mut value = String::new();
        let mut letters = quoted.chars();
        loop {
            let next = letters.next().unwrap();
            if QUOTES.contains(&next) {
                let after = letters.as_str();
                match letters.next() {
                    Some(second) if QUOTES.contains(&second) => {}
                    _ => {
                        assert!(after.starts_with('\n'), "the statement ends behind its string");
                        rest = after;
                        break;
                    }
                }
            }
            value.push(next);
        }
        read.insert(name.to_owned(), value.into());
    }
    assert_read("PowerShell's rules", &Value::Object(read), |_| true);
}

/// The file that one service writes is another's `env_file`.
#[test]
fn portreg_reads_every_value() {
    let (world, file) = written("dotenv");
    let file = file.to_str().unwrap();
    let run = ["run", "shop:other", "--env-file", file, "--", "python3", "-c", DUMP];
    let read = serde_json::from_str(&world.ok(&run)).unwrap();
    assert_read("portreg", &read, |_| true);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..Default::default()
    })]

    /// Whatever the value is.
    #[test]
    fn every_value_can_be_read_back(value in "([ -~]|[\\\\'\"`$#\n\r\t 0abcn]|[^\0]){0,12}") {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(".env");
        let line = EnvFormat::Dotenv.line("VALUE", &value);
        std::fs::write(&file, format!("{line}\nLAST=1\n")).unwrap();
        let read = portreg_core::read_env_file(&file).unwrap();
        let expected = [("VALUE", value.as_str()), ("LAST", "1")];
        assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        if !value.contains('$') {
            let by_compose = compose_rules::read(&std::fs::read_to_string(&file).unwrap());
            assert_eq!(by_compose["VALUE"].as_deref(), Some(value.as_str()));
        }
    }
}

#[test]
fn node_reads_what_its_form_can_hold() {
    let Some(node) = tools::program("node") else { return };
    let (world, file) = written("dotenv");
    let option = format!("--env-file={}", file.display());
    let read = run(&world, &node, &[&option, "-p", "JSON.stringify(process.env)"]);
    assert_read("node", &read, |but| !but.contains(&Node));
}

#[test]
fn dotenv_of_npm_reads_what_its_form_can_hold() {
    let (Some(node), Some(modules)) = (tools::program("node"), tools::node_modules("dotenv"))
    else {
        return;
    };
    let (world, file) = written("dotenv");
    let script = format!(
        "JSON.stringify(require({}).parse(fs.readFileSync({})))",
        json!(modules.join("dotenv")),
        json!(file)
    );
    let read = run(&world, &node, &["-p", &script]);
    assert_read("dotenv", &read, |but| !but.contains(&Dotenv));
}

#[test]
fn python_dotenv_reads_what_its_form_can_hold() {
    let Some(python) = tools::python() else { return };
    let (world, file) = written("dotenv");
    let script = "import dotenv, json, sys; print(json.dumps(dotenv.dotenv_values(sys.argv[1])))";
    let read = run(&world, &python, &["-c", script, file.to_str().unwrap()]);
    assert_read("python-dotenv", &read, |but| !but.contains(&Python));
}

/// Version 1 reads by python-dotenv, version 2 by rules of its own.
#[test]
fn the_installed_compose_reads_what_all_forms_can_hold() {
    let (Some(compose), Some(python)) = (tools::program("docker-compose"), tools::python()) else {
        return;
    };
    let (world, file) = written("dotenv");
    let services = json!({ "services": { "web": { "image": "x", "env_file": [file] } } });
    std::fs::write(world.work().join("compose.yaml"), services.to_string()).unwrap();
    // What it prints is YAML again, with each `$` doubled.
    let script = "import json, subprocess, sys, yaml
said = subprocess.run([sys.argv[1], '-f', 'compose.yaml', 'config'], stdout=subprocess.PIPE, check=True).stdout
variables = yaml.safe_load(said)['services']['web']['environment']
print(json.dumps({name: value.replace('$$', '$') for name, value in variables.items()}))";
    let read = run(&world, &python, &["-c", script, compose.to_str().unwrap()]);
    assert_read("docker-compose", &read, |but| !but.contains(&Python) && !but.contains(&Compose));
}

/// Compose 2 is in no registry that we have: these are its rules, written anew.
#[test]
fn composes_rules_give_what_its_form_can_hold() {
    let (_world, file) = written("dotenv");
    let read = compose_rules::read(&std::fs::read_to_string(file).unwrap());
    assert_read("compose", &json!(read), |but| !but.contains(&Compose));
}
