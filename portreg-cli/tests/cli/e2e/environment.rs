//! `env`: read back by the programs that read such files.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::Home;

/// Values that files and shells have their own ideas of.
const VALUES: [(&str, &str); 9] = [
    ("PLAIN", "http://localhost:3000/a?b=c"),
    ("SPACES", "  two  words "),
    ("SINGLE", "it's"),
    ("DOUBLE", "say \"hi\""),
    ("DOLLAR", "$HOME and $(id)"),
    ("BACKSLASH", "c:\\new\\table"),
    ("LINES", "one\ntwo"),
    ("FOREIGN", "grüße, 東京"),
    ("HASH", "a #b"),
];

fn home() -> Home {
    let home = Home::new();
    let env: Value = VALUES.iter().map(|(name, value)| (*name, *value)).collect();
    let config = json!({ "shop:web": { "env": env, "needs": ["api"] }, "shop:api": {} });
    std::fs::write(home.path().join(".portreg.json"), config.to_string()).unwrap();
    home.ok(&["claim", "shop:api", "shop:web"]);
    home
}

/// What a program says of its variables, as a JSON object.
fn read_back(program: &str, args: &[&str], folder: &Path) -> Value {
    let output = Command::new(program).args(args).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn shells_and_readers_of_files_get_exactly_these_values() {
    let home = home();
    const DUMP: &str = "import json, os; print(json.dumps(dict(os.environ)))";
    std::fs::write(home.path().join("env.sh"), home.ok(&["env", "shop:web", "--format", "shell"]))
        .unwrap();
    let script = format!(". ./env.sh; python3 -c '{DUMP}'");
    let by_sh = read_back("sh", &["-c", &script], home.path());
    let by_bash = read_back("bash", &["-c", &script], home.path());
    std::fs::write(home.path().join("web.env"), home.ok(&["env", "shop:web"])).unwrap();
    let by_node = read_back(
        "node",
        &["--env-file=web.env", "-p", "JSON.stringify(process.env)"],
        home.path(),
    );
    for (name, value) in VALUES {
        for (reader, read) in [("sh", &by_sh), ("bash", &by_bash), ("node", &by_node)] {
            assert_eq!(read[name], value, "{reader} reads {name}");
        }
    }
}

#[test]
fn variables_are_named_after_their_services() {
    let home = home();
    let api = home.json(&["find", "shop:api"])[0]["port"].to_string();
    let web = home.json(&["find", "shop:web"])[0]["port"].to_string();
    let all = home.json(&["env", "shop"]);
    let expected = json!({
        "SHOP_API_PORT": api, "SHOP_API_URL": format!("http://localhost:{api}"),
        "SHOP_WEB_PORT": web, "SHOP_WEB_URL": format!("http://localhost:{web}"),
    });
    assert_eq!(all, expected);
    let own = home.json(&["env", "shop:web"]);
    let place = ["PORT", "HOST", "URL"].map(|name| own[name].as_str().unwrap().to_owned());
    assert_eq!(place, [web.clone(), "localhost".into(), format!("http://localhost:{web}")]);
    assert_eq!(own["API_URL"], format!("http://localhost:{api}"));
    assert_eq!(home.error(&["env", "shop:nobody"], 3)["code"], "NOT_FOUND");

    home.ok(&["claim", "shop:web:main", "4you"]);
    let names: Vec<String> = home
        .json(&["env"])
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| name.ends_with("_PORT"))
        .cloned()
        .collect();
    let expected = ["_4YOU_PORT", "SHOP_API_PORT", "SHOP_WEB_PORT", "SHOP_WEB_MAIN_PORT"];
    assert_eq!(names, expected, "the context where they would be equal");
    home.ok(&["claim", "my-shop:web", "my.shop:web"]);
    let error = home.error(&["env"], 2);
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("my-shop:web and my.shop:web"), "{message}");
}

#[test]
fn a_file_keeps_everything_but_the_lines_between_the_markers() {
    let home = home();
    let file = home.path().join(".env.local");
    let link = home.path().join("link");
    std::fs::write(&file, b"SECRET=\xff\xfe\r\nB=2").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let mode = |bits| std::os::unix::fs::PermissionsExt::from_mode(bits);
    std::fs::set_permissions(&file, mode(0o640)).unwrap();
    let write = |pattern| home.json(&["env", pattern, "--write", "link"])["changed"].clone();
    assert_eq!(write("shop"), true);
    let first = std::fs::read(&file).unwrap();
    assert!(first.starts_with(b"SECRET=\xff\xfe\r\nB=2\r\n"));
    assert!(link.is_symlink(), "a link stays one");
    let kept = std::os::unix::fs::PermissionsExt::mode(&file.metadata().unwrap().permissions());
    assert_eq!(kept & 0o777, 0o640);

    let touched = file.metadata().unwrap().modified().unwrap();
    assert_eq!(write("shop"), false);
    assert_eq!(file.metadata().unwrap().modified().unwrap(), touched, "it is not touched");
    assert_eq!(write("shop:api"), true);
    let second = std::fs::read(&file).unwrap();
    assert!(second.starts_with(b"SECRET=\xff\xfe\r\nB=2\r\n") && second.len() < first.len() + 80);

    home.error(&["env", "shop", "--write", "link", "--format", "json"], 2);
    let nowhere = home.error(&["env", "shop", "--write", "no/such/folder/.env"], 2);
    assert!(nowhere["message"].as_str().unwrap().contains("no/such/folder"), "{nowhere}");
}

/// Twenty at once: the file is always whole, and no other file is left.
#[test]
fn many_writers_at_once_leave_one_whole_file() {
    let home = home();
    let file = home.path().join(".env");
    std::fs::write(&file, "KEEP=1\n").unwrap();
    std::thread::scope(|scope| {
        for number in 0..20 {
            let pattern = if number % 2 == 0 { "shop" } else { "shop:api" };
            let home = &home;
            scope.spawn(move || home.ok(&["env", pattern, "--write", ".env"]));
        }
    });
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("KEEP=1\n# >>> portreg"), "{text}");
    assert_eq!(text.matches("# <<< portreg").count(), 1, "{text}");
    let names = std::fs::read_dir(home.path()).unwrap();
    let left = names
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("portreg-"));
    assert_eq!(left.count(), 0);
}
