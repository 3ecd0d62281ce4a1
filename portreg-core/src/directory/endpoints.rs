//! Endpoints: `local` follows the port, with the scheme and host that were set; others are set by hand or by the
//! configuration.

use serde_json::{Value, json};

use super::Directory;
use crate::claims::{Folders, LOCAL, SERVICES, TUNNEL, host_name};
use crate::config::check_endpoint;
use crate::error::{Error, Result};
use crate::model::{Endpoint, Identity, Pattern, Sought, clip, shown_line};
use crate::store::{ServiceRow, Stored, Writer};

impl Directory<'_> {
    /// Where a service answers in an environment.
    pub(crate) fn url(&self, target: &str, env: &str) -> Result<Endpoint> {
        check_env(env)?;
        let identity = self.claims.identity_of(target)?;
        let row = self.claims.service_row(&identity)?;
        let known = self.of(&row, &mut Folders::default())?;
        if let Some(endpoint) = known.iter().find(|endpoint| endpoint.env == env) {
            return Ok(endpoint.clone());
        }
        let names: Vec<&str> = known.iter().map(|endpoint| endpoint.env.as_str()).collect();
        let what = match names[..] {
            [] => format!("{identity} has no endpoint: it has no port, and none was set"),
            _ => format!(
                "{identity} has no endpoint {env} (it has {}); `portreg endpoint set {identity} {env} URL` sets one",
                names.join(", ")
            ),
        };
        Err(Error::NotFound { what, sought: Sought::Endpoint(identity, env.to_owned()) })
    }

    /// All endpoints, by name and environment.
    pub(crate) fn endpoints(&self, pattern: Option<&str>) -> Result<Vec<Endpoint>> {
        let rows = match pattern {
            Some(target) if target.starts_with(':') => {
                vec![self.claims.service_row(&self.claims.identity_of(target)?)?]
            }
            Some(text) => {
                let pattern: Pattern = text.parse()?;
                let mut rows = self
                    .claims
                    .store
                    .snapshot(|reader| reader.services_in(&pattern.spans(true)))?;
                rows.retain(|row| pattern.covers(&row.claim.identity));
                rows
            }
            None => {
                let all = [crate::model::Span::All];
                self.claims.store.snapshot(|reader| reader.services_in(&all))?
            }
        };
        let (mut found, mut folders) = (Vec::new(), Folders::default());
        for row in &rows {
            found.extend(self.of(row, &mut folders)?);
        }
        Ok(found)
    }

    /// Sets where a service answers in an environment.
    pub(crate) fn set(&self, target: &str, env: &str, url: &str) -> Result<Endpoint> {
        check_env(env)?;
        check_url(url)?;
        let identity = self.claims.identity_of(target)?;
        let row = self.claims.service_row(&identity)?;
        let host = if env == LOCAL { Some(host_before(row.claim.port, url)?) } else { None };
        // The history is shown to more people than who asks for the URL.
        let details = json!({ "env": env, "url": shown_line(url) });
        self.tell("endpoint_set", &identity, details, |writer| match host {
            Some(host) => writer.set_host(identity.as_str(), host),
            None => writer.set_endpoint(identity.as_str(), env, url),
        })?;
        Ok(Endpoint { identity, env: env.to_owned(), url: url.to_owned() })
    }

    /// Removes an endpoint that was set.
    pub(crate) fn remove(&self, target: &str, env: &str) -> Result<Endpoint> {
        check_env(env)?;
        let endpoint = self.url(target, env)?;
        let identity = &endpoint.identity;
        if env == LOCAL {
            let message = "local follows the port by itself and cannot be removed";
            return Err(Error::option("env", message));
        }
        let removed = self.tell("endpoint_removed", identity, json!({ "env": env }), |writer| {
            writer.remove_endpoint(identity.as_str(), env)
        })?;
        if !removed {
            let row = self.claims.service_row(identity)?;
            let message = match self.claims.tunnel_of(&row).filter(|_| env == TUNNEL) {
                Some(_) => format!("{env} is there as long as the tunnel of {identity} stands"),
                None => {
                    format!("{env} is set by the configuration of {identity}; take it out there")
                }
            };
            return Err(Error::option("env", message));
        }
        Ok(endpoint)
    }

    /// Makes a change, notes it, and wakes those who wait for a service; whether anything was changed.
    fn tell(
        &self,
        action: &str,
        identity: &Identity,
        details: Value,
        change: impl FnOnce(&Writer<'_>) -> Stored<bool>,
    ) -> Result<bool> {
        let changed = self.claims.record_with(action, Some(identity), None, details, change)?;
        if let Err(error) = self.claims.ring(SERVICES) {
            tracing::debug!(%error, "those who wait for services were not all woken");
        }
        Ok(changed)
    }

    fn of(&self, row: &ServiceRow, folders: &mut Folders) -> Result<Vec<Endpoint>> {
        let identity = &row.claim.identity;
        let set = self.claims.store.read(|reader| reader.endpoints_of(identity.as_str()))?;
        let known = self.claims.endpoints_of(row, set, folders);
        let endpoint = |(env, url)| Endpoint { identity: identity.clone(), env, url };
        Ok(known.into_iter().map(endpoint).collect())
    }
}

fn check_env(env: &str) -> Result<()> {
    check_endpoint(env).map_err(|why| Error::option("env", format!("{:?}: {why}", clip(env))))
}

/// What stands before the port of a service in its URL here: its host, with the scheme where that is not http.
fn host_before(port: Option<u16>, url: &str) -> Result<&str> {
    let origin = port.and_then(|port| url.strip_suffix(&format!(":{port}")));
    let origin = origin.map(|origin| origin.strip_prefix("http://").unwrap_or(origin));
    let name = |origin: &&str| !host_name(Some(origin)).contains(['/', '?', '#', '@']);
    origin.filter(name).ok_or_else(|| {
        let message = "local follows the port: what can be set is scheme and host before it, as in https://localhost:3000; set another one, such as dev or prod";
        Error::option("env", message)
    })
}

/// A URL has a scheme and a host; which scheme is the service's own matter.
fn check_url(url: &str) -> Result<()> {
    let wrong = |why: &str| Err(Error::option("url", format!("{:?}: {why}", clip(url))));
    let Some((scheme, rest)) = url.split_once("://") else {
        return wrong("a URL has a scheme and a host, as in https://app.example.com");
    };
    let mut letters = scheme.chars();
    let named = letters.next().is_some_and(|c| c.is_ascii_alphabetic())
        && letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !named {
        return wrong("its scheme is letters and digits, such as http, https or postgres");
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return wrong("a URL holds no spaces; write %20");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_port = authority.rsplit('@').next().unwrap_or_default();
    let (host, port) = match host_port.rfind(']') {
        Some(end) => (&host_port[..=end], host_port[end + 1..].strip_prefix(':')),
        None => {
            host_port.rsplit_once(':').map_or((host_port, None), |(host, port)| (host, Some(port)))
        }
    };
    if host.is_empty() {
        return wrong("its host is missing, as in https://app.example.com");
    }
    match port.map(str::parse::<u16>) {
        None => Ok(()),
        Some(Ok(port)) if port > 0 => Ok(()),
        Some(_) => wrong("its port is a number from 1 to 65535"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_have_a_scheme_and_a_host() {
        for url in [
            "https://app.example.com",
            "http://localhost:3000/a?b#c",
            "postgres://me:secret@db.internal:5432/shop",
            "http://[::1]:3000/",
            "wss://x",
        ] {
            assert!(check_url(url).is_ok(), "{url}");
        }
        for (url, part) in [
            ("app.example.com", "scheme and a host"),
            ("://x", "scheme is letters"),
            ("1p://x", "scheme is letters"),
            ("https://", "host is missing"),
            ("https:///path", "host is missing"),
            ("https://a b", "no spaces"),
            ("https://a:0", "1 to 65535"),
            ("https://a:70000/x", "1 to 65535"),
            ("https://a:x", "1 to 65535"),
        ] {
            let error = check_url(url).unwrap_err().to_string();
            assert!(error.contains(part), "{url}: {error}");
        }
    }
}
