//! Command lines that clap cannot read: what they wish for all the same, and what is wrong in one line.

use std::error::Error as _;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use portreg_core::{Error, ErrorCode};

use crate::failure::{Failure, Result};
use crate::output::{Output, Wishes};

/// The forms that a command line asks for, read before clap judges the rest, so that an error in
/// it comes in the form that was asked for.
pub(crate) fn wishes(args: &[OsString]) -> Wishes {
    let mut wishes = Wishes::default();
    for arg in args.iter().skip(1).take_while(|arg| *arg != "--") {
        match arg.to_str() {
            Some("--json") => wishes.json = true,
            Some("--quiet") => wishes.quiet = true,
            Some("--no-color") => wishes.plain = true,
            // Short flags may stand together: `-fq`. Only -q and the values of -n and -C have a q.
            Some(flags) if is_short_quiet(flags) => wishes.quiet = true,
            _ => {}
        }
    }
    wishes
}

fn is_short_quiet(arg: &str) -> bool {
    let flags = arg.strip_prefix('-').filter(|flags| !flags.starts_with('-'));
    flags.is_some_and(|flags| {
        flags.chars().take_while(|flag| !"Cn".contains(*flag)).any(|flag| flag == 'q')
    })
}

/// What clap gives instead of a command line: help and version are answers, the rest is an error.
pub(crate) fn answer(error: &clap::Error, output: &Output) -> Result<i32> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            output.text(&error.render().ansi().to_string())?;
            Ok(0)
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand if !output.is_json() => {
            output.aside(&error.render().ansi().to_string());
            Ok(2)
        }
        _ => Err(failure(error)),
    }
}

fn failure(error: &clap::Error) -> Failure {
    // A value that the core refused carries the core's own error.
    if let Some(error) = error.source().and_then(|source| source.downcast_ref::<Error>()) {
        return Failure::from(error);
    }
    let failure = Failure::new(ErrorCode::InvalidOption, sentence(error));
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(arg)) => failure.with("option", option_name(arg)),
        Some(ContextValue::Strings(args)) => failure
            .with("option", args.iter().map(|arg| option_name(arg)).collect::<Vec<_>>().join(" ")),
        _ => failure,
    }
}

/// `--port <PORT>` is the option `port`, `<FILE>` the argument `FILE`.
fn option_name(arg: &str) -> String {
    let name = arg.split([' ', '=', '[']).next().unwrap_or(arg);
    name.trim_start_matches('-').trim_matches(['<', '>', '.']).to_owned()
}

/// clap's paragraphs as one line: what is wrong, its tips, and where the help is.
fn sentence(error: &clap::Error) -> String {
    if is_verb_missing(error.kind()) {
        return "a verb is missing; see `portreg --help`".to_owned();
    }
    let text = error.render().to_string();
    let mut parts = Vec::new();
    for paragraph in text.split("\n\n") {
        let paragraph = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(wrong) = paragraph.strip_prefix("error: ") {
            parts.push(wrong.replace("unrecognized subcommand", "there is no verb"));
        } else if let Some(tip) = paragraph.strip_prefix("tip: ") {
            parts.push(tip.replace(" tip: ", "; ").replace("subcommand", "verb"));
        }
    }
    let usage = text.split("\nUsage: ").nth(1).and_then(|usage| usage.lines().next());
    if let Some(verb) = usage.map(verb_of) {
        if verb == "portreg run" {
            parts.push(
                "the command stands after --, as in `portreg run shop:web -- npm start`".into(),
            );
        }
        parts.push(format!("see `{verb} --help`"));
    }
    parts.join("; ")
}

fn is_verb_missing(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// The words of a usage line before the first that is no verb: `portreg pool set <NAME>`.
fn verb_of(usage: &str) -> String {
    let is_verb = |word: &&str| word.bytes().all(|byte| byte.is_ascii_lowercase());
    usage.split(' ').take_while(is_verb).collect::<Vec<_>>().join(" ")
}
