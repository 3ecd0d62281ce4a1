# Made from the types of the core by `cargo xtask generate`.
"""What the verbs of portreg tell: frozen classes, and the words that stand in them.

`?_ms` are milliseconds; the property without ``_ms`` is the same as a datetime in UTC or as a timedelta.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from ._record import Record, moment, span

CheckState = Literal["ok", "warning", "failed", "fixed"]
ConflictKind = Literal["foreign_listener", "not_listening", "wrong_address", "duplicate_owner", "expired_but_live"]
EnvFormat = Literal["dotenv", "shell", "fish", "powershell", "json"]
Health = Literal["unknown", "starting", "passing", "failing"]
LogStream = Literal["out", "err"]
OnConflict = Literal["share", "fail", "replace", "next"]
Outcome = Literal["new", "renewed", "shared", "took_over", "moved"]
PortState = Literal["listening", "time_wait", "claimed", "reserved", "excluded", "privileged", "ephemeral", "free"]
Protocol = Literal["tcp", "udp"]
ReasonCode = Literal["listening", "time_wait", "claimed", "reserved", "excluded", "privileged", "ephemeral", "free", "bound", "outgoing", "browser_unsafe", "well_known", "container", "other_user", "one_family", "airplay", "remembered"]
RestartPolicy = Literal["never", "on-failure", "always"]
SnippetTool = Literal["vite", "next", "express", "django", "flask", "compose", "caddy", "nginx"]
Status = Literal["assigned", "running", "stopped", "crashed"]
Strategy = Literal["sequential", "hashed", "random"]
TunnelProvider = Literal["ngrok", "cloudflared"]


@dataclass(frozen=True, kw_only=True)
class Channel(Record):
    """A channel that holds messages."""

    __match_args__ = (
        "channel",
        "messages",
        "first_id",
        "last_id",
        "last_at_ms",
    )

    channel: str
    """Its name."""
    messages: int
    """How many messages it holds."""
    first_id: int
    """The oldest of them."""
    last_id: int
    """The newest of them."""
    last_at_ms: int
    """When that one was published, in milliseconds since the Unix epoch."""

    @property
    def last_at(self) -> datetime:
        """`last_at_ms` as a datetime."""
        return moment(self.last_at_ms)


@dataclass(frozen=True, kw_only=True)
class Check(Record):
    """One thing that `doctor` looked at."""

    __match_args__ = (
        "name",
        "state",
        "message",
        "fix",
    )

    name: str
    """What it is."""
    state: CheckState
    """How it stands."""
    message: str
    """In a sentence."""
    fix: str | None = None
    """The command that mends it."""


@dataclass(frozen=True, kw_only=True)
class ConfigReport(Record):
    """The settings in force, and where each comes from."""

    __match_args__ = (
        "values",
        "sources",
    )

    values: dict[str, Any] = field(hash=False)
    """By name."""
    sources: dict[str, Any] = field(hash=False)
    """The file or variable that says so, by name."""


@dataclass(frozen=True, kw_only=True)
class Conflict(Record):
    """One disagreement between a service and the machine."""

    __match_args__ = (
        "kind",
        "identity",
        "port",
        "expected",
        "found",
        "hint",
    )

    kind: ConflictKind
    """How they disagree."""
    identity: str
    """The service."""
    port: int
    """Its port."""
    expected: str
    """What should be there, in words."""
    found: Listener | None = None
    """Who is there, where anybody is."""
    hint: str
    """What is wrong, and the command that resolves it."""


@dataclass(frozen=True, kw_only=True)
class DoctorReport(Record):
    """What `doctor` found."""

    __match_args__ = (
        "ok",
        "checks",
    )

    ok: bool = False
    """Whether no check failed."""
    checks: tuple[Check, ...] = ()
    """What was looked at."""


@dataclass(frozen=True, kw_only=True)
class Ended(Record):
    """A process that was ended."""

    __match_args__ = (
        "pid",
        "name",
        "signal",
    )

    pid: int
    """Its pid."""
    name: str
    """Its name while it ran."""
    signal: str
    """The last signal it was sent."""


@dataclass(frozen=True, kw_only=True)
class Endpoint(Record):
    """Where a service answers in one environment."""

    __match_args__ = (
        "identity",
        "env",
        "url",
    )

    identity: str
    """The name."""
    env: str
    """The environment: `local`, `tunnel`, `dev`, `staging`, `prod` or another word."""
    url: str
    """The URL."""


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """One thing that happened."""

    __match_args__ = (
        "id",
        "at_ms",
        "action",
        "identity",
        "port",
        "pid",
        "actor",
        "request_id",
        "details",
    )

    id: int
    """Grows with every event."""
    at_ms: int
    """When it happened, in milliseconds since the Unix epoch."""
    action: str
    """What happened: `claim`, `release`, `move`, `take_over`, `rename`, `reserve`, ..."""
    identity: str | None = None
    """To which name."""
    port: int | None = None
    """To which port."""
    pid: int | None = None
    """For which process."""
    actor: str
    """Who did it: the program and its pid."""
    request_id: str
    """One for all events of one call."""
    details: dict[str, Any] = field(hash=False)
    """What else there is to say."""

    @property
    def at(self) -> datetime:
        """`at_ms` as a datetime."""
        return moment(self.at_ms)


@dataclass(frozen=True, kw_only=True)
class Export(Record):
    """Everything of a registry that can be carried to another one."""

    __match_args__ = (
        "version",
        "services",
        "endpoints",
        "reserved",
        "pools",
        "memory",
    )

    version: int
    """The form of this document."""
    services: tuple[Service, ...] = ()
    """The services."""
    endpoints: tuple[Endpoint, ...] = ()
    """Their endpoints that were set."""
    reserved: tuple[Reservation, ...] = ()
    """Ports kept out of use."""
    pools: tuple[PoolDefinition, ...] = ()
    """Pools that were set."""
    memory: tuple[Memory, ...] = ()
    """The ports that names had."""


@dataclass(frozen=True, kw_only=True)
class Gap(Record):
    """Messages or events that are gone: retention took them away before somebody who follows came to them."""

    __match_args__ = (
        "missed_from",
        "missed_to",
    )

    missed_from: int
    """The first id that may have been one of them."""
    missed_to: int
    """The last one of them. Messages of other channels between the two may still come; all events between the two are
    gone."""


@dataclass(frozen=True, kw_only=True)
class Holder(Record):
    """A process for people: who holds a claim, and since when."""

    __match_args__ = (
        "pid",
        "name",
        "started_at_ms",
        "label",
    )

    pid: int
    """The process id."""
    name: str
    """The program's name; empty where it cannot be seen."""
    started_at_ms: int | None = None
    """When it started, in milliseconds since the Unix epoch."""
    label: str | None = None
    """What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`."""

    @property
    def started_at(self) -> datetime | None:
        """`started_at_ms` as a datetime."""
        return None if self.started_at_ms is None else moment(self.started_at_ms)


@dataclass(frozen=True, kw_only=True)
class ImportReport(Record):
    """What an import did, or would do."""

    __match_args__ = (
        "added",
        "kept",
        "remembered",
        "refused",
    )

    added: tuple[str, ...] = ()
    """What came in."""
    kept: tuple[str, ...] = ()
    """What was there already, the same."""
    remembered: tuple[str, ...] = ()
    """What had ended: no claim came in, but the name remembers its port."""
    refused: tuple[Refusal, ...] = ()
    """What clashes with what is there."""


@dataclass(frozen=True, kw_only=True)
class Inference(Record):
    """The identity that a folder gives, and where each part of it comes from."""

    __match_args__ = (
        "identity",
        "project",
        "stack",
        "context",
        "dir",
        "sources",
    )

    identity: str
    """The whole."""
    project: str
    """Its project."""
    stack: str
    """Its stack."""
    context: str | None = None
    """Its context, inside git."""
    dir: str
    """The folder that was asked about."""
    sources: dict[str, Any] = field(hash=False)
    """Where each part comes from, in words."""

    @property
    def dir_path(self) -> Path:
        """`dir` as a Path."""
        return Path(self.dir)


@dataclass(frozen=True, kw_only=True)
class Killed(Record):
    """What `kill` did, or would do."""

    __match_args__ = (
        "port",
        "ended",
        "spared",
    )

    port: int
    """The port that was to be freed."""
    ended: tuple[Ended, ...] = ()
    """Who was ended, in the order they were found."""
    spared: tuple[Holder, ...] = ()
    """Who holds the socket too and was left alone."""


@dataclass(frozen=True, kw_only=True)
class Listener(Record):
    """A process that listens on a port, on one address or on several."""

    __match_args__ = (
        "port",
        "protocol",
        "addresses",
        "pid",
        "process",
        "label",
        "cmd",
        "user",
        "started_at_ms",
        "identity",
        "container",
    )

    port: int
    """The port."""
    protocol: Protocol
    """The protocol."""
    addresses: tuple[str, ...] = ()
    """The addresses it listens on, lowest first; `0.0.0.0` and `::` are all of a family."""
    pid: int | None = None
    """The process; of several that share the socket the one with the lowest pid."""
    process: str | None = None
    """Its program's name."""
    label: str | None = None
    """What people call it, where its command line tells: `Vite`, `Django`, `PostgreSQL`."""
    cmd: str | None = None
    """Its command line, without values that look like secrets."""
    user: str | None = None
    """The user it runs as."""
    started_at_ms: int | None = None
    """When it started, in milliseconds since the Unix epoch."""
    identity: str | None = None
    """The service that it is."""
    container: str | None = None
    """The container whose port it publishes: its address and port, or the name of its runtime."""

    @property
    def started_at(self) -> datetime | None:
        """`started_at_ms` as a datetime."""
        return None if self.started_at_ms is None else moment(self.started_at_ms)


@dataclass(frozen=True, kw_only=True)
class Lock(Record):
    """A lock that is held."""

    __match_args__ = (
        "name",
        "owner",
        "generation",
        "waiting",
        "expires_at_ms",
    )

    name: str
    """Its name."""
    owner: Holder
    """Who holds it: the process that took it, or what is left of its command."""
    generation: int
    """The fencing number: greater with each holder."""
    waiting: int
    """How many wait for it."""
    expires_at_ms: int | None = None
    """When its time is over, in milliseconds since the Unix epoch."""

    @property
    def expires_at(self) -> datetime | None:
        """`expires_at_ms` as a datetime."""
        return None if self.expires_at_ms is None else moment(self.expires_at_ms)


@dataclass(frozen=True, kw_only=True)
class LogLine(Record):
    """One line that a service printed."""

    __match_args__ = (
        "at_ms",
        "identity",
        "stream",
        "line",
        "partial",
    )

    at_ms: int
    """When its first byte was read, in milliseconds since the Unix epoch."""
    identity: str
    """Which service printed it."""
    stream: LogStream
    """On which of its streams."""
    line: str
    """The text without its end of line; bytes that are no UTF-8 are replaced by `U+FFFD`."""
    partial: bool = False
    """Whether the line has not ended yet, as a prompt: it goes on in the next one of this stream."""

    @property
    def at(self) -> datetime:
        """`at_ms` as a datetime."""
        return moment(self.at_ms)


@dataclass(frozen=True, kw_only=True)
class Memory(Record):
    """The port a name had."""

    __match_args__ = (
        "identity",
        "port",
        "since_ms",
    )

    identity: str
    """The name."""
    port: int
    """Its port."""
    since_ms: int
    """When it was released, in milliseconds since the Unix epoch."""

    @property
    def since(self) -> datetime:
        """`since_ms` as a datetime."""
        return moment(self.since_ms)


@dataclass(frozen=True, kw_only=True)
class Message(Record):
    """What somebody has published."""

    __match_args__ = (
        "id",
        "channel",
        "payload",
        "sender",
        "created_at_ms",
        "expires_at_ms",
    )

    id: int
    """Grows with every message, over all channels, in the order in which they were published."""
    channel: str
    """Where it was published."""
    payload: Any = field(hash=False)
    """What was sent."""
    sender: str | None = None
    """Who sent it, where that was said."""
    created_at_ms: int
    """When it was published, in milliseconds since the Unix epoch."""
    expires_at_ms: int | None = None
    """From when on nobody gets it any more, in milliseconds since the Unix epoch."""

    @property
    def created_at(self) -> datetime:
        """`created_at_ms` as a datetime."""
        return moment(self.created_at_ms)

    @property
    def expires_at(self) -> datetime | None:
        """`expires_at_ms` as a datetime."""
        return None if self.expires_at_ms is None else moment(self.expires_at_ms)


@dataclass(frozen=True, kw_only=True)
class Pool(Record):
    """A named set of ports."""

    __match_args__ = (
        "name",
        "ranges",
        "claimed",
        "capacity",
        "free",
    )

    name: str
    """Its name."""
    ranges: tuple[str, ...] = ()
    """Its ports."""
    claimed: int
    """How many of them are claimed."""
    capacity: int
    """How many ports it holds."""
    free: tuple[str, ...] = ()
    """The runs that are neither claimed nor kept out of use."""


@dataclass(frozen=True, kw_only=True)
class PoolDefinition(Record):
    """A pool as it was set."""

    __match_args__ = (
        "name",
        "ranges",
    )

    name: str
    """Its name."""
    ranges: tuple[str, ...] = ()
    """Its ports."""


@dataclass(frozen=True, kw_only=True)
class PortReport(Record):
    """Why a port is as it is, and what can be done."""

    __match_args__ = (
        "port",
        "state",
        "reasons",
        "listener",
        "service",
        "resolutions",
    )

    port: int
    """The port."""
    state: PortState
    """How it stands."""
    reasons: tuple[Reason, ...] = ()
    """Everything that is to be said of it; at least one."""
    listener: Listener | None = None
    """Who listens on it."""
    service: Service | None = None
    """The service that claims it."""
    resolutions: tuple[str, ...] = ()
    """What may be done about it, each with the command that does it."""


@dataclass(frozen=True, kw_only=True)
class Reason(Record):
    """One thing that is to be said of a port."""

    __match_args__ = (
        "code",
        "sentence",
    )

    code: ReasonCode
    """What it is."""
    sentence: str
    """The same for people."""


@dataclass(frozen=True, kw_only=True)
class Refusal(Record):
    """One entry that an import did not take."""

    __match_args__ = (
        "identity",
        "port",
        "code",
        "reason",
    )

    identity: Any = field(hash=False)
    """The name, or what stood in its place."""
    port: int | None = None
    """Its port."""
    code: str
    """The error code."""
    reason: str
    """Why."""


@dataclass(frozen=True, kw_only=True)
class Released(Record):
    """A claim that was ended."""

    __match_args__ = (
        "identity",
        "port",
        "reason",
        "ended",
    )

    identity: str
    """The name."""
    port: int | None = None
    """The port it had."""
    reason: str
    """Why: `released`, `expired`, `owner_gone`, `worktree_gone`, `superseded`; `leftovers` where the claim stays and
    only what a killed `run` had left was ended."""
    ended: tuple[Holder, ...] = ()
    """What a killed `run` of the name had left running, which was ended too."""


@dataclass(frozen=True, kw_only=True)
class Reservation(Record):
    """Ports that are given to nobody."""

    __match_args__ = (
        "ports",
        "reason",
    )

    ports: str
    """The ports."""
    reason: str | None = None
    """Why."""


@dataclass(frozen=True, kw_only=True)
class Service(Record):
    """One name of the registry, as it stands now."""

    __match_args__ = (
        "identity",
        "port",
        "status",
        "description",
        "pid",
        "started_at_ms",
        "ended_at_ms",
        "exit_code",
        "cmd",
        "dir",
        "owner",
        "pair",
        "needs",
        "pool",
        "persistent",
        "enabled",
        "restart",
        "restarts",
        "ready",
        "health",
        "checked_at_ms",
        "created_at_ms",
        "last_seen_ms",
        "expires_at_ms",
        "generation",
        "metadata",
        "endpoints",
    )

    identity: str
    """The name."""
    port: int | None = None
    """Its port; none for a worker."""
    status: Status
    """What is known of its process."""
    description: str | None = None
    """A line for people."""
    pid: int | None = None
    """The process that portreg started, else the one that listens."""
    started_at_ms: int | None = None
    """When that process started, in milliseconds since the Unix epoch."""
    ended_at_ms: int | None = None
    """When it ended."""
    exit_code: int | None = None
    """With what it ended; 128+n for a signal."""
    cmd: str | None = None
    """The command that starts it."""
    dir: str | None = None
    """The folder it belongs to."""
    owner: Holder | None = None
    """Who holds the claim."""
    pair: str | None = None
    """The service this one belongs with."""
    needs: tuple[str, ...] = ()
    """The services it needs."""
    pool: str | None = None
    """The pool its port came from."""
    persistent: bool = False
    """Whether it outlives owner and reboot."""
    enabled: bool = False
    """Whether `up` starts it."""
    restart: RestartPolicy
    """When it is started again."""
    restarts: int
    """How often it was started again."""
    ready: Any | None = field(default=None, hash=False)
    """What tells that it is ready."""
    health: Health
    """What its probes say."""
    checked_at_ms: int | None = None
    """When they last said so."""
    created_at_ms: int
    """When the name was first claimed."""
    last_seen_ms: int
    """When it was last claimed, renewed or seen listening."""
    expires_at_ms: int | None = None
    """When it ends unless renewed."""
    generation: int
    """Grows whenever the claim passes into other hands."""
    metadata: dict[str, Any] = field(hash=False)
    """What the claimer keeps with it."""
    endpoints: dict[str, str] = field(hash=False)
    """Where it answers, by environment; `local` follows the port."""

    @property
    def started_at(self) -> datetime | None:
        """`started_at_ms` as a datetime."""
        return None if self.started_at_ms is None else moment(self.started_at_ms)

    @property
    def ended_at(self) -> datetime | None:
        """`ended_at_ms` as a datetime."""
        return None if self.ended_at_ms is None else moment(self.ended_at_ms)

    @property
    def dir_path(self) -> Path | None:
        """`dir` as a Path."""
        return None if self.dir is None else Path(self.dir)

    @property
    def checked_at(self) -> datetime | None:
        """`checked_at_ms` as a datetime."""
        return None if self.checked_at_ms is None else moment(self.checked_at_ms)

    @property
    def created_at(self) -> datetime:
        """`created_at_ms` as a datetime."""
        return moment(self.created_at_ms)

    @property
    def last_seen(self) -> datetime:
        """`last_seen_ms` as a datetime."""
        return moment(self.last_seen_ms)

    @property
    def expires_at(self) -> datetime | None:
        """`expires_at_ms` as a datetime."""
        return None if self.expires_at_ms is None else moment(self.expires_at_ms)


@dataclass(frozen=True, kw_only=True)
class Snippet(Record):
    """A piece of configuration."""

    __match_args__ = (
        "tool",
        "snippet",
        "services",
        "left_out",
    )

    tool: SnippetTool
    """The tool that reads it."""
    snippet: str
    """The text, with an end of line."""
    services: tuple[str, ...] = ()
    """The services it is about, in order of names."""
    left_out: tuple[str, ...] = ()
    """Services that fit and have no port, and so no place in it."""


@dataclass(frozen=True, kw_only=True)
class StackEvent(Record):
    """Something that happened to a service of a stack."""

    __match_args__ = (
        "at_ms",
        "identity",
        "event",
        "port",
        "instead_of",
        "why",
        "pid",
        "after_ms",
        "url",
        "provider",
        "message",
        "last_lines",
        "error",
        "line",
        "lines",
        "exit_code",
        "attempt",
        "ended",
    )

    at_ms: int
    """When, in milliseconds since the Unix epoch."""
    identity: str
    """To which service."""
    event: Literal["used", "other_port", "started", "ready", "tunnel_opening", "tunnel_open", "tunnel_failed", "output", "output_skipped", "listening_elsewhere", "failing", "recovered", "not_ready", "exited", "restarting", "crashed", "stopping", "stopped"]
    """What happened to a service of a stack."""
    port: int | None = None
    """`other_port`: The port it has. `started`: The port it was given; none for a worker. `listening_elsewhere`: The
    port it listens on."""
    instead_of: int | None = None
    """`other_port`: The one it should have had. `listening_elsewhere`: Its own."""
    why: str | None = None
    """`other_port`: Why not, in a sentence, where that is known."""
    pid: int | None = None
    """`started`: The process."""
    after_ms: int | None = None
    """`ready`: How long it took since its start, in milliseconds. `tunnel_failed`: In so many milliseconds it is
    opened again; none where it is not, or is still being tried. `restarting`: In so many milliseconds."""
    url: str | None = None
    """`ready`: Where it answers; none for a worker. `tunnel_open`: At which URL, which is its endpoint `tunnel` from
    now on."""
    provider: TunnelProvider | None = None
    """`tunnel_opening`: By whom."""
    message: str | None = None
    """`tunnel_failed`: Why, in the words of the program that opens it where it has said any. `failing`: What the last
    one said. `not_ready`: Why. `crashed`: Why it is not started again."""
    last_lines: tuple[str, ...] | None = None
    """`tunnel_failed`: The last lines of that program, oldest first. `crashed`: The last lines of its output, oldest
    first."""
    error: bool | None = None
    """`output`: On its standard error instead of its standard output."""
    line: str | None = None
    """`output`: The line."""
    lines: int | None = None
    """`output_skipped`: How many."""
    exit_code: int | None = None
    """`exited`: Its exit code; 128+n for a signal. `crashed`: Its exit code; 128+n for a signal."""
    attempt: int | None = None
    """`restarting`: For the n-th time since it last ran for a stable minute."""
    ended: tuple[Ended, ...] | None = None
    """`stopped`: What was ended."""

    @property
    def at(self) -> datetime:
        """`at_ms` as a datetime."""
        return moment(self.at_ms)

    @property
    def after(self) -> timedelta | None:
        """`after_ms` as a timedelta."""
        return None if self.after_ms is None else span(self.after_ms)


@dataclass(frozen=True, kw_only=True)
class StatusReport(Record):
    """The machine and the registry side by side."""

    __match_args__ = (
        "services",
        "listeners",
        "conflicts",
        "pools",
        "start_order",
        "stop_order",
    )

    services: tuple[Service, ...] = ()
    """The services."""
    listeners: tuple[Listener, ...] = ()
    """Who listens on TCP ports."""
    conflicts: tuple[Conflict, ...] = ()
    """Where the two disagree."""
    pools: tuple[Pool, ...] = ()
    """The pools and how full they are."""
    start_order: tuple[str, ...] = ()
    """The configured services in the order in which they start."""
    stop_order: tuple[str, ...] = ()
    """The same in the order in which they stop."""


@dataclass(frozen=True, kw_only=True)
class UpCheck(Record):
    """What `up` would do."""

    __match_args__ = (
        "order",
        "problems",
    )

    order: tuple[UpStep, ...] = ()
    """The services in the order in which they would start, with the ports they have or had."""
    problems: tuple[UpProblem, ...] = ()
    """What stands in the way."""


@dataclass(frozen=True, kw_only=True)
class UpProblem(Record):
    """Something that would keep a service from starting."""

    __match_args__ = (
        "identity",
        "message",
    )

    identity: str
    """The name."""
    message: str
    """What is wrong, and the way out."""


@dataclass(frozen=True, kw_only=True)
class UpStep(Record):
    """One service that `up` would start."""

    __match_args__ = (
        "identity",
        "port",
        "cmd",
        "needs",
        "runs",
    )

    identity: str
    """The name."""
    port: int | None = None
    """The port it has; none where it is given one at the start, and for workers."""
    cmd: str | None = None
    """The command as it is shown."""
    needs: tuple[str, ...] = ()
    """What must be ready before it."""
    runs: bool = False
    """Whether it runs already and would be used."""


@dataclass(frozen=True, kw_only=True)
class RunningService(Service):
    """A service that runs, and what it uses."""

    __match_args__ = (
        "identity",
        "port",
        "status",
        "description",
        "pid",
        "started_at_ms",
        "ended_at_ms",
        "exit_code",
        "cmd",
        "dir",
        "owner",
        "pair",
        "needs",
        "pool",
        "persistent",
        "enabled",
        "restart",
        "restarts",
        "ready",
        "health",
        "checked_at_ms",
        "created_at_ms",
        "last_seen_ms",
        "expires_at_ms",
        "generation",
        "metadata",
        "endpoints",
        "uptime_ms",
        "cpu_percent",
        "memory_bytes",
        "url",
        "orphans",
    )

    uptime_ms: int | None = None
    """How long its process runs, in milliseconds."""
    cpu_percent: float | None = None
    """The share of one processor that it and all it started have used since they started."""
    memory_bytes: int | None = None
    """The memory that it and all it started have, in bytes."""
    url: str | None = None
    """Where it answers."""
    orphans: tuple[int, ...] = ()
    """What still runs of it although its supervisor is gone."""

    @property
    def uptime(self) -> timedelta | None:
        """`uptime_ms` as a timedelta."""
        return None if self.uptime_ms is None else span(self.uptime_ms)


Received = Message | Gap


Watched = Event | Gap

__all__ = [
    "Channel",
    "Check",
    "CheckState",
    "ConfigReport",
    "Conflict",
    "ConflictKind",
    "DoctorReport",
    "Ended",
    "Endpoint",
    "EnvFormat",
    "Event",
    "Export",
    "Gap",
    "Health",
    "Holder",
    "ImportReport",
    "Inference",
    "Killed",
    "Listener",
    "Lock",
    "LogLine",
    "LogStream",
    "Memory",
    "Message",
    "OnConflict",
    "Outcome",
    "Pool",
    "PoolDefinition",
    "PortReport",
    "PortState",
    "Protocol",
    "Reason",
    "ReasonCode",
    "Received",
    "Refusal",
    "Released",
    "Reservation",
    "RestartPolicy",
    "RunningService",
    "Service",
    "Snippet",
    "SnippetTool",
    "StackEvent",
    "Status",
    "StatusReport",
    "Strategy",
    "TunnelProvider",
    "UpCheck",
    "UpProblem",
    "UpStep",
    "Watched",
]
