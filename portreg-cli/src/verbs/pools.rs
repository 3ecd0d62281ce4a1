//! `pools`, `pool set` and `pool rm`: named sets of ports.

use portreg_core::PortRange;
use serde_json::json;

use super::lines;
use crate::args::PoolVerb;
use crate::failure::Result;
use crate::render;
use crate::session::Session;

pub(super) fn pools(session: &Session<'_>) -> Result<()> {
    let pools = session.open()?.pools()?;
    let (text, notes) = render::pools(&pools);
    session.out.answer(&pools, || lines(pools.iter().map(|pool| &pool.name)), || text)?;
    notes.iter().for_each(|note| session.out.note(note));
    Ok(())
}

pub(super) fn pool(session: &Session<'_>, verb: PoolVerb) -> Result<()> {
    let registry = session.open()?;
    match verb {
        PoolVerb::Set { name, ranges } => {
            let pool = registry.set_pool(&name, &ranges.0)?;
            let human = || format!("pool {name} is {}\n", PortRange::join(&pool.ranges));
            session.out.answer(&pool, || format!("{name}\n"), human)
        }
        PoolVerb::Rm { name } => {
            registry.remove_pool(&name)?;
            let human = || format!("pool {name} is removed; claims keep their ports\n");
            session.out.answer(&json!({ "name": name }), || format!("{name}\n"), human)
        }
    }
}
