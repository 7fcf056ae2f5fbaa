"""Every line of the figures opens, by enter, what it counted."""

from __future__ import annotations

import asyncio
import re

from tests.conftest import FixedClock
from tests.service_levels.conftest import Launch
from tests.ui_screens.conftest import Watcher, watching
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket, Priority
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.services.warroom import Services
from warroom_tui.ui.screens.desk_figures import FiguresScreen

PLAN = """\
# Shop

## Success criteria

- [ ] Support tickets: _______ (target: < 20 in first week)
- [ ] < 3 support tickets per day
- [ ] Ticket volume decreasing
- [ ] <5 critical issues

```warroom
sla:
  targets:
    - {priority: P1, response: 15 min, resolution: 2 h}
    - {priority: P3, response: 4 h, resolution: 24 h}
```
"""


def busy_days(ana: Services, ben: Services, clock: FixedClock) -> None:
    """Three days: 6, 4 and 3 tickets, with some of everything on the last."""
    for number in (6, 4):
        for one in range(number):
            ana.tickets.add(NewTicket(f"Early {one}"))
        clock.move(days=1)
    fast = ana.tickets.add(NewTicket("Cards", category="cards")).ref
    slow = ben.tickets.add(NewTicket("Down", priority=Priority.P1)).ref
    ben.tickets.add(NewTicket("Where is it"))
    ana.tickets.take(fast)
    ana.tickets.reply(fast, "Try again")
    ana.tickets.resolve(fast, "Tried again")
    ana.tickets.rate(fast, 4)
    clock.move(hours=1)
    ben.tickets.escalate(slow, Level.L2, EscalationContext("Down", "all", "restart"))
    ben.tickets.resolve(slow, "Up")
    ben.tickets.reopen(slow)
    ana.issues.add(NewIssue("Data gone", severity=Severity.CRITICAL))
    done = ana.issues.add(NewIssue("Other data gone", severity=Severity.CRITICAL)).ref
    ana.issues.add(NewIssue("Typo", severity=Severity.LOW))
    assert done


def heading(seat: Watcher) -> str:
    """The first line of the screen."""
    return seat.frame.splitlines()[0]


def test_every_figure_opens_the_rows_behind_it(launch: Launch, clock: FixedClock) -> None:
    ana = launch(PLAN)
    busy_days(ana, launch(PLAN, "Ben"), clock)
    shown: dict[str, str] = {}

    async def run() -> None:
        screen = FiguresScreen(ana)
        async with watching(screen) as seat:
            await seat.sees("3 logged, 1 resolved", "promises broken")
            keys = [row.key for row in screen.list.rows if not row.heading]
            for key in keys:
                assert screen.list.move_to(key)
                await seat.keys("enter")
                await seat.until(lambda: seat.app.screen is not screen, f"rows behind {key}")
                if key.startswith("group:"):
                    await seat.sees("tickets behind which figure?")
                    await seat.keys("enter")
                await seat.until(lambda: bool(re.search(r"\d", heading(seat))), "a heading")
                await seat.until(lambda: "·" in heading(seat), "a heading")
                shown[key] = heading(seat).strip()
                await seat.keys("escape")
                await seat.until(lambda: seat.app.screen is screen, "the figures again")

    asyncio.run(run())
    assert shown["figure:tickets_created"] == "Support tickets · Thu 3 Dec · 3 tickets"
    assert shown["promises:kept"] == "Promises kept · Thu 3 Dec · 2 tickets"
    assert shown["promises:late"] == "Promises broken · Thu 3 Dec · 5 tickets"
    assert shown["figure:reopen_rate"].endswith("· 1 ticket")
    assert shown["figure:critical_issues"] == "Critical issues · Thu 3 Dec · 2"
    assert shown["day:2026-12-01"] == "Logged · Tue 1 Dec · 6 tickets"
    assert shown["hour:9"] == "Logged from 09:00 on · Thu 3 Dec · 3 tickets"
    assert shown["group:category:cards"].startswith("cards: Support tickets · Thu 3 Dec · 1 ticket")
    texts = " | ".join(shown.values())
    assert "first week) · Tue 1 Dec to Mon 7 Dec · 13 tickets" in texts
    assert "Ticket volume decreasing · Tue 1 Dec to Wed 2 Dec · 10 tickets" in texts
    assert "per day · Thu 3 Dec · 3 tickets" in texts
    assert "<5 critical issues" not in texts  # opens the issues themselves
    assert len([one for one in shown.values() if one.startswith("Critical issues")]) == 2
