"""Records: frozen values that compare, hash, match, pickle and become JSON."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle
from datetime import timedelta, timezone

import pytest

import portreg
from portreg import _records


def test_a_service_is_a_value(registry: portreg.Registry) -> None:
    registry.claim("shop:web", metadata={"a": [1, {"b": 2}]}, needs="shop:db")
    service = registry.get("shop:web")
    assert service == registry.get("shop:web")
    assert hash(service) == hash(copy.deepcopy(service))
    assert pickle.loads(pickle.dumps(service)) == service
    assert json.loads(json.dumps(service.asdict()))["needs"] == ["shop:db"]
    assert service.created_at.tzinfo is timezone.utc
    assert round(service.created_at.timestamp() * 1000) == service.created_at_ms
    match service:
        case portreg.Service(identity="shop:web", metadata={"a": [1, {"b": two}]}):
            assert two == 2
        case _:
            pytest.fail("it does not match")
    with pytest.raises(dataclasses.FrozenInstanceError):
        service.port = 1  # type: ignore[misc]
    assert dataclasses.replace(service, port=1).port == 1


def test_records_inside_records_are_records(registry: portreg.Registry) -> None:
    claim = registry.claim("shop:web", range="24630-24639")
    with claim.socket():
        status = registry.status("shop")
        (service,) = status.services
        assert isinstance(service, portreg.Service)
        assert isinstance(service.owner, portreg.Holder)
        report = registry.explain(claim.port)
        assert report.listener is not None
        assert report.listener.identity == "shop:web"
        assert report.reasons[0].code == "listening"
        (running,) = registry.ps("shop")
        assert isinstance(running, portreg.RunningService)
        assert isinstance(running, portreg.Service)
        assert isinstance(running.uptime, timedelta)
        assert (running.needs, running.orphans) == ((), ())
        assert hash(status) == hash(copy.deepcopy(status))


def test_what_is_json_consists_of_dicts_and_lists(registry: portreg.Registry) -> None:
    for payload in ([1, [2, 3]], {"a": [1, 2]}, "text", None, True, 1.5, 2**63):
        registry.publish("build", payload)
        message = registry.poll("build", after=0)
        assert message.payload == payload
        assert type(message.payload) is type(payload)
        registry.clear("build")
    registry.claim("shop:web", cmd="exec true", ready={"tcp": "{port}", "retries": 2})
    assert registry.get("shop:web").ready == {"tcp": "{port}", "retries": 2}


def test_a_document_goes_out_and_comes_in(registry: portreg.Registry, tmp_path: object) -> None:
    registry.claim("shop:web", metadata={"a": 1})
    registry.reserve("4000-4009", reason="printers")
    registry.set_pool("e2e", ["20000-20099", (20200, 20299)])
    document = registry.export()
    other = portreg.Registry(f"{tmp_path}/other.db")
    report = other.import_(json.loads(json.dumps(document.asdict())))
    assert (report.added + report.remembered, report.refused) == (("shop:web",), ())
    assert other.reservations() == registry.reservations()
    assert [pool.name for pool in other.pools()] == [pool.name for pool in registry.pools()]
    assert other.import_(document, dry_run=True).refused == ()


RECORDS = [name for name in _records.__all__ if hasattr(getattr(_records, name), "__mro__")]


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_is_at_hand_in_the_package(name: str) -> None:
    cls = getattr(portreg, name)
    assert issubclass(cls, portreg.Record)
    fields = tuple(field.name for field in dataclasses.fields(cls))
    assert fields == cls.__match_args__


@pytest.mark.parametrize("name", RECORDS)
def test_every_record_is_a_value_that_pickles_and_matches(name: str) -> None:
    cls = getattr(portreg, name)
    fields = {field: (number, field) for number, field in enumerate(cls.__match_args__)}
    one, same, other = cls(**fields), cls(**copy.deepcopy(fields)), cls(**{**fields, cls.__match_args__[0]: None})
    assert one == same != other
    assert hash(one) == hash(same)
    assert repr(one).startswith(f"{name}({cls.__match_args__[0]}=")
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one
    match one:
        case cls(first):
            assert first == fields[cls.__match_args__[0]]
        case _:
            pytest.fail("it does not match")
    assert list(one.asdict()) == [field.rstrip("_") for field in fields]
