//! A file of the user's as text whose every value knows its line and column.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::error::{Error, Result};

/// One file of JSON with comments, as it was read.
#[derive(Debug)]
pub(super) struct Document {
    file: PathBuf,
    text: String,
}

impl Document {
    /// Reads the file; `None` where there is none.
    pub(super) fn read(file: &Path) -> Result<Option<Self>> {
        match std::fs::read(file) {
            Ok(bytes) => Self::from_bytes(file, bytes).map(Some),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(None)
            }
            Err(error) => Err(whole(file, format!("cannot be read: {error}"))),
        }
    }

    /// Takes what a file holds.
    pub(super) fn from_bytes(file: &Path, bytes: Vec<u8>) -> Result<Self> {
        let file = file.to_owned();
        match String::from_utf8(bytes) {
            Ok(mut text) => {
                // Editors on Windows put a mark before the text; it counts as no column.
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                Ok(Self { file, text })
            }
            Err(error) => {
                let end = error.utf8_error().valid_up_to();
                let good = &error.as_bytes()[..end];
                let text = String::from_utf8_lossy(good).into_owned();
                Err(Self { file, text }.error(end, "not UTF-8 from here on; save it as UTF-8"))
            }
        }
    }

    /// The file's path.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// Line and column of a byte, both counted from 1, columns in characters.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &self.text[..end];
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// What is wrong at a byte of the file.
    pub(super) fn error(&self, offset: usize, message: impl Into<String>) -> Error {
        let (line, column) = self.place(offset);
        Error::InvalidConfig { file: self.file.clone(), line, column, message: message.into() }
    }

    /// The file's object; `None` where the file holds nothing but space and comments.
    pub(super) fn parse(&self) -> Result<Option<Object<'_>>> {
        // Comments and trailing commas are what the contract allows; the rest stays plain JSON, so
        // that other tools can read the file too.
        let options = ParseOptions {
            allow_comments: true,
            allow_trailing_commas: true,
            allow_loose_object_property_names: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let parsed = parse_to_ast(&self.text, &CollectOptions::default(), &options)
            .map_err(|error| self.error(error.range().start, lower(&error.kind().to_string())))?;
        match parsed.value {
            None => Ok(None),
            Some(Value::Object(object)) => {
                self.refuse_duplicates(&object)?;
                Ok(Some(object))
            }
            Some(other) => Err(self.error(other.start(), "the file holds one object, { ... }")),
        }
    }

    /// A key that is there twice would hide what the first one says.
    fn refuse_duplicates(&self, object: &Object<'_>) -> Result<()> {
        let mut seen = std::collections::HashMap::new();
        for property in &object.properties {
            let name = property.name.as_str();
            let at = key_start(&property.name);
            if let Some(first) = seen.insert(name, at) {
                let (line, column) = self.place(first);
                let message = format!("{name:?} is there already at line {line}, column {column}");
                return Err(self.error(at, message));
            }
            self.refuse_duplicates_in(&property.value)?;
        }
        Ok(())
    }

    fn refuse_duplicates_in(&self, value: &Value<'_>) -> Result<()> {
        match value {
            Value::Object(object) => self.refuse_duplicates(object),
            Value::Array(array) => {
                array.elements.iter().try_for_each(|value| self.refuse_duplicates_in(value))
            }
            _ => Ok(()),
        }
    }
}

/// Where a key starts.
pub(super) fn key_start(name: &ObjectPropName<'_>) -> usize {
    name.range().start
}

/// A fault of a whole file or variable.
pub(super) fn whole(file: impl Into<PathBuf>, message: impl Into<String>) -> Error {
    Error::InvalidConfig { file: file.into(), line: 0, column: 0, message: message.into() }
}

/// The sentence of an error without the option it names: the position names it already.
pub(super) fn reason(error: Error) -> String {
    match error {
        Error::InvalidOption { message, .. }
        | Error::InvalidPattern { message, .. }
        | Error::InvalidIdentity { message, .. }
        | Error::InvalidConfig { message, .. } => message,
        other => other.to_string(),
    }
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}
