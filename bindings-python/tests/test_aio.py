"""`portreg.aio`: the verbs for asyncio, which lose nothing and keep nothing where an await is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import signal
import subprocess
import threading
from collections.abc import Awaitable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, Start

import portreg
from portreg import aio

HOLDER = "import portreg; lock = portreg.lock('deploy'); print('held', flush=True); input()"


@pytest.fixture
def held(start: Start) -> subprocess.Popen[str]:
    """Another process that holds a lock."""
    holder = start(HOLDER)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def run(work: Coroutine[Any, Any, Any]) -> None:
    """Run it, with a limit for what would hang, and see that no thread is left."""
    before = threading.active_count()

    async def watched() -> None:
        await asyncio.wait_for(work, PATIENCE)
        await asyncio.get_running_loop().shutdown_default_executor()
        # A thread that has given its answer is on its way out.
        await asyncio.wait_for(until(lambda: threading.active_count() == before), PATIENCE)

    asyncio.run(watched())


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208


async def until(done: Any) -> None:
    while not done():
        await asyncio.sleep(0.005)


def test_every_verb_is_there_with_its_options() -> None:
    verbs = {name for name in vars(portreg.Registry) if not name.startswith("_")}
    for name in verbs:
        assert hasattr(aio.AsyncRegistry, name)
        if name != "path":
            sync = inspect.signature(getattr(portreg.Registry, name))
            assert inspect.signature(getattr(aio.AsyncRegistry, name)) == sync
            assert callable(getattr(aio, name))


@pytest.mark.parametrize("name", ["Subscription", "Watch", "EnvWatch", "Logs", "Stack", "Detached"])
def test_all_of_what_lasts_is_there(name: str) -> None:
    names = {name for name in vars(getattr(portreg, name)) if not name.startswith("_")}
    assert names <= set(dir(getattr(aio, f"Async{name}")))


def test_verbs_give_what_they_give_elsewhere(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        claim = await own.claim("shop:web", expires="1h")
        assert claim.outcome == "new"
        assert await own.get_port("shop:web") == claim.port
        assert [service.identity for service in await own.find("shop")] == ["shop:web"]
        assert await own.publish("build", "done") == 1
        assert (await own.poll("build", after=0)).payload == "done"
        with pytest.raises(portreg.NotFound):
            await own.get("shop:nobody")
        one, other = await asyncio.gather(own.claim("shop:a"), asyncio.create_task(own.claim("shop:b")))
        assert one.port != other.port

    run(work())


def test_the_end_of_a_block_gives_back(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        async with own.claim("shop:web") as claim, own.lock("deploy") as lock:
            assert (await own.get("shop:web")).port == claim.port
            assert [one.generation for one in await own.locks()] == [lock.generation]
        assert await own.locks() == []
        assert await own.find("shop") == []
        with pytest.raises(ZeroDivisionError):
            async with own.lock("deploy"):
                raise ZeroDivisionError
        assert await own.locks() == []

    run(work())


def test_a_lock_is_no_longer_waited_for(registry: portreg.Registry, held: subprocess.Popen[str]) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        waits = asyncio.ensure_future(own.lock("deploy"))
        await until(lambda: registry.locks()[0].waiting == 1)
        waits.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waits
        # Its place in the line is given back before the await goes on.
        assert registry.locks()[0].waiting == 0
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(own.lock("deploy"), 0.05)
        held.kill()
        async with own.lock("deploy"):
            pass

    run(work())


def test_what_comes_too_late_is_given_back(registry: portreg.Registry) -> None:
    """However the cancelling falls into the call: before it, while it works, when it has what it wants."""

    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        calls: list[Any] = [
            lambda: own.claim("shop:web"),
            lambda: own.claim_many(["shop:a", "shop:b"]),
            lambda: own.lock("deploy"),
        ]
        cancelled = 0
        for turn in range(90):
            task: asyncio.Future[Any] = asyncio.ensure_future(calls[turn % 3]())
            for _ in range(turn % 10):
                await asyncio.sleep(0.0003)
            task.cancel()
            try:
                result = await task
            except asyncio.CancelledError:
                cancelled += 1
            else:
                for one in result if isinstance(result, list) else [result]:
                    one.release()
            assert registry.locks() == []
            assert [one.identity for one in registry.find("shop") if one.owner is not None] == []
        assert cancelled > 0

    run(work())


def test_a_message_that_comes_too_late_is_not_lost(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        got = []
        async with own.subscribe("build") as subscription:
            for number in range(60):
                waits = asyncio.ensure_future(subscription.next())
                await asyncio.sleep(0.0005 * (number % 5))
                await own.publish("build", number)
                waits.cancel()
                try:
                    message = await waits
                except asyncio.CancelledError:
                    continue
                got.append(message)
            while message := await subscription.next(timeout=0):
                got.append(message)
        assert [message.payload for message in got if isinstance(message, portreg.Message)] == list(range(60))

    run(work())


def test_feeds_are_iterated(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        subscription = await own.subscribe("build:*")
        watch = await own.watch("shop")
        with pytest.raises(RuntimeError):
            _ = own.watch().revision
        await own.publish("build:web", "done")
        claim = await own.claim("shop:web")
        async for message in subscription:
            assert isinstance(message, portreg.Message)
            assert message.payload == "done"
            break
        await subscription.confirm()
        async with watch:
            event = await watch.__anext__()
            assert isinstance(event, portreg.Event)
            assert (event.action, event.port, watch.revision) == ("claim", claim.port, event.id)
        assert [event async for event in watch] == []
        async with own.watch_env(".env", "shop") as kept:
            await own.reassign("shop:web")
            assert await kept.next() == ["SHOP_WEB_PORT", "SHOP_WEB_URL"]

    run(work())


def test_to_close_ends_another_task(registry: portreg.Registry) -> None:
    async def work() -> None:
        subscription = await aio.AsyncRegistry(registry).subscribe("build")
        task = asyncio.ensure_future(subscription.next())
        await asyncio.sleep(0.05)
        subscription.close()
        assert await task is None

    run(work())


def test_more_tasks_wait_than_the_loop_has_threads(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        tasks = [asyncio.ensure_future(own.poll("build")) for _ in range(50)]
        # What does not wait is not in their way.
        await until(lambda: threading.active_count() > 50)
        await own.publish("build", "done")
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)

    run(work())


def test_no_thread_and_no_descriptor_is_left(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)

        async def once() -> None:
            task = asyncio.ensure_future(own.poll("build"))
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

        await once()
        threads, files = threading.active_count(), descriptors()
        for _ in range(1000):
            await once()
        await until(lambda: threading.active_count() <= threads)
        assert descriptors() <= files + 2

    run(work())


def test_a_stack_ends_with_its_block(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        registry.claim("shop:web", range="24680-24689")
        server = "exec python3 -m http.server {port} --bind 127.0.0.1"
        async with own.up("shop:web", cmd=server) as stack:
            await stack.wait_ready(PATIENCE)
            assert stack.services == ["shop:web"]
            async for event in stack:
                if event.event == "ready":
                    break
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(stack.next_event(), 0.05)
            assert not stack.is_over
            async with own.logs("shop:web", follow=True) as logs:
                assert (line := await logs.next(timeout=PATIENCE)) is not None
                assert line.stream in ("out", "err")
        assert stack.is_over
        assert await own.ps("shop") == []
        late = asyncio.ensure_future(asyncio.wait_for(own.up("shop:web", cmd=server), 0.02))
        await asyncio.wait([late])
        if late.exception() is None:
            await late.result().down()
        assert await own.ps("shop") == []

    run(work())


def test_a_stack_in_the_background_is_told(registry: portreg.Registry) -> None:
    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        detached = await own.up_detached("shop:job", cmd="exec python3 -m http.server {port} --bind 127.0.0.1")
        try:
            assert [event.identity async for event in detached if event.event == "ready"] == ["shop:job"]
            assert detached.pid > 0
        finally:
            await own.down("shop:job")

    run(work())


def supervisors(registry: portreg.Registry) -> list[str]:
    """The processes that run a stack of this registry in the background."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
            if "supervise" in words and str(registry.path) in words:
                found.append(process.name)
    return found


def test_a_stack_in_the_background_that_comes_too_late_is_ended(registry: portreg.Registry) -> None:
    """However the cancelling falls into the call, nothing of the stack is left when the await goes on."""

    async def work() -> None:
        own = aio.AsyncRegistry(registry)
        server = "exec python3 -m http.server {port} --bind 127.0.0.1"
        registry.claim("shop:job", range="24690-24699", owner=None)
        cancelled = 0
        for turn in range(6):
            begins = asyncio.ensure_future(own.up_detached("shop:job", cmd=server))
            await asyncio.sleep(0.004 * turn)
            begins.cancel()
            try:
                detached = await begins
            except asyncio.CancelledError:
                cancelled += 1
            else:
                await detached.wait_ready()
                await detached.down()
            assert await own.ps("shop") == []
            # The supervisor goes when it sees that its services have ended.
            await until(lambda: supervisors(registry) == [])
        assert cancelled > 0

    run(work())


@pytest.mark.parametrize("waits", ["portreg.aio.lock('deploy')", "portreg.aio.poll('build')", "listen()"])
@pytest.mark.usefixtures("held")
def test_ctrl_c_ends_what_is_awaited(waits: str, start: Start) -> None:
    process = start(
        f"""
        import asyncio, portreg.aio
        async def listen():
            async for message in portreg.aio.subscribe("build"):
                pass
        async def main():
            asyncio.get_running_loop().call_later(0.2, print, "waits")
            await {waits}
        try:
            asyncio.run(main())
        except KeyboardInterrupt:
            print("interrupted")
        """
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "waits\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (out, err, process.returncode) == ("interrupted\n", "", 0)


def test_what_is_given_can_be_awaited_and_scheduled(registry: portreg.Registry) -> None:
    opening = aio.AsyncRegistry(registry).claim("shop:web")
    assert asyncio.iscoroutine(opening)
    assert isinstance(opening, Awaitable)
    opening.close()
