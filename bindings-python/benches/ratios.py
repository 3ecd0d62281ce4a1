"""Measures the package beside the core, and beside portpicker with its server.

    maturin build --release && pip install ... && pip install portpicker
    cargo build --release -p portreg-python --bench core --message-format short
    python benches/ratios.py PATH-OF-THE-BENCH-core

Core and package take turns in one run, each in a registry of its own.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path

import portreg

ROUNDS, RENEWS, CLAIMS = 40, 500, 25
PROCESSES, PORTS = 8, 50


def timed(call: Callable[[], object]) -> int:
    begun = time.perf_counter_ns()
    call()
    return time.perf_counter_ns() - begun


def beside_core(core: str, folder: Path) -> None:
    registry = portreg.Registry(folder / "python.db")
    registry.claim("bench:renewed")
    arguments = [core, str(folder / "core.db")]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        fresh = iter(range(ROUNDS * CLAIMS))
        for verb, count, call in (
            ("renew", RENEWS, lambda: registry.claim("bench:renewed")),
            ("claim", CLAIMS, lambda: registry.claim(f"bench:new:{next(fresh)}")),
        ):
            own, cores = [], []
            for _ in range(ROUNDS):
                own += [timed(call) for _ in range(count)]
                print(verb, count, file=other.stdin, flush=True)
                cores += [int(word) for word in other.stdout.readline().split()]
            mine, its = statistics.median(own) / 1000, statistics.median(cores) / 1000
            bar = its * 1.5 + 1 if verb == "renew" else its * 1.2
            verdict = "met" if mine <= bar else "MISSED"
            print(f"{verb}: {mine:.2f} us, core {its:.2f} us, ratio {mine / its:.2f}, bar {bar:.2f} us: {verdict}")


def beside_a_busy_thread(folder: Path) -> None:
    registry = portreg.Registry(folder / "threads.db")
    over = threading.Event()

    def busy() -> None:
        while not over.is_set():
            pass

    took: list[int] = []

    def renews(number: int) -> None:
        name = f"bench:thread:{number}"
        registry.claim(name)
        took.extend([timed(lambda: registry.claim(name)) for _ in range(2000)])

    hog = threading.Thread(target=busy)
    threads = [threading.Thread(target=renews, args=(number,)) for number in range(8)]
    for thread in [hog, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    over.set()
    hog.join()
    took.sort()
    p50, p99 = took[len(took) // 2] / 1000, took[len(took) * 99 // 100] / 1000
    verdict = "met" if p99 < 1000 else "MISSED"
    print(f"8 threads beside a busy one: renew p50 {p50:.1f} us, p99 {p99:.1f} us, bar 1000 us: {verdict}")


def portpicker_port() -> int:
    import portpicker

    port: int = portpicker.pick_unused_port()
    return port


def portreg_port() -> int:
    return portreg.claim_any().port


def holds(
    pick: Callable[[], int], barrier: Barrier, results: multiprocessing.Queue[tuple[list[int], list[int]]]
) -> None:
    ports: list[int] = []
    barrier.wait()
    times = [timed(lambda: ports.append(pick())) for _ in range(PORTS)]
    results.put((ports, times))
    # Nobody goes before all have theirs.
    barrier.wait()


def beside_portpicker(folder: Path) -> None:
    address = f"@portreg-bench-{os.getpid()}"
    server = subprocess.Popen(
        [
            str(Path(sys.executable).parent / "portserver.py"),
            "--portserver_static_pool=20000-22999",
            f"--portserver_unix_socket_address={address}",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(address)
        os.environ["PORTREG_HOME"] = str(folder / "home")
        forms = (("portreg", portreg_port, None), ("portpicker with its server", portpicker_port, address))
        for name, pick, server_address in (*forms, ("portpicker alone", portpicker_port, None)):
            os.environ.pop("PORTSERVER_ADDRESS", None)
            if server_address:
                os.environ["PORTSERVER_ADDRESS"] = server_address
            context = multiprocessing.get_context("spawn")
            barrier, results = context.Barrier(PROCESSES), context.Queue()
            children = [context.Process(target=holds, args=(pick, barrier, results)) for _ in range(PROCESSES)]
            for child in children:
                child.start()
            answers = [results.get() for _ in children]
            for child in children:
                child.join()
            ports = [port for ports, _ in answers for port in ports]
            times = sorted(time for _, times in answers for time in times)
            p50, p99 = times[len(times) // 2] / 1000, times[len(times) * 99 // 100] / 1000
            duplicates = len(ports) - len(set(ports))
            print(f"{name}: {len(ports)} ports, {duplicates} duplicates, a call p50 {p50:.0f} us, p99 {p99:.0f} us")
    finally:
        server.terminate()
        server.wait()


def wait_for(address: str) -> None:
    import socket

    deadline = time.monotonic() + 30
    while True:
        with socket.socket(socket.AF_UNIX) as client:
            if client.connect_ex("\0" + address[1:]) == 0:
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        beside_core(sys.argv[1], folder)
        beside_a_busy_thread(folder)
        beside_portpicker(folder)
        print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
