"""The servers that Python people run, told their port or given a socket: `examples/web-python`."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE

import portreg

SCRIPTS = Path(sysconfig.get_path("scripts"))
EXAMPLES = Path(__file__).parents[2] / "examples" / "web-python"

Serve = Callable[..., "subprocess.Popen[bytes]"]

TOLD = {
    "uvicorn": "uvicorn fastapi_app:app --port {port}",
    "flask": "flask --app flask_app run --port {port}",
    "gunicorn": "gunicorn flask_app:app --bind 127.0.0.1:{port} --workers 4",
}
GIVEN = {
    "uvicorn": "uvicorn fastapi_app:app --fd {fd}",
    "uvicorn_reload": "uvicorn fastapi_app:app --fd {fd} --reload",
    "gunicorn": "gunicorn flask_app:app --bind fd://{fd} --workers 4",
    "gunicorn_preload": "gunicorn flask_app:app --bind fd://{fd} --workers 4 --preload",
}


@pytest.fixture
def serve(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Starts a server in the folder of a test, with the examples in it, and ends all it has started."""
    for file in EXAMPLES.glob("*.py"):
        shutil.copy(file, ".")
    monkeypatch.setenv("PATH", f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
    # Who changes a file twice within a second is not to be given what was compiled before.
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    started: list[subprocess.Popen[bytes]] = []

    def serve(*command: str) -> subprocess.Popen[bytes]:
        with Path("server.log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        started.append(process)
        return process

    yield serve
    for process in started:
        # All of the session, whoever is left of it.
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(PATIENCE)
    if Path("server.log").is_file():
        sys.stderr.write(Path("server.log").read_text(errors="replace"))


def ask(registry: portreg.Registry, path: str = "/") -> Any:
    url = f"http://127.0.0.1:{registry.get_port('web:api')}{path}"
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return json.load(answer)


def claimed(registry: portreg.Registry, process: subprocess.Popen[bytes]) -> int:
    """The port, as soon as somebody listens there."""
    deadline = time.monotonic() + PATIENCE
    while not registry.find("web:api") and time.monotonic() < deadline:
        assert process.poll() is None, Path("server.log").read_text(errors="replace")
        time.sleep(0.02)
    (service,) = registry.wait_ready("web:api", timeout=PATIENCE)
    assert service.port is not None
    return service.port


@pytest.mark.parametrize("command", TOLD.values(), ids=TOLD)
def test_a_server_is_told_its_port(command: str, serve: Serve, registry: portreg.Registry) -> None:
    process = serve("portreg", "run", "web:api", "--", *command.split())
    port = claimed(registry, process)
    answer = ask(registry)
    assert (answer["port"], answer["outcome"]) == (port, "shared")
    os.kill(process.pid, signal.SIGTERM)
    process.wait(PATIENCE)
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE)


@pytest.mark.parametrize("command", GIVEN.values(), ids=GIVEN)
def test_a_server_is_given_a_socket(command: str, serve: Serve, registry: portreg.Registry) -> None:
    process = serve(sys.executable, "serve.py", "web:api", *command.split())
    port = claimed(registry, process)
    answer = ask(registry)
    owner = registry.get("web:api").owner
    assert owner is not None
    assert (answer["port"], owner.pid) == (port, process.pid)
    # A single process is the one that claimed; those that others start share what it has.
    is_alone = answer["pid"] == process.pid
    assert answer["outcome"] in (("renewed",) if is_alone else ("shared", "renewed"))
    assert is_alone == (command == GIVEN["uvicorn"])
    if "gunicorn" in command:
        os.kill(process.pid, signal.SIGHUP)
        before = answer["pid"]
        assert eventually(lambda: ask(registry)["pid"] != before)
        assert registry.get_port("web:api") == port


def eventually(is_so: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("given", [False, True], ids=["port", "socket"])
def test_a_reload_keeps_the_port(given: bool, serve: Serve, registry: portreg.Registry) -> None:
    server = ["uvicorn", "fastapi_app:app", "--reload"]
    if given:
        process = serve(sys.executable, "serve.py", "web:api", *server, "--fd", "{fd}")
    else:
        process = serve("portreg", "run", "web:api", "--", *server, "--port", "{port}")
    port = claimed(registry, process)
    first = ask(registry)
    source = Path("fastapi_app.py")
    for number in range(2):
        source.write_text(
            source.read_text() + f"\n\n@app.get('/{number}')\nasync def new{number}() -> int:\n    return 1\n"
        )

        def answers(number: int = number) -> bool:
            try:
                return bool(ask(registry, f"/{number}") == 1)
            except OSError:
                return False

        assert eventually(answers)
        assert ask(registry)["port"] == first["port"] == port
