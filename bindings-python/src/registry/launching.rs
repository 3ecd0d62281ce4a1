//! How `up` starts a service: what a claim stores for it, and what `up` takes without configuration.

use std::path::PathBuf;

use portreg_core::{Launch, RestartPolicy, Result, Tunnel, TunnelProvider};
use pyo3::prelude::*;

use crate::arguments::{Json, Names, Word};

/// Hands these options on to the macro of verbs that take them beside their own.
macro_rules! launching {
    ($verbs:ident: $($own:tt)*) => {
        $verbs! {
            $($own)*
            ;
            cmd: Option<String> = None,
            ready: Option<Json> = None,
            restart: Option<Word<RestartPolicy>> = None,
            needs: Option<Names> = None,
            env: Option<std::collections::BTreeMap<String, String>> = None,
            env_file: Option<PathBuf> = None,
            tunnel: Option<Word<TunnelProvider>> = None,
            tunnel_subdomain: Option<String> = None,
        }
    };
}

pub(super) use launching;

macro_rules! declared {
    (; $($option:ident: $type:ty = $default:expr),+ $(,)?) => {
        /// What is said of how a service is started.
        #[derive(Default)]
        pub(super) struct Starting {
            $(pub(super) $option: $type,)+
        }
    };
}

launching!(declared:);

impl Starting {
    pub(super) fn launch(self, py: Python<'_>) -> Result<Launch> {
        Ok(Launch {
            cmd: self.cmd,
            ready: self.ready.map(|ready| ready.read(py, "ready")).transpose()?,
            restart: self.restart.map(|word| word.0),
            needs: self.needs.map(|names| names.0),
            env: self.env.unwrap_or_default(),
            env_file: self.env_file,
            tunnel: self
                .tunnel
                .map(|provider| Tunnel { provider: provider.0, subdomain: self.tunnel_subdomain }),
        })
    }
}
