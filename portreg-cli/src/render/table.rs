//! Tables that align by what a terminal shows; a column that is empty in every row is left out.

use anstyle::Style;
use unicode_width::UnicodeWidthStr;

use super::style::{DIM, PLAIN, paint};
use crate::failure::one_line;

/// A text and how it looks.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// A text in a style; line breaks and control characters are taken out.
    pub(crate) fn new(style: Style, text: impl AsRef<str>) -> Self {
        Self { text: one_line(text.as_ref()), style }
    }

    pub(crate) fn plain(text: impl AsRef<str>) -> Self {
        Self::new(PLAIN, text)
    }
}

/// Rows of equally many cells, with or without a head.
#[derive(Debug, Default)]
pub(crate) struct Table {
    head: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
    /// How wide the first columns are at least.
    least: Vec<usize>,
}

impl Table {
    pub(crate) fn with_head(head: &[&'static str]) -> Self {
        Self { head: head.to_vec(), ..Self::default() }
    }

    /// A table whose lines are shown as they come. Its first columns are so wide at least, are always
    /// there, and only grow.
    pub(crate) fn flowing(least: &[usize]) -> Self {
        Self { least: least.to_vec(), ..Self::default() }
    }

    /// The lines since the last time.
    pub(crate) fn flow(&mut self) -> String {
        let text = self.render();
        self.least = (0..self.least.len()).map(|column| self.width(column)).collect();
        self.rows.clear();
        text
    }

    pub(crate) fn row(&mut self, cells: impl Into<Vec<Cell>>) {
        self.rows.push(cells.into());
    }

    /// The table, a line for each row.
    pub(crate) fn render(&self) -> String {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let shown: Vec<usize> = (0..columns).filter(|column| self.is_used(*column)).collect();
        let widths: Vec<usize> = shown.iter().map(|column| self.width(*column)).collect();
        let mut text = String::new();
        if !self.head.is_empty() {
            let head: Vec<Cell> = self.head.iter().map(|word| Cell::new(DIM, word)).collect();
            line(&mut text, &head, &shown, &widths);
        }
        for row in &self.rows {
            line(&mut text, row, &shown, &widths);
        }
        text
    }

    fn is_used(&self, column: usize) -> bool {
        self.least.len() > column
            || self.rows.iter().filter_map(|row| row.get(column)).any(|cell| !cell.text.is_empty())
    }

    fn width(&self, column: usize) -> usize {
        let head = self.head.get(column).map(|word| word.width());
        let least = self.least.get(column).copied();
        let rows = self.rows.iter().filter_map(|row| Some(row.get(column)?.text.width()));
        rows.chain(head).chain(least).max().unwrap_or_default()
    }
}

fn line(text: &mut String, row: &[Cell], shown: &[usize], widths: &[usize]) {
    let last =
        shown.iter().rposition(|column| row.get(*column).is_some_and(|cell| !cell.text.is_empty()));
    for (place, (column, width)) in shown.iter().zip(widths).enumerate() {
        let (Some(cell), Some(last)) = (row.get(*column), last) else { break };
        if place > last {
            break;
        }
        text.push_str(&paint(cell.style, &cell.text));
        if place < last {
            text.extend(std::iter::repeat_n(' ', width - cell.text.width() + 2));
        }
    }
    text.push('\n');
}
