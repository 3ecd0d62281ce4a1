"""The `portreg` command as the package brings it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import PATIENCE

import portreg
from portreg import _command

SCRIPT = str(Path(sysconfig.get_path("scripts")) / "portreg")
FORMS = [[SCRIPT], [sys.executable, "-m", "portreg"]]


def run(form: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*form, *arguments], capture_output=True, text=True, timeout=PATIENCE, check=False)


def claimed_port(claimed: subprocess.CompletedProcess[str]) -> str:
    return str(json.loads(claimed.stdout)["port"])


@pytest.mark.parametrize("form", FORMS, ids=["script", "module"])
def test_it_is_the_same_command(form: list[str], registry: portreg.Registry) -> None:
    claimed = run(form, "claim", "shop:web", "--json")
    assert (claimed.returncode, claimed.stderr) == (0, "")
    assert json.loads(claimed.stdout)["port"] == registry.get_port("shop:web")
    missing = run(form, "url", "shop:nobody", "--json")
    assert (missing.returncode, missing.stdout) == (3, "")
    assert json.loads(missing.stderr)["error"]["code"] == "NOT_FOUND"
    assert run(form, "claim", "no name").returncode == 2
    assert run(form, "claim", "shop:api", "--port", claimed_port(claimed), "--strict").returncode == 4
    assert run(form, "poll", "build", "--timeout", "10ms").returncode == 5
    helped = run(form, "--help")
    assert helped.stdout.startswith("A port registry") or "Usage: portreg" in helped.stdout


@pytest.mark.parametrize("form", FORMS, ids=["script", "module"])
def test_ctrl_c_ends_it_as_it_ends_others(form: list[str]) -> None:
    process = subprocess.Popen(
        [*form, "poll", "build"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL) and None,
    )
    registry = portreg.Registry()
    bells = registry.path.parent / "bells"
    while not (bells.is_dir() and list(bells.iterdir())):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode in (-signal.SIGINT, 130)
    assert (out, "Traceback" in err) == ("", False)


def test_run_passes_on_the_code_of_its_child() -> None:
    done = run([SCRIPT], "run", "shop:job", "--", "sh", "-c", 'echo "$PORTREG_IDENTITY"; exit 7')
    assert (done.returncode, done.stdout) == (7, "shop:job\n")


def test_the_command_is_found_beside_the_interpreter() -> None:
    assert _command.program() == SCRIPT


def test_it_loads_no_more_than_it_needs() -> None:
    code = "import sys; import portreg.__main__; print(*sorted(sys.modules))"
    loaded = set(run([sys.executable], "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}").stdout.split())
    assert "portreg._native" in loaded
    assert not loaded & {"dataclasses", "typing", "inspect", "portreg._records", "portreg._types", "asyncio"}


@pytest.mark.parametrize("form", FORMS, ids=["script", "module"])
def test_a_stack_runs_in_the_background(form: list[str], registry: portreg.Registry) -> None:
    config = {
        "project": "shop",
        "shop:web": {"cmd": "exec python3 -m http.server {port} --bind 127.0.0.1", "range": "24720-24729"},
    }
    Path(".portreg.json").write_text(json.dumps(config), encoding="utf-8")
    started = run(form, "up", "-d")
    try:
        assert started.returncode == 0, started.stderr
        assert [service.status for service in registry.ps("shop")] == ["running"]
    finally:
        ended = run(form, "down")
    assert ended.returncode == 0, ended.stderr
    assert registry.ps("shop") == []
