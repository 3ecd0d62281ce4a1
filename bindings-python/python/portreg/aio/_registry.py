"""The verbs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from .._native import Registry
from ._handles import AsyncDetached, AsyncEnvWatch, AsyncLogs, AsyncStack, AsyncSubscription, AsyncWatch, Handle
from ._work import Ends, Opening, Work, given_back, nothing

if TYPE_CHECKING:
    import os
    from pathlib import Path

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E", bound=Ends)
H = TypeVar("H")
A = TypeVar("A", bound="Handle[Any, Any]")


def _verb(
    verb: Callable[Concatenate[Registry, P], T], *, waits: bool = False
) -> Callable[Concatenate[AsyncRegistry, P], Coroutine[Any, Any, T]]:
    """What is done, and stays done where the await is cancelled."""

    @functools.wraps(verb)
    async def called(self: AsyncRegistry, /, *arguments: P.args, **options: P.kwargs) -> T:
        return await Work(lambda: verb(self.sync, *arguments, **options), waits=waits).done(nothing)

    return called


def _several(
    verb: Callable[Concatenate[Registry, P], T],
) -> Callable[Concatenate[AsyncRegistry, P], Coroutine[Any, Any, T]]:
    """What gives several things that are given back where the await is cancelled."""

    @functools.wraps(verb)
    async def called(self: AsyncRegistry, /, *arguments: P.args, **options: P.kwargs) -> T:
        return await Work(lambda: verb(self.sync, *arguments, **options)).done(given_back)

    return called


def _opening(
    verb: Callable[Concatenate[Registry, P], E], *, waits: bool = False
) -> Callable[Concatenate[AsyncRegistry, P], Opening[E]]:
    """What gives something that is given back where the await is cancelled, and at the end of a block."""

    @functools.wraps(verb)
    def called(self: AsyncRegistry, /, *arguments: P.args, **options: P.kwargs) -> Opening[E]:
        async def work() -> E:
            return await Work(lambda: verb(self.sync, *arguments, **options), waits=waits).done(given_back)

        return Opening(work())

    return called


def _handle(
    verb: Callable[Concatenate[Registry, P], H], made: Callable[[Callable[[], H]], A]
) -> Callable[Concatenate[AsyncRegistry, P], A]:
    """What gives something that lasts."""

    @functools.wraps(verb)
    def called(self: AsyncRegistry, /, *arguments: P.args, **options: P.kwargs) -> A:
        return made(lambda: verb(self.sync, *arguments, **options))

    return called


class AsyncRegistry:
    """The registry of one user on one machine, for programs on asyncio: every verb of `Registry`, to be awaited.

    `claim`, `claim_any` and `lock` can be entered with ``async with``; so can `up`, `subscribe`, `watch`, `watch_env`
    and `logs`, which are asynchronous iterators. Options, errors and what they give are those of `Registry`.

    >>> import asyncio
    >>> async def main() -> None:
    ...     registry = portreg.aio.AsyncRegistry("registry.db")
    ...     await registry.publish("build:web", "done")
    ...     async for message in registry.subscribe("build:*", since="start"):
    ...         print(message.payload)
    ...         break
    >>> asyncio.run(main())
    done
    """

    def __init__(self, path: str | os.PathLike[str] | Registry | None = None) -> None:
        """Open the user's registry, the one in a file, or take one that is open."""
        self.sync = path if isinstance(path, Registry) else Registry(path)

    @property
    def path(self) -> Path:
        """The registry file."""
        return self.sync.path

    def __repr__(self) -> str:
        return f"Async{self.sync!r}"

    locate = staticmethod(Registry.locate)

    adopt = _verb(Registry.adopt)
    available = _verb(Registry.available)
    channels = _verb(Registry.channels)
    check = _verb(Registry.check)
    check_config = _verb(Registry.check_config)
    check_up = _verb(Registry.check_up)
    cleanup = _verb(Registry.cleanup)
    clear = _verb(Registry.clear)
    config = _verb(Registry.config)
    conflicts = _verb(Registry.conflicts)
    doctor = _verb(Registry.doctor)
    down = _verb(Registry.down, waits=True)
    endpoints = _verb(Registry.endpoints)
    env = _verb(Registry.env)
    explain = _verb(Registry.explain)
    export = _verb(Registry.export)
    find = _verb(Registry.find)
    get = _verb(Registry.get)
    get_port = _verb(Registry.get_port)
    history = _verb(Registry.history)
    import_ = _verb(Registry.import_)
    infer = _verb(Registry.infer)
    kill = _verb(Registry.kill, waits=True)
    listeners = _verb(Registry.listeners)
    locks = _verb(Registry.locks)
    poll = _verb(Registry.poll, waits=True)
    pools = _verb(Registry.pools)
    ps = _verb(Registry.ps)
    publish = _verb(Registry.publish)
    reassign = _verb(Registry.reassign)
    release = _verb(Registry.release)
    release_claim = _verb(Registry.release_claim)
    release_matching = _verb(Registry.release_matching)
    remove_endpoint = _verb(Registry.remove_endpoint)
    remove_pool = _verb(Registry.remove_pool)
    rename = _verb(Registry.rename)
    renew = _verb(Registry.renew)
    reservations = _verb(Registry.reservations)
    reserve = _verb(Registry.reserve)
    restart = _verb(Registry.restart, waits=True)
    set_endpoint = _verb(Registry.set_endpoint)
    set_pool = _verb(Registry.set_pool)
    snippet = _verb(Registry.snippet)
    status = _verb(Registry.status)
    unreserve = _verb(Registry.unreserve)
    url = _verb(Registry.url)
    wait_ready = _verb(Registry.wait_ready, waits=True)
    write_env = _verb(Registry.write_env)
    claim = _opening(Registry.claim)
    claim_any = _opening(Registry.claim_any)
    claim_many = _several(Registry.claim_many)
    lock = _opening(Registry.lock, waits=True)
    logs = _handle(Registry.logs, AsyncLogs)
    subscribe = _handle(Registry.subscribe, AsyncSubscription)
    up = _handle(Registry.up, AsyncStack)
    up_detached = _handle(Registry.up_detached, AsyncDetached)
    watch = _handle(Registry.watch, AsyncWatch)
    watch_env = _handle(Registry.watch_env, AsyncEnvWatch)
