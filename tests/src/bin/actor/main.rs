//! A service of the tests' making: it does what its arguments say, one after the other.
#![expect(unsafe_code, reason = "fork, setsid, signals and inherited sockets have no safe wrapper")]

mod serving;

use std::error::Error;
use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    // SAFETY: alarm touches no memory. A test that was killed leaves nothing behind for ever.
    unsafe { libc::alarm(900) };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().ok_or_else(|| format!("{word} wants another word"));
        match word.as_str() {
            // Serves on its port, by sockets that were handed down where there are such.
            "serve" => {
                serving::serve()?;
                hang();
            }
            // Serves only what it was handed.
            "serve-inherited" => {
                serving::serve_inherited()?;
                hang();
            }
            "serve-on" => serving::serve_on(next()?.parse()?)?,
            // Serves for a time, then no longer there but on another port.
            "move-after" => serving::serve_and_move(milliseconds(&next()?)?)?,
            "serve-for" => serving::serve_for(milliseconds(&next()?)?)?,
            "hang" => hang(),
            "pause" => std::thread::sleep(milliseconds(&next()?)?),
            "say" => say(&next()?)?,
            "count-to" => {
                (1..=next()?.parse::<u32>()?).try_for_each(|n| say(&format!("line {n}")))?
            }
            "flood" => flood(),
            "exit" => std::process::exit(next()?.parse()?),
            "exit-unless" => {
                let code = next()?.parse()?;
                if !Path::new(&next()?).exists() {
                    std::process::exit(code);
                }
            }
            "until" => {
                let file = next()?;
                while !Path::new(&file).exists() {
                    std::thread::sleep(Duration::from_millis(2));
                }
            }
            // A child in a group of its own, with what it does, separated by commas.
            "child" => start(&next()?)?,
            // The same in a session of its own, whose parent has ended.
            "daemon" => start(&format!("leave,{}", next()?))?,
            "leave" => leave(),
            "ignore-term" => {
                // SAFETY: no handler is set.
                unsafe { libc::signal(libc::SIGTERM, libc::SIG_IGN) };
            }
            unknown => return Err(format!("nothing is called {unknown}").into()),
        }
    }
    Ok(())
}

fn hang() -> ! {
    loop {
        std::thread::park();
    }
}

fn milliseconds(text: &str) -> Result<Duration, Box<dyn Error>> {
    Ok(Duration::from_millis(text.parse()?))
}

fn say(line: &str) -> Done {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Prints without end beside what comes next.
fn flood() {
    std::thread::spawn(|| {
        let line = format!("{}\n", "x".repeat(200));
        while std::io::stdout().write_all(line.as_bytes()).is_ok() {}
    });
}

fn start(what: &str) -> Done {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(what.split(',')).process_group(0).stdin(Stdio::null());
    command.spawn()?;
    Ok(())
}

/// Leaves parent and session behind, as daemons do.
fn leave() {
    // SAFETY: this process has one thread, and the parent leaves at once.
    unsafe {
        if libc::fork() != 0 {
            libc::_exit(0);
        }
        libc::setsid();
        libc::alarm(900);
    }
}
