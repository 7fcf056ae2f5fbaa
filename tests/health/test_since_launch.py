"""Targets that count from go-live, and targets that ask for a direction, are judged by data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.health.conftest import bad, good, see
from tests.services.sample import seat
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
from warroom_tui.services.triggers.criterion_binding import trend_of
from warroom_tui.services.warroom import Services
from warroom_tui.storage.monitoring.retention import MINUTES

PLAN = """\
# Shop launch

## Success Criteria

- [ ] All core systems operational within 2 hours of launch
- [ ] Customer service disruption < 4 hours

### Week 1 Success

- [ ] Adoption > 50% of users

### Week 2 Success

- [ ] Ticket volume decreasing
- [ ] Issue resolution faster
- [ ] Continued user growth

```warroom
checks:
  - {name: Shop, http: "https://shop.example/health", every: 15s, fail-after: 1}
```
"""


@pytest.fixture
def ana(tmp_path: Path, clock: FixedClock) -> Iterator[Services]:
    plan, path = tmp_path / "plan.md", tmp_path / "launch.db"
    plan.write_text(PLAN, encoding="utf-8")
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, tzinfo=UTC))
    import_plans(read_plan_files([plan]), path, answers, actor="Ana")
    with seat(path, "Ana", clock) as services:
        yield services


def gauge(ana: Services, words: str) -> Gauge:
    return next(one for one in ana.triggers.gauges() if words in one.criterion.text)


def test_systems_that_come_up_late_miss_their_time_and_an_outage_is_a_disruption(
    ana: Services, clock: FixedClock
) -> None:
    assert gauge(ana, "core systems").verdict is Verdict.NO_DATA  # unknown is not down
    for _ in range(90):
        see(ana, "Shop", bad())
        clock.move(minutes=1)
    assert gauge(ana, "core systems").value == pytest.approx(1.5)
    assert gauge(ana, "core systems").verdict is Verdict.MET  # there is time left
    see(ana, "Shop", good())
    clock.move(minutes=1)
    assert gauge(ana, "disruption").value == pytest.approx(1.5)
    assert gauge(ana, "disruption").verdict is Verdict.MET
    clock.move(hours=3)
    assert gauge(ana, "core systems").value == pytest.approx(1.5)  # they were up in time
    while clock.now() < datetime(2026, 12, 4, 14, tzinfo=UTC):
        while ana.health.tidy():
            pass
        clock.move(hours=6)
    assert clock.now() - datetime(2026, 12, 1, 9, 30, tzinfo=UTC) > MINUTES
    assert gauge(ana, "core systems").value == pytest.approx(1.5)  # the hours tell it too


def test_a_watch_that_begins_late_blames_nobody(ana: Services, clock: FixedClock) -> None:
    clock.move(hours=5, minutes=5)
    see(ana, "Shop", good())
    clock.move(minutes=1)
    assert gauge(ana, "core systems").value == 0  # never seen down
    clock.move(hours=2)
    ana.health.tidy()
    assert gauge(ana, "core systems").value == 0  # nor once the hour is rolled up


def test_a_direction_is_judged_by_days_against_days(ana: Services, clock: FixedClock) -> None:
    watch = CriteriaWatch(ana.context)
    clock.move(days=7)  # week 2
    for tickets, hours, adoption in ((4, 8, 20.0), (2, 2, 35.0)):
        ana.health.set_metric("adoption", adoption)
        refs = [ana.tickets.add(_ticket(number)).ref for number in range(tickets)]
        clock.move(hours=hours)
        for ref in refs:
            ana.tickets.resolve(ref, "Fixed")
        watch.evaluate()
        clock.move(hours=24 - hours)
    watch.evaluate()
    for words, value in (("volume", -50.0), ("faster", -75.0), ("growth", 75.0)):
        assert gauge(ana, words).value == pytest.approx(value), words
        assert gauge(ana, words).verdict is Verdict.MET, words
    for number in range(6):
        ana.tickets.add(_ticket(number))
    clock.move(days=1)
    watch.evaluate()
    assert gauge(ana, "volume").value == pytest.approx(200.0)  # not as it first stood
    assert gauge(ana, "volume").verdict is Verdict.MISSED


def _ticket(number: int) -> NewTicket:
    return NewTicket(f"Case {number}")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fewer tickets than in week 1", ("ticket_trend", "<")),
        ("Problems are resolved faster", ("resolution_trend", "<")),
        ("Issues solved in less time", ("resolution_trend", "<")),
        ("Number of users is growing", ("user_growth", ">")),
        ("Users can pay", None),
        ("Team grown in confidence", None),
        ("Ticket volume stable", None),
    ],
)
def test_words_ask_for_a_direction(text: str, wanted: tuple[str, str] | None) -> None:
    assert trend_of(text) == wanted
