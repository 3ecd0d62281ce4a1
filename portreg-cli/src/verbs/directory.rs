//! `url`, `endpoint`, `env` and `snippet`: where services answer.

use std::path::Path;
use std::process::{Command, Stdio};

use portreg_core::{Endpoint, EnvFormat, Error, Registry, is_registry_error};
use serde_json::{Value, json};

use crate::args::{EndpointVerb, EnvArgs, SnippetArgs, UrlArgs};
use crate::failure::{Failure, Result};
use crate::render;
use crate::session::{Session, pattern_of};

pub(super) fn url(session: &Session<'_>, args: UrlArgs) -> Result<()> {
    let registry = session.open()?;
    let target = match args.id {
        Some(id) => id,
        None => registry.infer(None)?.identity.to_string(),
    };
    let endpoint = registry.url(&target, &args.env)?;
    if args.open {
        open(&endpoint.url)?;
    }
    let line = || format!("{}\n", endpoint.url);
    session.out.answer(&endpoint, line, line)
}

pub(super) fn endpoint(session: &Session<'_>, verb: EndpointVerb) -> Result<()> {
    let registry = session.open()?;
    match verb {
        EndpointVerb::Set(args) => {
            let set = registry.set_endpoint(&args.id, &args.env, &args.url)?;
            answer(session, &set, "is at")
        }
        EndpointVerb::Rm(args) => {
            let removed = registry.remove_endpoint(&args.id, &args.env)?;
            answer(session, &removed, "was at")
        }
        EndpointVerb::List(args) => {
            let pattern = pattern_of(&registry, args.pattern)?;
            let all = registry.endpoints(pattern.as_deref())?;
            let bare = || super::lines(all.iter().map(|endpoint| &endpoint.url));
            session.out.answer(&all, bare, || render::endpoints(&all))
        }
    }
}

pub(super) fn env(session: &Session<'_>, args: EnvArgs) -> Result<()> {
    let registry = session.open()?;
    let pattern = args.pattern.as_deref();
    let asked = args.format.unwrap_or_default();
    if let (Some(file), true) = (&args.write, args.watch) {
        return keep(session, &registry, pattern, asked, file);
    }
    if let Some(file) = &args.write {
        let changed = registry.write_env(pattern, asked, file)?;
        let answer = json!({ "file": file, "changed": changed });
        return session.out.answer(&answer, String::new, || written(file, changed));
    }
    let variables = registry.env(pattern)?;
    if session.out.is_json() || asked == EnvFormat::Json {
        let object = variables.into_iter().map(|(name, value)| (name, value.into()));
        return session.out.json(&serde_json::Value::Object(object.collect()));
    }
    let lines = variables.iter().map(|(name, value)| asked.line(name, value));
    // For shells and files: never stripped or coloured.
    session.out.raw(super::lines(lines).as_bytes())
}

fn written(file: &Path, changed: bool) -> String {
    format!("{} {}\n", file.display(), if changed { "written" } else { "unchanged" })
}

/// `env --write FILE --watch`: the file, and a line whenever it was written.
fn keep(
    session: &Session<'_>,
    registry: &Registry,
    pattern: Option<&str>,
    format: EnvFormat,
    file: &Path,
) -> Result<()> {
    session.out.go_live();
    let tell = |record: &Value, line: String| {
        if session.out.is_json() {
            session.out.text(&format!("{record}\n"))?;
        } else if !session.out.is_quiet() {
            session.out.text(&line)?;
        }
        session.out.finish()
    };
    // What is wrong is said once, and not as often as it is tried.
    let mut wrong = None;
    match registry.write_env(pattern, format, file) {
        Ok(changed) => {
            tell(&json!({ "file": file, "changed": changed }), written(file, changed))?;
        }
        Err(error @ Error::NotFound { .. }) => {
            session.out.note(&format!("{error}; waiting for it"));
            wrong = Some(error.to_string());
        }
        Err(error) => return Err(error.into()),
    }
    for names in registry.watch_env(pattern, format, file)? {
        match names {
            Ok(names) => {
                wrong = None;
                let record = json!({ "file": file, "changed": true, "names": names });
                let line = format!("{} written: {}\n", file.display(), names.join(", "));
                tell(&record, line)?;
            }
            Err(error) if is_registry_error(&error) => return Err(error.into()),
            Err(error) => {
                let text = error.to_string();
                if wrong.as_ref() != Some(&text) {
                    session.out.warn(&format!("{} stays as it is: {text}", file.display()));
                }
                wrong = Some(text);
            }
        }
    }
    Ok(())
}

pub(super) fn snippet(session: &Session<'_>, args: &SnippetArgs) -> Result<()> {
    let registry = session.open()?;
    let snippet = registry.snippet(&args.pattern, args.tool)?;
    for name in &snippet.left_out {
        session.out.note(&format!("{name} has no port and is left out"));
    }
    let text = || snippet.snippet.clone();
    session.out.answer(&snippet, text, text)
}

fn answer(session: &Session<'_>, endpoint: &Endpoint, word: &str) -> Result<()> {
    let Endpoint { identity, env, url } = endpoint;
    let bare = || format!("{url}\n");
    session.out.answer(endpoint, bare, || format!("{identity} {env} {word} {url}\n"))
}

/// Opens a page in the user's browser.
fn open(url: &str) -> Result<()> {
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(Failure::option("--open", format!("{url} is no page for a browser")));
    }
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started = Command::new(program)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    match started {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(refused(program, "it found no browser")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(refused(program, "it is not installed; open the URL by hand"))
        }
        Err(error) => Err(refused(program, &error.to_string())),
    }
}

fn refused(program: &str, message: &str) -> Failure {
    Error::SpawnFailed { program: program.to_owned(), message: message.to_owned() }.into()
}
