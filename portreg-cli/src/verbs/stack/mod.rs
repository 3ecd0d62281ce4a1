//! Verbs that start, end and wait for processes.

mod background;
mod foreground;
mod with;

use portreg_core::{DownOptions, Registry, Service, UpOptions, WaitOptions};

use crate::args::{DownArgs, PsArgs, RestartArgs, StartedArgs, UpArgs, WaitArgs};
use crate::failure::Result;
use crate::render;
use crate::session::{Session, name_of, pattern_of};

pub(super) use background::{keep, supervise};
pub(super) use with::with;

pub(super) fn up(session: &Session<'_>, args: UpArgs) -> Result<i32> {
    let registry = session.open()?;
    let options = UpOptions {
        patterns: args
            .patterns
            .iter()
            .map(|pattern| name_of(&registry, pattern))
            .collect::<Result<_>>()?,
        no_deps: args.no_deps,
        timeout: args.timeout,
        on_conflict: args.on_conflict,
        launch: super::claim::launch(args.launch),
        pty: args.pty,
        ..UpOptions::default()
    };
    if args.check {
        let check = registry.check_up(&options)?;
        let bare = || super::lines(check.order.iter().map(|step| &step.identity));
        session.out.answer(&check, bare, || render::up_check(&check))?;
        return Ok(if check.problems.is_empty() { 0 } else { 1 });
    }
    match args.detach {
        true => background::start(session, &registry, options),
        false => foreground::run(session, &registry, options),
    }
}

pub(super) fn down(session: &Session<'_>, args: DownArgs) -> Result<()> {
    steer(session, args.started, Registry::down)
}

pub(super) fn restart(session: &Session<'_>, args: RestartArgs) -> Result<()> {
    steer(session, args.started, Registry::restart)
}

/// Asks whoever runs them to do something with services.
fn steer(
    session: &Session<'_>,
    args: StartedArgs,
    ask: fn(&Registry, Option<&str>, &DownOptions) -> portreg_core::Result<Vec<Service>>,
) -> Result<()> {
    let registry = session.open()?;
    let target = args.target.as_deref().map(|target| name_of(&registry, target)).transpose()?;
    let options = DownOptions { under: args.under, timeout: args.timeout };
    let services = ask(&registry, target.as_deref(), &options)?;
    let bare = || super::lines(services.iter().map(|service| &service.identity));
    session.out.answer(&services, bare, || render::stack(&services))
}

pub(super) fn wait(session: &Session<'_>, args: WaitArgs) -> Result<()> {
    let registry = session.open()?;
    let options = WaitOptions { gone: args.gone, timeout: args.timeout };
    let services = registry.wait_ready(&args.targets, &options)?;
    let urls = services.iter().filter_map(|service| service.endpoints.get("local"));
    session.out.answer(&services, || super::lines(urls), || render::stack(&services))
}

pub(super) fn ps(session: &Session<'_>, args: PsArgs) -> Result<()> {
    let registry = session.open()?;
    let pattern = pattern_of(&registry, args.pattern)?;
    let running = registry.ps(pattern.as_deref(), args.all)?;
    let bare = || super::lines(running.iter().map(|one| &one.service.identity));
    session.out.answer(&running, bare, || render::processes(&running, session.now_ms))
}
