//! Eight publishers and eight subscribers whose patterns overlap, killed and started again at no moment of
//! their choice: nothing is lost, nothing comes twice, all of it in order.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;

use super::helper::{Helper, Reply};
use super::messages_kept::retain;
use super::world::{World, wait_for};

const PUBLISHERS: usize = 8;
const CHANNELS: [&str; 4] = ["build:web", "build:api", "test:web", "test:api"];

/// Three that live from the first message to the last, four that go on by a cursor after each kill, and
/// one whose place is taken by newcomers.
const SUBSCRIBERS: [(&str, Kind); 8] = [
    ("*", Kind::Steady),
    ("build:*", Kind::Steady),
    ("test:web", Kind::Steady),
    ("*", Kind::Cursor("all")),
    ("*:web", Kind::Cursor("web")),
    ("b*", Kind::Cursor("build")),
    ("test:api", Kind::Cursor("api")),
    ("*t*:a*", Kind::Newcomer),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Steady,
    Cursor(&'static str),
    Newcomer,
}

/// How many messages each of the publishers sends: 1,000, or PORTREG_TORTURE_MESSAGES.
fn each() -> usize {
    let said = std::env::var("PORTREG_TORTURE_MESSAGES").ok().and_then(|text| text.parse().ok());
    said.unwrap_or(1000)
}

/// What the processes of one place have noted, one after the other.
struct Place {
    name: String,
    journals: Vec<PathBuf>,
    helper: Helper,
}

impl Place {
    fn new(world: &World, name: String) -> Self {
        Self { name, journals: Vec::new(), helper: world.helper() }
    }

    /// Kills the process and starts another one.
    fn renew(&mut self, world: &World) {
        let next = world.helper();
        std::mem::replace(&mut self.helper, next).kill();
    }

    /// The journal of the process that begins.
    fn journal(&mut self, world: &World) -> PathBuf {
        let path = world.path().join(format!("{}.{}", self.name, self.journals.len()));
        self.journals.push(path.clone());
        path
    }

    fn publish(&mut self, world: &World, count: usize) {
        let journal = self.journal(world);
        let sender = journal.file_name().unwrap().to_str();
        let fields =
            json!({ "channels": CHANNELS, "count": count, "sender": sender, "journal": journal });
        self.helper.send("publish", &fields);
    }

    fn published(&self) -> usize {
        self.journals.iter().map(|path| lines(path).len()).sum()
    }

    fn subscribe(&mut self, world: &World, pattern: &str, kind: Kind) {
        let cursor = match kind {
            Kind::Cursor(name) => Some(name),
            Kind::Steady | Kind::Newcomer => None,
        };
        self.helper.ok("subscribe", &json!({ "pattern": pattern, "cursor": cursor }));
        let journal = self.journal(world);
        self.helper.send("follow", &json!({ "journal": journal }));
    }

    /// Waits for the end of what its process does, as long as that goes on.
    fn end(&mut self) {
        let journal = self.journals.last().unwrap();
        let size = || journal.metadata().map_or(0, |file| file.len());
        let mut before = size();
        while lines(journal).last().is_none_or(|line| line != "end") {
            before = wait_for(&format!("{} to go on", self.name), || {
                Some(size()).filter(|now| *now > before)
            });
        }
        assert!(matches!(self.helper.receive(), Reply::Ok(_)));
    }
}

/// The lines of a journal; none where its process was killed before it began one.
fn lines(journal: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(journal).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// What one subscription was given.
#[derive(Debug, Default)]
struct Given {
    ids: Vec<i64>,
    gaps: Vec<(i64, i64)>,
    /// Whether it came to the end.
    ended: bool,
}

impl Given {
    fn read(journal: &Path) -> Self {
        let mut given = Self::default();
        for line in lines(journal) {
            let number = |text: &str| text.parse::<i64>().unwrap();
            match line.split_once('-') {
                Some((from, to)) => given.gaps.push((number(from), number(to))),
                None if line == "end" => given.ended = true,
                None => given.ids.push(number(&line)),
            }
        }
        given
    }

    /// Whether the message was given, or told of as gone.
    fn knows(&self, id: i64) -> bool {
        self.ids.binary_search(&id).is_ok()
            || self.gaps.iter().any(|(from, to)| (*from..=*to).contains(&id))
    }
}

/// All that was published before the end, by its id: the channel.
type Published = BTreeMap<i64, String>;

/// What came of it all.
struct Outcome {
    published: Published,
    places: Vec<Place>,
}

/// Runs publishers and subscribers, and kills until all is published.
fn torment(world: &World, each: usize, seed: u64) -> Outcome {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut subscribers: Vec<Place> =
        (0..SUBSCRIBERS.len()).map(|number| Place::new(world, format!("s{number}"))).collect();
    for (place, (pattern, kind)) in subscribers.iter_mut().zip(SUBSCRIBERS) {
        place.subscribe(world, pattern, kind);
    }
    let mut publishers: Vec<Place> =
        (0..PUBLISHERS).map(|number| Place::new(world, format!("p{number}"))).collect();
    for place in &mut publishers {
        place.publish(world, each);
    }
    let mut kills = 0;
    while publishers.iter().any(|place| place.published() < each) {
        std::thread::sleep(Duration::from_millis(random.u64(5..50)));
        if random.bool() {
            let place = random.choice(&mut publishers).unwrap();
            if place.published() < each {
                place.renew(world);
                place.publish(world, each - place.published());
            }
        } else {
            let number = random.usize(..SUBSCRIBERS.len());
            let (pattern, kind) = SUBSCRIBERS[number];
            if kind != Kind::Steady {
                subscribers[number].renew(world);
                subscribers[number].subscribe(world, pattern, kind);
            }
        }
        kills += 1;
    }
    let mut published = Published::new();
    for place in &mut publishers {
        assert!(matches!(place.helper.receive(), Reply::Ok(_)), "{} fails", place.name);
        for journal in &place.journals {
            let ids: Vec<i64> = lines(journal).iter().map(|line| line.parse().unwrap()).collect();
            assert!(ids.is_sorted_by(|a, b| a < b), "what one sends stays in order");
            let channels = CHANNELS.iter().cycle().map(|channel| (*channel).to_owned());
            published.extend(ids.into_iter().zip(channels));
        }
    }
    assert_eq!(published.len(), each * PUBLISHERS, "no id is given twice");
    world.helper().ok("publish", &json!({ "channels": CHANNELS, "count": 4, "sender": "end" }));
    subscribers.iter_mut().for_each(Place::end);
    assert!(kills > 5, "only {kills} were killed");
    Outcome { published, places: subscribers }
}

/// Checks what the subscribers were given against what was published, and gives all of it.
fn check(outcome: &Outcome) -> Given {
    let mut all = Given::default();
    for (place, (pattern, kind)) in outcome.places.iter().zip(SUBSCRIBERS) {
        let pattern: portreg_core::ChannelPattern = pattern.parse().unwrap();
        // Up to where those before it have come; a newcomer misses nothing before its first message.
        let mut known = if kind == Kind::Newcomer { i64::MAX } else { 0 };
        let mut told = Vec::new();
        for journal in &place.journals {
            let mut given = Given::read(journal);
            let who = format!("{} by {pattern}", journal.display());
            assert!(given.ids.is_sorted_by(|a, b| a < b), "once and in order: {who}");
            let firsts = given.ids.iter().chain(given.gaps.iter().map(|(from, _)| from));
            let first = firsts.min().copied().unwrap_or(i64::MAX).min(known.saturating_add(1));
            let last = if given.ended { i64::MAX } else { *given.ids.last().unwrap_or(&0) };
            all.gaps.extend(&given.gaps);
            // A gap that was confirmed is told to nobody else.
            given.gaps.append(&mut told);
            for (id, channel) in outcome.published.range(first.min(last)..=last) {
                let (fits, knows) = (pattern.matches(channel), given.knows(*id));
                assert!(knows || !fits, "{id} is missing: {who}");
                assert!(fits || given.ids.binary_search(id).is_err(), "{id} does not fit: {who}");
            }
            all.ids.append(&mut given.ids);
            if kind != Kind::Newcomer {
                (known, told) = (known.max(last), given.gaps);
            }
            all.ended = given.ended;
        }
        assert!(all.ended, "the last one came to the end");
    }
    all
}

/// Retention is above all that is sent: every subscription gets every message that fits once and in order,
/// and by each cursor every message comes at least once, whoever is killed meanwhile.
#[test]
fn nothing_is_lost_whoever_is_killed() {
    let world = World::new();
    retain(&world, &json!({ "channel": 1_000_000 }));
    let seed = fastrand::u64(..);
    eprintln!("seed {seed}");
    let mut outcome = torment(&world, each(), seed);
    // What a publisher has sent and could not note any more is there as well.
    let sql = world.sql();
    let mut rows = sql.prepare("SELECT id, channel FROM message WHERE sender != 'end'").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let kept: Published = rows.collect::<Result<_, _>>().unwrap();
    for (id, channel) in &outcome.published {
        assert_eq!(kept.get(id), Some(channel), "what is acknowledged is kept");
    }
    outcome.published = kept;
    let given = check(&outcome);
    assert!(given.ids.iter().all(|id| outcome.published.contains_key(id)));
    assert_eq!(given.gaps, []);
}

/// Retention is below what is sent: who is too slow is told what is gone, and misses nothing else.
#[test]
fn who_is_overtaken_is_told_of_each_gap() {
    let world = World::new();
    retain(&world, &json!({ "channel": each() / 4 }));
    let late = json!({ "pattern": "*", "cursor": "late" });
    world.helper().ok("subscribe", &late);
    let seed = fastrand::u64(..);
    eprintln!("seed {seed}");
    let outcome = torment(&world, each() / 2, seed);
    check(&outcome);
    let mut helper = world.helper();
    helper.ok("subscribe", &late);
    let first = helper.ok("receive", &json!({ "count": 1 }));
    assert_eq!(first[0]["missed_from"], 1, "{first}");
}
