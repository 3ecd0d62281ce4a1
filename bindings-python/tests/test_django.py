"""`portreg.django` in real projects: the newest Django and the oldest that is supported."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from conftest import PATIENCE

import portreg

# `cargo xtask python` puts it beside the packages of the environment.
OLDEST = Path(sys.prefix) / "django-4.2"

PORTS = "24800-24899"

SETTINGS = """
from pathlib import Path
import portreg.django

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = "of-a-test"
DEBUG = True
ROOT_URLCONF = "site_.urls"
ASGI_APPLICATION = "site_.asgi.application"
STATIC_URL = "/static/"
USE_TZ = True
INSTALLED_APPS = ["portreg.django", "django.contrib.staticfiles"]
ALLOWED_HOSTS = portreg.django.allowed_hosts()
CSRF_TRUSTED_ORIGINS = portreg.django.csrf_trusted_origins()
SISTERS = portreg.django.env()
"""

URLS = """
import os
from django import get_version
from django.conf import settings
from django.http import JsonResponse
from django.urls import path

VERSION = 1

def view(request):
    return JsonResponse({
        "version": VERSION, "django": get_version(), "pid": os.getpid(), "host": request.get_host(),
        "hosts": settings.ALLOWED_HOSTS, "origins": settings.CSRF_TRUSTED_ORIGINS, "sisters": settings.SISTERS,
    })

urlpatterns = [path("", view)]
"""

ASGI = """
import os
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
application = get_asgi_application()
"""

MANAGE = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
"""


class Server:
    """A `manage.py` that runs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.said: list[str] = []

    def line(self, pattern: str) -> re.Match[str]:
        """The next line that it prints in which the pattern is found."""
        assert self.process.stdout is not None
        too_long = threading.Timer(PATIENCE, self.end)
        too_long.start()
        try:
            for line in self.process.stdout:
                self.said.append(line)
                if found := re.search(pattern, line):
                    return found
        finally:
            too_long.cancel()
        raise AssertionError("".join(self.said))

    def end(self) -> None:
        """Ends it and all that it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def place(self) -> tuple[str, int]:
        """The name and the port that the banner tells, once the server is about to listen."""
        banner = self.line(r"portreg: (\S+) is at http://localhost:(\d+)")
        server = self.line(r"(?:server at |Listening on TCP address )(?:http://)?127\.0\.0\.1:(\d+)")
        assert server[1] == banner[2]
        return banner[1], int(banner[2])


class Project:
    """A Django project in a folder, with one of the releases."""

    def __init__(self, folder: Path, packages: Path | None, started: list[Server]) -> None:
        self.folder, self.packages, self.started = folder, packages, started
        (folder / "site_").mkdir(parents=True)
        self.write("site_/settings.py", SETTINGS)
        self.write("site_/urls.py", URLS)
        self.write("site_/asgi.py", ASGI)
        self.write("site_/__init__.py", "")
        self.write("manage.py", MANAGE)

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(textwrap.dedent(text), encoding="utf-8")

    def settings(self, more: str) -> None:
        self.write("site_/settings.py", SETTINGS + textwrap.dedent(more))

    def manage(self, *arguments: str, **variables: str) -> Server:
        path = {"PYTHONPATH": str(self.packages)} if self.packages else {}
        process = subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "PORTREG_RANGE": PORTS, **path, **variables},
        )
        self.started.append(Server(process))
        return self.started[-1]

    def reload(self, server: Server, name: str, text: str) -> None:
        """Changes a file, and waits until the reloader has seen that."""
        is_seen = threading.Event()

        def touch() -> None:
            # What changes before the reloader looks for the first time is not seen.
            while not is_seen.wait(0.2):
                os.utime(self.folder / name)

        self.write(name, text)
        toucher = threading.Thread(target=touch)
        toucher.start()
        try:
            server.line("changed, reloading")
        finally:
            is_seen.set()
            toucher.join()

    def output(self, *arguments: str, **variables: str) -> str:
        return self.manage(*arguments, **variables).process.communicate(timeout=PATIENCE)[0]


def release(version: str) -> Path | None:
    """The folder with a release of Django; None for the one of this environment."""
    if version == "newest":
        return None
    if not OLDEST.is_dir() and os.environ.get("CI") != "true":
        pytest.skip(f"{OLDEST} is not there: `cargo xtask python` makes it")
    assert OLDEST.is_dir()
    return OLDEST


Make = Callable[..., Project]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    """Makes projects whose servers end with the test."""
    started: list[Server] = []

    def make(name: str = "shop", version: str = "newest") -> Project:
        return Project(tmp_path / name, release(version), started)

    yield make
    for server in started:
        server.end()
        server.process.communicate()


@pytest.fixture(params=["newest", "oldest"])
def project(request: pytest.FixtureRequest, make: Make) -> Project:
    return make("shop", request.param)


def ask(registry: portreg.Registry, identity: str, port: int) -> dict[str, Any]:
    registry.wait_ready(identity, timeout=PATIENCE)
    with urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def test_it_keeps_its_port_through_reloads_and_a_kill(project: Project, registry: portreg.Registry) -> None:
    server = project.manage("runserver")
    name, port = server.place()
    assert name == "shop:app"
    assert 24800 <= port <= 24899
    first = ask(registry, name, port)
    newest = "5.2." if sys.version_info < (3, 12) else "6."
    assert first["django"].startswith("4.2." if project.packages else newest)
    assert registry.get(name).status == "running"

    project.reload(server, "site_/urls.py", URLS.replace("VERSION = 1", "VERSION = 2"))
    again = server.line(r"server at http://127\.0\.0\.1:(\d+)")
    assert int(again[1]) == port
    second = ask(registry, name, port)
    assert (first["version"], second["version"]) == (1, 2)
    assert first["pid"] != second["pid"]
    assert sum("portreg:" in line for line in server.said) == 1

    # The server goes with the reloader that was killed, and the port is free for the next one.
    server.process.kill()
    server.process.wait()
    registry.wait_ready(name, gone=True, timeout=PATIENCE)
    name, same = project.manage("runserver").place()
    assert (name, same) == ("shop:app", port)
    assert ask(registry, name, port)["version"] == 2


def test_a_killed_server_without_reloader_gets_its_port_again(project: Project, registry: portreg.Registry) -> None:
    server = project.manage("runserver", "--noreload")
    name, port = server.place()
    ask(registry, name, port)
    server.process.kill()
    server.process.wait()
    assert project.manage("runserver", "--noreload").place() == (name, port)
    ask(registry, name, port)


def test_code_that_is_broken_at_the_start_may_be_mended(project: Project, registry: portreg.Registry) -> None:
    project.settings('INSTALLED_APPS.append("extra")')
    project.write("extra.py", "(")
    server = project.manage("runserver")
    server.line("SyntaxError")
    project.reload(server, "extra.py", "")
    place = server.place()
    ask(registry, *place)
    project.reload(server, "extra.py", "VERSION = 2")
    assert server.place() == place


@pytest.mark.parametrize("where", ["{port}", "0.0.0.0:{port}"])
def test_a_port_that_is_said_wins(project: Project, registry: portreg.Registry, where: str) -> None:
    port = registry.available("24900-24999")[0]
    server = project.manage("runserver", where.format(port=port))
    server.line(rf"server at http://(127\.0\.0\.1|0\.0\.0\.0):{port}/")
    assert registry.find() == []
    assert not any("portreg:" in line for line in server.said)


def test_two_worktrees_have_two_ports_at_once(make: Make, registry: portreg.Registry) -> None:
    main = make("shop")
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "."],
        ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "--quiet", "-m", "Begin"],
        ["worktree", "add", "--quiet", "-b", "search", "../search"],
    ):
        subprocess.run(["git", *command], cwd=main.folder, check=True)
    linked = Project.__new__(Project)
    linked.folder, linked.packages, linked.started = main.folder.parent / "search", None, main.started
    servers = [main.manage("runserver"), linked.manage("runserver")]
    places = [server.place() for server in servers]
    assert [name for name, _ in places] == ["shop:app:main", "shop:app:search"]
    assert places[0][1] != places[1][1]
    assert len({ask(registry, *place)["pid"] for place in places}) == 2


def test_a_second_one_of_the_same_name_goes_beside_it(make: Make, registry: portreg.Registry) -> None:
    project = make()
    project.settings('PORTREG = {"identity": "shop:api"}')
    server = project.manage("runserver")
    first = server.place()
    ask(registry, *first)
    second = project.manage("runserver")
    name, port = second.place()
    assert (first[0], name) == ("shop:api", "shop:api.2")
    assert port != first[1]
    banner = next(line for line in second.said if "portreg:" in line)
    assert "shop:api is held by" in banner
    assert f"(pid {server.process.pid})" in banner
    ask(registry, name, port)
    # Its reloader's child has the sibling's port as well.
    project.reload(second, "site_/urls.py", URLS.replace("VERSION = 1", "VERSION = 2"))
    assert int(second.line(r"server at http://127\.0\.0\.1:(\d+)")[1]) == port


def test_the_banner_says_why_it_is_another_port(make: Make, registry: portreg.Registry) -> None:
    project = make()
    other = registry.claim("other:web", range="24800-24899")
    project.settings(f'PORTREG = {{"port": {other.port}}}')
    server = project.manage("runserver", "--noreload")
    _, port = server.place()
    assert f"Using port {port} instead of {other.port}: " in "".join(server.said)
    assert "other:web" in "".join(server.said)


@pytest.mark.parametrize("arguments", [[], ["--noreload"]])
def test_it_goes_on_without_the_registry(make: Make, arguments: list[str]) -> None:
    project = make()
    with portreg.claim_any(range="24900-24999") as claim:
        project.settings(f'PORTREG = {{"port": {claim.port}}}')
        server = project.manage("runserver", *arguments, PORTREG_REGISTRY="/dev/null/registry.db")
        server.line(rf"server at http://127\.0\.0\.1:{claim.port}/")
    warnings = [line for line in server.said if line.startswith("warning:")]
    assert len(warnings) == 1
    assert f"; going on with port {claim.port} unregistered" in warnings[0]


def test_without_registry_and_a_port_of_its_own_it_is_as_django_has_it(make: Make) -> None:
    server = make().manage("runserver", "--noreload", PORTREG_REGISTRY="/dev/null/registry.db")
    server.line("^warning: .*; going on with port 8000 unregistered$")


def test_strict_does_not_go_on_without_the_registry(make: Make) -> None:
    project = make()
    project.settings('PORTREG = {"port": 24860, "strict": True}')
    server = project.manage("runserver", "--noreload", PORTREG_REGISTRY="/dev/null/registry.db")
    assert "CommandError" in server.process.communicate(timeout=PATIENCE)[0]
    assert server.process.returncode == 1


def test_it_can_be_switched_off(make: Make, registry: portreg.Registry) -> None:
    server = make().manage("runserver", "--noreload", PORTREG="off")
    # Another program of this machine may be on Django's port.
    server.line(r"server at http://127\.0\.0\.1:8000/|That port is already in use")
    assert not any("portreg" in line for line in server.said)
    assert registry.find() == []


def test_wrong_settings_are_told(make: Make) -> None:
    project = make()
    project.settings('PORTREG = {"prot": 3000}')
    assert "PORTREG in the settings has 'prot'" in project.output("runserver")
    project.settings('PORTREG = {"identity": "no name"}')
    said = project.output("runserver")
    assert "no name" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("apps", "server"),
    [
        (["django.contrib.staticfiles", "portreg.django"], "WSGI"),
        (["portreg.django"], "WSGI"),
        (["daphne", "portreg.django", "django.contrib.staticfiles"], "ASGI"),
        (["portreg.django", "daphne", "django.contrib.staticfiles"], "ASGI"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else None,
)
def test_the_order_of_applications_does_not_matter(
    make: Make, registry: portreg.Registry, apps: list[str], server: str
) -> None:
    project = make()
    project.settings(f"INSTALLED_APPS = {apps}")
    helped = project.output("runserver", "--help")
    assert ("--nostatic" in helped) == ("django.contrib.staticfiles" in apps)
    assert ("--noasgi" in helped) == (server == "ASGI")
    running = project.manage("runserver", "--noreload")
    place = running.place()
    assert ask(registry, *place)["version"] == 1
    assert any("ASGI/Daphne" in line for line in running.said) == (server == "ASGI")


def test_under_run_it_has_the_port_of_the_wrapper(make: Make, registry: portreg.Registry) -> None:
    project = make()
    command = [sys.executable, "-m", "portreg", "run", "shop:front", "--", sys.executable, "manage.py", "runserver"]
    process = subprocess.Popen(
        command,
        cwd=project.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PORTREG_RANGE": PORTS},
    )
    project.started.append(Server(process))
    name, port = project.started[-1].place()
    assert (name, port) == ("shop:front", registry.get_port("shop:front"))
    ask(registry, name, port)


def test_the_command_shows_what_is_claimed(project: Project, registry: portreg.Registry) -> None:
    port = registry.claim("shop:app", range=PORTS).port
    registry.claim("other:app", range=PORTS)
    shown = project.output("portreg")
    assert "shop:app" in shown
    assert str(port) in shown
    assert "other" not in shown
    assert [service["port"] for service in json.loads(project.output("portreg", "--json"))] == [port]
    assert "CommandError" in project.output("portreg", "no name")


def test_settings_have_hosts_origins_and_sisters(make: Make, registry: portreg.Registry) -> None:
    project = make()
    config = {"project": "shop", "shop:app": {"needs": ["search"]}, "shop:search": {}}
    project.write(".portreg.json", json.dumps(config))
    sister = registry.claim("shop:search", range=PORTS)
    registry.claim("shop:app", range=PORTS, owner=None)
    registry.set_endpoint("shop:app", "tunnel", "https://abc.example.dev")
    server = project.manage("runserver")
    place = server.place()
    answer = ask(registry, *place)
    assert answer["hosts"] == [".localhost", "127.0.0.1", "[::1]", "abc.example.dev"]
    assert set(answer["origins"]) >= {
        sister.url,
        f"http://127.0.0.1:{sister.port}",
        f"http://localhost:{place[1]}",
        "https://abc.example.dev",
    }
    assert answer["sisters"]["SEARCH_URL"] == sister.url
    # What is configured for it is so for the one beside it.
    beside = project.manage("runserver").place()
    assert beside[0] == "shop:app.2"
    assert ask(registry, *beside)["sisters"]["SEARCH_URL"] == sister.url


def test_settings_load_without_the_registry(make: Make) -> None:
    for variables in ({"PORTREG_REGISTRY": "/dev/null/registry.db"}, {"PORTREG": "off"}):
        shown = make(str(len(variables)) + next(iter(variables))).output("diffsettings", **variables)
        assert "ALLOWED_HOSTS = ['.localhost', '127.0.0.1', '[::1]']" in shown
        assert "CSRF_TRUSTED_ORIGINS" not in shown or "CSRF_TRUSTED_ORIGINS = []" in shown
        assert "SISTERS = {}" in shown
