//! A stack of services: started in order, watched, started again, ended with all they started.

mod board;
mod check;
mod companion;
mod ending;
mod engine;
mod filling;
mod foreground;
mod ledger;
mod member;
mod notes;
mod output;
mod seat;
mod select;
mod spec;
mod starting;
mod steering;

use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::remote::let_go;
use crate::claims::{Shared, topic_of};
use crate::error::{Error, Result};
use crate::machine::children;
use crate::machine::waiting::Waker;
use crate::model::{Identity, StackEvent, StackEventKind, UpOptions};
use board::Board;
pub(crate) use check::check;
use engine::{Engine, Keeper, Manner, Message, Post};
pub(crate) use foreground::run;
pub use foreground::{Foreground, ForegroundOptions, RunEnd, RunState};
use ledger::{Ledger, Taken};
use member::Member;
use output::BUDGET;
pub(crate) use steering::{DONE, RESTART, STOP};

/// How long a service may take to get ready, where nothing is said.
const READY_WITHIN: Duration = Duration::from_secs(60);

/// Services that run below this process, from [`crate::Registry::up`] on until this is dropped.
///
/// One thread works for the stack; probes and endings of services have short-lived ones beside it. No signal
/// handler is installed and nothing is printed.
#[derive(Debug)]
pub struct Stack {
    board: Arc<Board>,
    post: Post,
    names: Vec<Identity>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// The process it belongs to: a forked child has a copy, and no thread behind it.
    process: u32,
}

impl Stack {
    /// The services of the stack, in the order in which they start.
    pub fn services(&self) -> &[Identity] {
        &self.names
    }

    /// Waits until all services are ready.
    ///
    /// # Errors
    ///
    /// `NOT_READY` with the first service that is not, once all others are settled: it took too long, has ended, or
    /// cannot be started; the others go on. `TIMEOUT` where `at_most` is over before that; `CANCELLED` where this
    /// call is, by the [`Canceller`](crate::Canceller) of its scope: all services go on.
    pub fn wait_ready(&self, at_most: Option<Duration>) -> Result<()> {
        self.board.wait_ready(at_most)
    }

    /// The next thing that happened, waited for at most so long (without limit where nothing is said);
    /// none also where nothing more will happen, see [`Stack::is_over`], and where this call is cancelled by the
    /// [`Canceller`](crate::Canceller) of its scope.
    ///
    /// Events that nobody takes are kept up to a few thousand; of lines of output the oldest are
    /// skipped then, and counted.
    pub fn next_event(&self, at_most: Option<Duration>) -> Option<StackEvent> {
        self.board.next(at_most)
    }

    /// What happens, as an iterator that ends with the stack.
    pub fn events(&self) -> impl Iterator<Item = StackEvent> + '_ {
        std::iter::from_fn(|| self.next_event(None))
    }

    /// Whether all services have ended.
    pub fn is_over(&self) -> bool {
        self.board.is_over()
    }

    /// Waits until all services have ended, at most so long; whether they have. They may not where this
    /// call is cancelled by the [`Canceller`](crate::Canceller) of its scope.
    pub fn wait_over(&self, at_most: Option<Duration>) -> bool {
        self.board.wait_over(at_most)
    }

    /// Asks all services to end, in reverse order, each within `grace` where that is said; returns at
    /// once. Events tell how it goes on, and [`Stack::down`] waits for it.
    pub fn close(&self, grace: Option<Duration>) {
        self.post.send(Message::Close(grace));
    }

    /// Ends all services in reverse order, and returns when they are gone and their ports are free.
    pub fn down(self, grace: Option<Duration>) {
        self.end(grace);
    }

    /// The same for one of several who have the stack.
    pub(crate) fn end(&self, grace: Option<Duration>) {
        self.close(grace);
        // Held until it is over, so that each who calls this waits for that.
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = thread.take() {
            // It has nothing to give, and a panic in it was reported there.
            _ = thread.join();
        }
    }
}

impl Drop for Stack {
    fn drop(&mut self) {
        if self.process == std::process::id() {
            self.end(None);
        }
    }
}

/// Tells those who wait that the thread of a stack has ended, however it has.
struct LastWord(Arc<Board>);

impl Drop for LastWord {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Starts the services that the options mean.
pub(crate) fn up(shared: &Arc<Shared>, options: &UpOptions) -> Result<Stack> {
    let claims = shared.claims();
    let specs = select::select(&claims, options)?;
    let ledger = Ledger::new(shared.clone());
    // What another supervisor has given up is this one's to start, as it is configured now.
    let_go(shared, &ledger.given_up_elsewhere(&specs)?)?;
    let unsupported = |error: std::io::Error| Error::Unsupported {
        what: format!("supervising services ({error})"),
    };
    if options.adopt_orphans {
        children::adopt_orphans().map_err(unsupported)?;
    }
    let waker = Waker::new().map_err(unsupported)?;
    let bell = claims.hang_bell(&topic_of(&claims.system.current()))?;
    let mut members: Vec<Member> = Vec::new();
    let mut told_before: Vec<(Identity, StackEventKind)> = Vec::new();
    let mut renamed: Vec<(Identity, Identity)> = Vec::new();
    for spec in specs {
        ledger.end_leftovers(&spec.identity);
        let taken = match spec.cmd {
            // Something else starts it: it is waited for.
            None => Ok(None),
            Some(_) => ledger.take(&spec, options.on_conflict),
        };
        match taken {
            Ok(None) => members.push(Member::new(spec, None)),
            Ok(Some(Taken { hold, told })) => {
                renamed.push((spec.identity.clone(), hold.identity.clone()));
                told_before.extend(told.map(|what| (hold.identity.clone(), what)));
                members.push(Member::new(spec, Some(hold)));
            }
            Err(error) => {
                // Nothing half done: what was taken for this call is given back.
                for member in &members {
                    ledger.give_back(member.hold.as_ref());
                }
                claims.take_bell(&bell);
                return Err(error);
            }
        }
    }
    for (asked, given) in renamed.iter().filter(|(asked, given)| asked != given) {
        members.iter_mut().for_each(|member| member.spec.rename(asked, given));
    }
    let keeper = options.keeper.as_deref().and_then(|command| keeper(command, claims.store.path()));
    let names: Vec<Identity> = members.iter().map(|member| member.name().clone()).collect();
    let board = Arc::new(Board::new(names.iter().cloned()));
    for (name, what) in told_before {
        board.tell(&name, what);
    }
    let (sender, inbox) = mpsc::channel();
    let post = Post { sender, waker };
    let engine = Engine {
        ledger,
        members,
        manner: Manner {
            adopt_orphans: options.adopt_orphans,
            output: options.output,
            color: options.color,
            pty: options.pty,
            timeout: options.timeout.unwrap_or(READY_WITHIN),
        },
        board: board.clone(),
        post: post.clone(),
        inbox,
        bell: Some(bell),
        taken: Vec::new(),
        closing: false,
        buffer: vec![0; BUDGET],
        flush_at: None,
        asked: Instant::now(),
        keeper,
    };
    // The children die with the thread that starts them: this one lives as long as the stack.
    let thread = std::thread::Builder::new().name("portreg-stack".to_owned());
    let last_word = LastWord(board.clone());
    let work = move || {
        let _last_word = last_word;
        engine.run();
    };
    let thread = thread.spawn(work).map_err(unsupported)?;
    let thread = Mutex::new(Some(thread));
    Ok(Stack { board, post, names, thread, process: std::process::id() })
}

/// Starts the process that ends what is left if this one is killed.
fn keeper(command: &std::path::Path, registry: &std::path::Path) -> Option<Keeper> {
    let supervisor = std::process::id().to_string();
    let argv =
        [command.into(), "--registry".into(), registry.into(), "keep".into(), supervisor.into()];
    match children::start_watcher(&argv) {
        Ok((pid, input)) => Some(Keeper { pid, _input: input }),
        // Without it the next `down`, `up` or `cleanup` does the same.
        Err(error) => {
            tracing::warn!(%error, "nobody keeps watch over this supervisor");
            None
        }
    }
}
