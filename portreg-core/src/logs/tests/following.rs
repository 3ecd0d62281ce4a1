//! Readers that go on with what comes.

use std::time::Instant;

use super::*;

const FOLLOW: LogOptions = LogOptions { follow: true, last: None, since_ms: None, stream: None };

/// The next so many lines; fails where they do not come.
#[track_caller]
fn next(logs: &mut Logs, count: usize) -> Vec<LogLine> {
    let started = Instant::now();
    let mut lines = Vec::new();
    while lines.len() < count {
        let left = DEADLINE.saturating_sub(started.elapsed());
        let line = logs.next_within(left);
        lines.push(line.unwrap_or_else(|| panic!("after {lines:?} nothing came")).unwrap());
    }
    lines
}

#[test]
fn what_is_written_later_comes_when_it_is_written() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.write(Out, b"one\n", 0);
    let mut logs = place.read(&FOLLOW);
    assert_eq!(texts(next(&mut logs, 1)), ["one"]);
    assert!(logs.next_within(Duration::from_millis(10)).is_none());
    let reader = std::thread::spawn(move || texts(next(&mut logs, 2)));
    let started = Instant::now();
    writer.write(Out, b"two\nthree\n", 0);
    assert_eq!(reader.join().unwrap(), ["two", "three"]);
    assert!(started.elapsed() < Duration::from_secs(4), "only the slow poll noticed");
}

#[test]
fn a_follower_waits_for_a_log_that_does_not_exist() {
    let place = Place::new();
    let mut logs = place.read(&FOLLOW);
    let reader = std::thread::spawn(move || texts(next(&mut logs, 1)));
    place.writer().write(Err, b"at last\n", 0);
    assert_eq!(reader.join().unwrap(), ["at last"]);
}

#[test]
fn nothing_is_missed_over_rotations_and_restarts() {
    let place = Place::new();
    let lines = numbered(0..30_000);
    let mut logs = place.read(&FOLLOW);
    // A reader that keeps up, as the writer waits for it: nothing it has not seen is removed.
    let (given, turns) = std::sync::mpsc::sync_channel(0);
    let reader = std::thread::spawn({
        let count = lines.len();
        move || {
            let mut read = Vec::new();
            while read.len() < count {
                let wanted: usize = turns.recv().unwrap();
                let missing = wanted - read.len();
                read.extend(texts(next(&mut logs, missing)));
            }
            read
        }
    });
    let mut done = 0;
    for start in lines.chunks(5000) {
        let mut writer = place.small(20_000, 3);
        for chunk in start.chunks(1250) {
            writer.write(Out, &printed(chunk), 0);
            done += chunk.len();
            given.send(done).unwrap();
        }
    }
    assert!(reader.join().unwrap() == lines);
}

#[test]
fn a_follower_that_is_left_behind_goes_on_with_what_there_is() {
    let place = Place::new();
    let mut writer = place.small(1000, 2);
    writer.write(Out, b"first\n", 0);
    let mut logs = place.read(&FOLLOW);
    assert_eq!(texts(next(&mut logs, 1)), ["first"]);
    let lines = numbered(0..1000);
    for chunk in lines.chunks(10) {
        writer.write(Out, &printed(chunk), 0);
    }
    let mut read = Vec::new();
    while read.last() != lines.last() {
        read.extend(texts(next(&mut logs, 1)));
    }
    assert!(read.len() < lines.len());
    let newest = place.all();
    assert_eq!(read[read.len() - newest.len()..], newest);
}

#[test]
fn following_begins_with_the_last_lines() {
    let place = Place::new();
    let mut writer = place.small(1000, 3);
    writer.write(Out, &printed(&numbered(0..60)), 0);
    for count in [0, 1, 70] {
        let expected = place.last(count);
        let mut logs = place.read(&LogOptions { last: Some(count), ..FOLLOW });
        assert_eq!(texts(next(&mut logs, expected.len())), expected);
        writer.write(Out, b"new\n", 0);
        assert_eq!(texts(next(&mut logs, 1)), ["new"]);
    }
}

#[test]
fn a_prompt_is_given_while_it_waits_and_its_end_when_it_comes() {
    let place = Place::new();
    let mut writer = place.writer();
    let mut logs = place.read(&FOLLOW);
    writer.write(Out, b"Password: ", 0);
    writer.flush();
    let prompt = next(&mut logs, 1).remove(0);
    assert_eq!((prompt.line.as_str(), prompt.partial), ("Password: ", true));
    writer.write(Out, b"***\r\n", 5);
    let rest = next(&mut logs, 1).remove(0);
    assert_eq!((rest.line.as_str(), rest.partial), ("***", false));
}

#[test]
fn a_long_line_that_is_being_written_comes_whole() {
    let place = Place::new();
    let mut logs = place.read(&FOLLOW);
    let reader = std::thread::spawn(move || next(&mut logs, 1).remove(0));
    let mut writer = place.writer();
    for _ in 0..50 {
        writer.write(Out, &[b'x'; 100_000], 0);
    }
    writer.write(Out, b"\n", 0);
    let line = reader.join().unwrap();
    assert_eq!((line.line.len(), line.partial), (5_000_000, false));
}

#[test]
fn a_flood_of_another_stream_does_not_keep_the_caller() {
    let place = Place::new();
    let mut writer = place.writer();
    writer.write(Out, &printed(&numbered(0..50_000)), 0);
    let errors = LogOptions { stream: Some(Err), ..FOLLOW };
    let mut logs = place.read(&errors);
    assert!(logs.next_within(Duration::ZERO).is_none());
    writer.write(Err, b"an error\n", 0);
    assert_eq!(texts(next(&mut logs, 1)), ["an error"]);
    let stream = Some(Err);
    assert_eq!(place.lines(&LogOptions { stream, ..LogOptions::default() }).len(), 1);
}

#[test]
fn each_line_comes_once_and_in_order_however_fast_files_are_rotated() {
    let place = Place::new();
    let mut logs = place.read(&FOLLOW);
    let lines = numbered(0..50_000);
    let writer = std::thread::spawn({
        let mut writer = place.small(3000, 4);
        let lines = lines.clone();
        move || lines.chunks(20).for_each(|chunk| writer.write(Out, &printed(chunk), 0))
    });
    let mut last = 0;
    while last + 1 < lines.len() {
        let line = next(&mut logs, 1).remove(0).line;
        let number: usize = line["line ".len()..].parse().unwrap();
        assert!(number >= last, "{number} after {last}");
        last = number;
    }
    writer.join().unwrap();
}
