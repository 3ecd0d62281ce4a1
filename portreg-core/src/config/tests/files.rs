//! Which file counts, in which order, and what the settings then are.

use std::path::Path;
use std::time::Duration;

use super::{Folder, fault};
use crate::config::{Config, Environment};
use crate::error::ErrorCode;
use crate::model::{PortRange, Strategy};

fn range(text: &str) -> PortRange {
    text.parse().unwrap()
}

#[test]
fn nothing_said_gives_the_defaults() {
    let folder = Folder::new();
    let config = folder.load(".").unwrap();
    let root = dunce::canonicalize(&folder.path).unwrap();
    assert_eq!(config, Config { root, ..Config::default() });
    assert_eq!(config.default_range, range("3100-9999"));
    assert_eq!(config.pool("dev").unwrap().ranges, [range("8000-8999")]);
    assert!(!config.pool("dev").unwrap().configured);
    assert_eq!(config.default_expires, Duration::from_secs(8 * 3600));
}

#[test]
fn the_nearest_project_file_counts_and_the_search_ends_at_the_repository() {
    let folder = Folder::new();
    folder.write(".portreg.json", r#"{"project": "outside"}"#);
    let project = |dir: &str| folder.load(dir).unwrap().project.and_then(|file| file.project);
    folder.folder("plain/deep");
    assert_eq!(project("plain/deep").as_deref(), Some("outside"));

    super::repository(&folder.path.join("shop"));
    folder.folder("shop/web/src");
    assert_eq!(project("shop/web/src"), None);
    folder.write("shop/.portreg.json", r#"{"project": "root"} // the root's"#);
    assert_eq!(project("shop/web/src").as_deref(), Some("root"));
    folder.write("shop/web/.port-daddy.json", r#"{"project": "older"}"#);
    assert_eq!(project("shop/web/src").as_deref(), Some("older"));
    folder.write("shop/web/.portreg.json", r#"{"project": "web",}"#);
    assert_eq!(project("shop/web/src").as_deref(), Some("web"));
}

#[test]
fn outside_git_the_search_ends_below_the_home_folder() {
    let folder = Folder::new();
    folder.write("home/.portreg.json", r#"{"project": "everything"}"#);
    folder.folder("home/work/shop");
    assert_eq!(folder.load("home/work/shop").unwrap().project, None);
    assert!(folder.load("home").unwrap().project.is_some());
    folder.write("home/work/.portreg.json", "{}");
    assert!(folder.load("home/work/shop").unwrap().project.is_some());
}

#[cfg(unix)]
#[test]
fn a_folder_that_everybody_may_write_speaks_for_nobody_else() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("open/.portreg.json", r#"{"shop": {"cmd": "evil"}}"#);
    folder.folder("open/mine");
    let open = folder.path.join("open");
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o1777)).unwrap();
    assert_eq!(folder.load("open/mine").unwrap().project, None);
    assert!(folder.load("open").unwrap().project.is_some());
}

#[test]
fn variables_win_over_the_user_over_the_machine_over_the_older_tool() {
    let folder = Folder::new();
    folder.write("home/.port-daddy/config.json", r#"{"defaultRange": [4000, 4999], "strategy": "random", "maxPortsPerProject": 3, "reservedPorts": [1]}"#);
    let machine = folder.write(
        "etc.json",
        r#"{"defaultRange": "5000-5999", "maxPortsPerProject": 5, "reservedPorts": ["2-3"]}"#,
    );
    folder.write(
        "home/.config/portreg/config.json",
        r#"{"maxPortsPerProject": 7, "pools": {"web": "20000-20099"}}"#,
    );
    let environment = folder
        .environment_with(&[
            ("PORTREG_RANGE", "6000-6999"),
            ("PORTREG_RESERVED", "9, 4-5"),
            ("PORTREG_POOL_WEB", "30000-30001,30005"),
        ])
        .with_machine_config(machine.clone());
    let config = Config::load(&folder.path, &environment).unwrap();
    assert_eq!(config.default_range, range("6000-6999"));
    assert_eq!(config.strategy, Strategy::Random);
    assert_eq!(config.max_ports_per_project, Some(7));
    assert_eq!(config.reserved, [range("1"), range("2-3"), range("4-5"), range("9")]);
    assert_eq!(config.pool("web").unwrap().ranges, [range("30000-30001"), range("30005")]);
    let report = config.report();
    assert_eq!(report.values["defaultRange"], "6000-6999");
    assert_eq!(report.sources["defaultRange"], "PORTREG_RANGE");
    assert_eq!(report.sources["pools"]["web"], "PORTREG_POOL_WEB");
    assert_eq!(report.sources["pools"]["dev"], "default");
    assert_eq!(report.sources["retention"], "default");

    let config = Config::load(&folder.path, &folder.environment().with_machine_config(machine));
    assert_eq!(config.unwrap().default_range, range("5000-5999"));
}

#[test]
fn wrong_variables_are_named() {
    let folder = Folder::new();
    for (name, value) in [
        ("PORTREG_RANGE", "x"),
        ("PORTREG_RESERVED", "1,70000"),
        ("PORTREG_STRATEGY", "best"),
        ("PORTREG_POOL_WEB", "5-1"),
        ("PORTREG_POOL_WEB", "8500-8600"),
    ] {
        let environment = folder.environment_with(&[(name, value)]);
        let error = Config::load(&folder.path, &environment).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidConfig);
        assert!(error.to_string().starts_with(&format!("{name}: ")), "{error}");
    }
}

#[test]
fn pools_that_overlap_are_refused_at_the_one_that_was_set() {
    let folder = Folder::new();
    let file = "home/.config/portreg/config.json";
    folder.write(file, "{\n  \"pools\": {\n    \"web\": \"8500-8600\"}}");
    let (line, column, message) = fault(folder.load("."));
    assert_eq!((line, column), (3, 5));
    assert!(
        message.contains("pool web (8500-8600) overlaps pool dev (8000-8999, predefined"),
        "{message}"
    );

    folder.write(
        file,
        r#"{"pools": {"dev": "20000-20010", "web": [8500, 8600], "api": ["8700-8710", 8720]}}"#,
    );
    let config = folder.load(".").unwrap();
    assert_eq!(config.pool("api").unwrap().ranges, [range("8700-8710"), range("8720")]);

    folder.write(file, r#"{"pools": {"a": "20000-20010", "b": [20010, 20020]}}"#);
    assert!(fault(folder.load(".")).2.contains("overlaps pool"));
}

#[test]
fn the_user_file_is_where_portreg_config_says() {
    let folder = Folder::new();
    let file = folder.write("mine.json", r#"{"retention": {"history": 5, "messages": "1d", "channel": 3, "memory": "2d"}, "defaultExpires": 60}"#);
    let environment = folder.environment_with(&[("PORTREG_CONFIG", file.to_str().unwrap())]);
    let config = Config::load(&folder.path, &environment).unwrap();
    assert_eq!(config.retention.history.count, 5);
    assert_eq!(config.retention.memory.age, Duration::from_secs(2 * 86_400));
    assert_eq!((config.retention.memory.count, config.retention.channel), (10_000, 3));
    assert_eq!(config.report().values["defaultExpires"], "1m");
    let nowhere = folder.environment_with(&[("PORTREG_CONFIG", "/dev/null")]);
    assert!(Config::load(&folder.path, &nowhere).is_ok());
}

#[cfg(windows)]
#[test]
fn the_registry_is_in_the_local_data_of_the_user() {
    let local = [("LOCALAPPDATA", r"C:\Users\u\AppData\Local"), ("XDG_STATE_HOME", r"C:\s")];
    let path = Environment::from_pairs(local).registry_path(None).unwrap();
    assert_eq!(path, Path::new(r"C:\Users\u\AppData\Local\portreg\registry.db"));
}

#[cfg(unix)]
#[test]
fn the_registry_is_found_by_the_first_that_says_where() {
    let path = |pairs: &[(&str, &str)], explicit: Option<&str>| {
        let environment = Environment::from_pairs(pairs.iter().copied());
        environment.registry_path(explicit.map(Path::new)).map(|path| path.display().to_string())
    };
    let all = [
        ("PORTREG_REGISTRY", "/r/x.db"),
        ("PORTREG_HOME", "/p"),
        ("XDG_STATE_HOME", "/s"),
        ("HOME", "/h"),
    ];
    assert_eq!(path(&all, Some("/given.db")).unwrap(), "/given.db");
    assert_eq!(path(&all, None).unwrap(), "/r/x.db");
    assert_eq!(path(&all[1..], None).unwrap(), "/p/registry.db");
    if cfg!(target_os = "linux") {
        assert_eq!(path(&all[2..], None).unwrap(), "/s/portreg/registry.db");
        assert_eq!(path(&all[3..], None).unwrap(), "/h/.local/state/portreg/registry.db");
        let odd = [("XDG_STATE_HOME", "relative"), ("HOME", "/h"), ("PORTREG_HOME", "")];
        assert_eq!(path(&odd, None).unwrap(), "/h/.local/state/portreg/registry.db");
    }
    assert_eq!(path(&[], None).unwrap_err().code(), ErrorCode::RegistryUnavailable);
    assert!(path(&all, Some("")).is_err());
    assert!(Path::new(&path(&[], Some("x.db")).unwrap()).is_absolute());
    assert!(Environment::from_pairs([("PORTREG", "off")]).is_off());
    assert!(!Environment::from_pairs([("PORTREG", "on")]).is_off());
}
