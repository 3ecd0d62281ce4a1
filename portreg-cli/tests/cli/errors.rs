//! Every error in its two forms, with its exit code.

use portreg_cli::failure::{Failure, exit_code};
use portreg_core::*;

use crate::records::django;

fn every_error() -> Vec<Error> {
    let shop: Identity = "shop:web".parse().unwrap();
    let path = || "/state/registry.db".into();
    vec![
        "shop:we b".parse::<Identity>().unwrap_err(),
        "shop::x".parse::<Pattern>().unwrap_err(),
        parse_duration("soon", "expires").unwrap_err(),
        Error::InvalidConfig {
            file: "/shop/.portreg.json".into(),
            line: 3,
            column: 5,
            message: "unknown key \"prot\"; did you mean port?".into(),
        },
        Error::NotFound {
            what: "no service shop:web; `portreg find` lists all".into(),
            sought: Sought::Service(shop.clone()),
        },
        Error::PortInUse {
            port: 3000,
            reason: ReasonCode::Listening,
            identity: Some(shop.clone()),
            holder: Some(Box::new(django())),
            message: "3000 is in use by Django (pid 67890, since 2 h); take another one".into(),
        },
        Error::PortReserved {
            port: 5432,
            message: "5432 is reserved: the database; take another one".into(),
        },
        Error::RangeExhausted {
            ranges: vec!["4000-4009".parse().unwrap()],
            total: 10,
            claimed: 7,
            excluded: 1,
            busy: 2,
            wanted: 1,
        },
        Error::IdentityHeld {
            identity: shop.clone(),
            holder: Some(Box::new(django())),
            url: Some("http://localhost:3000".into()),
            why: None,
        },
        Error::CursorHeld { cursor: "deploy".into(), holder: Box::new(django()) },
        Error::LimitReached { project: "shop".into(), limit: 20, claimed: 20, wanted: 3 },
        Error::NotOwner {
            identity: shop.clone(),
            holder: Box::new(django()),
            for_ms: Some(7_200_000),
        },
        Error::Superseded { identity: shop, expected: 1, found: 2 },
        Error::SpawnFailed { program: "npm".into(), message: "not on PATH".into() },
        Error::Timeout { what: "shop:web ready".into(), waited_ms: 500 },
        Error::Cancelled { what: "waiting for shop:web".into() },
        Error::LockHeld { name: "deploy".into(), holder: Box::new(django()), itself: false },
        Error::LockLost { name: "deploy".into(), generation: 7 },
        Error::RegistryBusy { path: path(), waited_ms: 5000 },
        Error::RegistryCorrupt { path: path(), detail: "page 3 is malformed".into() },
        Error::RegistryNewer { path: path(), found: 2, supported: 1 },
        Error::RegistryUnavailable { path: path(), message: "permission denied".into() },
        Error::Unsupported { what: "starting a service again".into() },
    ]
}

#[test]
fn every_error_in_its_two_forms() {
    let mut text = String::new();
    for error in every_error() {
        let failure = Failure::from(error);
        text.push_str(&format!(
            "{} exit {}\n{}\n{}\n\n",
            failure.code(),
            failure.exit_code(),
            failure.line(),
            failure.json()
        ));
    }
    insta::assert_snapshot!(text);
}

#[test]
fn exit_codes_are_those_of_the_contract() {
    for code in ErrorCode::ALL {
        let expected = match code.as_str() {
            name if name.starts_with("INVALID_") => 2,
            "NOT_FOUND" => 3,
            "PORT_IN_USE" | "PORT_RESERVED" | "RANGE_EXHAUSTED" | "IDENTITY_HELD"
            | "LIMIT_REACHED" | "NOT_OWNER" => 4,
            "TIMEOUT" | "NOT_READY" => 5,
            "CANCELLED" => 130,
            _ => 1,
        };
        assert_eq!(exit_code(code), expected, "{code}");
    }
}

#[test]
fn a_message_is_one_line_that_cannot_steer_a_terminal() {
    let failure = Failure::new(ErrorCode::NotFound, "no \u{1b}[31mfile\nor\tfolder");
    assert_eq!(failure.line(), "error: no \\u{1b}[31mfile or folder");
}
