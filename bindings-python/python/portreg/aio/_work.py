"""Calls in other threads, that can be given up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from .._native import Canceller

if TYPE_CHECKING:
    from types import TracebackType

T = TypeVar("T")


class Ends(Protocol):
    """What is given up at the end of a block."""

    def __exit__(self, kind: Any, error: Any, traceback: Any, /) -> object: ...


E = TypeVar("E", bound=Ends)


class Work(Generic[T]):
    """A call in another thread."""

    def __init__(self, work: Callable[[], T], *, waits: bool = False) -> None:
        self._work = work
        self._canceller = Canceller() if waits else None
        self._has_begun = False
        self._is_given_up = False

    def _run(self) -> T:
        # Either this sees that it was given up, or who gives it up sees that it has begun.
        self._has_begun = True
        if self._is_given_up:
            return cast("T", None)
        return cast("T", self._canceller.call(self._work)) if self._canceller else self._work()

    async def done(self, unwanted: Callable[[T], object] | None = None) -> T:
        """Do it; what it gives where the await was cancelled is `unwanted`, and without that it is always finished."""
        loop = asyncio.get_running_loop()
        if self._canceller:
            # The loop has few threads, which are not for those that wait.
            own = ThreadPoolExecutor(1, thread_name_prefix="portreg")
            future = loop.run_in_executor(own, self._run)
            own.shutdown(wait=False)
        else:
            future = loop.run_in_executor(None, self._run)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            if unwanted is None:
                await _settled(future)
                raise
            self._is_given_up = True
            if self._canceller:
                self._canceller.cancel()
            if self._has_begun and await _settled(future):
                await _settled(loop.run_in_executor(None, unwanted, future.result()))
            raise


async def _settled(future: asyncio.Future[Any]) -> bool:
    """Wait for the end of what cannot be ended sooner, and say whether it ended well."""
    while not future.done():
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.wait({future})
    return future.exception() is None


def nothing(result: object) -> None:
    """Leave what was done as it is."""


def given_back(result: Any) -> None:
    for one in result if isinstance(result, list) else [result]:
        one.__exit__(None, None, None)


class Opening(Coroutine[Any, Any, E]):
    """A claim or a lock on its way: to be awaited, or to be entered with ``async with``, whose end gives it back."""

    def __init__(self, work: Coroutine[Any, Any, E]) -> None:
        """Made by the verbs."""
        self._work = work
        self._got: E | None = None

    def __await__(self) -> Generator[Any, Any, E]:
        return self._work.__await__()

    def send(self, value: Any, /) -> Any:
        """As of every coroutine."""
        return self._work.send(value)

    def throw(self, *error: Any) -> Any:
        """As of every coroutine."""
        return self._work.throw(*error)

    def close(self) -> None:
        """As of every coroutine."""
        self._work.close()

    async def __aenter__(self) -> E:
        self._got = await self._work
        return self._got

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if (got := self._got) is not None:
            await Work(lambda: got.__exit__(kind, error, traceback)).done()
