//! `available`: ports that could be claimed.

use portreg_core::AvailableOptions;

use super::lines;
use crate::args::AvailableArgs;
use crate::failure::Result;
use crate::session::Session;

pub(super) fn available(session: &Session<'_>, args: AvailableArgs) -> Result<()> {
    let options = AvailableOptions { range: args.range, pool: args.pool, count: args.count };
    // Where there is none the core says why: `portreg available 3000 && ...` asks by the exit code.
    let ports = session.open()?.available(&options)?;
    session.out.answer(&ports, || lines(&ports), || lines(&ports))
}
