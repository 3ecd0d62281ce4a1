//! macOS: what sysctl tells about ports.
#![expect(unsafe_code, reason = "sysctl has no safe wrapper")]

use std::ffi::CStr;

use crate::model::PortRange;

/// The range from which outgoing connections get their ports.
pub(crate) fn ephemeral_range() -> Option<PortRange> {
    let first = number(c"net.inet.ip.portrange.first")?;
    let last = number(c"net.inet.ip.portrange.last")?;
    PortRange::new(first, last).ok()
}

/// The first port that needs no privilege on one address; on all addresses none needs any.
pub(crate) fn privileged_below() -> u16 {
    1024
}

fn number(name: &CStr) -> Option<u16> {
    let mut value = 0_i32;
    let mut size = size_of_val(&value);
    // SAFETY: the name ends with NUL, and so many bytes of the value are there.
    let status = unsafe {
        let none = std::ptr::null_mut();
        libc::sysctlbyname(name.as_ptr(), (&raw mut value).cast(), &raw mut size, none, 0)
    };
    u16::try_from(value).ok().filter(|_| status == 0)
}
