"""The examples in the documentation of the package run."""

from __future__ import annotations

import doctest
import inspect
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

import portreg
import portreg.django
from portreg import _errors, _native, _record, aio

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def documented() -> Iterator[tuple[str, str]]:
    for module in (portreg, _errors, _record, _native, aio):
        yield module.__name__, module.__doc__ or ""
    for name in portreg.django.__all__:
        yield f"django.{name}", getattr(portreg.django, name).__doc__ or ""
    classes: list[type] = [
        _record.Record,
        aio.AsyncRegistry,
        *(value for value in vars(_native).values() if inspect.isclass(value)),
    ]
    for cls in classes:
        yield cls.__name__, cls.__doc__ or ""
        # The examples of a verb are those of the native class.
        for name, member in vars(cls).items() if cls is not aio.AsyncRegistry else ():
            yield f"{cls.__name__}.{name}", getattr(member, "__doc__", None) or ""


EXAMPLES = [(name, text) for name, text in documented() if ">>>" in text]


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_example(name: str, text: str, home: Path) -> None:
    scope = {"portreg": types.SimpleNamespace(**vars(portreg)), "registry": portreg.Registry(home / "registry.db")}
    scope["portreg"] = portreg
    test = doctest.DocTestParser().get_doctest(text, scope, name, None, None)
    assert doctest.DocTestRunner(optionflags=FLAGS).run(test).failed == 0


def test_most_methods_have_an_example() -> None:
    verbs = {name for name in vars(portreg.Registry) if not name.startswith("_")}
    shown = {name.split(".")[1] for name, _ in EXAMPLES if name.startswith("Registry.")}
    assert verbs - shown <= {"path", "locate", "up_detached", "restart"}


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["README.md", "bindings-python/README.md", "docs/python.md"])
def test_the_python_of_the_documents_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Block after block, as somebody would who follows the page."""
    text = (ROOT / name).read_text(encoding="utf-8")
    scope: dict[str, object] = {}
    blocks = [block.partition("\n```")[0] for block in text.split("```python\n")[1:]]
    for block in blocks:
        exec(compile(block, name, "exec"), scope)
    assert blocks
    assert "Traceback" not in capsys.readouterr().err
