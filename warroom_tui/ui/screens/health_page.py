"""What the Health screen shows, read in one go; each list reads only what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from warroom_tui.domain.monitoring.adoption import Step
from warroom_tui.domain.monitoring.day_table import FilledTable
from warroom_tui.domain.monitoring.health import Check, Excerpt, OutsideAlert
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.situation import CheckNow, check_now, read_situation
from warroom_tui.services.monitoring.health_history import LoggedAlert, Overview, Point
from warroom_tui.ui.presenters import figure_rows, health_days, outside_rows
from warroom_tui.ui.presenters import health_pages as pages
from warroom_tui.ui.presenters.figure_rows import Figure, figures_now

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

WINDOWS: tuple[tuple[str, timedelta | None], ...] = (
    ("last hour", timedelta(hours=1)),
    ("last day", timedelta(days=1)),
    ("since launch", None),
)
VIEWS = ("checks", "alert log", "other alerts", "figures", "day by day")
COLUMNS = (
    pages.CHECK_COLUMNS,
    pages.LOG_COLUMNS,
    outside_rows.OUTSIDE_COLUMNS,
    figure_rows.FIGURE_COLUMNS,
    health_days.STEP_COLUMNS,
)
LOG, OUTSIDE, FIGURES, DAYS = 1, 2, 3, 4
"""Places in `VIEWS`."""
EMPTY = (
    "No checks yet. A plan brings them, in a warroom block.",
    "Nothing ever fired. Press v for the next list.",
    "No alert from elsewhere. A plan names an Alertmanager as a check: alertmanager: https://…",
    "The plan names no figures.",
    "The plan names no adoption targets.",
)


@dataclass(frozen=True, slots=True)
class HealthPage:
    """What the screen shows, read at one moment."""

    overview: Overview
    window: int
    checks: tuple[CheckNow, ...]
    points: tuple[Point, ...]
    """Of the chosen check."""
    points_of: int | None
    """Id of that check."""
    excerpts: tuple[Excerpt, ...]
    log: tuple[LoggedAlert, ...]
    outside: tuple[OutsideAlert, ...]
    procedures: tuple[Procedure, ...]
    tables: tuple[FilledTable, ...]
    """Read only while they are looked at."""
    steps: tuple[Step, ...]
    figures: tuple[Figure, ...]
    figure_points: tuple[Point, ...]
    """Of the chosen figure, which `figure_of` names."""
    figure_of: str | None
    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        """When it was read."""
        return self.overview.end

    def figure(self, cursor: str | None) -> Figure | None:
        """The figure of a line."""
        return next((f for f in self.figures if f"figure:{f.key}" == cursor), None)

    def check(self, name: str | None) -> CheckNow | None:
        """The check of that name."""
        return next((each for each in self.checks if each.row.check.name == name), None)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to look at."""

    window: int
    view: int
    chosen: str | None
    """Key of the line under the cursor."""


def read_page(services: Services, wish: Wish, zone: ZoneInfo | None) -> HealthPage:
    """Read what is wished for."""
    history = services.health.history
    overview = history.overview(WINDOWS[wish.window][1])
    checks = tuple(check_now(row, overview.end) for row in overview.rows)
    log = history.alerts()
    check = _check_to_plot(wish, checks, log)
    tables, steps = _days(services, wish)
    figures, figure_points, figure_of = _figures(services, wish, overview)
    return HealthPage(
        overview,
        wish.window,
        checks,
        history.points(check.id, overview.start, overview.end) if check else (),
        check.id if check else None,
        history.excerpts(check.id) if check else (),
        log,
        history.outside(),
        services.runbooks.all(),
        tables,
        steps,
        figures,
        figure_points,
        figure_of,
        zone or services.launch().zone,
    )


def _check_to_plot(
    wish: Wish, checks: tuple[CheckNow, ...], log: tuple[LoggedAlert, ...]
) -> Check | None:
    name = check_name(wish.chosen, log)
    found = [each.row.check for each in checks if each.row.check.name == name]
    if wish.view >= OUTSIDE or not checks:
        return None
    return found[0] if found else checks[0].row.check


def _days(services: Services, wish: Wish) -> tuple[tuple[FilledTable, ...], tuple[Step, ...]]:
    if wish.view != DAYS:
        return (), ()
    from warroom_tui.services.monitoring.day_tables import DayTables

    days = DayTables(services.context)
    status = read_situation(services.board(), services.clock.now()).rag.rag.value
    return days.all(status), days.ladder()


def _figures(
    services: Services, wish: Wish, overview: Overview
) -> tuple[tuple[Figure, ...], tuple[Point, ...], str | None]:
    if wish.view != FIGURES:
        return (), (), None
    found = figures_now(services.board(), overview.end)
    keys = [figure.key for figure in found]
    wanted = (wish.chosen or "").removeprefix("figure:")
    key = wanted if wanted in keys else keys[0] if keys else None
    if key is None:
        return found, (), None
    history = services.health.history
    return found, history.metric_points(key, overview.start, overview.end), key


def check_name(cursor: str | None, log: Sequence[LoggedAlert]) -> str | None:
    """The check that a line speaks of: its own name, or that of its alert."""
    if cursor is not None and cursor.startswith("alert:"):
        return next((e.check for e in log if pages.alert_key(e.alert) == cursor), None)
    return cursor
