"""Fixtures for pytest: a port that no other test, worker or suite on this machine has.

``portreg_port`` is the number, ``portreg_claim`` the claim whose ``socket()`` a server takes, ``portreg_registry`` the
registry. Each test has its own claim, which ends with it. ``@pytest.mark.portreg(range="7000-7099")`` gives it the
options of `portreg.claim`.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import pytest

import portreg

from ._native import is_switched_off
from ._types import Socket

T = TypeVar("T")

_FAILURE = pytest.StashKey[str]()

# How many seconds a fixture waits for a registry that very many use at once; each try waits by itself.
_PATIENCE = 15.0


class Unregistered:
    """What there is in place of a claim where the registry cannot be used: port 0, with which the system chooses."""

    port = 0

    def __int__(self) -> int:
        return self.port

    __index__ = __int__

    def __repr__(self) -> str:
        return "Unregistered()"

    def socket(self) -> Socket:
        """Give a socket that listens on 127.0.0.1, on a port that the system has chosen."""
        return socket.create_server(("127.0.0.1", 0))

    def listen(self) -> list[Socket]:
        """Give the same, as the list that `portreg.Claim.listen` gives."""
        return [self.socket()]


@pytest.fixture(scope="session")
def portreg_registry() -> portreg.Registry:
    """Give the user's registry: it is what keeps the suites of this machine apart."""
    return portreg.Registry()


@pytest.fixture
def portreg_claim(request: pytest.FixtureRequest) -> Iterator[portreg.Claim | Unregistered]:
    """Claim a port for one test, without a name, and release it at its end.

    With ``PORTREG=off``, or where the registry cannot be used, which is said once, it is an `Unregistered`.
    """
    with claimed(request.config, **_options(request)) as claim:
        yield claim


@pytest.fixture
def portreg_port(portreg_claim: portreg.Claim | Unregistered) -> int:
    """Give the port of `portreg_claim`: 0 where the registry cannot be used."""
    return int(portreg_claim)


@contextmanager
def claimed(config: pytest.Config, **options: Any) -> Iterator[portreg.Claim | Unregistered]:
    """Claim a port as `portreg_claim` does, for fixtures of another scope."""
    if is_switched_off():
        yield Unregistered()
        return
    patience = 0.0 if _FAILURE in config.stash else _PATIENCE
    try:
        claim = _patiently(patience, lambda: portreg.claim_any(**options))
    except portreg.RegistryError as error:
        if options.get("strict"):
            raise
        config.stash[_FAILURE] = f"{error}; portreg's fixtures go on with port 0"
        yield Unregistered()
        return
    try:
        yield claim
    finally:
        # What cannot be released ends with this process.
        with suppress(portreg.RegistryError):
            _patiently(patience, lambda: claim.__exit__(None, None, None))


def _patiently(patience: float, call: Callable[[], T]) -> T:
    until = time.monotonic() + patience
    while True:
        try:
            return call()
        except portreg.RegistryBusy:
            if time.monotonic() >= until:
                raise


def _options(request: pytest.FixtureRequest) -> dict[str, Any]:
    marker = request.node.get_closest_marker("portreg")
    return dict(marker.kwargs) if marker else {}


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "portreg(**options): options of portreg.claim for the claim of this test")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that shows the results, where this is a worker of pytest-xdist."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None and _FAILURE in session.config.stash:
        told["portreg"] = session.config.stash[_FAILURE]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear what a worker of pytest-xdist has told."""
    failure = getattr(node, "workeroutput", {}).get("portreg")
    if failure:
        node.config.stash[_FAILURE] = failure


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say once that the registry could not be used."""
    failure = config.stash.get(_FAILURE, None)
    if failure:
        terminalreporter.write_line(f"warning: {failure}", yellow=True)
