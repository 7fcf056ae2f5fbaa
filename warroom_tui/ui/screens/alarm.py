"""A check that goes down is heard and seen at once: the bell, and a toast that stays a while.

What stays until somebody acts is the line across the top (`domain/monitoring/standing.py`).
"""

from __future__ import annotations

from textual.screen import Screen

from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.situation import CheckNow, Situation
from warroom_tui.ui.widgets.drawn_text import drawable

SHOWN_S = 20.0
"""Seconds that the line stays."""
NAMED = 3
"""So many checks that go down at once are named in their one toast."""


class Alarm:
    """Remembers what it has called out, so that each outage and each reminder is called once."""

    def __init__(self, *, bell: bool) -> None:
        """`bell` False: seen, not heard."""
        self._bell = bell
        self._known: frozenset[tuple[object, ...]] | None = None

    def look(self, screen: Screen[None], situation: Situation) -> None:
        """Call out what is down since the last look; what was down at first is on the screen."""
        down = {
            _key(check): check
            for check in situation.checks
            if check.state is CheckState.DOWN and check.bad and not check.quiet
        }
        # What was taken on or silenced is news again when that is over.
        quiet = {_key(check) for check in situation.checks if check.quiet}
        known, self._known = self._known, (frozenset(down) | (self._known or frozenset())) - quiet
        if known is None:
            return
        new = [check for key, check in down.items() if key not in known]
        if not new:
            return
        if self._bell:
            screen.app.bell()
        screen.notify(
            drawable(_words(new)),
            title="✖ DOWN",
            severity="error",
            timeout=SHOWN_S,
            markup=False,
        )


def _key(check: CheckNow) -> tuple[object, ...]:
    """An outage: another alert, another failure of it, and another reminder are new ones."""
    alert = check.row.alert
    seen = (alert.id, alert.flaps, alert.reminded_at) if alert is not None else ()
    return (check.row.check.id, *seen)


def _words(checks: list[CheckNow]) -> str:
    if len(checks) > 1:
        names = ", ".join(check.row.check.name for check in checks[:NAMED])
        rest = " …" if len(checks) > NAMED else ""
        return f"{len(checks)} checks: {names}{rest} · H shows all"
    check = checks[0]
    detail = check.row.status.last_detail if check.row.status else ""
    told = f"{check.row.check.name}: {detail}" if detail else check.row.check.name
    return f"{told} · a in Health acknowledges"
