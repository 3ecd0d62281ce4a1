//! Claims: which port is mine, decided over facts and written in one transaction.

mod adopt;
mod arriving;
mod asker;
mod audit;
mod available;
mod bells;
mod claim;
mod cleanup;
mod decide;
mod doctor;
mod endpoints;
mod find;
mod history;
mod infer;
mod listen;
mod many;
mod matching;
#[cfg(test)]
mod model;
mod options;
mod place;
mod plan;
mod planning;
mod pools;
mod reassign;
mod release;
mod replace;
mod run;
mod settle;
mod shared;
mod siblings;
mod standing;
mod supervised;
mod surroundings;
mod system;
mod transfer;
mod transition;
mod waiting;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, Loader};
use crate::error::{Error, Result};
use crate::model::{Identity, Sought, Target};
use crate::store::Store;
pub(crate) use asker::Askers;
pub(crate) use bells::{SERVICES, topic_of};
pub(crate) use claim::{host_name, url};
pub(crate) use cleanup::{Leftovers, keeping};
pub(crate) use endpoints::{Folders, LOCAL, TUNNEL};
pub(crate) use infer::InferredNames;
pub(crate) use settle::never;
pub(crate) use shared::Shared;
pub(crate) use standing::{LEASE_MS, Standing, descends, is_over, judge, own_of, owner_lives};
pub(crate) use supervised::{Happening, Hold, phase};
pub(crate) use system::{Listening, System, ThisMachine};
#[cfg(feature = "tokio")]
pub(crate) use waiting::Patience;
pub(crate) use waiting::Waiting;

/// What every verb about claims works with.
pub(crate) struct Claims<'a> {
    pub(crate) store: &'a Store,
    pub(crate) system: &'a dyn System,
    pub(crate) loader: &'a Loader,
    pub(crate) askers: &'a Askers,
    pub(crate) inferred: &'a InferredNames,
}

impl Claims<'_> {
    /// The configuration that holds in a folder; in the working folder where none is said.
    pub(crate) fn config(&self, dir: Option<&Path>) -> Result<Arc<Config>> {
        let config = match dir {
            Some(dir) => self.loader.load(dir)?,
            None => self.loader.load(&working_folder()?)?,
        };
        self.askers.note_retention(config.retention);
        Ok(config)
    }

    /// The name that a target means.
    pub(crate) fn identity_of(&self, target: &str) -> Result<Identity> {
        match target.parse::<Target>()? {
            Target::Name(identity) => Ok(identity),
            Target::Port(port) => match self.store.read(|reader| reader.claim_on(port))? {
                Some(row) => Ok(row.identity),
                None => Err(Error::NotFound {
                    what: format!(
                        "no service claims port {port}; `portreg explain {port}` says who is on it"
                    ),
                    sought: Sought::ServiceOn(port),
                }),
            },
        }
    }

    /// The error for a name that is no service.
    pub(crate) fn not_found(&self, identity: &Identity) -> Error {
        let port = identity.as_str().parse::<u16>().ok();
        let hint = match port {
            Some(port) => format!("; did you mean :{port}, the service on that port?"),
            None => "; `portreg find` lists all".to_owned(),
        };
        Error::NotFound {
            what: format!("no service {identity}{hint}"),
            sought: Sought::Service(identity.clone()),
        }
    }
}

/// The folder this process works in.
fn working_folder() -> Result<PathBuf> {
    std::env::current_dir().map_err(|error| {
        Error::option(
            "dir",
            format!("the working folder cannot be told ({error}); go to one that exists"),
        )
    })
}
