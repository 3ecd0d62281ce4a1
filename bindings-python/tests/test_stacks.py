"""Stacks: services that this process starts, what they print, and those in the background."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from conftest import PATIENCE

import portreg

SERVER = "echo up; exec python3 -m http.server {port} --bind 127.0.0.1"


@pytest.fixture
def shop(registry: portreg.Registry) -> portreg.Registry:
    config = {
        "project": "shop",
        "shop:web": {"cmd": SERVER, "needs": ["api"], "range": "24640-24659"},
        "shop:api": {"cmd": SERVER, "range": "24640-24659"},
    }
    Path(".portreg.json").write_text(json.dumps(config), encoding="utf-8")
    return registry


def test_services_start_in_order_and_end_with_the_block(shop: portreg.Registry) -> None:
    check = shop.check_up()
    assert [(step.identity, step.needs) for step in check.order] == [("shop:api", ()), ("shop:web", ("shop:api",))]
    assert check.problems == ()
    with shop.up() as stack:
        assert stack.services == ["shop:api", "shop:web"]
        stack.wait_ready(PATIENCE)
        running = shop.ps("shop")
        assert [service.status for service in running] == ["running", "running"]
        ready = [event.identity for event in iter(lambda: stack.next_event(0), None) if event.event == "ready"]
        assert ready == ["shop:api", "shop:web"]
        pid = running[0].pid
        assert pid is not None
        (restarted,) = shop.restart("shop:api")
        assert (restarted.port, restarted.pid != pid) == (running[0].port, True)
    assert stack.is_over
    assert shop.ps("shop") == []
    assert [event.event for event in stack][-1] == "stopped"
    lines = [line.line for line in shop.logs("shop:api", stream="out")]
    assert lines[0] == "up"


def test_what_a_service_prints_can_be_followed(registry: portreg.Registry) -> None:
    cmd = "i=0; while :; do i=$((i+1)); echo line $i; sleep 0.05; done"
    registry.claim("shop:job", range="24660-24669")
    with registry.up("shop:job", cmd=cmd, ready={"log": "line 1"}, output=True) as stack:
        stack.wait_ready(PATIENCE)
        with registry.logs("shop:job", follow=True) as logs:
            assert [next(logs).line for _ in range(3)] == ["line 1", "line 2", "line 3"]
        assert next(event for event in stack if event.event == "output").line == "line 1"


def test_what_does_not_get_ready_says_why(registry: portreg.Registry) -> None:
    registry.claim("shop:bad", range="24670-24679")
    with registry.up("shop:bad", cmd="echo no such luck >&2; exit 3") as stack:
        with pytest.raises(portreg.NotReady) as failed:
            stack.wait_ready(PATIENCE)
        assert (failed.value.identity, failed.value.exit_code) == ("shop:bad", 3)
        assert failed.value.last_lines == ("no such luck",)
    with registry.up("shop:late", cmd="exec sleep 100", ready={"tcp": "127.0.0.1:1"}) as stack:
        with pytest.raises(portreg.Timeout) as late:
            stack.wait_ready(0.2)
        assert late.value.waited_ms == 200


def test_a_stack_in_the_background_outlives_its_starter(shop: portreg.Registry) -> None:
    detached = shop.up_detached()
    try:
        assert [event.identity for event in detached if event.event == "ready"] == ["shop:api", "shop:web"]
        assert os.getpgid(detached.pid) != os.getpgid(0)
        assert [service.identity for service in shop.wait_ready(["shop:web", "shop:api"], timeout=PATIENCE)]
    finally:
        ended = shop.down(timeout=5)
    assert {service.identity for service in ended} == {"shop:api", "shop:web"}
    shop.wait_ready("shop:web", gone=True, timeout=PATIENCE)


def test_a_stack_in_the_background_can_be_ended_by_its_starter(shop: portreg.Registry) -> None:
    detached = shop.up_detached()
    detached.wait_ready()
    assert len(shop.ps("shop")) == 2
    detached.down(grace=5)
    assert shop.ps("shop") == []
    # What has ended, and what never began, is no error.
    detached.down()
    nobody = shop.up_detached("shop:nobody")
    nobody.down()


def test_the_background_says_what_went_wrong(registry: portreg.Registry) -> None:
    with pytest.raises(portreg.NotFound):
        registry.up_detached("shop:nobody").wait_ready()
    registry.claim("shop:bad", range="24770-24779", owner=None)
    with pytest.raises(portreg.NotReady) as failed:
        registry.up_detached("shop:bad", cmd="exit 4").wait_ready()
    assert failed.value.exit_code == 4
    with pytest.raises(portreg.SpawnFailed):
        registry.up_detached("shop:bad", cmd="exit 4", command="/no/such/portreg")


def test_a_name_that_its_caller_holds_is_not_waited_for_for_ever(registry: portreg.Registry) -> None:
    """A supervisor in the background is a child of who asks for it: it shares the claim, and waited for its holder."""
    registry.claim("shop:web", range="24770-24779")
    detached = registry.up_detached("shop:web", cmd=SERVER, timeout=0.5)
    with pytest.raises(portreg.NotReady, match="holds the name and does not start it"):
        detached.wait_ready()
