"""What a Django project says of itself."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

import portreg


def setting(name: str) -> Any:
    """Give a setting, also while the settings are being loaded and it stands above; None where it is not there."""
    if settings.configured:
        return getattr(settings, name, None)
    return getattr(sys.modules.get(os.environ.get("DJANGO_SETTINGS_MODULE", "")), name, None)


def folder() -> Path:
    """Give the folder of the project: BASE_DIR, else the working folder."""
    base = setting("BASE_DIR")
    return Path(base) if base and Path(base).is_dir() else Path.cwd()


def identity_of_process(identity: str | None = None) -> str:
    """Give the name of this service: what started the process says it, else `identity`, the settings, the folder.

    `portreg run` and `portreg up` say it, and runserver to the process that it starts anew after each change.
    """
    named = os.environ.get("PORTREG_IDENTITY") or identity or (setting("PORTREG") or {}).get("identity")
    return named or portreg.infer(folder()).identity
