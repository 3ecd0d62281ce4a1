//! What clap makes of command lines.

use std::ffi::OsString;
use std::time::Duration;

use clap::Parser as _;
use clap::error::ErrorKind;
use portreg_cli::args::{self, ClaimArgs, Cli, PoolVerb, Verb};
use portreg_core::{OnConflict, RestartPolicy, Status};

fn words(line: &str) -> Vec<OsString> {
    std::iter::once("portreg").chain(line.split_whitespace()).map(OsString::from).collect()
}

fn parse(line: &str) -> Result<Cli, clap::Error> {
    args::read(&words(line))
}

fn verb(line: &str) -> Verb {
    parse(line).unwrap_or_else(|error| panic!("{line}: {error}")).verb
}

fn claim(line: &str) -> Box<ClaimArgs> {
    match verb(line) {
        Verb::Claim(args) => args,
        other => panic!("{other:?}"),
    }
}

#[test]
fn definitions_hold_together() {
    portreg_cli::command().debug_assert();
}

/// Some verbs are read without the others; nobody may see that.
#[test]
fn a_line_means_the_same_whether_clap_knows_all_verbs_or_one() {
    for line in [
        "claim -q shop:web --port 3000",
        "claim --any --json",
        "-q -C claim claim claim",
        "--registry claim find shop --json",
        "--registry=run release --all --force",
        "find claim",
        "find -q",
        "release shop:web run",
        "run claim --strict -- find -h --version",
        "run shop:web",
        "whoami --json",
        "rename claim find",
        "reserve 3000 --reason run",
        "claim --prot 3000",
        "claim shop:web --port 70000",
        "clam shop:web",
        "claim --version",
        "--version claim",
        "claim -h",
        "help claim",
        "claim help",
        "claim --any shop:web",
        "--json",
        "",
    ] {
        let plain = |parsed: Result<Cli, clap::Error>| match parsed {
            Ok(cli) => format!("{cli:?}"),
            Err(error) => format!("{:?}: {}", error.kind(), error.render().ansi()),
        };
        assert_eq!(plain(parse(line)), plain(Cli::try_parse_from(words(line))), "{line}");
    }
}

#[test]
fn global_options_stand_before_or_after_the_verb() {
    for line in [
        "--json -q --registry r.db --no-color -C /tmp claim a",
        "claim a --json -q --registry r.db --no-color -C /tmp",
    ] {
        let global = parse(line).unwrap().global;
        assert!(global.json && global.quiet && global.no_color, "{line}");
        assert_eq!(global.registry.unwrap().to_str(), Some("r.db"));
        assert_eq!(global.directory.unwrap().to_str(), Some("/tmp"));
    }
}

#[test]
fn claim_takes_every_option() {
    let args = claim(
        "claim shop:web shop:api --port 3000,3001 --port 3002 --strict --range 3000-3099 --pool dev \
         --expires 1h30m --persistent --pair shop:api --on-conflict next --pid 42 --meta {\"a\":1} \
         --description shop --dir /shop --cmd npm --ready {\"log\":\"up\"} --restart on-failure \
         --env A=1 --env B=x=y --env-file .env --tunnel ngrok --tunnel-subdomain shop --need shop:db --need api",
    );
    assert_eq!(args.ids, ["shop:web", "shop:api"]);
    assert_eq!(args.options.port, [3000, 3001, 3002]);
    assert!(args.options.strict && !args.any);
    assert_eq!(args.options.range.unwrap().to_string(), "3000-3099");
    assert_eq!(args.options.expires, Some(Duration::from_secs(5400)));
    assert_eq!(args.options.persistent, Some(true));
    assert_eq!(args.options.on_conflict, Some(OnConflict::Next));
    assert_eq!(args.options.meta.unwrap()["a"], 1);
    assert_eq!(args.pid, Some(42));
    assert_eq!(args.launch.ready.unwrap()["log"], "up");
    assert_eq!(args.launch.restart, Some(RestartPolicy::OnFailure));
    assert_eq!(args.launch.env, [("A".into(), "1".into()), ("B".into(), "x=y".into())]);
    assert_eq!(args.launch.need, ["shop:db", "api"]);
}

#[test]
fn persistent_does_not_swallow_the_name_behind_it() {
    let args = claim("claim --persistent shop:web");
    assert_eq!(
        (args.options.persistent, args.ids.as_slice()),
        (Some(true), &["shop:web".to_owned()][..])
    );
    assert_eq!(claim("claim shop:web --persistent=false").options.persistent, Some(false));
}

#[test]
fn run_takes_a_name_or_none_before_the_command() {
    let Verb::Run(args) = verb("run shop:web --port 3000 --env A={port} -- npm start --json")
    else {
        panic!()
    };
    assert_eq!(args.id.as_deref(), Some("shop:web"));
    assert_eq!(args.command, ["npm", "start", "--json"]);
    let Verb::Run(args) = verb("run -- npm start") else { panic!() };
    assert_eq!((args.id, args.command.len()), (None, 2));
    assert!(!parse("run -- npm --json").unwrap().global.json, "the command's options are its own");
}

#[test]
fn the_other_verbs_take_their_options() {
    let Verb::Find(args) = verb(
        "find shop --status running --port 3000 --pool dev --worktree . --limit 5 --format markdown",
    ) else {
        panic!()
    };
    assert_eq!((args.status, args.port, args.limit), (Some(Status::Running), Some(3000), Some(5)));
    let Verb::Release(args) = verb("release shop --under --worktree . --force --dry-run") else {
        panic!()
    };
    assert!(args.under && args.force && args.dry_run && !args.all);
    let Verb::Pool(args) = verb("pool set dev 8000-8099,9000") else { panic!() };
    assert!(matches!(args.verb, PoolVerb::Set { ranges, .. } if ranges.0.len() == 2));
    let Verb::Doctor(args) = verb("doctor --restore") else { panic!() };
    assert_eq!(args.restore, Some(None));
    let Verb::Doctor(args) = verb("doctor --restore 2026-01-31") else { panic!() };
    assert_eq!(args.restore, Some(Some("2026-01-31".into())));
    for line in [
        "available",
        "available 3000",
        "available 3000-3099 -n 3",
        "available --pool dev",
        "reassign shop:web 3005",
        "reassign :3000 --next --force",
        "rename a b",
        "reserve",
        "reserve 5432 --reason x",
        "unreserve 5432-5440",
        "pool rm dev",
        "pools",
        "cleanup --dry-run",
        "whoami",
        "history shop --since 2h -n 5 -f",
        "history --since 2026-01-31",
        "history --since 2026-01-31T18:00",
        "history --since 2026-01-31T18:00:00Z",
        "logs shop:web -f -n 0 --since 10m --stream err",
        "logs :3000",
        "export shop --format csv",
        "import - --dry-run --skip --from port-daddy",
        "init --dry-run",
        "config --check",
        "doctor --fix",
        "completions fish",
        "manual man1",
    ] {
        verb(line);
    }
}

#[test]
fn wrong_values_are_refused() {
    for line in [
        "claim a --port 0",
        "claim a --port 70000",
        "claim a --port x",
        "claim a --range 9-3",
        "claim a --expires soon",
        "claim a --meta [1]",
        "claim a --meta {",
        "claim a --pid 0",
        "claim a --env =x",
        "claim a --env x",
        "claim a --ready {",
        "claim a --on-conflict maybe",
        "claim a --restart often",
        "claim a --tunnel-subdomain x",
        "claim a --any",
        "claim a b --contiguous --port 3000",
        "find --status well",
        "find --limit x",
        "release",
        "release a --all",
        "reassign a",
        "reassign a 1 --next",
        "available 1-2 --pool dev",
        "available -n 0",
        "reserve --reason x",
        "pool set dev 1-5,3-4",
        "history --since later",
        "logs",
        "logs a b",
        "logs a -n -1",
        "logs a --stream both",
        "run shop:web",
        "run npm start",
        "completions tcsh",
        "manual",
        "doctor --fix --restore",
        "up --timeout soon",
        "with shop:web",
        "wait",
        "wait a --ready --gone",
        "keep me",
        "",
    ] {
        let error = parse(line).expect_err(line);
        assert_eq!(error.exit_code(), 2, "{line}");
    }
    assert_eq!(parse("--help").unwrap_err().kind(), ErrorKind::DisplayHelp);
}
