"""All that the core can do can be done from Python: measured by the vocabulary that is made from its source."""

from __future__ import annotations

import inspect
import json
import keyword
from pathlib import Path
from typing import Any

import pytest

import portreg
from portreg import _errors, _native, _records

VOCABULARY: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "schema" / "vocabulary.json").read_text(encoding="utf-8")
)

# What has another name or form here, and what only the command itself needs.
ELSEWHERE = {
    "open": "Registry()",
    "open_at": "Registry(path)",
    "open_with": "Registry(path)",
    "claim_with": "claim",
    "claim_at_once": "claim",
    "get_port_at_once": "get_port",
    "move_and_restart": "reassign(restart=True)",
    "import": "import_",
    "run": "portreg run",
    "end_leftovers": "for supervisors",
    "end_orphans_of": "for supervisors",
    "backups": "portreg doctor --restore",
    "restore": "portreg doctor --restore",
}

# By which method an option is given, and which are given elsewhere.
OPTIONS = {
    "AvailableOptions": "available",
    "ClaimOptions": "claim",
    "DownOptions": "down",
    "FindOptions": "find",
    "HistoryOptions": "history",
    "ImportOptions": "import_",
    "KillOptions": "kill",
    "Launch": "up",
    "ListenerOptions": "listeners",
    "LockOptions": "lock",
    "LogOptions": "logs",
    "OneOfMany": "claim_many",
    "PublishOptions": "publish",
    "ReleaseOptions": "release_matching",
    "SubscribeOptions": "subscribe",
    "Tunnel": "up",
    "UpOptions": "up",
    "WaitOptions": "wait_ready",
}
OPTIONS_ELSEWHERE = {
    "ClaimOptions.launch": "cmd, ready, ...",
    "UpOptions.launch": "cmd, ready, ...",
    "UpOptions.adopt_orphans": "only a process that exists for the stack may want that",
    "OneOfMany.identity": "a dict",
    "OneOfMany.options": "a dict",
    "Tunnel.provider": "tunnel",
    "Tunnel.subdomain": "tunnel_subdomain",
}

HANDLES_ELSEWHERE = {
    "Canceller.new": "Canceller()",
    "Canceller.scope": "call",
    "Stack.events": "__iter__",
    "Stack.wait_over": "down",
    "Subscription.canceller": "close",
    "Subscription.next_within": "next",
    "Logs.next_within": "next",
    "Detached.next_report": "__next__",
    "LockGuard.runs": "for supervisors",
    "Watch.canceller": "close",
    "Watch.next_within": "next",
    "EnvWatch.canceller": "close",
    "EnvWatch.next_within": "next",
}


def parameters(method: str) -> list[str]:
    return list(inspect.signature(getattr(portreg.Registry, method)).parameters)


@pytest.mark.parametrize("method", sorted(set(VOCABULARY["methods"]) - set(ELSEWHERE)))
def test_every_method_is_there(method: str) -> None:
    assert hasattr(portreg.Registry, method)
    assert method == "path" or callable(getattr(portreg, method))


def test_nothing_is_said_to_be_elsewhere_that_is_gone() -> None:
    assert set(ELSEWHERE) <= set(VOCABULARY["methods"])
    assert set(OPTIONS) == set(VOCABULARY["options"])


@pytest.mark.parametrize(
    ("options", "name"),
    [(options, name) for options, known in VOCABULARY["options"].items() for name in known["fields"]],
)
def test_every_option_is_there(options: str, name: str) -> None:
    if f"{options}.{name}" in OPTIONS_ELSEWHERE:
        return
    given = {name, name.removesuffix("_ms")}
    assert given & set(parameters(OPTIONS[options])), f"{OPTIONS[options]}({name}=...)"


@pytest.mark.parametrize(
    ("handle", "method"), [(handle, name) for handle, known in VOCABULARY["handles"].items() for name in known]
)
def test_every_method_of_what_verbs_give_is_there(handle: str, method: str) -> None:
    if f"{handle}.{method}" not in HANDLES_ELSEWHERE:
        assert hasattr(getattr(portreg, handle), method)


@pytest.mark.parametrize("code", VOCABULARY["errors"])
def test_every_error_is_there_with_its_data(code: str) -> None:
    known = VOCABULARY["errors"][code]
    cls = _errors._BY_CODE[code]
    assert cls.__name__.upper() == code.replace("_", "")
    assert cls.is_retryable == known["retryable"]
    declared = {name for base in cls.__mro__ for name in getattr(base, "__annotations__", {})}
    assert set(known["data"]) <= declared


def test_there_is_no_error_that_the_core_does_not_know() -> None:
    assert {cls.code for cls in _errors._ALL if cls.code} == set(VOCABULARY["errors"])


@pytest.mark.parametrize("record", VOCABULARY["records"])
def test_every_record_is_there_with_its_fields(record: str) -> None:
    fields = [name for name in VOCABULARY["records"][record]["fields"] if name != ".."]
    fields = [f"{name}_" if keyword.iskeyword(name) else name for name in fields]
    assert set(fields) <= set(getattr(portreg, record).__match_args__)


def test_json_in_records_is_known_to_the_native_module() -> None:
    anything = {
        name
        for record in VOCABULARY["records"].values()
        for name, field in record["fields"].items()
        if field["type"] in ("Value", "Option<Value>")
    }
    # A refusal's identity may be anything that stood in the document in place of a name.
    assert anything == {"payload", "ready", "identity"}


def test_every_name_of_the_package_is_listed_once() -> None:
    assert len(portreg.__all__) == len(set(portreg.__all__))
    methods = {name for name in vars(portreg.Registry) if not name.startswith("_")} - {"path"}
    classes = {cls.__name__ for cls in _errors._ALL} | {
        cls.__name__ for cls in vars(_native).values() if inspect.isclass(cls)
    }
    assert set(portreg.__all__) == methods | classes | set(_records.__all__) | {"Record"}
    assert set(dir(portreg)) >= set(portreg.__all__)
    with pytest.raises(AttributeError):
        portreg.no_such_name  # noqa: B018
