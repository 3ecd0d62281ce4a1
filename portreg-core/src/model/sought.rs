//! What was looked for and is not there.

use serde_json::{Value, json};

use super::{Identity, PortRange};

/// What a verb looked for and did not find, as data beside the sentence of the error.
///
/// ```
/// use portreg_core::Sought;
///
/// let sought = Sought::Service("shop:web".parse()?);
/// assert_eq!((sought.kind(), sought.fields()["identity"].as_str()), ("service", Some("shop:web")));
/// # Ok::<(), portreg_core::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sought {
    /// The service of a name.
    Service(Identity),
    /// The service that claims a port.
    ServiceOn(u16),
    /// Any service that a pattern stands for; any at all where there is none.
    Services(Option<String>),
    /// What the service of a name has printed.
    Log(Identity),
    /// Where a service answers in an environment.
    Endpoint(Identity, String),
    /// Who listens on a port.
    Listener(u16),
    /// A reservation of these ports.
    Reservation(PortRange),
    /// A pool that was set.
    Pool(String),
    /// A backup of this day; of any where none is said.
    Backup(Option<String>),
}

impl Sought {
    /// What kind of thing it is: `service`, `log`, `listener`, `reservation`, `pool` or `backup`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Service(_) | Self::ServiceOn(_) | Self::Services(_) => "service",
            Self::Log(_) => "log",
            Self::Endpoint(..) => "endpoint",
            Self::Listener(_) => "listener",
            Self::Reservation(_) => "reservation",
            Self::Pool(_) => "pool",
            Self::Backup(_) => "backup",
        }
    }

    /// The kind and what it was looked for by, by field name; what was not said is null.
    pub fn fields(&self) -> Value {
        let kind = self.kind();
        match self {
            Self::Service(identity) | Self::Log(identity) => {
                json!({ "kind": kind, "identity": identity })
            }
            Self::ServiceOn(port) => json!({ "kind": kind, "port": port }),
            Self::Services(pattern) => json!({ "kind": kind, "pattern": pattern }),
            Self::Endpoint(identity, env) => {
                json!({ "kind": kind, "identity": identity, "env": env })
            }
            Self::Listener(port) => json!({ "kind": kind, "port": port }),
            Self::Reservation(ports) => json!({ "kind": kind, "ports": ports }),
            Self::Pool(name) => json!({ "kind": kind, "name": name }),
            Self::Backup(date) => json!({ "kind": kind, "date": date }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_said_is_null() {
        assert_eq!(Sought::Services(None).fields(), json!({ "kind": "service", "pattern": null }));
        let ports = Sought::Reservation("4000-4009".parse().unwrap());
        assert_eq!(ports.fields(), json!({ "kind": "reservation", "ports": "4000-4009" }));
    }
}
