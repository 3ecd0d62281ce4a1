//! Where a service answers: `local` follows its port, `tunnel` its tunnel while there is one; what was set
//! wins over what its configuration says.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::Claims;
use super::claim::{host_name, url};
use super::standing::owner_lives;
use crate::config::{Config, Placeholder, Quoting, substitute};
use crate::store::{ClaimRow, ServiceRow};

/// The endpoint that follows the port.
pub(crate) const LOCAL: &str = "local";

/// The endpoint that a tunnel gives a service for as long as it stands.
pub(crate) const TUNNEL: &str = "tunnel";

/// The configurations of folders, looked up once for all services of a call.
#[derive(Default)]
pub(crate) struct Folders(HashMap<String, Option<Arc<Config>>>);

impl Claims<'_> {
    /// All endpoints of a service, with those that were set for it.
    pub(crate) fn endpoints_of(
        &self,
        row: &ServiceRow,
        set: Vec<(String, String)>,
        folders: &mut Folders,
    ) -> BTreeMap<String, String> {
        let tunnel = self.tunnel_of(row).map(str::to_owned);
        let row = &row.claim;
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
        if let Some(tunnel) = tunnel {
            known.insert(TUNNEL.to_owned(), tunnel);
        }
        known
    }

    /// The URL of a service's tunnel. It is the supervisor's and ends with it, however that ends.
    pub(crate) fn tunnel_of<'r>(&self, row: &'r ServiceRow) -> Option<&'r str> {
        let tunnel = row.tunnel.as_deref()?;
        owner_lives(self.system, &row.claim, self.system.now_ms()).then_some(tunnel)
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
        ("host", None) => Some(host_name(row.host.as_deref()).to_owned()),
        ("url", None) => local.map(str::to_owned),
        ("context", None) => row.identity.context().map(str::to_owned),
        _ => None,
    };
    substitute(template, value, Quoting::None)
}
