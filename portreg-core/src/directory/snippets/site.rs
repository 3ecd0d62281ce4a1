//! What a snippet says of a service, and the host names that proxies know it by.

use std::collections::HashMap;
use std::net::IpAddr;

use super::super::variables::{stack_prefix, url_of};
use crate::claims::host_name;
use crate::error::{Error, Result};
use crate::model::Identity;
use crate::store::ServiceRow;

/// A service with its port.
#[derive(Debug)]
pub(super) struct Peer {
    pub(super) identity: Identity,
    pub(super) port: u16,
    /// What its variables begin with for those who work with it: `API`.
    pub(super) prefix: String,
    pub(super) url: String,
}

impl Peer {
    /// None where the service has no port.
    pub(super) fn of(row: &ServiceRow) -> Option<Self> {
        let port = row.claim.port?;
        let identity = row.claim.identity.clone();
        let prefix = stack_prefix(&identity);
        Some(Self { identity, port, prefix, url: url_of(row, port) })
    }

    /// Its last part in a path and its name among the services of a file: `api` of `shop:api`.
    pub(super) fn short(&self) -> &str {
        self.identity.stack().unwrap_or(self.identity.project())
    }
}

/// A service that a snippet is about.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) own: Peer,
    /// The name in its URL, where that is not `localhost`.
    pub(super) host: Option<String>,
    /// Who it works with.
    pub(super) partners: Vec<Peer>,
    /// Who works with it, where that is asked.
    pub(super) callers: Vec<Peer>,
}

impl Site {
    /// Its host where servers have to be told of it: they know `localhost`, what ends in it, and addresses.
    pub(super) fn strange_host(&self) -> Option<&str> {
        self.named_host().filter(|host| !host.ends_with(".localhost"))
    }

    fn named_host(&self) -> Option<&str> {
        let host = host_name(self.host.as_deref());
        Some(host).filter(|host| *host != "localhost" && host.parse::<IpAddr>().is_err())
    }
}

/// Each service with a host name of its own: the one of its URL where it has that alone, else one of its name.
pub(super) fn hosts(sites: &[Site]) -> Result<Vec<(&Site, String)>> {
    let mut uses: HashMap<&str, usize> = HashMap::new();
    for host in sites.iter().filter_map(Site::named_host) {
        *uses.entry(host).or_default() += 1;
    }
    let mut taken: HashMap<String, &Identity> = HashMap::new();
    let mut found = Vec::new();
    for site in sites {
        let own = site.named_host().filter(|host| uses.get(host) == Some(&1));
        let host = own.map_or_else(|| host_of(&site.own.identity), str::to_owned);
        if let Some(other) = taken.insert(host.clone(), &site.own.identity) {
            let message = format!(
                "{other} and {} would both be {host}; name one of them, or give one a `host`",
                site.own.identity
            );
            return Err(Error::option("pattern", message));
        }
        found.push((site, host));
    }
    Ok(found)
}

/// `web.shop.localhost` of `shop:web`: browsers ask this machine for every name that ends so.
fn host_of(identity: &Identity) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let mut labels: Vec<String> = identity
        .segments()
        .map(|segment| segment.chars().map(letter).take(63).collect::<String>())
        .map(|label| label.trim_matches('-').to_owned())
        .collect();
    labels.reverse();
    labels.push("localhost".to_owned());
    labels.join(".")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) fn peer(name: &str, port: u16) -> Peer {
        let identity: Identity = name.parse().unwrap();
        let prefix = stack_prefix(&identity);
        Peer { identity, port, prefix, url: crate::claims::url(None, port) }
    }

    pub(in super::super) fn site(name: &str, port: u16, host: Option<&str>) -> Site {
        let host = host.map(str::to_owned);
        Site { own: peer(name, port), host, partners: vec![], callers: vec![] }
    }

    fn names(sites: &[Site]) -> Vec<String> {
        hosts(sites).unwrap().into_iter().map(|(_, host)| host).collect()
    }

    #[test]
    fn hosts_are_the_services_own_or_made_of_their_names() {
        let sites = [
            site("shop:web", 1, None),
            site("shop:web:Feat-X_", 2, Some("localhost")),
            site("shop:api", 3, Some("api.test")),
            site("shop:db", 4, Some("127.0.0.1")),
        ];
        let expected =
            ["web.shop.localhost", "feat-x.web.shop.localhost", "api.test", "db.shop.localhost"];
        assert_eq!(names(&sites), expected);
    }

    #[test]
    fn a_host_that_several_have_is_nobodys() {
        let sites = [site("a:x", 1, Some("a.test")), site("a:y", 2, Some("a.test"))];
        assert_eq!(names(&sites), ["x.a.localhost", "y.a.localhost"]);
        let sites = [site("my-shop", 1, None), site("my.shop", 2, None)];
        let error = hosts(&sites).unwrap_err().to_string();
        assert!(error.contains("my-shop and my.shop would both be my-shop.localhost"), "{error}");
    }
}
