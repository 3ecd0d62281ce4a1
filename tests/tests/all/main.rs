//! Tests of portreg from outside: real processes, real sockets, real registry files.
#![expect(clippy::unwrap_used, clippy::panic, reason = "also the helpers of tests may fail a test")]

mod adopt;
mod backups;
mod choosing;
mod conflicts;
mod containers;
mod corrupt;
mod daemons;
mod decisions;
mod disagreements;
mod doctor;
mod explanations;
mod fork;
mod helper;
mod imports;
mod kill;
mod kill_points;
mod leases;
mod listeners;
mod meddled;
mod ownership;
mod refusals;
mod run;
mod schema;
mod server;
mod sqlite_copies;
mod stories;
mod tidy;
mod unavailable;
mod uniqueness;
mod worktrees;
mod world;
