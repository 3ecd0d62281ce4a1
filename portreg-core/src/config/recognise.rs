//! Services that a folder's other files describe: scripts, Procfile, manage.py, compose files.

use std::path::Path;

use serde_json::{Value, json};

use super::infer::segment;
use super::manifest::read;
use crate::model::parse_port;

/// A service as some file describes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// Its stack.
    pub(super) stack: String,
    /// Where it was found, in words for a comment: one line.
    pub(super) from: String,
    /// What a project file says about it.
    pub(super) settings: Vec<(&'static str, Value)>,
}

impl Found {
    pub(super) fn set(&mut self, key: &'static str, value: Value) {
        self.settings.push((key, value));
    }
}

/// Development servers, the port that each takes by default, and how it is told another one. The
/// first that a script names is the one.
const SERVERS: [(&str, u16, &str); 12] = [
    ("next dev", 3000, "--port {port}"),
    ("next start", 3000, "--port {port}"),
    ("vite preview", 4173, "--port {port} --strictPort"),
    ("vite", 5173, "--port {port} --strictPort"),
    ("astro dev", 4321, "--port {port}"),
    ("nuxt dev", 3000, "--port {port}"),
    ("nuxi dev", 3000, "--port {port}"),
    ("ng serve", 4200, "--port {port}"),
    ("vue-cli-service serve", 8080, "--port {port}"),
    ("webpack serve", 8080, "--port {port}"),
    ("webpack-dev-server", 8080, "--port {port}"),
    ("react-scripts start", 3000, ""),
];

/// The `dev` or `start` script of a package.json.
pub(super) fn package(folder: &Path, stack: &str) -> Option<Found> {
    let manifest: Value = serde_json::from_str(&read(&folder.join("package.json"))?).ok()?;
    let script = |name: &'static str| Some((name, manifest["scripts"][name].as_str()?));
    let (name, line) = script("dev").or_else(|| script("start"))?;
    let runner = runner(folder);
    let server = SERVERS.iter().find(|(server, ..)| names(line, server));
    let said = port_in(line);
    let mut cmd = format!("{runner} run {name}");
    // Two `--port` contradict each other: what a script says already, it has to drop itself.
    let tell = server.map(|(_, _, tell)| *tell).filter(|tell| said.is_none() && !tell.is_empty());
    if let Some(tell) = tell {
        // npm takes `--port` for its own without the dashes in between; the others pass it on.
        let dashes = if runner == "npm" { "-- " } else { "" };
        cmd.push_str(&format!(" {dashes}{tell}"));
    }
    let mut settings = vec![];
    if let Some(port) = said.or(server.map(|(_, port, _)| *port)) {
        settings.push(("port", json!(port)));
    }
    settings.push(("cmd", json!(cmd)));
    if server.is_some() {
        settings.push(("ready", json!("http://localhost:{port}")));
    }
    let from = match said {
        Some(_) => format!("package.json, script {name}: take the port out of it, PORT says it"),
        None => format!("package.json, script {name}"),
    };
    Some(Found { stack: stack.to_owned(), from, settings })
}

/// Whether the words stand in the command line as words.
fn names(line: &str, words: &str) -> bool {
    let spaced =
        |text: &str| format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" "));
    spaced(line).contains(&spaced(words))
}

/// The package manager whose lock file lies in the folder or above it.
fn runner(folder: &Path) -> &'static str {
    const LOCKS: [(&str, &str); 5] = [
        ("pnpm-lock.yaml", "pnpm"),
        ("yarn.lock", "yarn"),
        ("bun.lock", "bun"),
        ("bun.lockb", "bun"),
        ("package-lock.json", "npm"),
    ];
    let there = |folder: &Path| {
        LOCKS.into_iter().find(|(lock, _)| folder.join(lock).is_file()).map(|(_, runner)| runner)
    };
    folder.ancestors().take(4).find_map(there).unwrap_or("npm")
}

/// The port that a command line says: `--port 3000`, `-p 3000`, `--port=3000`, `PORT=3000`.
fn port_in(line: &str) -> Option<u16> {
    let mut words = line.split_whitespace();
    while let Some(word) = words.next() {
        let said = match word {
            "--port" | "-p" => words.next(),
            _ => word.strip_prefix("--port=").or_else(|| word.strip_prefix("PORT=")),
        };
        if let Some(port) = said.and_then(|port| parse_port(port, "port").ok()) {
            return Some(port);
        }
    }
    None
}

/// The lines of a Procfile. `web` gets a port by custom, others where they ask for one.
pub(super) fn procfile(folder: &Path) -> Vec<Found> {
    let Some(text) = read(&folder.join("Procfile")) else { return vec![] };
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once(':'));
    let entries = entries.map(|(name, cmd)| (name.trim(), cmd.trim()));
    entries
        .filter(|(name, cmd)| !name.is_empty() && !cmd.is_empty() && !cmd.contains('\0'))
        .map(|(name, cmd)| {
            let mut settings = vec![];
            if name != "web" && !cmd.contains("PORT") {
                settings.push(("port", json!(false)));
            }
            settings.push(("cmd", json!(cmd)));
            Found { stack: segment(name), from: "Procfile".to_owned(), settings }
        })
        .collect()
}

/// A Django project.
pub(super) fn django(folder: &Path) -> Option<Found> {
    folder.join("manage.py").is_file().then(|| Found {
        stack: "django".to_owned(),
        from: "manage.py".to_owned(),
        settings: vec![
            ("port", json!(8000)),
            ("cmd", json!("python manage.py runserver {port}")),
            ("ready", json!("http://localhost:{port}")),
        ],
    })
}

/// Services of a compose file that publish a port. Docker starts them, portreg knows their ports.
pub(super) fn compose(folder: &Path) -> Vec<Found> {
    const FILES: [&str; 4] =
        ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];
    let file = FILES.into_iter().find_map(|file| Some((file, read(&folder.join(file))?)));
    let Some((file, text)) = file else { return vec![] };
    let Ok(value) = serde_norway::from_str::<serde_norway::Value>(&text) else { return vec![] };
    let Some(services) = value.get("services").and_then(serde_norway::Value::as_mapping) else {
        return vec![];
    };
    let entries = services.iter().filter_map(|(name, service)| {
        let ports = service.get("ports")?.as_sequence()?.iter().filter_map(published);
        let ports: Vec<u16> = ports.collect();
        let name = name.as_str()?;
        let port = *ports.first()?;
        Some(Found {
            stack: segment(name),
            from: format!("{file}: docker compose starts it, `up` leaves it alone"),
            settings: vec![("port", json!(port)), ("enabled", json!(false))],
        })
    });
    entries.collect()
}

/// The host's port of one entry of `ports`: `"8080:80"`, `"127.0.0.1:${P:-8080}:80/tcp"`, or the long
/// form.
fn published(entry: &serde_norway::Value) -> Option<u16> {
    if let Some(long) = entry.get("published") {
        let number = long.as_u64().and_then(|port| u16::try_from(port).ok());
        return number.filter(|port| *port != 0).or_else(|| with_default(long.as_str()?));
    }
    let text = entry.as_str()?;
    let text = text.split('/').next()?;
    // Braces hold colons of their own.
    let mut parts: Vec<&str> = vec![];
    let (mut depth, mut start) = (0_u32, 0);
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    // The container's port is last; alone, Docker chooses the host's.
    (parts.len() >= 2).then(|| with_default(parts[parts.len() - 2])).flatten()
}

/// A port, or the default of `${NAME:-8080}`; of a run the first.
fn with_default(text: &str) -> Option<u16> {
    let text = match text.strip_prefix("${").and_then(|text| text.strip_suffix('}')) {
        Some(variable) => variable.split_once('-')?.1,
        None => text,
    };
    parse_port(text.split('-').next()?.trim(), "port").ok()
}
