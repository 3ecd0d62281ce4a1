"""The `portreg` command: ``python -m portreg`` and the script of the package."""

from __future__ import annotations

import signal
import sys

from ._command import program
from ._native import main as run


def main() -> int:
    """Run the command with the arguments of this process, and give its exit code."""
    # Ctrl-C ends the command as it ends any other, without a traceback of the interpreter.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run(["portreg", *sys.argv[1:]], program())


if __name__ == "__main__":
    sys.exit(main())
