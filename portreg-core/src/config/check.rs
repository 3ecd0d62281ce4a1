//! What can be told of a project file without claiming anything: ties, names that nothing has, cycles.

use std::collections::HashSet;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;

use super::document::Document;
use super::overlap::common;
use super::project::ProjectFile;
use super::service::ServiceConfig;
use super::settings::Config;
use super::template::{complete, placeholders};
use crate::error::{Error, Result};
use crate::model::{Identity, Pattern};

/// Keys whose texts are the user's own and are not filled in.
const FREE: [&str; 2] = ["metadata", "description"];

/// What there is besides the files.
pub(crate) struct Known<'k> {
    /// Whether somebody set this pool.
    pub(crate) pool: &'k dyn Fn(&str) -> Result<bool>,
    /// Whether something of this name is there, whatever its context.
    pub(crate) service: &'k dyn Fn(&Identity) -> Result<bool>,
}

impl Config {
    /// Looks for what the single settings do not show; the first that is wrong, in the order of the
    /// file for each kind.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` with file, line and column: two keys apply to one name and neither is nearer;
    /// a pool or a reference means nothing; services need one another in a circle; two settings
    /// contradict each other.
    pub(crate) fn check(&self, known: &Known<'_>) -> Result<()> {
        let Some(project) = &self.project else { return Ok(()) };
        project.refuse_ties()?;
        let Some(document) = Document::read(&project.file)? else { return Ok(()) };
        let Some(object) = document.parse()? else { return Ok(()) };
        let check = Check { config: self, project, document: &document, object: &object, known };
        for (pattern, service) in &project.services {
            check.settings(service)?;
            check.references(pattern, service)?;
        }
        let mut done = HashSet::new();
        for (pattern, _) in &project.services {
            if let Some(identity) = example(pattern) {
                check.no_circle(&identity, &mut Vec::new(), &mut done)?;
            }
        }
        Ok(())
    }
}

impl ProjectFile {
    /// Two keys that may apply to one name, where neither is nearer.
    fn refuse_ties(&self) -> Result<()> {
        for (at, (pattern, _)) in self.services.iter().enumerate() {
            let earlier = self.services[..at].iter().map(|(pattern, _)| pattern);
            for identity in earlier.filter_map(|other| common(other, pattern)) {
                // A third key may be nearer than both.
                self.service(&identity)?;
            }
        }
        Ok(())
    }
}

struct Check<'c> {
    config: &'c Config,
    project: &'c ProjectFile,
    document: &'c Document,
    object: &'c Object<'c>,
    known: &'c Known<'c>,
}

impl Check<'_> {
    /// The value of a setting of a service, as it stands in the file.
    fn value(&self, service: &ServiceConfig, setting: &str) -> Option<&Value<'_>> {
        let Value::Object(settings) = &self.object.get(&service.key)?.value else { return None };
        Some(&settings.get(setting)?.value)
    }

    fn error(&self, at: Option<&Value<'_>>, service: &ServiceConfig, message: String) -> Error {
        match at {
            Some(value) => self.document.error(value.start(), message),
            None => Error::InvalidConfig {
                file: service.file.clone(),
                line: service.line,
                column: service.column,
                message,
            },
        }
    }

    /// Settings that contradict each other, and pools that are not there.
    fn settings(&self, service: &ServiceConfig) -> Result<()> {
        let wrong = |setting, message: String| {
            Err(self.error(self.value(service, setting), service, message))
        };
        if service.persistent == Some(true) && service.expires.is_some() {
            let message = "a persistent claim never ends; leave out expires or persistent";
            return wrong("expires", message.to_owned());
        }
        let Some(pool) = &service.pool else { return Ok(()) };
        if service.range.is_some() {
            return wrong(
                "pool",
                "a range or a pool says where ports come from, not both".to_owned(),
            );
        }
        if self.config.pool(pool).is_none() && !(self.known.pool)(pool)? {
            let names: Vec<&str> = self.config.pools.keys().map(String::as_str).collect();
            let message = format!(
                "there is no pool {pool:?} (there are {}); `portreg pool set {pool} A-B` makes it",
                names.join(", ")
            );
            return wrong("pool", message);
        }
        Ok(())
    }

    /// References that no key of the file and no service answers.
    fn references(&self, pattern: &Pattern, service: &ServiceConfig) -> Result<()> {
        let (Some(from), Some(property)) = (example(pattern), self.object.get(&service.key)) else {
            return Ok(());
        };
        let Value::Object(settings) = &property.value else { return Ok(()) };
        for property in &settings.properties {
            let name = property.name.as_str();
            let mut texts = Vec::new();
            match name {
                _ if FREE.contains(&name) => {}
                "needs" | "pair" => collect(&property.value, &mut texts, &|text| vec![text]),
                _ => collect(&property.value, &mut texts, &|text| {
                    placeholders(text).into_iter().filter_map(|found| found.of).collect()
                }),
            }
            for (reference, at) in texts {
                if !self.is_answered(reference, &from)? {
                    let message = format!(
                        "no key of this file describes {reference:?}, and no service has that name"
                    );
                    return Err(self.error(Some(at), service, message));
                }
            }
        }
        Ok(())
    }

    fn is_answered(&self, reference: &str, from: &Identity) -> Result<bool> {
        if self.target(reference, from)?.is_some() {
            return Ok(true);
        }
        let target = complete(reference, from)?;
        // Another project's file is not at hand.
        let ours = |pattern: &Pattern| project_of(pattern.as_str()) == target.project();
        let is_foreign = !self.project.services.iter().any(|(pattern, _)| ours(pattern));
        Ok(is_foreign || (self.known.service)(&target)?)
    }

    /// The name that a reference means where a key of the file describes it: in the same context, else
    /// without one.
    fn target(&self, reference: &str, from: &Identity) -> Result<Option<Identity>> {
        let near = complete(reference, from)?;
        let plain = Identity::from_segments(near.project(), near.stack(), None)?;
        for name in [near, plain] {
            if self.project.service(&name)?.is_some() {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// Services that need one another: none of them could start first.
    fn no_circle<'s>(
        &'s self,
        identity: &Identity,
        path: &mut Vec<(Identity, &'s str)>,
        done: &mut HashSet<Identity>,
    ) -> Result<()> {
        let Some(service) = self.project.service(identity)? else { return Ok(()) };
        path.push((identity.clone(), &service.key));
        for (index, need) in service.needs.iter().enumerate() {
            let Some(next) = self.target(need, identity)? else { continue };
            if let Some(start) = path.iter().position(|(known, _)| *known == next) {
                let keys = path[start..].iter().map(|(_, key)| format!("{key:?}"));
                let circle = keys.chain([format!("{:?}", path[start].1)]);
                let circle = circle.collect::<Vec<_>>().join(" needs ");
                let at = match self.value(service, "needs") {
                    Some(Value::Array(needs)) => needs.elements.get(index),
                    at => at,
                };
                let message = format!("{circle}: none of them could start first");
                return Err(self.error(at, service, message));
            }
            if !done.contains(&next) {
                self.no_circle(&next, path, done)?;
            }
        }
        path.pop();
        done.insert(identity.clone());
        Ok(())
    }
}

/// A name to which a key applies.
fn example(pattern: &Pattern) -> Option<Identity> {
    pattern.as_str().replace('*', "x").parse().ok()
}

fn project_of(text: &str) -> &str {
    text.split(':').next().unwrap_or(text)
}

/// What `find` sees in each text of a value, with the place of the text.
fn collect<'v>(
    value: &'v Value<'v>,
    found: &mut Vec<(&'v str, &'v Value<'v>)>,
    find: &dyn Fn(&'v str) -> Vec<&'v str>,
) {
    match value {
        Value::StringLit(text) => {
            found.extend(find(&text.value).into_iter().map(|one| (one, value)));
        }
        Value::Array(list) => list.elements.iter().for_each(|one| collect(one, found, find)),
        Value::Object(object) => {
            object.properties.iter().for_each(|one| collect(&one.value, found, find));
        }
        _ => {}
    }
}
