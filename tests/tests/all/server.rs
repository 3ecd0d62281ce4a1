//! Servers of the tests' making: Python programs that say when they are ready.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::helper::in_own_session;
use super::world::World;

/// A program in a session of its own. It ends with this value, and with it all that it forked into its
/// group.
pub(crate) struct Server {
    child: Child,
    /// Kept open: a server may say more than that it is ready.
    _output: BufReader<ChildStdout>,
    /// Its end is the end of the program, where that reads from it.
    pub(crate) input: Option<ChildStdin>,
    /// The words of the line by which it said that it is ready.
    pub(crate) said: Vec<String>,
    pub(crate) pid: u32,
}

impl Server {
    /// Starts a script with Python, in the world's working folder or where the command says.
    pub(crate) fn python(world: &World, script: &str, args: &[&str]) -> Self {
        let mut command = world.command("python3");
        command.args(["-c", script]).args(args);
        Self::start(command)
    }

    /// Starts a script with Python in a folder that belongs to no service.
    pub(crate) fn elsewhere(world: &World, script: &str, args: &[&str]) -> Self {
        let mut command = world.command("python3");
        command.args(["-c", script]).args(args).current_dir(world.path().join("elsewhere"));
        Self::start(command)
    }

    /// Starts a command and waits for its first line.
    pub(crate) fn start(command: Command) -> Self {
        let mut leader = in_own_session(&command);
        let mut child = leader.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the server has ended before it was ready");
        let said = line.split_whitespace().map(str::to_owned).collect();
        let pid = child.id();
        Self { input: child.stdin.take(), child, _output: output, said, pid }
    }

    /// The number that it said in this place.
    pub(crate) fn number(&self, place: usize) -> u32 {
        self.said[place].parse().unwrap()
    }

    /// Waits until the program has ended by itself or was ended.
    pub(crate) fn wait(&mut self) {
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let group = format!("-{}", self.pid);
        _ = Command::new("kill").args(["-KILL", "--", &group]).stderr(Stdio::null()).status();
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
