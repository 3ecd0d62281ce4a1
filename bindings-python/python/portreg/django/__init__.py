"""Django on ports from the registry.

With ``"portreg.django"`` in INSTALLED_APPS, ``manage.py runserver`` takes its port from the registry, by project and
worktree, the same one every time; a port that is said still wins. ``PORTREG = {"identity": "shop:api", "port": 3000}``
in the settings names it and has the options of `portreg.claim`. ``manage.py portreg`` shows the claims of the project.

The functions here are for the settings: they claim nothing, and where the registry cannot be used they go on without.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import portreg
from portreg._native import is_switched_off

from ._project import identity_of_process

__all__ = ["allowed_hosts", "csrf_trusted_origins", "env"]

_LOOPBACKS = [".localhost", "127.0.0.1", "[::1]"]


def allowed_hosts(identity: str | None = None) -> list[str]:
    """Give what ALLOWED_HOSTS needs in development: this machine, and the hosts of the endpoints of this service.

    `identity` is its name, where what started this process does not say it; where neither does, ``PORTREG`` or the
    folder.

    >>> portreg.django.allowed_hosts("shop:nobody")
    ['.localhost', '127.0.0.1', '[::1]']
    """
    hosts = [urlsplit(url).hostname for url in _urls(identity, is_of_project=False)]
    return list(dict.fromkeys([*_LOOPBACKS, *(host for host in hosts if host and host != "localhost")]))


def csrf_trusted_origins(identity: str | None = None) -> list[str]:
    """Give what CSRF_TRUSTED_ORIGINS needs: where the services of this project answer, so that a front end may post.

    `identity` is as for `allowed_hosts`.

    >>> claim = portreg.claim("shop:web")
    >>> claim.url in portreg.django.csrf_trusted_origins("shop:api")
    True
    """
    origins = []
    for url in _urls(identity, is_of_project=True):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc:
            origins.append(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}")
            if parts.hostname == "localhost" and parts.port:
                origins.append(f"{parts.scheme}://127.0.0.1:{parts.port}")
    return list(dict.fromkeys(origins))


def env(identity: str | None = None) -> dict[str, str]:
    """Give the variables of this service, as ``portreg env`` does: among them the URLs of those it works with.

    They are those that ``pair`` and ``needs`` of ``.portreg.json`` name: ``API_URL``, ``API_PORT``. Nothing is in it
    before the service has been claimed for the first time. `identity` is as for `allowed_hosts`.

    >>> claim = portreg.claim("shop:api")
    >>> portreg.django.env("shop:api")["PORT"] == str(claim.port)
    True
    """
    if is_switched_off():
        return {}
    try:
        return portreg.env(identity_of_process(identity))
    except (portreg.NotFound, portreg.RegistryError):
        return {}


def _urls(identity: str | None, *, is_of_project: bool) -> list[str]:
    if is_switched_off():
        return []
    try:
        own = identity_of_process(identity)
        endpoints = portreg.endpoints(own.partition(":")[0] if is_of_project else own)
    except portreg.RegistryError:
        return []
    return [endpoint.url for endpoint in endpoints if is_of_project or endpoint.identity == own]
