//! `status`: the registry and the machine side by side, from one look.

use std::collections::{HashMap, HashSet};

use super::Observer;
use super::sight::sockets_of;
use crate::claims::Listening;
use crate::error::Result;
use crate::model::{Identity, Protocol, StatusReport};
use crate::store::ClaimRow;

impl Observer<'_> {
    /// Services, listeners, conflicts and pools; of a pattern its services, their conflicts and who
    /// listens on their ports.
    pub(crate) fn status(&self, pattern: Option<&str>) -> Result<StatusReport> {
        let rows = self.rows(pattern)?;
        let sockets = sockets_of(Protocol::Tcp, None)?;
        let claims: HashMap<u16, ClaimRow> = match pattern {
            None => {
                let ports =
                    rows.iter().filter_map(|row| Some((row.claim.port?, row.claim.clone())));
                ports.collect()
            }
            Some(_) => self.claims_on(sockets.iter().map(|socket| socket.port))?,
        };
        let seen = self.seen(Protocol::Tcp, sockets, &claims);
        let conflicts = self.judged(&rows, &seen);
        self.note_mismatches(&conflicts);
        let mut listening: HashMap<u16, Vec<Listening>> = HashMap::new();
        for one in &seen {
            let pid = one.listener.pid;
            listening.entry(one.listener.port).or_default().push(Listening { pid });
        }
        let ports: HashSet<u16> = rows.iter().filter_map(|row| row.claim.port).collect();
        let services = self.claims.services_of(rows, &listening)?;
        // A configuration that is wrong is `config --check`'s to tell.
        let start_order = self.start_order().unwrap_or_default();
        let stop_order = start_order.iter().rev().cloned().collect();
        Ok(StatusReport {
            services,
            listeners: seen
                .into_iter()
                .map(|seen| seen.listener)
                .filter(|one| pattern.is_none() || ports.contains(&one.port))
                .collect(),
            conflicts,
            pools: self.claims.pools().unwrap_or_default(),
            start_order,
            stop_order,
        })
    }
    /// The configured services of this folder, in the order in which they start.
    fn start_order(&self) -> Result<Vec<Identity>> {
        let config = self.claims.config(None)?;
        let Some(project) = &config.project else { return Ok(Vec::new()) };
        project.start_order(self.claims.infer(None)?.context.as_deref())
    }
}
