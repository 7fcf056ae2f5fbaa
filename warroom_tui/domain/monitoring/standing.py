"""The alarm that stands: what fires and nobody has taken on, in one line, until somebody does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.monitoring.seen_words import seen_words
from warroom_tui.domain.situation import CheckNow, Situation


@dataclass(frozen=True, slots=True)
class StandingAlarm:
    """The worst check that fires, and how many more do."""

    name: str
    state: CheckState
    since: datetime | None
    detail: str
    """What the probe saw."""
    more: int

    @property
    def down(self) -> bool:
        """True when it is down, not only slow."""
        return self.state is CheckState.DOWN

    @property
    def tag(self) -> str:
        """DOWN or SLOW."""
        return self.state.value.upper()


def standing_alarm(situation: Situation) -> StandingAlarm | None:
    """What fires now; None when all is well, acknowledged, silenced or under maintenance."""
    firing = [check for check in situation.checks if check.bad and not check.quiet]
    if not firing:
        return None
    worst = min(firing, key=lambda one: _order(one, situation.now))
    status = worst.row.status
    return StandingAlarm(
        name=worst.row.check.name,
        state=worst.state,
        since=worst.since,
        detail=seen_words(worst.row.check, status) if status is not None else "",
        more=len(firing) - 1,
    )


def _order(check: CheckNow, now: datetime) -> tuple[bool, datetime, str]:
    """Down before slow, the oldest first: the line must not jump with every new outage."""
    return (check.state is not CheckState.DOWN, check.since or now, check.row.check.name)
