//! What conflicts and resolutions say, read once as a user would.

use std::net::IpAddr;

use super::conflicts::{Facts, judge};
use super::resolutions::resolutions;
use super::sight::{Explained, Seen};
use crate::machine::sockets::ListenSocket;
use crate::model::{Listener, Protocol, ReasonCode};
use crate::store::ClaimRow;
use crate::wording::PortFact;

const NOW: i64 = 1_760_000_000_000;
const HOUR: i64 = 3_600_000;

/// The claim of shop:web on 3000.
fn row() -> ClaimRow {
    ClaimRow {
        identity: "shop:web".parse().unwrap(),
        port: Some(3000),
        asked: None,
        generation: 1,
        owner: None,
        expires_at_ms: None,
        ttl_ms: None,
        last_seen_ms: NOW,
        persistent: false,
        host: None,
        dir: None,
        mark: None,
        child: None,
        anonymous: false,
        worktree: None,
        repository: None,
        adopted: false,
    }
}

fn seen(name: &str, pid: u32, explained: Explained, addresses: &[&str]) -> Seen {
    let addresses: Vec<IpAddr> = addresses.iter().map(|one| one.parse().unwrap()).collect();
    let socket = |addr: &IpAddr| ListenSocket {
        port: 3000,
        addr: *addr,
        inode: u64::from(pid),
        uid: 1000,
        v6_only: addr.is_ipv6(),
    };
    Seen {
        sockets: addresses.iter().map(socket).collect(),
        listener: Listener {
            port: 3000,
            protocol: Protocol::Tcp,
            addresses,
            pid: Some(pid),
            process: Some(name.to_owned()),
            label: (name == "python3").then(|| "Django".to_owned()),
            cmd: None,
            user: Some("ada".to_owned()),
            started_at_ms: Some(NOW - 2 * HOUR),
            identity: (explained != Explained::No).then(|| "shop:web".parse().unwrap()),
            container: None,
        },
        ours: true,
        explained,
    }
}

fn unseen() -> Seen {
    let mut one = seen("", 1, Explained::No, &["0.0.0.0"]);
    (one.listener.pid, one.listener.process, one.ours) = (None, None, false);
    one.listener.user = Some("postgres".to_owned());
    one
}

fn told(row: &ClaimRow, seen: &[&Seen], host: Option<&str>, runs_since_ms: Option<i64>) -> String {
    let unrelated = match seen {
        [one, two] if one.is_explained() && two.is_explained() => Some((*one, *two)),
        _ => None,
    };
    let host = host.map(str::to_owned);
    let other = Seen {
        listener: Listener {
            port: 5173,
            ..self::seen("node", 42, Explained::No, &["127.0.0.1"]).listener
        },
        ..self::seen("node", 42, Explained::No, &["127.0.0.1"])
    };
    let elsewhere = runs_since_ms.filter(|since| *since == NOW).map(|_| &other);
    let facts =
        Facts { row, port: 3000, seen, host, runs_since_ms, elsewhere, unrelated, now_ms: NOW };
    let lines = judge(&facts).into_iter().map(|conflict| {
        let kind = conflict.kind.as_str();
        format!("{kind}: expected {}\n  {}\n", conflict.expected, conflict.hint)
    });
    lines.collect()
}

#[test]
fn every_conflict_has_its_sentence() {
    let own = seen("node", 42, Explained::Own, &["127.0.0.1"]);
    let other = seen("node", 43, Explained::Own, &["::1"]);
    let stranger = seen("python3", 67890, Explained::No, &["127.0.0.1"]);
    let v6 = seen("node", 42, Explained::Own, &["::1"]);
    let lan = seen("node", 42, Explained::Own, &["192.168.1.7"]);
    let open = seen("node", 42, Explained::Own, &["0.0.0.0"]);
    let over = ClaimRow { expires_at_ms: Some(NOW - HOUR), ..row() };
    let text = [
        told(&row(), &[&stranger], None, None),
        told(&row(), &[&unseen()], None, None),
        told(&row(), &[], None, Some(NOW - 90_000)),
        told(&row(), &[], None, Some(NOW)),
        told(&row(), &[&own, &stranger], None, None),
        told(&row(), &[&own, &other], None, None),
        told(&row(), &[&v6], None, None),
        told(&row(), &[&lan], None, None),
        told(&row(), &[&open], Some("localhost"), None),
        told(&over, &[&own], None, None),
    ];
    insta::assert_snapshot!(text.concat());
    for fine in [
        told(&row(), &[], None, None),
        told(&row(), &[&own], Some("shop.localhost"), Some(NOW)),
        told(&row(), &[&open], None, None),
        told(&row(), &[&open], Some("shop.example"), None),
        told(&over, &[], None, None),
    ] {
        assert_eq!(fine, "");
    }
}

#[test]
fn every_way_out_is_a_command() {
    let say = |code| vec![PortFact::new(3000, code)];
    let mut container = seen("docker-proxy", 9, Explained::No, &["0.0.0.0"]);
    container.listener.container = Some("172.17.0.2:80".to_owned());
    let stranger = seen("python3", 67890, Explained::No, &["127.0.0.1"]);
    let mut text = String::new();
    let mut add = |name: &str, found: Vec<String>| {
        text.push_str(&format!("{name}\n"));
        found.iter().for_each(|one| text.push_str(&format!("  {one}\n")));
    };
    let listening = say(ReasonCode::Listening);
    add("a stranger", resolutions(3000, &listening, &[stranger], None, NOW));
    add("another user's", resolutions(3000, &listening, &[unseen()], None, NOW));
    add("a container's", resolutions(3000, &listening, &[container], None, NOW));
    for code in [
        ReasonCode::TimeWait,
        ReasonCode::Outgoing,
        ReasonCode::Reserved,
        ReasonCode::Privileged,
        ReasonCode::Free,
    ] {
        add(code.as_str(), resolutions(3000, &say(code), &[], None, NOW));
    }
    insta::assert_snapshot!(text);
}
