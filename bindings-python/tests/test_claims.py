"""Claims: what they tell, how long they last, and the sockets they give."""

from __future__ import annotations

import copy
import errno
import os
import pickle
import socket
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from conftest import Start

import portreg


def test_the_same_name_has_the_same_port(registry: portreg.Registry) -> None:
    first = registry.claim("shop:web")
    again = registry.claim("shop:web")
    assert (first.outcome, again.outcome) == ("new", "renewed")
    assert first.port == again.port == registry.get_port("shop:web")
    assert int(first) == first.port
    assert hex(first) == hex(first.port)
    assert range(first.port + 1)[first] == first.port


def test_the_functions_work_with_the_users_registry(home: Path) -> None:
    claim = portreg.claim("shop:default")
    portreg.release_claim(claim)
    assert portreg.claim is not None
    assert portreg.Registry(portreg._default.path).path == portreg._default.path


@pytest.mark.parametrize("expires", ["2h", timedelta(hours=2), 7200, 7200.0])
def test_times_are_given_as_people_write_them(registry: portreg.Registry, expires: portreg._types.Duration) -> None:
    claim = registry.claim("shop:web", expires=expires)
    assert claim.expires_at is not None
    assert claim.expires_at_ms is not None
    left = claim.expires_at - datetime.now(timezone.utc)
    assert timedelta(hours=1, minutes=59) < left <= timedelta(hours=2)
    assert round(claim.expires_at.timestamp() * 1000) == claim.expires_at_ms


@pytest.mark.parametrize("ports", ["24600-24609", (24600, 24609), range(24600, 24610)])
def test_ranges_are_given_as_people_write_them(registry: portreg.Registry, ports: portreg._types.Range) -> None:
    assert 24600 <= registry.claim("shop:web", range=ports).port <= 24609


def test_options_are_kept_with_the_name(registry: portreg.Registry) -> None:
    registry.claim(
        "shop:web",
        metadata={"team": ["a", {"b": None}], "n": 1.5},
        description="the shop",
        dir=Path("/tmp"),
        cmd="exec true",
        needs=["shop:db"],
        restart="on-failure",
        persistent=True,
        owner=None,
    )
    service = registry.get("shop:web")
    assert service.metadata == {"team": ["a", {"b": None}], "n": 1.5}
    assert (service.description, service.dir_path) == ("the shop", Path("/tmp").resolve())
    assert (service.cmd, service.needs, service.restart) == ("exec true", ("shop:db",), "on-failure")
    assert service.persistent
    assert service.owner is None


def test_a_block_releases_what_it_made(registry: portreg.Registry) -> None:
    with registry.claim("shop:web") as claim:
        assert registry.get("shop:web").port == claim.port
        with registry.claim("shop:web") as renewed:
            assert renewed.outcome == "renewed"
        assert registry.get("shop:web").port == claim.port
    with pytest.raises(portreg.NotFound):
        registry.get("shop:web")


def test_the_end_of_a_block_hides_no_error(registry: portreg.Registry) -> None:
    class Trouble(Exception):
        pass

    def work() -> None:
        with registry.claim("shop:web"):
            registry.release("shop:web")
            raise Trouble

    with pytest.raises(Trouble):
        work()


def test_what_has_passed_on_is_not_released(registry: portreg.Registry) -> None:
    with registry.claim("shop:web") as claim:
        claim.release()
        later = registry.claim("shop:web")
        assert later.generation > claim.generation
    assert registry.get("shop:web").generation == later.generation
    with pytest.raises(portreg.NotOwner) as refused:
        claim.renew()
    assert (refused.value.expected, refused.value.found) == (claim.generation, later.generation)


def test_the_socket_listens_before_anybody_knows_the_port(registry: portreg.Registry) -> None:
    claim = registry.claim("shop:web", range="24610-24619")
    with claim.socket() as listening:
        assert listening.family == socket.AF_INET
        assert listening.getsockname() == ("127.0.0.1", claim.port)
        assert listening.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 1
        assert not os.get_inheritable(listening.fileno())
        with socket.create_connection(listening.getsockname()), pytest.raises(portreg.PortInUse) as refused:
            claim.socket()
    assert isinstance(refused.value, OSError)
    assert refused.value.errno == errno.EADDRINUSE


def test_all_loopbacks_can_be_listened_on(registry: portreg.Registry) -> None:
    claim = registry.claim("shop:web", range="24620-24629")
    sockets = claim.listen()
    assert {one.getsockname()[0] for one in sockets} <= {"127.0.0.1", "::1"}
    for one in sockets:
        one.close()


def test_many_are_claimed_or_none(registry: portreg.Registry) -> None:
    web, api = registry.claim_many(["shop:web", {"identity": "shop:api", "metadata": {"a": 1}}], contiguous=True)
    assert api.port == web.port + 1
    assert registry.get("shop:api").metadata == {"a": 1}
    with pytest.raises(portreg.InvalidIdentity):
        registry.claim_many(["shop:third", "not a name"])
    with pytest.raises(portreg.NotFound):
        registry.get("shop:third")
    with pytest.raises(TypeError, match='no option "prot"'):
        registry.claim_many([{"identity": "shop:web", "prot": 1}])  # type: ignore[list-item]


def test_claims_are_values(registry: portreg.Registry) -> None:
    claim = registry.claim("shop:web", port=4321)
    match claim:
        case portreg.Claim(identity=name, port=4321, outcome="new"):
            assert name == "shop:web"
        case _:
            pytest.fail("it does not match")
    other = pickle.loads(pickle.dumps(claim))
    assert other == claim
    assert hash(other) == hash(claim)
    assert copy.deepcopy(claim) == claim
    assert other != registry.claim("shop:web")
    assert list(claim.asdict()) == list(portreg.Claim.__match_args__)
    assert repr(claim).startswith("Claim(identity='shop:web', port=4321, outcome='new', ")
    with pytest.raises(AttributeError):
        claim.port = 1  # type: ignore[misc]


def test_who_holds_a_name_is_told(registry: portreg.Registry, start: Start) -> None:
    other = start(
        """
        import portreg
        claim = portreg.claim("shop:web")
        print(claim.port, flush=True)
        input()
        """
    )
    assert other.stdout is not None
    port = int(other.stdout.readline())
    shared = registry.claim("shop:web")
    assert (shared.port, shared.outcome) == (port, "shared")
    assert shared.holder is not None
    assert shared.holder.pid == other.pid
    with pytest.raises(portreg.IdentityHeld) as held:
        registry.claim("shop:web", on_conflict="fail")
    assert held.value.holder == shared.holder
    assert held.value.is_retryable
