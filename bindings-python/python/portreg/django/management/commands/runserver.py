"""`manage.py runserver` on the port that the registry has for this project and worktree."""

from __future__ import annotations

import os
import signal
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import CommandError, find_commands
from django.utils.autoreload import DJANGO_AUTORELOAD_ENV

import portreg
from portreg._native import configured_port, is_switched_off, port_note
from portreg._types import ClaimOptions
from portreg.django import _project

# What the reloader's parent says to the processes that it starts: the end of a pipe that closes with it, and the port
# with which both go on where the registry cannot be used.
_PARENT = "PORTREG_DJANGO_PARENT"
_PORT = "PORTREG_DJANGO_PORT"


def _overridden() -> Any:
    """Give the runserver that would be here without ours: of staticfiles, of daphne, of Django itself."""
    for config in apps.get_app_configs():
        if config.name != "portreg.django" and "runserver" in find_commands(str(Path(config.path) / "management")):
            return import_module(f"{config.name}.management.commands.runserver").Command
    return import_module("django.core.management.commands.runserver").Command


class Command(_overridden()):  # type: ignore[misc]  # Django has no types
    """The runserver of the other applications, with another default port."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Run the server."""
        if not options["addrport"] and not is_switched_off():
            is_child = os.environ.get(DJANGO_AUTORELOAD_ENV) == "true"
            self.default_port = str(self._port(is_child))
            if is_child:
                _end_with_parent()
            elif options["use_reloader"]:
                _hold_children()
        super().handle(*arguments, **options)

    def _port(self, is_child: bool) -> int:
        if is_child and (given := os.environ.get(_PORT)):
            return int(given)
        wanted = _wanted()
        try:
            name = _project.identity_of_process()
            claim = portreg.claim(name, **wanted)
        except portreg.RegistryError as error:
            if wanted.get("strict"):
                raise CommandError(str(error)) from error
            port = _port_without_registry(wanted) or int(self.default_port)
            os.environ[_PORT] = str(port)
            self.stderr.write(f"warning: {error}; going on with port {port} unregistered")
            return port
        except portreg.PortregError as error:
            raise CommandError(str(error)) from error
        # The process that the reloader starts finds the same claim by this, and its port.
        os.environ["PORTREG_IDENTITY"] = claim.identity
        if not (is_child and claim.outcome == "shared"):
            self.stdout.write(_banner(name, claim))
        return claim.port


def _wanted() -> dict[str, Any]:
    """Read the options that the settings have for the claim."""
    wanted = dict(_project.setting("PORTREG") or {})
    wanted.pop("identity", None)
    unknown = sorted(wanted.keys() - ClaimOptions.__annotations__.keys())
    if unknown:
        raise CommandError(f"PORTREG in the settings has {unknown[0]!r}, which is no option of a claim")
    return {"on_conflict": "next", "dir": _project.folder(), **wanted}


def _port_without_registry(wanted: dict[str, Any]) -> int | None:
    """Give the port that was asked for, else the one that the configuration says."""
    asked = wanted.get("port")
    if asked:
        return int(asked if isinstance(asked, int) else asked[0])
    identity = os.environ.get("PORTREG_IDENTITY") or (_project.setting("PORTREG") or {}).get("identity")
    try:
        return configured_port(identity, wanted.get("dir") or _project.folder())
    except portreg.PortregError:
        return None


def _banner(name: str, claim: portreg.Claim) -> str:
    """Say where the server will be and, where that is not the expected place, why."""
    why = port_note(claim)
    if why is None and claim.identity != name:
        owner = portreg.get(name).owner
        why = f"{name} is held by {owner.name or 'a process'} (pid {owner.pid})" if owner else None
    return ". ".join(filter(None, [f"portreg: {claim.identity} is at {claim.url}", why]))


def _hold_children() -> None:
    """Make a pipe that closes with this process, in whatever way that ends.

    Without it a reloader that is killed leaves its server behind, and with it the port.
    """
    if os.name == "posix":
        read, _ = os.pipe()
        os.set_inheritable(read, True)
        os.environ[_PARENT] = str(read)


def _end_with_parent() -> None:
    """End this process when the reloader that has started it is gone."""
    given = os.environ.pop(_PARENT, None)
    if given is None:
        return
    read = int(given)
    os.set_inheritable(read, False)

    def wait() -> None:
        os.read(read, 1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="portreg-parent", daemon=True).start()
