//! Which services `up` means, with all they need, each after what it needs.

use std::path::PathBuf;

use super::spec::Spec;
use crate::claims::Claims;
use crate::config::{Config, complete};
use crate::error::{Error, Result};
use crate::model::{Identity, Launch, Pattern, Sought, UpOptions};

/// The services that the options mean, in the order in which they start.
///
/// # Errors
///
/// `INVALID_CONFIG`; `INVALID_PATTERN`; `INVALID_OPTION`; `NOT_FOUND` where nothing says how to start one.
pub(super) fn select(claims: &Claims<'_>, options: &UpOptions) -> Result<Vec<Spec>> {
    let dir = match &options.dir {
        Some(dir) => dir.clone(),
        None => std::env::current_dir().map_err(|error| {
            Error::option("dir", format!("the working folder cannot be told ({error})"))
        })?,
    };
    let config = claims.config(Some(&dir))?;
    if config.project.is_some() {
        claims.check_settings(&config)?;
    }
    let inferred = claims.infer(Some(&dir))?;
    let described = config
        .project
        .as_ref()
        .map(|project| project.identities(inferred.context.as_deref()))
        .unwrap_or_default();
    let finder = Finder { claims, config: &config, dir, described, home: inferred.identity };
    let mut chosen = Chosen { alone: options.no_deps, ..Chosen::default() };
    for (identity, launch) in finder.named(options)? {
        finder.add(identity, &launch, &mut chosen)?;
    }
    let names: Vec<Identity> = chosen.order.iter().map(|spec| spec.identity.clone()).collect();
    for spec in &mut chosen.order {
        // What was left out on purpose is not waited for.
        spec.needs.retain(|need| names.contains(need));
    }
    Ok(chosen.order)
}

/// What was chosen so far.
#[derive(Default)]
struct Chosen {
    order: Vec<Spec>,
    /// The way to the service that is looked at.
    path: Vec<Identity>,
    /// Whether what services need is left out.
    alone: bool,
}

struct Finder<'f> {
    claims: &'f Claims<'f>,
    config: &'f Config,
    dir: PathBuf,
    /// What the configuration describes.
    described: Vec<Identity>,
    /// The folder's own name, from which short names are completed.
    home: Identity,
}

impl Finder<'_> {
    /// The services that are meant by name, with how to start them.
    fn named(&self, options: &UpOptions) -> Result<Vec<(Identity, Launch)>> {
        if !options.launch.is_empty() {
            return match &options.patterns[..] {
                [name] => {
                    Ok(vec![(self.exact(name)?.unwrap_or(name.parse()?), options.launch.clone())])
                }
                _ => Err(Error::option(
                    "cmd",
                    "launch attributes are for one service; name that one",
                )),
            };
        }
        if options.patterns.is_empty() {
            let all = self.described.iter().filter(|name| self.starts_by_itself(name));
            let all: Vec<_> = all.map(|name| (name.clone(), Launch::default())).collect();
            return if all.is_empty() { Err(self.nothing_to_start()) } else { Ok(all) };
        }
        let mut named = Vec::new();
        for text in &options.patterns {
            named.extend(self.meant(text)?);
        }
        Ok(named)
    }

    fn meant(&self, text: &str) -> Result<Vec<(Identity, Launch)>> {
        if let Some(identity) = self.exact(text)? {
            return Ok(vec![(identity, Launch::default())]);
        }
        let pattern: Pattern = text.parse()?;
        let covered = self.described.iter().filter(|name| pattern.covers(name));
        let covered: Vec<_> = covered.filter(|name| self.starts_by_itself(name)).cloned().collect();
        if !covered.is_empty() {
            return Ok(covered.into_iter().map(|name| (name, Launch::default())).collect());
        }
        let Ok(identity) = text.parse::<Identity>() else {
            let what = format!(
                "no service that can be started matches {text}; `portreg up --check` lists those that can"
            );
            return Err(Error::NotFound { what, sought: Sought::Services(Some(text.to_owned())) });
        };
        match self.stored(&identity)? {
            Some(launch) => Ok(vec![(identity, launch)]),
            None => Err(self.unknown(&identity)),
        }
    }

    /// The described service of a name that is written in full, without its context, or by its stack.
    fn exact(&self, text: &str) -> Result<Option<Identity>> {
        let Ok(name) = text.parse::<Identity>() else { return Ok(None) };
        let near = complete(text, &self.home)?;
        let project = self.described.first().map(Identity::project);
        let of_file = match (name.stack(), project) {
            (None, Some(project)) => {
                Identity::from_segments(project, Some(name.project()), self.home.context()).ok()
            }
            _ => None,
        };
        let bare = of_file.as_ref().map(plain).transpose()?;
        let known = |wanted: &Identity| self.described.contains(wanted);
        let wanted = [Some(name), Some(near.clone()), Some(plain(&near)?), of_file, bare];
        Ok(wanted.into_iter().flatten().find(known))
    }

    fn starts_by_itself(&self, name: &Identity) -> bool {
        let service = self.config.service(name).ok().flatten();
        service.is_some_and(|service| service.is_enabled() && service.cmd.is_some())
    }

    /// How the registry says that a service is started.
    fn stored(&self, identity: &Identity) -> Result<Option<Launch>> {
        let row = self.claims.store.read(|reader| reader.service(identity.as_str()))?;
        let launch = row.and_then(|row| row.launch);
        let launch: Option<Launch> = launch.and_then(|text| serde_json::from_str(&text).ok());
        Ok(launch.filter(|launch| launch.cmd.is_some()))
    }

    /// Adds a service behind all it needs.
    fn add(&self, identity: Identity, launch: &Launch, chosen: &mut Chosen) -> Result<()> {
        if chosen.order.iter().any(|spec| spec.identity == identity) {
            return Ok(());
        }
        if let Some(start) = chosen.path.iter().position(|known| *known == identity) {
            // Circles of a file are refused with their place; this one was stored by launch attributes.
            let names = chosen.path[start..].iter().chain([&identity]).map(Identity::as_str);
            let circle = names.collect::<Vec<_>>().join(" needs ");
            return Err(Error::option(
                "needs",
                format!("{circle}: none of them could start first"),
            ));
        }
        let config = self.config.service(&identity)?;
        let mut spec = {
            let providers = &self.config.tunnel_providers;
            Spec::new(identity.clone(), config, launch, &self.dir, providers)?
        };
        let of_config = config.map(|service| service.needs.as_slice()).unwrap_or_default();
        let needs = launch.needs.as_deref().unwrap_or(of_config);
        spec.needs =
            needs.iter().map(|need| self.target(need, &identity)).collect::<Result<_>>()?;
        let names = spec.needs.iter().map(Identity::to_string).collect();
        spec.launch.needs = Some(names).filter(|names: &Vec<String>| !names.is_empty());
        let pair = config.and_then(|service| service.pair.as_deref());
        spec.pair = pair.map(|pair| self.target(pair, &identity)).transpose()?;
        if !chosen.alone {
            chosen.path.push(identity);
            for need in &spec.needs {
                let launch = self.stored(need)?.filter(|_| !self.described.contains(need));
                self.add(need.clone(), &launch.unwrap_or_default(), chosen)?;
            }
            chosen.path.pop();
        }
        let pair = spec.pair.clone().filter(|pair| self.starts_by_itself(pair));
        chosen.order.push(spec);
        // Beside it and not before: neither waits for the other.
        match pair.filter(|pair| !chosen.alone && !chosen.path.contains(pair)) {
            Some(pair) => self.add(pair, &Launch::default(), chosen),
            None => Ok(()),
        }
    }

    /// The service that a reference means: in the same context if there is one, else without.
    fn target(&self, reference: &str, from: &Identity) -> Result<Identity> {
        let near = complete(reference, from)?;
        let plain = plain(&near)?;
        let is_plain =
            self.config.service(&near)?.is_none() && self.config.service(&plain)?.is_some();
        Ok(if is_plain { plain } else { near })
    }

    fn nothing_to_start(&self) -> Error {
        let what = match &self.config.project {
            Some(project) => format!(
                "{} describes no service that `up` starts: give one a \"cmd\", or name one that is disabled",
                project.file.display()
            ),
            None => format!(
                "no .portreg.json in {} or above it: `portreg init` writes one, or `portreg up NAME --cmd \"...\"` starts one service",
                self.dir.display()
            ),
        };
        Error::NotFound { what, sought: Sought::Services(None) }
    }

    fn unknown(&self, identity: &Identity) -> Error {
        let mut what = format!(
            "nothing says how to start {identity}: give it a \"cmd\" in .portreg.json, or write `portreg up {identity} --cmd \"...\"`"
        );
        if !self.described.is_empty() {
            let names: Vec<&str> = self.described.iter().map(Identity::as_str).collect();
            what.push_str(&format!("; described are {}", names.join(", ")));
        }
        Error::NotFound { what, sought: Sought::Service(identity.clone()) }
    }
}

/// The name without its context.
fn plain(name: &Identity) -> Result<Identity> {
    Identity::from_segments(name.project(), name.stack(), None)
}
