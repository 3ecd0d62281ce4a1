"""What all records have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar


def moment(ms: int) -> datetime:
    """Milliseconds since the Unix epoch, as a datetime in UTC."""
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(milliseconds=ms)


def span(ms: int) -> timedelta:
    """Milliseconds as a length of time."""
    return timedelta(milliseconds=ms)


@dataclass(frozen=True)
class Record:
    """Something that portreg tells: a frozen dataclass.

    Records compare by their fields, can be hashed, matched and pickled. What is absent is None.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def asdict(self) -> dict[str, Any]:
        """Give the fields by name, as JSON has them: with dicts and lists inside.

        >>> import json
        >>> claim = registry.claim("shop:web")
        >>> json.loads(json.dumps(registry.get("shop:web").asdict()))["identity"]
        'shop:web'
        """
        # A name that Python keeps for itself has an underscore behind it.
        return {name.rstrip("_"): _plain(getattr(self, name)) for name in self.__match_args__}


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.asdict()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value
