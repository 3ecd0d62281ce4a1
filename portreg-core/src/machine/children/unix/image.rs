//! What a program is started with, put together before the fork: its arguments and its environment.

use std::ffi::{OsStr, OsString, c_char, c_int};
use std::io::{self, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::ptr;

/// What tells a program about sockets that it was handed, as `sd_listen_fds(3)` reads it.
const FDS: &str = "LISTEN_FDS";
const PID: &str = "LISTEN_PID";
const NAMES: &str = "LISTEN_FDNAMES";
/// The pid again, as the id of a pidfd: of newer systemd, and wrong once it is inherited.
const PID_ID: &str = "LISTEN_PIDFDID";

/// What reads a program that has no header.
const SHELL: &str = "/bin/sh";

/// As long as the longest pid.
const NO_PID_YET: &str = "0000000000";

/// A program with its arguments and its whole environment, as the kernel wants them.
pub(super) struct Image {
    /// What the pointers lead to.
    _strings: Vec<Vec<u8>>,
    /// Ended by a null pointer.
    argv: Vec<*const c_char>,
    /// Ended by a null pointer.
    env: Vec<*const c_char>,
    /// Where the program may be, in the order of PATH.
    places: Vec<*const c_char>,
    /// The arguments again, for a shell that reads the program: its place is the second.
    script: Vec<*const c_char>,
    /// Where the digits of the pid belong, which nobody knows before the fork.
    pid: Option<*mut u8>,
}

// SAFETY: all pointers lead into `_strings`, which moves with them and which nobody else has.
unsafe impl Send for Image {}
// SAFETY: what is written is written by `&mut self` alone.
unsafe impl Sync for Image {}

impl Image {
    /// The program, this process's environment with the additions, and what tells of so many sockets.
    ///
    /// # Errors
    ///
    /// An invalid input where there is no program, or where a text cannot be handed to one.
    pub(super) fn new(
        argv: &[OsString],
        additions: &[(OsString, OsString)],
        sockets: usize,
    ) -> io::Result<Self> {
        if argv.is_empty() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let env = environment(std::env::vars_os(), additions, sockets);
        let mut image = Self {
            _strings: Vec::new(),
            argv: Vec::new(),
            env: Vec::new(),
            places: Vec::new(),
            script: Vec::new(),
            pid: None,
        };
        for place in places(&argv[0], &env) {
            let place = image.keep(place.as_bytes())?;
            image.places.push(place.cast_const());
        }
        for argument in argv {
            let argument = image.keep(argument.as_bytes())?;
            image.argv.push(argument.cast_const());
        }
        for (name, value) in env {
            if name.is_empty() || name.as_bytes().contains(&b'=') {
                return Err(invalid("the name of a variable is empty or has a \"=\""));
            }
            let entry = [name.as_bytes(), b"=", value.as_bytes()].concat();
            let entry = image.keep(&entry)?;
            if sockets > 0 && name == PID {
                // SAFETY: the digits follow the name and the "=" in the same string.
                image.pid = Some(unsafe { entry.add(PID.len() + 1) }.cast());
            }
            image.env.push(entry.cast_const());
        }
        let shell = image.keep(SHELL.as_bytes())?;
        image.script.extend([shell.cast_const(), shell.cast_const()]);
        image.script.extend(&image.argv[1..]);
        for list in [&mut image.argv, &mut image.env, &mut image.script] {
            list.push(ptr::null());
        }
        Ok(image)
    }

    /// Becomes the program, the first that is there; what comes back is why not. What has no header is read
    /// by the shell, as everywhere.
    ///
    /// Allocates nothing, and writes to nothing but itself.
    pub(super) fn become_it(&mut self) -> io::Error {
        if let Some(place) = self.pid {
            // SAFETY: so many bytes of `_strings` are there, and a NUL after them.
            let place = unsafe { std::slice::from_raw_parts_mut(place, NO_PID_YET.len()) };
            place.fill(0);
            // A pid is never longer.
            _ = write!(&mut place[..], "{}", rustix::process::getpid().as_raw_pid());
        }
        let mut refusal = libc::ENOENT;
        for place in &self.places {
            // SAFETY: both arrays end with null and lead to strings that end with NUL.
            unsafe { libc::execve(*place, self.argv.as_ptr(), self.env.as_ptr()) };
            let error = io::Error::last_os_error();
            match error.raw_os_error() {
                Some(libc::ENOENT | libc::ENOTDIR) => {}
                Some(libc::EACCES) => refusal = libc::EACCES,
                Some(libc::ENOEXEC) => {
                    self.script[1] = *place;
                    // SAFETY: as above.
                    unsafe {
                        libc::execve(self.script[0], self.script.as_ptr(), self.env.as_ptr())
                    };
                    return io::Error::last_os_error();
                }
                _ => return error,
            }
        }
        io::Error::from_raw_os_error(refusal)
    }

    /// Keeps a text, with a NUL behind it, and says where.
    fn keep(&mut self, text: &[u8]) -> io::Result<*mut c_char> {
        if text.contains(&0) {
            return Err(invalid("a NUL in an argument or a variable"));
        }
        let mut string = Vec::with_capacity(text.len() + 1);
        string.extend_from_slice(text);
        string.push(0);
        let place = string.as_mut_ptr().cast();
        self._strings.push(string);
        Ok(place)
    }
}

/// Where a program may be: on its own path, or by PATH of its environment.
fn places(program: &OsStr, env: &[(OsString, OsString)]) -> Vec<OsString> {
    if program.as_bytes().contains(&b'/') {
        return vec![program.to_owned()];
    }
    let path = env.iter().find(|(name, _)| name == "PATH").map(|(_, value)| value.as_os_str());
    let path = path.unwrap_or(OsStr::new("/bin:/usr/bin"));
    std::env::split_paths(path).map(|folder| folder.join(program).into_os_string()).collect()
}

fn invalid(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

/// What is inherited without word of sockets that were for others, over it the additions, over them
/// word of so many sockets; each name once.
fn environment(
    inherited: impl Iterator<Item = (OsString, OsString)>,
    additions: &[(OsString, OsString)],
    sockets: usize,
) -> Vec<(OsString, OsString)> {
    let mut env: Vec<(OsString, OsString)> = inherited.collect();
    env.retain(|(name, _)| ![FDS, PID, NAMES, PID_ID].iter().any(|word| name == word));
    let mut put = |name: &OsStr, value: &OsStr| {
        env.retain(|(known, _)| known != name);
        env.push((name.to_owned(), value.to_owned()));
    };
    for (name, value) in additions {
        put(name, value);
    }
    if sockets > 0 {
        put(FDS.as_ref(), sockets.to_string().as_ref());
        put(PID.as_ref(), NO_PID_YET.as_ref());
        put(NAMES.as_ref(), vec!["portreg"; sockets].join(":").as_ref());
    }
    env
}

/// Ends a forked child without running anything of the program that it is a copy of.
pub(super) fn leave(code: c_int) -> ! {
    // SAFETY: ends the process, nothing else.
    unsafe { libc::_exit(code) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(OsString, OsString)> {
        pairs.iter().map(|(name, value)| (name.into(), value.into())).collect()
    }

    #[test]
    fn sockets_of_others_are_not_told_of() {
        let inherited = pairs(&[("A", "1"), (FDS, "2"), (PID, "7"), (NAMES, "a:b"), (PID_ID, "9")]);
        let of = |additions: &[(&str, &str)], sockets| {
            environment(inherited.clone().into_iter(), &pairs(additions), sockets)
        };
        assert_eq!(of(&[], 0), pairs(&[("A", "1")]));
        assert_eq!(
            of(&[("A", "2"), (FDS, "3"), ("B", ""), ("B", "4")], 0),
            pairs(&[("A", "2"), (FDS, "3"), ("B", "4")]),
            "an addition wins, the last of several"
        );
        assert_eq!(
            of(&[(FDS, "3")], 2),
            pairs(&[("A", "1"), (FDS, "2"), (PID, NO_PID_YET), (NAMES, "portreg:portreg")])
        );
    }

    #[test]
    fn what_cannot_be_handed_to_a_program_is_refused() {
        let refused = |argv: &[&str], env: &[(&str, &str)]| {
            let argv: Vec<OsString> = argv.iter().map(Into::into).collect();
            Image::new(&argv, &pairs(env), 0)
                .is_err_and(|e| e.kind() == io::ErrorKind::InvalidInput)
        };
        assert!(!refused(&["a"], &[("A", "=")]));
        assert!(refused(&[], &[]));
        assert!(refused(&["a\0b"], &[]));
        assert!(refused(&["a"], &[("A", "\0")]));
        assert!(refused(&["a"], &[("", "x")]));
        assert!(refused(&["a"], &[("A=B", "x")]));
    }
}
