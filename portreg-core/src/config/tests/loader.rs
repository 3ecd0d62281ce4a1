//! What was read is kept until one of its files changes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Folder;
use crate::config::{Config, Loader};

fn project(config: &Config) -> Option<&str> {
    config.project.as_ref()?.project.as_deref()
}

/// Loads until the loader keeps what it read: files that were just written are read again.
fn settled(loader: &Loader, dir: &std::path::Path) -> Arc<Config> {
    let deadline = Instant::now() + Duration::from_secs(5);
    loop {
        let config = loader.load(dir).unwrap();
        if Arc::ptr_eq(&config, &loader.load(dir).unwrap()) {
            return config;
        }
        assert!(Instant::now() < deadline, "never kept");
        std::thread::yield_now();
    }
}

#[test]
fn a_file_that_changes_comes_or_goes_is_seen_at_once() {
    let folder = Folder::new();
    let deep = folder.folder("a/b");
    let loader = Loader::new(folder.environment());
    assert_eq!(project(&settled(&loader, &deep)), None);
    let file = folder.write(".portreg.json", r#"{"project": "one"}"#);
    assert_eq!(project(&loader.load(&deep).unwrap()), Some("one"));
    std::fs::write(&file, r#"{"project": "two"}"#).unwrap();
    assert_eq!(project(&loader.load(&deep).unwrap()), Some("two"));
    settled(&loader, &deep);
    std::fs::write(&file, r#"{"project": "six"}"#).unwrap();
    assert_eq!(project(&loader.load(&deep).unwrap()), Some("six"));
    settled(&loader, &deep);
    folder.write("a/.port-daddy.json", r#"{"project": "nearer"}"#);
    assert_eq!(project(&loader.load(&deep).unwrap()), Some("nearer"));
    settled(&loader, &deep);
    super::repository(&deep);
    assert_eq!(project(&loader.load(&deep).unwrap()), None);
    settled(&loader, &deep);
    folder.write("home/.config/portreg/config.json", r#"{"maxPortsPerProject": 2}"#);
    assert_eq!(loader.load(&deep).unwrap().max_ports_per_project, Some(2));
    std::fs::remove_dir_all(deep.join(".git")).unwrap();
    assert_eq!(project(&loader.load(&deep).unwrap()), Some("nearer"));
}

#[test]
fn an_error_is_not_kept() {
    let folder = Folder::new();
    let loader = Loader::new(folder.environment());
    let file = folder.write(".portreg.json", "{");
    assert!(loader.load(&folder.path).is_err());
    std::fs::write(&file, "{}").unwrap();
    assert!(loader.load(&folder.path).is_ok());
}
