//! The arguments of the verbs that look at the machine: `ports`, `conflicts`, `explain`, `status`, `kill`, `adopt`.

use clap::Args;

use super::parse;

/// List who listens on which port.
///
/// Every process of this machine, as far as you may see it, with the service that it is. Nothing has
/// to be registered for that. -q prints the ports, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg ports
  portreg ports --port 3000
  portreg ports --all --json")]
pub struct PortsArgs {
    /// Only who listens on this port
    #[arg(long, value_name = "PORT", value_parser = parse::port)]
    pub port: Option<u16>,
    /// UDP sockets too
    #[arg(long)]
    pub all: bool,
}

/// List where the registry and the machine disagree.
///
/// A stranger on the port of a service, nobody where one should listen, a server on the wrong address,
/// two servers on one port, a claim whose time is over and that still listens; each with the command
/// that resolves it. -q prints the names, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg conflicts
  portreg conflicts shop --json")]
pub struct ConflictsArgs {
    /// A name, a pattern, or :PORT
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
}

/// Say why a port is not free, and what can be done.
///
/// -q prints the state alone: listening, time_wait, claimed, reserved, excluded, privileged,
/// ephemeral or free.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg explain 3000
  portreg explain 3000 -q")]
pub struct ExplainArgs {
    /// The port, with or without a colon
    #[arg(value_name = "PORT", value_parser = parse::explained)]
    pub port: u16,
}

/// Show services, listeners, conflicts and pools side by side.
///
/// -q prints the names of the services that are in conflict, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg status
  portreg status shop --json")]
pub struct StatusArgs {
    /// A name, a pattern, or :PORT
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,
}

/// Free a port: end who listens on it, and all that descends from that.
///
/// A name ends the own listeners of that service and nobody else. :PORT ends who listens there:
/// processes that hold the listening socket and share session or process group with the oldest of
/// them; others that merely inherited it are named and left alone. Asked first, killed after 5 s.
/// Never another user's process, pid 1, this command's own ancestors, or a container's proxy.
/// -q prints the pids that were ended, a line each.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg kill shop:web
  portreg kill :3000 --dry-run
  portreg kill :3000")]
pub struct KillArgs {
    /// The name, or :PORT
    #[arg(value_name = "ID|:PORT")]
    pub target: String,
    /// Also what listens for a service of another folder or project
    #[arg(long)]
    pub force: bool,
    /// Show who would be ended and end nobody
    #[arg(long)]
    pub dry_run: bool,
}

/// Make a service of a listener that runs already.
///
/// Nothing is restarted. The claim lasts as long as the process does; where that cannot be seen, as
/// with another user's, it is persistent and `kill` never ends it. Prints the claim as `claim` does;
/// -q prints the port alone.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg adopt shop:web :3000
  portreg adopt shop:web --pid 4711")]
pub struct AdoptArgs {
    /// The name it gets
    #[arg(value_name = "ID")]
    pub id: String,
    /// The port it listens on
    #[arg(value_name = ":PORT", value_parser = parse::explained, required_unless_present = "pid")]
    pub port: Option<u16>,
    /// The process that listens
    #[arg(long, value_name = "N", value_parser = parse::pid, conflicts_with = "port")]
    pub pid: Option<u32>,
}
