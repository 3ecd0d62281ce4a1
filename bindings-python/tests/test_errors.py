"""Exceptions: a class for each code, with the data behind the message."""

from __future__ import annotations

import pickle
from datetime import timedelta

import pytest

import portreg
from portreg import _errors

EVERY = [cls for cls in _errors._ALL if cls.code]


@pytest.mark.parametrize("cls", EVERY, ids=lambda cls: cls.code)
def test_each_can_be_made_and_pickled(cls: type[portreg.PortregError]) -> None:
    data = {"holder": {"pid": 1, "name": "init", "started_at_ms": None, "label": None}, "port": 80}
    error = _errors.make(cls.code, "it went wrong", data)
    assert type(error) is cls
    other = pickle.loads(pickle.dumps(error))
    assert (type(other), str(other), other.code, other.data) == (cls, "it went wrong", cls.code, data)
    assert getattr(other, "holder").pid == 1  # noqa: B009
    assert getattr(portreg, cls.__name__) is cls


def test_an_unknown_code_is_an_error_all_the_same() -> None:
    assert type(_errors.make("FROM_TOMORROW", "?", {})) is portreg.PortregError


def test_they_are_what_python_people_catch(registry: portreg.Registry) -> None:
    with pytest.raises(ValueError, match="position 2"):
        registry.claim("s hop")
    with pytest.raises(LookupError):
        registry.get("shop:nobody")
    with pytest.raises(TimeoutError):
        registry.poll("build", timeout=0)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("port", 0),
        ("port", 70000),
        ("port", -1),
        ("port", 10**40),
        ("range", "9-1"),
        ("range", (1, 70000)),
        ("expires", "soon"),
        ("expires", -1),
        ("expires", float("nan")),
        ("expires", timedelta(days=-1)),
        ("on_conflict", "explode"),
        ("owner", "me"),
        ("metadata", [1]),
        ("metadata", {1: 2}),
        ("metadata", {"a": object()}),
        ("metadata", {"a": float("inf")}),
        ("ready", {"htp": "x"}),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name(registry: portreg.Registry, option: str, value: object) -> None:
    with pytest.raises((portreg.InvalidOption, portreg.InvalidConfig)) as refused:
        registry.claim("shop:web", **{option: value})  # type: ignore[arg-type]
    if isinstance(refused.value, portreg.InvalidOption):
        assert refused.value.option == option


def test_a_wrong_type_is_a_type_error(registry: portreg.Registry) -> None:
    with pytest.raises(TypeError, match="port"):
        registry.claim("shop:web", port="3000")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="unexpected keyword"):
        registry.claim("shop:web", prot=3000)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        registry.claim("shop:web", 3000)  # type: ignore[call-arg]


def test_nested_too_deep_is_refused_and_no_crash(registry: portreg.Registry) -> None:
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    with pytest.raises(portreg.InvalidOption, match="nested"):
        registry.publish("build", value)


def test_a_registry_that_cannot_be_used_has_a_class_of_its_own(tmp_path: object) -> None:
    with pytest.raises(portreg.RegistryError) as refused:
        portreg.Registry(f"{tmp_path}")
    assert refused.value.code == "REGISTRY_UNAVAILABLE"
    assert str(refused.value.path) == f"{tmp_path}"
