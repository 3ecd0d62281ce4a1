//! What people see of every kind of answer, with fixed records.

use anstream::adapter::strip_str;
use insta::assert_snapshot;
use portreg_cli::render;
use portreg_core::*;

use crate::records::*;

fn plain(text: &str) -> String {
    strip_str(text).to_string()
}

#[test]
fn claims_of_every_outcome() {
    let shared = Claim { holder: Some(django()), ..claim("shop:db", 5433, Outcome::Shared) };
    let moved = Claim { moved_from: Some(3000), ..claim("shop:admin:main", 3001, Outcome::Moved) };
    let ending =
        Claim { expires_at_ms: Some(NOW + 8 * HOUR), ..claim("shop:web", 3000, Outcome::New) };
    let claims = [
        ending,
        claim("shop:api", 13100, Outcome::Renewed),
        shared,
        claim("shop:queue", 3102, Outcome::TookOver),
        moved,
    ];
    assert_snapshot!(plain(&render::claims(&claims, NOW)));
}

#[test]
fn one_claim_is_one_line() {
    let text = render::claims(&[claim("shop:web", 3000, Outcome::New)], NOW);
    assert_eq!(plain(&text), "shop:web  3000  http://localhost:3000  (new)\n");
}

#[test]
fn a_port_that_differs_is_told_in_the_sentence_of_the_contract() {
    let claim = Claim {
        requested_port: Some(3000),
        reason: Some(ReasonCode::Listening),
        holder: Some(django()),
        ..claim("shop:web", 3001, Outcome::New)
    };
    assert_eq!(
        render::port_note(&claim, None, NOW).unwrap(),
        "Using port 3001 instead of 3000: 3000 is in use by Django (pid 67890, since 2 h)",
    );
}

#[test]
fn a_port_is_told_of_only_where_it_differs() {
    let as_asked = Claim {
        requested_port: Some(3000),
        moved_from: Some(4000),
        ..claim("shop:web", 3000, Outcome::Moved)
    };
    assert_eq!(render::port_note(&as_asked, None, NOW), None);
    assert_eq!(render::port_note(&claim("shop:web", 3000, Outcome::New), None, NOW), None);
    let lost = Claim {
        moved_from: Some(3000),
        reason: Some(ReasonCode::Container),
        ..claim("shop:web", 3001, Outcome::Moved)
    };
    assert_eq!(
        render::port_note(&lost, None, NOW).unwrap(),
        "Using port 3001 instead of 3000: a container publishes 3000",
    );
    let shared = Claim {
        requested_port: Some(4000),
        holder: Some(django()),
        ..claim("shop:web", 3000, Outcome::Shared)
    };
    assert_eq!(
        render::port_note(&shared, None, NOW).unwrap(),
        "Using port 3000 instead of 4000: shop:web is held by Django (pid 67890, since 2 h)",
    );
}

#[test]
fn services_as_a_table() {
    assert_snapshot!(plain(&render::services(&services(), None, NOW)));
}

#[test]
fn columns_that_say_nothing_are_left_out() {
    let one = [service("blog", Some(3101), Status::Assigned)];
    assert_snapshot!(plain(&render::services(&one, None, NOW)));
}

#[test]
fn colours_say_what_is_important() {
    let text = render::services(&services(), None, NOW);
    assert!(text.contains("\u{1b}[32mrunning\u{1b}[0m"), "{text:?}");
    assert!(!text.contains("\u{1b}[31mred"), "a description steers the terminal: {text:?}");
}

#[test]
fn empty_lists_say_what_to_do() {
    let texts = [
        render::services(&[], None, NOW),
        render::services(&[], Some("shop --status running"), NOW),
        render::history(&[], NOW),
        render::reservations(&[]),
    ];
    assert_snapshot!(texts.concat());
}

#[test]
fn services_as_markdown() {
    assert_snapshot!(render::services_markdown(&services()));
}

#[test]
fn services_as_csv() {
    let csv = render::services_csv(&services());
    assert_eq!(
        csv.lines().count(),
        csv.matches("\r\n").count() + 1,
        "one field holds a line break"
    );
    assert!(csv.contains("\"run \"\"api\"\", twice\""));
    assert_snapshot!(csv.replace("\r\n", "\n"));
}

#[test]
fn released_ports() {
    let list = [
        released("shop:web", Some(3000), "released"),
        released("shop:worker", None, "expired"),
        released("blog", Some(13100), "worktree_gone"),
    ];
    let texts = [render::released(&list, false), render::released(&list, true)];
    assert_snapshot!(plain(&texts.join("\n")));
}

#[test]
fn pools_warn_above_eighty_percent() {
    let list =
        [pool("dev", "8000-8099", 80), pool("test", "7000-7099", 81), pool("one", "9000", 1)];
    let (text, notes) = render::pools(&list);
    assert_snapshot!(format!("{}\n{}", plain(&text), notes.join("\n")));
}

#[test]
fn reserved_ports() {
    let list = [
        Reservation { ports: "5432".parse().unwrap(), reason: Some("the database".into()) },
        Reservation { ports: "9000-9010".parse().unwrap(), reason: None },
    ];
    assert_snapshot!(plain(&render::reservations(&list)));
}

#[test]
fn events_oldest_first() {
    let mut moved = event(2, "take_over", Some("shop:web"), Some(3001));
    moved.details.insert("moved_from".into(), 3000.into());
    moved.details.insert("forced".into(), true.into());
    let events = [
        event(1, "claim", Some("shop:web"), Some(3000)),
        moved,
        event(3, "reserve", None, Some(5432)),
    ];
    assert_snapshot!(plain(&render::history(&events, NOW)));
}

#[test]
fn lines_with_their_times() {
    let mut view = render::LogView::new(Some(jiff::tz::TimeZone::UTC));
    let mut text = String::new();
    let line = |stream, line: &str, partial| {
        let identity = "shop:web".parse().unwrap();
        LogLine { at_ms: NOW, identity, stream, line: line.into(), partial }
    };
    for (stream, said, partial) in [
        (LogStream::Out, "ready", false),
        (LogStream::Err, "no such file", false),
        (LogStream::Err, "\u{1b}[31mred\u{1b}[0m", false),
        (LogStream::Out, "Password: ", true),
        (LogStream::Out, "***", false),
        (LogStream::Out, "50 %", true),
        (LogStream::Err, "Name: ", true),
    ] {
        view.add(&line(stream, said, partial), &mut text);
    }
    text.push_str(view.end());
    assert!(text.contains("\u{1b}[33mno such file\u{1b}[0m\n"), "{text:?}");
    assert!(text.contains(" \u{1b}[31mred\u{1b}[0m\n"), "it has its own colours: {text:?}");
    assert_snapshot!(plain(&text));
}

#[test]
fn the_name_of_a_folder() {
    let mut outside = Inference { context: None, ..inference() };
    outside.sources.remove("context");
    let texts = [render::whoami(&inference()), render::whoami(&outside)];
    assert_snapshot!(plain(&texts.join("\n")));
}

#[test]
fn settings_and_where_they_come_from() {
    assert_snapshot!(plain(&render::config(&config_report())));
}

#[test]
fn findings_of_doctor() {
    let checks = vec![
        check("registry", CheckState::Ok, "opens, 12 services", None),
        check("backups", CheckState::Fixed, "made one of today", None),
        check("range", CheckState::Warning, "the ephemeral range covers 9000-9999", None),
        check(
            "locks",
            CheckState::Failed,
            "the file system has none",
            Some("portreg --registry PATH doctor"),
        ),
    ];
    let bad = render::doctor(&DoctorReport { ok: false, checks: checks.clone() });
    let good = render::doctor(&DoctorReport { ok: true, checks: checks[..1].to_vec() });
    assert_snapshot!(plain(&[bad, good].join("\n")));
}

#[test]
fn what_an_import_did() {
    let refusal = Refusal {
        identity: "shop:api".into(),
        port: Some(3000),
        code: ErrorCode::PortInUse,
        reason: "port 3000 belongs to blog".into(),
    };
    let report = ImportReport {
        added: vec!["shop:web".parse().unwrap()],
        kept: vec!["blog".parse().unwrap()],
        remembered: vec!["shop:old".parse().unwrap()],
        refused: vec![refusal],
    };
    let texts = [render::import_report(&report, false), render::import_report(&report, true)];
    assert_snapshot!(plain(&texts.join("\n")));
}

#[test]
fn moments_as_people_say_them() {
    assert_eq!(render::ago(NOW - 2 * HOUR, NOW), "2 h ago");
    assert_eq!(render::ago(NOW + HOUR, NOW), "just now");
    assert_eq!(render::until(NOW + 8 * HOUR - 300, NOW), "in 8 h");
}

#[test]
fn who_listens_where() {
    let mut all = listeners();
    assert_snapshot!("listeners_of_tcp", plain(&render::listeners(&all, NOW)));
    all[1].protocol = Protocol::Udp;
    assert_snapshot!("listeners_of_both", plain(&render::listeners(&all, NOW)));
}

#[test]
fn conflicts_say_what_and_the_way_out() {
    assert_snapshot!(plain(&render::conflicts(&[conflict()])));
}

#[test]
fn a_port_is_explained() {
    assert_snapshot!(plain(&render::report(&report(PortState::Listening))));
    let coloured = render::report(&report(PortState::Free));
    assert_ne!(coloured, plain(&coloured));
}

#[test]
fn who_was_ended_and_who_was_not() {
    let ended = |pid, name: &str, signal| Ended { pid, name: name.into(), signal };
    let killed = Killed {
        port: 3000,
        ended: vec![ended(42, "node", Signal::Term), ended(4343, "esbuild", Signal::Kill)],
        spared: vec![django()],
    };
    assert_snapshot!(plain(&format!(
        "{}{}{}\n",
        render::killed(&killed, false),
        render::killed(&killed, true),
        render::spared(&killed.spared[0], 3000, NOW)
    )));
}

#[test]
fn status_is_all_of_it() {
    let order = ["shop:db", "shop:web"].map(|name| name.parse().unwrap());
    let status = StatusReport {
        services: services(),
        listeners: listeners(),
        conflicts: vec![conflict()],
        pools: vec![pool("dev", "8000-8009", 9)],
        start_order: order.to_vec(),
        stop_order: order.iter().rev().cloned().collect(),
    };
    assert_snapshot!(plain(&render::status(&status, NOW)));
}

#[test]
fn messages_as_they_come() {
    let zone = jiff::tz::TimeZone::UTC;
    let text = Message {
        id: 7,
        channel: "build:web".into(),
        payload: "done\nat \u{1b}[31mlast".into(),
        sender: None,
        created_at_ms: NOW,
        expires_at_ms: None,
    };
    let json = Message {
        payload: serde_json::json!({ "ok": true }),
        sender: Some("ci".into()),
        ..text.clone()
    };
    let shown = [&text, &json].map(|message| render::message(message, &zone)).concat();
    let gap = render::gap(&Gap { missed_from: 21, missed_to: 42 });
    let channel = Channel {
        channel: "build:web".into(),
        messages: 1,
        first_id: 7,
        last_id: 7,
        last_at_ms: NOW - HOUR,
    };
    let channels = render::channels(&[channel], NOW);
    assert_snapshot!(plain(&format!("{shown}{gap}\n{channels}{}", render::channels(&[], NOW))));
}
