//! `cloudflared`: its arguments and its log.
//!
//! Sources: `cmd/cloudflared/tunnel/cmd.go` (`TunnelCommand`) and `quick_tunnel.go` of
//! <https://github.com/cloudflare/cloudflared>, and
//! <https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/configure-tunnels/run-parameters/>.
//! `tunnel --url` alone opens a quick tunnel and prints, on standard error and inside a box,
//! `INF |  https://some-random-words.trycloudflare.com  |`. With `--name` and `--hostname` it makes the tunnel, its
//! DNS name and the connection in one command, with the certificate of `--origincert`; without `--name` a host
//! name is passed over. That tunnel stands with the line `INF Registered tunnel connection connIndex=0 ...`,
//! `INF Connection <id> registered` in older versions. Errors are lines with `ERR` or `FTL` after the time; how
//! the command failed is said last, without either.

use super::{Meaning, Plan, Start};

/// The domain of quick tunnels.
const QUICK: &str = ".trycloudflare.com";

/// The part of that domain where they are asked for.
const SERVICE: &str = "https://api.trycloudflare.com";

pub(super) fn start(plan: &Plan, port: u16) -> Start {
    let mut argv: Vec<std::ffi::OsString> =
        ["cloudflared", "tunnel", "--no-autoupdate"].map(Into::into).into();
    if let Some(certificate) = &plan.certificate {
        argv.extend(["--origincert".into(), certificate.into()]);
    }
    if let Some(host) = &plan.host {
        let name = format!("portreg-{}", host.replace('.', "-"));
        argv.extend(["--name".into(), name.into(), "--hostname".into(), host.into()]);
    }
    argv.extend(["--url".into(), format!("http://localhost:{port}").into()]);
    Start { argv, env: Vec::new() }
}

pub(super) fn meaning(line: &str, host: Option<&str>) -> Meaning {
    let registered = line.contains("Registered tunnel connection")
        || line.contains("Connection ") && line.contains(" registered");
    let named = host.filter(|_| registered).map(|host| format!("https://{host}"));
    Meaning { url: quick_url(line).or(named), fault: fault(line) }
}

fn quick_url(line: &str) -> Option<String> {
    let mut words = line.split(|c: char| c.is_whitespace() || "|\"'<>".contains(c));
    let is_one = |word: &&str| {
        let host = word.strip_prefix("https://").and_then(|rest| rest.strip_suffix(QUICK));
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        host.is_some_and(|host| !host.is_empty() && host.chars().all(plain)) && *word != SERVICE
    };
    words.find(is_one).map(str::to_owned)
}

fn fault(line: &str) -> Option<String> {
    let (time, told) = [" ERR ", " FTL "].iter().find_map(|level| line.split_once(level))?;
    // Only after the time, and not where a message has such a word.
    (!time.contains(' ')).then(|| told.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tests::{plan, words};
    use super::*;

    #[test]
    fn it_is_started_for_a_quick_tunnel_or_for_a_name() {
        let quick = plan("cloudflared", None, json!({})).start(3000);
        assert_eq!(
            words(&quick),
            ["cloudflared", "tunnel", "--no-autoupdate", "--url", "http://localhost:3000"]
        );
        let settings =
            json!({ "cloudflared": { "certPath": "/c/cert.pem", "domain": "example.com" } });
        let named = plan("cloudflare", Some("shop"), settings).start(3000);
        let expected = [
            "cloudflared",
            "tunnel",
            "--no-autoupdate",
            "--origincert",
            "/c/cert.pem",
            "--name",
            "portreg-shop-example-com",
            "--hostname",
            "shop.example.com",
            "--url",
            "http://localhost:3000",
        ];
        assert_eq!(words(&named), expected);
        let whole = plan("cloudflared", Some("shop.example.com"), json!({})).start(3000);
        assert_eq!(words(&whole)[6], "shop.example.com");
    }

    #[test]
    fn the_url_of_a_quick_tunnel_is_in_a_box() {
        let told = |line| meaning(line, None).url;
        assert_eq!(
            told(
                "2026-01-01T00:00:00Z INF |  https://some-random-words.trycloudflare.com                |"
            ),
            Some("https://some-random-words.trycloudflare.com".to_owned())
        );
        for line in [
            "2026-01-01T00:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...",
            "2026-01-01T00:00:00Z INF Thank you. See (https://www.cloudflare.com/website-terms/)",
            r#"failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": no such host"#,
            "https://api.trycloudflare.com",
            "https://words.trycloudflare.com.example.org",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }

    #[test]
    fn a_named_tunnel_stands_when_a_connection_is_registered() {
        let line =
            "2026-01-01T00:00:00Z INF Registered tunnel connection connIndex=0 location=ams01";
        let older = "2021-01-01T00:00:00Z INF Connection 0c2e registered connIndex=0 location=AMS";
        for line in [line, older] {
            let url = meaning(line, Some("shop.example.com")).url;
            assert_eq!(url.as_deref(), Some("https://shop.example.com"), "{line}");
            assert_eq!(meaning(line, None).url, None, "{line}");
        }
    }

    #[test]
    fn faults_are_told_in_its_own_words() {
        let line =
            r#"2026-01-01T00:00:00Z ERR Failed to serve tunnel connection error="Unauthorized""#;
        let told = meaning(line, None).fault;
        assert_eq!(
            told.as_deref(),
            Some(r#"Failed to serve tunnel connection error="Unauthorized""#)
        );
        assert_eq!(meaning("2026-01-01T00:00:00Z INF retrying after ERR 5", None).fault, None);
    }
}
