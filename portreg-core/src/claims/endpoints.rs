//! Where a service answers: `local` follows its port; what was set wins over what its configuration says.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::Claims;
use super::claim::url;
use crate::config::{Config, Placeholder, Quoting, substitute};
use crate::store::ClaimRow;

/// The endpoint that follows the port.
pub(crate) const LOCAL: &str = "local";

/// The configurations of folders, looked up once for all services of a call.
#[derive(Default)]
pub(crate) struct Folders(HashMap<String, Option<Arc<Config>>>);

impl Claims<'_> {
    /// All endpoints of a service, with those that were set for it.
    pub(crate) fn endpoints_of(
        &self,
        row: &ClaimRow,
        set: Vec<(String, String)>,
        folders: &mut Folders,
    ) -> BTreeMap<String, String> {
        let mut known: BTreeMap<String, String> = set.into_iter().collect();
        let local = row.port.map(|port| url(row.host.as_deref(), port));
        if let Some(config) = row.dir.as_deref().and_then(|dir| self.of_folder(dir, folders))
            && let Ok(Some(service)) = config.service(&row.identity)
        {
            for (env, template) in &service.endpoints {
                let url = || filled(template, row, local.as_deref());
                known.entry(env.clone()).or_insert_with(url);
            }
        }
        if let Some(local) = local {
            known.insert(LOCAL.to_owned(), local);
        }
        known
    }

    /// The configuration of a folder that describes services; a wrong one is `config --check`'s to tell.
    fn of_folder<'f>(&self, dir: &str, folders: &'f mut Folders) -> Option<&'f Arc<Config>> {
        if !folders.0.contains_key(dir) {
            let config = self.config(Some(Path::new(dir))).ok();
            let describes = config.filter(|config| config.project.is_some());
            folders.0.insert(dir.to_owned(), describes);
        }
        folders.0.get(dir)?.as_ref()
    }
}

fn filled(template: &str, row: &ClaimRow, local: Option<&str>) -> String {
    let value = |placeholder: &Placeholder<'_>| match (placeholder.kind, placeholder.of) {
        ("port", None) => row.port.map(|port| port.to_string()),
        ("host", None) => Some(row.host.clone().unwrap_or_else(|| "localhost".to_owned())),
        ("url", None) => local.map(str::to_owned),
        ("context", None) => row.identity.context().map(str::to_owned),
        _ => None,
    };
    substitute(template, value, Quoting::None)
}
