//! One file for each verb or small group: arguments in, a call of the core, an answer out.

mod available;
mod claim;
mod completions;
mod config;
mod directory;
mod doctor;
mod export;
mod find;
mod history;
mod import;
mod init;
mod kill;
mod locks;
mod logs;
mod manual;
mod messages;
mod observe;
mod place;
mod pools;
mod release;
mod reserve;
mod run;
mod stack;

pub(crate) use claim::port_note;

use crate::args::Verb;
use crate::failure::Result;
use crate::session::Session;

/// Does what the verb says and gives the exit code.
pub(crate) fn perform(session: &Session<'_>, verb: Verb) -> Result<i32> {
    match verb {
        Verb::Claim(args) => claim::claim(session, *args),
        Verb::Release(args) => release::release(session, args),
        Verb::Find(args) => find::find(session, args),
        Verb::Run(args) => return run::run(session, *args),
        Verb::Up(args) => return stack::up(session, *args),
        Verb::Down(args) => stack::down(session, args),
        Verb::Restart(args) => stack::restart(session, args),
        Verb::With(args) => return stack::with(session, args),
        Verb::Ps(args) => stack::ps(session, args),
        Verb::Wait(args) => stack::wait(session, args),
        Verb::Supervise(_) => return stack::supervise(session),
        Verb::Keep(args) => stack::keep(session, &args),
        Verb::Logs(args) => logs::logs(session, args),
        Verb::Url(args) => directory::url(session, args),
        Verb::Endpoint(args) => directory::endpoint(session, args.verb),
        Verb::Env(args) => directory::env(session, args),
        Verb::Snippet(args) => directory::snippet(session, &args),
        Verb::Lock(args) => return locks::lock(session, &args),
        Verb::Locks(_) => locks::locks(session),
        Verb::Ports(args) => observe::ports(session, args),
        Verb::Status(args) => observe::status(session, args),
        Verb::Conflicts(args) => observe::conflicts(session, args),
        Verb::Explain(args) => observe::explain(session, args),
        Verb::Kill(args) => kill::kill(session, args),
        Verb::Adopt(args) => kill::adopt(session, args),
        Verb::Whoami(_) => config::whoami(session),
        Verb::Available(args) => available::available(session, args),
        Verb::Reassign(args) => place::reassign(session, args),
        Verb::Rename(args) => place::rename(session, args),
        Verb::Reserve(args) => reserve::reserve(session, args),
        Verb::Unreserve(args) => reserve::unreserve(session, args),
        Verb::Pool(args) => pools::pool(session, args.verb),
        Verb::Pools(_) => pools::pools(session),
        Verb::Pub(args) => messages::publish(session, args),
        Verb::Sub(args) => messages::subscribe(session, args),
        Verb::Poll(args) => messages::poll(session, args),
        Verb::Channels(_) => messages::channels(session),
        Verb::Clear(args) => messages::clear(session, args),
        Verb::Cleanup(args) => release::cleanup(session, args),
        Verb::History(args) => history::history(session, args),
        Verb::Watch(args) => history::watch(session, args),
        Verb::Export(args) => export::export(session, args),
        Verb::Import(args) => import::import(session, args),
        Verb::Init(args) => init::init(session, args),
        Verb::Config(args) => config::config(session, args),
        Verb::Doctor(args) => return doctor::doctor(session, args),
        Verb::Completions(args) => completions::completions(session, args),
        Verb::Manual(args) => manual::manual(session, &args),
    }
    .map(|()| 0)
}

/// Texts as lines.
fn lines<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string() + "\n").collect()
}
