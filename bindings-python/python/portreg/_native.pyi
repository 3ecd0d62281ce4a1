"""
The core of portreg in this process. Private: `import portreg` has all of it.
"""

from _typeshed import SupportsGetItem
from datetime import datetime
from os import PathLike
from pathlib import Path
from portreg._records import Channel, ConfigReport, Conflict, DoctorReport, Endpoint, EnvFormat, Event, Export, Holder, ImportReport, Inference, Killed, Listener, Lock, LogLine, LogStream, Message, OnConflict, Outcome, Pool, PortReport, ReasonCode, Received, Released, Reservation, RestartPolicy, RunningService, Service, Snippet, SnippetTool, StackEvent, Status, StatusReport, Strategy, TunnelProvider, UpCheck, Watched
from portreg._types import ClaimFields, ClaimRequests, Document, Duration, Fields, Json, Moment, Names, Owner, PoolRanges, Ports, Range, Since, Socket, Variables
from typing import Any, Final, SupportsIndex, final

__all__ = ["Canceller", "Claim", "Detached", "EnvWatch", "LockGuard", "Logs", "Registry", "Stack", "Subscription", "Watch", "configured_port", "is_switched_off", "main", "port_note", "seconds"]

@final
class Canceller:
    """
    Ends calls that wait, from another thread: what a task does that is given up.

    What is called through `call` and would wait raises `Cancelled` instead, from then on for good. What is there
    already is given all the same, and what ends by itself is finished.

    >>> import threading
    >>> canceller = portreg.Canceller()
    >>> timer = threading.Timer(0.01, canceller.cancel)
    >>> timer.start()
    >>> canceller.call(registry.poll, "build:web")
    Traceback (most recent call last):
    portreg.Cancelled: ...
    """
    def __new__(cls, /) -> Canceller: ...
    def __repr__(self, /) -> str: ...
    def call(self, function: Any, /, *arguments: "Any", **keywords: "Any") -> Any:
        """
        Calls a function in this thread, and gives what it gives; what waits in it can be ended.
        """
    def cancel(self, /) -> None:
        """
        Ends what waits, and what will.
        """
    @property
    def is_cancelled(self, /) -> bool:
        """
        Whether it was cancelled.
        """

@final
class Claim:
    """
    A name and its port.

    ``with claim:`` releases it at the end of the block, where this process made it and its outcome was ``new``,
    ``took_over`` or ``moved``; to drop the object frees nothing. ``int(claim)`` is the port.

    >>> claim = registry.claim("shop:web")
    >>> match claim:
    ...     case portreg.Claim(identity=name, outcome="new"):
    ...         print(name)
    shop:web
    """
    __match_args__: Final[ClaimFields]
    def __enter__(self, /) -> Claim: ...
    def __eq__(self, value: object, /) -> bool: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __hash__(self, /) -> int: ...
    def __index__(self, /) -> int: ...
    def __int__(self, /) -> int: ...
    def __ne__(self, value: object, /) -> bool: ...
    def __reduce__(self, /) -> tuple[Any, tuple[Path, str, int]]: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _restore(cls, /, registry: str | PathLike[str], record: str, made_by: SupportsIndex) -> Claim: ...
    def asdict(self, /) -> Fields:
        """
        The fields by name, with plain dicts inside.
        """
    @property
    def expires_at(self, /) -> datetime | None:
        """
        When it ends unless renewed, in UTC.
        """
    @property
    def expires_at_ms(self, /) -> int | None:
        """
        When it ends unless renewed, in milliseconds since the Unix epoch.
        """
    @property
    def generation(self, /) -> int:
        """
        Grows whenever the claim passes into other hands: a fencing number.
        """
    @property
    def holder(self, /) -> Holder | None:
        """
        The process that is behind the outcome: who holds the name, or who is on the port.
        """
    @property
    def identity(self, /) -> str:
        """
        The name.
        """
    def listen(self, /) -> list[Socket]:
        """
        Sockets that are bound and listen on 127.0.0.1 and, where the machine has IPv6, on ::1, for servers that take
        several. They close on exec.

        Raises `PortInUse` where somebody has the port on either address.

        >>> claim = registry.claim("shop:web", range="24200-24299")
        >>> [socket.getsockname()[1] == claim.port for socket in claim.listen()][0]
        True
        """
    @property
    def moved_from(self, /) -> int | None:
        """
        The port it had before.
        """
    @property
    def outcome(self, /) -> Outcome:
        """
        How it came to it: ``new``, ``renewed``, ``shared``, ``took_over`` or ``moved``.
        """
    @property
    def port(self, /) -> int:
        """
        Its port.
        """
    @property
    def reason(self, /) -> ReasonCode | None:
        """
        Why it did not get the port that was asked for, or lost the one it had: a code of `explain`.
        """
    def release(self, /) -> Released:
        """
        Gives up exactly this claim. Its port is remembered.

        Raises `NotOwner` where it has passed into other hands since.
        """
    def renew(self, /) -> Claim:
        """
        Makes the claim last as long as when it was made, counted from now, and gives it anew.

        Raises `NotOwner` where it has passed into other hands since.
        """
    @property
    def requested_port(self, /) -> int | None:
        """
        The first port that was asked for.
        """
    def socket(self, /) -> Socket:
        """
        A socket that is bound and listens on 127.0.0.1, so that nobody can come between; ::1 is left alone. Hand it to
        a server (``sock=``), or its ``fileno()``.

        Raises `PortInUse` where somebody has the port, on ::1 as well.

        >>> claim = registry.claim("shop:web", range="24300-24399")
        >>> with claim.socket() as listening:
        ...     listening.getsockname() == ("127.0.0.1", claim.port)
        True
        """
    @property
    def url(self, /) -> str:
        """
        Where it answers.
        """

@final
class Detached:
    """
    A stack that a supervisor in the background runs: an iterator over what happens until all are ready or something is
    not. The services run on without this object and without this process.
    """
    def __iter__(self, /) -> Detached: ...
    def __next__(self, /) -> StackEvent: ...
    def __repr__(self, /) -> str: ...
    def down(self, /, grace: Duration | None = None) -> None:
        """
        Ends all services in reverse order, each within `grace` where that is said, and with them the supervisor; returns
        when they are gone and their ports are free.
        """
    @property
    def pid(self, /) -> int:
        """
        The supervisor's process.
        """
    def wait_ready(self, /) -> None:
        """
        Waits until all services are ready.

        Raises `NotReady` where one is not, while the others run on; what `Registry.up` raises where nothing was started.
        """

@final
class EnvWatch:
    """
    A file of variables that is kept current as long as somebody asks for the next change: an iterator that waits.

    It gives the names of the variables that were set, have another value, or are gone. Ctrl-C is heard while it waits;
    `close`, from whichever thread, ends it.
    """
    def __enter__(self, /) -> EnvWatch: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> EnvWatch: ...
    def __next__(self, /) -> list[str]: ...
    def close(self, /) -> None:
        """
        Ends the watch: the file stays as it is.
        """
    def next(self, /, timeout: Duration | None = None) -> list[str] | None:
        """
        The next change of the file; None where there is none within `timeout` (without limit where nothing is said), or
        where the watch was closed.

        Raises what `Registry.write_env` raises; to ask again tries again.
        """

@final
class LockGuard:
    """
    A lock that this process holds, until the block ends, it is released, its `ttl` is over, or the process ends.

    In a child that inherits it by fork it holds nothing. Locks of other processes are told by `Registry.locks`.
    """
    def __enter__(self, /) -> LockGuard: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __repr__(self, /) -> str: ...
    @property
    def generation(self, /) -> int:
        """
        The fencing number: greater than that of all who had the lock before.
        """
    def is_held(self, /) -> bool:
        """
        Whether the lock is still held: it may be released, or its time may be over.

        >>> lock = registry.lock("deploy")
        >>> lock.is_held()
        True
        >>> lock.release()
        >>> lock.is_held()
        False
        """
    @property
    def name(self, /) -> str:
        """
        The lock's name.
        """
    def release(self, /) -> None:
        """
        Lets go of the lock: who is next has it. Nothing happens where it is not held any more.
        """

@final
class Logs:
    """
    The lines that a service printed, oldest first: an iterator that ends with the log or, where it follows, waits.

    Ctrl-C is heard while it waits; `close`, from whichever thread, ends it within 0.1 s.
    """
    def __enter__(self, /) -> Logs: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Logs: ...
    def __next__(self, /) -> LogLine: ...
    def close(self, /) -> None:
        """
        Ends it: it gives nothing more.
        """
    def next(self, /, timeout: Duration | None = None) -> LogLine | None:
        """
        The next line; None at the end of the log or, where it follows, where none comes within `timeout` (without limit
        where nothing is said).
        """

@final
class Registry:
    """
    The registry of one user on one machine, open in this process.

    ``Registry()`` opens the user's own, ``Registry(path)`` the one in a file; the file is made where there is none.
    Threads may share it, a forked child may go on with it, and pickled it is opened anew from its path. It starts no
    thread but for stacks and for calls that wait, installs no signal handler and prints nothing.

    The functions of the module `portreg` are the methods of one that is opened at first use.

    All methods raise `PortregError`; its subclass says what is wrong, ``RegistryError`` that the registry itself cannot
    be used. Times are milliseconds since the Unix epoch where a name ends in ``_ms``, and timezone-aware datetimes
    beside that.

    >>> registry.claim("shop:web").port == registry.get_port("shop:web")
    True
    """
    def __new__(cls, /, path: str | PathLike[str] | None = None) -> Registry: ...
    def __reduce__(self, /) -> tuple[type, tuple[Path | None]]: ...
    def __repr__(self, /) -> str: ...
    @classmethod
    def _at_first_use(cls, /) -> Registry:
        """
        The registry that is opened at first use.
        """
    def adopt(self, /, identity: str, *, port: int | None = None, pid: SupportsIndex | None = None) -> Claim:
        """
        Makes a service of a listener that runs already, without restart: of who listens on `port`, or of the process
        `pid`, which then owns the claim.

        Raises `NotFound` where nobody listens; `InvalidOption` where the process listens on no port or on several;
        `IdentityHeld`; `PortInUse`.

        >>> import socket
        >>> with socket.create_server(("127.0.0.1", 0)) as server:
        ...     port = server.getsockname()[1]
        ...     registry.adopt("shop:web", port=port).port == port
        True
        """
    def available(self, /, range: Range | None = None, *, pool: str | None = None, count: SupportsIndex | None = None) -> list[int]:
        """
        Ports that a claim could get now, lowest first: `count` of them, one where nothing is said. `range` is a port or a
        run. Raises `RangeExhausted`; for a single port `PortInUse` and `PortReserved`.

        >>> len(registry.available(count=3))
        3
        """
    def channels(self, /) -> list[Channel]:
        """
        The channels that hold messages, by name.

        >>> id = registry.publish("build:web", "done")
        >>> [(one.channel, one.messages) for one in registry.channels()]
        [('build:web', 1)]
        """
    def check(self, /) -> list[str]:
        """
        Everything that is wrong with the registry file itself, in sentences; nothing where it is whole.

        >>> registry.check()
        []
        """
    def check_config(self, /, dir: str | PathLike[str] | None = None) -> None:
        """
        Looks for what is wrong with the configuration of a folder as a whole. Raises `InvalidConfig` with file, line and
        column.

        >>> registry.check_config()
        """
    def check_up(self, /, patterns: Names | None = None, *, dir: str | PathLike[str] | None = ..., no_deps: bool = ..., timeout: Duration | None = ..., on_conflict: OnConflict | None = ..., output: bool = ..., color: bool = ..., pty: bool = ..., keeper: str | PathLike[str] | None = ..., cmd: str | None = ..., ready: Json | None = ..., restart: RestartPolicy | None = ..., needs: Names | None = ..., env: dict[str, str] | None = ..., env_file: str | PathLike[str] | None = ..., tunnel: TunnelProvider | None = ..., tunnel_subdomain: str | None = ...) -> UpCheck:
        """
        What `up` would start and in which order, and what stands in the way: ports in use, missing programs,
        folders and files. Nothing is started or claimed.

        >>> registry.check_up("shop:web", cmd="no-such-program").problems[0].identity
        'shop:web'
        """
    def claim(self, /, identity: str, *, port: Ports | None = ..., strict: bool = ..., range: Range | None = ..., pool: str | None = ..., strategy: Strategy | None = ..., expires: Duration | None = ..., expires_in: Duration | None = ..., persistent: bool | None = ..., pair: str | None = ..., on_conflict: OnConflict | None = ..., owner: Owner = ..., metadata: Json | None = ..., description: str | None = ..., dir: str | PathLike[str] | None = ..., cmd: str | None = ..., ready: Json | None = ..., restart: RestartPolicy | None = ..., needs: Names | None = ..., env: dict[str, str] | None = ..., env_file: str | PathLike[str] | None = ..., tunnel: TunnelProvider | None = ..., tunnel_subdomain: str | None = ...) -> Claim:
        """
        Claims a name: gives its port, the same one every time, held by this process until it ends.

        `port` is the port that is asked for, or several in order; with `strict` that one or an error. `range`
        (``"8000-8099"``, a pair, a ``range``) or `pool` says where a port may come from, `strategy` in which
        order. `expires` ends the claim after that time unless it is renewed; `persistent` keeps it for ever.
        `on_conflict` says what to do where another process holds the name: ``"share"`` gives the same port,
        ``"fail"``, ``"replace"`` ends the other, ``"next"`` takes a sibling. `owner` is ``"caller"``, None for
        nobody, or a pid. `metadata`, `description`, `dir` and `pair` are kept with it; `cmd`, `ready`, `restart`,
        `needs`, `env`, `env_file` and `tunnel` say how `up` starts the service. What is left out keeps its value.

        To claim what this process holds already is one cached read.

        Raises `InvalidIdentity`, `InvalidOption`, `InvalidConfig`; `IdentityHeld`; with `strict` `PortInUse` and
        `PortReserved`; `RangeExhausted`; `LimitReached`.

        >>> claim = registry.claim("shop:web:main", range="24000-24099", expires="2h")
        >>> claim.outcome, claim.url == f"http://localhost:{claim.port}"
        ('new', True)
        >>> with registry.claim("shop:api") as api:  # released at the end of the block
        ...     int(api) == api.port
        True
        """
    def claim_any(self, /, *, port: Ports | None = ..., strict: bool = ..., range: Range | None = ..., pool: str | None = ..., strategy: Strategy | None = ..., expires: Duration | None = ..., expires_in: Duration | None = ..., persistent: bool | None = ..., pair: str | None = ..., on_conflict: OnConflict | None = ..., owner: Owner = ..., metadata: Json | None = ..., description: str | None = ..., dir: str | PathLike[str] | None = ..., cmd: str | None = ..., ready: Json | None = ..., restart: RestartPolicy | None = ..., needs: Names | None = ..., env: dict[str, str] | None = ..., env_file: str | PathLike[str] | None = ..., tunnel: TunnelProvider | None = ..., tunnel_subdomain: str | None = ...) -> Claim:
        """
        Claims a port under a name that nobody has to invent and nobody remembers: for tests and scripts.

        Options and errors are those of `claim`.

        >>> with registry.claim_any() as one, registry.claim_any() as other:
        ...     one.port != other.port
        True
        """
    def claim_many(self, /, requests: ClaimRequests, *, contiguous: bool = False) -> list[Claim]:
        """
        Claims all names of a list, or none of them; `contiguous` puts their ports side by side.

        Each item is a name, or a dict with `identity` and the options of `claim`. Raises what `claim` raises, for the
        first name that fails.

        >>> web, api = registry.claim_many(["shop:web", {"identity": "shop:api", "expires": "2h"}], contiguous=True)
        >>> api.port - web.port
        1
        """
    def cleanup(self, /, *, dry_run: bool = False) -> list[Released]:
        """
        Ends dead, expired and orphaned claims, never one on whose port anything listens, and what killed runs have left;
        `dry_run` shows the same and ends nothing.

        >>> registry.cleanup(dry_run=True)
        []
        """
    def clear(self, /, channel: str) -> int:
        """
        Takes away all messages of a channel, and says how many that were. Raises `InvalidOption`.

        >>> id = registry.publish("build:web", "done")
        >>> registry.clear("build:web")
        1
        """
    def config(self, /, dir: str | PathLike[str] | None = None) -> ConfigReport:
        """
        The settings in force in a folder, and where each comes from. Raises `InvalidConfig`.

        >>> registry.config().values["strategy"]
        'sequential'
        """
    def conflicts(self, /, pattern: str | None = None) -> list[Conflict]:
        """
        Where the registry and the machine disagree, in order of names. Raises `InvalidPattern`, `Unsupported`.

        >>> registry.conflicts("shop")
        []
        """
    def doctor(self, /, *, fix: bool = False) -> DoctorReport:
        """
        Looks whether everything is as it should be; with `fix` mends what can be mended.

        >>> registry.doctor().ok
        True
        """
    def down(self, /, target: str | None = None, *, under: bool = False, timeout: Duration | None = None) -> list[Service]:
        """
        Ends services that `up` or `run` have started, from any process: whole trees, in reverse order, each within
        `timeout`. Returns when they are gone and their ports are free; the claims stay. Of the worktree of the working
        folder where no target is said; `under` means also all under a plain name.

        Raises `NotFound` where there is no such service, or portreg has not started it; `InvalidPattern`; `Timeout`.

        >>> claim = registry.claim("shop:web")
        >>> registry.down("shop:web")
        Traceback (most recent call last):
        portreg.NotFound: ...
        """
    def endpoints(self, /, pattern: str | None = None) -> list[Endpoint]:
        """
        All endpoints by name and environment; a shorter pattern means all under it. Raises `InvalidPattern`.

        >>> claim = registry.claim("shop:web")
        >>> [endpoint.env for endpoint in registry.endpoints("shop")]
        ['local']
        """
    def env(self, /, pattern: str | None = None) -> Variables:
        """
        The variables of all services that fit, in order of names: ``SHOP_WEB_PORT`` and ``SHOP_WEB_URL`` for
        ``shop:web``. For one name also ``PORT``, ``HOST``, ``URL``, what its configuration sets, and the URLs of those it
        works with.

        Raises `NotFound`; `InvalidOption` where two services would have the same variables; `InvalidPattern`,
        `InvalidConfig`.

        >>> claim = registry.claim("shop:web")
        >>> registry.env("shop")["SHOP_WEB_PORT"] == str(claim.port)
        True
        """
    def explain(self, /, port: int) -> PortReport:
        """
        Why a port is as it is: everything that is to be said of it, and what can be done. Raises `InvalidConfig`,
        `Unsupported`.

        >>> claim = registry.claim("shop:web")
        >>> registry.explain(claim.port).service == registry.get("shop:web")
        True
        """
    def export(self, /, pattern: str | None = None) -> Export:
        """
        Everything that can be carried to another registry; ``json.dumps(document.asdict())`` is the same as
        `portreg export` writes. Raises `InvalidPattern`.

        >>> claim = registry.claim("shop:web")
        >>> [service.identity for service in registry.export().services]
        ['shop:web']
        """
    def find(self, /, pattern: str | None = None, *, status: Status | None = None, port: int | None = None, pool: str | None = None, worktree: str | PathLike[str] | None = None, limit: SupportsIndex | None = None) -> list[Service]:
        """
        The services that fit, in order of names. A shorter pattern stands for all names under it; all conditions must
        hold. Raises `InvalidPattern`; `InvalidOption` for an unknown pool.

        >>> claim = registry.claim("shop:web:main")
        >>> [service.identity for service in registry.find("shop", status="assigned")]
        ['shop:web:main']
        """
    def get(self, /, target: str) -> Service:
        """
        The service of a name or a port (``":3000"``), as it stands now. Raises `NotFound`.

        >>> claim = registry.claim("shop:web")
        >>> registry.get(f":{claim.port}").identity
        'shop:web'
        """
    def get_port(self, /, target: str) -> int:
        """
        The port of a name. Raises `NotFound`.

        >>> registry.claim("shop:web").port == registry.get_port("shop:web")
        True
        """
    def history(self, /, pattern: str | None = None, *, since: Moment | None = None, after_id: SupportsIndex | None = None, limit: SupportsIndex | None = None) -> list[Event]:
        """
        The newest events that fit, oldest first: `limit` of them, 100 where nothing is said. `since` is a datetime,
        milliseconds, or how long ago. Raises `InvalidPattern`.

        >>> claim = registry.claim("shop:web")
        >>> registry.history("shop", since="1h")[-1].action
        'claim'
        """
    def import_(self, /, document: Document, *, dry_run: bool = False, skip: bool = False) -> ImportReport:
        """
        Takes in a document: an `Export`, or a dict of that form. Any clash refuses the whole, unless `skip`; a held claim
        never changes. Nothing came in where `refused` is not empty and `skip` was not said.

        Raises `InvalidOption` for what is no such document, and for one of a newer version.

        >>> claim = registry.claim("shop:web")
        >>> registry.import_(registry.export()).kept
        ('shop:web',)
        """
    def infer(self, /, dir: str | PathLike[str] | None = None) -> Inference:
        """
        The identity that a folder gives (the working folder where none is said), and where each part comes from.
        Raises `InvalidConfig`; `InvalidOption` where the folder cannot be used.

        >>> registry.infer().stack
        'app'
        """
    def kill(self, /, target: str, *, force: bool = False, dry_run: bool = False, grace: Duration | None = None) -> Killed:
        """
        Frees a port: ends the own listeners of a service, or who listens on a port (``":3000"``), with all that descends
        from them. They have `grace` (5 s) to end by themselves. `force` ends also what listens for a service of another
        folder or project; `dry_run` only shows who it would be.

        Raises `NotFound` where nobody listens; `PortInUse` where a stranger listens on the port of the service, or who
        listens may not be ended; `NotOwner`.

        >>> claim = registry.claim("shop:web")
        >>> registry.kill("shop:web")
        Traceback (most recent call last):
        portreg.NotFound: ...
        """
    def listeners(self, /, *, port: int | None = None, all: bool = False, sockets_only: bool = False) -> list[Listener]:
        """
        Who listens on which port, by port: every process of this machine as far as this user may see it, and the service
        that each is. `all` shows UDP sockets too; `sockets_only` looks up no processes, which is many times faster.

        Raises `Unsupported` where the system does not tell who listens.

        >>> claim = registry.claim("shop:web", range="24100-24199")
        >>> with claim.socket():
        ...     [listener.identity for listener in registry.listeners(port=claim.port)]
        ['shop:web']
        """
    @staticmethod
    def locate(path: str | PathLike[str] | None = None) -> Path:
        """
        Where the user's registry is, or the one that `path` names, without opening it.
        """
    def lock(self, /, name: str, *, wait: Duration | None = None, ttl: Duration | None = None) -> LockGuard:
        """
        Takes a lock for this process, and waits for its turn, in order of arrival: without limit, or as long as `wait`
        says (0 tries once). With a `ttl` the lock passes on when that is over, whatever the holder does then.

        The lock is held until the block ends, it is released, or this process ends in whatever way. All threads of a
        process are one holder. Ctrl-C is heard while it waits.

        Raises `Timeout` where it did not become free in time; `IdentityHeld` at once where this process or an ancestor
        holds it; `InvalidOption`.

        >>> with registry.lock("db:migrate", wait="10s") as lock:
        ...     lock.generation > 0  # a number that grows with each holder
        True
        """
    def locks(self, /) -> list[Lock]:
        """
        The locks that are held, in order of names, with their holders and how many wait.

        >>> with registry.lock("deploy"):
        ...     [(lock.name, lock.waiting) for lock in registry.locks()]
        [('deploy', 0)]
        """
    def logs(self, /, target: str, *, follow: bool = False, last: SupportsIndex | None = None, since: Moment | None = None, stream: LogStream | None = None) -> Logs:
        """
        The lines that a service printed, oldest first; with `follow` also those to come, across restarts. `last` begins
        with the newest so many, `since` with those not older than a datetime, milliseconds, or how long ago; `stream` is
        ``"out"`` or ``"err"``.

        Raises `NotFound` where there is neither a log nor a service of that name, or portreg did not start it.

        >>> registry.logs("shop:web", last=20)
        Traceback (most recent call last):
        portreg.NotFound: ...
        """
    @property
    def path(self, /) -> Path:
        """
        The registry file.
        """
    def poll(self, /, channel: str, *, after: SupportsIndex | None = None, timeout: Duration | None = None) -> Message:
        """
        Waits for the next message of a channel: after the id `after`, else the next one that is published. Waits without
        limit where no `timeout` is said. Raises `Timeout`; `InvalidOption`.

        >>> id = registry.publish("build:web", "done")
        >>> registry.poll("build:web", after=0).payload
        'done'
        """
    def pools(self, /) -> list[Pool]:
        """
        The pools in force, in order of names, with their use.

        >>> [pool.name for pool in registry.pools()]
        ['dev', 'production', 'test']
        """
    def ps(self, /, pattern: str | None = None, *, all: bool = False) -> list[RunningService]:
        """
        The services that run or have crashed, in order of names, with what each and all it started use; with `all` the
        others too. Raises `InvalidPattern`.

        >>> registry.ps("shop")
        []
        """
    def publish(self, /, channel: str, payload: Json, *, sender: str | None = None, ttl: Duration | None = None) -> int:
        """
        Publishes a message to a channel and gives its id, which grows over all channels in the order of publishing.

        The payload is anything that can be JSON, up to 1 MiB; text that is JSON is sent as what it says, other text as
        text. `sender` is for those who read it; after `ttl` nobody gets it any more.

        Raises `InvalidOption`.

        >>> first = registry.publish("build:web", {"ok": True}, sender="ci", ttl="1m")
        >>> registry.publish("build:web", "done") > first
        True
        """
    def reassign(self, /, target: str, port: int | None = None, *, force: bool = False, restart: bool = False) -> Claim:
        """
        Moves a service to another port: to `port`, or to the next that a new claim would get. `restart` also starts it
        again there, where `up` runs it; `force` moves also what others hold.

        Raises `NotFound`; `NotOwner`; `PortInUse`, `PortReserved`, `RangeExhausted`.

        >>> before = registry.claim("shop:web")
        >>> registry.reassign("shop:web").moved_from == before.port
        True
        """
    def release(self, /, target: str) -> Released:
        """
        Gives up the service of a name or a port (``":3000"``). Its port is remembered. What a killed `run` of it has
        left is ended too.

        Raises `NotFound`; `NotOwner` where a process holds it that is neither this one nor its ancestor or descendant.

        >>> claim = registry.claim("shop:web")
        >>> registry.release("shop:web").reason
        'released'
        """
    def release_claim(self, /, claim: Claim) -> Released:
        """
        Gives up exactly this claim.

        Raises `NotOwner` where the claim has passed into other hands since.

        >>> registry.release_claim(registry.claim("shop:web")).identity
        'shop:web'
        """
    def release_matching(self, /, pattern: str | None = None, *, under: bool = False, worktree: str | PathLike[str] | None = None, force: bool = False, dry_run: bool = False) -> list[Released]:
        """
        Gives up all services that match: a plain name is exactly that one, unless `under`; without a pattern every
        service. `worktree` leaves only services of that folder or below it; `force` takes away also what others hold;
        `dry_run` shows what would be freed. All of them are freed, or none.

        Raises `NotFound` where nothing matches; `NotOwner`; `InvalidPattern`, also for ``"*"`` alone.

        >>> claim = registry.claim("shop:web:main")
        >>> [one.identity for one in registry.release_matching("shop", under=True)]
        ['shop:web:main']
        """
    def remove_endpoint(self, /, target: str, env: str) -> Endpoint:
        """
        Removes an endpoint that was set, and gives it. Raises `NotFound`; `InvalidOption` for ``"local"`` and for what
        the configuration says.

        >>> claim = registry.claim("shop:web")
        >>> endpoint = registry.set_endpoint("shop:web", "prod", "https://shop.example.com")
        >>> registry.remove_endpoint("shop:web", "prod") == endpoint
        True
        """
    def remove_pool(self, /, name: str) -> None:
        """
        Removes a pool that was set. Raises `NotFound`.

        >>> pool = registry.set_pool("e2e", "20000-20099")
        >>> registry.remove_pool("e2e")
        """
    def rename(self, /, old: str, new: str, *, force: bool = False) -> Service:
        """
        Gives a service another name; port, endpoints and history go with it.

        Raises `NotFound`; `NotOwner`; `IdentityHeld` where the new name is a service.

        >>> port = registry.claim("shop:web").port
        >>> registry.rename("shop:web", "store:web").port == port
        True
        """
    def renew(self, /, claim: Claim) -> Claim:
        """
        Makes a claim last as long as when it was made, counted from now, and gives it anew.

        Raises `NotOwner` where the claim has passed into other hands since.

        >>> claim = registry.claim("shop:web", expires="1h")
        >>> registry.renew(claim).generation == claim.generation
        True
        """
    def reservations(self, /) -> list[Reservation]:
        """
        The reservations, in order of ports.

        >>> registry.reservations()
        []
        """
    def reserve(self, /, ports: Range, *, reason: str | None = None) -> Reservation:
        """
        Keeps a port or a run of ports out of use. A reason that is not given keeps its value.

        Raises `PortInUse` where a service claims one of them; `InvalidOption`.

        >>> registry.reserve("4000-4009", reason="printers").ports
        '4000-4009'
        """
    def restart(self, /, target: str | None = None, *, under: bool = False, timeout: Duration | None = None) -> list[Service]:
        """
        Ends services that `up` has started and starts them again, on the same ports; returns when they are ready.

        Raises what `down` raises; `NotReady` where one does not get ready.
        """
    def set_endpoint(self, /, target: str, env: str, url: str) -> Endpoint:
        """
        Sets where a service answers in an environment; of ``"local"``, scheme and host before its port. Raises
        `NotFound`; `InvalidOption` for what is no URL or no environment.

        >>> claim = registry.claim("shop:web")
        >>> registry.set_endpoint("shop:web", "prod", "https://shop.example.com").env
        'prod'
        """
    def set_pool(self, /, name: str, ranges: PoolRanges) -> Pool:
        """
        Makes a pool, or gives it other ports. Raises `InvalidOption` for a bad name and where pools would overlap.

        >>> registry.set_pool("e2e", "20000-20099").capacity
        100
        """
    def snippet(self, /, pattern: str, tool: SnippetTool) -> Snippet:
        """
        A piece of configuration that tells another tool where services answer: ``"vite"``, ``"next"``, ``"express"``,
        ``"django"``, ``"flask"``, ``"compose"``, ``"caddy"`` or ``"nginx"``. Nothing is written.

        Raises `NotFound` where nothing fits, or nothing of it has a port; `InvalidOption`, `InvalidPattern`,
        `InvalidConfig`.

        >>> claim = registry.claim("shop:api")
        >>> f"process.env.PORT ?? {claim.port}" in registry.snippet("shop", "express").snippet
        True
        """
    def status(self, /, pattern: str | None = None) -> StatusReport:
        """
        The registry and the machine side by side: services, listeners, conflicts, pools, and the order in which
        configured services start and stop. Raises `InvalidPattern`, `InvalidConfig`, `Unsupported`.

        >>> claim = registry.claim("shop:web")
        >>> len(registry.status("shop").services)
        1
        """
    def subscribe(self, /, pattern: str, *, since: Since = ..., cursor: str | None = None) -> Subscription:
        """
        Begins to receive what is published to the channels of a pattern, in which ``*`` stands for any run of
        characters: from now on, from the oldest that is kept (``since="start"``), or after an id.

        With a `cursor` it goes on after what was confirmed last, in whichever process that was; each message then comes
        at least once. What retention has taken away unseen is told as a `Gap` first. It waits without using the
        processor, and Ctrl-C is heard.

        Raises `InvalidPattern`; `InvalidOption`; `IdentityHeld` where a live process reads by that cursor.

        >>> id = registry.publish("build:web", "done")
        >>> with registry.subscribe("build:*", since="start") as subscription:
        ...     for message in subscription:
        ...         print(message.channel, message.payload)
        ...         break
        build:web done
        """
    def unreserve(self, /, ports: Range) -> Reservation:
        """
        Takes reserved ports back into use. Raises `NotFound` where they are not reserved.

        >>> reservation = registry.reserve("4000-4009")
        >>> registry.unreserve(4005).ports
        '4005'
        """
    def up(self, /, patterns: Names | None = None, *, dir: str | PathLike[str] | None = ..., no_deps: bool = ..., timeout: Duration | None = ..., on_conflict: OnConflict | None = ..., output: bool = ..., color: bool = ..., pty: bool = ..., keeper: str | PathLike[str] | None = ..., cmd: str | None = ..., ready: Json | None = ..., restart: RestartPolicy | None = ..., needs: Names | None = ..., env: dict[str, str] | None = ..., env_file: str | PathLike[str] | None = ..., tunnel: TunnelProvider | None = ..., tunnel_subdomain: str | None = ...) -> Stack:
        """
        Starts services in the order in which they need each other, each when what it needs is ready, and keeps
        them running. Returns when their names are claimed: `Stack.wait_ready` waits until they are ready, and to
        iterate over the stack tells what happens. They end with the ``with`` block, with the object, or with this
        process.

        `patterns` are names, patterns or short names of this project; all that the configuration of `dir` enables
        where none is said. `no_deps` leaves out what they need; each may take `timeout` (a minute) to get ready.
        `cmd`, `ready`, `restart`, `needs`, `env`, `env_file` and `tunnel` start one service without
        configuration. `output` tells what they print line by line as events, `color` and `pty` make them print as
        on a terminal; a `keeper` (the portreg command) ends what is left where this process is killed.

        Raises `NotFound` where nothing says how to start a service; `InvalidConfig`; `IdentityHeld`; what `claim`
        raises of ports.

        >>> claim = registry.claim("shop:files", range="24400-24499")
        >>> with registry.up("shop:files", cmd="exec python3 -m http.server {port}") as stack:
        ...     stack.wait_ready("30s")
        ...     registry.get("shop:files").status
        'running'
        """
    def up_detached(self, /, patterns: Names | None = None, *, command: str | PathLike[str] | None = None, dir: str | PathLike[str] | None = ..., no_deps: bool = ..., timeout: Duration | None = ..., on_conflict: OnConflict | None = ..., output: bool = ..., color: bool = ..., pty: bool = ..., keeper: str | PathLike[str] | None = ..., cmd: str | None = ..., ready: Json | None = ..., restart: RestartPolicy | None = ..., needs: Names | None = ..., env: dict[str, str] | None = ..., env_file: str | PathLike[str] | None = ..., tunnel: TunnelProvider | None = ..., tunnel_subdomain: str | None = ...) -> Detached:
        """
        The same in the background: the `portreg` command runs the stack in a session of its own, beyond this
        process. `command` is the command; where none is said the one beside this interpreter, else on PATH.

        Raises `SpawnFailed` where there is no such command; `InvalidOption`.
        """
    def url(self, /, target: str, env: str = "local") -> Endpoint:
        """
        Where a service answers in an environment: ``"local"``, which follows its port, or another one that was set or
        that its configuration says. Raises `NotFound`; `InvalidOption` for a wrong word.

        >>> claim = registry.claim("shop:web")
        >>> registry.url("shop:web").url == claim.url
        True
        """
    def wait_ready(self, /, targets: Names, *, gone: bool = False, timeout: Duration | None = None) -> list[Service]:
        """
        Waits until services are ready: their probes pass, or where nobody probes them, they listen on their ports; with
        `gone` until nothing of them runs. Without limit where no `timeout` is said.

        Raises `NotReady` at once where one has ended and is not started again; `Timeout`.

        >>> claim = registry.claim("shop:web", range="24500-24599")
        >>> with claim.socket():
        ...     [service.identity for service in registry.wait_ready("shop:web", timeout="30s")]
        ['shop:web']
        """
    def watch(self, /, pattern: str | None = None, *, since: Since = ...) -> Watch:
        """
        Begins to follow what happens to the registry, to the names of a pattern and those under them: from now on, from
        the oldest event that is kept (``since="start"``), or after an id. What retention has taken away unseen is told as
        a `Gap`. It waits without using the processor, and Ctrl-C is heard.

        Raises `InvalidPattern`; `NotFound` for a ``":PORT"`` that no service claims.

        >>> claim = registry.claim("shop:api")
        >>> with registry.watch("shop", since="start") as watch:
        ...     for event in watch:
        ...         print(event.action, event.identity)
        ...         break
        claim shop:api
        """
    def watch_env(self, /, file: str | PathLike[str], pattern: str | None = None, *, format: EnvFormat = ...) -> EnvWatch:
        """
        Keeps the variables in a file current: writes it at once as `write_env` does, and again whenever they change, as
        long as the next change is asked for.

        Raises what `write_env` raises, but that what is not there is waited for.

        >>> claim = registry.claim("shop:web")
        >>> with registry.watch_env(".env.local", "shop") as watch:
        ...     moved = registry.reassign("shop:web")
        ...     watch.next()
        ['SHOP_WEB_PORT', 'SHOP_WEB_URL']
        """
    def write_env(self, /, file: str | PathLike[str], pattern: str | None = None, *, format: EnvFormat = ...) -> bool:
        """
        Writes the variables into a file, between two marker lines at its end or wherever they stand; says whether the
        file had to be changed. Everything else in it stays byte for byte.

        Raises what `env` raises; `InvalidOption` where the file cannot be written or has half of the markers, and for
        ``"json"``, which has no comments.

        >>> claim = registry.claim("shop:web")
        >>> registry.write_env(".env.local", "shop"), registry.write_env(".env.local", "shop")
        (True, False)
        """

@final
class Stack:
    """
    Services that run below this process: an iterator over what happens to them.

    They end with the block, with this object, or with the process. One thread works for all of them.
    """
    def __enter__(self, /) -> Stack: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Stack: ...
    def __next__(self, /) -> StackEvent: ...
    def __repr__(self, /) -> str: ...
    def close(self, /, grace: Duration | None = None) -> None:
        """
        Asks all services to end, in reverse order, each within `grace` where that is said; returns at once.
        """
    def down(self, /, grace: Duration | None = None) -> None:
        """
        Ends all services in reverse order, and returns when they are gone and their ports are free.
        """
    @property
    def is_over(self, /) -> bool:
        """
        Whether all services have ended.
        """
    def next_event(self, /, timeout: Duration | None = None) -> StackEvent | None:
        """
        The next thing that happened; None where nothing does within `timeout` (without limit where nothing is said), and
        where all have ended.
        """
    @property
    def services(self, /) -> list[str]:
        """
        The names of the services, in the order in which they start.
        """
    def wait_ready(self, /, timeout: Duration | None = None) -> None:
        """
        Waits until all services are ready; without limit where no `timeout` is said.

        Raises `NotReady` with the first that is not, once all others are settled; `Timeout`.
        """

@final
class Subscription:
    """
    What is published to the channels of a pattern, in the order of ids: an iterator that waits for what comes.

    It gives a `Message`, or a `Gap` where retention has taken messages away unseen. Ctrl-C is heard while it waits;
    `close`, from whichever thread, ends it. It belongs to the process that made it.
    """
    def __enter__(self, /) -> Subscription: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Subscription: ...
    def __next__(self, /) -> Received: ...
    def close(self, /) -> None:
        """
        Ends the subscription: it gives nothing more, and who waits for it in another thread goes on.
        """
    def confirm(self, /) -> None:
        """
        Confirms what was given last, so that a cursor goes on after it. Without a cursor there is nothing to do.
        """
    def next(self, /, timeout: Duration | None = None) -> Received | None:
        """
        The next message, or the gap before it; None where there is none within `timeout` (without limit where nothing is
        said), or where the subscription was closed. To ask confirms what was given before.

        >>> with registry.subscribe("build:*") as subscription:
        ...     print(subscription.next(timeout=0))
        None
        """

@final
class Watch:
    """
    What happens to the registry, in the order of ids: an iterator that waits for what comes.

    It gives an `Event`, or a `Gap` where retention has taken events away unseen. Ctrl-C is heard while it waits; `close`,
    from whichever thread, ends it. It belongs to the process that made it.
    """
    def __enter__(self, /) -> Watch: ...
    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> None: ...
    def __iter__(self, /) -> Watch: ...
    def __next__(self, /) -> Watched: ...
    def close(self, /) -> None:
        """
        Ends the watch: it gives nothing more, and who waits for it in another thread goes on.
        """
    def next(self, /, timeout: Duration | None = None) -> Watched | None:
        """
        The next event, or the gap before it; None where there is none within `timeout` (without limit where nothing is
        said), or where the watch was closed.

        >>> with registry.watch("shop") as watch:
        ...     print(watch.next(timeout=0))
        None
        """
    @property
    def revision(self, /) -> int:
        """
        The id to go on after, with ``since``: all that fits up to it was given.

        >>> revision = registry.watch().revision
        >>> claim = registry.claim("shop:web")
        >>> registry.watch(since=revision).next().action
        'claim'
        """

def configured_port(identity: str | None, dir: str | PathLike[str]) -> int | None:
    """
    The port that the configuration of a folder gives a name, without the registry: for those who go on when it
    cannot be used.
    """

def is_switched_off() -> bool:
    """
    Whether ``PORTREG=off`` asks the adapters to stand aside.
    """

def main(arguments: SupportsGetItem[int, str], program: str | PathLike[str] | None = None) -> int:
    """
    Runs the `portreg` command and returns its exit code.

    `program` is the file by which the command is started anew for what runs in the background.
    """

def port_note(claim: Claim) -> str | None:
    """
    The line that tells of a claim whose port is not the one that was asked for or that it had, where that is so.
    """

def seconds(duration: Duration) -> float:
    """
    Checks a length of time as every option does, and gives it in seconds.
    """
