//! Moments as people say them.

use portreg_core::human_duration;

/// How long ago a moment was.
///
/// ```
/// assert_eq!(portreg_cli::render::ago(0, 7_200_000), "2 h ago");
/// assert_eq!(portreg_cli::render::ago(0, 200), "just now");
/// ```
pub fn ago(then_ms: i64, now_ms: i64) -> String {
    match now_ms.saturating_sub(then_ms) {
        ..1000 => "just now".to_owned(),
        span => format!("{} ago", human_duration(span)),
    }
}

/// How far ahead a moment is.
///
/// ```
/// assert_eq!(portreg_cli::render::until(7_200_000, 0), "in 2 h");
/// assert_eq!(portreg_cli::render::until(0, 7_200_000), "2 h ago");
/// ```
pub fn until(then_ms: i64, now_ms: i64) -> String {
    match then_ms.saturating_sub(now_ms) {
        ..0 => ago(then_ms, now_ms),
        // Half a second of work before the answer must not turn "in 8 h" into "in 7 h 59 min".
        span => format!("in {}", human_duration(span.saturating_add(500))),
    }
}
