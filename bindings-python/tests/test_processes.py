"""Claims and registries across fork, spawn and the end of processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import BaseContext

import pytest
from conftest import PATIENCE, Start

import portreg
from portreg import aio


def claim_in_child(registry: portreg.Registry, claim: portreg.Claim, queue: multiprocessing.Queue[object]) -> None:
    """What a child says of a claim that its parent has handed to it."""
    with claim:
        pass
    own = registry.claim("shop:child")
    queue.put((registry.get_port("shop:web"), own.port, own.outcome, registry.claim("shop:web").outcome))


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_a_child_goes_on_with_registry_and_claims(registry: portreg.Registry, method: str) -> None:
    context: BaseContext = multiprocessing.get_context(method)
    with registry.claim("shop:web") as claim:
        queue = context.Queue()
        child = context.Process(target=claim_in_child, args=(registry, claim, queue))  # type: ignore[attr-defined]
        child.start()
        port, own, outcome, shared = queue.get(timeout=PATIENCE)
        child.join(PATIENCE)
        assert (port, outcome) == (claim.port, "new")
        assert own != port
        # The parent is an ancestor of the child; the forkserver is not.
        assert shared in ("shared", "renewed")
        assert registry.get("shop:web").port == claim.port


def ask_for_nobody(registry: portreg.Registry) -> None:
    registry.get("shop:nobody")


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_an_error_comes_home_from_another_process(registry: portreg.Registry, method: str) -> None:
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(1, mp_context=context) as pool, pytest.raises(portreg.NotFound) as missing:
        pool.submit(ask_for_nobody, registry).result(PATIENCE)
    assert (missing.value.code, missing.value.identity) == ("NOT_FOUND", "shop:nobody")


def test_a_forked_child_does_not_release_what_its_parent_holds(registry: portreg.Registry) -> None:
    with registry.claim("shop:web"):
        pid = os.fork()
        if pid == 0:
            # The block ends here as well, and the guard of a lock with it.
            os._exit(0)
        assert os.waitpid(pid, 0)[1] == 0
        assert registry.get("shop:web").owner is not None


def test_a_fork_while_threads_work_leaves_a_child_that_works(registry: portreg.Registry) -> None:
    over = threading.Event()

    def work(number: int) -> None:
        while not over.is_set():
            registry.claim(f"shop:web:{number}")
            registry.find("shop")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    try:
        for turn in range(20):
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    code = 0 if registry.claim(f"shop:child:{turn}").outcome == "new" else 2
                finally:
                    os._exit(code)
            assert os.waitpid(pid, 0)[1] == 0
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_the_end_of_a_process_ends_its_claims(registry: portreg.Registry, start: Start) -> None:
    process = start("import portreg; print(portreg.claim('shop:web').port, flush=True); input()")
    assert process.stdout is not None
    port = int(process.stdout.readline())
    process.kill()
    process.wait()
    claim = registry.claim("shop:web")
    assert (claim.port, claim.outcome) == (port, "took_over")


def test_many_processes_open_the_default_registry_at_once(start: Start) -> None:
    program = "import portreg; print(portreg.claim_any().port, flush=True); input()"
    processes = [start(program) for _ in range(8)]
    ports = [int(process.stdout.readline()) for process in processes if process.stdout is not None]
    assert len(set(ports)) == 8


def in_child(answer: Callable[[], object]) -> str:
    """What a forked child says, after which it ends as a program does that was not told to end at once."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writing, repr(answer()).encode())
        except BaseException as error:
            os.write(writing, repr(error).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = pipe.read()
    assert os.waitpid(pid, 0)[1] == 0
    return told


def test_a_child_shares_claims_and_leaves_locks(registry: portreg.Registry) -> None:
    lock = registry.lock("deploy")
    claim = registry.claim("shop:web")
    subscription = registry.subscribe("build")

    def child() -> tuple[object, ...]:
        shared = registry.claim("shop:web")
        with claim, lock:
            pass
        return shared.outcome, shared.port, lock.is_held(), registry.claim("shop:child").outcome

    assert in_child(child) == repr(("shared", claim.port, False, "new"))
    assert (lock.is_held(), registry.claim("shop:web").outcome) == (True, "renewed")
    # What the child has claimed ended with it.
    assert registry.claim("shop:child").outcome == "took_over"
    registry.publish("build", "done")
    message = subscription.next(PATIENCE)
    assert isinstance(message, portreg.Message)
    assert in_child(lambda: asyncio.run(aio.AsyncRegistry(registry).get_port("shop:web"))) == str(claim.port)
