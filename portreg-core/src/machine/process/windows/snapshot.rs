//! The list of all processes, as the system tells it at one moment.

use std::os::windows::io::OwnedHandle;

use windows_sys::Win32::System::Diagnostics::ToolHelp::{
    CreateToolhelp32Snapshot, PROCESSENTRY32W, Process32FirstW, Process32NextW, TH32CS_SNAPPROCESS,
};

use super::Stat;
use crate::machine::windows::{owned, raw};

/// Every process, with its parent and its name.
fn entries() -> Vec<(u32, u32, String)> {
    let mut found = Vec::new();
    // SAFETY: asks for a handle of this process's own.
    let list = unsafe { owned(CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0)) };
    let Ok(list) = list else { return found };
    let size = size_of::<PROCESSENTRY32W>() as u32;
    let mut entry = PROCESSENTRY32W { dwSize: size, ..Default::default() };
    let mut goes_on = first(&list, &mut entry);
    while goes_on {
        let length = entry.szExeFile.iter().position(|unit| *unit == 0);
        let name = &entry.szExeFile[..length.unwrap_or(entry.szExeFile.len())];
        let name = String::from_utf16_lossy(name);
        found.push((
            entry.th32ProcessID,
            entry.th32ParentProcessID,
            name.trim_end_matches(".exe").to_owned(),
        ));
        // SAFETY: the entry says its own size.
        goes_on = unsafe { Process32NextW(raw(&list), &raw mut entry) } != 0;
    }
    found
}

fn first(list: &OwnedHandle, entry: &mut PROCESSENTRY32W) -> bool {
    // SAFETY: the entry says its own size.
    unsafe { Process32FirstW(raw(list), entry) != 0 }
}

/// The parent and the name of a process.
pub(super) fn entry(pid: u32) -> Option<(u32, String)> {
    entries().into_iter().find(|entry| entry.0 == pid).map(|(_, parent, name)| (parent, name))
}

/// Every pid of this machine.
pub(in super::super) fn pids() -> impl Iterator<Item = u32> {
    entries().into_iter().map(|(pid, ..)| pid)
}

/// Every process that runs and can be seen.
pub(in super::super) fn table() -> Vec<Stat> {
    let each = entries().into_iter().filter_map(|(pid, parent, name)| {
        super::stat_of(pid, parent, name).filter(|stat| !stat.is_dead())
    });
    each.collect()
}
