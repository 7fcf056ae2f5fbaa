"""What the checks saw over any window: uptime, percentiles, error budgets, charts, alert log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from warroom_tui.domain.board import CheckRow
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.monitoring.alerts import Alert
from warroom_tui.domain.monitoring.health import Check, CheckState, Excerpt, OutsideAlert
from warroom_tui.domain.monitoring.uptime import ErrorBudget, Tally
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.criteria import Criterion
from warroom_tui.domain.triggers.periods import current_target, window_of
from warroom_tui.services.context import Context
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.monitoring import day_figures, history
from warroom_tui.storage.monitoring import health as rows
from warroom_tui.storage.monitoring import health_alerts as alerts
from warroom_tui.storage.monitoring import health_writes as writes
from warroom_tui.storage.runsheet import launches

Point = tuple[datetime, float | None, CheckState]

SAMPLES_UP_TO = timedelta(hours=2)
MINUTES_UP_TO = timedelta(hours=48)
"""Charts over longer windows are drawn from hours."""
DEFAULT_TARGET_PCT = 99.5
"""Uptime target when the plan names none (the launch-week plan's)."""
DEFAULT_WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Overview:
    """Every check over one window, with the launch's uptime target and its error budget."""

    start: datetime
    end: datetime
    rows: tuple[CheckRow, ...]
    tallies: tuple[Tally, ...]
    """Only checks that were observed in the window."""
    target: Criterion | None
    """The uptime target of the current period; None: none in the plan."""
    target_pct: float
    budget_window: timedelta
    budgets: tuple[tuple[int, ErrorBudget], ...]
    """(check id, budget) of every observed check over the budget's own window."""

    def tally(self, check_id: int) -> Tally | None:
        """What one check saw."""
        return next((tally for tally in self.tallies if tally.check_id == check_id), None)

    def budget(self, check_id: int) -> ErrorBudget | None:
        """The error budget of one check."""
        return next((budget for number, budget in self.budgets if number == check_id), None)


@dataclass(frozen=True, slots=True)
class LoggedAlert:
    """An alert with the name of its check."""

    check: str
    alert: Alert


class HealthHistory:
    """Reads the past of the checks of one launch."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def overview(self, window: timedelta | None, *, spread: bool = True) -> Overview:
        """Every check over the last `window` (None: since go-live, else since the first result)."""
        now = self._context.clock.now()
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            start = now - window if window is not None else launch_start(connection, launch, now)
            day = launch.day_number(now)
            target = current_target(rows.read_criteria(connection), "uptime", day)
            limit = target.condition.limit if target and target.condition else DEFAULT_TARGET_PCT
            length = (
                window_of(target, launch_window(launch)) if target else None
            ) or DEFAULT_WINDOW
            begun = budget_start(launch, now, length, target)
            budgets = tuple(
                (tally.check_id, ErrorBudget(limit, length, tally.down))
                for tally in history.read_tallies(connection, begun, now)
            )
            return Overview(
                start,
                now,
                rows.read_rows(connection, now),
                history.read_tallies(connection, start, now, spread=spread),
                target,
                limit,
                length,
                budgets,
            )

    def points(self, check_id: int, start: datetime, end: datetime) -> tuple[Point, ...]:
        """The points of a chart: samples, minutes or hours, by the length of the window."""
        with self._context.store.reading() as connection:
            if end - start <= SAMPLES_UP_TO:
                return rows.read_samples(connection, check_id, start)
            if end - start <= MINUTES_UP_TO:
                return history.read_minute_points(connection, check_id, start, end)
            return history.read_hour_points(connection, check_id, start, end)

    def metric_points(self, key: str, start: datetime, end: datetime) -> tuple[Point, ...]:
        """The points of a metric's chart: what was typed in or fetched."""
        with self._context.store.reading() as connection:
            found = day_figures.read_points(connection, key, start, end)
        return tuple((at, value, CheckState.UP) for at, value in found)

    def since_launch(self) -> datetime:
        """When the launch's own window of charts begins."""
        now = self._context.clock.now()
        with self._context.store.reading() as connection:
            return launch_start(connection, launches.read_launch(connection), now)

    def excerpts(self, check_id: int) -> tuple[Excerpt, ...]:
        """The last answers of a check, newest first."""
        with self._context.store.reading() as connection:
            return writes.read_excerpts(connection, check_id)

    def alerts(self, since: datetime | None = None, limit: int = 200) -> tuple[LoggedAlert, ...]:
        """Open alerts and those that ended since then (default: all), newest first."""
        with self._context.store.reading() as connection:
            names = rows.read_check_names(connection)
            begun = since or datetime(1, 1, 1, tzinfo=self._context.clock.now().tzinfo)
            return tuple(
                LoggedAlert(names.get(found.check_id, "?"), found)
                for found in alerts.read_alerts(connection, begun, limit)
            )

    def outside(self) -> tuple[OutsideAlert, ...]:
        """Alerts of the team's own Alertmanagers, the gravest and oldest first."""
        with self._context.store.reading() as connection:
            return alerts.read_outside(connection)

    def find(self, name: str) -> Check:
        """The check of that name; raises NotFound with the names there are."""
        with self._context.store.reading() as connection:
            checks = rows.read_checks(connection)
        wanted = name.strip().casefold()
        found = next((check for check in checks if check.name.casefold() == wanted), None)
        if found is None:
            names = ", ".join(check.name for check in checks)
            raise NotFound(
                f'There is no check called "{clean(name)}".', f"Known: {names or 'none'}."
            )
        return found


def launch_start(connection: Connection, launch: Launch, now: datetime) -> datetime:
    """Go-live once it has passed, else the first thing that a check saw."""
    if launch.go_live_at is not None and launch.go_live_at < now - timedelta(hours=1):
        return launch.go_live_at
    return history.first_seen(connection) or now - timedelta(hours=1)


def launch_window(launch: Launch) -> timedelta | None:
    """How long the launch window is; None where the plan names none."""
    if launch.window_start is None or launch.window_end is None:
        return None
    length = launch.window_end - launch.window_start
    return length if length > timedelta(0) else None


def budget_start(
    launch: Launch, now: datetime, window: timedelta, target: Criterion | None
) -> datetime:
    """A budget of a period counts from go-live; one without a period over the last days."""
    own = target is not None and window_of(target, launch_window(launch)) is not None
    if own and launch.go_live_at is not None and launch.go_live_at < now:
        periods = (now - launch.go_live_at) // window
        return launch.go_live_at + periods * window
    return now - window
