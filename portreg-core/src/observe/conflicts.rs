//! `conflicts`: where the registry and the machine disagree. Facts first, then a pure judgement.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Observer;
use super::sight::Seen;
use crate::claims::{host_name, is_over};
use crate::error::Result;
use crate::machine::process::{self, Liveness};
use crate::machine::sockets::{self, ListenSocket};
use crate::model::{Conflict, ConflictKind, Listener, Pattern, ProcessKey, Protocol, Span, Target};
use crate::store::ClaimRow;
use crate::time::human_duration;
use crate::wording::{listed, who};

/// What is known of a service and its port.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    pub(super) row: &'a ClaimRow,
    pub(super) port: u16,
    /// Who listens on its port.
    pub(super) seen: &'a [&'a Seen],
    /// The host name that the configuration gives it.
    pub(super) host: Option<String>,
    /// Whether the process lives that portreg started for it, and since when.
    pub(super) runs_since_ms: Option<i64>,
    /// Where the process listens instead, where it does.
    pub(super) elsewhere: Option<&'a Seen>,
    /// Two of its own listeners that have nothing to do with each other.
    pub(super) unrelated: Option<(&'a Seen, &'a Seen)>,
    pub(super) now_ms: i64,
}

impl Observer<'_> {
    /// Every conflict of the services that match, in order of names.
    pub(crate) fn conflicts(&self, pattern: Option<&str>) -> Result<Vec<Conflict>> {
        let rows = self.rows(pattern)?;
        let by_port: HashMap<u16, ClaimRow> =
            rows.iter().filter_map(|row| Some((row.claim.port?, row.claim.clone()))).collect();
        let mut sockets = super::sight::sockets_of(Protocol::Tcp, None)?;
        sockets.retain(|socket| by_port.contains_key(&socket.port));
        let seen = self.seen(Protocol::Tcp, sockets, &by_port);
        let found = self.judged(&rows, &seen);
        self.note_mismatches(&found);
        Ok(found)
    }

    /// The conflicts of services whose ports were looked at.
    pub(super) fn judged(&self, rows: &[crate::store::ServiceRow], seen: &[Seen]) -> Vec<Conflict> {
        let mut on: HashMap<u16, Vec<&Seen>> = HashMap::new();
        for one in seen {
            on.entry(one.listener.port).or_default().push(one);
        }
        let system = self.claims.system;
        let mut found = Vec::new();
        for row in rows {
            let Some(port) = row.claim.port else { continue };
            let seen = on.get(&port).map_or(&[][..], Vec::as_slice);
            let runs = |child: &ProcessKey| system.liveness(child) == Liveness::Alive;
            let running = row.claim.child.filter(runs);
            let elsewhere = running.filter(|_| seen.is_empty());
            let elsewhere = elsewhere.and_then(|child| self.first_listener_below(&child));
            found.extend(judge(&Facts {
                row: &row.claim,
                port,
                seen,
                host: (!seen.is_empty()).then(|| self.host_of(&row.claim)).flatten(),
                runs_since_ms: running.map(|_| row.started_at_ms.unwrap_or_default()),
                elsewhere: elsewhere.as_ref(),
                unrelated: unrelated(seen),
                now_ms: system.now_ms(),
            }));
        }
        found
    }

    /// The lowest port on which a process, or one that descends from it, listens.
    fn first_listener_below(&self, root: &ProcessKey) -> Option<Seen> {
        let below = process::descend(&[root.pid], |_| false);
        let pids: Vec<u32> = below.iter().map(|key| key.pid).chain([root.pid]).collect();
        let mut sockets = super::sight::sockets_of(Protocol::Tcp, None).ok()?;
        sockets.sort();
        let own =
            |socket: &ListenSocket| pids.iter().any(|pid| sockets::holds(*pid, &[socket.inode]));
        let first = sockets.into_iter().find(own)?;
        self.seen(Protocol::Tcp, vec![first], &HashMap::new()).pop()
    }

    /// The host of a service: by the configuration as it is now, else as it was when it was claimed.
    fn host_of(&self, row: &ClaimRow) -> Option<String> {
        let config = row.dir.as_deref().and_then(|dir| self.claims.config(Some(dir.as_ref())).ok());
        let service =
            config.as_ref().and_then(|config| config.service(&row.identity).ok().flatten());
        let configured = service.and_then(|service| service.host.clone());
        configured.or_else(|| row.host.as_deref().map(|host| host_name(Some(host)).to_owned()))
    }

    /// The services that match, in order of names.
    pub(super) fn rows(&self, pattern: Option<&str>) -> Result<Vec<crate::store::ServiceRow>> {
        let pattern = match pattern {
            None => None,
            Some(text) if text.starts_with(':') => {
                text.parse::<Target>()?;
                return Ok(vec![self.claims.service_row(&self.claims.identity_of(text)?)?]);
            }
            Some(text) => Some(text.parse::<Pattern>()?),
        };
        let spans = pattern.as_ref().map_or_else(|| vec![Span::All], |one| one.spans(true));
        let mut rows = self.claims.store.snapshot(|reader| reader.services_in(&spans))?;
        rows.retain(|row| pattern.as_ref().is_none_or(|one| one.covers(&row.claim.identity)));
        Ok(rows)
    }
}

/// Two own listeners of a port of which neither belongs to the other.
fn unrelated<'a>(seen: &[&'a Seen]) -> Option<(&'a Seen, &'a Seen)> {
    let own: Vec<&&Seen> = seen.iter().filter(|seen| seen.is_explained()).collect();
    let (first, rest) = own.split_first()?;
    let other = rest.iter().find(|other| {
        let pids = first.listener.pid.zip(other.listener.pid);
        pids.is_some_and(|(one, two)| !are_related(first, other, one, two))
    })?;
    Some((first, other))
}

/// Whether two listeners are one server: a process and what it started, workers side by side on the
/// same addresses, or the proxies of one container.
fn are_related(first: &Seen, other: &Seen, one: u32, two: u32) -> bool {
    let descends =
        |pid, from| process::key_of(from).is_some_and(|key| process::is_ancestor(&key, pid));
    let side_by_side = || {
        first.listener.addresses == other.listener.addresses
            && (process::group_of(one) == process::group_of(two)
                || process::parent_of(one) == process::parent_of(two))
    };
    let proxies = first.listener.container.is_some() && other.listener.container.is_some();
    proxies || side_by_side() || descends(one, two) || descends(two, one)
}

pub(super) fn judge(facts: &Facts<'_>) -> Vec<Conflict> {
    let mut found = Vec::new();
    let strangers: Vec<&&Seen> = facts.seen.iter().filter(|seen| !seen.is_explained()).collect();
    let own: Vec<&&Seen> = facts.seen.iter().filter(|seen| seen.is_explained()).collect();
    match (own.first(), strangers.first()) {
        (None, Some(stranger)) => found.push(facts.foreign(stranger)),
        (Some(own), Some(stranger)) => found.push(facts.two(&own.listener, &stranger.listener)),
        (None, None) if facts.runs_since_ms.is_some() => found.push(facts.silent()),
        _ => {}
    }
    if let Some((one, two)) = facts.unrelated.filter(|_| strangers.is_empty()) {
        found.push(facts.two(&one.listener, &two.listener));
    }
    found.extend(facts.wrong_address(&own));
    if let Some(own) = own.first().filter(|_| is_over(facts.row, facts.now_ms)) {
        found.push(facts.expired(&own.listener));
    }
    found
}

impl Facts<'_> {
    fn conflict(
        &self,
        kind: ConflictKind,
        expected: String,
        found: Option<&Listener>,
        hint: String,
    ) -> Conflict {
        let (identity, port) = (self.row.identity.clone(), self.port);
        Conflict { kind, identity, port, expected, found: found.cloned(), hint }
    }

    fn who(&self, listener: &Listener) -> String {
        told(listener, self.now_ms)
    }

    fn foreign(&self, stranger: &Seen) -> Conflict {
        let (ours, stranger) = (stranger.ours, &stranger.listener);
        let (id, port) = (&self.row.identity, self.port);
        let expected = match self.row.owner.as_ref() {
            Some(owner) => format!("{id}, claimed by {}", owner.holder()),
            None => format!("{id} or nobody"),
        };
        let way = match stranger.pid {
            Some(_) if stranger.container.is_some() => {
                "`docker stop` ends its container".to_owned()
            }
            Some(_) if ours => format!("`portreg kill :{port}` ends it"),
            _ => "it is not this user's to end".to_owned(),
        };
        let hint = format!(
            "{} listens on the port of {id}; {way}, `portreg reassign {id} --next` moves {id} to another port",
            self.who(stranger)
        );
        self.conflict(ConflictKind::ForeignListener, expected, Some(stranger), hint)
    }

    fn two(&self, one: &Listener, other: &Listener) -> Conflict {
        let (id, port) = (&self.row.identity, self.port);
        let way = match other.identity.is_some() {
            true => format!("`portreg kill {id}` ends both"),
            false => format!("`portreg kill :{port}` ends both"),
        };
        let hint = format!(
            "{} and {} both listen on {port}, so clients reach either; {way}, then start one",
            self.who(one),
            self.who(other)
        );
        let expected = format!("{} alone", self.who(one));
        self.conflict(ConflictKind::DuplicateOwner, expected, Some(other), hint)
    }

    fn silent(&self) -> Conflict {
        let (id, port) = (&self.row.identity, self.port);
        let since = self.now_ms - self.runs_since_ms.unwrap_or(self.now_ms);
        let since = human_duration(since);
        if let Some(Seen { listener, .. }) = self.elsewhere {
            let hint = format!(
                "{} of {id} listens on {} instead of {port}; hand it the port by PORT or {{port}}, or `portreg reassign {id} {}`",
                self.who(listener),
                listener.port,
                listener.port
            );
            let expected = format!("{id} on {port}");
            return self.conflict(ConflictKind::NotListening, expected, Some(listener), hint);
        }
        let hint = format!(
            "{id} has been running for {since} and nobody listens on {port}: it may still be starting; `portreg explain {port}` looks again"
        );
        self.conflict(ConflictKind::NotListening, format!("{id} on {port}"), None, hint)
    }

    fn wrong_address(&self, own: &[&&Seen]) -> Option<Conflict> {
        let first = own.first()?;
        let (id, port) = (&self.row.identity, self.port);
        let there = listed(&first.listener.addresses);
        let serves = |address: IpAddr| own.iter().any(|seen| seen.serves(address));
        if !serves(Ipv4Addr::LOCALHOST.into()) {
            let hint = if serves(Ipv6Addr::LOCALHOST.into()) {
                format!(
                    "{} listens on {there} only, so clients that dial 127.0.0.1:{port} are refused; let it listen on 127.0.0.1 or localhost, then `portreg explain {port}`",
                    self.who(&first.listener)
                )
            } else {
                format!(
                    "{} listens on {there} only, so http://localhost:{port} reaches nobody; let it listen on localhost, then `portreg explain {port}`",
                    self.who(&first.listener)
                )
            };
            let expected = format!("127.0.0.1:{port}");
            return Some(self.conflict(
                ConflictKind::WrongAddress,
                expected,
                Some(&first.listener),
                hint,
            ));
        }
        let host = self.host.as_deref().filter(|host| is_loopback(host))?;
        let open = own
            .iter()
            .find(|seen| seen.listener.addresses.iter().any(|address| !address.is_loopback()))?;
        let hint = format!(
            "{} listens on {}, so {id} can be reached from other machines, and its host is {host}; let it listen on 127.0.0.1, `portreg kill {id}` ends it until then",
            self.who(&open.listener),
            listed(&open.listener.addresses)
        );
        let expected = format!("127.0.0.1:{port} alone");
        Some(self.conflict(ConflictKind::WrongAddress, expected, Some(&open.listener), hint))
    }

    fn expired(&self, own: &Listener) -> Conflict {
        let (id, port) = (&self.row.identity, self.port);
        let since = self.now_ms - self.row.expires_at_ms.unwrap_or(self.now_ms);
        let hint = format!(
            "the time of {id} was over {} ago and {} still listens on {port}; `portreg claim {id}` renews it, `portreg kill {id}` ends it",
            human_duration(since),
            self.who(own)
        );
        let expected = "nobody, its time is over".to_owned();
        self.conflict(ConflictKind::ExpiredButLive, expected, Some(own), hint)
    }
}

/// Whether a host name of a configuration means this machine alone.
fn is_loopback(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        || host == "localhost"
        || host.ends_with(".localhost")
}

/// A listener in a sentence.
pub(super) fn told(listener: &Listener, now_ms: i64) -> String {
    match (listener.holder(), &listener.user) {
        (Some(holder), _) => who(&holder, now_ms),
        (None, Some(user)) => format!("a process of the user {user}"),
        (None, None) => "a process that cannot be seen".to_owned(),
    }
}
