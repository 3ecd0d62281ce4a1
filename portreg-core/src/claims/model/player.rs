//! Plays a step against both, the registry and the model, and says where they differ.

use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use super::claiming::{Code, Told};
use super::setting::Setting;
use super::stage::Stage;
use super::state::{Document, Model};
use super::step::{Asking, By, GROUNDS, NAMES, PATTERNS, POOLS, RANGES, Step};
use super::world::World;
use crate::claims::Hold;
use crate::claims::{Askers, Claims, InferredNames};
use crate::config::Loader;
use crate::error::Result;
use crate::model::{
    Claim, ClaimOptions, Export, ImportOptions, MoveTo, OnConflict, OneOfMany, OwnerOption,
    PortRange, ReleaseOptions, Released,
};
use crate::store::Store;

/// Nothing, or the difference in words.
pub(super) type Agreed = std::result::Result<(), String>;

pub(super) struct Player {
    pub(super) store: Store,
    pub(super) stage: Stage,
    loader: Loader,
    askers: Askers,
    inferred: InferredNames,
    pub(super) model: Model,
    claims: Vec<Claim>,
    document: Option<(Export, Document)>,
}

fn range((first, last): (u16, u16)) -> PortRange {
    PortRange { first, last }
}

fn listed(all: Vec<Released>) -> Vec<(String, u16, String)> {
    let one = |r: Released| (r.identity.to_string(), r.port.unwrap_or(0), r.reason);
    all.into_iter().map(one).collect()
}

/// Both gave the same, by value or by code.
fn same<T: PartialEq + std::fmt::Debug>(
    what: &str,
    real: Result<T>,
    expected: std::result::Result<T, Code>,
) -> Agreed {
    let message = real.as_ref().err().map(ToString::to_string);
    let real = real.map_err(|error| error.code());
    match real == expected {
        true => Ok(()),
        false => Err(format!("{what}: expected {expected:?}, got {real:?} {message:?}")),
    }
}

impl Player {
    pub(super) fn new(root: &Path, registry: &Path, number: usize) -> Self {
        let setting = Setting::new(root, number);
        setting.folder_comes();
        Self {
            store: Store::open(registry).unwrap(),
            stage: Stage(Mutex::new(World::new(setting.folders.clone()))),
            loader: Loader::new(setting.environment()),
            askers: Askers::default(),
            inferred: InferredNames::default(),
            model: Model::new(setting),
            claims: Vec::new(),
            document: None,
        }
    }

    pub(super) fn claims(&self) -> Claims<'_> {
        let Self { store, stage, loader, askers, inferred, .. } = self;
        Claims { store, system: stage, loader, askers, inferred }
    }

    fn options(&self, asking: &Asking) -> ClaimOptions {
        ClaimOptions {
            port: asking.port.clone(),
            strict: asking.strict,
            range: asking.range.map(|index| range(RANGES[index])),
            pool: asking.pool.map(|index| POOLS[index].to_owned()),
            strategy: asking.order,
            expires_in: asking.expires_s.map(Duration::from_secs),
            persistent: asking.persistent,
            on_conflict: asking.on_conflict,
            owner: match asking.by {
                By::Caller => OwnerOption::Caller,
                By::Nobody => OwnerOption::None,
                By::Slot(slot) => OwnerOption::Pid(self.stage.world().pid_of(slot)),
            },
            description: asking.note.map(|note| format!("note {note}")),
            dir: asking.dir.map(|dir| self.model.setting.folders[dir].clone()),
            ..ClaimOptions::default()
        }
    }

    fn noted(&mut self, claim: &Claim) -> Told {
        self.claims.push(claim.clone());
        Told {
            name: claim.identity.to_string(),
            port: claim.port,
            outcome: claim.outcome,
            moved_from: claim.moved_from,
            requested: claim.requested_port,
            // Told as it is stored, which is compared after the step.
            expires: None,
        }
    }

    fn call_as(&self, slot: usize) {
        self.stage.world().call_as(slot);
    }

    /// Plays one step.
    pub(super) fn play(&mut self, step: &Step) -> Agreed {
        self.stage.world().now += 1;
        match step {
            Step::Clock(ms) => self.stage.world().now += ms,
            Step::End(slot) => self.stage.world().end(*slot),
            Step::Start(slot, pid_of) => self.stage.world().start(*slot, *pid_of),
            Step::Listen(slot, port) => self.stage.world().listen(*slot, *port),
            Step::Bind(port) => self.stage.world().bind(*port),
            Step::Close(port) => self.stage.world().close(*port),
            Step::Reboot => self.stage.world().reboot(),
            Step::FolderGoes => self.model.setting.folder_goes(),
            Step::FolderComes => self.model.setting.folder_comes(),
            step => self.call(step)?,
        }
        self.compare()
    }

    fn call(&mut self, step: &Step) -> Agreed {
        match step {
            Step::Claim(actor, name, asking) => {
                self.call_as(*actor);
                self.claim(NAMES[*name], asking)
            }
            Step::ClaimMany(actor, list, contiguous) => {
                self.call_as(*actor);
                self.claim_many(list, *contiguous)
            }
            Step::ClaimAny(actor, asking) => {
                self.call_as(*actor);
                let real = self.claims().claim_any(&self.options(asking));
                let name =
                    real.as_ref().map_or("any:0-0".to_owned(), |claim| claim.identity.to_string());
                self.claimed(&name, asking, real)
            }
            _ => self.call_other(step),
        }
    }

    fn claim(&mut self, name: &str, asking: &Asking) -> Agreed {
        let mut asking = asking.clone();
        // A played process cannot be ended for real.
        let ends = self.model.would_end_somebody(&self.stage.world(), name);
        if ends && asking.on_conflict == Some(OnConflict::Replace) {
            asking.on_conflict = Some(OnConflict::Fail);
        }
        let real = self.claims().claim(&name.parse().unwrap(), &self.options(&asking));
        self.claimed(name, &asking, real)
    }

    fn claimed(&mut self, name: &str, asking: &Asking, real: Result<Claim>) -> Agreed {
        let port = real.as_ref().ok().map(|claim| claim.port);
        let expected = self.model.claim(&self.stage.world(), name, asking, port);
        let real = real.map(|claim| self.noted(&claim));
        same("claim", real, expected.map(|told| Told { expires: None, ..told }))
    }

    fn claim_many(&mut self, list: &[(usize, Asking)], contiguous: bool) -> Agreed {
        let options = |asking: &Asking| ClaimOptions {
            // Nobody is ended for a list.
            on_conflict: asking.on_conflict,
            ..self.options(asking)
        };
        let one = |(name, asking): &(usize, Asking)| OneOfMany {
            identity: NAMES[*name].to_owned(),
            options: options(asking),
        };
        let all: Vec<OneOfMany> = list.iter().map(one).collect();
        let real = self.claims().claim_many(&all, contiguous);
        let ports: Vec<u16> = real.iter().flatten().map(|claim| claim.port).collect();
        let expected = self.model.claim_many(&self.stage.world(), list, contiguous, &ports);
        let plain = |told: Told| Told { expires: None, ..told };
        let real = real.map(|all| all.iter().map(|claim| self.noted(claim)).collect::<Vec<_>>());
        same("claim_many", real, expected.map(|all| all.into_iter().map(plain).collect()))
    }

    fn call_other(&mut self, step: &Step) -> Agreed {
        match step {
            Step::Renew(actor, back) => self.with_claim(*actor, *back, |player, claim| {
                let real = player.claims().renew(&claim);
                let world = player.stage.world();
                let current = player.model.current(&claim).map(|name| {
                    player.model.renew(&world, &name);
                });
                same("renew", real.map(|_| ()), current)
            }),
            Step::ReleaseClaim(actor, back) => self.with_claim(*actor, *back, |player, claim| {
                let real = player.claims().release_claim(&claim);
                let now = player.stage.world().now;
                let current = player.model.current(&claim).map(|name| player.model.end(&name, now));
                same("release_claim", real.map(|_| ()), current)
            }),
            Step::Started(actor, back, slot) => self.with_claim(*actor, *back, |player, claim| {
                let pid = player.stage.world().pid_of(*slot);
                let child = player.stage.world().seen(pid).map(|proc| proc.key);
                let real = player.claims().note(&Hold::of(&claim), None, |row, _| {
                    (row.claim.mark, row.claim.child) = (Some("mark".to_owned()), child);
                });
                let current = player.model.current(&claim).map(|name| {
                    if let Some(svc) = player.model.services.get_mut(&name) {
                        (svc.mark, svc.child) = (Some("mark".to_owned()), child);
                    }
                });
                same("started", real, current)
            }),
            Step::Release(actor, name, force) => {
                self.call_as(*actor);
                let real = self.claims().release(NAMES[*name], *force).map(|one| listed(vec![one]));
                let names = self.model.services.keys().filter(|n| *n == NAMES[*name]).cloned();
                let names = names.collect();
                same("release", real, self.model.release_all(&self.stage.world(), names, *force))
            }
            Step::ReleaseMatching(actor, pattern, under, force) => {
                self.call_as(*actor);
                let text = pattern.map(|pattern| PATTERNS[pattern]);
                let options =
                    ReleaseOptions { under: *under, force: *force, ..ReleaseOptions::default() };
                let real = self.claims().release_matching(text, &options).map(listed);
                let names = self.model.matching(*pattern, *under);
                let expected = self.model.release_all(&self.stage.world(), names, *force);
                same("release_matching", real, expected)
            }
            Step::Reassign(actor, name, to, force) => {
                self.call_as(*actor);
                let to_where = to.map_or(MoveTo::Next, MoveTo::Port);
                let real = self.claims().reassign(NAMES[*name], to_where, *force);
                let port = real.as_ref().ok().map(|claim| claim.port);
                let world = self.stage.world();
                let expected = self.model.reassign(&world, NAMES[*name], *to, *force, port);
                drop(world);
                let real = real.map(|claim| self.noted(&claim));
                same("reassign", real, expected.map(|told| Told { expires: None, ..told }))
            }
            Step::Rename(actor, old, new, force) => {
                self.call_as(*actor);
                let (old, new) = (NAMES[*old], NAMES[*new]);
                let real = self.claims().rename(old, new, *force).map(|_| ());
                same("rename", real, self.model.rename(&self.stage.world(), old, new, *force))
            }
            _ => self.call_keeping(step),
        }
    }

    fn call_keeping(&mut self, step: &Step) -> Agreed {
        match step {
            Step::Reserve(actor, ports) => {
                self.call_as(*actor);
                let real = self.claims().reserve(range(*ports), None).map(|_| ());
                same("reserve", real, self.model.reserve(*ports))
            }
            Step::Unreserve(actor, ports) => {
                self.call_as(*actor);
                let real = self.claims().unreserve(range(*ports)).map(|_| ());
                same("unreserve", real, self.model.unreserve(*ports))
            }
            Step::SetPool(actor, pool, ground) => {
                self.call_as(*actor);
                let ranges: Vec<PortRange> = GROUNDS[*ground].iter().copied().map(range).collect();
                let real = self.claims().set_pool(POOLS[*pool], &ranges).map(|_| ());
                same("set_pool", real, self.model.set_pool(*pool, *ground))
            }
            Step::RemovePool(actor, pool) => {
                self.call_as(*actor);
                let real = self.claims().remove_pool(POOLS[*pool]);
                same("remove_pool", real, self.model.remove_pool(*pool))
            }
            Step::Cleanup(actor, dry_run) => {
                self.call_as(*actor);
                let real = self.claims().cleanup(*dry_run, &[]).map(listed);
                same("cleanup", real, Ok(self.model.cleanup(&self.stage.world(), *dry_run)))
            }
            Step::Export(actor) => {
                self.call_as(*actor);
                let real = self.claims().export(None).map_err(|error| error.to_string())?;
                self.document = Some((real, self.model.export(&self.stage.world())));
                Ok(())
            }
            Step::Import(actor, skip) => {
                self.call_as(*actor);
                let Some((real, expected)) = &self.document else { return Ok(()) };
                let options = ImportOptions { dry_run: false, skip: *skip };
                let report = self.claims().import(real, options).map(|report| {
                    let names = |all: &[crate::model::Identity]| {
                        all.iter().map(ToString::to_string).collect::<Vec<_>>()
                    };
                    (names(&report.added), names(&report.kept), report.refused.len())
                });
                same("import", report, Ok(self.model.import(&self.stage.world(), expected, *skip)))
            }
            _ => Ok(()),
        }
    }

    fn with_claim(
        &mut self,
        actor: usize,
        back: usize,
        work: impl FnOnce(&mut Self, Claim) -> Agreed,
    ) -> Agreed {
        self.call_as(actor);
        let Some(at) = self.claims.len().checked_sub(back + 1) else { return Ok(()) };
        let claim = self.claims[at].clone();
        work(self, claim)
    }
}
