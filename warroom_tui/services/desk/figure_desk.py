"""The figures of the support desk: a day in full, by group, and the tickets behind each figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.figures import (
    SUPPORT_METRICS,
    WEEK_METRICS,
    DeskFigures,
    SupportCounts,
    limit_unit,
    support_metric,
)
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.incident.issues import KnownIssue, Severity
from warroom_tui.domain.reporting.report_figures import DayRows, figure_text
from warroom_tui.domain.triggers.criteria import Criterion, Verdict, judge_criterion, on_scale
from warroom_tui.services.context import Context
from warroom_tui.services.desk.figure_rows import FigureRows
from warroom_tui.storage.desk import counts
from warroom_tui.storage.incident import issues
from warroom_tui.storage.monitoring import health
from warroom_tui.storage.runsheet import launches

DAYS = 14
"""Days of the volume that are shown."""


class GroupBy(StrEnum):
    """By what figures are counted."""

    CATEGORY = "category"
    LEVEL = "level"
    PERSON = "person"


Group: TypeAlias = tuple[GroupBy, str]
"""By what, and which of them; nothing stands as ""."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A criterion of the plan on a support figure, and how it stands."""

    criterion: Criterion
    value: float | None
    """On the plan's own scale."""
    verdict: Verdict

    @property
    def unit(self) -> str:
        """What the value counts in: the plan's own scale, else the figure's unit."""
        written = self.criterion.condition.unit if self.criterion.condition else ""
        return limit_unit(self.criterion.metric, written)

    @property
    def text(self) -> str:
        """The value with its unit."""
        return "–" if self.value is None else figure_text(self.value, self.unit)

    @property
    def bad(self) -> bool:
        """Missed, or the condition of a rollback holds."""
        return self.word in ("missed", "tripped")

    @property
    def word(self) -> str:
        """How it stands; a rollback condition is clear or tripped, never met."""
        condition = self.criterion.condition
        if self.criterion.klass.startswith("rollback") and condition is not None:
            if self.value is None:
                return Verdict.NO_DATA.value.replace("_", " ")
            return "tripped" if condition.holds(self.value) else "clear"
        if condition is None and self.value is not None and self.verdict is Verdict.NO_DATA:
            return "by hand"
        return self.verdict.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class FigurePage:
    """A day's figures, in all and by group, with the plan's limits on them."""

    figures: DeskFigures
    groups: tuple[tuple[GroupBy, tuple[tuple[str, SupportCounts], ...]], ...]
    limits: tuple[Limit, ...]
    now: datetime
    zone: ZoneInfo
    today: bool
    first_day: date | None = None
    """Day 1 of the launch, from which its first week is counted."""


class FigureDesk:
    """Reads figures; nothing here is written."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def today(self) -> date:
        """The launch-local day of now."""
        with self._context.store.reading() as connection:
            return launches.read_launch(connection).local(self._context.clock.now()).date()

    def day(self, day: date) -> DeskFigures:
        """Counts, percentiles and volume of a launch-local day."""
        return self.page(day, groups=()).figures

    def page(self, day: date, groups: Iterable[GroupBy] = GroupBy) -> FigurePage:
        """Everything about a day, in one snapshot."""
        now = self._context.clock.now()
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            start, end = launch.day_bounds(day)
            criteria = [
                one for one in health.read_criteria(connection) if one.metric in SUPPORT_METRICS
            ]
            found = counts.read_support_counts(connection, start, end, now)
            found = counts.with_period(connection, found, launch, start, WEEK_METRICS)
            found = counts.with_percentiles(connection, found, start, end)
            days = counts.read_days(connection, launch, start, DAYS)
            figures = DeskFigures(
                day, found, counts.read_hours(connection, launch, start, end), days
            )
            return FigurePage(
                figures=figures,
                groups=tuple(
                    (
                        by,
                        _sorted(counts.read_grouped_counts(connection, start, end, now, by.value)),
                    )
                    for by in groups
                ),
                limits=tuple(_limit(one, found) for one in criteria),
                now=now,
                zone=launch.zone,
                today=launch.local(now).date() == day,
                first_day=launch.date_of_day(1),
            )

    def rows(
        self,
        which: DayRows,
        day: date,
        group: Group | None = None,
        *,
        days: int = 1,
        hour: int | None = None,
    ) -> tuple[Ticket, ...]:
        """The tickets behind a figure, of one group if asked; see `FigureRows.tickets`."""
        found = FigureRows(self._context).tickets(which, day, days=days, hour=hour)
        if group is None:
            return found
        by, name = group
        return tuple(one for one in found if _group_of(one, by) == name)

    def critical_issues(self, day: date) -> tuple[KnownIssue, ...]:
        """The known issues that the figure counts, settled ones too."""
        with self._context.store.reading() as connection:
            start, end = launches.read_launch(connection).day_bounds(day)
            found = issues.read_issues(connection, live_only=False)
        return tuple(
            one
            for one in found
            if one.severity is Severity.CRITICAL and start <= one.reported_at < end
        )


def _sorted(groups: dict[str, SupportCounts]) -> tuple[tuple[str, SupportCounts], ...]:
    """The busiest first."""
    return tuple(
        sorted(groups.items(), key=lambda item: (-item[1].created, -item[1].resolved, item[0]))
    )


def _limit(criterion: Criterion, found: SupportCounts) -> Limit:
    unit = criterion.condition.unit if criterion.condition else ""
    value = on_scale(support_metric(found, criterion.metric or ""), criterion.metric, unit)
    return Limit(criterion, value, judge_criterion(criterion, value, scaled=True))


def _group_of(ticket: Ticket, by: GroupBy) -> str:
    if by is GroupBy.CATEGORY:
        return ticket.category
    return ticket.level.value if by is GroupBy.LEVEL else ticket.assignee or ""
