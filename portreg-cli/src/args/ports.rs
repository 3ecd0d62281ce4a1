//! The arguments of the verbs over ports: `available`, `reserve`, `unreserve`, `pool`.

use clap::{Args, Subcommand};
use portreg_core::PortRange;

use super::parse::{self, Ranges};

/// List ports that could be claimed.
///
/// One port, a range or a pool may be named; otherwise the default range is searched. Ports are
/// printed a line each. If none is available the exit code is 4.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg available
  portreg available 3000 && echo free
  portreg available 4000-4099 -n 3
  portreg available --pool dev --json")]
pub struct AvailableArgs {
    /// A port, or a range of them
    #[arg(value_name = "N|A-B", value_parser = parse::range)]
    pub range: Option<PortRange>,
    /// A pool
    #[arg(long, value_name = "NAME", conflicts_with = "range")]
    pub pool: Option<String>,
    /// How many to list [default: 1]
    #[arg(short = 'n', value_name = "COUNT", value_parser = parse::count)]
    pub count: Option<usize>,
}

/// Keep ports out of use, or list those that are.
///
/// Reserved ports are given to nobody. -q prints
/// the ports, a range each line.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg reserve 5432 --reason 'the database of the house'
  portreg reserve 9000-9010
  portreg reserve")]
pub struct ReserveArgs {
    /// A port, or a range of them
    #[arg(value_name = "PORT|A-B", value_parser = parse::range)]
    pub ports: Option<PortRange>,
    /// Why, for those who meet it
    #[arg(long, value_name = "TEXT", requires = "ports")]
    pub reason: Option<String>,
}

/// Give reserved ports back to the common use.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg unreserve 5432")]
pub struct UnreserveArgs {
    /// A port, or a range of them
    #[arg(value_name = "PORT|A-B", value_parser = parse::range)]
    pub ports: PortRange,
}

/// Set or remove a pool of ports.
///
/// Claims choose one with --pool. `dev`, `test` and `production` work without being set.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    subcommand_value_name = "VERB",
    subcommand_help_heading = "Verbs"
)]
pub struct PoolArgs {
    /// What to do.
    #[command(subcommand)]
    pub verb: PoolVerb,
}

/// List the pools and how full they are.
///
/// Those above 80 % are marked and told of. -q prints the names.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  portreg pools
  portreg pools --json")]
pub struct PoolsArgs {}

/// What `pool` can do.
#[derive(Debug, Subcommand)]
pub enum PoolVerb {
    /// Set the ports of a pool
    #[command(after_help = "Examples:
  portreg pool set dev 8000-8999
  portreg pool set review 4000-4099,4200")]
    Set {
        /// The pool
        #[arg(value_name = "NAME")]
        name: String,
        /// Its ports: ranges and single ports, with commas between
        #[arg(value_name = "RANGES", value_parser = parse::ranges)]
        ranges: Ranges,
    },
    /// Remove a pool; claims keep the ports they have
    #[command(after_help = "Examples:
  portreg pool rm review")]
    Rm {
        /// The pool
        #[arg(value_name = "NAME")]
        name: String,
    },
}
