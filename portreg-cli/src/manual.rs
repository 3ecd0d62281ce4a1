//! The manual pages, portreg(1) and one for each verb, made from clap's definitions.

use std::io;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

/// Each page: its file name and its text.
pub(crate) fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = crate::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let version = concat!("portreg ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).source(version).manual("portreg");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    if let Some(after) = command.get_after_help() {
        examples(&after.to_string()).to_writer(&mut text)?;
    }
    pages.push((man.get_filename(), text));
    let verbs = command.get_subcommands().filter(|verb| !verb.is_hide_set());
    verbs.into_iter().try_for_each(|verb| add(verb, pages))
}

/// The examples as they are, and what stands below them as text.
fn examples(after: &str) -> Roff {
    let after = after.strip_prefix("Examples:\n").unwrap_or(after);
    let (commands, rest) = after.split_once("\n\n").unwrap_or((after, ""));
    let mut page = Roff::new();
    page.control("SH", ["EXAMPLES"]).control("nf", []);
    for line in commands.lines() {
        page.text([roman(line.trim_start())]);
    }
    page.control("fi", []);
    if !rest.is_empty() {
        page.control("PP", []).text([roman(rest)]);
    }
    page
}
