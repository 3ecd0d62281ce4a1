//! Plays that once went wrong, each with its story.

use super::setting::Setting;
use super::step::{Asking, By, Step};
use super::{folder, play};
use crate::model::{OnConflict, Strategy as Order};

use Step::{
    Claim, ClaimAny, ClaimMany, Clock, End, Import, Listen, Reassign, Release, ReleaseMatching,
    Rename, Reserve, SetPool, Start, Started,
};

const WEB_MAIN: usize = 0;
const WEB_FEAT: usize = 1;
const API: usize = 2;
const DB: usize = 3;
const BLOG: usize = 4;
const SOLO: usize = 7;

/// A shell, its server, the server's worker; another shell.
const SHELL: usize = 0;
const SERVER: usize = 1;
const WORKER: usize = 2;
const OTHER: usize = 3;
const CONTAINER: usize = 5;
/// One that publishes the ports of a container.
const PROXY: usize = 8;
/// One that works in the first folder, and one that carries a mark.
const PLACED: usize = 9;
const MARKED: usize = 10;

fn plain() -> Asking {
    Asking::default()
}

fn asks(ports: &[u16]) -> Asking {
    Asking { port: ports.to_vec(), ..plain() }
}

fn nobody() -> Asking {
    Asking { by: By::Nobody, ..plain() }
}

fn plays(number: usize, steps: &[Step]) {
    let root = folder();
    Setting::write(root.path());
    if let Err(why) = play(root.path(), number, steps) {
        panic!("{why}");
    }
}

#[test]
fn a_returning_name_gets_its_port_back_from_an_ended_claim_when_it_asks_for_it() {
    // main had 5985 and was released; feat took 5985, having none of its own, and died. main asked
    // for 5985, its own, and got another port, "remembered" by somebody else.
    plays(
        0,
        &[
            Claim(SHELL, WEB_MAIN, asks(&[5985])),
            Release(SHELL, WEB_MAIN, false),
            Claim(OTHER, WEB_FEAT, asks(&[5985])),
            End(OTHER),
            Claim(SHELL, WEB_MAIN, asks(&[5985])),
        ],
    );
}

#[test]
fn two_worktrees_with_one_committed_port_never_swap() {
    // Whoever comes first, dies or comes back: each returns to the port it had.
    let web = || Asking { dir: Some(super::step::CONFIGURED), ..plain() };
    plays(
        0,
        &[
            Claim(SHELL, WEB_MAIN, web()),
            Claim(OTHER, WEB_FEAT, web()),
            End(SHELL),
            Claim(OTHER, WEB_FEAT, web()),
            End(OTHER),
            Claim(OTHER, WEB_FEAT, web()),
            Release(OTHER, WEB_FEAT, false),
            Release(SHELL, WEB_MAIN, false),
            Claim(OTHER, WEB_FEAT, web()),
            Claim(SHELL, WEB_MAIN, web()),
        ],
    );
}

#[test]
fn an_asked_list_goes_on_past_the_port_on_which_a_stranger_listens() {
    // The list held the port that the name had, so the rest of it was not looked at.
    let list = || asks(&[5985, 5987]);
    plays(
        0,
        &[Claim(SHELL, SOLO, list()), End(SHELL), Listen(OTHER, 5985), Claim(SHELL, SOLO, list())],
    );
    let strict = || Asking { strict: true, ..list() };
    plays(
        0,
        &[
            Claim(SHELL, SOLO, strict()),
            End(SHELL),
            Listen(OTHER, 5985),
            Claim(SHELL, SOLO, strict()),
        ],
    );
}

#[test]
fn what_was_asked_last_is_stored_however_the_claim_was_renewed() {
    // A renewal by one read did not store the new wish, one that wrote did: so the same three
    // calls moved or stayed, depending on how much time had passed.
    for pause in [0, 40_000] {
        plays(
            0,
            &[
                Claim(SHELL, SOLO, asks(&[5985])),
                Clock(pause),
                Claim(SHELL, SOLO, asks(&[5986, 5985])),
                Claim(SHELL, SOLO, asks(&[5986])),
            ],
        );
    }
}

#[test]
fn an_owner_whose_time_is_over_holds_on_while_its_child_listens() {
    // The listening child counted as the new owner: the parent could not renew its own claim.
    let short = Asking { expires_s: Some(30), ..asks(&[5985]) };
    let fail = Asking { on_conflict: Some(OnConflict::Fail), ..plain() };
    plays(
        0,
        &[
            Claim(SERVER, SOLO, short),
            Listen(WORKER, 5985),
            Clock(70_000),
            Claim(SERVER, SOLO, fail),
        ],
    );
}

#[test]
fn a_process_that_holds_as_listener_becomes_the_owner_when_it_claims() {
    // It was told "renewed" and the dead process stayed the owner: as soon as the socket was
    // closed for a restart, anybody could take the name.
    plays(
        0,
        &[
            Claim(SHELL, SOLO, asks(&[5985])),
            Listen(SERVER, 5985),
            End(SHELL),
            Claim(SERVER, SOLO, plain()),
            Step::Close(5985),
            Claim(OTHER, SOLO, Asking { on_conflict: Some(OnConflict::Fail), ..plain() }),
        ],
    );
}

#[test]
fn of_several_own_listeners_the_nearest_counts() {
    // A server and what it forked share a socket; which one the system named first decided
    // whether the one that asked held the name itself.
    for listeners in [[SERVER, PLACED], [PLACED, SERVER]] {
        plays(
            0,
            &[
                Claim(SHELL, SOLO, Asking { dir: Some(0), ..asks(&[5985]) }),
                Listen(listeners[0], 5985),
                Listen(listeners[1], 5985),
                End(SHELL),
                Claim(SERVER, SOLO, plain()),
            ],
        );
    }
}

#[test]
fn nobody_is_of_the_owner_by_pid_alone() {
    // A process with the dead owner's pid, or with the pid that the owner has in its container,
    // counted as the owner's own listener.
    plays(
        0,
        &[
            Claim(SHELL, SOLO, asks(&[5985])),
            End(SHELL),
            Start(OTHER, None),
            End(OTHER),
            Start(OTHER, Some(SHELL)),
            Listen(OTHER, 5985),
            Claim(WORKER, SOLO, plain()),
        ],
    );
    plays(
        0,
        &[
            Claim(CONTAINER, SOLO, asks(&[5985])),
            Listen(SERVER, 5985),
            Clock(70_000),
            Claim(OTHER, SOLO, plain()),
            Release(SHELL, SOLO, false),
        ],
    );
}

#[test]
fn who_only_looks_does_not_renew_the_lease_of_an_owner() {
    // A container had not been heard of for more than a minute, and its proxy listened: running. To
    // look at that, or to share the port, renewed the lease, so that it was assigned a moment later.
    let looks = [Claim(SHELL, BLOG, plain()), Clock(1_000), Clock(1_000)];
    let shares = [Claim(SHELL, SOLO, plain()), Clock(1_000)];
    let claims = [Claim(CONTAINER, SOLO, asks(&[5985])), Listen(PROXY, 5985), Clock(70_000)];
    plays(0, &[&claims[..], &looks, &shares].concat());
}

#[test]
fn a_listener_that_renews_without_owner_goes_on_holding() {
    // A server outlived the container that had claimed its name. It renewed the claim without
    // becoming its owner, and was told at the next call that the container holds it.
    let here = || Asking { dir: Some(0), ..asks(&[5985]) };
    let renews = || Asking { on_conflict: Some(OnConflict::Fail), ..nobody() };
    plays(
        0,
        &[
            Claim(CONTAINER, SOLO, here()),
            Listen(PLACED, 5985),
            Clock(70_000),
            Claim(PLACED, SOLO, renews()),
            Claim(PLACED, SOLO, renews()),
        ],
    );
}

#[test]
fn a_descendant_is_told_by_more_than_its_pid() {
    // The container's process had the pid of the shell's child, so the shell could release it.
    plays(0, &[Claim(CONTAINER, SOLO, plain()), Release(SHELL, SOLO, false)]);
}

#[test]
fn a_list_gives_each_name_a_port_of_its_own() {
    // Two that asked for one port, or one that chose what the next one asked for, broke a rule of
    // the database, and the caller was told that the registry cannot be used.
    let both = vec![(SOLO, asks(&[5985])), (BLOG, asks(&[5985]))];
    plays(0, &[ClaimMany(SHELL, both, false)]);
    plays(0, &[ClaimMany(SHELL, vec![(SOLO, plain()), (BLOG, asks(&[5981]))], false)]);
    let wrong = Asking { range: Some(0), pool: Some(0), ..plain() };
    plays(0, &[ClaimMany(SHELL, vec![(SOLO, wrong)], false)]);
}

#[test]
fn a_list_takes_no_port_from_one_of_its_own_names() {
    // One superseded the ended claim of the next one, which then never was as it had been seen:
    // 200 rounds later the registry was called busy.
    plays(
        0,
        &[
            Claim(SHELL, SOLO, asks(&[5985])),
            End(SHELL),
            ClaimMany(OTHER, vec![(BLOG, asks(&[5985])), (SOLO, plain())], false),
        ],
    );
}

#[test]
fn a_name_of_a_list_gives_way_to_one_that_could_have_no_other() {
    // The first of a list could have any port and took the only one of the second, with strategy
    // random now and then, with sequential always: nobody got any.
    let narrow = || Asking { range: Some(2), ..plain() };
    let wide = |order| Asking { order: Some(order), ..plain() };
    for order in [Order::Sequential, Order::Hashed, Order::Random] {
        let list = vec![(SOLO, wide(order)), (BLOG, wide(order)), (DB, narrow())];
        plays(0, &[Reserve(SHELL, (5984, 5990)), ClaimMany(SHELL, list, false)]);
    }
}

#[test]
fn what_a_list_is_refused_for_is_the_same_whatever_was_tried_first() {
    // The project could have one more port and the range had none: which of the two was told
    // depended on the order of the names.
    let narrow = || Asking { range: Some(2), ..plain() };
    for list in [[SOLO, API, DB, WEB_MAIN], [API, DB, WEB_MAIN, SOLO]] {
        let list: Vec<_> = list.into_iter().map(|name| (name, narrow())).collect();
        plays(3, &[ClaimMany(SHELL, list, false)]);
    }
}

#[test]
fn a_list_may_have_what_one_of_its_names_gives_up() {
    // The name that moved away came after the one that could have its port only.
    let narrow = || Asking { range: Some(2), ..plain() };
    let list = vec![(BLOG, narrow()), (SOLO, asks(&[5985]))];
    plays(0, &[Claim(SHELL, SOLO, asks(&[5982])), ClaimMany(SHELL, list, false)]);
}

#[test]
fn a_full_range_is_swept_for_a_list_and_for_reassign_too() {
    // Only a single claim ended what had ended; and reassign could sweep away the very service.
    let one = |name| Claim(OTHER, name, Asking { range: Some(0), ..plain() });
    let three = [one(SOLO), one(BLOG), one(DB), End(OTHER)];
    let then = |step: Step| three.iter().cloned().chain([step]).collect::<Vec<_>>();
    let narrow = Asking { range: Some(0), ..plain() };
    plays(0, &then(ClaimMany(SHELL, vec![(API, narrow.clone()), (WEB_MAIN, narrow)], true)));
    plays(0, &then(Reassign(SHELL, SOLO, None, false)));
}

#[test]
fn what_has_ended_counts_for_no_limit() {
    // Three names of dead processes kept the fourth out until somebody cleaned up by hand; and all
    // anonymous claims together counted as one project.
    plays(
        1,
        &[
            Claim(OTHER, WEB_MAIN, plain()),
            Claim(OTHER, WEB_FEAT, plain()),
            Claim(OTHER, API, plain()),
            End(OTHER),
            Claim(SHELL, DB, plain()),
        ],
    );
    plays(3, &[ClaimAny(SHELL, plain()), ClaimAny(SHELL, plain()), ClaimAny(SHELL, plain())]);
}

#[test]
fn an_owner_that_moves_without_naming_an_owner_stays_the_owner() {
    // It asked for another port with owner "none" and lost the claim with the move.
    let elsewhere = Asking { by: By::Nobody, ..asks(&[5986]) };
    plays(0, &[Claim(SHELL, SOLO, asks(&[5985])), Claim(SHELL, SOLO, elsewhere)]);
}

#[test]
fn an_import_reserves_no_port_that_is_claimed() {
    // reserve refuses that; import did it.
    plays(
        0,
        &[
            Reserve(SHELL, (5981, 5982)),
            Step::Export(SHELL),
            Step::Unreserve(SHELL, (5981, 5982)),
            Claim(SHELL, SOLO, nobody()),
            Import(SHELL, false),
            Import(SHELL, true),
        ],
    );
}

#[test]
fn memory_pools_and_marks_go_the_ways_they_went() {
    // No bug: a long way through verbs that the other stories leave out.
    plays(
        0,
        &[
            SetPool(SHELL, 0, 0),
            Claim(SHELL, SOLO, Asking { pool: Some(0), persistent: Some(true), ..plain() }),
            Started(SHELL, 0, MARKED),
            Listen(MARKED, 5982),
            End(SHELL),
            Claim(OTHER, SOLO, plain()),
            Rename(OTHER, SOLO, BLOG, true),
            ReleaseMatching(OTHER, Some(1), false, true),
            Claim(OTHER, BLOG, asks(&[5982])),
        ],
    );
}
