//! What people read about ports: one sentence for each reason, the same in `explain`, in errors and
//! in notes. Pure functions over facts.

use crate::model::{Holder, Identity, ReasonCode};
use crate::time::human_duration;

/// What reserves a port where no reservation of the registry does.
pub(crate) const BY_CONFIGURATION: &str =
    "reservedPorts in the configuration, or PORTREG_RESERVED, says so";

/// One thing that is to be said of a port.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PortFact {
    pub(crate) port: u16,
    pub(crate) code: ReasonCode,
    /// The service it is about.
    pub(crate) identity: Option<Identity>,
    /// The process it is about.
    pub(crate) holder: Option<Holder>,
    /// What else belongs to the code: addresses, the user, the container, the other end, a range,
    /// the reason of a reservation.
    pub(crate) detail: Option<String>,
}

impl PortFact {
    /// The code alone.
    pub(crate) fn new(port: u16, code: ReasonCode) -> Self {
        Self { port, code, identity: None, holder: None, detail: None }
    }

    /// With the process it is about.
    pub(crate) fn by(self, holder: Option<Holder>) -> Self {
        Self { holder, ..self }
    }

    /// With what else belongs to the code.
    pub(crate) fn with(self, detail: Option<String>) -> Self {
        Self { detail, ..self }
    }

    /// With the service it is about.
    pub(crate) fn of(self, identity: Option<Identity>) -> Self {
        Self { identity, ..self }
    }

    /// The sentence, without a full stop.
    pub(crate) fn sentence(&self, now_ms: i64) -> String {
        let Self { port, code, identity, holder, detail } = self;
        let holder = holder.as_ref().filter(|holder| holder.pid > 0 || !holder.called().is_empty());
        let by = || holder.map_or("another process".to_owned(), |holder| who(holder, now_ms));
        let comma = || holder.map(|one| format!(", {}", who(one, now_ms))).unwrap_or_default();
        let colon = || holder.map(|one| format!(": {}", who(one, now_ms))).unwrap_or_default();
        let named = |otherwise: &str| {
            identity.as_ref().map_or_else(|| otherwise.to_owned(), Identity::to_string)
        };
        let after = |link: &str| match detail {
            Some(detail) => format!("{link}{detail}"),
            None => String::new(),
        };
        match code {
            ReasonCode::Listening => format!("{port} is in use by {}{}", by(), after(" on ")),
            ReasonCode::TimeWait => format!(
                "a connection on {port} was closed{} a moment ago: servers that set SO_REUSEADDR can start now",
                after(" by ")
            ),
            ReasonCode::Claimed => {
                format!("{port} is claimed by {}{}", named("another service"), comma())
            }
            ReasonCode::Reserved => format!("{port} is reserved{}", after(": ")),
            ReasonCode::Excluded => format!("the system excludes {port}"),
            ReasonCode::Privileged => {
                let from = detail.as_ref().map(|from| format!("; everybody may from {from} on"));
                format!("only an administrator may listen on {port}{}", from.unwrap_or_default())
            }
            ReasonCode::Ephemeral => format!(
                "the system gives {port} to outgoing connections{}, so it may be taken at any moment",
                after(" from ")
            ),
            ReasonCode::Free => format!("nothing uses {port}: a server can start on it"),
            ReasonCode::Bound => {
                format!(
                    "{port} is bound by {} which does not listen on it",
                    match holder {
                        Some(holder) => format!("{},", who(holder, now_ms)),
                        None => "a process".to_owned(),
                    }
                )
            }
            ReasonCode::Outgoing => {
                format!("an outgoing connection{} uses {port}{}", after(" to "), colon())
            }
            ReasonCode::BrowserUnsafe => format!("browsers refuse to open {port}"),
            ReasonCode::WellKnown => match detail {
                Some(server) => format!("{port} is the usual port of {server}"),
                None => format!("{port} is the usual port of a well-known server"),
            },
            ReasonCode::Container => match detail {
                Some(container) => {
                    format!("{port} is published by the container {container}{}", comma())
                }
                None => format!("a container publishes {port}{}", colon()),
            },
            ReasonCode::OtherUser => match detail {
                Some(user) => format!("a process of the user {user} has {port}{}", colon()),
                None => format!("a process of another user has {port}{}", colon()),
            },
            ReasonCode::OneFamily => match detail {
                Some(detail) => format!(
                    "{port} is in use on {detail}: another server could take the other one, and clients of localhost would reach either"
                ),
                None => format!("{port} is in use on one of 127.0.0.1 and ::1 by {}", by()),
            },
            ReasonCode::Airplay => format!(
                "the AirPlay receiver of macOS listens on {port}: it is switched off in the settings under AirDrop & Handoff"
            ),
            ReasonCode::Remembered => {
                format!("{port} is the remembered port of {}{}", named("another name"), comma())
            }
        }
    }
}

/// Why a port could not be had, as a sentence without a full stop.
///
/// ```
/// use portreg_core::{Holder, ReasonCode, port_sentence};
///
/// let django = Holder {
///     pid: 67890,
///     name: "python3".into(),
///     started_at_ms: Some(0),
///     label: Some("Django".into()),
/// };
/// assert_eq!(
///     port_sentence(ReasonCode::Listening, 3000, None, Some(&django), 7_200_000),
///     "3000 is in use by Django (pid 67890, since 2 h)",
/// );
/// ```
pub fn port_sentence(
    code: ReasonCode,
    port: u16,
    identity: Option<&Identity>,
    holder: Option<&Holder>,
    now_ms: i64,
) -> String {
    PortFact::new(port, code).of(identity.cloned()).by(holder.cloned()).sentence(now_ms)
}

/// A process in a sentence: `Django (pid 67890, since 2 h)`.
///
/// ```
/// let nobody = portreg_core::Holder { pid: 0, name: String::new(), started_at_ms: None, label: None };
/// assert_eq!(portreg_core::process_phrase(&nobody, 0), "another process");
/// ```
pub fn process_phrase(holder: &Holder, now_ms: i64) -> String {
    who(holder, now_ms)
}

/// A process in a sentence: `Django (pid 67890, since 2 h)`.
pub(crate) fn who(holder: &Holder, now_ms: i64) -> String {
    let pid = format!("pid {}", holder.pid);
    let since = holder
        .started_at_ms
        .map(|started| format!("since {}", human_duration(now_ms.saturating_sub(started))));
    let known: Vec<String> = (holder.pid > 0).then_some(pid).into_iter().chain(since).collect();
    let name = match holder.called() {
        "" => "another process",
        name => name,
    };
    if known.is_empty() { name.to_owned() } else { format!("{name} ({})", known.join(", ")) }
}

/// Things in a sentence: `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<T: ToString>(things: &[T]) -> String {
    match things {
        [] => String::new(),
        [one] => one.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(T::to_string).collect();
            format!("{} and {}", first.join(", "), last.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_760_000_000_000;

    /// What belongs to a code besides the process and the service.
    fn detail(code: ReasonCode) -> Option<String> {
        Some(
            match code {
                ReasonCode::Listening => "127.0.0.1 and ::1",
                ReasonCode::TimeWait => "both sides",
                ReasonCode::Reserved => "the printer",
                ReasonCode::Privileged => "1024",
                ReasonCode::Ephemeral => "32768-60999",
                ReasonCode::Outgoing => "127.0.0.1:5432",
                ReasonCode::WellKnown => "PostgreSQL",
                ReasonCode::Container => "172.17.0.2:80",
                ReasonCode::OtherUser => "postgres",
                ReasonCode::OneFamily => "127.0.0.1 and not on ::1",
                _ => return None,
            }
            .to_owned(),
        )
    }

    #[test]
    fn every_reason_has_its_sentence() {
        let django = Holder {
            pid: 67890,
            name: "python3".to_owned(),
            started_at_ms: Some(NOW - 7_200_000),
            label: Some("Django".to_owned()),
        };
        let unseen = Holder { pid: 0, name: String::new(), started_at_ms: None, label: None };
        let mut text = String::new();
        for code in ReasonCode::ALL {
            let bare = PortFact::new(3000, code);
            let shop = "shop:web".parse().ok();
            let full = bare.clone().by(Some(django.clone())).of(shop).with(detail(code));
            let nobody = bare.clone().by(Some(unseen.clone()));
            text.push_str(&format!("{code}\n"));
            for fact in [bare, full] {
                text.push_str(&format!("  {}\n", fact.sentence(NOW)));
            }
            let plain = PortFact::new(3000, code).sentence(NOW);
            assert_eq!(nobody.sentence(NOW), plain, "who cannot be seen at all is no news");
        }
        insta::assert_snapshot!(text);
    }

    #[test]
    fn lists_are_sentences() {
        assert_eq!(listed::<u8>(&[]), "");
        assert_eq!(listed(&[1]), "1");
        assert_eq!(listed(&[1, 2]), "1 and 2");
        assert_eq!(listed(&[1, 2, 3]), "1, 2 and 3");
    }
}
