//! `env`: the ports and URLs of services as variables.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::Directory;
use crate::claims::host_name;
use crate::config::{Config, Placeholder, Quoting, complete, substitute};
use crate::error::{Error, Result};
use crate::model::{Identity, Launch, Pattern, Sought, Span};
use crate::store::ServiceRow;

/// Variables in their order, each name once.
#[derive(Default)]
struct Variables(Vec<(String, String)>);

impl Variables {
    /// Sets a variable; what was set before gives way.
    fn set(&mut self, name: String, value: String) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
    }

    /// Sets a variable unless it is set.
    fn add(&mut self, name: String, value: String) {
        if !self.0.iter().any(|(known, _)| *known == name) {
            self.0.push((name, value));
        }
    }
}

impl Directory<'_> {
    /// The variables of all services that fit, in order of names; those of one service for itself as well.
    pub(crate) fn variables(&self, pattern: Option<&str>) -> Result<Vec<(String, String)>> {
        let pattern = pattern.map(|target| self.named(target)).transpose()?;
        let rows = self.rows(pattern.as_deref())?;
        let mut variables = Variables::default();
        let names = prefixes(&rows)?;
        for row in &rows {
            let (Some(port), Some(prefix)) = (row.claim.port, names.get(&row.claim.identity))
            else {
                continue;
            };
            variables.set(format!("{prefix}_PORT"), port.to_string());
            variables.set(format!("{prefix}_URL"), url_of(row, port));
        }
        let own = pattern.and_then(|pattern| pattern.parse::<Identity>().ok());
        if let Some(row) = own.and_then(|own| rows.iter().find(|row| row.claim.identity == own)) {
            self.add_own(row, &mut variables)?;
        }
        Ok(variables.0)
    }

    /// The pattern itself, or the name that `:PORT` stands for.
    pub(super) fn named(&self, target: &str) -> Result<String> {
        match target.starts_with(':') {
            true => Ok(self.claims.identity_of(target)?.to_string()),
            false => Ok(target.to_owned()),
        }
    }

    /// The services that fit, in order of names; at least one where a pattern is given.
    pub(super) fn rows(&self, pattern: Option<&str>) -> Result<Vec<ServiceRow>> {
        let Some(text) = pattern else {
            return self.claims.store.snapshot(|reader| reader.services_in(&[Span::All]));
        };
        let pattern: Pattern = text.parse()?;
        let spans = pattern.spans(true);
        let mut rows = self.claims.store.snapshot(|reader| reader.services_in(&spans))?;
        rows.retain(|row| pattern.covers(&row.claim.identity));
        match (rows.is_empty(), text.parse::<Identity>()) {
            (true, Ok(identity)) => Err(self.claims.not_found(&identity)),
            (true, Err(_)) => {
                let what = format!("no service matches {text}; `portreg find` lists all");
                Err(Error::NotFound { what, sought: Sought::Services(Some(text.to_owned())) })
            }
            _ => Ok(rows),
        }
    }

    /// What a service itself reads: its place, its configuration, and who it works with.
    fn add_own(&self, row: &ServiceRow, variables: &mut Variables) -> Result<()> {
        if let Some(port) = row.claim.port {
            let host = host_name(row.claim.host.as_deref());
            variables.set("PORT".to_owned(), port.to_string());
            variables.set("HOST".to_owned(), host.to_owned());
            variables.set("URL".to_owned(), url_of(row, port));
        }
        let dir = row.claim.dir.as_deref().map(Path::new);
        let config = self.claims.config(dir)?;
        let service = config.service(&row.claim.identity)?;
        for (name, value) in service.iter().flat_map(|service| &service.env) {
            variables.set(name.clone(), self.filled(value, row, &config)?);
        }
        for (name, value) in &launch_of(row).env {
            variables.set(name.clone(), self.filled(value, row, &config)?);
        }
        for other in self.partners(row)? {
            let Some(port) = other.claim.port else { continue };
            let prefix = stack_prefix(&other.claim.identity);
            variables.add(format!("{prefix}_URL"), url_of(&other, port));
            variables.add(format!("{prefix}_PORT"), port.to_string());
        }
        Ok(())
    }

    /// Who a service works with, by its `pair` and `needs`, in that order; of those whose variables would have
    /// the same names the first. Who is in no registry yet is left out.
    pub(super) fn partners(&self, row: &ServiceRow) -> Result<Vec<ServiceRow>> {
        let config = self.claims.config(row.claim.dir.as_deref().map(Path::new))?;
        let service = config.service(&row.claim.identity)?;
        let needs = service.map(|service| service.needs.clone()).filter(|needs| !needs.is_empty());
        let needs = needs.or_else(|| launch_of(row).needs).unwrap_or_default();
        let pair = row.pair.clone().or_else(|| service.and_then(|service| service.pair.clone()));
        let mut found = Vec::new();
        for reference in pair.iter().chain(&needs) {
            found.extend(self.other(reference, row, &config)?);
        }
        let mut seen = HashSet::new();
        found.retain(|other| seen.insert(stack_prefix(&other.claim.identity)));
        Ok(found)
    }

    /// The service that a reference means: in the same context if there is one, else without.
    fn other(
        &self,
        reference: &str,
        from: &ServiceRow,
        config: &Config,
    ) -> Result<Option<ServiceRow>> {
        let near = complete(reference, &from.claim.identity)?;
        let plain = Identity::from_segments(near.project(), near.stack(), None)?;
        let names = match config.service(&near)?.is_none() && config.service(&plain)?.is_some() {
            true => [plain, near],
            false => [near, plain],
        };
        self.claims.store.snapshot(|reader| {
            for name in &names {
                if let Some(row) = reader.service(name.as_str())? {
                    return Ok(Some(row));
                }
            }
            Ok(None)
        })
    }

    fn filled(&self, template: &str, row: &ServiceRow, config: &Config) -> Result<String> {
        let failed = RefCell::new(None);
        let value = |placeholder: &Placeholder<'_>| {
            let other = placeholder.of.map(|reference| {
                let found = self.other(reference, row, config).transpose();
                found.unwrap_or_else(|| Err(unplaced(reference)))
            });
            let other = match other.transpose() {
                Ok(other) => other,
                Err(error) => {
                    failed.borrow_mut().get_or_insert(error);
                    return None;
                }
            };
            let row = other.as_ref().unwrap_or(row);
            match placeholder.kind {
                "port" => row.claim.port.map(|port| port.to_string()),
                "url" => row.claim.port.map(|port| url_of(row, port)),
                "host" => Some(host_name(row.claim.host.as_deref()).to_owned()),
                _ => row.claim.identity.context().map(str::to_owned),
            }
        };
        let text = substitute(template, value, Quoting::None);
        failed.into_inner().map_or(Ok(text), Err)
    }
}

fn launch_of(row: &ServiceRow) -> Launch {
    row.launch.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
}

fn unplaced(reference: &str) -> Error {
    Error::NotFound {
        what: format!("{reference} has no port yet; `portreg claim {reference}` gives it one"),
        sought: Sought::Services(Some(reference.to_owned())),
    }
}

pub(super) fn url_of(row: &ServiceRow, port: u16) -> String {
    crate::claims::url(row.claim.host.as_deref(), port)
}

/// What the variables of each service begin with: project and stack, and the context where they would be
/// equal.
fn prefixes(rows: &[ServiceRow]) -> Result<HashMap<Identity, String>> {
    let names: Vec<&Identity> =
        rows.iter().filter(|row| row.claim.port.is_some()).map(|row| &row.claim.identity).collect();
    let short = |name: &Identity| upper(name.segments().take(2));
    let mut seen: HashMap<String, usize> = HashMap::new();
    for name in &names {
        *seen.entry(short(name)).or_default() += 1;
    }
    let mut taken: HashMap<String, &Identity> = HashMap::new();
    let mut found = HashMap::new();
    for name in names {
        let alone = seen.get(&short(name)) == Some(&1);
        let prefix = if alone { short(name) } else { upper(name.segments()) };
        if let Some(other) = taken.insert(prefix.clone(), name) {
            let message = format!(
                "{other} and {name} would both be {prefix}; name one of them, or rename one"
            );
            return Err(Error::option("pattern", message));
        }
        found.insert(name.clone(), prefix);
    }
    Ok(found)
}

/// What the variables of a service begin with for those who work with it: `API` of `shop:api`.
pub(crate) fn stack_prefix(identity: &Identity) -> String {
    upper(std::iter::once(identity.stack().unwrap_or(identity.project())))
}

fn upper<'s>(segments: impl Iterator<Item = &'s str>) -> String {
    let joined = segments.collect::<Vec<_>>().join("_");
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte.to_ascii_uppercase()),
        _ => '_',
    };
    let name: String = joined.bytes().map(letter).collect();
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variables_are_letters_digits_and_underscores() {
        for (name, expected) in [
            ("shop:web", "SHOP_WEB"),
            ("shop", "SHOP"),
            ("my-shop:web.v2", "MY_SHOP_WEB_V2"),
            ("2shop:web", "_2SHOP_WEB"),
        ] {
            let identity: Identity = name.parse().unwrap();
            assert_eq!(upper(identity.segments()), expected);
        }
        assert_eq!(stack_prefix(&"shop:api:main".parse().unwrap()), "API");
        assert_eq!(stack_prefix(&"shop".parse().unwrap()), "SHOP");
    }
}
