//! The project file: what it says about which services.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged;
use serde::de::Deserialize;

use super::de::{Fault, Ignored, Node};
use super::document::{Document, key_start, reason};
use super::nearest::nearest;
use super::service::ServiceConfig;
use super::text;
use super::user::USER_KEYS;
use crate::error::{Error, Result};
use crate::model::{Identity, Pattern, clip};

/// The project file's name.
pub(crate) const PROJECT_FILE: &str = ".portreg.json";
/// The older tool's, read as it is.
pub(crate) const PORT_DADDY_FILE: &str = ".port-daddy.json";

/// Keys that the older tool puts beside services.
const FOREIGN: [&str; 6] = ["portRange", "services", "tunnel", "version", "description", "name"];

/// One project file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ProjectFile {
    /// Where it is.
    pub(crate) file: PathBuf,
    /// The project's name, where it says one.
    pub(crate) project: Option<String>,
    /// What it says, in its own order.
    pub(crate) services: Vec<(Pattern, ServiceConfig)>,
    /// The older tool's keys that were passed over.
    pub(crate) ignored: Vec<String>,
    /// The services as JSON, for `config`.
    pub(super) plain: serde_json::Map<String, serde_json::Value>,
}

impl ProjectFile {
    /// Reads the file; `None` where there is none.
    pub(super) fn read(file: &Path) -> Result<Option<Self>> {
        Document::read(file)?.map(|document| Self::parse(&document)).transpose()
    }

    /// Reads the text of a file; its name tells whose it is.
    pub(super) fn parse(document: &Document) -> Result<Self> {
        let foreign = document.file().file_name().is_some_and(|name| name == PORT_DADDY_FILE);
        let mut project = Self {
            file: document.file().to_owned(),
            project: None,
            services: vec![],
            ignored: vec![],
            plain: serde_json::Map::new(),
        };
        let Some(object) = document.parse()? else { return Ok(project) };
        for property in &object.properties {
            project.take(document, property, foreign)?;
        }
        Ok(project)
    }

    fn take(
        &mut self,
        document: &Document,
        property: &ObjectProp<'_>,
        foreign: bool,
    ) -> Result<()> {
        let name = property.name.as_str();
        let ignored: Ignored = RefCell::default();
        let node = Node { value: &property.value, ignored: foreign.then_some(&ignored) };
        let positioned = |fault: Fault| {
            document.error(fault.at.unwrap_or(property.value.start()), fault.message)
        };
        match name {
            "$schema" => {
                String::deserialize(node).map_err(positioned)?;
            }
            "project" => {
                let project = String::deserialize(node).map_err(positioned)?;
                text::segment(&project)
                    .map_err(|message| document.error(property.value.start(), message))?;
                self.project = Some(project);
            }
            _ if foreign && FOREIGN.contains(&name) => self.ignored.push(name.to_owned()),
            _ => {
                let at = key_start(&property.name);
                let pattern: Pattern = name
                    .parse()
                    .map_err(|error| document.error(at, unknown(name, &reason(error))))?;
                if !matches!(property.value, Value::Object(_)) {
                    return Err(self.not_a_service(document, property));
                }
                let mut service = ServiceConfig::deserialize(node).map_err(positioned)?;
                name.clone_into(&mut service.key);
                document.file().clone_into(&mut service.file);
                (service.line, service.column) = document.place(at);
                self.services.push((pattern, service));
                let plain = serde_json::Value::deserialize(node).map_err(positioned)?;
                self.plain.insert(name.to_owned(), plain);
            }
        }
        let ignored = ignored.into_inner();
        self.ignored.extend(ignored.into_iter().map(|key| format!("{name}.{key}")));
        Ok(())
    }

    /// A key whose value is no object: a setting in the wrong file, or a slip.
    fn not_a_service(&self, document: &Document, property: &ObjectProp<'_>) -> Error {
        let name = property.name.as_str();
        if USER_KEYS.contains(&name) {
            let message = format!("{name} belongs into the user's file, not into the project's");
            return document.error(key_start(&property.name), message);
        }
        if schemars::schema_for!(ServiceConfig)
            .get("properties")
            .is_some_and(|keys| keys.get(name).is_some())
        {
            let message = format!(
                "{name} is a setting of a service: write {{ \"shop:web\": {{ \"{name}\": ... }} }}"
            );
            return document.error(key_start(&property.name), message);
        }
        if let Some(near) = nearest(name, ["project", "$schema"].into_iter()) {
            let message = format!("unknown key {:?}; did you mean {near:?}?", clip(name));
            return document.error(key_start(&property.name), message);
        }
        let message =
            "the settings of a service are an object, { \"shop:web\": { \"port\": 3000 } }";
        document.error(property.value.start(), message)
    }

    /// What applies to the identity: of the keys that match it the one with the fewest `*`, then
    /// the longest, whole. A sibling that no key matches is its original once more.
    ///
    /// # Errors
    ///
    /// `INVALID_CONFIG` naming both keys where two are equally near.
    pub(crate) fn service(&self, identity: &Identity) -> Result<Option<&ServiceConfig>> {
        let rank = |pattern: &Pattern| (pattern.stars(), usize::MAX - pattern.as_str().len());
        let mut matching: Vec<_> =
            self.services.iter().filter(|(pattern, _)| applies(pattern, identity)).collect();
        matching.sort_by_key(|(pattern, service)| (rank(pattern), service.line, service.column));
        match matching[..] {
            [] => identity.sibling_of().map_or(Ok(None), |original| self.service(&original)),
            [(first, one), (second, two), ..] if rank(first) == rank(second) => {
                Err(Error::InvalidConfig {
                    file: two.file.clone(),
                    line: two.line,
                    column: two.column,
                    message: format!(
                        "{:?} and {:?} of line {} both apply to {identity} and neither is nearer; \
                         make one of them longer, or write the name in full",
                        two.key, one.key, one.line
                    ),
                })
            }
            [(_, service), ..] => Ok(Some(service)),
        }
    }
}

impl ProjectFile {
    /// The services that `up` knows by the file alone, in its order: keys without `*`, and those
    /// whose only `*` is the context, for which the folder's own one stands (none outside git).
    pub(crate) fn identities(&self, context: Option<&str>) -> Vec<Identity> {
        let mut found: Vec<Identity> = vec![];
        for (pattern, _) in &self.services {
            let text = match (pattern.as_str().strip_suffix(":*"), context) {
                (Some(head), Some(context)) if head.contains(':') => format!("{head}:{context}"),
                (Some(head), None) if head.contains(':') => head.to_owned(),
                _ => pattern.as_str().to_owned(),
            };
            if let Ok(identity) = text.parse()
                && !found.contains(&identity)
            {
                found.push(identity);
            }
        }
        found
    }
}

/// Whether a key applies to an identity: it matches it, and a context `*` also matches none.
fn applies(pattern: &Pattern, identity: &Identity) -> bool {
    if pattern.matches(identity) {
        return true;
    }
    let mut segments = pattern.as_str().split(':');
    let (Some(project), Some(stack), Some("*")) =
        (segments.next(), segments.next(), segments.next())
    else {
        return false;
    };
    // A last segment `*` of the shortened pattern must not stand for more than the stack.
    identity.segments().count() == 2
        && format!("{project}:{stack}").parse::<Pattern>().is_ok_and(|two| two.matches(identity))
}

fn unknown(name: &str, why: &str) -> String {
    match nearest(name, ["project", "$schema"].into_iter()) {
        Some(near) => format!("unknown key {:?}; did you mean {near:?}?", clip(name)),
        None => format!("{:?} is no name or pattern of services: {why}", clip(name)),
    }
}
