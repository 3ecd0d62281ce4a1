//! Arguments of the verbs about where services answer.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use portreg_core::{EnvFormat, SnippetTool};

use super::parse;

/// Print where a service answers.
///
/// `local` follows the port; other environments are set with `endpoint set`, or in .portreg.json.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg url shop:web
  portreg url shop:web --env prod --open")]
pub struct UrlArgs {
    /// A name, or :PORT; the name of this folder where none is given
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// The environment: local, tunnel, dev, staging, prod, or another word
    #[arg(long, value_name = "ENV", default_value = "local")]
    pub env: String,
    /// Open it in the browser as well
    #[arg(long)]
    pub open: bool,
}

/// Keep the URLs of services in other environments.
#[derive(Debug, Args)]
pub struct EndpointArgs {
    /// What to do with them
    #[command(subcommand)]
    pub verb: EndpointVerb,
}

/// What can be done with endpoints.
#[derive(Debug, Subcommand)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help that stands at the arguments"
)]
pub enum EndpointVerb {
    Set(EndpointSetArgs),
    Rm(EndpointRmArgs),
    List(EndpointListArgs),
}

/// Set where a service answers in an environment.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg endpoint set shop:web prod https://shop.example.com")]
pub struct EndpointSetArgs {
    /// A name, or :PORT
    #[arg(value_name = "ID")]
    pub id: String,
    /// The environment: 1 to 32 of a-z 0-9 -
    #[arg(value_name = "ENV")]
    pub env: String,
    /// The URL
    #[arg(value_name = "URL")]
    pub url: String,
}

/// Forget where a service answers in an environment.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg endpoint rm shop:web prod")]
pub struct EndpointRmArgs {
    /// A name, or :PORT
    #[arg(value_name = "ID")]
    pub id: String,
    /// The environment
    #[arg(value_name = "ENV")]
    pub env: String,
}

/// List where services answer, in all environments.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg endpoint list
  portreg endpoint list shop --json")]
pub struct EndpointListArgs {
    /// A name or pattern; a shorter one means all under it
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
}

/// Print the ports and URLs of services as variables.
///
/// For `shop:web` SHOP_WEB_PORT and SHOP_WEB_URL; of one name also PORT, HOST, URL, what its
/// configuration sets, and the URLs of those it works with. With --write they stand between two
/// marker lines of a file, everything else in it stays as it is, and a file that has them already is
/// not touched. With --watch it goes on: the file is written again whenever a service comes, moves or goes, until
/// the command is ended; with --json each time is an object a line.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg env shop:web --write .env.local
  portreg env shop --write .env.local --watch
  eval \"$(portreg env shop --format shell)\"")]
pub struct EnvArgs {
    /// A name or pattern; a shorter one means all under it
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
    /// The form [default: dotenv]
    #[arg(long, value_name = "FORMAT", value_parser = parse::env_format())]
    pub format: Option<EnvFormat>,
    /// Write them into this file, between marker lines
    #[arg(long, value_name = "FILE")]
    pub write: Option<PathBuf>,
    /// Keep the file current
    #[arg(long, requires = "write")]
    pub watch: bool,
}

/// Print a piece of configuration for another tool.
///
/// The ports of the services that fit, and how they reach those they work with (pair, needs): a dev
/// server's port and proxy, a program's call of listen, a site for a reverse proxy. Nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg snippet shop:web --for vite
  portreg snippet shop --for caddy > Caddyfile")]
pub struct SnippetArgs {
    /// A name or pattern; a shorter one means all under it
    #[arg(value_name = "PATTERN")]
    pub pattern: String,
    /// The tool that reads it
    #[arg(long = "for", value_name = "TOOL", value_parser = parse::snippet_tool())]
    pub tool: SnippetTool,
}
