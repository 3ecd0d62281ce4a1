//! Windows: what is waited for is a handle that is signalled.
#![expect(unsafe_code, reason = "waiting for several handles has no safe wrapper")]

use std::collections::VecDeque;
use std::io::{self, Read};
use std::os::windows::io::{AsHandle, BorrowedHandle, OwnedHandle};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use windows_sys::Win32::Foundation::{HANDLE, WAIT_FAILED, WAIT_OBJECT_0, WAIT_TIMEOUT};
use windows_sys::Win32::System::Threading::{INFINITE, WaitForMultipleObjects};

use crate::machine::windows::{Event, raw};

/// What can be waited for: on Unix a descriptor, until it can be read or its other end is closed;
/// on Windows a handle, until it is signalled.
pub type Waitable<'w> = BorrowedHandle<'w>;

/// The same, and whose it is.
pub(crate) type OwnedWaitable = OwnedHandle;

/// What stands for something that can be waited for.
pub(crate) trait AsWaitable {
    /// What is waited for.
    fn as_waitable(&self) -> Waitable<'_>;
}

impl<T: AsHandle> AsWaitable for T {
    fn as_waitable(&self) -> Waitable<'_> {
        self.as_handle()
    }
}

/// Wakes the thread that waits for it.
#[derive(Debug, Clone)]
pub struct Waker(Arc<Event>);

impl Waker {
    /// One that nobody has called yet.
    ///
    /// # Errors
    ///
    /// What the system says where this process has too much open.
    pub fn new() -> io::Result<Self> {
        Ok(Self(Arc::new(Event::new()?)))
    }

    /// Wakes who waits, now or later, until it is drained.
    pub fn wake(&self) {
        self.0.set();
    }

    /// Forgets the calls so far.
    pub fn drain(&self) {
        self.0.reset();
    }

    /// What to wait for.
    pub fn waitable(&self) -> Waitable<'_> {
        self.0.as_handle()
    }
}

impl AsHandle for Waker {
    fn as_handle(&self) -> BorrowedHandle<'_> {
        self.waitable()
    }
}

/// So many handles the system waits for at once.
const AT_ONCE: usize = 64;

/// How long more than these are waited for at a time: the first of them wake at once, the others late by
/// as much.
const TURN: Duration = Duration::from_millis(20);

/// Waits until any of these is ready, and says which; none when the time is over.
pub(crate) fn wait(all: &[Waitable<'_>], at_most: Option<Duration>) -> io::Result<Vec<bool>> {
    let handles: Vec<HANDLE> = all.iter().map(raw).collect();
    let deadline = at_most.and_then(|time| Instant::now().checked_add(time));
    loop {
        let left = deadline.map(|at| at.saturating_duration_since(Instant::now()));
        let is_crowded = handles.len() > AT_ONCE;
        let time = if is_crowded { Some(left.map_or(TURN, |left| left.min(TURN))) } else { left };
        let woken = match handles.get(..AT_ONCE.min(handles.len())) {
            None | Some([]) => {
                std::thread::sleep(time.unwrap_or(Duration::MAX));
                false
            }
            Some(first) => is_any_ready(first, time)?,
        };
        let is_over = left.is_some_and(|left| time.is_some_and(|time| time >= left));
        if woken || is_crowded || is_over {
            let ready = which(&handles)?;
            if ready.contains(&true) || is_over {
                return Ok(ready);
            }
        }
    }
}

/// Which of them are ready now.
fn which(handles: &[HANDLE]) -> io::Result<Vec<bool>> {
    handles.iter().map(|handle| is_any_ready(&[*handle], Some(Duration::ZERO))).collect()
}

/// Waits until one of at most 64 is ready, for so long at most.
fn is_any_ready(handles: &[HANDLE], at_most: Option<Duration>) -> io::Result<bool> {
    // Rounded up: who waits for a time does not come back before it.
    let ms = at_most.map_or(INFINITE, |time| {
        u32::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(INFINITE - 1)
    });
    let count = handles.len() as u32;
    // SAFETY: so many handles are there, and they are open as long as the caller borrows them.
    match unsafe { WaitForMultipleObjects(count, handles.as_ptr(), 0, ms) } {
        WAIT_FAILED => Err(io::Error::last_os_error()),
        WAIT_TIMEOUT => Ok(false),
        index => Ok(index.wrapping_sub(WAIT_OBJECT_0) < count),
    }
}

/// So much is read ahead of who reads.
const AHEAD: usize = 256 * 1024;

/// What another process prints. A thread reads it: the pipes that programs print into cannot be waited for.
#[derive(Debug)]
pub(crate) struct Stream {
    shared: Arc<Shared>,
    /// Whether reading waits until there is something.
    waits: bool,
}

#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// Set while there is something to be read, or the end.
    readable: Event,
    /// Called when there is room again.
    room: Condvar,
}

#[derive(Debug, Default)]
struct State {
    bytes: VecDeque<u8>,
    ended: bool,
    /// Nobody reads any more: what comes is thrown away, so that its writer goes on.
    unheard: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_in(&self, bytes: &[u8]) {
        let mut state = self.state();
        while state.bytes.len() >= AHEAD && !state.unheard {
            state = self.room.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if !state.unheard {
            state.bytes.extend(bytes);
            self.readable.set();
        }
    }

    fn end(&self) {
        self.state().ended = true;
        self.readable.set();
    }
}

impl Stream {
    /// Reads a pipe from now on; reading here never waits.
    pub(crate) fn of(mut pipe: impl Read + Send + 'static) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            readable: Event::new()?,
            room: Condvar::new(),
        });
        let reader = shared.clone();
        std::thread::Builder::new().name("portreg-read".to_owned()).spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(length @ 1..) = pipe.read(&mut buffer) {
                reader.take_in(&buffer[..length]);
            }
            reader.end();
        })?;
        Ok(Self { shared, waits: false })
    }

    /// The same, but reading here waits until there is something.
    pub(crate) fn waiting(self) -> Self {
        Self { shared: self.shared.clone(), waits: true }
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        if Arc::strong_count(&self.shared) <= 2 {
            self.shared.state().unheard = true;
            self.shared.room.notify_all();
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let mut state = self.shared.state();
            if !state.bytes.is_empty() {
                let length = state.bytes.read(buffer)?;
                if state.bytes.is_empty() && !state.ended {
                    self.shared.readable.reset();
                }
                self.shared.room.notify_all();
                return Ok(length);
            }
            if state.ended {
                return Ok(0);
            }
            drop(state);
            if !self.waits {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            wait(&[self.as_waitable()], None)?;
        }
    }
}

impl AsHandle for Stream {
    fn as_handle(&self) -> BorrowedHandle<'_> {
        self.shared.readable.as_handle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_that_is_ready_wakes_also_of_many() {
        let wakers: Vec<Waker> = (0..150).map(|_| Waker::new().unwrap()).collect();
        let all: Vec<Waitable<'_>> = wakers.iter().map(Waker::waitable).collect();
        for at in [0, 63, 64, 149] {
            wakers[at].wake();
            let ready = wait(&all, None).unwrap();
            assert_eq!(ready.iter().position(|ready| *ready), Some(at));
            wakers[at].drain();
        }
        assert_eq!(wait(&all, Some(Duration::from_millis(5))).unwrap(), vec![false; 150]);
        assert!(wait(&[], Some(Duration::ZERO)).unwrap().is_empty());
    }

    #[test]
    fn a_stream_is_ready_while_there_is_something_to_read() {
        let (theirs, mut ours) = io::pipe().unwrap();
        let mut stream = Stream::of(theirs).unwrap();
        assert_eq!(stream.read(&mut [0; 8]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        io::Write::write_all(&mut ours, b"hello").unwrap();
        assert_eq!(wait(&[stream.as_waitable()], None).unwrap(), [true]);
        let mut read = [0; 8];
        assert_eq!(stream.read(&mut read).unwrap(), 5);
        assert_eq!(&read[..5], b"hello");
        drop(ours);
        let mut rest = String::new();
        stream.waiting().read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }
}
