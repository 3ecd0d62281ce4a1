//! The reference of the command line, docs/commands.md, made from clap's definitions.

use clap::{Arg, Command};

/// The reference of every verb as Markdown: what it does, its synopsis, its options, examples.
///
/// docs/commands.md is this text; a test compares the two.
pub fn reference() -> String {
    let mut command = crate::command().term_width(0).disable_help_subcommand(true);
    command.build();
    let mut text = format!(
        "# Commands\n\n<!-- Made from the command's own definitions: \
         `UPDATE=1 cargo test -p portreg-cli --test cli reference` writes it anew. -->\n\n\
         `portreg <verb> [name] [--options]`. {}\n\n",
        long_about(&command),
    );
    let global: Vec<&Arg> = command.get_arguments().filter(|arg| arg.is_global_set()).collect();
    text.push_str(&format!("## Global options\n\n{}", options(&global)));
    text.truncate(text.trim_end().len() + 1);
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        describe(verb, "portreg", &mut text);
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

fn describe(verb: &Command, parent: &str, text: &mut String) {
    let name = format!("{parent} {}", verb.get_name());
    text.push_str(&format!("\n## {name}\n\n{}\n\n", long_about(verb)));
    if verb.has_subcommands() {
        verb.get_subcommands().for_each(|inner| describe(inner, &name, text));
        return;
    }
    let usage = verb.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").trim();
    text.push_str(&format!("```text\n{usage}\n```\n\n"));
    let own = |arg: &&Arg| !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help";
    text.push_str(&options(&verb.get_arguments().filter(own).collect::<Vec<_>>()));
    if let Some(after) = verb.get_after_help() {
        text.push_str(&examples(&after.to_string()));
    }
}

fn long_about(command: &Command) -> String {
    let about = command.get_long_about().or_else(|| command.get_about());
    let text = about.map(ToString::to_string).unwrap_or_default();
    let text = text.trim().to_owned();
    if text.ends_with('.') { text } else { text + "." }
}

fn options(args: &[&Arg]) -> String {
    if args.is_empty() {
        return String::new();
    }
    let rows = args.iter().map(|arg| {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let values = arg.get_possible_values();
        let words: Vec<String> =
            values.iter().map(|value| format!("`{}`", value.get_name())).collect();
        let takes_words = arg.get_action().takes_values() && words.len() < 6 && !words.is_empty();
        let words = if takes_words { format!(": {}", words.join(", ")) } else { String::new() };
        format!("| `{}` | {} |\n", spelling(arg), (help + &words).replace('|', "\\|"))
    });
    format!("| option | |\n| --- | --- |\n{}\n", rows.collect::<String>())
}

/// `-q, --quiet`, `--port <PORT>`, `<FILE>`; what may be left out in brackets.
fn spelling(arg: &Arg) -> String {
    let short = arg.get_short().map(|short| format!("-{short}"));
    let long = arg.get_long().map(|long| format!("--{long}"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    let value = arg.get_value_names().map(|names| names.join(" ")).unwrap_or_default();
    let value = value.replace('|', "\\|");
    let optional = arg.get_num_args().is_some_and(|count| count.min_values() == 0);
    match (names.is_empty(), arg.get_action().takes_values()) {
        (true, _) if arg.is_required_set() => format!("<{value}>"),
        (true, _) => format!("[{value}]"),
        // Without the sign of equality the next word would be an argument of its own.
        (false, true) if optional && arg.is_require_equals_set() => {
            format!("{}[=<{value}>]", names.join(", "))
        }
        (false, true) if optional => format!("{} [<{value}>]", names.join(", ")),
        (false, true) => format!("{} <{value}>", names.join(", ")),
        (false, false) => names.join(", "),
    }
}

/// The examples as a block for the shell, and what stands below them as text.
fn examples(after: &str) -> String {
    let after = after.strip_prefix("Examples:\n").unwrap_or(after);
    let (commands, rest) = after.split_once("\n\n").unwrap_or((after, ""));
    let commands: Vec<&str> = commands.lines().map(str::trim).collect();
    let rest = if rest.is_empty() { String::new() } else { format!("\n{}\n", rest.trim()) };
    format!("```sh\n{}\n```\n{rest}", commands.join("\n"))
}
