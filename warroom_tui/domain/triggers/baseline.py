"""A baseline: what every figure was when things were known to be well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Baseline:
    """Figures frozen under a name; the newest one is what "degradation" is measured against."""

    id: int
    name: str
    at: datetime
    by: str
    values: Mapping[str, float]
    """By metric key, in the metric's own unit; of checks by `of_check`, in theirs."""
    version: int = 1


_CHECK = "check: "


def of_check(name: str) -> str:
    """What a baseline calls the value of a check."""
    return f"{_CHECK}{name}"


def knows_checks(baseline: Baseline | None) -> bool:
    """True when it holds the values of checks, not only of metrics."""
    return baseline is not None and any(key.startswith(_CHECK) for key in baseline.values)


def change_words(value: float | None, before: float | None) -> str:
    """By how much a value is above or below the baseline: "▲ 35 %", "= 0 %"; empty when unknown."""
    change = change_pct(value, before)
    if change is None:
        return ""
    arrow = "▲" if change >= 0.5 else "▼" if change <= -0.5 else "="
    if abs(change) >= 1000:
        return f"{arrow} ×{change / 100 + 1:.0f}"
    return f"{arrow} {abs(change):.0f} %"


def change_pct(value: float | None, before: float | None) -> float | None:
    """By how many percent `value` is above `before`; None without both, or from nothing."""
    if value is None or before is None or before <= 0:
        return None
    return (value - before) / before * 100
