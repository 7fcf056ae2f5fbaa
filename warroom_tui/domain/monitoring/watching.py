"""Whether anybody measures at all: a status built on no data must not look calm.

A check that nobody runs is unknown, never up. When every check that a machine should look at is
unknown, the status has nothing to stand on, and the screens must say so and how to begin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from warroom_tui.domain.monitoring.health import HEARTBEAT, MANUAL, Check, CheckState

if TYPE_CHECKING:
    from warroom_tui.domain.board import Board, CheckRow

HOW_TO_START = "warroom monitor"
"""The command that measures without a screen; an open dashboard that may write does it too."""
ALIVE = timedelta(seconds=60)
"""A prober or a seat that was silent for longer is gone."""
_PROBING_SEAT = "lead"


@dataclass(frozen=True, slots=True)
class Measured:
    """How much of what should be measured is known."""

    total: int = 0
    """Checks that are switched on."""
    known: int = 0
    """Of those, the ones whose state is known now."""
    nobody: bool = False
    """True when nobody runs the checks."""
    blind: bool = False
    """True when no check that a machine looks at has an answer."""

    @property
    def words(self) -> str:
        """What to say when nothing is known; empty while something is."""
        if not self.blind:
            return ""
        what = "nobody is measuring" if self.nobody else "no check has an answer"
        count = f"{self.total} checks" if self.total != 1 else "1 check"
        return f"{what}: {count} without data"

    @property
    def caveat(self) -> str:
        """What a green status must add about what it does not know."""
        if not self.total:
            return "nothing is measured"
        if self.blind:
            return self.words
        gone = self.total - self.known
        return f"{gone} of {self.total} checks without data" if gone else ""


UNTOLD = Measured(1, 1)
"""Where nobody asks how much is known: as if all were."""


def measured_now(
    board: Board, checks: Iterable[tuple[CheckRow, CheckState]], now: datetime
) -> Measured:
    """What is known at `now` of the checks in these states."""
    live = [(row, state) for row, state in checks if row.check.enabled]
    known = sum(state is not CheckState.UNKNOWN for _, state in live)
    probed = [(row, state) for row, state in live if _is_probed(row.check)]
    unknown = all(state is CheckState.UNKNOWN for _, state in probed)
    if not probed or not unknown:
        return Measured(len(live), known)
    nobody = not _somebody_probes(board, now)
    begins = not nobody and all(row.status is None for row, _ in probed)
    # Whoever has just begun needs a moment for the first answers: that is no alarm.
    return Measured(len(live), known, nobody, blind=not begins)


def _is_probed(check: Check) -> bool:
    return check.kind not in (HEARTBEAT, MANUAL)


def _somebody_probes(board: Board, now: datetime) -> bool:
    """True while the prober, or a dashboard that becomes it, has shown a sign of life.

    Heartbeats are real time and so is the moment at which the board was read; in a rehearsal `now`
    is not, and its board is read again and again.
    """
    if board.pace is None and now - board.read_at > ALIVE:
        return False  # whoever probes writes, and what is written is read
    beats = [seat.heartbeat_at for seat in board.seats if seat.kind == _PROBING_SEAT]
    beats += [board.monitor_at] if board.monitor_at is not None else []
    return any(abs(board.read_at - at) <= ALIVE for at in beats)
