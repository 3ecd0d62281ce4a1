//! Windows: handles, events and texts as its calls want them.
#![expect(unsafe_code, reason = "the system's calls have no safe wrapper")]

use std::ffi::OsStr;
use std::io;
use std::os::windows::ffi::OsStrExt as _;
use std::os::windows::io::{
    AsHandle, AsRawHandle as _, BorrowedHandle, FromRawHandle as _, OwnedHandle,
};

use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::System::Threading::{
    CreateEventW, EVENT_MODIFY_STATE, OpenEventW, OpenProcess, PROCESS_ACCESS_RIGHTS, ResetEvent,
    SYNCHRONIZATION_SYNCHRONIZE, SetEvent,
};

/// What a call has given, unless it has failed.
pub(super) fn checked(result: i32) -> io::Result<()> {
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

/// The handle that a call has given for this process to keep, unless it has failed.
///
/// # Safety
///
/// Nobody else owns it, and `CloseHandle` closes it.
pub(super) unsafe fn owned(handle: HANDLE) -> io::Result<OwnedHandle> {
    if handle.is_null() || handle == INVALID_HANDLE_VALUE {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the caller says so.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

pub(super) fn raw(handle: &impl AsHandle) -> HANDLE {
    handle.as_handle().as_raw_handle()
}

/// The text in UTF-16, with a NUL behind it.
pub(super) fn wide(text: impl AsRef<OsStr>) -> Vec<u16> {
    text.as_ref().encode_wide().chain([0]).collect()
}

/// The process that has the pid now.
pub(super) fn open_process(pid: u32, access: PROCESS_ACCESS_RIGHTS) -> io::Result<OwnedHandle> {
    // SAFETY: asks for a handle of this process's own.
    unsafe { owned(OpenProcess(access, 0, pid)) }
}

/// What stays signalled from the time it is set until it is reset.
#[derive(Debug)]
pub(super) struct Event(OwnedHandle);

impl Event {
    pub(super) fn new() -> io::Result<Self> {
        // SAFETY: neither attributes nor a name are given.
        unsafe { owned(CreateEventW(std::ptr::null(), 1, 0, std::ptr::null())) }.map(Self)
    }

    /// One that other processes find by its name, as long as anybody has it open.
    pub(super) fn named(name: &str) -> io::Result<Self> {
        let name = wide(name);
        // SAFETY: the name ends with NUL and outlives the call.
        unsafe { owned(CreateEventW(std::ptr::null(), 1, 0, name.as_ptr())) }.map(Self)
    }

    /// The one of this name, where anybody has it open.
    pub(super) fn open(name: &str) -> io::Result<Self> {
        let (name, access) = (wide(name), EVENT_MODIFY_STATE | SYNCHRONIZATION_SYNCHRONIZE);
        // SAFETY: the name ends with NUL and outlives the call.
        unsafe { owned(OpenEventW(access, 0, name.as_ptr())) }.map(Self)
    }

    pub(super) fn set(&self) {
        // SAFETY: the handle is an event's.
        unsafe { SetEvent(raw(self)) };
    }

    pub(super) fn reset(&self) {
        // SAFETY: the handle is an event's.
        unsafe { ResetEvent(raw(self)) };
    }
}

impl AsHandle for Event {
    fn as_handle(&self) -> BorrowedHandle<'_> {
        self.0.as_handle()
    }
}

impl From<Event> for OwnedHandle {
    fn from(event: Event) -> Self {
        event.0
    }
}
