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
    """By metric key, in the metric's own unit."""
    version: int = 1


def change_pct(value: float | None, before: float | None) -> float | None:
    """By how many percent `value` is above `before`; None without both, or from nothing."""
    if value is None or before is None or before <= 0:
        return None
    return (value - before) / before * 100
