//! The phrase for each reason why a port could not be had.

use portreg_core::{Holder, ReasonCode, human_duration};

/// Why a port could not be had, as the second half of a sentence.
///
/// ```
/// use portreg_cli::render::phrase;
/// use portreg_core::{Holder, ReasonCode};
///
/// let django = Holder { pid: 67890, name: "Django".into(), started_at_ms: Some(0) };
/// assert_eq!(
///     phrase(ReasonCode::Listening, 3000, Some(&django), 7_200_000),
///     "3000 is in use by Django (pid 67890, since 2 h)",
/// );
/// ```
pub fn phrase(reason: ReasonCode, port: u16, holder: Option<&Holder>, now_ms: i64) -> String {
    // A holder that cannot be seen at all is no news.
    let holder = holder.filter(|holder| holder.pid > 0 || !holder.name.is_empty());
    let by = |otherwise: &str| holder.map_or(otherwise.to_owned(), |holder| who(holder, now_ms));
    let known = || holder.map(|holder| format!(": {}", who(holder, now_ms))).unwrap_or_default();
    match reason {
        ReasonCode::Listening => format!("{port} is in use by {}", by("another process")),
        ReasonCode::TimeWait => format!("a connection on {port} was closed a moment ago"),
        ReasonCode::Claimed => format!("{port} is claimed by another service{}", known()),
        ReasonCode::Reserved => format!("{port} is reserved"),
        ReasonCode::Excluded => format!("the system excludes {port}"),
        ReasonCode::Privileged => format!("only an administrator may listen on {port}"),
        ReasonCode::Ephemeral => format!("the system gives {port} to outgoing connections"),
        ReasonCode::Free => format!("{port} became free only afterwards"),
        ReasonCode::Bound => format!("{port} is bound by {}", by("another process")),
        ReasonCode::Outgoing => format!("an outgoing connection uses {port}{}", known()),
        ReasonCode::BrowserUnsafe => format!("browsers refuse to open {port}"),
        ReasonCode::WellKnown => format!("{port} is the usual port of a well-known server"),
        ReasonCode::Container => format!("a container publishes {port}{}", known()),
        ReasonCode::OtherUser => format!("a process of another user has {port}{}", known()),
        ReasonCode::OneFamily => {
            format!("{port} is in use on one of 127.0.0.1 and ::1 by {}", by("another process"))
        }
        ReasonCode::Airplay => format!("AirPlay listens on {port}"),
        ReasonCode::Remembered => format!("{port} is the remembered port of another name"),
    }
}

/// A process in a sentence: `Django (pid 67890, since 2 h)`.
pub(crate) fn who(holder: &Holder, now_ms: i64) -> String {
    let pid = format!("pid {}", holder.pid);
    let since = holder
        .started_at_ms
        .map(|started| format!("since {}", human_duration(now_ms.saturating_sub(started))));
    let known: Vec<String> = (holder.pid > 0).then_some(pid).into_iter().chain(since).collect();
    let name = if holder.name.is_empty() { "another process" } else { &holder.name };
    if known.is_empty() { name.to_owned() } else { format!("{name} ({})", known.join(", ")) }
}
