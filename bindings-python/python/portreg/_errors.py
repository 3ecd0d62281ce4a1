"""What goes wrong: one class for each code, all of them under `PortregError`.

>>> try:
...     registry.get("shop:nobody")
... except portreg.NotFound as error:
...     print(error.code, error.kind, error.identity, error.is_retryable)
NOT_FOUND service shop:nobody False
"""

from __future__ import annotations

import errno

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any, ClassVar

    from ._records import Holder, ReasonCode


class PortregError(Exception):
    """Something went wrong; `code` says what, in all languages by the same name.

    `data` is what there is to say beside the message; each entry is an attribute, too. `is_retryable` says whether the
    same call may succeed a moment later without anybody changing anything.
    """

    code: ClassVar[str] = ""
    is_retryable: ClassVar[bool] = False

    def __init__(self, message: str = "", data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.data: dict[str, Any] = dict(data or {})
        for name, value in self.data.items():
            setattr(self, name, _read(name, value))

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[type[PortregError], tuple[str, dict[str, Any]]]:
        return type(self), (self.message, self.data)


class RegistryError(PortregError):
    """The registry itself cannot be used."""

    path: Path
    """The registry file."""


class InvalidIdentity(PortregError, ValueError):
    """A name is no identity."""

    code = "INVALID_IDENTITY"
    input: str


class InvalidPattern(PortregError, ValueError):
    """A text is no pattern."""

    code = "INVALID_PATTERN"
    input: str


class InvalidOption(PortregError, ValueError):
    """An option's value cannot be used."""

    code = "INVALID_OPTION"
    option: str


class InvalidConfig(PortregError, ValueError):
    """A configuration file cannot be used; `line` and `column` are counted from 1, 0 where the whole file is meant."""

    code = "INVALID_CONFIG"
    file: Path
    line: int
    column: int


class NotFound(PortregError, LookupError):
    """Nothing by that name. `kind` says what was looked for; by what, the attributes that are not None."""

    code = "NOT_FOUND"
    kind: str
    identity: str | None = None
    port: int | None = None
    pattern: str | None = None
    env: str | None = None
    ports: str | None = None
    name: str | None = None
    date: str | None = None


class PortInUse(PortregError, OSError):
    """The port belongs to somebody else. It is an OSError as well, with the errno EADDRINUSE."""

    code = "PORT_IN_USE"
    is_retryable = True
    port: int
    reason: ReasonCode
    identity: str | None = None
    holder: Holder | None = None

    def __init__(self, message: str = "", data: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, data)
        self.errno = errno.EADDRINUSE
        self.strerror = message


class PortReserved(PortregError):
    """The port is kept out of use."""

    code = "PORT_RESERVED"
    port: int


class RangeExhausted(PortregError):
    """No port is left where one may be taken."""

    code = "RANGE_EXHAUSTED"
    is_retryable = True
    ranges: tuple[str, ...]
    total: int
    claimed: int
    excluded: int
    busy: int
    wanted: int


class IdentityHeld(PortregError):
    """The name, the lock or the cursor is held by another process."""

    code = "IDENTITY_HELD"
    is_retryable = True
    identity: str | None = None
    holder: Holder | None = None
    url: str | None = None
    why: str | None = None
    lock: str | None = None
    cursor: str | None = None


class LimitReached(PortregError):
    """The project has as many ports as it may have."""

    code = "LIMIT_REACHED"
    project: str
    limit: int
    claimed: int
    wanted: int


class NotOwner(PortregError):
    """The claim or the lock belongs to another process, or has passed into other hands since."""

    code = "NOT_OWNER"
    identity: str | None = None
    holder: Holder | None = None
    expected: int | None = None
    found: int | None = None
    lock: str | None = None
    generation: int | None = None


class SpawnFailed(PortregError):
    """A program could not be started."""

    code = "SPAWN_FAILED"
    program: str


class NotReady(PortregError):
    """A service did not get ready, or has ended before it was."""

    code = "NOT_READY"
    is_retryable = True
    identity: str
    exit_code: int | None = None
    last_lines: tuple[str, ...] = ()


class Timeout(PortregError, TimeoutError):
    """A wait ended before what it waited for."""

    code = "TIMEOUT"
    is_retryable = True
    what: str
    waited_ms: int


class Cancelled(PortregError):
    """The caller gave up."""

    code = "CANCELLED"
    what: str


class RegistryBusy(RegistryError):
    """Others kept writing past the deadline."""

    code = "REGISTRY_BUSY"
    is_retryable = True
    waited_ms: int


class RegistryCorrupt(RegistryError):
    """The file is no registry, or a damaged one. It is kept as it is."""

    code = "REGISTRY_CORRUPT"


class RegistryNewer(RegistryError):
    """The file was written by a version that this one must not write beside; reading still works."""

    code = "REGISTRY_NEWER"
    found: int
    supported: int


class RegistryUnavailable(RegistryError):
    """The registry cannot be opened or written."""

    code = "REGISTRY_UNAVAILABLE"


class Unsupported(PortregError):
    """This system cannot do it."""

    code = "UNSUPPORTED"
    what: str


def _classes(under: type[PortregError]) -> list[type[PortregError]]:
    return [under, *(found for cls in under.__subclasses__() for found in _classes(cls))]


_ALL = _classes(PortregError)
_BY_CODE = {cls.code: cls for cls in _ALL}
for _cls in _ALL:
    # As people import and catch it, and as tracebacks shall call it.
    _cls.__module__ = "portreg"


def make(code: str, message: str, data: Mapping[str, Any]) -> PortregError:
    """Make the exception of a code: what the native module calls."""
    return _BY_CODE.get(code, PortregError)(message, data)


def _read(name: str, value: Any) -> Any:
    if name == "holder" and value is not None:
        from ._records import Holder

        return Holder(**value)
    if name in ("path", "file") and value is not None:
        from pathlib import Path

        return Path(value)
    return tuple(value) if isinstance(value, list) else value
