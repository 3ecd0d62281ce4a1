"""What the verbs of portreg take, for type checkers."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, TypedDict

from ._records import Export, OnConflict, RestartPolicy, Strategy, TunnelProvider

Duration = timedelta | float | str
"""A length of time: a timedelta, seconds, or text such as ``"90s"``, ``"10m"``, ``"1h30m"``, ``"7d"``."""

Moment = datetime | int | timedelta | str
"""A point in time: a datetime (without a timezone: local time), milliseconds since the Unix epoch, or how long ago."""

Ports = int | Sequence[int]
"""A port, or several in order."""

Range = str | int | tuple[int, int] | range
"""A run of ports: ``"8000-8099"``, a port, a pair with both ends, or a ``range``."""

PoolRanges = Range | Sequence[Range]
"""The ports of a pool: ``"8000-8099,9000"``, or ranges."""

Names = str | Sequence[str]
"""A name, or several."""

Owner = Literal["caller", "none"] | int | None
"""Who holds a claim: the calling process, nobody (also None), or the process of a pid."""

Since = Literal["now", "start"] | int
"""Where a feed begins: now, with the oldest that is kept, or after an id."""

Json = Any
"""What can be JSON: None, bool, int, float, str, lists, tuples, dicts with names of type str, and records."""

Fields = dict[str, Any]
"""The fields of a record by name."""

Variables = dict[str, str]
"""Variables of an environment by name."""

Document = Export | Mapping[str, Any]
"""What `export` has given."""


Socket = socket.socket
"""A socket of the standard library."""

ClaimFields = tuple[
    Literal["identity"],
    Literal["port"],
    Literal["outcome"],
    Literal["requested_port"],
    Literal["moved_from"],
    Literal["reason"],
    Literal["holder"],
    Literal["generation"],
    Literal["expires_at_ms"],
    Literal["url"],
]
"""The names of the fields of a claim, in order, for patterns."""


class ClaimOptions(TypedDict, total=False):
    """What a claim may be asked for; see `Registry.claim`."""

    port: Ports | None
    strict: bool
    range: Range | None
    pool: str | None
    strategy: Strategy | None
    expires: Duration | None
    expires_in: Duration | None
    persistent: bool | None
    pair: str | None
    on_conflict: OnConflict | None
    owner: Owner
    metadata: Mapping[str, Any] | None
    description: str | None
    dir: str | os.PathLike[str] | None
    cmd: str | None
    ready: Json
    restart: RestartPolicy | None
    needs: Names | None
    env: dict[str, str] | None
    env_file: str | os.PathLike[str] | None
    tunnel: TunnelProvider | None
    tunnel_subdomain: str | None


class ClaimRequest(ClaimOptions):
    """One of the names of `Registry.claim_many`, with what is asked for it."""

    identity: str


ClaimRequests = Iterable[str | ClaimRequest]
"""Names that are claimed all or nothing."""
