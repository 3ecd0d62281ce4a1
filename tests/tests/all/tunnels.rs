//! Tunnels: stand-ins for ngrok and cloudflared, which print what the real ones do, run beside a service.

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::helper::is_dead;
use super::stage::{Stage, actor, server, signal};
use super::world::wait_for;

const TOKEN: &str = "2fTokenThatNobodySees";

/// What a stand-in does after it has noted how it was started, for the n-th time.
const NGROK: &str = r#"
echo '{"lvl":"info","msg":"starting web service","obj":"web","addr":"127.0.0.1:4040"}'
echo '{"lvl":"info","msg":"started tunnel","obj":"tunnels","name":"command_line","addr":"http://localhost:'$2'","url":"https://t'$n'.ngrok-free.app"}'
sleep 900
"#;

const QUICK: &str = r#"
echo "2026-01-01T00:00:00Z INF Requesting new quick Tunnel on trycloudflare.com..." >&2
echo "2026-01-01T00:00:00Z INF |  https://words-$n.trycloudflare.com  |" >&2
sleep 900
"#;

const NAMED: &str = r#"
echo "2026-01-01T00:00:00Z INF Registered tunnel connection connIndex=0 location=ams01" >&2
sleep 900
"#;

const REFUSED: &str = r#"
printf '%s\n' '{"lvl":"eror","msg":"failed to auth","err":"authentication failed: The authtoken is invalid.\n\nERR_NGROK_105\n"}'
echo "ERROR:  Your authtoken: $NGROK_AUTHTOKEN" >&2
exit 1
"#;

/// A project of one web server, and a folder of programs before all others on PATH.
struct Tunnels {
    stage: Stage,
    path: String,
}

impl Tunnels {
    fn new(web: Value) -> Self {
        let stage = Stage::new(json!({ "web": web }));
        let bin = stage.path().join("bin");
        std::fs::create_dir(&bin).unwrap();
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        stage.set("PATH", &path);
        Self { stage, path }
    }

    /// A web server with a tunnel of this provider.
    fn of(tunnel: Value) -> Self {
        let mut web = server();
        web["tunnel"] = tunnel;
        Self::new(web)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.stage.path().join("bin").join(name)
    }

    /// Puts a stand-in on PATH.
    fn install(&self, program: &str, does: &str) {
        let script = format!(
            "#!/bin/sh\nprintf '%s\\n' \"$@\" >$0.args\nenv >$0.env\necho $$ >>$0.pids\n\
             n=$(wc -l <$0.pids | tr -d ' ')\n{does}"
        );
        let file = self.file(program);
        std::fs::write(&file, script).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn user_config(&self, config: &Value) {
        let folder = self.stage.path().join("portreg");
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("config.json");
        std::fs::write(&file, config.to_string()).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// The words that the stand-in was started with last.
    fn words(&self, program: &str) -> Vec<String> {
        let text = std::fs::read_to_string(self.file(&format!("{program}.args"))).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// The processes of the stand-in so far.
    fn pids(&self, program: &str) -> Vec<u32> {
        let text = std::fs::read_to_string(self.file(&format!("{program}.pids")));
        text.unwrap_or_default().lines().map(|line| line.parse().unwrap()).collect()
    }

    fn url(&self) -> Value {
        self.stage.service("web")["endpoints"]["tunnel"].clone()
    }

    #[track_caller]
    fn wait_url(&self, url: &str) {
        wait_for(&format!("the tunnel {url}"), || (self.url() == url).then_some(()));
    }
}

/// `up -d` returns with the URL, `down` when the program and the endpoint are gone; the token is in the
/// program's environment and nowhere else.
#[test]
fn a_tunnel_by_ngrok() {
    let tunnels = Tunnels::of(json!({ "provider": "ngrok", "subdomain": "shop.example.com" }));
    tunnels.install("ngrok", NGROK);
    tunnels.user_config(&json!({ "tunnelProviders": { "ngrok": { "authtoken": TOKEN } } }));
    let stage = &tunnels.stage;
    let answer = stage.cli(&["up", "-d"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.out.contains("https://t1.ngrok-free.app"), "{answer:?}");
    let url = "https://t1.ngrok-free.app";
    assert_eq!(stage.ok(&["url", "shop:web", "--env", "tunnel"]), url);
    assert_eq!(stage.json(&["ps"])[0]["endpoints"]["tunnel"], url);
    let port = stage.port_of("web").to_string();
    let asked = ["--url", "https://shop.example.com"];
    let expected =
        [&["http", &port, "--log", "stdout", "--log-format", "json"][..], &asked].concat();
    assert_eq!(tunnels.words("ngrok"), expected);
    let env = std::fs::read_to_string(tunnels.file("ngrok.env")).unwrap();
    assert!(env.contains(&format!("NGROK_AUTHTOKEN={TOKEN}\n")), "{env}");
    for words in [
        &["ps"][..],
        &["ps", "--json"],
        &["logs", "shop:web"],
        &["history", "--json"],
        &["config", "--json"],
        &["export"],
        &["find", "--json"],
        &["status", "--json"],
        &["ports", "--all", "--json"],
        &["doctor", "--json"],
    ] {
        let answer = stage.portreg(words);
        assert!(!format!("{answer:?}").contains(TOKEN), "{words:?}: {answer:?}");
    }
    for pid in stage.processes() {
        let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&line).contains(TOKEN));
    }
    let error = stage.cli_error(&["endpoint", "rm", "shop:web", "tunnel"], 2, "INVALID_OPTION");
    assert!(error["message"].as_str().unwrap().contains("as long as the tunnel"), "{error}");
    stage.cli_json(&["down"]);
    assert_eq!(tunnels.url(), Value::Null);
    assert!(stage.of_services().is_empty(), "{:?}", stage.of_services());
    assert!(!stage.json(&["export"]).to_string().contains("ngrok-free"));
}

/// cloudflared tells the URL of a quick tunnel on standard error; that of a host name it does not tell.
#[test]
fn tunnels_by_cloudflared() {
    let tunnels = Tunnels::new(server());
    tunnels.install("cloudflared", QUICK);
    let settings = json!({ "cloudflare": { "certPath": "/certs/cert.pem" } });
    tunnels.user_config(&json!({ "tunnelProviders": settings }));
    let stage = &tunnels.stage;
    stage.cli_json(&["up", "web", "-d", "--tunnel", "cloudflared"]);
    assert_eq!(tunnels.url(), "https://words-1.trycloudflare.com");
    let local = format!("http://localhost:{}", stage.port_of("web"));
    let certificate = ["tunnel", "--no-autoupdate", "--origincert", "/certs/cert.pem"];
    let expected = [&certificate[..], &["--url", &local]].concat();
    assert_eq!(tunnels.words("cloudflared"), expected);
    stage.cli_json(&["down"]);
    tunnels.install("cloudflared", NAMED);
    let name = ["--tunnel-subdomain", "shop.example.com"];
    stage.cli_json(&[&["up", "web", "-d", "--tunnel", "cloudflared"][..], &name].concat());
    assert_eq!(tunnels.url(), "https://shop.example.com");
    let host = ["--name", "portreg-shop-example-com", "--hostname", "shop.example.com"];
    assert_eq!(
        tunnels.words("cloudflared"),
        [&certificate[..], &host, &["--url", &local]].concat()
    );
}

/// A program that ends is started again, and its new URL is the endpoint; meanwhile there is none.
#[test]
fn a_tunnel_that_ends_is_opened_again() {
    let tunnels = Tunnels::of(json!({ "provider": "ngrok" }));
    tunnels.install("ngrok", NGROK);
    let mut host = tunnels.stage.host();
    host.up(&[]);
    host.ready();
    assert_eq!(host.until("web", "tunnel_open")["url"], "https://t1.ngrok-free.app");
    tunnels.wait_url("https://t1.ngrok-free.app");
    let service = tunnels.stage.pid_of("web");
    let before = tunnels.stage.of_services();
    signal(tunnels.pids("ngrok")[0], "KILL");
    let failed = host.until("web", "tunnel_failed");
    assert_eq!(failed["after_ms"], 0, "{failed}");
    assert!(
        failed["message"].as_str().unwrap().starts_with("ngrok has ended with 137"),
        "{failed}"
    );
    assert_eq!(host.until("web", "tunnel_open")["url"], "https://t2.ngrok-free.app");
    tunnels.wait_url("https://t2.ngrok-free.app");
    assert_eq!(tunnels.stage.pid_of("web"), service, "the service runs on");
    let left = before.iter().filter(|pid| **pid != service && !is_dead(**pid)).count();
    assert_eq!(left, 0, "what the first one has started is gone with it");
    let told = tunnels.stage.history(&["tunnel", "tunnel_failed"]);
    let actions: Vec<&str> = told.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["tunnel", "tunnel_failed", "tunnel"]);
}

/// While its service starts again the tunnel stays, with its URL; when the service has crashed it goes.
#[test]
fn a_tunnel_outlives_restarts_and_no_crash() {
    let web = json!({
        "cmd": actor("serve-for 150 exit 3"), "restart": "on-failure", "tunnel": { "provider": "ngrok" },
    });
    let tunnels = Tunnels::new(web);
    tunnels.install("ngrok", NGROK);
    let mut host = tunnels.stage.host();
    host.up(&[]);
    host.until("web", "tunnel_open");
    for _ in 0..2 {
        host.until("web", "ready");
    }
    assert_eq!(host.count("web tunnel_opening"), 1);
    assert_eq!(tunnels.pids("ngrok").len(), 1);
    assert_eq!(tunnels.url(), "https://t1.ngrok-free.app");
    tunnels.stage.cli_json(&["down"]);
    host.until("web", "stopped");
    assert_eq!((tunnels.url(), tunnels.stage.of_services()), (Value::Null, vec![]));

    let once = json!({ "cmd": actor("serve-for 150 exit 3"), "tunnel": { "provider": "ngrok" } });
    tunnels.stage.services(&json!({ "web": once }));
    let mut host = tunnels.stage.host();
    host.up(&[]);
    host.until("web", "crashed");
    host.all_events();
    assert_eq!((tunnels.url(), tunnels.stage.of_services()), (Value::Null, vec![]));
}

/// A program that is missing or refuses stops no service: it is told, in the program's own words.
#[test]
fn a_service_runs_without_its_tunnel() {
    let tunnels = Tunnels::of(json!({ "provider": "ngrok" }));
    tunnels.user_config(&json!({ "tunnelProviders": { "ngrok": { "authtoken": TOKEN } } }));
    let stage = &tunnels.stage;
    // A real one may be installed here.
    stage.set("PATH", tunnels.file("").display());
    let check = stage.cli(&["up", "--check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert!(check.out.contains("ngrok, which opens its tunnel, is not on PATH"), "{check:?}");
    let doctor = stage.ok(&["doctor"]);
    assert!(doctor.contains("ngrok is not on PATH"), "{doctor}");
    let answer = stage.cli(&["up", "-d"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(
        answer.err.contains("has no tunnel: cannot start ngrok: it is not on PATH"),
        "{answer:?}"
    );
    assert_eq!(stage.service("web")["health"], "passing");
    stage.cli_json(&["down"]);
    stage.set("PATH", &tunnels.path);
    tunnels.install("ngrok", REFUSED);
    let answer = stage.cli(&["up", "-d"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let words =
        "ngrok has ended with 1: authentication failed: The authtoken is invalid. ERR_NGROK_105";
    assert!(answer.err.contains(words) && answer.err.contains("Your authtoken: ***"), "{answer:?}");
    assert_eq!((&stage.service("web")["status"], tunnels.url()), (&json!("running"), Value::Null));
    wait_for("it to be tried again", || (tunnels.pids("ngrok").len() >= 3).then_some(()));
    let history = stage.ok(&["history", "--json"]);
    assert!(history.contains("ERR_NGROK_105") && !history.contains(TOKEN), "{history}");
    stage.cli_json(&["down"]);
    assert!(stage.of_services().is_empty());
}

/// A killed supervisor leaves neither the program, nor what that has started, nor its URL.
#[test]
fn a_killed_supervisor() {
    let tunnels = Tunnels::of(json!({ "provider": "ngrok" }));
    tunnels.install("ngrok", NGROK);
    let stage = &tunnels.stage;
    let up = stage.foreground(&["up"]);
    wait_for("the tunnel to be told", || {
        up.said().contains("tunnel at https://t1.ngrok-free.app").then_some(())
    });
    signal(up.pid(), "KILL");
    wait_for("all to be gone", || stage.of_services().is_empty().then_some(()));
    assert_eq!(tunnels.url(), Value::Null);

    // A library has nobody who keeps watch: what the program has started is found by its mark.
    let mut host = stage.host();
    host.up(&[]);
    assert_eq!(host.until("web", "tunnel_open")["url"], "https://t2.ngrok-free.app");
    tunnels.wait_url("https://t2.ngrok-free.app");
    let pid = stage.json(&["find", "shop:web"])[0]["pid"].as_u64().unwrap() as u32;
    host.helper.kill();
    assert_eq!(tunnels.url(), Value::Null, "no URL without who holds the tunnel");
    // It dies with its parent, as soon as the system comes to it: until then it is somebody's.
    wait_for("the service's own process to be gone", || is_dead(pid).then_some(()));
    stage.cli_json(&["cleanup"]);
    assert!(stage.of_services().is_empty());
}

/// What is asked for in vain is told before anything starts.
#[test]
fn wrong_tunnels() {
    let tunnels = Tunnels::of(json!({ "provider": "localtunnel" }));
    let stage = &tunnels.stage;
    let error = stage.cli_error(&["up", "-d"], 2, "INVALID_CONFIG");
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("localtunnel") && message.contains("ngrok"), "{message}");
    stage.services(&json!({ "web": { "cmd": actor("hang"), "port": false } }));
    let error = stage.cli_error(&["up", "web", "--tunnel", "ngrok"], 2, "INVALID_OPTION");
    assert!(error["message"].as_str().unwrap().contains("no port"), "{error}");
    let words = ["claim", "shop:api", "--tunnel", "ngrok", "--tunnel-subdomain", "--v"];
    assert_eq!(stage.portreg(&words).code, 2);
    let words = ["claim", "shop:api", "--tunnel", "ngrok", "--tunnel-subdomain", "a/b"];
    assert!(stage.portreg(&words).err.contains("is no host name"));
}
