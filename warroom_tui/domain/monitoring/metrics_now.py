"""The plan's metrics at a moment, those that are computed with the value that criteria see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from warroom_tui.domain.board import Board
from warroom_tui.domain.situation import check_now, probes_now
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.domain.triggers.readings import read_value


def metrics_now(board: Board, now: datetime) -> tuple[Metric, ...]:
    """Every metric in plan order."""
    speed = board.pace.speed if board.pace is not None else 1.0
    probes = probes_now(tuple(check_now(row, now, speed) for row in board.checks))

    def filled(metric: Metric) -> Metric:
        found = read_value(board, now, probes, metric.key) if metric.value is None else None
        if found is None:
            return metric
        return replace(metric, value=found.value, value_at=found.at or now)

    return tuple(filled(metric) for metric in board.metrics)
