"""Uptime leaves maintenance out, whoever computes it, and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.conftest import FixedClock
from tests.health.conftest import bad, good, see, situation
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.reporting.report_figures import uptime_figures
from warroom_tui.services.warroom import Services
from warroom_tui.storage.monitoring.measured import read_measured
from warroom_tui.storage.reporting.reports import read_uptimes
from warroom_tui.ui.presenters.health import columns, face
from warroom_tui.ui.theme import DARK
from warroom_tui.ui.widgets.rows import Cell


def run(ana: Services, clock: FixedClock, seen: Measurement, minutes: int) -> None:
    for _ in range(minutes):
        see(ana, "Shop", seen)
        clock.move(minutes=1)


def test_an_outage_under_maintenance_costs_no_uptime(ana: Services, clock: FixedClock) -> None:
    begun = clock.now()
    run(ana, clock, good(), 6)
    run(ana, clock, bad(), 2)
    ana.health.alerts.maintain("Shop", timedelta(minutes=10), "new disks")
    run(ana, clock, bad(), 10)
    run(ana, clock, good(), 2)
    with ana.context.store.reading() as connection:
        measured = read_measured(connection, begun, clock.now())
        [shop] = read_uptimes(connection, begun, clock.now())
    assert measured["uptime"][0] == pytest.approx(80.0)
    assert shop.percent == pytest.approx(80.0)
    assert (shop.observed_s, shop.down_s, shop.unknown_s) == (600, 120, 0)
    assert shop.maintenance_s == 600
    [figure] = uptime_figures((shop,))
    assert "maintenance 10 min (left out)" in figure.definition


def test_the_window_of_another_check_changes_nothing(ana: Services, clock: FixedClock) -> None:
    begun = clock.now()
    ana.health.alerts.maintain("Accounting", timedelta(hours=1), "their new release")
    run(ana, clock, good(), 3)
    run(ana, clock, bad(), 1)
    with ana.context.store.reading() as connection:
        [shop] = read_uptimes(connection, begun, clock.now())
    assert (shop.percent, shop.maintenance_s) == (75, 0)


def test_no_percentile_lies_above_what_was_seen(ana: Services, clock: FixedClock) -> None:
    """Buckets are wide: the middle of the last one of 100 % is 100.86."""
    see(ana, "CPU", Measurement(True, 100.0, "100 % used"))
    clock.move(minutes=1)
    overview = ana.health.history.overview(timedelta(hours=1))
    number = next(check.id for check in ana.health.checks() if check.name == "CPU")
    tally = overview.tally(number)
    assert tally is not None
    assert tally.percentile(0.99) == 100.0


def test_the_panel_tells_the_change_of_a_check_from_the_baseline(
    ana: Services, clock: FixedClock
) -> None:
    for _ in range(3):
        see(ana, "Shop", good(100.0))
        clock.move(seconds=15)
    plain = [column.key for column in columns(64)]
    ana.triggers.record_baseline("before")
    see(ana, "Shop", good(135.0))
    seen = situation(ana)
    [shop] = [row for row in face(seen, DARK, 64).rows if row.key == "Shop"]
    assert "▲ 35 %" in [str(cell.text) for cell in shop.cells if isinstance(cell, Cell)]
    wide = [column.key for column in columns(64, based=True)]
    assert set(wide) - set(plain) == {"change"}
    assert len(shop.cells) == len(wide)
    assert "change" not in [column.key for column in columns(46, based=True)]
    narrow = face(seen, DARK, 46).rows[0]
    assert len(narrow.cells) == len(columns(46, based=True))
