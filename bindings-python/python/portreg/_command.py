"""The `portreg` command that came with this package."""

from __future__ import annotations

import os
import sys


def program() -> str | None:
    """Give the file by which the command can be started: beside this interpreter, else the one on PATH."""
    name = "portreg.exe" if os.name == "nt" else "portreg"
    called = sys.argv[0] if sys.argv else ""
    # By os.path and not by pathlib: the command loads no more than it needs to start.
    # In an environment the interpreter may be a link into another folder, which is not followed.
    for folder in (os.path.dirname(called), os.path.dirname(sys.executable or "")):  # noqa: PTH120
        file = os.path.join(folder, name)  # noqa: PTH118
        if folder and os.path.isfile(file) and os.access(file, os.X_OK):  # noqa: PTH113
            return os.path.abspath(file)  # noqa: PTH100
    from shutil import which

    return which("portreg")
