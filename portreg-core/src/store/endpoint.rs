//! The URLs that were set for services, by environment.

use rusqlite::params;

use super::fault::Stored;
use super::service::identity_at;
use super::{Reader, Writer};
use crate::model::{Endpoint, Pattern};

impl Reader<'_> {
    /// The endpoints of one name.
    pub(crate) fn endpoints_of(&self, identity: &str) -> Stored<Vec<(String, String)>> {
        let sql = "SELECT env, url FROM endpoint WHERE identity = ?1 ORDER BY env";
        self.all(sql, [identity], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The endpoints of all names that fit.
    pub(crate) fn endpoints(&self, pattern: Option<&Pattern>) -> Stored<Vec<Endpoint>> {
        let sql = "SELECT identity, env, url FROM endpoint ORDER BY identity, env";
        let mut all = self.all(sql, [], |row| {
            Ok(Endpoint { identity: identity_at(row, 0)?, env: row.get(1)?, url: row.get(2)? })
        })?;
        if let Some(pattern) = pattern {
            all.retain(|endpoint| pattern.covers(&endpoint.identity));
        }
        Ok(all)
    }
}

impl Writer<'_> {
    /// Sets an endpoint; false where it was the same before.
    pub(crate) fn set_endpoint(&self, identity: &str, env: &str, url: &str) -> Stored<bool> {
        let sql = "INSERT INTO endpoint (identity, env, url) VALUES (?1, ?2, ?3) \
            ON CONFLICT (identity, env) DO UPDATE SET url = excluded.url WHERE url <> excluded.url";
        Ok(self.change(sql, params![identity, env, url])? == 1)
    }

    /// Sets the host of a service, which may have a scheme before it; false where it was the same before.
    pub(crate) fn set_host(&self, identity: &str, host: &str) -> Stored<bool> {
        let sql = "UPDATE service SET host = ?2 WHERE identity = ?1 AND host IS NOT ?2";
        Ok(self.change(sql, params![identity, host])? == 1)
    }

    /// Removes an endpoint; false where it was not set.
    pub(crate) fn remove_endpoint(&self, identity: &str, env: &str) -> Stored<bool> {
        let sql = "DELETE FROM endpoint WHERE identity = ?1 AND env = ?2";
        Ok(self.change(sql, params![identity, env])? == 1)
    }

    /// Removes all endpoints of a name.
    pub(crate) fn end_endpoints(&self, identity: &str) -> Stored<()> {
        self.change("DELETE FROM endpoint WHERE identity = ?1", [identity])?;
        Ok(())
    }

    /// Gives the endpoints of one name to another one.
    pub(crate) fn rename_endpoints(&self, old: &str, new: &str) -> Stored<()> {
        self.change(
            "UPDATE OR REPLACE endpoint SET identity = ?2 WHERE identity = ?1",
            [old, new],
        )?;
        Ok(())
    }
}
