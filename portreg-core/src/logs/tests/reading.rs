//! All of a log, or its end.

use super::*;

#[test]
fn the_last_lines_are_the_end_of_all_whatever_their_number() {
    let place = Place::new();
    let mut writer = place.small(400_000, 3);
    for round in 0..6000 {
        let long = if round % 1000 == 7 { "y".repeat(70_000) } else { "x".repeat(round % 130) };
        writer.write(Out, format!("{round} {long}").as_bytes(), round as i64);
        if round % 500 == 0 {
            writer.write(Err, format!("error {round}\n").as_bytes(), round as i64);
        }
        writer.write(Out, b"\n", round as i64);
    }
    let all = place.all();
    assert!(all.len() > 3000);
    for count in [0, 1, 2, 19, 500, 2500, all.len() - 1, all.len(), all.len() + 1, usize::MAX] {
        let last = place.last(count);
        assert!(last == all[all.len().saturating_sub(count)..], "the last {count}");
    }
    let errors = LogOptions { last: Some(2), stream: Some(Err), ..LogOptions::default() };
    assert_eq!(texts(place.lines(&errors)), ["error 5000", "error 5500"]);
    let since = LogOptions { since_ms: Some(5998), ..LogOptions::default() };
    assert_eq!(place.lines(&since).len(), 2);
}

#[test]
fn a_log_that_does_not_exist_is_empty() {
    let place = Place::new();
    assert_eq!(place.all(), [""; 0]);
    assert_eq!(place.last(3), [""; 0]);
    assert!(!Logs::exist(&place.logs(), &place.identity));
    let mut logs = place.read(&LogOptions { follow: true, ..LogOptions::default() });
    assert!(logs.next_within(Duration::ZERO).is_none());
}

#[test]
fn what_is_no_log_is_read_as_nothing() {
    let place = Place::new();
    drop(place.writer());
    std::fs::write(file_of(&place.folder(), 0), b"\n\nhello\n\xff\xff 1 o. no\n1 o. yes\n")
        .unwrap();
    assert_eq!(place.all(), ["yes"]);
}

// Windows opens no folder as a file.
#[cfg(unix)]
#[test]
fn a_log_that_cannot_be_read_is_an_error_that_names_it() {
    let place = Place::new();
    drop(place.writer());
    let current = file_of(&place.folder(), 0);
    std::fs::remove_file(&current).unwrap();
    std::fs::create_dir(&current).unwrap();
    let mut logs = place.read(&LogOptions::default());
    let error = logs.next().unwrap().unwrap_err().to_string();
    assert!(error.contains("logs/shop~web cannot be read"), "{error}");
    assert!(logs.next().is_none(), "it ends with that");
}
