//! One registry in four languages at once: Rust, Python, Node and Swift claim, publish, are killed, and see the same.
//!
//! `cargo xtask swift` runs it, which has the packages built and says where their programs are.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use portreg_core::{FindOptions, Registry};
use serde_json::Value;

use super::world::wait_for;

/// Names of its own, and names that all want, for each process.
const OWN: usize = 150;
const CONTENDED: usize = 50;
/// What each publishes.
const MESSAGES: usize = 100;

/// A process in one of the languages.
struct Peer {
    language: &'static str,
    name: String,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Peer {
    /// Starts the program whose words a variable holds.
    fn start(language: &'static str, variable: &str, name: &str, registry: &Registry) -> Self {
        let words = std::env::var(variable).unwrap_or_else(|_| {
            panic!("{variable} is not set: run `cargo xtask swift`, which builds {language}")
        });
        let mut words = words.split(' ');
        let mut command = Command::new(words.next().unwrap());
        command.args(words).arg(registry.path()).arg(name);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let requests = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { language, name: name.to_owned(), child, requests, answers }
    }

    fn ask(&mut self, request: &str) {
        writeln!(self.requests, "{request}").unwrap();
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        serde_json::from_str(&line)
            .unwrap_or_else(|error| panic!("{} says {line:?}: {error}", self.language))
    }

    fn names(&self) -> Vec<String> {
        let own = (0..OWN).map(|number| format!("own:{}:n{number}", self.name));
        own.chain(contended()).collect()
    }

    fn kill(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

fn contended() -> impl Iterator<Item = String> {
    (0..CONTENDED).map(|number| format!("shared:n{number}"))
}

/// Asks all at once, then hears all.
fn all(peers: &mut [Peer], request: impl Fn(&Peer) -> String) -> Vec<Value> {
    for peer in peers.iter_mut() {
        let request = request(peer);
        peer.ask(&request);
    }
    peers.iter_mut().map(Peer::answer).collect()
}

fn start(registry: &Registry, suffix: &str) -> Vec<Peer> {
    let languages = [
        ("Rust", "TEST_RUST_PEER", "rust"),
        ("Python", "TEST_PYTHON_PEER", "python"),
        ("Node", "TEST_NODE_PEER", "node"),
        ("Swift", "TEST_SWIFT_PEER", "swift"),
    ];
    let each = languages.map(|(language, variable, name)| {
        Peer::start(language, variable, &format!("{name}{suffix}"), registry)
    });
    each.into()
}

#[test]
#[ignore = "needs the packages of all languages: `cargo xtask swift` runs it"]
fn four_languages_share_one_registry() {
    let folder = tempfile::tempdir().unwrap();
    let registry = Registry::open_at(folder.path().join("registry.db")).unwrap();
    let find = || registry.find(&FindOptions::default()).unwrap();
    let mut peers = start(&registry, "");
    let mut victims = start(&registry, "-victim");

    all(&mut peers, |_| "subscribe".to_owned());
    for peer in victims.iter_mut().chain(&mut peers) {
        let request = format!("claim {}", peer.names().join(" "));
        peer.ask(&request);
    }
    // In the midst of it, each as soon as it has something to lose.
    for victim in &mut victims {
        let own = format!("own:{}:", victim.name);
        wait_for("a claim of a victim", || {
            find()
                .iter()
                .any(|service| service.identity.to_string().starts_with(&own))
                .then_some(())
        });
        victim.kill();
    }
    let claimed: Vec<Value> = peers.iter_mut().map(Peer::answer).collect();
    for (peer, claimed) in peers.iter().zip(&claimed) {
        let got = claimed.as_object().unwrap();
        let own = peer.names().into_iter().take(OWN);
        let missing: Vec<String> = own.filter(|name| !got.contains_key(name)).collect();
        assert_eq!(missing, [""; 0], "{} has not got its own names", peer.language);
    }
    // What victims held while the others asked can be had now.
    let again = all(&mut peers, |_| format!("claim {}", contended().collect::<Vec<_>>().join(" ")));
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (peer, got) in peers.iter().zip(&again) {
        for name in got.as_object().unwrap().keys() {
            owners.entry(name).or_default().push(peer.language);
        }
    }
    assert_eq!(owners.len(), CONTENDED, "each contended name has an owner");
    let several: Vec<_> = owners.iter().filter(|(_, owners)| owners.len() != 1).collect();
    assert!(several.is_empty(), "one owner a name: {several:?}");

    let services = find();
    let ports: Vec<u16> = services.iter().filter_map(|service| service.port).collect();
    let different: BTreeSet<u16> = ports.iter().copied().collect();
    assert_eq!(different.len(), ports.len(), "no port is given twice");
    for claimed in claimed.iter().chain(&again) {
        for (name, port) in claimed.as_object().unwrap() {
            let service = services.iter().find(|service| service.identity.to_string() == *name);
            assert_eq!(service.unwrap().port.map(u64::from), port.as_u64(), "{name}");
        }
    }

    messages(&mut peers);

    let found: Vec<Value> =
        all(&mut peers, |_| "find".to_owned()).into_iter().map(without_nothing).collect();
    assert_eq!(found[0].as_array().unwrap().len(), services.len());
    for (peer, list) in peers.iter().zip(&found).skip(1) {
        for (own, rusts) in list.as_array().unwrap().iter().zip(found[0].as_array().unwrap()) {
            assert_eq!(own, rusts, "{} and Rust see a service otherwise", peer.language);
        }
        assert_eq!(list.as_array().map(Vec::len), found[0].as_array().map(Vec::len));
    }
}

/// What is not there may be left out or be null, as a language has it.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let said = members.into_iter().filter(|(_, value)| !value.is_null());
            said.map(|(name, value)| (name, without_nothing(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nothing).collect(),
        other => other,
    }
}

/// All publish at once, and each receives all messages of all, once, in the order of each sender.
fn messages(peers: &mut [Peer]) {
    all(peers, |_| format!("publish {MESSAGES}"));
    let count = MESSAGES * peers.len();
    let received = all(peers, |_| format!("receive {count}"));
    for (peer, received) in peers.iter().zip(&received) {
        let mut numbers: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
        for message in received.as_array().unwrap() {
            let channel = message[0].as_str().unwrap();
            numbers.entry(channel).or_default().push(message[1].as_u64().unwrap());
        }
        let expected: Vec<u64> = (0..MESSAGES as u64).collect();
        assert_eq!(numbers.len(), 4, "{} hears all", peer.language);
        for (channel, numbers) in numbers {
            assert_eq!(numbers, expected, "{} hears {channel}", peer.language);
        }
    }
    assert!(received.windows(2).all(|pair| pair[0] == pair[1]), "in one order for all");
}

/// The bar is three times what the core takes and 5 us; medians of turns, in one run.
#[test]
#[ignore = "measures release builds: `bindings-swift/scripts/bench` runs it"]
fn renewing_through_swift_costs_little_more() {
    let folder = tempfile::tempdir().unwrap();
    let registry = |name: &str| Registry::open_at(folder.path().join(name)).unwrap();
    let mut swift = Peer::start("Swift", "TEST_SWIFT_PEER", "swift", &registry("swift.db"));
    let mut rust = Peer::start("Rust", "TEST_RUST_PEER", "rust", &registry("rust.db"));
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..40 {
        for (peer, times) in [&mut swift, &mut rust].into_iter().zip(&mut times) {
            peer.ask("renew 500");
            let answer = peer.answer();
            times.extend(answer.as_array().unwrap().iter().filter_map(Value::as_u64));
        }
    }
    let [swift, rust] = times.map(|mut times| {
        times.sort_unstable();
        times[times.len() / 2] as f64 / 1000.0
    });
    let bar = rust * 3.0 + 5.0;
    assert!(swift <= bar, "renew: {swift:.2} us, core {rust:.2} us, bar {bar:.2} us");
    eprintln!("renew: {swift:.2} us, core {rust:.2} us, bar {bar:.2} us");
}
