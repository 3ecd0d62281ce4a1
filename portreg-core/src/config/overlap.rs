//! Whether two keys of a project file can apply to one name, shown by such a name.

use std::collections::{HashSet, VecDeque};

use crate::model::{Identity, Pattern};

/// A name to which both keys apply; one of the shortest, so that it reads like a real one.
pub(super) fn common(one: &Pattern, other: &Pattern) -> Option<Identity> {
    let forms = forms(other);
    self::forms(one).iter().find_map(|one| forms.iter().find_map(|other| both(one, other)))
}

/// The segments that a key may stand for: a last `*` for one or more, and a context `*` for none.
fn forms(pattern: &Pattern) -> Vec<Vec<&str>> {
    let segments: Vec<&str> = pattern.as_str().split(':').collect();
    let mut forms = vec![segments.clone()];
    if segments.last() == Some(&"*") {
        if segments.len() == 3 {
            forms.push(segments[..2].to_vec());
        }
        for more in segments.len() + 1..=3 {
            let mut longer = segments.clone();
            longer.resize(more, "*");
            forms.push(longer);
        }
    }
    forms
}

fn both(one: &[&str], other: &[&str]) -> Option<Identity> {
    if one.len() != other.len() {
        return None;
    }
    let segments = one.iter().zip(other).map(|(one, other)| segment(one, other));
    segments.collect::<Option<Vec<_>>>()?.join(":").parse().ok()
}

/// What a segment of a key says about the next character.
#[derive(Clone, Copy, PartialEq)]
enum Token {
    /// This one.
    Is(char),
    /// Any.
    Any,
    /// Any number of any.
    Many,
}

fn tokens(segment: &str) -> Vec<Token> {
    let token = |c| match c {
        '*' => vec![Token::Any, Token::Many],
        c => vec![Token::Is(c)],
    };
    segment.chars().flat_map(token).collect()
}

/// The shortest text that both segments match, found by following both at once.
fn segment(one: &str, other: &str) -> Option<String> {
    let (one, other) = (tokens(one), tokens(other));
    let mut next = VecDeque::from([(0, 0, String::new())]);
    let mut seen = HashSet::new();
    while let Some((i, j, text)) = next.pop_front() {
        if !seen.insert((i, j)) {
            continue;
        }
        let (a, b) = (one.get(i).copied(), other.get(j).copied());
        if a.is_none() && b.is_none() {
            return Some(text);
        }
        // In front: passing over costs no character.
        if a == Some(Token::Many) {
            next.push_front((i + 1, j, text.clone()));
        }
        if b == Some(Token::Many) {
            next.push_front((i, j + 1, text.clone()));
        }
        let (Some(a), Some(b)) = (a, b) else { continue };
        let character = match (a, b) {
            (Token::Is(a), Token::Is(b)) if a != b => continue,
            (Token::Is(c), _) | (_, Token::Is(c)) => c,
            _ => 'x',
        };
        let after = |token, at: usize| if token == Token::Many { at } else { at + 1 };
        next.push_back((after(a, i), after(b, j), format!("{text}{character}")));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn common_of(one: &str, other: &str) -> Option<String> {
        let found = common(&one.parse().unwrap(), &other.parse().unwrap());
        found.map(|identity| identity.to_string())
    }

    #[test]
    fn keys_that_can_meet_show_where() {
        let of = |one, other| common_of(one, other).unwrap_or_default();
        assert_eq!(of("shop:*:main", "shop:web:*"), "shop:web:main");
        assert_eq!(of("shop:a*", "shop:*b"), "shop:ab");
        assert_eq!(of("shop:*", "*:web:dev"), "shop:web:dev");
        assert_eq!(of("shop:web:*", "sh*:web"), "shop:web", "a context `*` also matches none");
        assert_eq!(of("a*c", "ab*"), "abc");
        assert_eq!(of("*", "*"), "x");
    }

    #[test]
    fn keys_that_cannot_meet_do_not() {
        for (one, other) in [
            ("shop:web", "shop:api"),
            ("shop:web:*", "shop:api:*"),
            ("shop:a*", "shop:b*"),
            ("shop:*a", "shop:*b"),
            ("shop:*:main", "shop:web"),
            ("s*", "s"),
        ] {
            assert_eq!(common_of(one, other), None, "{one} {other}");
        }
    }
}
