"""Messages and locks between processes."""

from __future__ import annotations

import pytest
from conftest import PATIENCE, Start

import portreg


def test_messages_come_in_order_and_once(registry: portreg.Registry) -> None:
    before = registry.publish("build:web", "old")
    with (
        registry.subscribe("build:*", since="start") as everything,
        registry.subscribe("build:*", since=before) as later,
    ):
        ids = [registry.publish("build:web", {"n": number}) for number in range(3)]
        assert [next(everything).id for _ in range(4)] == [before, *ids]  # type: ignore[union-attr]
        assert [message.asdict()["payload"] for _, message in zip(ids, later, strict=False)] == [
            {"n": 0},
            {"n": 1},
            {"n": 2},
        ]
        assert everything.next(timeout=0) is None
        everything.close()
        assert list(everything) == []


def test_a_cursor_goes_on_after_what_was_confirmed(registry: portreg.Registry) -> None:
    with registry.subscribe("build:*", cursor="deploy") as first:
        for number in range(3):
            registry.publish("build:web", number)
        assert next(first).payload == 0  # type: ignore[union-attr]
        first.confirm()
        assert next(first).payload == 1  # type: ignore[union-attr]
        with pytest.raises(portreg.IdentityHeld) as held:
            registry.subscribe("build:*", cursor="deploy")
        assert held.value.cursor == "deploy"
    del first
    with registry.subscribe("build:*", cursor="deploy") as second:
        assert [next(second).payload for _ in range(2)] == [1, 2]  # type: ignore[union-attr]


def test_another_process_is_woken(registry: portreg.Registry, start: Start) -> None:
    process = start(
        """
        import portreg
        with portreg.subscribe("build:*") as subscription:
            print("ready", flush=True)
            message = next(subscription)
            print(message.channel, message.payload, message.sender, flush=True)
        """
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    registry.publish("build:web", [1, 2], sender="ci")
    assert process.stdout.readline() == "build:web [1, 2] ci\n"


def test_poll_waits_for_the_next(registry: portreg.Registry) -> None:
    first = registry.publish("build", "one")
    second = registry.publish("build", "two", ttl="1h")
    message = registry.poll("build", after=first)
    assert (message.id, message.payload, message.expires_at is not None) == (second, "two", True)
    with pytest.raises(portreg.Timeout) as late:
        registry.poll("build", timeout=0.01)
    assert late.value.waited_ms >= 10


def test_one_at_a_time_has_a_lock(registry: portreg.Registry, start: Start) -> None:
    with registry.lock("deploy") as mine:
        assert mine.is_held()
        with pytest.raises(portreg.IdentityHeld) as held:
            registry.lock("deploy")
        assert (held.value.lock, held.value.holder is not None) == ("deploy", True)
        (lock,) = registry.locks()
        assert lock.generation == mine.generation
    assert not mine.is_held()
    process = start("import portreg; lock = portreg.lock('deploy'); print(lock.generation, flush=True); input()")
    assert process.stdout is not None
    assert int(process.stdout.readline()) > mine.generation
    with pytest.raises(portreg.Timeout):
        registry.lock("deploy", wait=0)
    process.kill()
    assert registry.lock("deploy", wait=PATIENCE).generation > mine.generation
