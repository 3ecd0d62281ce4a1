//! What users write: the project's file, the machine's and the user's, variables; and what a
//! folder says by itself. Read-only.

mod check;
mod de;
mod document;
mod environment;
pub(crate) mod fuzz;
mod git;
mod infer;
mod launch;
mod line_pattern;
mod loader;
mod locate;
mod manifest;
mod nearest;
mod order;
mod overlap;
mod project;
mod propose;
mod ready;
mod recognise;
mod reftable;
mod report;
mod schema;
mod service;
mod settings;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod user;
mod value;
mod workspace;
mod worktree;

pub(crate) use check::Known;
pub(crate) use environment::Environment;
pub(crate) use infer::{Inferred, infer, suffix_of};
pub(crate) use launch::{Command, Listen, PortSetting};
pub(crate) use line_pattern::LinePattern;
pub(crate) use loader::Loader;
pub(crate) use propose::propose;
pub(crate) use ready::{Probe, Ready};
pub(crate) use report::duration_text;
pub(crate) use schema::{project_schema, user_schema};
pub(crate) use service::ServiceConfig;
pub(crate) use settings::{Config, Retention, USUAL_EXPIRES, USUAL_HISTORY};
pub(crate) use template::{Placeholder, Quoting, complete, substitute};
pub(crate) use text::endpoint as check_endpoint;
pub(crate) use worktree::is_worktree_gone;
