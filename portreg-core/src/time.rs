//! Time: milliseconds since the Unix epoch, and durations as people write them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::{Error, Result};

/// Milliseconds of an hour.
pub(crate) const HOUR_MS: i64 = 60 * 60 * 1000;

/// The present, in milliseconds since the Unix epoch.
pub(crate) fn now_ms() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX).saturating_add(offset_ms())
}

/// How far the tests have set the clock.
#[cfg(feature = "fault-injection")]
fn offset_ms() -> i64 {
    std::env::var("PORTREG_TEST_CLOCK_MS").ok().and_then(|text| text.parse().ok()).unwrap_or(0)
}

#[cfg(not(feature = "fault-injection"))]
const fn offset_ms() -> i64 {
    0
}

/// A duration in whole milliseconds.
pub(crate) fn as_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// Reads a duration: `90s`, `10m`, `1h30m`, `7d`, `500ms`, `0s`. A bare number counts seconds.
///
/// # Errors
///
/// `INVALID_OPTION` naming `option`, for anything else and for more than ten years.
///
/// ```
/// use std::time::Duration;
///
/// let read = |text| portreg_core::parse_duration(text, "expires");
/// assert_eq!(read("1h30m")?, Duration::from_secs(5400));
/// assert_eq!(read("90")?, Duration::from_secs(90));
/// assert!(read("soon").is_err());
/// # Ok::<(), portreg_core::Error>(())
/// ```
pub fn parse_duration(text: &str, option: &str) -> Result<Duration> {
    const TEN_YEARS_MS: u64 = 3650 * 24 * 60 * 60 * 1000;
    let invalid =
        |why: &str| Error::option(option, format!("{text:?} {why}; write 90s, 10m, 1h30m or 7d"));
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(invalid("is no duration"));
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..digits].parse().map_err(|_| invalid("is no duration"))?;
        rest = &rest[digits..];
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let unit: u64 = match &rest[..letters] {
            "ms" => 1,
            "" if rest.is_empty() && digits == text.trim().len() => 1000,
            "s" => 1000,
            "m" => 60 * 1000,
            "h" => 60 * 60 * 1000,
            "d" => 24 * 60 * 60 * 1000,
            "w" => 7 * 24 * 60 * 60 * 1000,
            _ => return Err(invalid("is no duration")),
        };
        rest = &rest[letters..];
        total = number
            .checked_mul(unit)
            .and_then(|part| total.checked_add(part))
            .filter(|total| *total <= TEN_YEARS_MS)
            .ok_or_else(|| invalid("is longer than ten years"))?;
    }
    Ok(Duration::from_millis(total))
}

/// A span of milliseconds for people, in its one or two largest units: `2 h`, `1 h 5 min`, `12 s`.
///
/// ```
/// assert_eq!(portreg_core::human_duration(7_260_000), "2 h 1 min");
/// assert_eq!(portreg_core::human_duration(900), "0 s");
/// ```
pub fn human_duration(ms: i64) -> String {
    let seconds = ms.max(0) / 1000;
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    let two = |a: i64, a_unit: &str, b: i64, b_unit: &str| match b {
        0 => format!("{a} {a_unit}"),
        _ => format!("{a} {a_unit} {b} {b_unit}"),
    };
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, minutes) => two(hours, "h", minutes, "min"),
        (days, hours, _) => two(days, "d", hours, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        let ms = |text| parse_duration(text, "expires").map(as_ms).ok();
        assert_eq!(ms("90s"), Some(90_000));
        assert_eq!(ms("7d"), Some(7 * 24 * HOUR_MS));
        assert_eq!(ms("1h30m"), Some(HOUR_MS * 3 / 2));
        assert_eq!(ms("0s"), Some(0));
        for bad in ["", "h", "-1s", "1.5h", "10x", "99999999999999999999s", "20000d", "1h30", "s1"]
        {
            assert_eq!(ms(bad), None, "{bad}");
        }
    }
}
