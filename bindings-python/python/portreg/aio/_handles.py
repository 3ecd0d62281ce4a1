"""What lasts longer than a call: subscriptions, watches, logs, stacks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Generator
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from .._native import Detached, EnvWatch, Logs, Stack, Subscription, Watch
from .._records import LogLine, Received, StackEvent, Watched
from ._work import Ends, Work, given_back, nothing

if TYPE_CHECKING:
    from .._types import Duration


class _Source(Ends, Protocol):
    """What gives one thing after the other."""

    def next(self, /, timeout: Duration | None = None) -> Any: ...

    def close(self, /) -> None: ...


S = TypeVar("S", bound=_Source)
H = TypeVar("H")
T = TypeVar("T")
Self = TypeVar("Self", bound="Handle[Any, Any]")
Feed = TypeVar("Feed", bound="_Feed[Any, Any]")


class Handle(Generic[H, T]):
    """Something that lasts: it begins when it is awaited, entered, or asked for the first time."""

    def __init__(self, begin: Callable[[], H], unwanted: Callable[[H], object]) -> None:
        self._begin = begin
        self._unwanted = unwanted
        self._begun: H | None = None
        # What was there when the await for it was cancelled, for the next one.
        self._left: list[T] = []
        self._turn = asyncio.Lock()

    @property
    def _handle(self) -> H:
        if self._begun is None:
            raise RuntimeError("it has not begun: await it, or enter it with `async with`")
        return self._begun

    async def _open(self) -> H:
        if self._begun is None:
            self._begun = await Work(self._begin, waits=True).done(self._unwanted)
        return self._begun

    async def _opened(self: Self) -> Self:
        async with self._turn:
            await self._open()
        return self

    def __await__(self: Self) -> Generator[Any, Any, Self]:
        return self._opened().__await__()

    async def _take(self, ask: Callable[[H], T | None]) -> T | None:
        async with self._turn:
            handle = await self._open()
            if self._left:
                return self._left.pop()
            return await Work(lambda: ask(handle), waits=True).done(self._keep)

    def _keep(self, item: T | None) -> None:
        if item is not None:
            self._left.append(item)


class _Feed(Handle[S, T], AsyncIterator[T]):
    """What comes one after the other: an asynchronous iterator."""

    def __init__(self, begin: Callable[[], S]) -> None:
        """Made by the verbs."""
        super().__init__(begin, given_back)

    async def next(self, timeout: Duration | None = None) -> T | None:
        """Give what comes next; None where nothing does within `timeout`, and where the end is reached.

        Where the await is cancelled nothing is lost: the next one gives it.
        """
        return await self._take(lambda source: cast("T | None", source.next(timeout)))

    def close(self) -> None:
        """End it: it gives nothing more, and a task that waits for it goes on."""
        if self._begun is not None:
            self._begun.close()

    def __aiter__(self: Feed) -> Feed:
        return self

    async def __anext__(self) -> T:
        item = await self.next()
        if item is None:
            raise StopAsyncIteration
        return item

    async def __aenter__(self: Feed) -> Feed:
        return await self

    async def __aexit__(self, kind: object, error: object, traceback: object) -> None:
        self.close()


class AsyncSubscription(_Feed[Subscription, Received]):
    """What is published to the channels of a pattern: an asynchronous iterator of messages, and gaps between them."""

    async def confirm(self) -> None:
        """Confirm what was given last, so that a cursor goes on after it."""
        await Work(self._handle.confirm).done()


class AsyncWatch(_Feed[Watch, Watched]):
    """What happens to the registry: an asynchronous iterator of events, and gaps between them."""

    @property
    def revision(self) -> int:
        """The id to go on after, with ``since``: all that fits up to it was given."""
        return self._handle.revision


class AsyncEnvWatch(_Feed[EnvWatch, list[str]]):
    """A file of variables that is kept current: an asynchronous iterator of the names that have changed."""


class AsyncLogs(_Feed[Logs, LogLine]):
    """The lines that a service printed: an asynchronous iterator."""


class AsyncStack(Handle[Stack, StackEvent], AsyncIterator[StackEvent]):
    """Services that run below this process: an asynchronous iterator over what happens to them.

    They end with the block, with this object, or with the process.
    """

    def __init__(self, begin: Callable[[], Stack]) -> None:
        """Made by `up`."""
        super().__init__(begin, given_back)

    @property
    def services(self) -> list[str]:
        """The names of the services, in the order in which they start."""
        return self._handle.services

    @property
    def is_over(self) -> bool:
        """Whether all services have ended."""
        return self._handle.is_over

    async def wait_ready(self, timeout: Duration | None = None) -> None:
        """Wait until all services are ready. Raises `NotReady`; `Timeout`."""
        handle = self._handle
        await Work(lambda: handle.wait_ready(timeout), waits=True).done(nothing)

    async def next_event(self, timeout: Duration | None = None) -> StackEvent | None:
        """Give the next thing that happened; None where nothing does within `timeout`, and where all have ended."""
        return await self._take(lambda stack: stack.next_event(timeout))

    def close(self, grace: Duration | None = None) -> None:
        """Ask all services to end, in reverse order, each within `grace` where that is said; returns at once."""
        self._handle.close(grace)

    async def down(self, grace: Duration | None = None) -> None:
        """End all services in reverse order; done when they are gone and their ports are free."""
        handle = self._handle
        await Work(lambda: handle.down(grace)).done()

    def __aiter__(self) -> AsyncStack:
        return self

    async def __anext__(self) -> StackEvent:
        event = await self.next_event()
        if event is None:
            raise StopAsyncIteration
        return event

    async def __aenter__(self) -> AsyncStack:
        return await self

    async def __aexit__(self, kind: object, error: object, traceback: object) -> None:
        await self.down()


class AsyncDetached(Handle[Detached, StackEvent], AsyncIterator[StackEvent]):
    """A stack that a supervisor in the background runs: an asynchronous iterator until all are ready or one is not."""

    def __init__(self, begin: Callable[[], Detached]) -> None:
        """Made by `up_detached`."""
        super().__init__(begin, lambda detached: detached.down())

    @property
    def pid(self) -> int:
        """The supervisor's process."""
        return self._handle.pid

    async def wait_ready(self) -> None:
        """Wait until all services are ready. Raises `NotReady`, while the others run on."""
        async for _ in self:
            pass

    async def down(self, grace: Duration | None = None) -> None:
        """End all services in reverse order, and with them the supervisor."""
        handle = self._handle
        await Work(lambda: handle.down(grace)).done()

    def __aiter__(self) -> AsyncDetached:
        return self

    async def __anext__(self) -> StackEvent:
        event = await self._take(lambda detached: next(detached, None))
        if event is None:
            raise StopAsyncIteration
        return event
