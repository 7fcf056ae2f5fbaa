"""The Health screen: every check over an hour, a day or the launch, and what fired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets._static import Static

from warroom_tui.domain.adoption import Step
from warroom_tui.domain.day_table import FilledTable
from warroom_tui.domain.health import Check, CheckState, Excerpt, OutsideAlert
from warroom_tui.domain.procedures import Procedure
from warroom_tui.domain.runbook_link import runbook_for
from warroom_tui.domain.situation import CheckNow, check_now, read_situation
from warroom_tui.services.health_history import LoggedAlert, Overview, Point
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.presenters import health_pages as pages
from warroom_tui.ui.presenters import plot
from warroom_tui.ui.presenters.marks import joined
from warroom_tui.ui.screens.actions.health import CheckDeeds
from warroom_tui.ui.screens.desk import Desk
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

WINDOWS: tuple[tuple[str, timedelta | None], ...] = (
    ("last hour", timedelta(hours=1)),
    ("last day", timedelta(days=1)),
    ("since launch", None),
)
VIEWS = ("checks", "alert log", "other alerts", "day by day")
_COLUMNS = (
    pages.CHECK_COLUMNS,
    pages.LOG_COLUMNS,
    pages.OUTSIDE_COLUMNS,
    pages.STEP_COLUMNS,
)
LOG, OUTSIDE, DAYS = 1, 2, 3
"""Places in `VIEWS`."""
_EMPTY = (
    "No checks yet. A plan brings them, in a warroom block.",
    "Nothing ever fired. Press v for the next list.",
    "No alert from elsewhere. A plan names an Alertmanager as a check: alertmanager: https://…",
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
    zone: ZoneInfo

    @property
    def now(self) -> datetime:
        """When it was read."""
        return self.overview.end

    def check(self, name: str | None) -> CheckNow | None:
        """The check of that name."""
        return next((each for each in self.checks if each.row.check.name == name), None)


class _ScreenDeeds(CheckDeeds):
    """What people do about the check under this screen's cursor."""

    def __init__(self, desk: Desk, screen: HealthScreen) -> None:
        super().__init__(desk)
        self._screen = screen

    def chosen(self) -> CheckNow | None:
        """The check that the chosen line speaks of."""
        found = self._screen.chosen_check()
        if found is None:
            self._desk.say("This line is no check of ours.", "warning")
        return found


class HealthScreen(Shelf[HealthPage]):
    """List at the left, plot and facts at the right; above each other where it is narrow."""

    DEFAULT_CSS = """
    HealthScreen {
        & #detail #plot { height: 9; }
        & #detail #plot.none { display: none; }
        &.wide #list { width: 5fr; }
        &.wide #detail { width: 6fr; }
        &.wide #detail #plot { height: 16; }
        &.wide.vast #detail #plot { height: 24; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "window(1)", "Longer", show=False),
        Binding("left", "window(-1)", "Shorter", show=False),
        Binding("v", "view(1)", "Next list", show=False),
        Binding("a", "deed('ack')", "Acknowledge", show=False),
        Binding("s", "deed('silence')", "Silence", show=False),
        Binding("x", "deed('maintain')", "Maintenance", show=False),
        Binding("t", "deed('say')", "Tell", show=False),
        Binding("b", "deed('runbook')", "Runbook", show=False),
    ]
    COLUMNS = pages.CHECK_COLUMNS
    EMPTY = _EMPTY[0]
    EVERY_S = 2.0

    def __init__(self, services: Services, goal: str | None = None) -> None:
        """`goal` is the name of the check to stand on."""
        super().__init__(services)
        self._goal = goal
        self._window = 0
        self._view = 0
        self._chosen: str | None = goal
        self._deeds = _ScreenDeeds(Desk(self, services, self.reload, self._selected), self)

    def content(self) -> ComposeResult:
        """Words to find, list, plot, facts."""
        yield LineField(placeholder="words to find, all of them", id="words")
        with Horizontal(id="halves"):
            yield LineList(self.COLUMNS, empty=self.EMPTY, id="list")
            with VerticalScroll(id="detail"):
                yield Static(id="plot")
                yield Static(id="facts")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("left", "shorter"),
            ("right", "longer"),
            ("v", "next list"),
            ("a", "acknowledge"),
            ("s", "silence"),
            ("x", "maintenance"),
            ("b", "runbook"),
            ("escape", "back"),
        )

    def _selected(self, _: Scope) -> str | None:
        return self._chosen

    # Reading

    def read(self) -> HealthPage:
        """The overview, and the points of the chosen check."""
        plot.load()  # here, where nobody waits for it
        history, window = self.services.health.history, self._window
        overview = history.overview(WINDOWS[window][1])
        checks = tuple(check_now(row, overview.end) for row in overview.rows)
        log = history.alerts()
        check = self._check_to_plot(checks, log)
        return HealthPage(
            overview,
            window,
            checks,
            history.points(check.id, overview.start, overview.end) if check else (),
            check.id if check else None,
            history.excerpts(check.id) if check else (),
            log,
            history.outside(),
            self.services.runbooks.all(),
            *self._days(),
            self.page.zone if self.page else self.services.launch().zone,
        )

    def _days(self) -> tuple[tuple[FilledTable, ...], tuple[Step, ...]]:
        if self._view != DAYS:
            return (), ()
        from warroom_tui.services.day_tables import DayTables

        days = DayTables(self.services.context)
        now = self.services.clock.now()
        status = read_situation(self.services.board(), now).rag.rag.value
        return days.all(status), days.ladder()

    def _check_to_plot(
        self, checks: tuple[CheckNow, ...], log: tuple[LoggedAlert, ...]
    ) -> Check | None:
        name = _check_name(self._chosen, log)
        found = [each.row.check for each in checks if each.row.check.name == name]
        if self._view >= OUTSIDE or not checks:
            return None
        return found[0] if found else checks[0].row.check

    # Showing

    def show(self, data: HealthPage) -> None:
        """List, heading, plot, facts; the first time the cursor goes where it was sent."""
        if data.window != self._window:
            return  # a later reading is under way
        super().show(data)
        goal, self._goal = self._goal, None
        if goal is not None:
            self.list.move_to(goal)

    def title_of(self, data: HealthPage) -> str:
        """Which list over which window, and the worst news."""
        counts = dict.fromkeys(CheckState, 0)
        for check in data.checks:
            counts[check.state] += 1
        news = [
            f"{counts[state]} {word}"
            for state, word in (
                (CheckState.DOWN, "down"),
                (CheckState.SLOW, "slow"),
                (CheckState.UNKNOWN, "without data"),
            )
            if counts[state]
        ]
        firing = sum(alert.state == "active" for alert in data.outside)
        news += [f"{firing} from elsewhere"] if firing else []
        target = f"target {data.overview.target_pct:g} %"
        return joined(
            f"Health: {VIEWS[self._view]}", WINDOWS[data.window][0], *(news or ["all up"]), target
        )

    def rows(self, data: HealthPage) -> Sequence[Row]:
        """The lines of the open list."""
        now, zone, palette = data.now, data.zone, self.palette
        if self._view == LOG:
            return [
                pages.log_row(each.check, each.alert, now, zone, palette)
                for each in data.log
                if self.matches(each.check, each.alert.state, each.alert.reason)
            ]
        if self._view == DAYS:
            return [
                pages.step_row(number, step, now, zone, palette)
                for number, step in enumerate(data.steps)
                if self.matches(step.text, step.state)
            ]
        if self._view == OUTSIDE:
            return [
                pages.outside_row(number, alert, now, palette)
                for number, alert in enumerate(data.outside)
                if self.matches(alert.name, alert.severity, alert.summary, alert.source)
            ]
        overview = data.overview
        return [
            pages.check_row(
                check,
                overview.tally(check.row.check.id),
                overview.budget(check.row.check.id),
                now,
                palette,
            )
            for check in data.checks
            if self.matches(check.row.check.name, check.row.check.group, check.state)
        ]

    def told(self, data: HealthPage) -> Text:
        """The chosen line in full; the plot above it."""
        self._draw_plot(data)
        now, zone, palette = data.now, data.zone, self.palette
        if self._view == LOG:
            logged = self._logged(data)
            if logged is None:
                return Text("")
            return pages.log_facts(logged.check, logged.alert, now, zone, palette)
        if self._view == DAYS:
            return pages.table_text(data.tables, palette)
        if self._view == OUTSIDE:
            return self._outside_facts(data)
        check = data.check(self.cursor)
        if check is None:
            return Text("")
        spec = check.row.check
        return pages.check_facts(
            check,
            data.overview.tally(spec.id),
            data.overview.budget(spec.id),
            runbook_for(spec, data.procedures),
            data.excerpts if data.points_of == spec.id else (),
            now,
            zone,
            palette,
            self.query_one("#facts", Static).size.width,
        )

    def _outside_facts(self, data: HealthPage) -> Text:
        palette = self.palette
        alerts = {f"outside:{number}": alert for number, alert in enumerate(data.outside)}
        alert = alerts.get(self.cursor or "")
        if alert is None:
            sources = [c for c in data.checks if c.row.check.kind == "alertmanager"]
            return Text("\n").join(pages.source_words(c, data.now, palette) for c in sources)
        source = data.check(alert.source)
        return pages.outside_facts(alert, source, data.now, data.zone, palette)

    def _draw_plot(self, data: HealthPage) -> None:
        view = self.query_one("#plot", Static)
        name = _check_name(self.cursor, data.log)
        check = data.check(name)
        shown = check is not None and self._view < OUTSIDE
        view.set_class(not shown, "none")
        if check is None or not shown or data.points_of != check.row.check.id:
            view.update("")
            return
        size = view.content_size
        frame = plot.PlotFrame(data.overview.start, data.now, data.zone, size.width, size.height)
        view.update(plot.plot(check.row.check, data.points, frame, self.palette))

    def on_resize(self, _: events.Resize) -> None:
        """A large screen gets a larger plot; drawn anew once the layout holds."""
        width, height = self.app.size
        self.set_class(width >= 110, "wide")
        self.set_class(height >= 50, "vast")
        if self.page is not None:
            self.call_after_refresh(self._tell)

    # What can be done

    def on_line_list_row_highlighted(self, event: LineList.RowHighlighted) -> None:
        """The plot follows the cursor as soon as its points are read."""
        super().on_line_list_row_highlighted(event)
        if self.cursor != self._chosen:
            self._chosen = self.cursor
            self.reload()

    def chosen_check(self) -> CheckNow | None:
        """The check that the chosen line speaks of."""
        if self.page is None or self._view >= OUTSIDE:
            return None
        return self.page.check(_check_name(self.cursor, self.page.log))

    def _logged(self, data: HealthPage) -> LoggedAlert | None:
        return next((e for e in data.log if pages.alert_key(e.alert) == self.cursor), None)

    def action_act(self) -> None:
        """Enter opens the check with all its samples of the last hour."""
        from warroom_tui.ui.screens.check_detail import CheckDetailScreen

        found = self.chosen_check()
        if found is not None:
            self.app.push_screen(CheckDetailScreen(found, self.services))

    def action_window(self, step: int) -> None:
        """A longer or a shorter window."""
        self._window = max(0, min(len(WINDOWS) - 1, self._window + step))
        self.reload()

    def action_view(self, step: int) -> None:
        """The next list."""
        self._view = (self._view + step) % len(VIEWS)
        self.list.set_columns(_COLUMNS[self._view])
        self.list.set_empty(_EMPTY[self._view])
        if self.page is not None:
            self.show(self.page)
            rows = self.list.rows
            if rows:
                self.list.move_to(rows[0].key)
        self.reload()

    def action_deed(self, name: str) -> None:
        """Do something about the chosen check."""
        deed = {
            "ack": self._deeds.ack,
            "silence": self._deeds.silence,
            "maintain": self._deeds.maintain,
            "say": self._deeds.say,
            "runbook": self._deeds.runbook,
        }[name]
        deed()


def _check_name(cursor: str | None, log: Sequence[LoggedAlert]) -> str | None:
    """The check that a line speaks of: its own name, or that of its alert."""
    if cursor is not None and cursor.startswith("alert:"):
        return next((e.check for e in log if pages.alert_key(e.alert) == cursor), None)
    return cursor
