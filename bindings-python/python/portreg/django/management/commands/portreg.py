"""`manage.py portreg`: what is claimed of this project."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

import portreg
from portreg.django import _project


class Command(BaseCommand):  # type: ignore[misc]  # Django has no types
    """The table of `portreg find`, for the project of this folder."""

    help = "Shows which ports the services of this project have claimed."
    requires_system_checks: list[str] = []  # noqa: RUF012  # as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the arguments of `portreg find`."""
        parser.add_argument("pattern", nargs="?", help="which services; those of this project where nothing is said")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Show the services."""
        try:
            pattern = options["pattern"] or _project.identity_of_process().partition(":")[0]
        except portreg.PortregError as error:
            raise CommandError(str(error)) from error
        command = [sys.executable, "-m", "portreg", "--no-color", "find", pattern]
        command += ["--json"] if options["json"] else []
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        if found.returncode:
            raise CommandError(found.stderr.strip().removeprefix("error: "), returncode=found.returncode)
        self.stdout.write(found.stdout or found.stderr, ending="")
