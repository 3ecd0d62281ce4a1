//! Windows: changes in a folder, by a handle that is signalled.
#![expect(unsafe_code, reason = "notifications of changes have no safe wrapper")]

use std::io;
use std::os::windows::io::BorrowedHandle;
use std::path::{Path, PathBuf};
use std::time::Duration;

use windows_sys::Win32::Foundation::{HANDLE, INVALID_HANDLE_VALUE};
use windows_sys::Win32::Storage::FileSystem::{
    FILE_NOTIFY_CHANGE_DIR_NAME, FILE_NOTIFY_CHANGE_FILE_NAME, FILE_NOTIFY_CHANGE_LAST_WRITE,
    FILE_NOTIFY_CHANGE_SIZE, FindCloseChangeNotification, FindFirstChangeNotificationW,
    FindNextChangeNotification,
};

use crate::machine::cancelling;
use crate::machine::windows::{checked, wide};

#[derive(Debug)]
pub(super) struct Watch {
    notification: Notification,
    /// The folder that is watched: the one that is meant, or the nearest above it that exists.
    place: PathBuf,
}

/// What `CloseHandle` does not close.
#[derive(Debug)]
struct Notification(HANDLE);

// SAFETY: a handle is the same in all threads.
unsafe impl Send for Notification {}
// SAFETY: as above.
unsafe impl Sync for Notification {}

impl Drop for Notification {
    fn drop(&mut self) {
        // SAFETY: it is this value's own.
        unsafe { FindCloseChangeNotification(self.0) };
    }
}

impl Watch {
    /// Watches what comes and goes in a folder, and with `all` also what is written to its files.
    pub(super) fn of(place: PathBuf, all: bool) -> Option<Self> {
        let mut what = FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME;
        if all {
            what |= FILE_NOTIFY_CHANGE_LAST_WRITE | FILE_NOTIFY_CHANGE_SIZE;
        }
        let name = wide(&place);
        // SAFETY: the name ends with NUL and outlives the call.
        let handle = unsafe { FindFirstChangeNotificationW(name.as_ptr(), 0, what) };
        let notification = (handle != INVALID_HANDLE_VALUE).then_some(Notification(handle))?;
        Some(Self { notification, place })
    }

    /// The watched folder.
    pub(super) fn place(&self) -> &Path {
        &self.place
    }

    /// False where the watched folder is gone, and the watch with it.
    pub(super) fn wait(&self, at_most: Duration) -> bool {
        // SAFETY: the handle is open as long as this is borrowed.
        let handle = unsafe { BorrowedHandle::borrow_raw(self.notification.0) };
        _ = cancelling::sleep(&[handle], Some(at_most));
        self.go_on().is_ok() && self.place.is_dir()
    }

    /// Asks to be told of what changes from here on.
    fn go_on(&self) -> io::Result<()> {
        // SAFETY: the handle is what the call wants.
        checked(unsafe { FindNextChangeNotification(self.notification.0) })
    }
}
