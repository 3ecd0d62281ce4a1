//! A program that has the terminal: its arguments and variables, filled for the place where it runs.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use super::dotenv::read_env_file;
use crate::claims::Hold;
use crate::error::{Error, Result};
use crate::machine::process;
use crate::machine::text::replaced;
use crate::model::Identity;

/// A program to run in the foreground.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The program and its arguments, with `{port}`, `{host}` and `{url}` for its place.
    pub argv: Vec<OsString>,
    /// What its environment has in addition to this process's, with the same in the values. These come
    /// after those of the file and of the place.
    pub env: Vec<(OsString, OsString)>,
    /// A file with more variables, read at each start.
    pub env_file: Option<PathBuf>,
    /// Where it runs; the working folder where nothing is said.
    pub dir: Option<PathBuf>,
    /// Its port and how that is called; none leaves it to its own default.
    pub place: Option<Place>,
    /// Whether arguments and variables stay as they are, whatever stands in braces.
    pub verbatim: bool,
    /// The mark by which all it starts is found again; a random one where none is given. Note it
    /// somewhere before the start, and it is found even after this process was killed.
    pub mark: Option<String>,
}

/// Where a program answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its name; none without the registry.
    pub identity: Option<Identity>,
    /// Its port.
    pub port: u16,
    /// The host of its URL.
    pub host: String,
    /// Its URL.
    pub url: String,
}

/// A program as it is started.
pub(super) struct Filled {
    pub(super) argv: Vec<OsString>,
    pub(super) env: Vec<(OsString, OsString)>,
    pub(super) mark: String,
}

impl Place {
    /// The place of a name that is held; none for a worker.
    pub(super) fn of(hold: &Hold) -> Option<Self> {
        Some(Self {
            identity: Some(hold.identity.clone()),
            port: hold.port?,
            host: hold.host.clone(),
            url: hold.url.clone()?,
        })
    }
}

impl Program {
    /// Puts in what stands in braces, and adds the variables of the file and of the place.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` where there is no port to put in; `INVALID_CONFIG` where the file cannot be read.
    pub(super) fn fill(&self) -> Result<Filled> {
        let fill = |text: &OsStr| match self.verbatim {
            true => Ok(text.to_owned()),
            false => filled(text, self.place.as_ref()),
        };
        let mut env: Vec<(OsString, OsString)> = Vec::new();
        let file = self.env_file.as_deref().map(read_env_file).transpose()?;
        env.extend(file.into_iter().flatten().map(|(name, value)| (name.into(), value.into())));
        if let Some(place) = &self.place {
            env.push(("PORT".into(), place.port.to_string().into()));
            env.push(("HOST".into(), place.host.as_str().into()));
            env.push(("PORTREG_URL".into(), place.url.as_str().into()));
            let name = place.identity.iter();
            env.extend(name.map(|name| ("PORTREG_IDENTITY".into(), name.as_str().into())));
        }
        for (name, value) in &self.env {
            env.push((name.clone(), fill(value)?));
        }
        let mark = self.mark.clone().unwrap_or_else(new_mark);
        env.push((process::MARK.into(), mark.clone().into()));
        let argv = self.argv.iter().map(|part| fill(part)).collect::<Result<_>>()?;
        Ok(Filled { argv, env, mark })
    }
}

/// A mark that no other start has.
///
/// ```
/// assert_ne!(portreg_core::new_mark(), portreg_core::new_mark());
/// ```
pub fn new_mark() -> String {
    format!("{:016x}", fastrand::u64(..))
}

/// The text with `{port}`, `{host}` and `{url}` replaced, also where it is no Unicode.
fn filled(text: &OsStr, place: Option<&Place>) -> Result<OsString> {
    replaced(text, &["{port}", "{host}", "{url}"], |name| {
        let place = place.ok_or_else(|| Error::InvalidOption {
            option: text.to_string_lossy().into_owned(),
            message: format!("there is no port to put for {name}; give one with --port"),
        })?;
        Ok(match name {
            "{port}" => place.port.to_string(),
            "{host}" => place.host.clone(),
            _ => place.url.clone(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Place {
        Place {
            identity: Some("shop:web".parse().unwrap()),
            port: 4700,
            host: "localhost".into(),
            url: "http://localhost:4700".into(),
        }
    }

    #[test]
    fn names_in_braces_are_replaced_and_all_else_is_kept() {
        let fill = |text: &str| filled(OsStr::new(text), Some(&place())).unwrap();
        assert_eq!(fill("--port={port}"), "--port=4700");
        assert_eq!(fill("{url}/{host}:{port}"), "http://localhost:4700/localhost:4700");
        assert_eq!(fill("{ports} {} {{port}} ${port"), "{ports} {} {4700} ${port");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_unicode_is_kept() {
        use std::os::unix::ffi::OsStrExt as _;
        let bytes = OsStr::from_bytes(b"\xff{port}");
        assert_eq!(filled(bytes, Some(&place())).unwrap().as_bytes(), b"\xff4700");
    }

    #[test]
    fn without_a_port_what_needs_one_is_refused() {
        assert_eq!(filled(OsStr::new("a {b}"), None).unwrap(), "a {b}");
        let error = filled(OsStr::new("--port={port}"), None).unwrap_err();
        assert!(error.to_string().contains("give one with --port"), "{error}");
    }

    #[test]
    fn variables_given_by_name_come_last() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "PORT=1\nA=file\nB=file\n").unwrap();
        let program = Program {
            argv: vec!["true".into()],
            env: vec![("A".into(), "{port}".into())],
            env_file: Some(file.path().to_owned()),
            place: Some(place()),
            ..Program::default()
        };
        let env = program.fill().unwrap().env;
        let env: std::collections::BTreeMap<_, _> = env.into_iter().collect();
        let of = |name: &str| env[OsStr::new(name)].to_str().unwrap().to_owned();
        assert_eq!((of("PORT"), of("A"), of("B")), ("4700".into(), "4700".into(), "file".into()));
        assert_eq!(of("PORTREG_IDENTITY"), "shop:web");
    }
}
