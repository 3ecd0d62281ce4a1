//! A claim in Python: what the core said, and what can be done with it.

use std::hash::{Hash, Hasher};
use std::net::TcpListener;
#[cfg(unix)]
use std::os::fd::IntoRawFd as _;
#[cfg(windows)]
use std::os::windows::io::IntoRawSocket as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portreg_core::{Claim as Record_, ErrorCode, Outcome, ReasonCode, Registry as Core};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyTuple, PyType};

use crate::arguments::Word;
use crate::block::block;
use crate::records::{ClaimFields, Fields, Record, Socket};
use crate::run;

/// The fields, in the order of the core's record.
const FIELDS: [&str; 10] = [
    "identity",
    "port",
    "outcome",
    "requested_port",
    "moved_from",
    "reason",
    "holder",
    "generation",
    "expires_at_ms",
    "url",
];

/// A name and its port.
///
/// ``with claim:`` releases it at the end of the block, where this process made it and its outcome was ``new``,
/// ``took_over`` or ``moved``; to drop the object frees nothing. ``int(claim)`` is the port.
///
/// >>> claim = registry.claim("shop:web")
/// >>> match claim:
/// ...     case portreg.Claim(identity=name, outcome="new"):
/// ...         print(name)
/// shop:web
#[pyclass(module = "portreg", frozen, eq, hash)]
#[derive(Debug)]
pub(crate) struct Claim {
    pub(crate) record: Record_,
    registry: Core,
    /// The process in which it was claimed.
    made_by: u32,
}

impl Claim {
    pub(crate) fn new(registry: &Core, record: Record_) -> Self {
        Self { record, registry: registry.clone(), made_by: std::process::id() }
    }

    /// Gives up what this process made, where nobody has it by now.
    fn end(&self, py: Python<'_>) -> PyResult<()> {
        if self.made_by != std::process::id() || !self.record.is_releasable() {
            return Ok(());
        }
        run::run(py, || match self.registry.release_claim(&self.record) {
            // It has passed on: there is nothing to give up.
            Err(error) if error.code() == ErrorCode::NotOwner => Ok(()),
            released => released.map(drop),
        })
    }

    pub(crate) fn port_note(&self, py: Python<'_>) -> PyResult<Option<String>> {
        run::run(py, || Ok(portreg_cli::port_note(&self.registry, &self.record)))
    }
}

impl PartialEq for Claim {
    fn eq(&self, other: &Self) -> bool {
        self.record == other.record
    }
}

impl Hash for Claim {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Record_ { identity, port, outcome, generation, expires_at_ms, .. } = &self.record;
        (identity, port, outcome, generation, expires_at_ms).hash(state);
    }
}

#[pymethods]
impl Claim {
    #[classattr]
    fn __match_args__(py: Python<'_>) -> PyResult<ClaimFields<'_>> {
        PyTuple::new(py, FIELDS).map(ClaimFields)
    }

    /// The name.
    #[getter]
    fn identity(&self) -> &str {
        self.record.identity.as_str()
    }

    /// Its port.
    #[getter]
    fn port(&self) -> u16 {
        self.record.port
    }

    /// How it came to it: ``new``, ``renewed``, ``shared``, ``took_over`` or ``moved``.
    #[getter]
    fn outcome(&self) -> Word<Outcome> {
        Word(self.record.outcome)
    }

    /// The first port that was asked for.
    #[getter]
    fn requested_port(&self) -> Option<u16> {
        self.record.requested_port
    }

    /// The port it had before.
    #[getter]
    fn moved_from(&self) -> Option<u16> {
        self.record.moved_from
    }

    /// Why it did not get the port that was asked for, or lost the one it had: a code of `explain`.
    #[getter]
    fn reason(&self) -> Option<Word<ReasonCode>> {
        self.record.reason.map(Word)
    }

    /// The process that is behind the outcome: who holds the name, or who is on the port.
    #[getter]
    fn holder(&self) -> Option<Record<portreg_core::Holder>> {
        self.record.holder.clone().map(Record)
    }

    /// Grows whenever the claim passes into other hands: a fencing number.
    #[getter]
    fn generation(&self) -> i64 {
        self.record.generation
    }

    /// When it ends unless renewed, in milliseconds since the Unix epoch.
    #[getter]
    fn expires_at_ms(&self) -> Option<i64> {
        self.record.expires_at_ms
    }

    /// When it ends unless renewed, in UTC.
    #[getter]
    fn expires_at(&self) -> Option<SystemTime> {
        let ms = u64::try_from(self.record.expires_at_ms?).ok()?;
        UNIX_EPOCH.checked_add(Duration::from_millis(ms))
    }

    /// Where it answers.
    #[getter]
    fn url(&self) -> &str {
        &self.record.url
    }

    /// Makes the claim last as long as when it was made, counted from now, and gives it anew.
    ///
    /// Raises `NotOwner` where it has passed into other hands since.
    fn renew(&self, py: Python<'_>) -> PyResult<Self> {
        let renewed = run::run(py, || self.registry.renew(&self.record))?;
        Ok(Self::new(&self.registry, renewed))
    }

    /// Gives up exactly this claim. Its port is remembered.
    ///
    /// Raises `NotOwner` where it has passed into other hands since.
    fn release(&self, py: Python<'_>) -> PyResult<Record<portreg_core::Released>> {
        run::run(py, || self.registry.release_claim(&self.record)).map(Record)
    }

    /// Sockets that are bound and listen on 127.0.0.1 and, where the machine has IPv6, on ::1, for servers that take
    /// several. They close on exec.
    ///
    /// Raises `PortInUse` where somebody has the port on either address.
    ///
    /// >>> claim = registry.claim("shop:web", range="24200-24299")
    /// >>> [socket.getsockname()[1] == claim.port for socket in claim.listen()][0]
    /// True
    fn listen<'py>(&self, py: Python<'py>) -> PyResult<Vec<Socket<'py>>> {
        static SOCKET: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let class = SOCKET.import(py, "socket", "socket")?;
        let listeners = run::run(py, || self.record.listen())?;
        let made = |number| {
            let arguments = PyDict::new(py);
            arguments.set_item("fileno", number)?;
            class.call((), Some(&arguments)).map(Socket)
        };
        #[cfg(unix)]
        let number = |listener: TcpListener| listener.into_raw_fd();
        #[cfg(windows)]
        let number = |listener: TcpListener| listener.into_raw_socket();
        listeners.into_iter().map(|listener| made(number(listener))).collect()
    }

    /// A socket that is bound and listens on 127.0.0.1, so that nobody can come between; ::1 is left alone. Hand it to
    /// a server (``sock=``), or its ``fileno()``.
    ///
    /// Raises `PortInUse` where somebody has the port, on ::1 as well.
    ///
    /// >>> claim = registry.claim("shop:web", range="24300-24399")
    /// >>> with claim.socket() as listening:
    /// ...     listening.getsockname() == ("127.0.0.1", claim.port)
    /// True
    fn socket<'py>(&self, py: Python<'py>) -> PyResult<Socket<'py>> {
        let mut sockets = self.listen(py)?.into_iter();
        let first = sockets.next().ok_or_else(|| PyValueError::new_err("no loopback"))?;
        for other in sockets {
            other.0.call_method0("close")?;
        }
        Ok(first)
    }

    /// The fields by name, with plain dicts inside.
    fn asdict<'py>(slf: &Bound<'py, Self>) -> PyResult<Fields<'py>> {
        let fields = PyDict::new(slf.py());
        for field in FIELDS {
            let value = slf.getattr(field)?;
            let value = value.call_method0("asdict").unwrap_or(value);
            fields.set_item(field, value)?;
        }
        Ok(Fields(fields))
    }

    fn __int__(&self) -> u16 {
        self.record.port
    }

    fn __index__(&self) -> u16 {
        self.record.port
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let shown = |field: &&str| {
            Ok(format!("{field}={}", slf.getattr(*field)?.repr()?.to_string_lossy()))
        };
        let fields = FIELDS.iter().map(shown).collect::<PyResult<Vec<String>>>()?;
        Ok(format!("Claim({})", fields.join(", ")))
    }

    fn __reduce__<'py>(
        slf: &Bound<'py, Self>,
    ) -> PyResult<(Bound<'py, PyAny>, (PathBuf, String, u32))> {
        let Self { record, registry, made_by } = slf.get();
        let text = serde_json::to_string(record)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        let restore = slf.get_type().getattr("_restore")?;
        Ok((restore, (registry.path().to_owned(), text, *made_by)))
    }

    #[classmethod]
    fn _restore(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        registry: PathBuf,
        record: &str,
        made_by: u32,
    ) -> PyResult<Self> {
        let record = serde_json::from_str(record)
            .map_err(|error| PyValueError::new_err(error.to_string()))?;
        let registry = run::run(py, || Core::open_at(registry))?;
        Ok(Self { record, registry, made_by })
    }
}

block!(Claim, Self::end);
