"""The fixtures of `portreg.pytest_plugin`, in suites that really run."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from conftest import PATIENCE, Start

import portreg

# Processes that do what the fixture does, all at once, and hold their ports until all of them have one.
FIXTURE = """
import os, sys
from types import SimpleNamespace
import portreg.pytest_plugin as plugin

count = int(sys.argv[1])
config = SimpleNamespace(stash={})
go, told, done = os.pipe(), os.pipe(), os.pipe()
for number in range(count):
    if os.fork() == 0:
        os.close(go[1])
        os.close(done[1])
        os.read(go[0], 1)
        with plugin.claimed(config) as claim:
            os.write(told[1], b"%5d" % int(claim))
            os.read(done[0], 1)
        os._exit(0)
os.close(go[1])
ports = b""
while len(ports) < 5 * count:
    ports += os.read(told[0], 5 * count)
os.close(done[1])
codes = [os.wait()[1] for _ in range(count)]
numbers = [int(ports[at : at + 5]) for at in range(0, len(ports), 5)]
print(codes.count(0), len(set(numbers)), numbers.count(0), flush=True)
"""

SUITE = """
import socket, pytest
from pathlib import Path

@pytest.mark.parametrize("number", range(40))
def test_port(number, portreg_claim, portreg_port):
    # No test of another worker or suite has the port now.
    with portreg_claim.socket() as listening:
        assert listening.getsockname() == ("127.0.0.1", portreg_port)
        assert int(portreg_claim) == portreg_port != 0
        held = Path({held!r}) / str(portreg_port)
        held.touch(exist_ok=False)
        held.unlink()
"""


def suite(folder: Path, tests: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    folder.mkdir(exist_ok=True)
    (folder / "test_it.py").write_text(textwrap.dedent(tests), encoding="utf-8")
    own = ["--rootdir", str(folder), "-c", "/dev/null", "-p", "no:cacheprovider"]
    if "asyncio" not in tests:
        own += ["-p", "no:asyncio"]
    return subprocess.Popen(
        [sys.executable, "-m", "pytest", *own, *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **variables},
    )


def outcome(process: subprocess.Popen[str]) -> str:
    out, _ = process.communicate(timeout=4 * PATIENCE)
    return out


@pytest.mark.crowd
def test_two_suites_with_eight_workers_each_have_their_own_ports(tmp_path: Path, registry: portreg.Registry) -> None:
    held = tmp_path / "held"
    held.mkdir()
    tests = SUITE.format(held=str(held))
    running = [suite(tmp_path / name, tests, "-n", "8") for name in ("one", "two")]
    for process in running:
        out = outcome(process)
        assert "40 passed" in out, out
    assert registry.find() == []


@pytest.mark.crowd
def test_two_hundred_processes_at_once_have_two_hundred_ports(start: Start, registry: portreg.Registry) -> None:
    process = start(FIXTURE, "200")
    out, err = process.communicate(timeout=4 * PATIENCE)
    assert (out, err) == ("200 200 0\n", "")
    assert registry.find() == []


def test_the_claim_ends_with_the_test(tmp_path: Path, registry: portreg.Registry) -> None:
    out = outcome(
        suite(
            tmp_path / "suite",
            """
            import pytest

            ports = []

            def test_one(portreg_port, portreg_registry):
                ports.append(portreg_port)
                assert [service.port for service in portreg_registry.find()] == ports

            @pytest.mark.portreg(range="24940-24949", description="of a test")
            def test_two(portreg_port, portreg_registry):
                service, = portreg_registry.find()
                assert 24940 <= portreg_port == service.port <= 24949
                assert service.description == "of a test"

            def test_three(portreg_port):
                raise ValueError

            def test_four(portreg_registry):
                assert portreg_registry.find() == []
            """,
            "--strict-markers",
        )
    )
    assert "3 passed" in out, out
    assert "1 failed" in out
    assert registry.find() == []


FALLBACK = """
def test_one(portreg_port, portreg_claim):
    assert portreg_port == int(portreg_claim) == 0
    with portreg_claim.socket() as listening:
        assert listening.getsockname()[1] > 0

def test_two(portreg_claim):
    listening, = portreg_claim.listen()
    listening.close()
"""


@pytest.mark.parametrize("arguments", [[], ["-n", "2"], ["-W", "error"]], ids=" ".join)
def test_without_the_registry_the_port_is_0_after_one_warning(tmp_path: Path, arguments: list[str]) -> None:
    out = outcome(suite(tmp_path / "suite", FALLBACK, *arguments, PORTREG_REGISTRY="/dev/null/registry.db"))
    assert "2 passed" in out, out
    warnings = [line for line in out.splitlines() if "cannot be used" in line]
    assert len(warnings) == 1
    assert warnings[0].startswith("warning: ")
    assert warnings[0].endswith("; portreg's fixtures go on with port 0")


def test_it_can_be_switched_off(tmp_path: Path, registry: portreg.Registry) -> None:
    out = outcome(suite(tmp_path / "suite", FALLBACK, PORTREG="off"))
    assert "2 passed" in out, out
    assert "warning" not in out


def test_servers_of_asyncio_and_django_take_the_socket(tmp_path: Path, registry: portreg.Registry) -> None:
    """As docs/python.md shows it."""
    (tmp_path / "suite").mkdir()
    (tmp_path / "suite/conftest.py").write_text(
        textwrap.dedent(
            """
            from django.conf import settings
            from django.http import HttpResponse
            from django.urls import path

            def pytest_configure():
                settings.configure(
                    ROOT_URLCONF="conftest",
                    STATIC_URL="/static/",
                    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
                )

            urlpatterns = [path("", lambda request: HttpResponse(request.get_host()))]
            """
        ),
        encoding="utf-8",
    )
    text = (Path(__file__).parents[2] / "docs/python.md").read_text(encoding="utf-8")
    shown = text.partition("<!-- servers in tests -->\n```python\n")[2].partition("\n```")[0]
    assert shown
    out = outcome(suite(tmp_path / "suite", shown, "-o", "asyncio_default_fixture_loop_scope=function"))
    assert "2 passed" in out, out
    assert registry.find() == []
