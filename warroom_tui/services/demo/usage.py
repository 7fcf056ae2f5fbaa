"""How much the demo product is used: figures that grow evenly from one known point to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

FETCHED: Mapping[str, str] = {
    "laybys_created": "laybys.created",
    "laybys_completed": "laybys.completed",
    "payments_recorded": "payments.recorded",
    "active_users": "users.active",
    "adoption": "users.adoption_percent",
    "error_rate": "errors.percent",
}
"""Metrics that the product itself tells, with their place in its statistics."""

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A metric has this value at this time."""

    key: str
    at: datetime
    value: float


class Usage:
    """The product's figures at any time, from the points that a scenario gives."""

    def __init__(self, points: Iterable[Point], begins_at: datetime) -> None:
        """Before `begins_at` every figure is 0; from there it grows to its first point."""
        by_key: dict[str, list[Point]] = {}
        for point in sorted(points, key=lambda point: point.at):
            start = [Point(point.key, min(begins_at, point.at), 0.0)]
            by_key.setdefault(point.key, start).append(point)
        self._points = by_key

    def at(self, now: datetime) -> Figures:
        """Every figure that has points; whole numbers, as a product counts."""
        return {key: float(int(_between(points, now))) for key, points in self._points.items()}


def _between(points: list[Point], now: datetime) -> float:
    if now <= points[0].at:
        return points[0].value
    for earlier, later in pairwise(points):
        if now <= later.at:
            return _line(earlier, later, now)
    if len(points) < 2 or points[-1].key == "adoption":
        return points[-1].value
    # Past the last point it goes on as on the average of the whole day.
    return points[-1].value + _line(points[0], points[-1], now) - _line_end(points, now)


def _line(earlier: Point, later: Point, now: datetime) -> float:
    span = (later.at - earlier.at).total_seconds()
    share = (now - earlier.at).total_seconds() / span if span > 0 else 1.0
    return earlier.value + (later.value - earlier.value) * share


def _line_end(points: list[Point], now: datetime) -> float:
    return _line(points[0], points[-1], points[-1].at) if now >= points[-1].at else 0.0
