//! Windows: the range of outgoing connections as it is set up, and no privileged ports.

use crate::model::PortRange;

/// The range from which outgoing connections get their ports: the one that Windows is installed with. What an
/// administrator has set instead is told by `netsh` alone.
pub(crate) fn ephemeral_range() -> Option<PortRange> {
    PortRange::new(49_152, 65_535).ok()
}

/// The first port that needs no privilege.
pub(crate) fn privileged_below() -> u16 {
    1
}
