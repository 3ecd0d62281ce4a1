//! What came out: a table for people and `target/floors.json` for machines.

use std::path::Path;

use serde_json::{Value, json};

use super::measure::{Result, Times};

/// One line of the summary.
#[derive(Debug, Default)]
pub(crate) struct Line {
    pub(crate) case: String,
    pub(crate) p50_us: Option<f64>,
    pub(crate) p99_us: Option<f64>,
    pub(crate) worst_us: Option<f64>,
    /// What it is measured against.
    pub(crate) floor: Option<String>,
    pub(crate) floor_p50_us: Option<f64>,
    pub(crate) ratio: Option<f64>,
    /// What must hold, in words.
    pub(crate) bar: Option<String>,
    /// Whether it holds; none where there is no bar.
    pub(crate) ok: Option<bool>,
    /// Ports that two had at once.
    pub(crate) duplicates: Option<u64>,
    pub(crate) rss_bytes: Option<u64>,
    /// Figures that have no column.
    pub(crate) said: Option<String>,
    /// Why it was not measured.
    pub(crate) skipped: Option<String>,
}

impl Line {
    /// A case whose median may be at most `bar` times that of its floor.
    pub(crate) fn ratio(case: &str, times: &Times, floor: &str, floors: &Times, bar: f64) -> Self {
        let mut line = Self::plain(case, times);
        let ratio = times.p50() / floors.p50();
        line.floor = Some(floor.to_owned());
        line.floor_p50_us = Some(floors.p50());
        line.ratio = Some(ratio);
        line.bar = Some(format!("<= {bar} x"));
        line.ok = Some(ratio <= bar);
        line
    }

    /// Figures without a bar.
    pub(crate) fn plain(case: &str, times: &Times) -> Self {
        Self {
            case: case.to_owned(),
            p50_us: Some(times.p50()),
            p99_us: Some(times.p99()),
            worst_us: Some(times.at(1.0)),
            ..Self::default()
        }
    }

    /// A case that could not be measured here.
    pub(crate) fn skipped(case: &str, why: impl ToString) -> Self {
        Self { case: case.to_owned(), skipped: Some(why.to_string()), ..Self::default() }
    }

    /// The line with a bar of its own.
    pub(crate) fn with_bar(mut self, bar: impl ToString, ok: bool) -> Self {
        self.bar = Some(bar.to_string());
        self.ok = Some(ok);
        self
    }

    fn to_json(&self) -> Value {
        let round = |value: Option<f64>| value.map(|value| (value * 100.0).round() / 100.0);
        let mut value = json!({
            "case": self.case, "p50_us": round(self.p50_us), "p99_us": round(self.p99_us),
            "worst_us": round(self.worst_us), "floor": self.floor,
            "floor_p50_us": round(self.floor_p50_us), "ratio": round(self.ratio), "bar": self.bar,
            "ok": self.ok,
        });
        let more = json!({
            "duplicates": self.duplicates, "rss_bytes": self.rss_bytes, "said": self.said,
            "skipped": self.skipped,
        });
        if let (Value::Object(map), Value::Object(more)) = (&mut value, more) {
            map.extend(more.into_iter().filter(|(_, value)| !value.is_null()));
        }
        value
    }
}

const HEAD: [&str; 8] = ["case", "p50 us", "p99 us", "worst us", "floor us", "ratio", "bar", "ok"];

/// Prints the table, the first column to the left and numbers to the right.
pub(crate) fn print(lines: &[Line]) {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(lines.iter().map(row));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: Vec<usize> = (0..HEAD.len()).map(|column| width(column).unwrap_or(0)).collect();
    for row in &rows {
        let mut line = format!("{:<w$}", row[0], w = widths[0]);
        for (cell, w) in row[1..].iter().zip(&widths[1..]) {
            line += &format!("  {cell:>w$}");
        }
        println!("{}", line.trim_end());
    }
    for line in lines {
        if let Some(why) = &line.skipped {
            println!("skipped: {}: {why}", line.case);
        }
    }
}

fn row(line: &Line) -> [String; 8] {
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.1}"));
    let mut case = line.case.clone();
    if let Some(count) = line.duplicates {
        case += &format!(" ({count} duplicates)");
    }
    if let Some(bytes) = line.rss_bytes {
        case += &format!(" ({:.1} MB)", bytes as f64 / 1e6);
    }
    if let Some(said) = &line.said {
        case += &format!(" ({said})");
    }
    let ok = match (line.ok, &line.skipped) {
        (_, Some(_)) => "skipped",
        (Some(true), _) => "yes",
        (Some(false), _) => "NO",
        (None, _) => "",
    };
    [
        case,
        number(line.p50_us),
        number(line.p99_us),
        number(line.worst_us),
        number(line.floor_p50_us),
        line.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        line.bar.clone().unwrap_or_default(),
        ok.to_owned(),
    ]
}

/// Writes one object a case.
pub(crate) fn save(lines: &[Line], path: &Path) -> Result<()> {
    let all: Vec<Value> = lines.iter().map(Line::to_json).collect();
    Ok(std::fs::write(path, format!("{:#}\n", Value::Array(all)))?)
}
