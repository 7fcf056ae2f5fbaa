"""Messages that the day's delay makes false: "we are live" while the launch is not.

Only a launch whose run sheet is in use can tell: at least one phase has begun, and the one that
go-live falls into has not. What was to be said at or after go-live is then held back until the
forecast, which is the plan plus the delay of the running phase.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.durations import clock
from warroom_tui.domain.runsheet.launch import Launch, Phase, PhaseState, current_phase, day_slip

LASTS = timedelta(hours=24)
"""So long after the planned go-live a delay still decides about messages."""


@dataclass(frozen=True, slots=True)
class GoLiveForecast:
    """When the product goes live, as the day runs."""

    planned: datetime
    expected: datetime

    def falsifies(self, due_at: datetime | None) -> bool:
        """Whether something said at `due_at` would be said before it is so."""
        return due_at is not None and self.planned <= due_at < self.expected

    def reason(self, launch: Launch) -> str:
        """Why it is held, in a few words."""
        return f"would be false: go-live is expected at {clock(self.expected, launch.zone)}"


def go_live_forecast(
    launch: Launch, phases: tuple[Phase, ...], now: datetime
) -> GoLiveForecast | None:
    """The forecast while go-live is behind its plan; None when it is not, or nobody can tell."""
    planned = launch.go_live_at
    if planned is None or now >= planned + LASTS:
        return None
    if not any(phase.started_at is not None for phase in phases):
        return None
    live = _live_phase(phases, planned)
    if live is None or live.state is not PhaseState.NOT_STARTED:
        return None
    expected = max(planned + day_slip(current_phase(phases), now), now)
    late = expected - planned >= timedelta(minutes=1)
    return GoLiveForecast(planned, expected) if late else None


def _live_phase(phases: tuple[Phase, ...], planned: datetime) -> Phase | None:
    """The phase that go-live falls into: the last one that begins by then, on that day."""
    begun = [
        phase
        for phase in phases
        if phase.starts_at is not None and planned - LASTS / 2 < phase.starts_at <= planned
    ]
    return max(begun, key=lambda phase: (phase.starts_at, phase.seq), default=None)
