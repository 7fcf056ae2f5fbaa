"""Needs you: that nobody measures although the product is out."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.board import Board
from warroom_tui.domain.monitoring.watching import HOW_TO_START, Measured
from warroom_tui.domain.needs import Need, Weight
from warroom_tui.domain.triggers.gauges import is_armed


def unmeasured_needs(measured: Measured, board: Board, now: datetime) -> list[Need]:
    """One line while nothing is known of the product, with the way to begin."""
    if not measured.blind or not is_armed(board, now):
        return []
    return [
        Need(
            key="unmeasured",
            weight=Weight.CHECK_DOWN,
            bad=False,
            tag="BLIND",
            what=measured.words.capitalize(),
            why=f"start: {HOW_TO_START}" if measured.nobody else "enter shows why",
            panel="health",
            row=board.checks[0].check.name,
            hint="enter look",
            since=now,
        )
    ]
