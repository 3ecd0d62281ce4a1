"""A port registry that lives inside programs: ask for a name, get its port, the same one every time.

>>> claim = portreg.claim("shop:web")
>>> portreg.get_port("shop:web") == claim.port
True

The functions work with the user's registry, which is opened at first use; `Registry` opens one in a file and has the
same as methods. Errors are subclasses of `PortregError`.
"""

from __future__ import annotations

from ._errors import (
    Cancelled,
    IdentityHeld,
    InvalidConfig,
    InvalidIdentity,
    InvalidOption,
    InvalidPattern,
    LimitReached,
    NotFound,
    NotOwner,
    NotReady,
    PortInUse,
    PortregError,
    PortReserved,
    RangeExhausted,
    RegistryBusy,
    RegistryCorrupt,
    RegistryError,
    RegistryNewer,
    RegistryUnavailable,
    SpawnFailed,
    Timeout,
    Unsupported,
)
from ._native import Canceller, Claim, Detached, EnvWatch, LockGuard, Logs, Registry, Stack, Subscription, Watch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._record import Record
    from ._records import *

__all__ = [
    "Cancelled",
    "Canceller",
    "Channel",
    "Check",
    "CheckState",
    "Claim",
    "ConfigReport",
    "Conflict",
    "ConflictKind",
    "Detached",
    "DoctorReport",
    "Ended",
    "Endpoint",
    "EnvFormat",
    "EnvWatch",
    "Event",
    "Export",
    "Gap",
    "Health",
    "Holder",
    "IdentityHeld",
    "ImportReport",
    "Inference",
    "InvalidConfig",
    "InvalidIdentity",
    "InvalidOption",
    "InvalidPattern",
    "Killed",
    "LimitReached",
    "Listener",
    "Lock",
    "LockGuard",
    "LogLine",
    "LogStream",
    "Logs",
    "Memory",
    "Message",
    "NotFound",
    "NotOwner",
    "NotReady",
    "OnConflict",
    "Outcome",
    "Pool",
    "PoolDefinition",
    "PortInUse",
    "PortReport",
    "PortReserved",
    "PortState",
    "PortregError",
    "Protocol",
    "RangeExhausted",
    "Reason",
    "ReasonCode",
    "Received",
    "Record",
    "Refusal",
    "Registry",
    "RegistryBusy",
    "RegistryCorrupt",
    "RegistryError",
    "RegistryNewer",
    "RegistryUnavailable",
    "Released",
    "Reservation",
    "RestartPolicy",
    "RunningService",
    "Service",
    "Snippet",
    "SnippetTool",
    "SpawnFailed",
    "Stack",
    "StackEvent",
    "Status",
    "StatusReport",
    "Strategy",
    "Subscription",
    "Timeout",
    "TunnelProvider",
    "Unsupported",
    "UpCheck",
    "UpProblem",
    "UpStep",
    "Watch",
    "Watched",
    "adopt",
    "available",
    "channels",
    "check",
    "check_config",
    "check_up",
    "claim",
    "claim_any",
    "claim_many",
    "cleanup",
    "clear",
    "config",
    "conflicts",
    "doctor",
    "down",
    "endpoints",
    "env",
    "explain",
    "export",
    "find",
    "get",
    "get_port",
    "history",
    "import_",
    "infer",
    "kill",
    "listeners",
    "locate",
    "lock",
    "locks",
    "logs",
    "poll",
    "pools",
    "ps",
    "publish",
    "reassign",
    "release",
    "release_claim",
    "release_matching",
    "remove_endpoint",
    "remove_pool",
    "rename",
    "renew",
    "reservations",
    "reserve",
    "restart",
    "set_endpoint",
    "set_pool",
    "snippet",
    "status",
    "subscribe",
    "unreserve",
    "up",
    "up_detached",
    "url",
    "wait_ready",
    "watch",
    "watch_env",
    "write_env",
]

_default = Registry._at_first_use()

adopt = _default.adopt
available = _default.available
channels = _default.channels
check = _default.check
check_config = _default.check_config
check_up = _default.check_up
claim = _default.claim
claim_any = _default.claim_any
claim_many = _default.claim_many
cleanup = _default.cleanup
clear = _default.clear
config = _default.config
conflicts = _default.conflicts
doctor = _default.doctor
down = _default.down
endpoints = _default.endpoints
env = _default.env
explain = _default.explain
export = _default.export
find = _default.find
get = _default.get
get_port = _default.get_port
history = _default.history
import_ = _default.import_
infer = _default.infer
kill = _default.kill
listeners = _default.listeners
locate = _default.locate
lock = _default.lock
locks = _default.locks
logs = _default.logs
poll = _default.poll
pools = _default.pools
ps = _default.ps
publish = _default.publish
reassign = _default.reassign
release = _default.release
release_claim = _default.release_claim
release_matching = _default.release_matching
remove_endpoint = _default.remove_endpoint
remove_pool = _default.remove_pool
rename = _default.rename
renew = _default.renew
reservations = _default.reservations
reserve = _default.reserve
restart = _default.restart
set_endpoint = _default.set_endpoint
set_pool = _default.set_pool
snippet = _default.snippet
status = _default.status
subscribe = _default.subscribe
unreserve = _default.unreserve
up = _default.up
up_detached = _default.up_detached
url = _default.url
wait_ready = _default.wait_ready
watch = _default.watch
watch_env = _default.watch_env
write_env = _default.write_env


def __getattr__(name: str) -> Any:
    """Load the classes of records when the first of them is asked for: most programs need none."""
    if name == "Record":
        from ._record import Record

        return Record
    if not name.startswith("_"):
        from . import _records

        if name in _records.__all__:
            return getattr(_records, name)
    raise AttributeError(f"module 'portreg' has no attribute {name!r}")


def __dir__() -> list[str]:
    from . import _records

    return sorted({*globals(), *_records.__all__, "Record"})
