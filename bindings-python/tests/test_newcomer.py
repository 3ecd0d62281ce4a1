"""Somebody new: an empty environment, the wheel alone, and what README.md and docs/python.md say, word by word."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from conftest import PATIENCE

import portreg

ROOT = Path(__file__).parents[2]
UV = str(Path(sys.prefix) / "bin" / "uv")

# `cargo xtask python` says which wheel it has built; conftest.py hides from the tests what is set for portreg.
WHEEL = os.environ.get("PORTREG_WHEEL")


class Newcomer:
    """An environment with the wheel, and nothing else."""

    def __init__(self, folder: Path, wheel: str) -> None:
        self.folder, self.wheel = folder, wheel
        self.do(UV, "venv", "--quiet", "--python", sys.executable, str(folder))
        self.install(wheel)

    def install(self, *packages: str) -> None:
        self.do(UV, "pip", "install", "--quiet", "--python", str(self.folder / "bin" / "python"), *packages)

    def environ(self) -> dict[str, str]:
        bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        return {**bare, "PATH": f"{self.folder / 'bin'}{os.pathsep}{bare['PATH']}", "PYTHONUNBUFFERED": "1"}

    def do(self, *command: str) -> str:
        done = subprocess.run(
            command, env=self.environ(), capture_output=True, text=True, timeout=4 * PATIENCE, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    if not WHEEL and os.environ.get("CI") != "true":
        pytest.skip("PORTREG_WHEEL names no wheel: `cargo xtask python` does")
    assert WHEEL
    return Newcomer(tmp_path / "environment", WHEEL)


def python_of(name: str, until: str = "\0") -> str:
    """The Python of a page, block after block, up to a heading."""
    text = (ROOT / name).read_text(encoding="utf-8").partition(until)[0]
    return "\n".join(block.partition("\n```")[0] for block in text.split("```python\n")[1:])


@pytest.mark.parametrize(
    ("name", "until"), [("README.md", "\0"), ("bindings-python/README.md", "\0"), ("docs/python.md", "## Django")]
)
def test_the_pages_run_with_the_wheel_alone(newcomer: Newcomer, name: str, until: str) -> None:
    code = python_of(name, until)
    assert "portreg.claim(" in code
    Path("example.py").write_text(code, encoding="utf-8")
    newcomer.do("python", "example.py")


def test_the_command_works_without_an_environment(newcomer: Newcomer, registry: portreg.Registry) -> None:
    registry.claim("shop:web")
    shown = newcomer.do(UV, "tool", "run", "--offline", "--from", newcomer.wheel, "portreg", "find", "shop", "-q")
    assert shown.split() == ["shop:web"]
    newcomer.do(UV, "tool", "run", "--offline", "--from", newcomer.wheel, "portreg", "ports")


def test_django_as_the_page_says(newcomer: Newcomer, registry: portreg.Registry) -> None:
    section = "## Django\n" + (ROOT / "docs/python.md").read_text(encoding="utf-8").partition("## Django\n")[2]
    section = section.partition("\n## pytest")[0]
    installs, begins = section.partition("```sh\n")[2].partition("\n```")[0].splitlines()
    assert installs == "pip install django portreg"
    newcomer.install("Django>=5.2,<7")
    newcomer.do("sh", "-c", begins)
    apps, ours = (block.partition("\n```")[0] for block in section.split("```python\n")[1:])
    settings = Path("shop/shop/settings.py")
    text = settings.read_text(encoding="utf-8")
    head = apps.partition("    ...")[0]
    assert head.startswith("INSTALLED_APPS = [\n")
    assert "INSTALLED_APPS = [\n" in text
    settings.write_text(text.replace("INSTALLED_APPS = [\n", head) + ours + "\n", encoding="utf-8")
    server = subprocess.Popen(
        ["python", "manage.py", "runserver"],
        cwd="shop",
        env={**newcomer.environ(), "PORTREG_RANGE": "24790-24799"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stdout is not None
        banner = next(line for line in server.stdout if "portreg:" in line)
        place = re.fullmatch(r"portreg: shop:app is at (http://localhost:(\d+))\n", banner)
        assert place, banner
        registry.wait_ready("shop:app", timeout=PATIENCE)
        with urlopen(place[1], timeout=PATIENCE) as page:
            assert "The install worked successfully" in page.read().decode()
        assert place[2] in newcomer.do("sh", "-c", "cd shop && python manage.py portreg")
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.communicate()
