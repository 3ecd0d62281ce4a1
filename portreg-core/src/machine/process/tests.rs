//! Real processes, started and ended.
#![expect(unsafe_code, reason = "fork has no safe wrapper")]

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::*;
use crate::model::Signal;

const LONG: Duration = Duration::from_secs(20);

/// A child that does not outlive its test.
struct Kid {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Kid {
    fn start(command: &mut Command) -> Self {
        // A group of its own, so that no test ends another one's children.
        let mut child =
            command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    fn sh(script: &str) -> Self {
        Self::start(Command::new("sh").args(["-c", script]))
    }

    fn python(script: &str) -> Self {
        Self::start(Command::new("python3").args(["-c", script]))
    }

    fn pid(&self) -> u32 {
        self.child.id()
    }

    fn key(&self) -> ProcessKey {
        key_of(self.pid()).unwrap()
    }

    /// Waits until a process has become the program of this name: it is the shell's copy before.
    fn until_named(&self, pid: u32, name: &str) {
        let deadline = std::time::Instant::now() + LONG;
        while holder(pid).name != name {
            assert!(std::time::Instant::now() < deadline, "{pid} is still {}", holder(pid).name);
            std::thread::yield_now();
        }
    }

    /// Waits for the child's next line, a number.
    fn number(&mut self) -> u32 {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim().parse().unwrap()
    }
}

impl Drop for Kid {
    fn drop(&mut self) {
        end(&Vec::from_iter(key_of(self.pid())), |_| false, Duration::ZERO);
        _ = self.child.wait();
    }
}

#[test]
fn a_process_knows_itself() {
    let me = current();
    assert_eq!(me.pid, std::process::id());
    assert!(me.start_ticks > 0 && me.boot != 0 && me.namespace != 0 && me.machine > 0);
    assert_eq!((current(), key_of(me.pid)), (me, Some(me)));
    assert_eq!(liveness(&me), Liveness::Alive);
}

#[test]
fn a_forked_child_is_another_process() {
    current();
    // SAFETY: the child reads files and leaves without running anything of the test runner.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        let me = current();
        let seen = system::stat(std::process::id()).unwrap();
        let right = me.pid == seen.pid && me.start_ticks == seen.start_ticks;
        // SAFETY: as above.
        unsafe { libc::_exit(i32::from(!right)) };
    }
    let mut status = 0;
    // SAFETY: waits for the child that was just forked.
    unsafe { libc::waitpid(pid, &raw mut status, 0) };
    assert_eq!(libc::WEXITSTATUS(status), 0);
}

#[test]
fn zombies_and_reused_pids_are_dead() {
    let mut kid = Kid::start(Command::new("sleep").arg("1000"));
    let key = kid.key();
    assert_eq!(liveness(&key), Liveness::Alive);
    let before = ProcessKey { start_ticks: key.start_ticks - 1, ..key };
    assert_eq!(liveness(&before), Liveness::Dead, "the pid belongs to a younger process");

    kid.child.kill().unwrap();
    assert_eq!(wait_gone(&[key], LONG), []);
    assert_eq!((liveness(&key), key_of(key.pid)), (Liveness::Dead, None), "a zombie");
    kid.child.wait().unwrap();
    assert_eq!((liveness(&key), key_of(key.pid)), (Liveness::Dead, None), "reaped");
    assert_eq!(
        holder(key.pid),
        Holder { pid: key.pid, name: String::new(), started_at_ms: None, label: None }
    );
}

#[test]
fn what_is_elsewhere_cannot_be_judged() {
    let me = current();
    let with = |change: fn(&mut ProcessKey)| {
        let mut key = me;
        change(&mut key);
        liveness(&key)
    };
    assert_eq!(with(|key| key.machine += 1), Liveness::Unknown);
    assert_eq!(with(|key| key.namespace += 1), Liveness::Unknown);
    assert_eq!(with(|key| key.boot += 1), Liveness::Dead);
    assert_eq!(
        with(|key| (key.boot, key.namespace) = (key.boot + 1, key.namespace + 1)),
        Liveness::Dead
    );
}

#[test]
fn a_holder_has_a_name_and_a_start() {
    let mut kid = Kid::sh("echo 1; read line");
    kid.number();
    let holder = holder(kid.pid());
    assert_eq!(holder.name, "sh");
    let age = crate::time::now_ms() - holder.started_at_ms.unwrap();
    assert!((-100..60_000).contains(&age), "{age}");
    assert_eq!(command_line(kid.pid()), ["sh", "-c", "echo 1; read line"]);
}

#[test]
fn descent_is_followed_both_ways() {
    let mut kid = Kid::sh("sh -c 'echo $$; sleep 1000; :'; :");
    let inner = kid.number();
    let (outer, me) = (kid.key(), current());
    assert_eq!(system::stat(inner).map(|stat| stat.parent), Some(kid.pid()));
    let ancestors = ancestors_of(inner);
    assert_eq!(ancestors[..2], [outer, me]);
    assert!(is_ancestor(&outer, inner) && is_ancestor(&me, inner) && !is_ancestor(&me, me.pid));
    assert!(!is_ancestor(&ProcessKey { start_ticks: 0, ..outer }, inner));
    assert_eq!(relatives::descend(&[kid.pid()], |_| false)[0].pid, inner);
    assert!(relatives::descend(&[me.pid], |_| false).contains(&outer));
}

#[test]
fn sessions_and_groups_are_told() {
    let mut kid = Kid::sh("setsid sh -c 'echo $$; sleep 1000; :' & wait");
    let inner = kid.number();
    assert_eq!(session_of(inner), Some(inner));
    assert!(is_session_leader(inner) && !is_session_leader(kid.pid()) && !has_terminal(inner));
    assert!(members_of_group(system::stat(kid.pid()).unwrap().group).contains(&kid.key()));
    assert_eq!(end(&[key_of(inner).unwrap()], |_| false, LONG)[0].pid, inner);
}

#[test]
fn the_folder_is_told_also_after_it_is_gone() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().canonicalize().unwrap().join("worktree");
    std::fs::create_dir(&place).unwrap();
    let kid = Kid::start(Command::new("sleep").arg("1000").current_dir(&place));
    assert_eq!(cwd_of(kid.pid()), Some(place.clone()));
    std::fs::remove_dir(&place).unwrap();
    assert_eq!(cwd_of(kid.pid()), Some(place));
    assert_eq!(user_of(kid.pid()), Some(own_user()));
}

#[test]
fn marks_are_found_on_all_who_inherit_them() {
    let mark = format!("test-{:016x}", fastrand::u64(..));
    let script = "setsid sh -c 'echo $$; sleep 1000; :' & wait";
    let mut kid = Kid::start(Command::new("sh").args(["-c", script]).env(MARK, &mark));
    let inner = kid.number();
    assert_eq!(mark_of(inner), Some(mark.clone()));
    let found = marked(&mark);
    assert!(found.contains(&kid.key()) && found.iter().any(|key| key.pid == inner));
    assert_eq!(mark_of(std::process::id()), None);
    end(&found, |_| false, LONG);
    assert_eq!(marked(&mark), []);
}

/// A service that a killed supervisor had left was just becoming its program: nobody saw its mark, and it stayed.
#[test]
fn a_mark_is_found_while_a_process_becomes_another_program() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("again");
    std::fs::write(&file, "exec sh \"$0\"").unwrap();
    let mark = format!("test-{:016x}", fastrand::u64(..));
    let kid = Kid::start(Command::new("sh").arg(&file).env(MARK, &mark));
    for _ in 0..5000 {
        assert_eq!(mark_of(kid.pid()).as_ref(), Some(&mark));
    }
    let bare = Kid::start(Command::new("sleep").arg("1000").env_clear());
    assert_eq!(mark_of(bare.pid()), None);
}

#[test]
fn a_signal_never_meets_the_wrong_process() {
    let kid = Kid::start(Command::new("sleep").arg("1000"));
    let key = kid.key();
    let stale = ProcessKey { start_ticks: key.start_ticks - 1, ..key };
    assert!(!signal(&stale, Signal::Kill).unwrap());
    assert_eq!(liveness(&key), Liveness::Alive);
    assert!(signal(&ProcessKey { machine: key.machine + 1, ..key }, Signal::Kill).is_err());
    assert_eq!(wait_gone(&[key, stale], Duration::ZERO), [key]);
    assert!(signal(&key, Signal::Kill).unwrap());
    assert_eq!(wait_gone(&[key], LONG), []);
    assert!(!signal(&key, Signal::Kill).unwrap());
}

#[test]
fn a_willing_tree_ends_by_term() {
    let mut kid = Kid::sh("sleep 1000 & echo $!; wait");
    let inner = kid.number();
    kid.until_named(inner, "sleep");
    let ended = end(&[kid.key()], |_| false, LONG);
    assert_eq!(ended.len(), 2);
    assert!(ended.iter().all(|ended| ended.signal == Signal::Term), "{ended:?}");
    assert_eq!((ended[0].name.as_str(), ended[1].name.as_str()), ("sh", "sleep"));
    assert_eq!((key_of(kid.pid()), key_of(inner)), (None, None));
}

#[test]
fn who_ignores_term_is_killed_after_the_grace() {
    let mut kid = Kid::python(
        "import os,signal,time\n\
         signal.signal(signal.SIGTERM, signal.SIG_IGN)\n\
         if os.fork() == 0: os.setsid(); print(os.getpid(), flush=True)\n\
         while True: time.sleep(1000)",
    );
    let inner = kid.number();
    let ended = end(&[kid.key()], |_| false, Duration::from_millis(50));
    assert_eq!(ended.iter().map(|ended| ended.signal).collect::<Vec<_>>(), [Signal::Kill; 2]);
    assert_eq!((key_of(kid.pid()), key_of(inner)), (None, None));
}

#[test]
fn a_supervisor_does_not_outrun_its_end() {
    // Whenever its child ends it starts the next one, and neither listens to TERM.
    let mut kid = Kid::python(
        "import os,signal,time\n\
         signal.signal(signal.SIGTERM, signal.SIG_IGN)\n\
         while True:\n\
         \x20   kid = os.fork()\n\
         \x20   if kid == 0: print(os.getpid(), flush=True); time.sleep(1000)\n\
         \x20   os.waitpid(kid, 0)\n",
    );
    let first = kid.number();
    let ended = end(&[kid.key()], |_| false, Duration::from_millis(20));
    assert!(ended.iter().any(|ended| ended.pid == first), "{ended:?}");
    // The child may end by the SIGHUP that the kernel sends to a stopped group without a leader.
    assert_eq!((ended[0].pid, ended[0].signal), (kid.pid(), Signal::Kill), "{ended:?}");
    assert_eq!(members_of_group(kid.pid()), []);
}

#[test]
fn who_hands_over_while_it_is_asked_does_not_escape() {
    // A graceful restart: the successor is started in answer to TERM, and its starter ends.
    let mut kid = Kid::python(
        "import os,signal,time\n\
         def over(*_):\n\
         \x20   if os.fork() != 0: os._exit(0)\n\
         signal.signal(signal.SIGTERM, over)\n\
         print(1, flush=True)\n\
         while True: time.sleep(0.01)\n",
    );
    kid.number();
    let ended = end(&[kid.key()], |_| false, Duration::from_millis(200));
    assert_eq!(ended.last().unwrap().signal, Signal::Kill, "{ended:?}");
    assert_eq!(members_of_group(kid.pid()), []);
}

#[test]
fn a_child_born_while_its_parent_is_asked_does_not_escape() {
    // The shell starts its child just when it is looked at; asked to end, it leaves it to pid 1.
    for _ in 0..10 {
        let mark = format!("test-{:016x}", fastrand::u64(..));
        let mut shell = Command::new("sh");
        let script = "setsid sh -c 'echo $$; sleep 1000; :' & wait";
        let mut kid = Kid::start(shell.args(["-c", script]).env(MARK, &mark));
        let inner = kid.number();
        end(&Vec::from_iter(key_of(inner)), |_| false, LONG);
        let left = marked(&mark);
        assert!(left.iter().all(|key| key.pid == kid.pid()), "{left:?}");
    }
}

#[test]
fn a_stopped_process_hears_the_request() {
    let kid = Kid::start(Command::new("sleep").arg("1000"));
    signal(&kid.key(), Signal::Stop).unwrap();
    let ended = end(&[kid.key()], |_| false, LONG);
    assert_eq!(ended[0].signal, Signal::Term);
}

#[test]
fn the_spared_and_their_children_live_on() {
    let mut kid = Kid::sh("sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait");
    let (first, second) = (kid.number(), kid.number());
    let (spared, below) = if system::stat(first).map(|stat| stat.parent) == Some(kid.pid()) {
        (first, second)
    } else {
        (second, first)
    };
    let ended = end(&[kid.key()], |pid| pid == spared, LONG);
    assert_eq!(ended.iter().map(|ended| ended.pid).collect::<Vec<_>>(), [kid.pid()]);
    let kept = [key_of(spared).unwrap(), key_of(below).unwrap()];
    assert_eq!(end(&kept, |_| false, LONG).len(), 2);
}

#[test]
fn this_process_and_the_first_one_are_never_ended() {
    let first = key_of(1).unwrap();
    assert_eq!(end(&[current(), first], |_| true, Duration::ZERO), []);
    let ending =
        end_found(&[current(), first], Signal::Kill, Duration::ZERO, |_| false, |_| Vec::new());
    assert_eq!(ending, ending::Ending::default());
}

/// Runs a test of this binary in a new pid namespace. Where that is not allowed it is a failure on
/// CI, and left out elsewhere.
fn in_new_namespace(test: &str, own_proc: bool) {
    let unshare = || {
        let mut command = Command::new("unshare");
        command.args(["--pid", "--fork"]).args(own_proc.then_some("--mount-proc"));
        command
    };
    if !unshare().arg("true").output().is_ok_and(|output| output.status.success()) {
        assert!(std::env::var_os("CI").is_none(), "unshare is not there, or not allowed");
        return;
    }
    let output = unshare()
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", &format!("machine::process::tests::{test}")])
        .env("PORTREG_TEST_OUTER", serde_json::to_string(&current()).unwrap())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn another_pid_namespace_is_another_world() {
    match std::env::var("PORTREG_TEST_OUTER") {
        Ok(outer) => inside_a_namespace(serde_json::from_str(&outer).unwrap()),
        Err(_) => {
            in_new_namespace("another_pid_namespace_is_another_world", true);
            in_new_namespace("another_pid_namespace_is_another_world", false);
        }
    }
}

/// What the test above looks at inside the other namespace.
fn inside_a_namespace(outer: ProcessKey) {
    let me = current();
    assert_eq!((me.boot, me.machine), (outer.boot, outer.machine));
    assert_ne!(me.namespace, outer.namespace);
    assert_eq!(liveness(&outer), Liveness::Unknown);
    assert_eq!(liveness(&me), Liveness::Alive);
    // Also where /proc shows the outer namespace, whose pids are others.
    let mut kid = Kid::start(Command::new("sleep").arg("1000"));
    let key = kid.key();
    assert_eq!(liveness(&key), Liveness::Alive);
    assert_eq!(holder(key.pid).name, "sleep");
    assert!(signal(&key, Signal::Kill).unwrap());
    assert_eq!(wait_gone(&[key], LONG), []);
    kid.child.wait().unwrap();
    assert_eq!(liveness(&key), Liveness::Dead);
}

/// One process each: of the group, in a group of its own, in a session of its own, in one with a
/// clean environment, and one that has lost its parent.
#[test]
fn a_family_knows_its_members_one_by_one() {
    let script = "import os, sys, time\n\
        def kid(leave, env=None):\n\
        \x20   pid = os.fork()\n\
        \x20   if pid == 0:\n\
        \x20       leave()\n\
        \x20       code = 'import os, sys; os.write(1, str(os.getpid()).encode() + bytes([10])); sys.stdin.read()'\n\
        \x20       os.execve(sys.executable, [sys.executable, '-c', code], env or os.environ)\n\
        def orphan():\n\
        \x20   os.setsid()\n\
        \x20   if os.fork(): os._exit(0)\n\
        kid(lambda: None)\n\
        kid(lambda: os.setpgid(0, 0), {})\n\
        kid(os.setsid)\n\
        kid(os.setsid, {'PATH': '/bin'})\n\
        kid(orphan)\n\
        sys.stdin.read()";
    let mark = format!("test-{:016x}", fastrand::u64(..));
    let mut kid = Kid::start(Command::new("python3").args(["-c", script]).env(MARK, &mark));
    let members: Vec<u32> = (0..5).map(|_| kid.number()).collect();
    let stranger = Kid::start(Command::new("sleep").arg("1000"));
    let of = |group, mark: Option<&str>, adopter| {
        let family = Family { group, mark: mark.map(str::to_owned), adopter };
        let mut all = members.clone();
        all.push(kid.pid());
        assert!(!family.includes(stranger.pid()) || adopter.is_some());
        assert!(!family.includes(std::process::id()) && !family.includes(1));
        all.iter().filter(|pid| family.includes(**pid)).count()
    };
    assert_eq!(of(Some(kid.pid()), Some(&mark), None), 6);
    assert_eq!(of(Some(kid.pid()), None, None), 5, "all but the orphan");
    // Whoever has lost the mark descends from one that has it.
    assert_eq!(of(None, Some(&mark), None), 6);
    assert_eq!(of(None, None, Some(std::process::id())), 5, "the orphan is adopted by another");
    assert_eq!(of(None, Some("another"), None), 0);
    assert!(!Family { group: Some(0), ..Family::default() }.includes(u32::MAX));
}
