"""A check that fires stands in one line until somebody takes it on; toasts never pile up."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.notifications import Notification

from tests.conftest import FixedClock
from tests.health.conftest import bad, good, see, situation
from tests.ui.conftest import _plain_terminal, _played, colleague, day, sitting
from warroom_tui.domain.monitoring.standing import standing_alarm
from warroom_tui.services.warroom import Services
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.presenters.alarm_line import alarm_words
from warroom_tui.ui.presenters.wall import WallView, draw_wall
from warroom_tui.ui.theme import DARK
from warroom_tui.ui.toasts import Burst, gathered
from warroom_tui.ui.widgets.banner import Banner
from warroom_tui.ui.widgets.drawn_text import width_of

__all__ = ["_plain_terminal", "_played", "colleague", "day"]


def wall(services: Services) -> str:
    lines = draw_wall(situation(services), WallView("status"), DARK, 80, 24)
    assert len(lines) == 24
    return "\n".join(line.plain for line in lines)


def test_it_stands_until_it_is_acknowledged_or_recovers(ana: Services, clock: FixedClock) -> None:
    see(ana, "Shop", good())
    assert standing_alarm(situation(ana)) is None
    assert "nobody has it yet" not in wall(ana)
    clock.move(seconds=15)
    see(ana, "Shop", bad())
    alarm = standing_alarm(situation(ana))
    assert alarm is not None
    assert (alarm.name, alarm.tag, alarm.detail, alarm.more) == ("Shop", "DOWN", "HTTP 503", 0)
    assert "DOWN  Shop since 08:00" in wall(ana)
    ana.health.alerts.acknowledge("Shop", "on it")
    assert standing_alarm(situation(ana)) is None, "somebody has it"
    ana.timeline.undo()
    assert standing_alarm(situation(ana)) is not None
    clock.move(seconds=15)
    see(ana, "Shop", good())
    assert standing_alarm(situation(ana)) is None, "it has recovered"


@pytest.mark.parametrize("width", [40, 60, 80, 120, 240])
def test_the_line_fits_and_keeps_what_since_when_and_the_key(
    ana: Services, clock: FixedClock, width: int
) -> None:
    see(ana, "Shop", bad())
    clock.move(seconds=15)
    seen = situation(ana)
    alarm = standing_alarm(seen)
    assert alarm is not None
    said = alarm_words(alarm, seen, width, key="1 a acknowledge")
    assert width_of(said) <= width or width < 60
    for kept in ("DOWN  Shop", "since 08:00", "1 a acknowledge"):
        assert kept in said
    assert ("HTTP 503" in said) is (width >= 60)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
def test_the_key_of_the_line_takes_the_check_on(
    day: Path, colleague: Services, size: tuple[int, int]
) -> None:
    """From any panel: 1 goes to it, a acknowledges; then the line gives its room back."""

    async def run() -> None:
        alarm = standing_alarm(situation(colleague))
        assert alarm is not None
        assert alarm.down, "down before slow"
        name = alarm.name
        async with sitting(day, size) as seated:
            banner = seated.dashboard.query_one("#takeover", Banner)
            await seated.until(lambda: name in banner.said, "it stands across the top")
            assert "1 a acknowledge" in banner.said
            assert banner.size.height == 1
            await seated.keys("1")
            await seated.until(lambda: seated.cursor(Scope.HEALTH) == name, "1 goes to it")
            await seated.keys("a", *"looking", "enter")
            await seated.until(lambda: name not in banner.said, "somebody has it")

    asyncio.run(run())


def test_a_burst_of_toasts_is_one_with_a_count() -> None:
    shown: list[Notification] = []
    for number in range(6):
        toast, gone = gathered(shown, Notification(f"Ticket {number} taken", raised_at=100.0))
        shown = [*(one for one in shown if one not in gone), toast]
        if number == 1:
            told = [one.message for one in shown]
            assert told == ["Ticket 0 taken", "Ticket 1 taken"], "two can be read"
    assert [one.message for one in shown] == ["Ticket 5 taken  (+5 more)"]
    toast, gone = gathered(shown, Notification("Ticket 7 taken", raised_at=110.0))
    assert (toast.message, gone) == ("Ticket 7 taken", []), "later it stands for itself"


def test_at_most_three_kinds_stand_and_the_gravest_stay() -> None:
    shown: list[Notification] = []
    for title, severity in (("down", "error"), ("a", "information"), ("b", "information"),
                            ("c", "information")):  # fmt: skip
        new = Notification("x", title, severity, raised_at=100.0 + len(shown))  # type: ignore[arg-type]
        toast, gone = gathered(shown, new)
        assert isinstance(toast, Burst)
        shown = [*(one for one in shown if one not in gone), toast]
    assert [one.title for one in shown] == ["down", "b", "c"]
