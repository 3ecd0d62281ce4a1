//! Reading a command line without describing to clap the verbs that are not in it.

use std::ffi::OsString;

use clap::{Args as _, Command, FromArgMatches as _, Parser as _};

use super::{ClaimArgs, Cli, FindArgs, Global, PubArgs, ReleaseArgs, RunArgs, WhoamiArgs};

/// Reads a command line, the program's name first.
///
/// It is [`Cli::try_parse_from`], sooner for the verbs that scripts and agents call.
///
/// # Errors
///
/// clap's, also for help and version.
///
/// ```
/// let line = ["portreg", "claim", "shop:web"].map(Into::into);
/// let cli = portreg_cli::args::read(&line)?;
/// assert!(matches!(cli.verb, portreg_cli::args::Verb::Claim(_)));
/// # Ok::<(), clap::Error>(())
/// ```
pub fn read(line: &[OsString]) -> Result<Cli, clap::Error> {
    match read_with_one_verb(line) {
        Some(cli) => Ok(cli),
        None => Cli::try_parse_from(line),
    }
}

/// All twenty verbs would take a fifth of the time of a claim. Whatever cannot be read with one is read
/// again with all of them: it is help, an error, or another verb than it seemed.
fn read_with_one_verb(line: &[OsString]) -> Option<Cli> {
    let verb = line.iter().skip(1).find_map(|arg| alone(arg.to_str()?))?;
    let command = Global::augment_args(Command::new("portreg"))
        .subcommand(verb)
        .disable_help_subcommand(true);
    let matches = command.try_get_matches_from(line).ok()?;
    Cli::from_arg_matches(&matches).ok()
}

fn alone(verb: &str) -> Option<Command> {
    Some(match verb {
        "claim" => ClaimArgs::augment_args(Command::new("claim")),
        "release" => ReleaseArgs::augment_args(Command::new("release")),
        "find" => FindArgs::augment_args(Command::new("find")),
        "run" => RunArgs::augment_args(Command::new("run")),
        "pub" => PubArgs::augment_args(Command::new("pub")),
        "whoami" => WhoamiArgs::augment_args(Command::new("whoami")),
        _ => return None,
    })
}
