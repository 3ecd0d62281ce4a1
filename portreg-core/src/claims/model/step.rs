//! The steps of a play, and how a random play comes about.

use proptest::prelude::*;

use super::world::{ACTORS, PRIVILEGED, SLOTS};
use crate::model::{OnConflict, Strategy as Order};

pub(super) const NAMES: [&str; 8] = [
    "shop:web:main",
    "shop:web:feat",
    "shop:api:main",
    "shop:db",
    "blog",
    "blog:web",
    "shop:web:main.2",
    "solo",
];
/// Among them a well-known one (5984), an unsafe one (6000) and one that nobody may bind.
pub(super) const PORTS: [u16; 14] =
    [5981, 5982, 5983, 5984, 5985, 5986, 5987, 5988, 5989, 5990, 5992, 5997, 6000, PRIVILEGED];
pub(super) const RANGES: [(u16, u16); 4] = [(5983, 5985), (5986, 5990), (5982, 5982), (5998, 6001)];
pub(super) const POOLS: [&str; 4] = ["lab", "rig", "test", "none"];
/// What a pool may be set to.
pub(super) const GROUNDS: [&[(u16, u16)]; 4] =
    [&[(5982, 5983)], &[(5988, 5989), (5992, 5992)], &[(5989, 5991)], &[(8100, 8100)]];
pub(super) const PATTERNS: [&str; 5] = ["shop:web:*", "blog", "shop", "*:web*", "shop:*"];
/// How many folders there are; the third has a project file, the second may be gone.
pub(super) const FOLDERS: usize = 3;
pub(super) const CONFIGURED: usize = 2;
pub(super) const PERISHABLE: usize = 1;

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum By {
    Caller,
    Nobody,
    Slot(usize),
}

/// The options of a claim.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asking {
    pub(super) port: Vec<u16>,
    pub(super) strict: bool,
    pub(super) range: Option<usize>,
    pub(super) pool: Option<usize>,
    pub(super) order: Option<Order>,
    pub(super) expires_s: Option<u64>,
    pub(super) persistent: Option<bool>,
    pub(super) on_conflict: Option<OnConflict>,
    pub(super) by: By,
    pub(super) dir: Option<usize>,
    pub(super) note: Option<u8>,
}

impl Default for Asking {
    fn default() -> Self {
        Self {
            port: Vec::new(),
            strict: false,
            range: None,
            pool: None,
            order: None,
            expires_s: None,
            persistent: None,
            on_conflict: None,
            by: By::Caller,
            dir: None,
            note: None,
        }
    }
}

impl Asking {
    /// Whether nothing of it would change what is stored but the time.
    pub(super) fn says_nothing_new(&self) -> bool {
        let plain = Self {
            port: self.port.clone(),
            strict: self.strict,
            on_conflict: self.on_conflict,
            by: self.by,
            ..Self::default()
        };
        *self == plain
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Claim(usize, usize, Asking),
    ClaimMany(usize, Vec<(usize, Asking)>, bool),
    ClaimAny(usize, Asking),
    /// The claim that a call gave, counted from the newest.
    Renew(usize, usize),
    ReleaseClaim(usize, usize),
    Release(usize, usize, bool),
    ReleaseMatching(usize, Option<usize>, bool, bool),
    Reassign(usize, usize, Option<u16>, bool),
    Rename(usize, usize, usize, bool),
    Reserve(usize, (u16, u16)),
    Unreserve(usize, (u16, u16)),
    SetPool(usize, usize, usize),
    RemovePool(usize, usize),
    Cleanup(usize, bool),
    /// `run` notes the child and its mark.
    Started(usize, usize, usize),
    Export(usize),
    Import(usize, bool),
    Clock(i64),
    End(usize),
    Start(usize, Option<usize>),
    Listen(usize, u16),
    Bind(u16),
    Close(u16),
    Reboot,
    FolderGoes,
    FolderComes,
}

fn port() -> impl Strategy<Value = u16> {
    proptest::sample::select(&PORTS[..])
}

fn run() -> impl Strategy<Value = (u16, u16)> {
    (port(), 0..3u16).prop_map(|(first, more)| (first, first + more))
}

fn some<T: Clone + std::fmt::Debug>(
    one_in: u32,
    of: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    proptest::option::weighted(1.0 / f64::from(one_in), of)
}

fn asking() -> impl Strategy<Value = Asking> {
    let port = prop_oneof![
        5 => Just(vec![]),
        4 => port().prop_map(|port| vec![port]),
        2 => proptest::collection::vec(port(), 2..4),
    ];
    let strict = proptest::bool::weighted(0.15);
    let order = proptest::sample::select(&[Order::Sequential, Order::Hashed, Order::Random][..]);
    let conflicts =
        vec![OnConflict::Share, OnConflict::Fail, OnConflict::Next, OnConflict::Replace];
    let by = prop_oneof![
        6 => Just(By::Caller),
        4 => Just(By::Nobody),
        1 => (0..SLOTS).prop_map(By::Slot),
    ];
    let seconds = proptest::sample::select(&[30_u64, 600, 7200][..]);
    (
        (port, strict, some(8, 0..RANGES.len()), some(8, 0..POOLS.len()), some(10, order)),
        (some(5, seconds), some(8, any::<bool>())),
        some(2, proptest::sample::select(conflicts)),
        (by, some(2, 0..FOLDERS), some(8, 0..4_u8)),
    )
        .prop_map(|((port, strict, range, pool, order), (expires_s, persistent), on, end)| {
            Asking {
                port,
                strict,
                range,
                pool,
                order,
                expires_s,
                persistent,
                on_conflict: on,
                by: end.0,
                dir: end.1,
                note: end.2,
            }
        })
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let actor = || 0..ACTORS;
    let name = || 0..NAMES.len();
    let some_names = proptest::collection::vec((name(), asking()), 1..4);
    let clock = proptest::sample::select(
        &[1_000_i64, 40_000, 70_000, 700_000, 30_000_000, -50_000, -1_000_000][..],
    );
    let many = prop_oneof![
        4 => (actor(), some_names, proptest::bool::weighted(0.4))
            .prop_map(|(a, list, contiguous)| Step::ClaimMany(a, list, contiguous)),
        4 => (actor(), asking()).prop_map(|(a, asking)| Step::ClaimAny(a, asking)),
    ];
    let keeping = prop_oneof![
        3 => (actor(), run()).prop_map(|(a, run)| Step::Reserve(a, run)),
        2 => (actor(), run()).prop_map(|(a, run)| Step::Unreserve(a, run)),
        3 => (actor(), 0..POOLS.len(), 0..GROUNDS.len()).prop_map(|(a, p, g)| Step::SetPool(a, p, g)),
        2 => (actor(), 0..POOLS.len()).prop_map(|(a, p)| Step::RemovePool(a, p)),
        3 => (actor(), proptest::bool::weighted(0.2)).prop_map(|(a, dry)| Step::Cleanup(a, dry)),
        1 => actor().prop_map(Step::Export),
        2 => (actor(), any::<bool>()).prop_map(|(a, skip)| Step::Import(a, skip)),
    ];
    let giving_up = prop_oneof![
        3 => (actor(), 0..6_usize).prop_map(|(a, back)| Step::Renew(a, back)),
        3 => (actor(), 0..6_usize).prop_map(|(a, back)| Step::ReleaseClaim(a, back)),
        6 => (actor(), name(), proptest::bool::weighted(0.3)).prop_map(|(a, n, f)| Step::Release(a, n, f)),
        2 => (actor(), (0..PATTERNS.len()).prop_map(Some), any::<bool>(), any::<bool>())
            .prop_map(|(a, p, u, f)| Step::ReleaseMatching(a, p, u, f)),
        1 => actor().prop_map(|a| Step::ReleaseMatching(a, None, false, true)),
        5 => (actor(), name(), proptest::option::of(port()), any::<bool>())
            .prop_map(|(a, n, p, f)| Step::Reassign(a, n, p, f)),
        3 => (actor(), name(), name(), any::<bool>()).prop_map(|(a, n, m, f)| Step::Rename(a, n, m, f)),
        1 => (actor(), 0..6_usize, 0..SLOTS).prop_map(|(a, b, s)| Step::Started(a, b, s)),
    ];
    let machine = prop_oneof![
        6 => clock.prop_map(Step::Clock),
        7 => (0..SLOTS).prop_map(Step::End),
        3 => (0..SLOTS, proptest::option::of(0..SLOTS)).prop_map(|(s, from)| Step::Start(s, from)),
        10 => (0..SLOTS, port()).prop_map(|(s, p)| Step::Listen(s, p)),
        1 => port().prop_map(Step::Bind),
        4 => port().prop_map(Step::Close),
        1 => Just(Step::Reboot),
        1 => Just(Step::FolderGoes),
        1 => Just(Step::FolderComes),
    ];
    prop_oneof![
        40 => (actor(), name(), asking()).prop_map(|(a, n, asking)| Step::Claim(a, n, asking)),
        8 => many,
        10 => keeping,
        22 => giving_up,
        32 => machine,
    ]
}
