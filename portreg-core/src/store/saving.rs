//! Writing the table of services.

use rusqlite::params;

use super::fault::Stored;
use super::service::{claim_columns, other_columns};
use super::{ClaimRow, ServiceRow, Writer, steps};

impl Writer<'_> {
    /// Makes the row. Neither the name nor the port may be anybody's.
    pub(crate) fn add(&self, row: &ServiceRow) -> Stored<()> {
        self.put(ADD, row)
    }

    /// Makes the row, or brings all of it up to date. The port must be nobody else's.
    pub(crate) fn save(&self, row: &ServiceRow) -> Stored<()> {
        self.put(SAVE, row)
    }

    fn put(&self, sql: &str, row: &ServiceRow) -> Stored<()> {
        let claim = &row.claim;
        let owner = claim.owner.as_ref();
        let child = claim.child.as_ref();
        self.change(
            sql,
            params![
                claim.identity.as_str(),
                claim.port,
                claim.asked,
                claim.generation,
                owner.map(|o| o.key.pid),
                owner.map(|o| o.key.start_ticks),
                owner.map(|o| o.key.boot),
                owner.map(|o| o.key.namespace),
                owner.map(|o| o.key.machine),
                owner.map(|o| o.name.as_str()),
                owner.and_then(|o| o.since_ms),
                claim.expires_at_ms,
                claim.ttl_ms,
                claim.last_seen_ms,
                claim.persistent,
                claim.host,
                claim.dir,
                claim.mark,
                child.map(|c| c.pid),
                child.map(|c| c.start_ticks),
                child.map(|c| c.boot),
                child.map(|c| c.namespace),
                child.map(|c| c.machine),
                claim.anonymous,
                owner.and_then(|o| o.session),
                claim.worktree,
                claim.repository,
                claim.adopted,
                row.created_at_ms,
                row.pool,
                row.range,
                row.strategy,
                row.pair,
                row.description,
                row.metadata,
                row.launch,
                row.enabled,
                row.phase,
                row.started_at_ms,
                row.ended_at_ms,
                row.exit_code,
                row.restarts,
                row.health,
                row.checked_at_ms,
                row.tunnel,
            ],
        )?;
        Ok(())
    }

    /// Notes that a claim was seen and how long it lasts now; false where it has passed on.
    pub(crate) fn touch(
        &self,
        row: &ClaimRow,
        now_ms: i64,
        expires_at_ms: Option<i64>,
    ) -> Stored<bool> {
        let sql = "UPDATE service SET last_seen_ms = ?3, expires_at_ms = ?4 WHERE identity = ?1 AND generation = ?2";
        let changed = self
            .change(sql, params![row.identity.as_str(), row.generation, now_ms, expires_at_ms])?;
        Ok(changed == 1)
    }

    /// Removes a claim; false where it has passed on.
    pub(crate) fn remove(&self, identity: &str, generation: i64) -> Stored<bool> {
        Ok(self.take_out(identity, generation)?.is_some())
    }

    /// Removes a claim and says which port it had, and whether the name is nobody's invention;
    /// none where it has passed on.
    pub(crate) fn take_out(
        &self,
        identity: &str,
        generation: i64,
    ) -> Stored<Option<(Option<u16>, bool)>> {
        steps::step();
        let sql =
            "DELETE FROM service WHERE identity = ?1 AND generation = ?2 RETURNING port, anonymous";
        self.one(sql, params![identity, generation], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

macro_rules! add {
    () => {
        concat!(
    "INSERT INTO service (",
    claim_columns!(),
    ", ",
    other_columns!(),
    ") \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, \
         ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, \
         ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, ?45)"
        )
    };
}

const ADD: &str = add!();

const SAVE: &str = concat!(
    add!(),
    " \
     ON CONFLICT (identity) DO UPDATE SET port = excluded.port, asked = excluded.asked, generation = excluded.generation, \
         owner_pid = excluded.owner_pid, owner_start = excluded.owner_start, owner_boot = \
         excluded.owner_boot, owner_namespace = excluded.owner_namespace, owner_machine = \
         excluded.owner_machine, owner_name = excluded.owner_name, owner_since_ms = \
         excluded.owner_since_ms, expires_at_ms = excluded.expires_at_ms, ttl_ms = \
         excluded.ttl_ms, last_seen_ms = excluded.last_seen_ms, persistent = excluded.persistent, \
         host = excluded.host, dir = excluded.dir, mark = excluded.mark, child_pid = \
         excluded.child_pid, child_start = excluded.child_start, child_boot = \
         excluded.child_boot, child_namespace = excluded.child_namespace, child_machine = \
         excluded.child_machine, pool = excluded.pool, range = excluded.range, strategy = \
         excluded.strategy, pair = excluded.pair, description = excluded.description, metadata = \
         excluded.metadata, launch = excluded.launch, enabled = excluded.enabled, phase = \
         excluded.phase, started_at_ms = excluded.started_at_ms, ended_at_ms = \
         excluded.ended_at_ms, exit_code = excluded.exit_code, restarts = excluded.restarts, \
         health = excluded.health, checked_at_ms = excluded.checked_at_ms, owner_session = \
         excluded.owner_session, worktree = excluded.worktree, repository = excluded.repository, adopted = \
         excluded.adopted, tunnel = excluded.tunnel"
);
