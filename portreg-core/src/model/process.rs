//! Processes as the registry knows them: told apart by integers, named for people.

use std::fmt;

/// What tells one process from every other one, on this machine and on others.
///
/// A pid alone is used again; with the start time in ticks of the boot clock, the boot, the pid
/// namespace and the machine it is one process for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ProcessKey {
    /// The process id in its own pid namespace.
    pub pid: u32,
    /// When it started, in ticks of the boot clock.
    pub start_ticks: i64,
    /// The boot of the machine.
    pub boot: i64,
    /// The pid namespace.
    pub namespace: i64,
    /// The machine.
    pub machine: i64,
}

/// A process for people: who holds a claim, and since when.
///
/// ```
/// use portreg_core::Holder;
///
/// let node = Holder { pid: 42, name: "node".into(), started_at_ms: Some(0), label: None };
/// assert_eq!(node.to_string(), "node (pid 42)");
/// let vite = Holder { label: Some("Vite".into()), ..node };
/// assert_eq!(vite.to_string(), "Vite (pid 42)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Holder {
    /// The process id.
    pub pid: u32,
    /// The program's name; empty where it cannot be seen.
    pub name: String,
    /// When it started, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at_ms: Option<i64>,
    /// What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

impl Holder {
    /// What it is called in sentences: its label, else its program's name; empty where neither is
    /// known.
    pub fn called(&self) -> &str {
        self.label.as_deref().unwrap_or(&self.name)
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.called() {
            "" => write!(f, "pid {}", self.pid),
            name => write!(f, "{name} (pid {})", self.pid),
        }
    }
}
