//! "Did you mean": the known word that an unknown one was probably meant to be.

use crate::model::clip;

/// The nearest of the known words, where one is near enough to be a slip of the keyboard.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let folded = plain(word);
    let limit = match folded.chars().count() {
        0 => return None,
        1..=3 => 1,
        4..=7 => 2,
        _ => 3,
    };
    // A comparison costs the product of both lengths; nobody misspells a key by a kilobyte.
    if folded.len() > 100 {
        return None;
    }
    known
        .map(|candidate| (distance(&folded, &plain(candidate)), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The sentence for a key that does not exist.
pub(super) fn unknown_key(found: &str, allowed: &[&str]) -> String {
    let hint = nearest(found, allowed.iter().copied())
        .map(|near| format!("did you mean {near:?}? "))
        .unwrap_or_default();
    format!("unknown key {:?}; {hint}allowed are {}", clip(found), allowed.join(", "))
}

/// How many characters have to be typed, dropped, changed or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: [Vec<usize>; 3] = [vec![], vec![], (0..=b.len()).collect()];
    for (i, from) in a.iter().enumerate() {
        rows.rotate_left(1);
        rows[2] = vec![i + 1];
        for (j, to) in b.iter().enumerate() {
            let mut best =
                (rows[1][j] + usize::from(from != to)).min(rows[1][j + 1] + 1).min(rows[2][j] + 1);
            if i > 0 && j > 0 && *from == b[j - 1] && a[i - 1] == *to {
                best = best.min(rows[0][j - 1] + 1);
            }
            rows[2].push(best);
        }
    }
    rows[2].last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_recognised() {
        let known = ["port", "ports", "on_conflict", "defaultRange", "env_file"];
        let near = |word| nearest(word, known.into_iter());
        assert_eq!(near("prot"), Some("port"));
        assert_eq!(near("onConflict"), Some("on_conflict"));
        assert_eq!(near("default_range"), Some("defaultRange"));
        assert_eq!(near("envfile"), Some("env_file"));
        assert_eq!(near("colour"), None);
        assert_eq!(near(""), None);
    }
}
