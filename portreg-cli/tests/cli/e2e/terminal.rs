//! `run` at a terminal, under a shell with job control: Ctrl-C, Ctrl-Z, `fg`, the background.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::Home;

/// A shell at a terminal of its own.
pub(super) struct Shell {
    pub(super) home: Home,
    child: Child,
    terminal: File,
    unread: String,
}

impl Shell {
    pub(super) fn new() -> Self {
        let home = Home::new();
        let terminal =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        let name = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
        let side = || Stdio::from(File::options().read(true).write(true).open(&name).unwrap());
        let child = Command::new("setsid")
            .args(["--ctty", "--wait", "bash", "--norc", "--noprofile", "-i"])
            .env("PS1", "now> ")
            .env("TERM", "dumb")
            .env("HOME", home.path())
            .env("PORTREG_HOME", home.path())
            .env_remove("PORTREG")
            .env_remove("PORTREG_REGISTRY")
            .current_dir(home.path())
            .stdin(side())
            .stdout(side())
            .stderr(side())
            .spawn()
            .unwrap();
        let mut shell = Self { home, child, terminal: File::from(terminal), unread: String::new() };
        shell.expect("now> ");
        let bin = assert_cmd::cargo::cargo_bin("portreg");
        shell.send(&format!("alias portreg={}\n", bin.display()));
        shell.expect("now> ");
        shell
    }

    /// Gives the terminal a size.
    pub(super) fn resize(&self, rows: u16, columns: u16) {
        let size = Winsize { ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.terminal, size).unwrap();
    }

    pub(super) fn send(&mut self, keys: &str) {
        self.terminal.write_all(keys.as_bytes()).unwrap();
    }

    /// Reads on until the text appears, and gives what came before it.
    pub(super) fn expect(&mut self, text: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            if let Some(at) = self.unread.find(text) {
                let rest = self.unread.split_off(at + text.len());
                return std::mem::replace(&mut self.unread, rest);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let timeout = Timespec::try_from(left).unwrap();
            let ready = poll(&mut [PollFd::new(&self.terminal, PollFlags::IN)], Some(&timeout));
            assert_eq!(ready, Ok(1), "{text:?} does not appear: {:?}", self.unread);
            let mut buffer = [0; 4096];
            let length = self.terminal.read(&mut buffer).unwrap();
            self.unread.push_str(&String::from_utf8_lossy(&buffer[..length]));
        }
    }

    /// Writes a program into the folder of the shell.
    pub(super) fn program(&self, name: &str, text: &str) {
        std::fs::write(self.home.path().join(name), text).unwrap();
    }
}

impl Shell {
    /// Closes the terminal, as who closes its window does.
    pub(super) fn hang_up(&mut self) {
        self.terminal = File::open("/dev/null").unwrap();
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // The shell ends its jobs when its terminal hangs up; here it is asked first.
        _ = self.terminal.write_all(b"\x03\x03exit\nexit\n");
        let deadline = Instant::now() + Duration::from_secs(5);
        while Instant::now() < deadline && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(10));
        }
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn ctrl_c_reaches_the_command_once() {
    let mut shell = Shell::new();
    // It counts what comes until it is told to stop counting; the signal may come while it prints.
    shell.program(
        "count.py",
        "import os,signal,sys\n\
         n = 0\n\
         def count(*_):\n\
         \x20   global n; n += 1; os.write(1, b'interrupt %d\\n' % n)\n\
         signal.signal(signal.SIGINT, count)\n\
         print('counting', flush=True)\n\
         sys.stdin.readline()\n\
         print('total', n)\n\
         sys.exit(7)\n",
    );
    shell.send("portreg run shop:web -- python3 count.py; echo code $?\n");
    shell.expect("counting");
    shell.send("\x03");
    shell.expect("interrupt 1");
    shell.send("\n");
    shell.expect("total 1");
    shell.expect("code 7");
    shell.expect("now> ");
}

#[test]
fn ctrl_c_ends_a_command_that_does_not_mind() {
    let mut shell = Shell::new();
    shell.send("portreg run shop:web -- sh -c 'echo be''gun; exec sleep 1000'; echo code $?\n");
    shell.expect("begun");
    shell.send("\x03");
    shell.expect("code 130");
    shell.expect("now> ");
}

#[test]
fn ctrl_z_stops_and_fg_goes_on_with_the_terminal() {
    let mut shell = Shell::new();
    shell.program("read.sh", "echo begun; read line; echo got $line; exit 3\n");
    shell.send("portreg run shop:web -- sh read.sh\n");
    shell.expect("begun");
    shell.send("\x1a");
    shell.expect("Stopped");
    shell.expect("now> ");
    shell.send("fg; echo code $?\n");
    shell.expect("read.sh");
    shell.send("hello\n");
    shell.expect("got hello");
    shell.expect("code 3");
    shell.expect("now> ");
}

/// `down` of a command that Ctrl-Z has stopped: its `run` is stopped too, and would never hear of it.
#[test]
fn a_stopped_command_can_be_ended() {
    let mut shell = Shell::new();
    shell.program("read.sh", "echo begun; read line; echo got $line\n");
    shell.send("portreg run shop:web -- sh read.sh\n");
    shell.expect("begun");
    shell.send("\x1a");
    shell.expect("Stopped");
    shell.expect("now> ");
    shell.send("portreg -q down shop:web; echo co''de $?\n");
    shell.expect("code 0");
    assert_eq!(shell.home.json(&["find", "shop:web"])[0]["status"], "stopped");
    assert_eq!(shell.home.json(&["ps"]), serde_json::json!([]));
}

/// `restart` from another terminal: the command has this one again, and its shell gets it back at the end.
#[test]
fn a_command_that_is_started_again_has_the_terminal() {
    let mut shell = Shell::new();
    shell.program("read.sh", "echo begun; read line; echo got $line; exit 3\n");
    shell.send("portreg run shop:web -- sh read.sh; echo code $?\n");
    shell.expect("begun");
    shell.home.ok(&["restart", "shop:web"]);
    shell.expect("begun");
    shell.send("hello\n");
    shell.expect("got hello");
    shell.expect("code 3");
    shell.expect("now> ");
}

#[test]
fn in_the_background_it_waits_for_the_terminal() {
    let mut shell = Shell::new();
    shell.program("read.sh", "echo begun >begun; read line; echo got $line; exit 4\n");
    shell.send("portreg run shop:web -- sh read.sh & wait %1; echo stopped for input\n");
    shell.expect("stopped for input");
    shell.send("fg; echo code $?\n");
    shell.expect("read.sh");
    shell.send("hello\n");
    shell.expect("got hello");
    shell.expect("code 4");
}

#[test]
fn a_pipeline_ends_with_it() {
    let mut shell = Shell::new();
    shell.send("portreg run shop:web -- sh -c 'echo be''gun; exec sleep 1000' | cat; echo co''de ${PIPESTATUS[0]}\n");
    shell.expect("begun");
    shell.send("\x03");
    shell.expect("code 130");
    shell.expect("now> ");
}

#[test]
fn a_shell_inside_has_its_own_jobs() {
    let mut shell = Shell::new();
    shell.send("portreg run shop:web -- bash --norc --noprofile -i; echo code $?\n");
    shell.expect("now> ");
    // No fork after this word: dash cannot be stopped in the middle of one.
    shell.send("sh -c 'echo be''gun; exec sleep 1000'\n");
    shell.expect("begun");
    shell.send("\x1a");
    shell.expect("Stopped");
    shell.send("exit\n");
    shell.expect("stopped jobs");
    shell.send("exit 9\n");
    shell.expect("code 9");
    shell.expect("now> ");
}

#[test]
fn a_terminal_shows_when_a_line_was_printed() {
    let mut shell = Shell::new();
    let folder = shell.home.path().join("logs/shop~web");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("current.log"), "1760000000000 o. ready\n").unwrap();
    shell.send("NO_COLOR=1 TZ=UTC portreg logs shop:web -f\n");
    assert!(shell.expect(" ready").ends_with("08:53:20 ready"), "the time stands before the line");
    shell.send("\u{3}");
    shell.expect("now> ");
    shell.send("echo code $?\n");
    shell.expect("code 130");
}
