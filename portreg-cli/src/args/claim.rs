//! The arguments of `claim` and `run`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use portreg_core::{OnConflict, PortRange, RestartPolicy, TunnelProvider};
use serde_json::{Map, Value};

use super::parse;

/// Get the port of a name, the same one every time.
///
/// A name that has no claim gets a port: the one asked for, the one it had before, or the next
/// free one. A name that has one keeps it. Without a name, the name of this folder is used (see
/// `whoami`). Several names are claimed all or nothing.
///
/// A claim made here has no owner: it lasts 8 h unless it is renewed, seen listening, given
/// another time by --expires, or persistent. With --pid it lasts as long as that process.
///
/// -q prints the port alone, one line for each name. With --json, one name gives an object and
/// several an array.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg claim shop:web
  PORT=$(portreg claim -q shop:web --port 3000)
  portreg claim shop:web shop:api --contiguous --range 4000-4099
  portreg claim shop:api --cmd 'npm start' --ready http://localhost:{port}/health --need shop:db")]
pub struct ClaimArgs {
    /// The names, or :PORT for a service that has one
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// Claim some port without a name, for a test or a script
    #[arg(long, conflicts_with_all = ["ids", "contiguous"])]
    pub any: bool,
    /// This process holds the claim; it ends with the process
    #[arg(long, value_name = "PID", value_parser = parse::pid)]
    pub pid: Option<u32>,
    /// Ports side by side; --range says where
    #[arg(long, conflicts_with = "port")]
    pub contiguous: bool,
    /// How the port is chosen.
    #[command(flatten)]
    pub options: ClaimOptionArgs,
    /// How the service is started.
    #[command(flatten)]
    pub launch: LaunchArgs,
}

/// What `claim` and `run` have in common.
#[derive(Debug, Default, Args)]
pub struct ClaimOptionArgs {
    /// The ports asked for, in order
    #[arg(long, value_name = "PORT", value_delimiter = ',', value_parser = parse::port)]
    pub port: Vec<u16>,
    /// Take the asked port or fail
    #[arg(long)]
    pub strict: bool,
    /// Where a port may come from
    #[arg(long, value_name = "A-B", value_parser = parse::range)]
    pub range: Option<PortRange>,
    /// The pool a port may come from
    #[arg(long, value_name = "NAME")]
    pub pool: Option<String>,
    /// How long the claim lasts unless renewed: 90s, 10m, 1h30m, 7d; not with --persistent
    #[arg(long, value_name = "TIME", value_parser = parse::expires)]
    pub expires: Option<Duration>,
    /// Keep the claim over the end of its owner and over reboots; =false ends that
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub persistent: Option<bool>,
    /// The service this one belongs with
    #[arg(long, value_name = "ID")]
    pub pair: Option<String>,
    /// What to do where another process holds the name
    #[arg(long, value_name = "POLICY", value_parser = parse::on_conflict())]
    pub on_conflict: Option<OnConflict>,
    /// A JSON object to keep with it
    #[arg(long, value_name = "JSON", value_parser = parse::meta)]
    pub meta: Option<Map<String, Value>>,
    /// A line for people
    #[arg(long, value_name = "TEXT")]
    pub description: Option<String>,
    /// The folder it belongs to, instead of the working folder
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

/// How a service is started: kept with its claim and used when it is started.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Launch options, kept for starting the service")]
pub struct LaunchArgs {
    /// The command that starts it, for the shell
    #[arg(long, value_name = "COMMAND")]
    pub cmd: Option<String>,
    /// What tells that it is ready: a URL, or an object with http, tcp, log or cmd
    #[arg(long, value_name = "URL|JSON", value_parser = parse::ready)]
    pub ready: Option<Value>,
    /// When it is started again
    #[arg(long, value_name = "POLICY", value_parser = parse::restart())]
    pub restart: Option<RestartPolicy>,
    /// A variable of its environment; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse::variable)]
    pub env: Vec<(String, String)>,
    /// A file with more of them
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,
    /// A tunnel to it, opened once it is ready
    #[arg(long, value_name = "PROVIDER", value_parser = parse::tunnel())]
    pub tunnel: Option<TunnelProvider>,
    /// The host name it asks for there, or its first part
    #[arg(long, value_name = "NAME", requires = "tunnel")]
    pub tunnel_subdomain: Option<String>,
    /// A service it needs; may be repeated
    #[arg(long, value_name = "ID")]
    pub need: Vec<String>,
}

/// Run a command on the port of its name.
///
/// The command gets PORT, HOST, PORTREG_IDENTITY and PORTREG_URL, and `{port}`, `{host}` and
/// `{url}` are replaced in it and in --env. It has the terminal; when it ends, what it started
/// ends with it and the claim is released. The exit code is the command's, 128+n for a signal.
///
/// Where the registry cannot be used, the command runs all the same, on the asked or configured
/// port or on its own default, after one warning line; --strict makes that an error. PORTREG=off
/// leaves the registry out.
///
/// Standard output and exit code are the command's, so with --json there is no answer of `run`: what
/// it has to say while the command runs is an object a line on standard error, {"note":{"message"}}
/// or {"warning":{"message"}}; where it fails before, {"error"} as with every verb.
#[derive(Debug, Args)]
#[command(
    override_usage = "portreg run [ID] [OPTIONS] -- <COMMAND>...",
    after_help = "Examples:
  portreg run shop:web -- npm run dev
  portreg run -- npm start                      # the name of this folder
  portreg run shop:api --port 8000 -- uvicorn app:app --port {port}
  portreg run shop:web --env VITE_PORT={port} -- npx vite"
)]
pub struct RunArgs {
    /// The name; the one of this folder where none is given
    #[arg(value_name = "ID")]
    pub id: Option<String>,
    /// How the port is chosen.
    #[command(flatten)]
    pub options: ClaimOptionArgs,
    /// A variable for the command; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse::variable)]
    pub env: Vec<(String, String)>,
    /// A file with more of them
    #[arg(long, value_name = "FILE")]
    pub env_file: Option<PathBuf>,
    /// The command and its arguments, after --
    #[arg(value_name = "COMMAND", last = true, required = true)]
    pub command: Vec<OsString>,
}
