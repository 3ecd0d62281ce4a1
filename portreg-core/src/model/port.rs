//! Ports as numbers: ranges, and the ports that are never given out unasked.

use std::fmt;
use std::str::FromStr;

use crate::error::Error;

/// The range that ports come from where nothing else is said.
pub(crate) const DEFAULT_RANGE: PortRange = PortRange { first: 3100, last: 9999 };

/// A run of ports, both ends included.
///
/// ```
/// use portreg_core::PortRange;
///
/// let range: PortRange = "3000-3099".parse()?;
/// assert_eq!((range.first, range.last), (3000, 3099));
/// assert_eq!("8080".parse::<PortRange>()?.len(), 1);
/// # Ok::<(), portreg_core::Error>(())
/// ```
///
/// # Errors
///
/// Parsing fails with `INVALID_OPTION` for anything but `A-B` or `A` with 1 <= A <= B <= 65535.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct PortRange {
    /// The lowest port, at least 1.
    pub first: u16,
    /// The highest port, not below the first.
    pub last: u16,
}

impl PortRange {
    /// The run from `first` to `last`.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` where `first` is 0 or above `last`.
    pub fn new(first: u16, last: u16) -> Result<Self, Error> {
        if first == 0 {
            return Err(Error::option("range", "port 0 is no port; ports are 1 to 65535"));
        }
        if first > last {
            return Err(Error::option(
                "range",
                format!("{first}-{last} is empty; write the lower port first"),
            ));
        }
        Ok(Self { first, last })
    }

    /// How many ports it holds.
    #[expect(clippy::len_without_is_empty, reason = "a range holds at least one port")]
    pub fn len(&self) -> u32 {
        u32::from(self.last) - u32::from(self.first) + 1
    }

    /// Whether the port lies in it.
    pub fn contains(&self, port: u16) -> bool {
        (self.first..=self.last).contains(&port)
    }

    /// Whether the two share a port.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// The ranges as one text, `8000-8099,9000`.
    pub fn join(ranges: &[Self]) -> String {
        ranges.iter().map(Self::to_string).collect::<Vec<_>>().join(",")
    }

    /// Reads a list, `8000-8099,9000`.
    ///
    /// # Errors
    ///
    /// `INVALID_OPTION` as for one range, and where two of them overlap.
    pub fn parse_list(input: &str) -> Result<Vec<Self>, Error> {
        let mut ranges =
            input.split(',').map(|part| part.trim().parse()).collect::<Result<Vec<Self>, _>>()?;
        ranges.sort();
        match ranges.windows(2).find(|pair| pair[0].overlaps(&pair[1])) {
            Some(pair) => {
                Err(Error::option("range", format!("{} and {} overlap", pair[0], pair[1])))
            }
            None => Ok(ranges),
        }
    }
}

impl FromStr for PortRange {
    type Err = Error;

    fn from_str(input: &str) -> Result<Self, Error> {
        let (first, last) = input.split_once('-').unwrap_or((input, input));
        Self::new(parse_port(first.trim(), "range")?, parse_port(last.trim(), "range")?)
    }
}

/// Reads a port number of the named option.
///
/// # Errors
///
/// `INVALID_OPTION` for anything but a whole number from 1 to 65535.
pub fn parse_port(text: &str, option: &str) -> Result<u16, Error> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse::<u16>() {
        Ok(port) if digits && port != 0 => Ok(port),
        _ => Err(Error::option(
            option,
            format!("{:?} is no port; ports are 1 to 65535", super::identity::clip(text)),
        )),
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            return f.pad(&self.first.to_string());
        }
        f.pad(&format!("{}-{}", self.first, self.last))
    }
}

impl TryFrom<String> for PortRange {
    type Error = Error;

    fn try_from(value: String) -> Result<Self, Error> {
        value.parse()
    }
}

impl From<PortRange> for String {
    fn from(range: PortRange) -> Self {
        range.to_string()
    }
}

/// The usual ports of well-known servers.
pub(crate) const WELL_KNOWN: &[u16] = &numbers();

/// The same with who is usually there.
const SERVERS: [(u16, &str); 27] = [
    (1433, "SQL Server"),
    (1521, "Oracle Database"),
    (2375, "Docker"),
    (2376, "Docker"),
    (2379, "etcd"),
    (3306, "MySQL"),
    (4222, "NATS"),
    (5432, "PostgreSQL"),
    (5672, "RabbitMQ"),
    (5984, "CouchDB"),
    (6379, "Redis"),
    (6443, "Kubernetes"),
    (8000, "Django and other web servers"),
    (8080, "Tomcat and other web servers"),
    (8086, "InfluxDB"),
    (8123, "ClickHouse"),
    (8443, "web servers with TLS"),
    (8500, "Consul"),
    (8888, "Jupyter"),
    (9000, "PHP-FPM and MinIO"),
    (9042, "Cassandra"),
    (9090, "Prometheus"),
    (9092, "Kafka"),
    (9200, "Elasticsearch"),
    (11211, "Memcached"),
    (15672, "RabbitMQ"),
    (27017, "MongoDB"),
];

const fn numbers() -> [u16; SERVERS.len()] {
    let mut numbers = [0; SERVERS.len()];
    let mut at = 0;
    while at < SERVERS.len() {
        numbers[at] = SERVERS[at].0;
        at += 1;
    }
    numbers
}

/// Who is usually on a port.
pub(crate) fn well_known_server(port: u16) -> Option<&'static str> {
    SERVERS.iter().find(|(known, _)| *known == port).map(|(_, server)| *server)
}

/// Whether macOS itself listens on the port.
pub(crate) fn is_system_listener(port: u16) -> bool {
    AIRPLAY.contains(&port)
}

/// The ports on which macOS itself listens for AirPlay.
pub(crate) const AIRPLAY: &[u16] = if cfg!(target_os = "macos") { &[5000, 7000] } else { &[] };

/// What browsers refuse to open: the list of the Fetch standard, in order.
pub(crate) const BROWSER_UNSAFE: &[u16] = &[
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
    103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
    512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
    995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668,
    6669, 6679, 6697, 10080,
];

/// Whether the port is the usual one of a well-known server, so that it is given only when asked for.
///
/// ```
/// assert!(portreg_core::is_well_known(5432) && !portreg_core::is_well_known(3000));
/// ```
pub fn is_well_known(port: u16) -> bool {
    WELL_KNOWN.contains(&port) || is_system_listener(port)
}

/// Whether browsers refuse to open the port (the list of the Fetch standard).
///
/// ```
/// assert!(portreg_core::is_browser_unsafe(6000) && !portreg_core::is_browser_unsafe(3000));
/// ```
pub fn is_browser_unsafe(port: u16) -> bool {
    BROWSER_UNSAFE.binary_search(&port).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_parse_and_print() {
        assert_eq!("3000-3099".parse::<PortRange>().unwrap().to_string(), "3000-3099");
        assert_eq!("80".parse::<PortRange>().unwrap().to_string(), "80");
        assert_eq!(
            PortRange::join(&PortRange::parse_list("9000, 8000-8099").unwrap()),
            "8000-8099,9000"
        );
    }

    #[test]
    fn bad_ranges_say_why() {
        for (bad, why) in [
            ("", "\"\" is no port"),
            ("0", "\"0\" is no port"),
            ("70000", "\"70000\" is no port"),
            ("+80", "\"+80\" is no port"),
            ("20-10", "20-10 is empty"),
            ("1-2-3", "\"2-3\" is no port"),
        ] {
            let error = bad.parse::<PortRange>().unwrap_err().to_string();
            assert!(error.contains(why), "{bad}: {error}");
        }
        assert!(PortRange::parse_list("1-5,5-9").is_err());
    }

    #[test]
    fn lists_are_sorted_and_known() {
        assert!(is_browser_unsafe(6000) && is_browser_unsafe(10080) && !is_browser_unsafe(3000));
        assert!(is_well_known(5432) && !is_well_known(3000));
    }
}
