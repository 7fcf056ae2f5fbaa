"""Finding one value in a JSON answer: `queue.depth`, `items[0].count`, `$.jobs.0.waiting`."""

from __future__ import annotations

import math
import re
from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

_INDEX = re.compile(r"\[(-?\d{1,9})\]")


class NothingThere(LookupError):
    """The answer has no value at that path."""


def find(data: Json, path: str) -> Json:
    """The value at `path`; the whole answer for "" or "$". Raises NothingThere."""
    here = data
    for step in _steps(path):
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and re.fullmatch(r"-?\d{1,9}", step):
            try:
                here = here[int(step)]
            except IndexError:
                raise NothingThere(path) from None
        else:
            raise NothingThere(path)
    return here


def number(value: Json) -> float | None:
    """A finite number, also when the answer spells it as text; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def as_text(value: Json) -> str:
    """A JSON value as a person would write it into a plan: true, null, 3, ok."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    return str(value)


def _steps(path: str) -> list[str]:
    plain = _INDEX.sub(r".\1", path.strip().removeprefix("$"))
    return [step for step in plain.split(".") if step]
