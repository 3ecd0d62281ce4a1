//! The arguments of the verbs over the registry itself: `history`, `watch`, `export`, `import`, `init`, `config`, `doctor`, `completions`, `manual`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::Shell;
use portreg_core::Since;

use super::parse;

/// Show what happened, oldest first.
///
/// With -f it goes on showing what happens; with --json that is one object a line. -q prints id,
/// action, name and port with tabs between.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg history
  portreg history shop:web --since 2h
  portreg history -f --json")]
pub struct HistoryArgs {
    /// A name, a pattern, or :PORT
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// Not before: a time ago (2h, 7d) or a date (2026-01-31, 2026-01-31T18:00)
    #[arg(long, value_name = "TIME", value_parser = parse::since)]
    pub since: Option<i64>,
    /// The newest so many [default: 100]
    #[arg(short = 'n', value_name = "N", value_parser = parse::count)]
    pub count: Option<usize>,
    /// Go on with what happens
    #[arg(short, long)]
    pub follow: bool,
}

/// Show what happens to the registry, as it happens.
///
/// Claims, moves, releases, endpoints, what supervisors do, refusals and conflicts. Begins now, with
/// --since after an id or at the oldest event that is kept, and goes on until it is ended. With --json
/// an event is an object a line, and events that retention took away unseen are
/// {"missed_from":ID,"missed_to":ID}.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg watch
  portreg watch shop --json
  portreg watch shop:api --since 41")]
pub struct WatchArgs {
    /// A name or pattern, or :PORT; a shorter one means all under it
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// Begin after this id, or with the oldest that is kept (start)
    #[arg(long, value_name = "ID|start", value_parser = parse::since_event)]
    pub since: Option<Since>,
}

/// Write the registry out.
///
/// JSON is whole and can be taken in by `import`; CSV (RFC 4180) and Markdown list the services.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg export > registry.json
  portreg export shop --format csv > shop.csv")]
pub struct ExportArgs {
    /// Only what a name or pattern covers, or :PORT
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// The form [default: json]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<ExportFormat>,
}

/// The forms of `export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Everything.
    Json,
    /// The services, for spreadsheets.
    Csv,
    /// The services, for documents.
    Markdown,
}

/// Take in what `export` wrote, or another tool's list.
///
/// Another tool's database is read and not changed. A list that is kept by hand, {"services": [{"name", "port",
/// "environment", "process_name", "description", "startup_cmd", "health_endpoint", "enabled"}]}, is known without --from.
///
/// A held claim is never changed. Anything that clashes refuses the whole import and is listed;
/// --skip takes the rest. -q prints the names that came in, a line each.
///
/// A claim whose time is over by now, or whose owner was gone when it was written out, does not come
/// back to life: its name remembers the port and gets it when it is claimed again.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg import registry.json --dry-run
  ssh old-machine portreg export | portreg import - --skip
  port-daddy find --json | portreg import - --from port-daddy
  portreg import --from port-daddy port-registry.db")]
pub struct ImportArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Show what would come in and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Take what does not clash
    #[arg(long)]
    pub skip: bool,
    /// The tool whose list it is
    #[arg(long, value_name = "TOOL", value_enum)]
    pub from: Option<ImportSource>,
}

/// The tools whose lists `import` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportSource {
    /// Its database, `find --json`, or the answer of its HTTP API.
    PortDaddy,
}

/// Write a project config from what the project says about itself.
///
/// Reads package.json scripts, Procfile, manage.py, compose ports and workspaces and writes a
/// commented .portreg.json. An existing file is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg init --dry-run
  portreg init")]
pub struct InitArgs {
    /// Print it and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Show the settings in force, and where each comes from.
///
/// --check looks at the whole: besides each value, whether two keys tie, whether pools and references
/// (`pair`, `needs`, {port:api}) mean something, and whether `needs` goes in a circle.
///
/// -q prints `name=value` lines.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg config
  portreg config --check")]
pub struct ConfigArgs {
    /// Only say whether every file that speaks here can be used
    #[arg(long)]
    pub check: bool,
}

/// Check the registry and its surroundings.
///
/// Exit code 1 if something does not work; -q prints what. --restore puts a backup in the place of the registry;
/// what was there is kept beside it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg doctor
  portreg doctor --fix
  portreg doctor --restore                # the newest backup
  portreg doctor --restore 2026-01-31")]
pub struct DoctorArgs {
    /// Mend what can be mended
    #[arg(long)]
    pub fix: bool,
    /// Go back to the newest backup, or to the one of this date
    #[arg(long, value_name = "DATE", num_args = 0..=1, conflicts_with = "fix")]
    pub restore: Option<Option<String>>,
}

/// Print the completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg completions bash > ~/.local/share/bash-completion/completions/portreg
  portreg completions zsh > ~/.zfunc/_portreg
  portreg completions fish > ~/.config/fish/completions/portreg.fish")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}

/// Write the manual pages.
///
/// portreg(1) and one page for each verb, as portreg-claim(1). The folder is made where there is none.
///
/// -q prints the files, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg manual ~/.local/share/man/man1
  man portreg-claim")]
pub struct ManualArgs {
    /// The folder to write to
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}
