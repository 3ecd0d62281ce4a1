//! `snippet` is checked by the tools themselves: each is started with it, and does what it says.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::server::Server;
use super::tools;
use super::world::{World, answer, is_free, wait_for};

/// A front end that needs an API, which a stand-in plays, and a worker without a port.
struct Shop {
    world: World,
    web: u16,
    api: u16,
}

impl Shop {
    fn new() -> Self {
        let world = World::new();
        let web = json!({ "needs": ["api"] });
        let worker = json!({ "port": false, "cmd": ["sleep", "600"] });
        world.configure(&json!({ "shop:web": web, "shop:api": {}, "shop:worker": worker }));
        let [web, api] = ["shop:web", "shop:api"].map(|name| world.claim_q(name));
        Self { world, web, api }
    }

    fn snippet(&self, name: &str, tool: &str) -> String {
        self.world.ok(&["snippet", name, "--for", tool]) + "\n"
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.world.work().join(file), text).unwrap();
    }

    /// Starts a program in the working folder; what it prints goes into a file.
    fn start(&self, program: &Path, args: &[&str]) -> Server {
        start(self.world.command(program).args(args))
    }

    /// Answers for the API: the path that was asked for, or a switch of protocols to who wants one.
    fn play_api(&self) {
        let listener = TcpListener::bind(("127.0.0.1", self.api)).unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                _ = serve(stream.unwrap());
            }
        });
    }
}

fn start(command: &Command) -> Server {
    let mut shell = Command::new("sh");
    shell.args(["-c", "echo started; exec \"$0\" \"$@\" >output.log 2>&1"]);
    shell.arg(command.get_program()).args(command.get_args());
    shell.current_dir(command.get_current_dir().unwrap());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    Server::start(shell)
}

fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let head = head.to_lowercase();
    let path = head.split(' ').nth(1).unwrap_or_default();
    if head.contains("upgrade: websocket") && head.contains("connection: upgrade") {
        write!(
            stream,
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
        )?;
        return write!(stream, "frames of {path}");
    }
    let body = format!("api {path}");
    let length = body.len();
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

/// The whole answer to a request, on either loopback.
fn ask(port: u16, method: &str, path: &str, headers: &[(&str, &str)]) -> Option<String> {
    let stream = TcpStream::connect(("127.0.0.1", port));
    let mut stream = stream.or_else(|_| TcpStream::connect(("::1", port))).ok()?;
    write!(stream, "{method} {path} HTTP/1.1\r\n").ok()?;
    for (name, value) in headers {
        write!(stream, "{name}: {value}\r\n").ok()?;
    }
    write!(stream, "\r\n").ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The same as soon as somebody answers there.
fn get(port: u16, host: &str, path: &str) -> String {
    wait_for(&format!("{host}{path} on {port}"), || {
        ask(port, "GET", path, &[("Host", host), ("Connection", "close")])
            .filter(|answer| !answer.is_empty())
    })
}

/// What comes behind a switch of protocols.
fn upgrade(port: u16, host: &str, path: &str) -> String {
    let headers = [
        ("Host", host),
        ("Upgrade", "websocket"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    ask(port, "GET", path, &headers).unwrap()
}

#[test]
fn vite_serves_on_its_port_and_asks_the_api() {
    let Some(vite) = tools::program("vite") else { return };
    let shop = Shop::new();
    shop.play_api();
    shop.write("package.json", r#"{"type": "module"}"#);
    shop.write("index.html", "<h1>by vite</h1>");
    shop.write("vite.config.js", &shop.snippet("shop:web", "vite"));
    let _vite = shop.start(&vite, &[]);
    assert!(get(shop.web, "localhost", "/").contains("by vite"));
    assert!(get(shop.web, "localhost", "/api/goods").ends_with("api /api/goods"));
    let frames = upgrade(shop.web, "localhost", "/api/live");
    assert!(frames.starts_with("HTTP/1.1 101") && frames.ends_with("frames of /api/live"));

    let second = answer(shop.world.command(&vite).output().unwrap());
    assert_ne!(second.code, 0, "it takes no other port: {}", second.err);
}

#[test]
fn next_serves_on_its_port_and_asks_the_api() {
    let Some(next) = tools::program("next") else { return };
    let shop = Shop::new();
    shop.play_api();
    // It finds its packages only above its own folder.
    let folder = tools::node_modules("next").unwrap().join("../projects");
    std::fs::create_dir_all(&folder).unwrap();
    let project = tempfile::tempdir_in(&folder).unwrap();
    let snippet = shop.snippet("shop:web", "next");
    std::fs::create_dir(project.path().join("pages")).unwrap();
    let page = "export default () => 'by next';";
    std::fs::write(project.path().join("pages/index.js"), page).unwrap();
    std::fs::write(project.path().join("next.config.mjs"), &snippet).unwrap();
    let script = snippet.split('"').nth(3).unwrap();
    let arguments = script.strip_prefix("next ").unwrap();
    let mut command = shop.world.command(&next);
    command.args(arguments.split(' ')).current_dir(project.path());
    let _next = start(command.env("NEXT_TELEMETRY_DISABLED", "1"));
    assert!(get(shop.web, "localhost", "/").contains("by next"));
    assert!(get(shop.web, "localhost", "/api/goods").ends_with("api /api/goods"));
}

#[test]
fn express_listens_on_its_port() {
    let Some(node) = tools::program("node") else { return };
    let Some(modules) = tools::node_modules("express") else { return };
    let shop = Shop::new();
    let program = format!(
        "const app = require('express')();\napp.get('/', (_, reply) => reply.send(API_URL));\n{}",
        shop.snippet("shop:web", "express")
    );
    shop.write("app.cjs", &program);
    shop.world.set("NODE_PATH", modules.display());
    let _express = shop.start(&node, &["app.cjs"]);
    let said = get(shop.web, "localhost", "/");
    assert!(said.ends_with(&format!("http://localhost:{}", shop.api)), "{said}");
}

/// A form that the front end posts passes Django's check of its origin, one from elsewhere does not.
#[test]
fn django_trusts_who_works_with_it() {
    let Some(python) = tools::python() else { return };
    let shop = Shop::new();
    let snippet = shop.snippet("shop:api", "django");
    let program = "
import sys
from django.core.management import execute_from_command_line
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path

SECRET_KEY = 'x'
ROOT_URLCONF = 'settings'
MIDDLEWARE = ['django.middleware.common.CommonMiddleware', 'django.middleware.csrf.CsrfViewMiddleware']
urlpatterns = [path('', lambda request: HttpResponse('token=' + get_token(request)))]
";
    shop.write("settings.py", &format!("{program}{snippet}"));
    let manage = "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'settings'
from django.core.management import execute_from_command_line; execute_from_command_line(sys.argv)";
    shop.write("manage.py", manage);
    let line = snippet.lines().next().unwrap();
    let (_, arguments) = line.split_once("python ").unwrap();
    let _django = shop.start(&python, &arguments.split(' ').collect::<Vec<_>>());
    let page = get(shop.api, &format!("localhost:{}", shop.api), "/");
    let token = page.rsplit("token=").next().unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let cookie = page.split("csrftoken=").nth(1).unwrap().split(';').next().unwrap();
    let post = |origin: &str| {
        let cookie = format!("csrftoken={cookie}");
        let headers = [
            ("Host", "api.shop.localhost"),
            ("Origin", origin),
            ("Cookie", &cookie),
            ("X-CSRFToken", token),
            ("Content-Length", "0"),
            ("Connection", "close"),
        ];
        ask(shop.api, "POST", "/", &headers).unwrap()[..12].to_owned()
    };
    assert_eq!(post(&format!("http://localhost:{}", shop.web)), "HTTP/1.1 200");
    assert_eq!(post("http://localhost:1"), "HTTP/1.1 403");
    assert!(get(shop.api, "shop.example.com", "/").starts_with("HTTP/1.1 400"));
}

#[test]
fn flask_listens_on_its_port_either_way() {
    let (Some(python), Some(flask)) = (tools::python(), tools::program("flask")) else { return };
    let shop = Shop::new();
    let snippet = shop.snippet("shop:web", "flask");
    let program = "import flask\napp = flask.Flask(__name__)\napp.get('/')(lambda: API_URL)\n";
    shop.write("app.py", &format!("{program}{snippet}"));
    let line = snippet.lines().next().unwrap();
    let (_, arguments) = line.split_once("flask ").unwrap();
    for (program, arguments) in [(&flask, arguments), (&python, "app.py")] {
        let flask = shop.start(program, &arguments.split(' ').collect::<Vec<_>>());
        let said = get(shop.web, "localhost", "/");
        assert!(said.ends_with(&format!("http://localhost:{}", shop.api)), "{said}");
        drop(flask);
        wait_for("the port to be free", || is_free(shop.web).then_some(()));
    }
}

#[test]
fn compose_takes_it_beside_the_projects_own_file() {
    let (Some(compose), Some(python)) = (tools::program("docker-compose"), tools::python()) else {
        return;
    };
    let shop = Shop::new();
    let base = json!({ "services": { "web": { "image": "x" }, "api": { "image": "x" } } });
    shop.write("compose.yaml", &base.to_string());
    for pattern in ["shop", "shop:web"] {
        shop.write("compose.override.yaml", &shop.snippet(pattern, "compose"));
        let files = ["-f", "compose.yaml", "-f", "compose.override.yaml", "config", "--quiet"];
        let said = answer(shop.world.command(&compose).args(files).output().unwrap());
        assert_eq!(said.code, 0, "{}", said.err);
    }
    let read = |pattern: &str| -> Value {
        shop.write("snippet.yaml", &shop.snippet(pattern, "compose"));
        let script = "import json, yaml; print(json.dumps(yaml.safe_load(open('snippet.yaml'))))";
        let said = shop.world.command(&python).args(["-c", script]).output().unwrap();
        serde_json::from_str(&answer(said).out).unwrap()
    };
    let (web, api) = (shop.web, shop.api);
    let both = read("shop");
    assert_eq!(both["services"]["api"]["ports"], json!([format!("127.0.0.1:{api}:{api}")]));
    let environment = json!({
        "PORT": web.to_string(), "HOST": "0.0.0.0", "API_URL": format!("http://api:{api}"),
    });
    assert_eq!(both["services"]["web"]["environment"], environment);
    let alone = &read("shop:web")["services"]["web"];
    let outside = format!("http://host.docker.internal:{api}");
    assert_eq!(alone["environment"]["API_URL"], outside);
    assert_eq!(alone["extra_hosts"], json!(["host.docker.internal:host-gateway"]));
}

#[test]
fn caddy_brings_each_host_to_its_service() {
    let Some(caddy) = tools::program("caddy") else { return };
    let shop = Shop::new();
    shop.play_api();
    let port = shop.world.port(40);
    let global = format!("{{\n\tadmin off\n\thttp_port {port}\n}}\n\n");
    shop.write("Caddyfile", &(global + &shop.snippet("shop", "caddy")));
    let _caddy = shop.start(&caddy, &["run"]);
    brings_each_host(port);
}

#[test]
fn nginx_brings_each_host_to_its_service() {
    let Some(nginx) = tools::program("nginx") else { return };
    let shop = Shop::new();
    shop.play_api();
    let port = shop.world.port(40);
    let servers = shop.snippet("shop", "nginx");
    // Port 80 is the system's.
    let servers = servers.replace("127.0.0.1:80;", &format!("127.0.0.1:{port};"));
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {name};\n"));
    let head = "daemon off;\nmaster_process off;\npid nginx.pid;\nevents {}\n";
    let http = format!("http {{\naccess_log off;\n{}\n{servers}\n}}\n", temporary.concat());
    shop.write("nginx.conf", &format!("{head}{http}"));
    let folder = format!("{}/", shop.world.work().display());
    let _nginx = shop.start(&nginx, &["-p", &folder, "-c", "nginx.conf", "-e", "error.log"]);
    brings_each_host(port);
}

/// The API answers under its own name, the web's is known and nobody listens behind it.
fn brings_each_host(port: u16) {
    let host = "api.shop.localhost";
    assert!(get(port, host, "/goods").ends_with("api /goods"));
    let frames = upgrade(port, host, "/live");
    assert!(frames.starts_with("HTTP/1.1 101") && frames.ends_with("frames of /live"), "{frames}");
    let web = get(port, "web.shop.localhost", "/");
    assert!(web.starts_with("HTTP/1.1 502"), "{web}");
}

#[test]
fn what_has_no_port_is_left_out_and_said() {
    let shop = Shop::new();
    shop.world.ok(&["claim", "shop:web:feature"]);
    shop.world.ok(&["up", "shop:worker", "-d"]);
    let json = shop.world.json(&["snippet", "shop", "--for", "caddy"]);
    assert_eq!(json["tool"], "caddy");
    assert_eq!(json["services"], json!(["shop:api", "shop:web", "shop:web:feature"]));
    assert_eq!(json["left_out"], json!(["shop:worker"]));
    assert_eq!(json["notes"], json!(["shop:worker has no port and is left out"]));
    assert_eq!(shop.world.portreg(&["snippet", "shop:worker", "--for", "caddy"]).code, 3);
    shop.world.ok(&["down", "shop:worker"]);
    let text = json["snippet"].as_str().unwrap();
    assert!(text.contains("http://feature.web.shop.localhost {"), "{text}");
    assert_eq!(shop.world.ok(&["snippet", "shop", "--for", "caddy", "-q"]), text.trim_end());
    assert_eq!(shop.world.portreg(&["snippet", "nobody", "--for", "vite"]).code, 3);
    assert_eq!(shop.world.portreg(&["snippet", "shop", "--for", "apache"]).code, 2);
    assert_eq!(shop.world.portreg(&["snippet", "shop"]).code, 2);
    let by_port = shop.world.ok(&["snippet", &format!(":{}", shop.api), "--for", "express"]);
    assert!(by_port.starts_with("// shop:api\n"), "{by_port}");
}
