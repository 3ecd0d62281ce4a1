//! `completions`: what a shell needs to complete verbs and options.

use crate::args::CompletionsArgs;
use crate::failure::Result;
use crate::session::Session;

pub(super) fn completions(session: &Session<'_>, args: CompletionsArgs) -> Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut crate::command(), "portreg", &mut script);
    session.out.raw(&script)
}
