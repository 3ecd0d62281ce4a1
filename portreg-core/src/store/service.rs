//! The table of services: who has which port.

use std::collections::HashMap;

use rusqlite::Row;

use super::Reader;
use super::fault::Stored;
use crate::model::{Holder, Identity, ProcessKey, Span};

/// Who holds a claim, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) key: ProcessKey,
    pub(crate) name: String,
    pub(crate) since_ms: Option<i64>,
    /// Its session when it claimed: what it leaves behind is known by that.
    pub(crate) session: Option<u32>,
}

impl Owner {
    pub(crate) fn holder(&self) -> Holder {
        Holder {
            pid: self.key.pid,
            name: self.name.clone(),
            started_at_ms: self.since_ms,
            label: None,
        }
    }
}

/// What decisions about a claim need: the hot part of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClaimRow {
    pub(crate) identity: Identity,
    pub(crate) port: Option<u16>,
    pub(crate) asked: Option<u16>,
    pub(crate) generation: i64,
    pub(crate) owner: Option<Owner>,
    pub(crate) expires_at_ms: Option<i64>,
    pub(crate) ttl_ms: Option<i64>,
    pub(crate) last_seen_ms: i64,
    pub(crate) persistent: bool,
    pub(crate) host: Option<String>,
    pub(crate) dir: Option<String>,
    pub(crate) mark: Option<String>,
    pub(crate) child: Option<ProcessKey>,
    pub(crate) anonymous: bool,
    /// The root of the worktree that the folder lies in, as it was when the name was claimed.
    pub(crate) worktree: Option<String>,
    /// The repository's folder that its worktrees share.
    pub(crate) repository: Option<String>,
    /// Whether it was given to a listener whose process could not be seen: that one is the service.
    pub(crate) adopted: bool,
}

/// What renewing an own claim needs: no more columns than that, because it is the fast path.
#[derive(Debug)]
pub(crate) struct HeldRow {
    pub(crate) port: u16,
    pub(crate) asked: Option<u16>,
    pub(crate) generation: i64,
    pub(crate) owner: ProcessKey,
    pub(crate) expires_at_ms: Option<i64>,
    pub(crate) ttl_ms: Option<i64>,
    pub(crate) last_seen_ms: i64,
    pub(crate) persistent: bool,
    pub(crate) host: Option<String>,
}

/// The whole row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ServiceRow {
    pub(crate) claim: ClaimRow,
    pub(crate) created_at_ms: i64,
    pub(crate) pool: Option<String>,
    pub(crate) range: Option<String>,
    pub(crate) strategy: Option<String>,
    pub(crate) pair: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) metadata: Option<String>,
    pub(crate) launch: Option<String>,
    pub(crate) enabled: bool,
    pub(crate) phase: Option<String>,
    pub(crate) started_at_ms: Option<i64>,
    pub(crate) ended_at_ms: Option<i64>,
    pub(crate) exit_code: Option<i32>,
    pub(crate) restarts: u32,
    pub(crate) health: Option<String>,
    pub(crate) checked_at_ms: Option<i64>,
    /// The URL of its tunnel, which is there as long as its owner lives.
    pub(crate) tunnel: Option<String>,
}

macro_rules! claim_columns {
    () => {
        "identity, port, asked, generation, owner_pid, owner_start, owner_boot, owner_namespace, \
         owner_machine, owner_name, owner_since_ms, expires_at_ms, ttl_ms, last_seen_ms, \
         persistent, host, dir, mark, child_pid, child_start, child_boot, child_namespace, \
         child_machine, anonymous, \
         owner_session, worktree, repository, adopted"
    };
}

macro_rules! other_columns {
    () => {
        "created_at_ms, pool, range, strategy, pair, description, metadata, launch, enabled, \
         phase, started_at_ms, ended_at_ms, exit_code, restarts, health, checked_at_ms, \
         tunnel"
    };
}

macro_rules! claim_select {
    () => {
        concat!("SELECT ", claim_columns!(), " FROM service")
    };
}

macro_rules! service_select {
    () => {
        concat!("SELECT ", claim_columns!(), ", ", other_columns!(), " FROM service")
    };
}

pub(super) fn key(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<ProcessKey>> {
    let Some(pid) = row.get::<_, Option<u32>>(first)? else { return Ok(None) };
    Ok(Some(ProcessKey {
        pid,
        start_ticks: row.get(first + 1)?,
        boot: row.get(first + 2)?,
        namespace: row.get(first + 3)?,
        machine: row.get(first + 4)?,
    }))
}

pub(super) fn identity_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Identity> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(
            column,
            rusqlite::types::Type::Text,
            Box::new(error),
        )
    })
}

fn claim_row(row: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    let owner = match key(row, 4)? {
        Some(key) => Some(Owner {
            key,
            name: row.get::<_, Option<String>>(9)?.unwrap_or_default(),
            since_ms: row.get(10)?,
            session: row.get(24)?,
        }),
        None => None,
    };
    Ok(ClaimRow {
        identity: identity_at(row, 0)?,
        port: row.get(1)?,
        asked: row.get(2)?,
        generation: row.get(3)?,
        owner,
        expires_at_ms: row.get(11)?,
        ttl_ms: row.get(12)?,
        last_seen_ms: row.get(13)?,
        persistent: row.get(14)?,
        host: row.get(15)?,
        dir: row.get(16)?,
        mark: row.get(17)?,
        child: key(row, 18)?,
        anonymous: row.get(23)?,
        worktree: row.get(25)?,
        repository: row.get(26)?,
        adopted: row.get(27)?,
    })
}

fn service_row(row: &Row<'_>) -> rusqlite::Result<ServiceRow> {
    Ok(ServiceRow {
        claim: claim_row(row)?,
        created_at_ms: row.get(28)?,
        pool: row.get(29)?,
        range: row.get(30)?,
        strategy: row.get(31)?,
        pair: row.get(32)?,
        description: row.get(33)?,
        metadata: row.get(34)?,
        launch: row.get(35)?,
        enabled: row.get(36)?,
        phase: row.get(37)?,
        started_at_ms: row.get(38)?,
        ended_at_ms: row.get(39)?,
        exit_code: row.get(40)?,
        restarts: row.get(41)?,
        health: row.get(42)?,
        checked_at_ms: row.get(43)?,
        tunnel: row.get(44)?,
    })
}

/// Where in the index of names a span lies, as a condition on ?1 and ?2.
fn bounds(span: &Span) -> (&'static str, String, String) {
    match span {
        Span::One(name) => (
            concat!(service_select!(), " WHERE identity = ?1 AND ?2 = ''"),
            name.clone(),
            String::new(),
        ),
        Span::Between(from, to) => (
            concat!(service_select!(), " WHERE identity >= ?1 AND identity < ?2 ORDER BY identity"),
            from.clone(),
            to.clone(),
        ),
        Span::All => (
            concat!(service_select!(), " WHERE ?1 = ?2 ORDER BY identity"),
            String::new(),
            String::new(),
        ),
    }
}

impl Reader<'_> {
    /// The claim of a name.
    pub(crate) fn claim(&self, identity: &str) -> Stored<Option<ClaimRow>> {
        self.one(concat!(claim_select!(), " WHERE identity = ?1"), [identity], claim_row)
    }

    /// The claim of a name, where it has a port and an owner.
    pub(crate) fn held(&self, identity: &str) -> Stored<Option<HeldRow>> {
        let sql = "SELECT port, asked, generation, owner_pid, owner_start, owner_boot, \
            owner_namespace, owner_machine, expires_at_ms, ttl_ms, last_seen_ms, persistent, host \
            FROM service WHERE identity = ?1";
        let row = self.one(sql, [identity], |row| {
            let (Some(port), Some(owner)) = (row.get(0)?, key(row, 3)?) else { return Ok(None) };
            Ok(Some(HeldRow {
                port,
                asked: row.get(1)?,
                generation: row.get(2)?,
                owner,
                expires_at_ms: row.get(8)?,
                ttl_ms: row.get(9)?,
                last_seen_ms: row.get(10)?,
                persistent: row.get(11)?,
                host: row.get(12)?,
            }))
        })?;
        Ok(row.flatten())
    }

    /// What shows whether a claim has changed: its generation and its port.
    pub(crate) fn standing_of(&self, identity: &str) -> Stored<Option<(i64, Option<u16>)>> {
        let sql = "SELECT generation, port FROM service WHERE identity = ?1";
        self.one(sql, [identity], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The claim on a port.
    pub(crate) fn claim_on(&self, port: u16) -> Stored<Option<ClaimRow>> {
        self.one(concat!(claim_select!(), " WHERE port = ?1"), [port], claim_row)
    }

    /// The claims on any of these ports.
    pub(crate) fn claims_on(
        &self,
        ports: impl IntoIterator<Item = u16>,
    ) -> Stored<HashMap<u16, ClaimRow>> {
        let sql = concat!(claim_select!(), " WHERE port = ?1");
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = HashMap::new();
        for port in ports {
            if let Some(row) = statement.query([port])?.next()? {
                found.insert(port, claim_row(row)?);
            }
        }
        Ok(found)
    }

    /// The claims on ports from `first` to `last`, in order of ports.
    pub(crate) fn claims_between(&self, first: u16, last: u16) -> Stored<Vec<ClaimRow>> {
        let sql = concat!(claim_select!(), " WHERE port BETWEEN ?1 AND ?2 ORDER BY port");
        self.all(sql, [first, last], claim_row)
    }

    /// The claimed ports from `first` to `last`, in order.
    pub(crate) fn ports_between(&self, first: u16, last: u16) -> Stored<Vec<u16>> {
        let sql = "SELECT port FROM service WHERE port BETWEEN ?1 AND ?2 ORDER BY port";
        self.all(sql, [first, last], |row| row.get(0))
    }

    /// The service of a name.
    pub(crate) fn service(&self, identity: &str) -> Stored<Option<ServiceRow>> {
        self.one(concat!(service_select!(), " WHERE identity = ?1"), [identity], service_row)
    }

    /// The services whose names lie in the spans, in order of names.
    pub(crate) fn services_in(&self, spans: &[Span]) -> Stored<Vec<ServiceRow>> {
        let mut found = Vec::new();
        for span in spans {
            let (sql, from, to) = bounds(span);
            found.extend(self.all(sql, [from, to], service_row)?);
        }
        Ok(found)
    }

    /// How many ports a project has.
    pub(crate) fn count_of_project(&self, project: &str) -> Stored<u32> {
        let sql = "SELECT count(*) FROM service WHERE port IS NOT NULL AND \
            (identity = ?1 OR (identity >= ?2 AND identity < ?3))";
        let bounds = (project, format!("{project}:"), format!("{project};"));
        Ok(self.one(sql, bounds, |row| row.get(0))?.unwrap_or(0))
    }
}

pub(super) use {claim_columns, other_columns};
