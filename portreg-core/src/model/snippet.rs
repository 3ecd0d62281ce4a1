//! Pieces of configuration for other tools.

use std::str::FromStr;

use super::Identity;
use super::claim::words;
use crate::error::Error;

/// A tool that a piece of configuration is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetTool {
    /// `vite.config.js`: the port, and a proxy to each service that this one works with.
    Vite,
    /// The script of `package.json`, and `next.config.mjs` with a rewrite to each of these.
    Next,
    /// The call of `listen` in a program on Express.
    Express,
    /// `settings.py`: hosts and origins, and how `runserver` is called.
    Django,
    /// The call of `run` in a program on Flask.
    Flask,
    /// `compose.override.yaml`: published ports and variables.
    Compose,
    /// A site of a `Caddyfile` for each service.
    Caddy,
    /// A `server` for each service, WebSockets too.
    Nginx,
}

words!(SnippetTool, "for", "vite" => Vite, "next" => Next, "express" => Express, "django" => Django, "flask" => Flask,
    "compose" => Compose, "caddy" => Caddy, "nginx" => Nginx);

impl serde::Serialize for SnippetTool {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A piece of configuration.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The tool that reads it.
    pub tool: SnippetTool,
    /// The text, with an end of line.
    pub snippet: String,
    /// The services it is about, in order of names.
    pub services: Vec<Identity>,
    /// Services that fit and have no port, and so no place in it.
    pub left_out: Vec<Identity>,
}
