//! What all clones of a handle share, and the threads that work for one.

use std::path::PathBuf;

use super::{Askers, Claims, InferredNames, System, ThisMachine};
use crate::config::{Environment, Loader};
use crate::store::Store;

/// The open registry with what is remembered beside it.
pub(crate) struct Shared {
    store: Store,
    system: Box<dyn System>,
    loader: Loader,
    askers: Askers,
    inferred: InferredNames,
}

impl Shared {
    pub(crate) fn new(store: Store, environment: Environment) -> Self {
        Self {
            store,
            system: Box::new(ThisMachine::default()),
            loader: Loader::new(environment),
            askers: Askers::default(),
            inferred: InferredNames::default(),
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    /// The folder of what services print, beside the registry.
    pub(crate) fn logs(&self) -> PathBuf {
        self.store.path().with_file_name("logs")
    }

    pub(crate) fn claims(&self) -> Claims<'_> {
        let Self { store, system, loader, askers, inferred } = self;
        Claims { store, system: &**system, loader, askers, inferred }
    }
}
