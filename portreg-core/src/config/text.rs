//! What texts in files may be. Messages never repeat a URL or a variable: they may hold a secret.

use crate::config::document::reason;
use crate::model::{Identity, clip, parse_port};

pub(crate) type Checked = Result<(), String>;

pub(super) fn filled(text: &str) -> Checked {
    match text.trim().is_empty() {
        true => Err("the text is empty; leave the key out or say something".to_owned()),
        false if text.contains('\0') => Err("the text holds a NUL character".to_owned()),
        false => Ok(()),
    }
}

pub(super) fn segment(text: &str) -> Checked {
    match text.contains(':') {
        true => Err(format!("{text:?} has ':' in it; write one name of A-Z a-z 0-9 . _ -")),
        false => text.parse::<Identity>().map(drop).map_err(reason),
    }
}

pub(super) fn reference(text: &str) -> Checked {
    text.parse::<Identity>().map(drop).map_err(reason)
}

pub(super) fn variable(text: &str) -> Checked {
    match text.is_empty() || text.contains(['=', '\0']) {
        true => Err("a variable has a name without = and NUL".to_owned()),
        false => Ok(()),
    }
}

pub(crate) fn endpoint(text: &str) -> Checked {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    match (1..=32).contains(&text.len()) && text.bytes().all(allowed) {
        true => Ok(()),
        false => Err("an environment is 1 to 32 of a-z 0-9 -, such as local, dev, prod".to_owned()),
    }
}

/// The signals that end a process or that programs give a meaning.
pub(super) const SIGNALS: [&str; 8] =
    ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGWINCH"];

/// The signal's full name.
pub(super) fn full_signal(text: &str) -> Option<&'static str> {
    SIGNALS.into_iter().find(|signal| *signal == text || signal[3..] == *text)
}

pub(super) fn signal(text: &str) -> Checked {
    full_signal(text).map(drop).ok_or_else(|| {
        format!("{:?} is no signal to stop with; it is one of {}", clip(text), SIGNALS.join(", "))
    })
}

/// An `http://` or `https://` URL that may hold placeholders.
pub(super) fn url(text: &str) -> Checked {
    let filled = fill(text)?;
    let rest = ["http://", "https://"]
        .into_iter()
        .find_map(|scheme| {
            let head = filled.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme).then(|| &filled[scheme.len()..])
        })
        .ok_or("a URL starts with http:// or https://")?;
    if filled.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Err("a URL holds no spaces; write %20".to_owned());
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    host_and_port(host_port, false)
}

/// A host name that may hold placeholders.
pub(super) fn host(text: &str) -> Checked {
    filled(text)?;
    let plain = fill(text)?;
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_address = plain.parse::<std::net::IpAddr>().is_ok();
    match is_address || (plain.chars().all(allowed) && !plain.starts_with(['.', '-'])) {
        true => Ok(()),
        false => {
            Err("a host is a name alone, without http:// and port, such as shop.localhost".into())
        }
    }
}

/// `host:port`, `:port` or a port alone, with or without `tcp://`.
pub(super) fn address(text: &str) -> Checked {
    let plain = fill(text)?;
    let plain = plain.strip_prefix("tcp://").unwrap_or(&plain);
    match plain.contains(':') {
        true => host_and_port(plain.strip_prefix(':').map_or(plain, |_| &plain[1..]), true),
        false => parse_port(plain, "tcp").map(drop).map_err(reason),
    }
}

fn host_and_port(text: &str, port_needed: bool) -> Checked {
    let (host, port) = match text.rfind(']') {
        Some(end) => (&text[..=end], text[end + 1..].strip_prefix(':')),
        None => text.rsplit_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    if port_needed && port.is_none() && host.parse::<u16>().is_ok_and(|port| port != 0) {
        return Ok(());
    }
    if host.is_empty() || host.contains(|c: char| c.is_whitespace() || c == '/') {
        return Err("the host is missing; write for example localhost:{port}".to_owned());
    }
    match port {
        Some(port) => parse_port(port, "port").map(drop).map_err(reason),
        None if port_needed => {
            Err("the port is missing; write for example localhost:{port}".into())
        }
        None => Ok(()),
    }
}

/// Puts a stand-in for every placeholder, so that the rest can be checked.
fn fill(text: &str) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('{') {
        let (name, after) = tail.split_once('}').ok_or("a { has no }")?;
        let (kind, of) = name.split_once(':').map_or((name, None), |(kind, of)| (kind, Some(of)));
        if let Some(of) = of {
            reference(of)?;
        }
        out.push_str(head);
        out.push_str(match (kind, of) {
            ("port", _) => "1",
            ("url", _) => "http://x",
            ("host" | "context", None) | ("host", Some(_)) => "x",
            _ => {
                let known = "{port} {host} {url} {context} {port:NAME} {host:NAME} {url:NAME}";
                return Err(format!("{{{}}} is no placeholder; they are {known}", clip(name)));
            }
        });
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_may_hold_placeholders_and_nothing_else_that_is_odd() {
        for good in [
            "http://localhost:{port}/health",
            "https://app.example.com",
            "http://{context}.shop.localhost:{port}",
            "{url}/health",
            "http://[::1]:3000/x?y=1",
            "http://user:pw@{host}:{port:api}/",
        ] {
            assert_eq!(url(good), Ok(()), "{good}");
        }
        for bad in [
            "localhost:3000",
            "ftp://x",
            "http://",
            "http://x:0",
            "http://x:99999/",
            "http://a b",
            "http://{prot}",
            "http://{port",
        ] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn addresses_and_hosts_are_told_apart() {
        for good in ["localhost:{port}", ":5432", "5432", "tcp://[::1]:{port}", "{port}"] {
            assert_eq!(address(good), Ok(()), "{good}");
        }
        assert!(address("localhost").is_err() && address("localhost:x").is_err());
        assert!(host("{context}.shop.localhost").is_ok() && host("::1").is_ok());
        assert!(host("http://x").is_err() && host("x:80").is_err() && host("").is_err());
    }
}
