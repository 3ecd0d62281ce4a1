//! Whether a service that has ended is started again, and when: a decision over facts.

use std::time::Duration;

use crate::model::RestartPolicy;

/// Who runs so long has come up well: what was before is forgotten.
const STABLE: Duration = Duration::from_secs(60);

/// The pause before the second restart; the first has none, and each further one twice the last.
const SHORTEST: Duration = Duration::from_millis(500);

/// No pause is longer.
const LONGEST: Duration = Duration::from_secs(30);

/// A pause is longer or shorter by up to this part, so that services which ended together do not
/// start together again and again.
const JITTER: f64 = 0.25;

/// So many restarts without a stable minute are enough.
const MOST: u32 = 10;

/// The restarts of one service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Backoff {
    /// The restarts since it last ran a stable minute.
    count: u32,
}

/// What happens to a service that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Again {
    /// It is started after this time.
    After(Duration),
    /// It stays as it is.
    Never(Why),
}

/// Why a service is not started again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// Its policy says so.
    Policy,
    /// It has ended too often.
    TooOften,
}

impl Backoff {
    /// Of a service that was not started again yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Decides, and counts the restart. `ran` is how long the service ran this time; `random` gives
    /// numbers from 0 to 1.
    pub(super) fn after(
        &mut self,
        policy: RestartPolicy,
        exit_code: i32,
        ran: Duration,
        random: &mut dyn FnMut() -> f64,
    ) -> Again {
        if ran >= STABLE {
            self.count = 0;
        }
        match policy {
            RestartPolicy::Never => return Again::Never(Why::Policy),
            RestartPolicy::OnFailure if exit_code == 0 => return Again::Never(Why::Policy),
            RestartPolicy::OnFailure | RestartPolicy::Always => {}
        }
        if self.count >= MOST {
            return Again::Never(Why::TooOften);
        }
        self.count += 1;
        Again::After(pause(self.count, random()))
    }

    /// The restarts since it last ran a stable minute.
    pub(super) fn count(&self) -> u32 {
        self.count
    }
}

/// The pause before the n-th restart.
fn pause(restart: u32, random: f64) -> Duration {
    let Some(doublings) = restart.checked_sub(2) else { return Duration::ZERO };
    let plain = SHORTEST.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST);
    plain.mul_f64(1.0 - JITTER + 2.0 * JITTER * random.clamp(0.0, 1.0)).min(LONGEST)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(10);

    /// The pauses of a service that always ends at once, in milliseconds.
    fn pauses(random: f64) -> Vec<u128> {
        let mut backoff = Backoff::new();
        let next = || match backoff.after(RestartPolicy::Always, 1, MOMENT, &mut || random) {
            Again::After(pause) => Some(pause.as_millis()),
            Again::Never(why) => {
                assert_eq!(why, Why::TooOften);
                None
            }
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn pauses_double_to_half_a_minute() {
        assert_eq!(
            pauses(0.5),
            [0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
            "and then it is enough"
        );
        assert_eq!(pauses(0.0)[1..4], [375, 750, 1500]);
        assert_eq!(pauses(1.0)[1..4], [625, 1250, 2500]);
        assert!(pauses(1.0).iter().all(|pause| *pause <= 30_000));
    }

    #[test]
    fn policies_decide_first() {
        use RestartPolicy::{Always, Never, OnFailure};
        for (policy, exit_code, again) in [
            (Never, 0, false),
            (Never, 1, false),
            (OnFailure, 0, false),
            (OnFailure, 1, true),
            (OnFailure, 143, true),
            (Always, 0, true),
            (Always, 1, true),
        ] {
            let mut backoff = Backoff::new();
            let expected = match again {
                true => Again::After(Duration::ZERO),
                false => Again::Never(Why::Policy),
            };
            assert_eq!(backoff.after(policy, exit_code, MOMENT, &mut || 0.5), expected);
            assert_eq!(backoff.count(), u32::from(again), "{policy:?} {exit_code}");
        }
    }

    #[test]
    fn a_stable_minute_forgets_what_was() {
        let mut backoff = Backoff::new();
        let mut end = |ran| backoff.after(RestartPolicy::Always, 1, ran, &mut || 0.5);
        for _ in 0..10 {
            assert!(matches!(end(MOMENT), Again::After(_)));
        }
        assert_eq!(end(STABLE - MOMENT), Again::Never(Why::TooOften));
        assert_eq!(end(STABLE), Again::After(Duration::ZERO));
        assert_eq!(end(MOMENT), Again::After(SHORTEST));
        assert_eq!(backoff.count(), 2);
    }

    proptest! {
        #[test]
        fn no_service_restarts_for_ever_without_a_stable_minute(
            ends in prop::collection::vec((0..120_u64, 0..3_i32, 0.0..=1.0), 0..60),
        ) {
            let mut backoff = Backoff::new();
            let mut restarts = 0;
            for (seconds, exit_code, random) in ends {
                let ran = Duration::from_secs(seconds);
                if ran >= STABLE {
                    restarts = 0;
                }
                let again =
                    backoff.after(RestartPolicy::OnFailure, exit_code, ran, &mut || random);
                match again {
                    Again::After(pause) => {
                        restarts += 1;
                        prop_assert!(exit_code != 0 && pause <= LONGEST && restarts <= MOST);
                        prop_assert_eq!(pause.is_zero(), restarts == 1);
                    }
                    Again::Never(Why::Policy) => prop_assert_eq!(exit_code, 0),
                    Again::Never(Why::TooOften) => prop_assert_eq!(restarts, MOST),
                }
                prop_assert_eq!(backoff.count(), restarts);
            }
        }
    }
}
