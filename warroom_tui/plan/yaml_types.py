"""Value types that several parts of the fence grammar share; all values arrive as text."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from warroom_tui.plan.limits import Limit, read_limit

_DURATION = re.compile(
    r"^\s*(?P<n>\d+(?:\.\d+)?)\s*(?P<u>ms|s|sec|seconds?|m|min|mins|minutes?"
    r"|h|hours?|d|days?|w|weeks?)\s*$"
)
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_LIMIT_START = re.compile(r"^\s*(?:<=|>=|<|>)")


def seconds(value: object) -> float:
    """A length of time in seconds. Raises ValueError."""
    match = _DURATION.match(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'"{value}" is not a duration; write a number and s, min or h')
    unit = match["u"]
    return float(match["n"]) * _SECONDS["ms" if unit == "ms" else unit[0]]


def limit(value: object) -> Limit:
    """A comparison such as "> 500 ms". Raises ValueError."""
    found = read_limit(value, implied=False) if isinstance(value, str) else None
    if found is None or not isinstance(value, str) or not _LIMIT_START.match(value):
        raise ValueError(f'"{value}" is not a comparison such as "> 500 ms"')
    return found


def statuses(value: object) -> tuple[str, ...]:
    """HTTP statuses. Raises ValueError."""
    entries = value if isinstance(value, list) else [value]
    for entry in entries:
        if not re.fullmatch(r"[1-5](?:\d\d|xx)", str(entry)):
            raise ValueError(f'"{entry}" is not an HTTP status such as 200 or "2xx"')
    return tuple(str(entry) for entry in entries)


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


class Part(BaseModel):
    """A mapping of the grammar: unknown keys are errors, keys are written with hyphens."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=_hyphens, frozen=True, arbitrary_types_allowed=True
    )


Seconds = Annotated[float, BeforeValidator(seconds)]
Comparison = Annotated[Limit, BeforeValidator(limit)]
