//! A process that does what a test says: one JSON object a line in, one out, over a Unix socket.
#![expect(unsafe_code, reason = "fork, setsid and signals have no safe wrapper")]

mod acts;
mod asynchronous;
mod forks;
mod locking;
mod messages;
mod options;
mod peer;
mod stacks;

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::fd::AsRawFd as _;
use std::os::unix::net::UnixStream;
use std::path::Path;

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let socket = args.next().ok_or("give the socket to connect to")?;
    if socket == "peer" {
        let (registry, me) =
            (args.next().ok_or("give a registry")?, args.next().ok_or("and a name")?);
        return peer::serve(&registry, &me);
    }
    if args.next().as_deref() == Some("--own-session") {
        forks::own_session();
    }
    serve(Path::new(&socket), acts::Process::default())
}

/// Answers what comes over the socket until it closes. The first line says who answers.
fn serve(socket: &Path, mut process: acts::Process) -> Result<(), Box<dyn std::error::Error>> {
    let stream = UnixStream::connect(socket)?;
    let mut writer = stream.try_clone()?;
    forks::remember(&[stream.as_raw_fd(), writer.as_raw_fd()]);
    writeln!(writer, "{}", json!({ "pid": std::process::id() }))?;
    forks::not_for_ever();
    for line in BufReader::new(stream).lines() {
        forks::not_for_ever();
        let request: Value = serde_json::from_str(&line?)?;
        let answer = match process.act(&request) {
            Ok(value) => json!({ "ok": value }),
            Err(acts::Failed::Core(error)) => {
                let mut fields = error.fields();
                fields.insert("code".into(), error.code().as_str().into());
                fields.insert("message".into(), error.to_string().into());
                json!({ "error": fields })
            }
            Err(acts::Failed::Other(error)) => {
                json!({ "error": { "code": "HELPER", "message": error.to_string() } })
            }
        };
        writeln!(writer, "{answer}")?;
    }
    Ok(())
}
