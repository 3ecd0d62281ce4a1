//! Command lines that cannot be read: one line, exit 2, in both forms. None of them needs a registry.

use std::ffi::OsString;
use std::path::Path;

use assert_cmd::Command;

fn portreg(args: &[&str]) -> (Option<i32>, String, String) {
    portreg_os(&args.iter().map(OsString::from).collect::<Vec<_>>())
}

fn portreg_os(args: &[OsString]) -> (Option<i32>, String, String) {
    let dir = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("portreg").unwrap();
    command.args(args).env("PORTREG_HOME", dir.path()).env_remove("PORTREG_LOG");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn usage_errors_are_one_line() {
    let lines: &[&[&str]] = &[
        &["frob"],
        &["clam"],
        &["claim", "a", "--prot", "3"],
        &["claim", "a", "--port", "abc"],
        &["claim", "a", "--expires", "soon"],
        &["claim", "a", "--meta", "[1]"],
        &["claim", "a", "--env", "x"],
        &["claim", "--on-conflict", "x"],
        &["find", "--status", "y"],
        &["find", "--limit", "-1"],
        &["release"],
        &["run", "npm"],
        &["run", "npm", "start"],
        &["reassign", "a"],
        &["pool", "set", "dev"],
        &["available", "3-1"],
        &["available", "-n", "0"],
        &["history", "--since", "later"],
        &["import", "/nowhere/file.json"],
        &["-C", "/nowhere", "whoami"],
        &["find", "--format", "markdown", "--json"],
    ];
    let mut text = String::new();
    for args in lines {
        let (code, stdout, stderr) = portreg(args);
        assert_eq!(code, Some(2), "{args:?}: {stderr}");
        assert_eq!(stdout, "", "{args:?}");
        assert_eq!(stderr.lines().count(), 1, "{args:?}: {stderr}");
        text.push_str(&format!("$ portreg {}\n{stderr}\n", args.join(" ")));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn usage_errors_are_json_where_json_is_asked_for() {
    for args in [
        &["--json", "frob"][..],
        &["claim", "a", "--port", "abc", "--json"],
        &["--json"],
        &["run", "--json", "npm", "start"],
    ] {
        let (code, stdout, stderr) = portreg(args);
        assert_eq!((code, stdout.as_str()), (Some(2), ""), "{args:?}");
        let error: serde_json::Value =
            serde_json::from_str(&stderr).unwrap_or_else(|_| panic!("{args:?}: {stderr}"));
        assert!(error["error"]["code"].as_str().unwrap().starts_with("INVALID_"), "{stderr}");
        assert!(!error["error"]["message"].as_str().unwrap().is_empty());
        assert_eq!(error.as_object().unwrap().len(), 1);
    }
    let (_, _, stderr) = portreg(&["claim", "a", "--port", "abc", "--json"]);
    let error: serde_json::Value = serde_json::from_str(&stderr).unwrap();
    assert_eq!(error["error"]["option"], "port");
}

#[test]
fn portreg_alone_shows_help_on_stderr() {
    let (code, stdout, stderr) = portreg(&[]);
    assert_eq!((code, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("Usage: portreg") && stderr.contains("claim"));
}

#[test]
fn help_and_version_are_answers() {
    let (code, stdout, stderr) = portreg(&["--version"]);
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout, format!("portreg {}\n", env!("CARGO_PKG_VERSION")));
    let (code, stdout, _) = portreg(&["claim", "--help"]);
    assert_eq!(code, Some(0));
    assert!(stdout.contains("Examples:") && !stdout.contains('\u{1b}'));
}

#[test]
fn completions_need_no_registry() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, stdout, _) = portreg(&["completions", shell]);
        assert_eq!(code, Some(0), "{shell}");
        assert!(stdout.contains("portreg") && stdout.contains("unreserve"), "{shell}");
    }
}

#[test]
fn the_manual_has_a_page_for_each_verb() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let (code, stdout, _) = portreg(&["manual", "-q", pages.to_str().unwrap()]);
    assert_eq!(code, Some(0));
    for page in ["portreg", "portreg-claim", "portreg-endpoint-set"] {
        let file = pages.join(format!("{page}.1"));
        assert!(stdout.lines().any(|line| Path::new(line) == file), "{page}: {stdout}");
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(".SH NAME") && text.contains(".SH EXAMPLES\n.nf\n"), "{text}");
    }
    let hidden = stdout.lines().any(|line| line.contains("supervise"));
    assert!(!hidden && stdout.lines().count() > 45, "{stdout}");

    // A file where the folder should be.
    std::fs::write(folder.path().join("file"), "").unwrap();
    let (code, _, stderr) = portreg(&["manual", folder.path().join("file").to_str().unwrap()]);
    assert_eq!(code, Some(2), "{stderr}");
    assert!(stderr.starts_with("error: no manual can be written to "), "{stderr}");
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_an_error_and_no_panic() {
    use std::os::unix::ffi::OsStringExt as _;
    let odd = OsString::from_vec(b"sh\xffop".to_vec());
    for args in [vec!["claim".into(), odd.clone()], vec![odd.clone()], vec!["release".into(), odd]]
    {
        let (code, _, stderr) = portreg_os(&args);
        assert_eq!(code, Some(2), "{stderr}");
        assert!(!stderr.contains("panicked"), "{stderr}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("portreg"));
    let output = command.args(["completions", "bash"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8_lossy(&output.stderr).starts_with("error: the answer cannot be written")
    );
}

#[test]
fn a_log_filter_that_is_none_is_named() {
    let mut command = Command::cargo_bin("portreg").unwrap();
    let output =
        command.args(["completions", "bash"]).env("PORTREG_LOG", "a=b=c").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: PORTREG_LOG="));
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_ends_the_command_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("portreg"));
    let output = command.args(["completions", "bash"]).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
