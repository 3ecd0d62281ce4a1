//! A set of ports as bits: 8 KB, and a walk of it takes well under a microsecond.

use crate::model::{self, PortRange};

type Words = [u64; 1024];

static NONE: Words = [0; 1024];
static BROWSER_UNSAFE: Words = words_of(NONE, model::BROWSER_UNSAFE);
static UNASKED: Words =
    words_of(words_of(words_of(NONE, model::BROWSER_UNSAFE), model::WELL_KNOWN), model::AIRPLAY);

/// Made by the compiler: nothing that a process makes at first use is safe across a fork.
const fn words_of(mut words: Words, ports: &[u16]) -> Words {
    let mut at = 0;
    while at < ports.len() {
        words[(ports[at] >> 6) as usize] |= 1 << (ports[at] & 63);
        at += 1;
    }
    words
}

/// Some of the ports 0 to 65535. What every claim starts from is shared, and copied only where
/// something is added.
#[derive(Debug, Clone)]
pub(crate) struct PortSet {
    shared: &'static Words,
    own: Option<Box<Words>>,
}

impl PortSet {
    pub(crate) const fn new() -> Self {
        Self { shared: &NONE, own: None }
    }

    /// What browsers refuse to open.
    pub(crate) fn browser_unsafe() -> Self {
        Self { shared: &BROWSER_UNSAFE, own: None }
    }

    /// What browsers refuse to open, and the usual ports of well-known servers.
    pub(crate) fn browser_unsafe_and_well_known() -> Self {
        Self { shared: &UNASKED, own: None }
    }

    fn words(&self) -> &Words {
        self.own.as_deref().unwrap_or(self.shared)
    }

    fn words_mut(&mut self) -> &mut Words {
        self.own.get_or_insert_with(|| Box::new(*self.shared))
    }

    pub(crate) fn insert(&mut self, port: u16) {
        self.words_mut()[usize::from(port >> 6)] |= 1 << (port & 63);
    }

    pub(crate) fn insert_range(&mut self, range: PortRange) {
        let (first, last) = (usize::from(range.first), usize::from(range.last));
        let words = self.words_mut();
        for (word, bits) in words.iter_mut().enumerate().take(last / 64 + 1).skip(first / 64) {
            let from = first.saturating_sub(word * 64).min(63);
            let to = (last - word * 64).min(63);
            *bits |= (u64::MAX << from) & (u64::MAX >> (63 - to));
        }
    }

    pub(crate) fn contains(&self, port: u16) -> bool {
        self.words()[usize::from(port >> 6)] & (1 << (port & 63)) != 0
    }

    /// The first port of the range that is not in the set.
    pub(crate) fn first_outside(&self, range: PortRange) -> Option<u16> {
        let words = self.words();
        let mut port = u32::from(range.first);
        while port <= u32::from(range.last) {
            let rest = !words[(port >> 6) as usize] >> (port & 63);
            if rest != 0 {
                port += rest.trailing_zeros();
                return u16::try_from(port).ok().filter(|port| *port <= range.last);
            }
            port = (port | 63) + 1;
        }
        None
    }

    /// The runs of ports of the range that are not in the set.
    pub(crate) fn runs_outside(&self, range: PortRange) -> Vec<PortRange> {
        let mut runs: Vec<PortRange> = Vec::new();
        for port in (range.first..=range.last).filter(|port| !self.contains(*port)) {
            match runs.last_mut().filter(|run| run.last + 1 == port) {
                Some(run) => run.last = port,
                None => runs.push(PortRange { first: port, last: port }),
            }
        }
        runs
    }

    /// How many ports of the range are in the set.
    pub(crate) fn count_in(&self, range: PortRange) -> u32 {
        (range.first..=range.last).map(|port| u32::from(self.contains(port))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_inserted_whole_and_alone() {
        for (first, last) in
            [(0, 0), (1, 62), (5, 63), (63, 64), (64, 127), (100, 900), (65535, 65535), (0, 65535)]
        {
            let mut set = PortSet::new();
            set.insert_range(PortRange { first, last });
            let wrong =
                (0..=u16::MAX).find(|port| set.contains(*port) != (first..=last).contains(port));
            assert_eq!(wrong, None, "{first}-{last}");
        }
    }

    #[test]
    fn what_is_shared_stays_as_it_is() {
        let mut set = PortSet::browser_unsafe();
        set.insert(3100);
        assert!(set.contains(3100) && set.contains(6000));
        assert!(!PortSet::browser_unsafe().contains(3100));
    }

    #[test]
    fn the_first_port_outside_is_found_across_words() {
        let mut set = PortSet::new();
        set.insert_range(PortRange { first: 60, last: 200 });
        let first = |first, last| set.first_outside(PortRange { first, last });
        assert_eq!(first(1, 300), Some(1));
        assert_eq!(first(60, 300), Some(201));
        assert_eq!(first(60, 200), None);
        assert_eq!(first(65535, 65535), Some(65535));
        assert_eq!(set.count_in(PortRange { first: 190, last: 210 }), 11);
        set.insert_range(PortRange { first: 1, last: 65535 });
        assert_eq!(set.first_outside(PortRange { first: 1, last: 65535 }), None);
    }

    #[test]
    fn a_list_becomes_a_set_of_exactly_its_ports() {
        let words = words_of(NONE, &[1, 63, 64, 65535]);
        let set = PortSet { shared: &NONE, own: Some(Box::new(words)) };
        let ports: Vec<u16> = (0..=u16::MAX).filter(|port| set.contains(*port)).collect();
        assert_eq!(ports, [1, 63, 64, 65535]);
    }
}
