//! Command lines as they are shown: on one line, and without secrets; and what a secret looks like.

/// What stands in the place of a secret.
pub(crate) const HIDDEN: &str = "***";

/// Whether a key of that name holds a secret.
pub(crate) fn is_secret(key: &str) -> bool {
    const WORDS: [&str; 7] =
        ["token", "secret", "password", "passwd", "passphrase", "key", "credential"];
    let key = key.to_lowercase();
    // `tokens`, `keys` and `keyFile` stay hidden too: rather one too many.
    WORDS.iter().any(|word| key.contains(word))
}

/// A text without the user and password of the URLs in it.
fn without_password(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (head, tail) = rest.split_at(at + 3);
        out.push_str(head);
        let end = tail
            .find(|c: char| matches!(c, '/' | '?' | '#' | '"' | '\'') || c.is_whitespace())
            .unwrap_or(tail.len());
        let (authority, after) = tail.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                out.push_str(HIDDEN);
                out.push('@');
                out.push_str(host);
            }
            None => out.push_str(authority),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A command line as text, quoted where a part has spaces; what looks like a secret is `***`.
pub(crate) fn shown_command(argv: &[String]) -> String {
    let mut hiding = Hiding::default();
    let shown: Vec<String> = argv
        .iter()
        .map(|part| match hiding.shown(part) {
            shown if shown == *part => quoted(part),
            hidden => hidden,
        })
        .collect();
    shown.join(" ")
}

/// A command as somebody wrote it, for the shell; what looks like a secret is `***`.
pub(crate) fn shown_line(text: &str) -> String {
    let mut hiding = Hiding::default();
    let mut shown = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if bare.is_empty() {
            shown.push_str(word);
            continue;
        }
        shown.push_str(&hiding.shown(bare));
        shown.push_str(&word[bare.len()..]);
    }
    shown
}

/// Goes from word to word: the one after `--password` is a secret.
#[derive(Default)]
struct Hiding {
    next: bool,
}

impl Hiding {
    fn shown(&mut self, word: &str) -> String {
        if std::mem::take(&mut self.next) {
            return HIDDEN.to_owned();
        }
        match word.split_once('=') {
            Some((name, _)) if is_secret(name) && !name.contains("://") => {
                format!("{name}={HIDDEN}")
            }
            Some(_) => without_password(word),
            None => {
                self.next = word.starts_with('-') && is_secret(word);
                without_password(word)
            }
        }
    }
}

fn quoted(part: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"'\"$`\\".contains(c);
    match part {
        "" => "''".to_owned(),
        _ if part.chars().all(plain) => part.to_owned(),
        _ => format!("'{}'", part.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(argv: &[&str]) -> String {
        shown_command(&argv.iter().map(|part| (*part).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn parts_with_spaces_are_quoted() {
        assert_eq!(shown(&["node", "my server.js", ""]), "node 'my server.js' ''");
        assert_eq!(shown(&["sh", "-c", "it's"]), "sh -c 'it'\\''s'");
        assert_eq!(shown(&[]), "");
    }

    #[test]
    fn secrets_are_hidden() {
        assert_eq!(shown(&["ngrok", "--authtoken", "abc", "http"]), "ngrok --authtoken *** http");
        assert_eq!(shown(&["x", "--password=p", "API_KEY=k"]), "x --password=*** API_KEY=***");
        assert_eq!(shown(&["x", "postgres://me:p@h/db"]), "x postgres://***@h/db");
        assert_eq!(shown(&["x", "http://localhost:80/a@b"]), "x http://localhost:80/a@b");
        assert_eq!(shown_line("API_KEY=k  srv --token t -v"), "API_KEY=***  srv --token *** -v");
        assert_eq!(shown_line("npm run dev -- --port {port}"), "npm run dev -- --port {port}");
        assert_eq!(shown(&["x", "--tokens"]), "x --tokens");
    }
}
