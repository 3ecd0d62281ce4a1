//! A world with a project of services, and who runs them: a library's process or the command.

use std::fs::File;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::helper::{Helper, is_dead};
use super::world::{Answer, DEADLINE, PORTREG, World, wait_for};

pub(crate) const ACTOR: &str = env!("CARGO_BIN_EXE_actor");

/// The actor's command: what it does, in words.
pub(crate) fn actor(words: &str) -> Value {
    json!(std::iter::once(ACTOR).chain(words.split(' ')).collect::<Vec<_>>())
}

/// A server of the actor that is ready when it listens.
pub(crate) fn server() -> Value {
    json!({ "cmd": actor("serve") })
}

/// A world whose working folder has a project. No process of it outlives this value.
pub(crate) struct Stage {
    world: World,
}

impl Deref for Stage {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl Stage {
    /// The project `shop` with these services, by their short names.
    pub(crate) fn new(services: Value) -> Self {
        let stage = Self { world: World::new() };
        stage.services(&services);
        stage
    }

    /// Writes the project's file anew.
    pub(crate) fn services(&self, services: &Value) {
        let mut config = json!({ "project": "shop" });
        for (name, service) in services.as_object().unwrap() {
            config[format!("shop:{name}")] = service.clone();
        }
        self.configure(&config);
    }

    /// A file in the working folder, by which services are told to go on.
    pub(crate) fn touch(&self, name: &str) {
        std::fs::write(self.work().join(name), "").unwrap();
    }

    /// The command with these arguments; fails the test if it does not end, or leaves its output open.
    pub(crate) fn cli(&self, args: &[&str]) -> Answer {
        let out = tempfile::NamedTempFile::new().unwrap();
        let err = tempfile::NamedTempFile::new().unwrap();
        let mut command = self.command(PORTREG);
        command.args(args).stdin(Stdio::null());
        command.stdout(out.reopen().unwrap()).stderr(err.reopen().unwrap());
        let mut child = Ended(command.spawn().unwrap());
        let status = wait_long(&format!("{args:?} to end"), || child.0.try_wait().unwrap());
        let read = |file: &tempfile::NamedTempFile| {
            String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()).into_owned()
        };
        let answer = Answer { code: status.code().unwrap_or(-1), out: read(&out), err: read(&err) };
        assert!(!answer.err.contains("panicked"), "{answer:?}");
        answer
    }

    /// The same, which must succeed, in JSON.
    #[track_caller]
    pub(crate) fn cli_json(&self, args: &[&str]) -> Value {
        let answer = self.cli(&[&["--json"], args].concat());
        assert_eq!(answer.code, 0, "{args:?}: {answer:?}");
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{args:?}: {answer:?}"))
    }

    /// The same, which must fail with this exit code and this error.
    #[track_caller]
    pub(crate) fn cli_error(&self, args: &[&str], exit: i32, code: &str) -> Value {
        let answer = self.cli(&[&["--json"], args].concat());
        assert_eq!(answer.code, exit, "{args:?}: {answer:?}");
        let error: Value =
            serde_json::from_str(&answer.err).unwrap_or_else(|_| panic!("{args:?}: {answer:?}"));
        assert_eq!(error["error"]["code"], code, "{answer:?}");
        error["error"].clone()
    }

    /// `up` in the foreground, its output in files.
    pub(crate) fn foreground(&self, args: &[&str]) -> Foreground {
        let out = self.path().join(format!("out-{}", fastrand::u32(..)));
        let mut command = self.command(PORTREG);
        command.args(args).stdin(Stdio::null());
        command.stdout(File::create(&out).unwrap());
        command.stderr(File::create(out.with_extension("err")).unwrap());
        Foreground { child: Ended(command.spawn().unwrap()), out }
    }

    /// The service as the registry has it.
    #[track_caller]
    pub(crate) fn service(&self, name: &str) -> Value {
        let name = format!("shop:{name}");
        let found = self.json(&["find", &name]);
        let mut found = found.as_array().unwrap().iter().filter(|one| one["identity"] == name);
        found.next().unwrap_or_else(|| panic!("there is no {name}")).clone()
    }

    #[track_caller]
    pub(crate) fn pid_of(&self, name: &str) -> u32 {
        let service = self.service(name);
        service["pid"].as_u64().unwrap_or_else(|| panic!("{service}")) as u32
    }

    #[track_caller]
    pub(crate) fn port_of(&self, name: &str) -> u16 {
        self.service(name)["port"].as_u64().unwrap() as u16
    }

    /// What happened, oldest first: actions with the short names of services.
    pub(crate) fn history(&self, actions: &[&str]) -> Vec<(String, String)> {
        let rows = self.json(&["history", "-n", "100000"]);
        let rows = rows.as_array().unwrap().iter().map(|row| {
            let name = row["identity"].as_str().unwrap_or_default();
            (row["action"].as_str().unwrap().to_owned(), name.replacen("shop:", "", 1))
        });
        rows.filter(|(action, _)| actions.contains(&action.as_str())).collect()
    }

    /// The processes that a supervisor of this world has started, with all that they started.
    pub(crate) fn of_services(&self) -> Vec<u32> {
        self.processes().into_iter().filter(|pid| has(*pid, "PORTREG_RUN=")).collect()
    }

    /// What is to be known of a process that should be gone.
    pub(crate) fn portrait(&self, pid: u32) -> String {
        let of = |file: &str| {
            let text = std::fs::read(format!("/proc/{pid}/{file}")).unwrap_or_default();
            String::from_utf8_lossy(&text).replace('\0', " ")
        };
        let environ = of("environ");
        let ours: Vec<_> = environ.split(' ').filter(|one| one.starts_with("PORTREG_")).collect();
        let name = ours.iter().find_map(|one| one.strip_prefix("PORTREG_IDENTITY="));
        let rows = self.json(&["history", name.unwrap_or("*"), "-n", "30"]);
        format!("{}\n{}\n{ours:?}\n{rows:#}\n", of("cmdline"), of("stat"))
    }

    /// All processes of this world.
    pub(crate) fn processes(&self) -> Vec<u32> {
        let mark = format!("PORTREG_REGISTRY={}", self.registry().display());
        let all = std::fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        all.filter(|pid| has(*pid, &mark) && !is_dead(*pid)).collect()
    }

    /// A process of a library that may host a stack.
    pub(crate) fn host(&self) -> Host {
        Host { helper: self.helper(), seen: Vec::new() }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline {
            let left = self.processes();
            if left.is_empty() {
                return;
            }
            for pid in left {
                signal(pid, "KILL");
            }
        }
    }
}

/// Whether a process has this in its environment, as it was at its start.
fn has(pid: u32, entry: &str) -> bool {
    let environ = std::fs::read(format!("/proc/{pid}/environ")).unwrap_or_default();
    environ.split(|byte| *byte == 0).any(|one| match entry.ends_with('=') {
        true => one.starts_with(entry.as_bytes()),
        false => one == entry.as_bytes(),
    })
}

pub(crate) fn signal(pid: u32, name: &str) {
    let pid = pid.to_string();
    _ = Command::new("kill").args([&format!("-{name}"), &pid]).stderr(Stdio::null()).status();
}

#[track_caller]
pub(crate) fn wait_dead(pid: u32) {
    wait_for("a process to be gone", || is_dead(pid).then_some(()));
}

/// Asks until there is an answer, for a minute: what a supervisor may take its time for.
#[track_caller]
pub(crate) fn wait_long<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE * 3;
    loop {
        if let Some(value) = ask() {
            return value;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A child that ends with this value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// `up` in the foreground.
pub(crate) struct Foreground {
    child: Ended,
    out: PathBuf,
}

impl Foreground {
    pub(crate) fn pid(&self) -> u32 {
        self.child.0.id()
    }

    /// What it has printed so far.
    pub(crate) fn said(&self) -> String {
        let out = std::fs::read(&self.out).unwrap();
        let err = std::fs::read(self.out.with_extension("err")).unwrap();
        String::from_utf8_lossy(&[out, err].concat()).into_owned()
    }

    /// Its exit code, when it has ended.
    #[track_caller]
    pub(crate) fn code(&mut self) -> i32 {
        let ended = wait_long("the command to end", || self.child.0.try_wait().unwrap());
        ended.code().unwrap_or(-1)
    }
}

/// A process of a library with a stack, and what it has told.
pub(crate) struct Host {
    pub(crate) helper: Helper,
    pub(crate) seen: Vec<Value>,
}

impl Host {
    /// Starts a stack; gives its services in their order.
    #[track_caller]
    pub(crate) fn up(&mut self, patterns: &[&str]) -> Vec<String> {
        self.up_with(json!({ "patterns": patterns }))
    }

    #[track_caller]
    pub(crate) fn up_with(&mut self, options: Value) -> Vec<String> {
        let names = self.helper.ok("up", &json!({ "options": options }));
        let names: Vec<String> = serde_json::from_value(names).unwrap();
        names.into_iter().map(|name| name.replacen("shop:", "", 1)).collect()
    }

    #[track_caller]
    pub(crate) fn up_error(&mut self, options: Value, code: &str) -> Value {
        self.helper.err("up", &json!({ "options": options }), code)
    }

    /// Waits until all are ready.
    #[track_caller]
    pub(crate) fn ready(&mut self) {
        self.helper.ok("stack_ready", &json!({ "at_most_ms": 18_000 }));
    }

    /// The next event of this kind about this service; none where the stack ends without one.
    fn find(&mut self, name: &str, event: &str) -> Option<Value> {
        let name = format!("shop:{name}");
        let deadline = Instant::now() + DEADLINE * 3;
        while Instant::now() < deadline {
            let next = self.helper.ok("next_event", &json!({ "at_most_ms": 5000 }));
            if next.is_null() {
                match self.helper.ok("is_over", &Value::Null) == true {
                    true => return None,
                    false => continue,
                }
            }
            self.seen.push(next.clone());
            if next["identity"] == name && next["event"] == event {
                return Some(next);
            }
        }
        None
    }

    /// Takes events until there is one of this kind about this service.
    #[track_caller]
    pub(crate) fn until(&mut self, name: &str, event: &str) -> Value {
        self.find(name, event)
            .unwrap_or_else(|| panic!("{name} is never {event}: {:#?}", self.shown()))
    }

    /// Takes all events up to the end of the stack.
    #[track_caller]
    pub(crate) fn all_events(&mut self) {
        assert_eq!(self.find("nobody", "nothing"), None);
    }

    /// What was told so far, as `service event`.
    pub(crate) fn shown(&self) -> Vec<String> {
        let shown = |event: &Value| {
            let name = event["identity"].as_str().unwrap().replacen("shop:", "", 1);
            format!("{name} {}", event["event"].as_str().unwrap())
        };
        self.seen.iter().map(shown).collect()
    }

    /// The place of the first such event among those told.
    #[track_caller]
    pub(crate) fn place(&self, what: &str) -> usize {
        let shown = self.shown();
        shown.iter().position(|one| one == what).unwrap_or_else(|| panic!("no {what}: {shown:?}"))
    }

    pub(crate) fn count(&self, what: &str) -> usize {
        self.shown().iter().filter(|one| *one == what).count()
    }
}
