//! Folders and files of a play: what the user and the project have configured.

use std::path::{Path, PathBuf};

use super::state::Ports;
use super::step::{CONFIGURED, FOLDERS, PERISHABLE};
use crate::config::Environment;
use crate::model::{OnConflict, Strategy};

/// What the files say, as the model knows it.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    pub(super) default_range: Ports,
    pub(super) preferred: Vec<u16>,
    pub(super) reserved: Vec<u16>,
    pub(super) pools: Vec<(String, Vec<Ports>)>,
    pub(super) expires_ms: i64,
    pub(super) limit: Option<usize>,
    pub(super) order: Strategy,
    pub(super) folders: Vec<PathBuf>,
    pub(super) here: PathBuf,
    file: PathBuf,
}

/// What the project file says about a name.
#[derive(Debug, Clone, Default)]
pub(super) struct Rule {
    pub(super) port: Vec<u16>,
    pub(super) strict: bool,
    pub(super) persistent: Option<bool>,
    pub(super) on_conflict: Option<OnConflict>,
    pub(super) ttl_ms: Option<i64>,
    pub(super) range: Option<Ports>,
    pub(super) pool: Option<&'static str>,
}

const PROJECT: &str = r#"{
    "shop:web:*": { "port": 5985 },
    "shop:api:*": { "port": [5986, 5987], "range": [5986, 5990] },
    "shop:db": { "port": 5990, "strict": true, "persistent": true },
    "blog": { "pool": "lab" },
    "blog:web": { "on_conflict": "next", "expires": "10m" }
}"#;

pub(super) const SETTINGS: usize = 4;

const USER: [&str; SETTINGS] = [
    r#"{ "defaultRange": [5981, 5990] }"#,
    r#"{ "defaultRange": [5996, 6002], "preferredPorts": [5992, 5984, 5997], "reservedPorts": [5998],
        "maxPortsPerProject": 3, "defaultExpires": "2h" }"#,
    r#"{ "defaultRange": [5982, 5987], "strategy": "hashed", "pools": { "rig": "5987-5988" } }"#,
    r#"{ "defaultRange": [5981, 5983], "strategy": "random", "maxPortsPerProject": 2 }"#,
];

const HOUR_MS: i64 = 3_600_000;

impl Setting {
    /// Writes the files of all settings into a folder.
    pub(super) fn write(root: &Path) {
        for (number, text) in USER.iter().enumerate() {
            std::fs::write(root.join(format!("user-{number}.json")), text).unwrap();
        }
        for folder in 0..FOLDERS {
            std::fs::create_dir_all(root.join(format!("folder-{folder}")).join("src")).unwrap();
        }
        let project = root.join(format!("folder-{CONFIGURED}")).join(".portreg.json");
        std::fs::write(project, PROJECT).unwrap();
    }

    pub(super) fn new(root: &Path, number: usize) -> Self {
        let mut setting = Self {
            default_range: [(5981, 5990), (5996, 6002), (5982, 5987), (5981, 5983)][number],
            preferred: Vec::new(),
            reserved: Vec::new(),
            pools: Vec::new(),
            expires_ms: 8 * HOUR_MS,
            limit: None,
            order: Strategy::Sequential,
            folders: (0..FOLDERS).map(|folder| root.join(format!("folder-{folder}"))).collect(),
            here: std::env::current_dir().unwrap(),
            file: root.join(format!("user-{number}.json")),
        };
        match number {
            1 => {
                setting.preferred = vec![5992, 5984, 5997];
                setting.reserved = vec![5998];
                setting.limit = Some(3);
                setting.expires_ms = 2 * HOUR_MS;
            }
            2 => {
                setting.order = Strategy::Hashed;
                setting.pools = vec![("rig".to_owned(), vec![(5987, 5988)])];
            }
            3 => {
                setting.order = Strategy::Random;
                setting.limit = Some(2);
            }
            _ => {}
        }
        setting
    }

    pub(super) fn environment(&self) -> Environment {
        Environment::from_pairs([("PORTREG_CONFIG", self.file.as_os_str())])
    }

    /// What the project file of a folder says about a name.
    pub(super) fn rule(&self, name: &str, dir: Option<usize>) -> Rule {
        if dir != Some(CONFIGURED) {
            return Rule::default();
        }
        if name == "shop:web" || name.starts_with("shop:web:") {
            return Rule { port: vec![5985], ..Rule::default() };
        }
        if name == "shop:api" || name.starts_with("shop:api:") {
            return Rule { port: vec![5986, 5987], range: Some((5986, 5990)), ..Rule::default() };
        }
        match name {
            "shop:db" => {
                Rule { port: vec![5990], strict: true, persistent: Some(true), ..Rule::default() }
            }
            "blog" => Rule { pool: Some("lab"), ..Rule::default() },
            "blog:web" => Rule {
                on_conflict: Some(OnConflict::Next),
                ttl_ms: Some(600_000),
                ..Rule::default()
            },
            // A sibling is its original once more.
            _ => match name.rsplit_once('.') {
                Some((original, _)) => self.rule(original, dir),
                None => Rule::default(),
            },
        }
    }

    pub(super) fn folder_goes(&self) {
        _ = std::fs::remove_dir_all(&self.folders[PERISHABLE]);
    }

    pub(super) fn folder_comes(&self) {
        _ = std::fs::create_dir_all(self.folders[PERISHABLE].join("src"));
    }
}
