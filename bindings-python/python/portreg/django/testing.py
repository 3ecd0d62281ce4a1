"""Django's live servers on the socket of a claim."""

from __future__ import annotations

from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer

from portreg import Claim
from portreg._types import Socket
from portreg.pytest_plugin import Unregistered

__all__ = ["server_class"]


def server_class(claim: Claim | Unregistered) -> Any:
    """Give a server for `LiveServerThread.server_class` that takes the socket of a claim, which listens already."""

    class ClaimedServer(ThreadedWSGIServer):  # type: ignore[misc]  # Django has no types
        socket: Socket

        def server_bind(self) -> None:
            self.socket.close()
            self.socket = claim.socket()
            self.server_address = ("127.0.0.1", self.socket.getsockname()[1])
            self.server_name, self.server_port = self.server_address
            self.setup_environ()

        def server_activate(self) -> None:
            pass

    return ClaimedServer
