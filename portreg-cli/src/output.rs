//! Where answers, notes and errors go: standard output for what was asked for, standard error for the rest.

use std::cell::{Cell, RefCell};
use std::io::Write as _;

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::failure::{Failure, Result, one_line};

/// The form of the answer that the command line asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Wishes {
    pub(crate) json: bool,
    pub(crate) quiet: bool,
    pub(crate) plain: bool,
}

pub(crate) struct Output {
    wishes: Wishes,
    stdout: RefCell<AutoStream<std::io::Stdout>>,
    stderr: RefCell<AutoStream<std::io::Stderr>>,
    notes: RefCell<Vec<String>>,
    /// Whether notes are said as they come, because there is no answer to put them into.
    is_live: Cell<bool>,
}

impl Output {
    pub(crate) fn new(wishes: Wishes) -> Self {
        let choice = if wishes.plain { ColorChoice::Never } else { ColorChoice::Auto };
        Self {
            wishes,
            stdout: RefCell::new(AutoStream::new(std::io::stdout(), choice)),
            stderr: RefCell::new(AutoStream::new(std::io::stderr(), choice)),
            notes: RefCell::default(),
            is_live: Cell::new(false),
        }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.wishes.json
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.wishes.quiet
    }

    /// Whether standard error shows colours.
    pub(crate) fn is_coloured(&self) -> bool {
        self.stderr.borrow().current_choice() != ColorChoice::Never
    }

    /// Answers in the form that was asked for; notes given before are a field of a JSON object.
    pub(crate) fn answer(
        &self,
        record: &impl Serialize,
        bare: impl FnOnce() -> String,
        human: impl FnOnce() -> String,
    ) -> Result<()> {
        if !self.wishes.json {
            return self.text(&if self.wishes.quiet { bare() } else { human() });
        }
        let mut value = to_value(record)?;
        let notes = self.notes.take();
        if let (Value::Object(map), false) = (&mut value, notes.is_empty()) {
            map.insert("notes".into(), notes.into());
        }
        self.json(&value)
    }

    /// One JSON value: on one line for programs, indented for a person who looks on.
    pub(crate) fn json(&self, value: &Value) -> Result<()> {
        use std::io::IsTerminal as _;
        let text =
            if std::io::stdout().is_terminal() { format!("{value:#}") } else { value.to_string() };
        self.text(&format!("{text}\n"))
    }

    /// Text on standard output, as it is.
    pub(crate) fn text(&self, text: &str) -> Result<()> {
        Ok(self.stdout.borrow_mut().write_all(text.as_bytes())?)
    }

    /// Bytes for another program on standard output: never stripped, never coloured.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Result<()> {
        Ok(std::io::stdout().write_all(bytes)?)
    }

    /// A line that helps and that nobody asked for: a field with --json, left out with -q.
    pub(crate) fn note(&self, text: &str) {
        match (self.wishes.json, self.wishes.quiet) {
            (true, false) if self.is_live.get() => self.object("note", text, Map::new()),
            (true, _) => self.notes.borrow_mut().push(text.to_owned()),
            (false, true) => {}
            (false, false) => self.aside(&format!("{}\n", one_line(text))),
        }
    }

    /// Whether the answer is another program's.
    pub(crate) fn is_live(&self) -> bool {
        self.is_live.get()
    }

    /// From now on the answer is another program's: notes, those kept so far too, are said as they
    /// come, with --json as an object a line, `{"note":{"message":...}}`.
    pub(crate) fn go_live(&self) {
        self.is_live.set(true);
        let kept = self.notes.take();
        kept.iter().for_each(|note| self.note(note));
    }

    /// A line that must be seen, also with -q: something is not as it should be. Only `run` has it,
    /// whose standard error belongs to its command as well; with --json it is an object a line,
    /// `{"warning":{"message":...}}`.
    pub(crate) fn warn(&self, text: &str) {
        self.warn_with(text, Map::new());
    }

    /// The same with the data behind it.
    pub(crate) fn warn_with(&self, text: &str, data: Map<String, Value>) {
        if self.wishes.json {
            return self.object("warning", text, data);
        }
        let style = super::render::style::YELLOW;
        self.aside(&format!("{style}warning:{style:#} {}\n", one_line(text)));
    }

    fn object(&self, kind: &str, text: &str, data: Map<String, Value>) {
        let mut said = Map::from_iter([("message".to_owned(), Value::from(text))]);
        said.extend(data);
        self.aside(&format!("{}\n", Value::from(Map::from_iter([(kind.to_owned(), said.into())]))));
    }

    /// Text on standard error; where that is closed nobody can be told anyway.
    pub(crate) fn aside(&self, text: &str) {
        let _ = self.stderr.borrow_mut().write_all(text.as_bytes());
    }

    /// Says why the command failed and gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> i32 {
        let _ = self.stdout.borrow_mut().flush();
        if failure.is_reader_gone() {
            return failure.exit_code();
        }
        if self.wishes.json {
            let notes = self.notes.take();
            let failure = match notes.is_empty() {
                true => failure.clone(),
                false => failure.clone().with("notes", notes),
            };
            self.aside(&format!("{}\n", failure.json()));
        } else {
            let line = failure.line();
            let style = super::render::style::RED;
            let text = line.strip_prefix("error:").unwrap_or(&line);
            self.aside(&format!("{style}error:{style:#}{text}\n"));
        }
        failure.exit_code()
    }

    /// Sends out what is still held back; a full disk is an error, not silence.
    pub(crate) fn finish(&self) -> Result<()> {
        Ok(self.stdout.borrow_mut().flush()?)
    }
}

/// A record as JSON.
pub(crate) fn to_value(record: &impl Serialize) -> Result<Value> {
    serde_json::to_value(record).map_err(|error| {
        let message = format!("the answer cannot be written as JSON: {error}");
        Failure::new(portreg_core::ErrorCode::Unsupported, message)
    })
}
