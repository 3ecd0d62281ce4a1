//! Each wrong value and unknown key is an error at its very place.

use super::{fault, project, project_bytes, user};

/// The place of the value after `service`, on line 2 at column 12 plus its own offset.
fn of_service(settings: &str) -> (usize, usize, String) {
    fault(project(&format!("{{\n  \"shop\": {{{settings}}}\n}}")))
}

#[track_caller]
fn expect(settings: &str, at: &str, words: &str) {
    let (line, column, message) = of_service(settings);
    let column_wanted = 12 + settings.find(at).unwrap();
    assert_eq!((line, column), (2, column_wanted), "{settings}: {message}");
    assert!(message.contains(words), "{settings}: {message}");
}

#[test]
fn a_wrong_port_is_found() {
    expect(r#""port": 0"#, "0", "0 is no port; ports are 1 to 65535");
    expect(r#""port": 70000"#, "70000", "ports are 1 to 65535");
    expect(r#""port": -1"#, "-1", "-1 is not allowed here; write a port (1 to 65535)");
    expect(r#""port": 1.5"#, "1.5", "1.5 is not allowed");
    expect(
        r#""port": "3000""#,
        "\"3000",
        "write a port (1 to 65535), a list of ports, \"dynamic\"",
    );
    expect(r#""port": true"#, "true", "false for a worker");
    expect(r#""port": null"#, "null", "null is not allowed here");
    expect(r#""port": [3000, 70000]"#, "70000", "70000 is no port");
    expect(r#""port": []"#, "[]", "the list of ports is empty");
    expect(r#""port": 99999999999999999999999"#, "99", "not allowed here");
}

#[test]
fn wrong_ranges_and_pools_are_found() {
    expect(r#""range": [3099, 3000]"#, "[", "3099-3000 is empty");
    expect(r#""range": [3000]"#, "[", "two ports");
    expect(r#""range": "3000-x""#, "\"3000", "\"x\" is no port");
    expect(r#""pool": "a b""#, "\"a b", "' '");
    expect(r#""strict": "yes""#, "\"yes", "\"yes\" is not allowed here; write a boolean");
    expect(r#""on_conflict": "shrae""#, "\"shrae", "did you mean \"share\"?");
    expect(r#""on_conflict": 1"#, "1", "share, fail, replace, next");
}

#[test]
fn wrong_launch_settings_are_found() {
    expect(r#""cmd": []"#, "[]", "the command is empty");
    expect(r#""cmd": """#, "\"\"", "the text is empty");
    expect(r#""cmd": ["npm", 3]"#, "3", "3 is not allowed here");
    expect(r#""dir": 7"#, "7", "a path");
    expect(r#""host": "http://x""#, "\"http://x", "a host is a name alone");
    expect(r#""ready": "localhost:3000""#, "\"localhost", "starts with http:// or https://");
    expect(r#""ready": "http://{prot}""#, "\"http", "{prot} is no placeholder");
    expect(r#""ready": {}"#, "{}", "exactly one of http, tcp, log and cmd");
    expect(r#""ready": {"http": "http://x", "tcp": "x:1"}"#, "{\"http", "exactly one");
    expect(r#""ready": {"htpt": "http://x"}"#, "\"htpt", "did you mean \"http\"?");
    expect(r#""ready": {"tcp": 0}"#, "0}", "0 is no port");
    expect(r#""ready": {"log": "up", "retries": 0}"#, "0}", "not allowed here");
    expect(r#""ready": {"log": "up", "interval": "often"}"#, "\"often", "is no duration");
    expect(r#""restart": "allways""#, "\"allways", "did you mean \"always\"?");
    expect(r#""stop": {"signal": "SIGFOO"}"#, "\"SIGFOO", "SIGTERM, SIGINT");
    expect(r#""stop": {"timeout": "1.5h"}"#, "\"1.5h", "is no duration");
    expect(r#""listen": "both""#, "\"both", "none, inherit");
    expect(r#""expires": "soon""#, "\"soon", "write 90s, 10m, 1h30m or 7d");
    expect(r#""logs": {"max_byte": 1}"#, "\"max_byte", "did you mean \"max_bytes\"?");
    expect(r#""tunnel": {"subdomain": "x"}"#, "{\"sub", "\"provider\" is missing");
    expect(r#""endpoints": {"dev": "ftp://x"}"#, "\"ftp", "starts with http://");
    expect(r#""endpoints": {"DEV": "http://x"}"#, "\"DEV", "a-z 0-9 -");
    expect(r#""env": {"A=B": "1"}"#, "\"A=B", "without =");
    expect(r#""env": {"A": null}"#, "null", "null is not allowed here");
    expect(r#""env": ["A"]"#, "[", "a list is not allowed here");
    expect(r#""needs": "api""#, "\"api", "not allowed here");
    expect(r#""needs": ["a b"]"#, "\"a b", "' ' at position 2");
    expect(r#""pair": "a:b:c:d""#, "\"a:b", "fourth segment");
}

#[test]
fn an_unknown_key_names_the_nearest_one() {
    expect(r#""prot": 3000"#, "\"prot", "unknown key \"prot\"; did you mean \"port\"? allowed are");
    expect(r#""onConflict": "share""#, "\"onC", "did you mean \"on_conflict\"?");
    expect(r#""colour": 1"#, "\"colour", "unknown key \"colour\"; allowed are port, range");
}

#[test]
fn wrong_keys_of_the_file_are_found() {
    let (line, column, message) = fault(project("{\n\t\"projekt\": \"x\"}"));
    assert_eq!((line, column), (2, 2));
    assert!(message.contains("did you mean \"project\"?"), "{message}");
    let (line, column, message) = fault(project(r#"{"größe": 1, "shop:w b": {}}"#));
    assert_eq!((line, column), (1, 2), "{message}");
    let (_, column, message) = fault(project(r#"{"shop": {}, "shop:w b": {}}"#));
    assert_eq!(column, 14, "{message}");
    assert!(message.contains("' ' at position 7"), "{message}");
    let (_, column, message) = fault(project(r#"{"defaultRange": [1, 2]}"#));
    assert_eq!(column, 2);
    assert!(message.contains("belongs into the user's file"), "{message}");
    let (_, column, message) = fault(project(r#"{"shop": 3000}"#));
    assert_eq!(column, 10);
    assert!(message.contains("are an object"), "{message}");
    let (_, column, _) = fault(project(r#"{"project": "a:b"}"#));
    assert_eq!(column, 13);
    assert_eq!(fault(project(r#"{"$schema": 1}"#)).1, 13);
}

#[test]
fn what_is_no_json_is_found_where_it_breaks() {
    let at = |text: &str| {
        let (line, column, _) = fault(project(text));
        (line, column)
    };
    assert_eq!(at("{\n  \"shop\": {\"port\" 3000}\n}"), (2, 19));
    assert_eq!(at("[1]"), (1, 1));
    assert_eq!(at("{'a': {}}"), (1, 2));
    assert_eq!(at("{\"a\": {} \"b\": {}}"), (1, 9));
    assert_eq!(at("{\"a\": {}\n,\n\"a\": {}}"), (3, 1));
    assert_eq!(at("{\"a\": {\"env\": {\"X\": \"1\", \"X\": \"2\"}}}"), (1, 26));
    // Columns count characters, not bytes.
    assert_eq!(at("{ /* größe */ \"a\": {\"port\": 0}}"), (1, 29));
    assert_eq!(at("\u{feff}{\"a\": {\"port\": 0}}"), (1, 16));
    let (line, column, message) = fault(project_bytes(b"{\n  \"a\": \"\xff\"}"));
    assert_eq!((line, column), (2, 9));
    assert!(message.contains("UTF-8"));
}

#[test]
fn wrong_user_settings_are_found() {
    let check = |text: &str, at: &str, words: &str| {
        let (line, column, message) = fault(user(text));
        assert_eq!((line, column), (1, 1 + text.find(at).unwrap()), "{text}: {message}");
        assert!(message.contains(words), "{text}: {message}");
    };
    check(r#"{"defaultRange": [9999, 1]}"#, "[", "9999-1 is empty");
    check(r#"{"default_range": "1-2"}"#, "\"default_range", "did you mean \"defaultRange\"?");
    check(r#"{"preferredPorts": [0]}"#, "0", "0 is no port");
    check(r#"{"reservedPorts": ["90-80"]}"#, "\"90", "90-80 is empty");
    check(r#"{"reservedPorts": [true]}"#, "true", "a port (1 to 65535) or a range");
    check(r#"{"defaultExpires": "x"}"#, "\"x", "is no duration");
    check(r#"{"pools": {"a b": "1-2"}}"#, "\"a b", "' '");
    check(r#"{"pools": {"a": []}}"#, "[]", "the pool holds no ports");
    check(r#"{"pools": {"a": "1-5,4-8"}}"#, "\"1-5", "overlap");
    check(r#"{"strategy": "hash"}"#, "\"hash", "did you mean \"hashed\"?");
    check(r#"{"maxPortsPerProject": 0}"#, "0", "not allowed here");
    check(r#"{"retention": {"histroy": "1d"}}"#, "\"histroy", "did you mean \"history\"?");
    check(r#"{"retention": {"channel": "x"}}"#, "\"x", "not allowed here");
}

#[test]
fn messages_hold_no_secrets() {
    for text in [
        r#"{"shop": {"env": {"TOKEN": ["hunter2"]}}}"#,
        r#"{"shop": {"endpoints": {"dev": "ftp://me:hunter2@x"}}}"#,
        r#"{"shop": {"ready": "htp://me:hunter2@x"}}"#,
    ] {
        let (.., message) = fault(project(text));
        assert!(!message.contains("hunter2"), "{message}");
    }
    let (.., message) = fault(user(r#"{"tunnelProviders": {"ngrok": "hunter2"}}"#));
    assert!(!message.contains("hunter2"), "{message}");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let _ = project_bytes(&bytes);
    }

    #[test]
    fn no_text_like_a_file_makes_the_parser_panic(
        text in r#"[\{\}\[\]:,"'/*\\ \nA-Za-z0-9.{}é$-]{0,200}"#,
        value in r#"(\{?[a-z:]{0,6}\}?|"[^"]{0,20}"|-?[0-9.e]{0,12}|null|\[|\{)"#,
        key in "port|range|ready|cmd|env|stop|needs|endpoints|expires|[a-z]{1,8}",
    ) {
        let _ = project(&text);
        let _ = user(&text);
        let _ = project(&format!("{{\"shop:*\": {{\"{key}\": {value}}}}}"));
        let _ = user(&format!("{{\"{key}\": {value}}}"));
        let _ = super::super::text::url(&text);
        let _ = super::super::template::placeholders(&text);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    assert!(fault(project(&deep)).2.contains("nesting"));
}
