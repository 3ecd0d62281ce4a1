"""The application for INSTALLED_APPS."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.management import get_commands


class PortregConfig(AppConfig):  # type: ignore[misc]  # Django has no types
    """Puts our runserver over that of the other applications, wherever in INSTALLED_APPS they stand."""

    name = "portreg.django"
    label = "portreg"
    verbose_name = "portreg"

    def ready(self) -> None:
        """Django calls this when all applications are loaded."""
        get_commands()["runserver"] = self.name
