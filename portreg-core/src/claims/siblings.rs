//! `on_conflict: next`: the sibling that the asker holds already, else the first free one.

use super::Claims;
use super::asker::Asker;
use super::standing::{Standing, judge};
use crate::error::{Error, Result};
use crate::model::{Claim, ClaimOptions, Identity, OnConflict};

impl Claims<'_> {
    /// Claims `.2` to `.99` of a name that another process holds.
    pub(super) fn claim_sibling(
        &self,
        identity: &Identity,
        options: &ClaimOptions,
        asker: Asker,
    ) -> Result<Claim> {
        let mut free = Vec::new();
        for sibling in (2..=99).map(|number| identity.sibling(number)) {
            let row = self.store.read(|reader| reader.claim(sibling.as_str()))?;
            match row.map(|row| judge(self.system, &row, &asker.key).standing) {
                Some(Standing::Caller) => return self.claim(&sibling, &alone(options)),
                None | Some(Standing::Unowned(_) | Standing::Ended(_)) => free.push(sibling),
                Some(Standing::Ancestor(_) | Standing::Other(_)) => {}
            }
        }
        for sibling in free {
            match self.claim(&sibling, &alone(options)) {
                // Another process was faster with this one.
                Err(Error::IdentityHeld { .. }) => {}
                claimed => return claimed,
            }
        }
        Err(Error::IdentityHeld {
            identity: identity.clone(),
            holder: None,
            url: None,
            why: Some("its siblings .2 to .99 are held too; end some of them".to_owned()),
        })
    }
}

fn alone(options: &ClaimOptions) -> ClaimOptions {
    ClaimOptions { on_conflict: Some(OnConflict::Fail), ..options.clone() }
}
