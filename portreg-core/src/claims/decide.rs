//! The decision table of CONTRACT section 3: what a claim does, by what is there.

use super::standing::Standing;
use crate::model::{OnConflict, Outcome};

/// What else the table asks for, besides what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Another port is asked than the service has.
    pub(crate) asks_other: bool,
    /// Another port is asked than was asked last time.
    pub(crate) asks_anew: bool,
    /// The asked port can be had.
    pub(crate) can_be_had: bool,
    /// The asked port or an error.
    pub(crate) strict: bool,
    /// The claim gets an owner.
    pub(crate) owned: bool,
    /// What to do where another process holds it.
    pub(crate) on_conflict: OnConflict,
}

/// What a claim does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Allocates a port; the outcome where it is another one than before.
    Allocate(Outcome),
    /// Keeps the port.
    Keep(Outcome),
    /// Goes to the asked port.
    Move,
    /// The asked port cannot be had and nothing else will do.
    RefusePort,
    /// Another process holds the name.
    RefuseName,
    /// Ends the holder first.
    Replace,
    /// Takes a sibling.
    Sibling,
}

/// Decides; `None` is the first row, where nothing is there.
pub(crate) fn decide(standing: Option<&Standing>, facts: Facts) -> Decision {
    use Decision::*;
    let Facts { asks_other, asks_anew, can_be_had, strict, owned, on_conflict } = facts;
    match standing {
        // 1: nothing
        None => Allocate(Outcome::New),
        // 2: held by the caller itself
        Some(Standing::Caller) => match asks_other && (asks_anew || strict) {
            true if can_be_had => Move,
            true if strict => RefusePort,
            _ => Keep(Outcome::Renewed),
        },
        // 3: held by an ancestor of the caller
        Some(Standing::Ancestor(_)) => Keep(Outcome::Shared),
        // 4: held by another process
        Some(Standing::Other(_)) => match on_conflict {
            OnConflict::Share if strict && asks_other => RefuseName,
            OnConflict::Share => Keep(Outcome::Shared),
            OnConflict::Fail => RefuseName,
            OnConflict::Replace => Replace,
            OnConflict::Next => Sibling,
        },
        // 5: no owner, not ended; 6: ended
        Some(free @ (Standing::Unowned(stranger) | Standing::Ended(stranger))) => {
            let outcome = match free {
                Standing::Unowned(_) if !owned => Outcome::Renewed,
                _ => Outcome::TookOver,
            };
            match (asks_other, stranger) {
                (true, _) | (false, Some(_)) if can_be_had => Move,
                (true, _) if strict => RefusePort,
                (false, Some(_)) if strict => RefusePort,
                (_, Some(_)) => Allocate(Outcome::Moved),
                (_, None) => Keep(outcome),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::standing::Stranger;
    use super::*;
    use crate::model::Holder;

    const PLAIN: Facts = Facts {
        asks_other: false,
        asks_anew: false,
        can_be_had: false,
        strict: false,
        owned: true,
        on_conflict: OnConflict::Share,
    };

    fn other() -> Standing {
        Standing::Other(Holder { pid: 7, name: "node".into(), started_at_ms: None, label: None })
    }

    fn check(standing: Option<Standing>, facts: Facts, expected: Decision) {
        assert_eq!(decide(standing.as_ref(), facts), expected, "{standing:?} {facts:?}");
    }

    #[test]
    fn row_1_nothing_is_there() {
        check(None, PLAIN, Decision::Allocate(Outcome::New));
    }

    #[test]
    fn row_2_held_by_the_caller_itself() {
        let caller = Some(Standing::Caller);
        let anew = Facts { asks_other: true, asks_anew: true, ..PLAIN };
        check(caller.clone(), PLAIN, Decision::Keep(Outcome::Renewed));
        check(caller.clone(), Facts { can_be_had: true, ..anew }, Decision::Move);
        check(caller.clone(), anew, Decision::Keep(Outcome::Renewed));
        check(caller.clone(), Facts { strict: true, ..anew }, Decision::RefusePort);
        check(
            caller,
            Facts { asks_anew: false, can_be_had: true, ..anew },
            Decision::Keep(Outcome::Renewed),
        );
    }

    #[test]
    fn row_3_held_by_an_ancestor() {
        let Standing::Other(holder) = other() else { unreachable!() };
        for on_conflict in [OnConflict::Fail, OnConflict::Replace, OnConflict::Next] {
            let facts = Facts { on_conflict, strict: true, asks_other: true, ..PLAIN };
            check(Some(Standing::Ancestor(holder.clone())), facts, Decision::Keep(Outcome::Shared));
        }
    }

    #[test]
    fn row_4_held_by_another_process() {
        let on = |on_conflict| Facts { on_conflict, ..PLAIN };
        check(Some(other()), PLAIN, Decision::Keep(Outcome::Shared));
        check(Some(other()), Facts { asks_other: true, ..PLAIN }, Decision::Keep(Outcome::Shared));
        check(
            Some(other()),
            Facts { asks_other: true, strict: true, ..PLAIN },
            Decision::RefuseName,
        );
        check(Some(other()), on(OnConflict::Fail), Decision::RefuseName);
        check(Some(other()), on(OnConflict::Replace), Decision::Replace);
        check(Some(other()), on(OnConflict::Next), Decision::Sibling);
    }

    #[test]
    fn row_5_no_owner() {
        let free = || Some(Standing::Unowned(None));
        let taken = || Some(Standing::Unowned(Some(Stranger(None))));
        check(free(), PLAIN, Decision::Keep(Outcome::TookOver));
        check(free(), Facts { owned: false, ..PLAIN }, Decision::Keep(Outcome::Renewed));
        check(free(), Facts { asks_other: true, can_be_had: true, ..PLAIN }, Decision::Move);
        check(free(), Facts { asks_other: true, ..PLAIN }, Decision::Keep(Outcome::TookOver));
        check(free(), Facts { asks_other: true, strict: true, ..PLAIN }, Decision::RefusePort);
        check(taken(), PLAIN, Decision::Allocate(Outcome::Moved));
        check(taken(), Facts { strict: true, ..PLAIN }, Decision::RefusePort);
        check(taken(), Facts { asks_other: true, can_be_had: true, ..PLAIN }, Decision::Move);
    }

    #[test]
    fn row_6_ended() {
        check(Some(Standing::Ended(None)), PLAIN, Decision::Keep(Outcome::TookOver));
        check(
            Some(Standing::Ended(None)),
            Facts { owned: false, ..PLAIN },
            Decision::Keep(Outcome::TookOver),
        );
        check(
            Some(Standing::Ended(Some(Stranger(None)))),
            PLAIN,
            Decision::Allocate(Outcome::Moved),
        );
    }
}
