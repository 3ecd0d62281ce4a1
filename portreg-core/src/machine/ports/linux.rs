//! Linux: what `/proc/sys/net` tells about ports.

use crate::model::PortRange;

/// The range from which outgoing connections get their ports.
pub(crate) fn ephemeral_range() -> Option<PortRange> {
    parse_pair(&std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").ok()?)
}

/// The first port that needs no privilege.
pub(crate) fn privileged_below() -> u16 {
    const USUAL: u16 = 1024;
    std::fs::read_to_string("/proc/sys/net/ipv4/ip_unprivileged_port_start")
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(USUAL)
}

fn parse_pair(text: &str) -> Option<PortRange> {
    let mut numbers = text.split_whitespace().map(|number| number.parse().ok());
    PortRange::new(numbers.next()??, numbers.next()??).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_tells_its_ranges() {
        assert_eq!(parse_pair("32768\t60999\n"), PortRange::new(32768, 60999).ok());
        assert_eq!(parse_pair("nonsense"), None);
        assert!(ephemeral_range().is_some());
        assert!(privileged_below() <= 1024);
    }
}
