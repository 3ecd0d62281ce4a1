//! What a writer leaves on disk.

use super::*;

#[test]
fn both_streams_are_kept_with_their_times() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.write(Out, b"one\ntwo\n", 5);
    writer.write(Err, b"three\n", 7);
    let lines = place.lines(&LogOptions::default());
    let found: Vec<_> =
        lines.iter().map(|line| (line.at_ms, line.stream, line.line.as_str())).collect();
    assert_eq!(found, [(5, Out, "one"), (5, Out, "two"), (7, Err, "three")]);
    assert!(lines.iter().all(|line| line.identity.as_str() == "shop:web" && !line.partial));
}

#[cfg(unix)]
#[test]
fn what_is_made_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let mut writer = place.small(300, 2);
    writer.write(Out, &printed(&numbered(0..40)), 0);
    let mode = |path: PathBuf| path.metadata().unwrap().permissions().mode() & 0o777;
    let folder = place.folder();
    assert_eq!(folder.file_name().unwrap(), "shop~web");
    assert_eq!((mode(place.logs()), mode(folder.clone())), (0o700, 0o700));
    assert_eq!((mode(file_of(&folder, 0)), mode(file_of(&folder, 1))), (0o600, 0o600));
}

#[test]
fn a_flood_stays_within_its_bounds_and_its_newest_lines_are_there() {
    let place = Place::new();
    let mut writer = place.small(10_000, 3);
    let lines = numbered(0..20_000);
    for (round, chunk) in printed(&lines).chunks(777).enumerate() {
        writer.write(Out, chunk, 1_760_000_000_000 + round as i64);
        assert!(place.size() <= 30_000, "{}", place.size());
    }
    assert!(ages(&place.folder()).unwrap().len() == 3 && place.size() > 20_000);
    let kept = place.all();
    assert_eq!(kept, lines[lines.len() - kept.len()..], "without a gap up to the newest");
    assert_eq!(writer.last_lines(20), lines[lines.len() - 20..]);
}

#[test]
fn one_file_is_enough() {
    let place = Place::new();
    let mut writer = place.small(1000, 1);
    let lines = numbered(0..1000);
    writer.write(Out, &printed(&lines), 0);
    assert!(place.size() <= 1000);
    let kept = place.all();
    assert!(!kept.is_empty() && kept == lines[lines.len() - kept.len()..], "{kept:?}");
}

#[test]
fn bounds_that_became_tighter_hold_from_the_next_start_on() {
    let place = Place::new();
    place.small(10_000, 5).write(Out, &printed(&numbered(0..20_000)), 0);
    assert!(place.size() > 30_000);
    let mut writer = place.small(1000, 2);
    assert_eq!(ages(&place.folder()).unwrap(), [0]);
    writer.write(Out, &printed(&numbered(0..1000)), 0);
    assert!(place.size() <= 2000);
}

#[test]
fn any_bytes_in_any_chunks_come_back_whole() {
    let place = Place::new();
    let mut writer = place.writer();
    let long = "x".repeat(5_000_000);
    let bytes = [b"crlf\r\n\xff\x00\x1b[31m\n\n".as_slice(), long.as_bytes(), b"\nend"].concat();
    for chunk in bytes.chunks(61_001) {
        writer.write(Out, chunk, 0);
        writer.write(Err, b".", 0);
    }
    writer.end();
    let mut lines = place.lines(&LogOptions::default());
    let dots = lines.pop().unwrap();
    assert_eq!((dots.stream, dots.line.len()), (Err, bytes.len().div_ceil(61_001)));
    assert_eq!(texts(lines), ["crlf", "\u{fffd}\0\u{1b}[31m", "", &long, "end"]);
}

#[test]
fn a_prompt_can_be_seen_and_goes_on() {
    let place = Place::new();
    let mut writer = place.writer();
    let now = crate::time::now_ms();
    writer.write(Out, b"Password: ", now + 60_000);
    assert!(writer.has_partial());
    writer.flush();
    assert_eq!(place.all(), [""; 0], "it may be a line in a moment");
    let mut writer = place.writer();
    writer.write(Out, b"Password: ", now - 1000);
    writer.flush();
    assert!(!writer.has_partial());
    let seen = place.lines(&LogOptions::default());
    assert_eq!((seen[0].line.as_str(), seen[0].partial), ("Password: ", true));
    writer.write(Out, b"***\nWelcome\n", now);
    assert_eq!(place.all(), ["Password: ***", "Welcome"]);
}

/// A supervisor was killed in the middle of a record; the next one goes on with the same file.
#[test]
fn half_a_record_spoils_no_other() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.write(Out, b"one\n", 0);
    std::mem::forget(writer);
    let current = file_of(&place.folder(), 0);
    for half in ["17600000", "5 o", "5 o. tw", "5 e+ thr"] {
        let before = std::fs::read_to_string(&current).unwrap();
        std::fs::write(&current, before + half).unwrap();
        let shown = place.all();
        place.writer().write(Out, b"next\n", 0);
        let after = place.all();
        assert_eq!(after[..shown.len()], shown, "{half}");
        assert_eq!(after[shown.len()..], ["next"], "{half}");
    }
    assert_eq!(place.all(), ["one", "next", "next", "tw", "next", "thr", "next"]);
}

#[test]
fn a_line_that_a_killed_writer_began_is_not_joined_with_the_next() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.write(Out, b"Password: ", 0);
    writer.flush();
    std::mem::forget(writer);
    place.writer().write(Out, b"started\n", 0);
    assert_eq!(place.all(), ["Password: ", "started"]);
}

/// Somebody makes room with `rm` under a running service.
#[test]
fn a_log_that_was_removed_is_made_anew() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.write(Out, b"one\n", 0);
    std::fs::remove_dir_all(place.logs()).unwrap();
    writer.write(Out, b"two\n", 1000);
    assert_eq!(place.all(), ["two"]);
}
