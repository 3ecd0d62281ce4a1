//! Linux: what `/proc` tells about processes.

use std::fs;
use std::io::Read as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::process::Pid;

use super::current;
use super::current::fnv;
use super::usage::Usage;
use crate::model::{ProcessKey, Signal};

mod pidfd;

pub(super) use pidfd::{hold, send};

static FOREIGN: AtomicBool = AtomicBool::new(false);

/// Whether `/proc` was mounted for another pid namespace than this process lives in.
fn proc_is_foreign() -> bool {
    current();
    FOREIGN.load(Ordering::Relaxed)
}

/// Looks once, when a process asks for its own key, at where it is.
pub(super) fn settle() {
    let me = std::process::id();
    FOREIGN.store(own_pid_in_proc().is_some_and(|seen| seen != me), Ordering::Relaxed);
}

/// One line of `/proc/PID/stat`, as far as it is of use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) pid: u32,
    /// The kernel's name of the process, at most 15 bytes.
    pub(super) name: String,
    state: u8,
    pub(super) parent: u32,
    pub(super) group: u32,
    pub(super) session: u32,
    terminal: i32,
    flags: u32,
    threads: i64,
    pub(super) start_ticks: i64,
    /// The time it has had of a processor, in user mode and in the kernel.
    cpu_ticks: u64,
    /// The memory it has that is not swapped out, in pages.
    resident_pages: u64,
}

impl Stat {
    /// Whether only its exit status is left. A leader whose other threads run on is no zombie.
    pub(super) fn is_dead(&self) -> bool {
        matches!(self.state, b'Z' | b'X' | b'x') && self.threads <= 1
    }

    /// Whether it was stopped, as by Ctrl-Z, and has not been told to go on.
    pub(super) fn is_stopped(&self) -> bool {
        self.state == b'T'
    }

    /// Whether it has a controlling terminal.
    pub(super) fn has_terminal(&self) -> bool {
        self.terminal != 0
    }

    /// Whether it is a thread of the kernel, which runs no program.
    fn is_kernel(&self) -> bool {
        const PF_KTHREAD: u32 = 0x0020_0000;
        self.flags & PF_KTHREAD != 0
    }

    fn parse(line: &str) -> Option<Self> {
        // The name may hold anything, also spaces and brackets: the last bracket ends it.
        let (open, close) = (line.find('(')?, line.rfind(')')?);
        let rest: Vec<&str> = line[close + 1..].split_ascii_whitespace().take(22).collect();
        let number = |at: usize| rest.get(at)?.parse().ok();
        let amount = |at: usize| rest.get(at)?.parse::<u64>().ok();
        Some(Self {
            pid: line[..open].trim().parse().ok()?,
            name: line[open + 1..close].to_owned(),
            state: rest.first()?.bytes().next()?,
            parent: number(1)?,
            group: number(2)?,
            session: number(3)?,
            terminal: rest.get(4)?.parse().ok()?,
            flags: number(6)?,
            threads: rest.get(17)?.parse().ok()?,
            start_ticks: rest.get(19)?.parse().ok()?,
            cpu_ticks: amount(11)?.saturating_add(amount(12)?),
            resident_pages: amount(21)?,
        })
    }
}

/// What the kernel says about a process, also a zombie; `None` where there is none to be seen.
pub(super) fn stat(pid: u32) -> Option<Stat> {
    Some(Stat { pid, ..stat_at(&place(pid, "stat")?)? })
}

fn stat_at(path: &Path) -> Option<Stat> {
    let mut buffer = [0; 1024];
    let length = read_start(path, &mut buffer)?;
    Stat::parse(&String::from_utf8_lossy(&buffer[..length]))
}

/// Every process that `/proc` shows, zombies left out.
pub(super) fn table() -> Vec<Stat> {
    pids().filter_map(stat).filter(|stat| !stat.is_dead()).collect()
}

/// The children of a process of which only the exit status is left.
pub(super) fn zombies_of(parent: u32) -> Vec<u32> {
    let dead = |stat: &Stat| stat.parent == parent && stat.is_dead();
    pids().filter_map(stat).filter(dead).map(|stat| stat.pid).collect()
}

/// The children of this process: orphans go to any of its threads.
pub(super) fn own_children() -> Option<Vec<u32>> {
    let mut found = Vec::new();
    for task in fs::read_dir("/proc/self/task").ok()? {
        let text = fs::read_to_string(task.ok()?.path().join("children")).ok()?;
        found.extend(text.split_ascii_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
    }
    Some(found)
}

/// Whether this process was told to ignore the signal, as `nohup` does.
pub(super) fn ignores(signal: Signal) -> bool {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = text.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    u32::try_from(signal.number() - 1).is_ok_and(|bit| mask.checked_shr(bit).unwrap_or(0) & 1 == 1)
}

/// Every pid that `/proc` shows; none where `/proc` counts differently from this process.
pub(super) fn pids() -> impl Iterator<Item = u32> {
    let entries = if proc_is_foreign() { None } else { fs::read_dir("/proc").ok() };
    entries.into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
}

/// Whether any process has the pid, seen or hidden.
pub(super) fn exists(pid: u32) -> bool {
    i32::try_from(pid)
        .ok()
        .and_then(Pid::from_raw)
        .is_some_and(|pid| rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH))
}

/// The path of a process's file in `/proc`.
fn place(pid: u32, file: &str) -> Option<PathBuf> {
    let pid = if proc_is_foreign() { pidfd::pid_in_proc(pid)? } else { pid };
    Some(PathBuf::from(format!("/proc/{pid}/{file}")))
}

fn own_pid_in_proc() -> Option<u32> {
    fs::read_link("/proc/self").ok()?.to_str()?.parse().ok()
}

pub(super) fn own_start_ticks() -> i64 {
    stat_at(Path::new("/proc/self/stat")).map_or(0, |stat| stat.start_ticks)
}

/// Ends this process as a crash of the machine would.
#[cfg(feature = "fault-injection")]
pub(super) fn kill_self() {
    _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
}

/// The folder that lists a process's open descriptors.
pub(in crate::machine) fn folder_of_descriptors(pid: u32) -> Option<PathBuf> {
    place(pid, "fd")
}

/// The first eight bytes of the boot's random id.
pub(super) fn boot() -> i64 {
    let text = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).take(16).collect();
    u64::from_str_radix(&digits, 16).map_or(0, u64::cast_signed)
}

pub(super) fn namespace() -> i64 {
    fs::metadata("/proc/self/ns/pid").map_or(0, |place| place.ino().cast_signed())
}

/// A stable number for this machine; containers without an id of their own go by their host name.
pub(super) fn machine() -> i64 {
    let id = fs::read_to_string("/etc/machine-id").unwrap_or_default();
    match id.trim() {
        "" | "uninitialized" => fnv(rustix::system::uname().nodename().to_bytes()),
        id => fnv(id.as_bytes()),
    }
}

/// Ticks of the boot clock as milliseconds since the Unix epoch.
pub(super) fn ticks_to_ms(ticks: i64) -> i64 {
    // To the tick, so that the same process started at the same time whenever that is asked.
    let booted = (crate::time::now_ms() - since_boot_ms() + 5) / 10 * 10;
    booted + ticks * 1000 / ticks_per_second()
}

/// The boot clock's present, in ticks.
pub(super) fn ticks_now() -> i64 {
    since_boot_ms() * ticks_per_second() / 1000
}

/// What a process has used of the machine, unless the pid belongs to another one now.
pub(super) fn used(key: &ProcessKey) -> Option<Usage> {
    let stat = stat(key.pid).filter(|stat| stat.start_ticks == key.start_ticks)?;
    let page = rustix::param::page_size() as u64;
    Some(Usage { cpu_ms: in_ms(stat.cpu_ticks), memory_bytes: stat.resident_pages * page })
}

/// Ticks as milliseconds.
fn in_ms(ticks: u64) -> u64 {
    ticks.saturating_mul(1000) / ticks_per_second().cast_unsigned()
}

fn ticks_per_second() -> i64 {
    rustix::param::clock_ticks_per_second().max(1).cast_signed()
}

fn since_boot_ms() -> i64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    now.tv_sec * 1000 + now.tv_nsec / 1_000_000
}

/// The program's name: how it was called, unless it has renamed itself into a sentence.
pub(super) fn name(argv: &[String], kernel_name: String) -> String {
    let first = argv.first().map_or("", String::as_str);
    let base = first.rsplit('/').next().unwrap_or_default().trim_start_matches('-');
    match base {
        "" => kernel_name,
        // nginx and postgres write their state over their arguments.
        base if base.contains([' ', ':']) => kernel_name,
        base => base.to_owned(),
    }
}

pub(super) fn command_line(pid: u32) -> Vec<String> {
    let Some(place) = place(pid, "cmdline") else { return Vec::new() };
    // Most fit; reading to the end of a file takes several calls more.
    let mut start = [0; 2048];
    let bytes = match read_start(&place, &mut start) {
        Some(length) if length < start.len() => start[..length].to_vec(),
        Some(_) => fs::read(place).unwrap_or_default(),
        None => Vec::new(),
    };
    let text = bytes.strip_suffix(&[0]).unwrap_or(&bytes);
    if text.is_empty() {
        return Vec::new();
    }
    text.split(|byte| *byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

/// Reads the beginning of a file in one call, and says how long it is.
fn read_start(path: &Path, buffer: &mut [u8]) -> Option<usize> {
    fs::File::open(path).ok()?.read(buffer).ok()
}

pub(super) fn environment_value(pid: u32, name: &str) -> Option<String> {
    environment(pid)?
        .split(|byte| *byte == 0)
        .find_map(|entry| entry.strip_prefix(name.as_bytes())?.strip_prefix(b"="))
        .map(|value| String::from_utf8_lossy(value).into_owned())
}

/// How long one that becomes another program may take to it; more than a busy machine lets it wait.
const BECOMING: Duration = Duration::from_secs(1);

/// What the process was started with. While it becomes another program the kernel shows nothing, however
/// long that takes: it is looked at again then.
fn environment(pid: u32) -> Option<Vec<u8>> {
    let place = place(pid, "environ")?;
    let begun = Instant::now();
    let mut bytes = Vec::with_capacity(16 * 1024);
    loop {
        // By one call: a second one would find nothing more where the program has changed meanwhile.
        bytes.clear();
        let length =
            rustix::io::read(fs::File::open(&place).ok()?, spare_capacity(&mut bytes)).ok()?;
        if length == bytes.capacity() {
            bytes.reserve(length * 4);
        } else if length > 0 || begun.elapsed() > BECOMING || has_no_environment(pid) {
            return Some(bytes);
        } else {
            std::thread::sleep(Duration::from_micros(100));
        }
    }
}

/// Whether there is none to wait for: its program was started without, or it runs none.
fn has_no_environment(pid: u32) -> bool {
    let text = place(pid, "stat").and_then(|path| fs::read_to_string(path).ok());
    let Some((text, stat)) = text.and_then(|text| Stat::parse(&text).map(|stat| (text, stat)))
    else {
        return true;
    };
    // The fields from the third on: the 26th is where the code lies, 0 until all others are there, and the 50th
    // and 51st are from where to where the environment does.
    let rest = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
    let field = |number: usize| fields.get(number - 3).copied();
    let is_empty = field(26) != Some("0") && field(50) == field(51);
    is_empty || stat.is_kernel() || stat.is_dead()
}

pub(super) fn cwd(pid: u32) -> Option<PathBuf> {
    let path = fs::read_link(place(pid, "cwd")?).ok()?;
    // The kernel says so of folders that were removed under a process; the place is what counts.
    match path.as_os_str().as_bytes().strip_suffix(b" (deleted)") {
        Some(gone) if !path.exists() => Some(PathBuf::from(std::ffi::OsStr::from_bytes(gone))),
        _ => Some(path),
    }
}

/// The user this process acts as.
pub(super) fn own_user() -> u32 {
    rustix::process::getuid().as_raw()
}

/// The user it acts as: the kernel gives the folder to that one, also where the process hides the files in
/// it. Ten times faster than the text of `status`.
pub(super) fn user(pid: u32) -> Option<u32> {
    Some(fs::metadata(place(pid, "")?).ok()?.uid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_brackets_and_spaces_are_read() {
        let line = "42 (a) b (c) S 7 8 9 34816 42 0 0 0 0 0 31 11 0 0 20 0 3 0 12345 0 5";
        let stat = Stat::parse(line).unwrap();
        assert_eq!((stat.pid, stat.name.as_str()), (42, "a) b (c"));
        assert_eq!((stat.parent, stat.group, stat.session, stat.terminal), (7, 8, 9, 34816));
        assert_eq!((stat.threads, stat.start_ticks), (3, 12345));
        assert_eq!((stat.cpu_ticks, stat.resident_pages), (42, 5));
        assert_eq!(Stat::parse("42 (a"), None);
        assert_eq!(Stat::parse(""), None);
    }

    #[test]
    fn a_zombie_leader_with_threads_is_alive() {
        let line = "42 (a) Z 7 8 9 0 42 0 0 0 0 0 0 0 0 0 20 0 THREADS 0 12345 0 0";
        let with = |threads| Stat::parse(&line.replace("THREADS", threads)).unwrap();
        assert!(with("1").is_dead());
        assert!(!with("2").is_dead());
    }
}
