//! `ngrok`: its arguments and its log.
//!
//! Sources: <https://ngrok.com/docs/agent/cli> (`ngrok http PORT --url`, `--log`, `--log-format`; `--url` came
//! with agent 3.16 in place of `--domain`, and wants a scheme), <https://ngrok.com/docs/agent/config>
//! (`NGROK_AUTHTOKEN`), <https://ngrok.com/docs/errors>. A record of the log is an object a line:
//! `{"lvl":"info","msg":"started tunnel","obj":"tunnels","name":"command_line","addr":"http://localhost:3000",
//! "url":"https://ab12.ngrok-free.app","t":"..."}`; as `logfmt` the same is
//! `lvl=info msg="started tunnel" obj=tunnels ... url=https://ab12.ngrok-free.app`. What it says when it
//! gives up goes to standard error as lines that begin with `ERROR:`.

use serde_json::Value;

use super::{Meaning, Plan, Start};

/// The domain under which a name without dots is asked for.
pub(super) const DOMAIN: &str = "ngrok.app";

/// The variable from which it takes its token.
pub(super) const TOKEN: &str = "NGROK_AUTHTOKEN";

const STARTED: &str = "started tunnel";

pub(super) fn start(plan: &Plan, port: u16) -> Start {
    let mut words = vec!["ngrok".to_owned(), "http".to_owned(), port.to_string()];
    let mut add = |name: &str, value: &str| words.extend([name.to_owned(), value.to_owned()]);
    add("--log", "stdout");
    add("--log-format", "json");
    if let Some(host) = &plan.host {
        add("--url", &format!("https://{host}"));
    }
    if let Some(region) = &plan.region {
        add("--region", region);
    }
    let token = plan.token.iter().map(|token| (TOKEN.into(), (&token.0).into()));
    Start { argv: words.into_iter().map(Into::into).collect(), env: token.collect() }
}

pub(super) fn meaning(line: &str) -> Meaning {
    if let Some(fault) = line.trim_start().strip_prefix("ERROR:") {
        let fault = Some(fault.trim()).filter(|fault| !fault.is_empty());
        return Meaning { fault: fault.map(str::to_owned), url: None };
    }
    let field = |name: &str| match serde_json::from_str::<Value>(line) {
        Ok(record) => record.get(name)?.as_str().map(str::to_owned),
        Err(_) => of_logfmt(line, name),
    };
    let message = field("msg").unwrap_or_default();
    if message == STARTED {
        return Meaning { url: field("url"), fault: None };
    }
    let is_error =
        field("lvl").is_some_and(|level| ["eror", "error", "crit"].contains(&level.as_str()));
    let why = field("err").filter(|why| !why.is_empty() && why != "<nil>" && why != "nil");
    let fault = is_error.then(|| why.map_or_else(|| message.clone(), |why| one_line(&why)));
    Meaning { fault, url: None }
}

/// A field of a record `name=value name="two words"`.
fn of_logfmt(line: &str, name: &str) -> Option<String> {
    let mut rest = line;
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.rsplit(' ').next().unwrap_or(key);
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        if key == name {
            return Some(value.to_owned());
        }
        rest = next;
    }
    None
}

/// Its errors are paragraphs.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{plan, words};
    use super::*;

    #[test]
    fn it_is_started_with_a_log_of_objects_and_its_token_aside() {
        let plain = plan("ngrok", None, json!({})).start(3000);
        assert_eq!(
            words(&plain),
            ["ngrok", "http", "3000", "--log", "stdout", "--log-format", "json"]
        );
        assert_eq!(plain.env, []);
        let settings = json!({ "ngrok": { "authtoken": "t", "region": "eu" } });
        let full = plan("ngrok", Some("shop.example.com"), settings.clone()).start(3000);
        assert_eq!(words(&full)[7..], ["--url", "https://shop.example.com", "--region", "eu"]);
        assert_eq!(full.env, [("NGROK_AUTHTOKEN".into(), "t".into())]);
        let short = plan("ngrok", Some("shop"), settings).start(3000);
        assert_eq!(words(&short)[8], "https://shop.ngrok.app");
        let own = plan("ngrok", Some("shop"), json!({ "ngrok": { "domain": "ngrok.dev" } }));
        assert_eq!(words(&own.start(3000))[8], "https://shop.ngrok.dev");
    }

    #[test]
    fn the_url_is_in_the_record_of_the_start() {
        let json = r#"{"addr":"http://localhost:3000","lvl":"info","msg":"started tunnel","name":"command_line","obj":"tunnels","t":"2026-01-01T00:00:00Z","url":"https://ab12.ngrok-free.app"}"#;
        let logfmt = r#"t=2026-01-01T00:00:00+0000 lvl=info msg="started tunnel" obj=tunnels name="command_line (http)" addr=http://localhost:3000 url=https://ab12.ngrok-free.app"#;
        for line in [json, logfmt] {
            let told = meaning(line);
            assert_eq!(told.url.as_deref(), Some("https://ab12.ngrok-free.app"), "{line}");
            assert_eq!(told.fault, None);
        }
        for line in [
            r#"{"lvl":"info","msg":"starting web service","obj":"web","addr":"127.0.0.1:4040"}"#,
            r#"{"lvl":"info","msg":"update available","url":"https://ngrok.com/download"}"#,
            "t=2026-01-01T00:00:00+0000 lvl=info msg=end pg=/api/tunnels status=200",
            "",
            "not a record",
        ] {
            assert_eq!(meaning(line), Meaning::default(), "{line}");
        }
    }

    #[test]
    fn faults_are_told_in_its_own_words() {
        for (line, fault) in [
            (
                r#"{"err":"authentication failed: The authtoken is invalid.\n\nERR_NGROK_105\n","lvl":"eror","msg":"failed to auth"}"#,
                "authentication failed: The authtoken is invalid. ERR_NGROK_105",
            ),
            (
                r#"t=1 lvl=eror msg="heartbeat timeout, terminating session" obj=csess"#,
                "heartbeat timeout, terminating session",
            ),
            (r#"{"lvl":"crit","msg":"command failed","err":"<nil>"}"#, "command failed"),
            ("ERROR:  unknown flag: --url", "unknown flag: --url"),
        ] {
            assert_eq!(meaning(line).fault.as_deref(), Some(fault), "{line}");
        }
        assert_eq!(meaning("ERROR:  "), Meaning::default());
    }
}
