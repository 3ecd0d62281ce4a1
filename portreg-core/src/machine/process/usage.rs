//! What processes use of the machine.

use super::system;
use crate::model::ProcessKey;

/// What processes use together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// The time of a processor that they have had, without what their ended children had.
    pub(crate) cpu_ms: u64,
    /// The memory they have that is not swapped out; what two of them share counts twice.
    pub(crate) memory_bytes: u64,
}

/// What these processes use; those that have ended use nothing.
pub(crate) fn usage(keys: &[ProcessKey]) -> Usage {
    let each = keys.iter().filter_map(system::used);
    each.fold(Usage::default(), |sum, one| Usage {
        cpu_ms: sum.cpu_ms + one.cpu_ms,
        memory_bytes: sum.memory_bytes + one.memory_bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::process::current;

    #[test]
    fn what_is_used_is_told_of_exactly_these_processes() {
        let me = current();
        let before = usage(&[me]).cpu_ms;
        let mut counted = 0_u64;
        while usage(&[me]).cpu_ms < before + 30 {
            counted = counted.wrapping_add(1);
        }
        let now = usage(&[me]);
        assert!((1 << 20..1 << 40).contains(&now.memory_bytes), "{now:?}");
        let both = usage(&[me, me]);
        assert!(both.memory_bytes > now.memory_bytes && both.cpu_ms >= 2 * now.cpu_ms, "{both:?}");
        let before = ProcessKey { start_ticks: me.start_ticks - 1, ..me };
        assert_eq!(usage(&[before]), Usage::default());
        assert_eq!(usage(&[]), Usage::default());
    }
}
