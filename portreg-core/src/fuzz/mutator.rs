//! Changes bytes at random, from a seed: flips, cuts, splices, words and numbers at their edges.

use fastrand::Rng;

/// What the parsers know or are likely to stumble over.
const WORDS: [&str; 44] = [
    ":",
    "*",
    "::",
    "-",
    ",",
    ".",
    "0",
    "65535",
    "65536",
    "18446744073709551616",
    "-1",
    "1e9",
    "ms",
    "d",
    "w",
    "h",
    "\u{feff}",
    "\u{0}",
    "é",
    "\u{202e}",
    "\"",
    "\\u0000",
    "\\",
    "{",
    "}",
    "[",
    "]",
    "null",
    "true",
    "//",
    "/*",
    "*/",
    "\n",
    "\"port\":",
    "\"range\":",
    "\"pools\":",
    "\"services\":",
    "\"identity\":",
    "\"memory\":",
    "\"reserved\":",
    "\"version\":1",
    "{port}",
    "{url:shop:api}",
    "9223372036854775807",
];
const LONGEST: usize = 4096;

/// An input made of one or two known ones.
pub(super) fn mutated(known: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let pick = |rng: &mut Rng| known[rng.usize(..known.len())].clone();
    let mut data = pick(rng);
    for _ in 0..rng.usize(1..=6) {
        let at = rng.usize(..=data.len());
        match rng.u8(..9) {
            0 if at < data.len() => data[at] ^= 1 << rng.u8(..8),
            1 => data.insert(at, rng.u8(..)),
            2 => data.truncate(at),
            3 => {
                let end = (at + rng.usize(..8)).min(data.len());
                data.drain(at..end);
            }
            4 => {
                let end = (at + rng.usize(..64)).min(data.len());
                let piece = data[at..end].to_vec();
                insert(&mut data, at, &piece);
            }
            5 => {
                let other = pick(rng);
                let from = rng.usize(..=other.len());
                data.truncate(at);
                data.extend(&other[from..]);
            }
            6 => number(&mut data, at, rng),
            _ => insert(&mut data, at, WORDS[rng.usize(..WORDS.len())].as_bytes()),
        }
        data.truncate(LONGEST);
    }
    data
}

fn insert(data: &mut Vec<u8>, at: usize, piece: &[u8]) {
    data.splice(at..at, piece.iter().copied());
}

/// Puts another number in the place of the first one from here on.
fn number(data: &mut Vec<u8>, at: usize, rng: &mut Rng) {
    let Some(from) = data[at..].iter().position(u8::is_ascii_digit).map(|from| at + from) else {
        return;
    };
    let digits = data[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let edges = [0, 1, 255, 1023, 1024, 65_534, 65_535, 65_536, i64::MAX as u64, u64::MAX];
    let number = match rng.bool() {
        true => edges[rng.usize(..edges.len())],
        false => rng.u64(..100_000),
    };
    data.splice(from..from + digits, number.to_string().into_bytes());
}
