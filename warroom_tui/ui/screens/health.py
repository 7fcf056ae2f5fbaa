"""The Health screen: every check over an hour, a day or the launch, and what fired."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets._static import Static

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.monitoring.health import CheckState, format_value
from warroom_tui.domain.monitoring.runbook_link import runbook_for
from warroom_tui.domain.situation import CheckNow
from warroom_tui.services.monitoring.health_history import LoggedAlert
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.presenters import figure_rows, health_days, outside_rows, plot
from warroom_tui.ui.presenters import health_pages as pages
from warroom_tui.ui.presenters.figure_rows import as_check
from warroom_tui.ui.presenters.marks import joined
from warroom_tui.ui.screens.actions.health import CheckDeeds
from warroom_tui.ui.screens.desk import Desk
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.screens.full_screen import with_help
from warroom_tui.ui.screens.health_page import (
    COLUMNS,
    DAYS,
    EMPTY,
    FIGURES,
    LOG,
    OUTSIDE,
    VIEWS,
    WINDOWS,
    HealthPage,
    Wish,
    check_name,
    read_page,
)
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


LEAST_S = 2.0
"""Seconds between two readings, and more where they take long."""


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
        & #detail { scrollbar-gutter: stable; } /* the plot is drawn to its width */
        & #detail #plot { height: 9; }
        & #detail #plot.none { display: none; }
        &.wide #list { width: 5fr; }
        &.wide #detail { width: 6fr; }
        &.wide #detail #plot { height: 16; }
        &.wide.vast #detail #plot { height: 24; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "window(1)", "A longer window", show=False),
        Binding("left", "window(-1)", "A shorter window", show=False),
        Binding("v", "view(1)", "Next list: checks, alerts, figures, days", show=False),
        Binding("a", "deed('ack')", "Take on a failing check", show=False),
        Binding("s", "deed('silence')", "Call nobody about this check", show=False),
        Binding("x", "deed('maintain')", "Maintenance: no alerts for a while", show=False),
        Binding("t", "deed('say')", "Say how a manual check stands", show=False),
        Binding("b", "deed('runbook')", "Open the runbook that helps", show=False),
        Binding("e", "type_in", "Type a figure, or a cell of the days", show=False),
    ]
    ENTER = "Open the check"
    COLUMNS = pages.CHECK_COLUMNS
    EMPTY = EMPTY[0]
    EVERY_S = None

    def __init__(self, services: Services, goal: str | None = None) -> None:
        """`goal` is the name of the check to stand on."""
        super().__init__(services)
        self._goal = goal
        self._window = 0
        self._view = 0
        self._read_at = self._cost_s = 0.0
        self._chosen: str | None = goal
        self._desk = Desk(self, services, self.reload, self._selected)
        self._deeds = _ScreenDeeds(self._desk, self)

    def on_mount(self) -> None:
        """Follow the checks."""
        self.set_interval(LEAST_S, self._follow)

    def _follow(self) -> None:
        """Read again, but spend no more than a tenth of the time on it, however many checks."""
        if monotonic() - self._read_at >= max(LEAST_S, 10 * self._cost_s):
            self.reload()

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
        if self._view in (FIGURES, DAYS):
            window = (("left", "shorter"), ("right", "longer")) if self._view == FIGURES else ()
            return (("v", "next list"), ("e", "type in"), *window, ("escape", "back"))
        return (
            ("v", "next list"),
            ("left", "shorter"),
            ("right", "longer"),
            ("a", "take on"),
            ("b", "runbook"),
            ("s", "silence"),
            ("x", "maintenance"),
            ("escape", "back"),
        )

    def _selected(self, _: Scope) -> str | None:
        return self._chosen

    def read(self) -> HealthPage:
        """The overview, and what the open list needs besides."""
        plot.load()  # here, where nobody waits for it
        begun = monotonic()
        wish = Wish(self._window, self._view, self._chosen)
        page = read_page(self.services, wish, self.page.zone if self.page else None)
        self._read_at = monotonic()
        self._cost_s = self._read_at - begun
        return page

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
        if self._view == FIGURES:
            return [
                figure_rows.figure_row(figure, palette)
                for figure in data.figures
                if self.matches(figure.name, figure.key)
            ]
        if self._view == DAYS:
            return [
                health_days.step_row(number, step, now, zone, palette)
                for number, step in enumerate(data.steps)
                if self.matches(step.text, step.state)
            ]
        if self._view == OUTSIDE:
            return [
                outside_rows.outside_row(number, alert, now, palette)
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
        tell = (
            self._check_facts,
            self._alert_facts,
            self._outside_facts,
            self._figure_facts,
            self._tables,
        )[self._view]
        return tell(data)

    def _check_facts(self, data: HealthPage) -> Text:
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
            data.now,
            data.zone,
            self.palette,
            self.query_one("#facts", Static).size.width,
        )

    def _alert_facts(self, data: HealthPage) -> Text:
        logged = self._logged(data)
        if logged is None:
            return Text("")
        return pages.log_facts(logged.check, logged.alert, data.now, data.zone, self.palette)

    def _figure_facts(self, data: HealthPage) -> Text:
        figure = data.figure(self.cursor)
        return figure_rows.figure_facts(figure, self.palette) if figure else Text("")

    def _tables(self, data: HealthPage) -> Text:
        return health_days.table_text(data.tables, self.palette)

    def _outside_facts(self, data: HealthPage) -> Text:
        palette = self.palette
        alerts = {f"outside:{number}": alert for number, alert in enumerate(data.outside)}
        alert = alerts.get(self.cursor or "")
        if alert is None:
            sources = [c for c in data.checks if c.row.check.kind == "alertmanager"]
            return Text("\n").join(outside_rows.source_words(c, data.now, palette) for c in sources)
        source = data.check(alert.source)
        return outside_rows.outside_facts(alert, source, data.now, data.zone, palette)

    def _draw_plot(self, data: HealthPage) -> None:
        view = self.query_one("#plot", Static)
        if self._view == FIGURES:
            self._draw_figure(data, view)
            return
        name = check_name(self.cursor, data.log)
        check = data.check(name)
        shown = check is not None and self._view < OUTSIDE
        view.set_class(not shown, "none")
        if check is None or not shown or data.points_of != check.row.check.id:
            view.update("")
            return
        size = view.content_size
        frame = plot.PlotFrame(data.overview.start, data.now, data.zone, size.width, size.height)
        view.update(plot.plot(check.row.check, data.points, frame, self.palette))

    def _draw_figure(self, data: HealthPage, view: Static) -> None:
        figure = data.figure(self.cursor)
        mine = figure is not None and figure.key == data.figure_of
        view.set_class(not (mine and data.figure_points), "none")
        if figure is None or not mine:
            view.update("")
            return
        size, overview = view.content_size, data.overview
        frame = plot.PlotFrame(
            overview.start, data.now, data.zone, size.width, size.height, figure.targets
        )
        view.update(plot.plot(as_check(figure), data.figure_points, frame, self.palette))

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
        return self.page.check(check_name(self.cursor, self.page.log))

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
        self.list.set_columns(COLUMNS[self._view])
        self.list.set_empty(EMPTY[self._view])
        self.query_one(KeyHints).set_hints(with_help(self.hints()))
        if self.page is not None:
            self.show(self.page)
            rows = self.list.rows
            if rows:
                self.list.move_to(rows[0].key)
        self.reload()

    def action_type_in(self) -> None:
        """Type over a cell of the days, or the chosen figure."""
        from warroom_tui.ui.screens.typed_deeds import TypedDeeds

        data, deeds = self.page, TypedDeeds(self._desk)
        if data is None or self._view not in (FIGURES, DAYS):
            return
        if self._view == DAYS:
            deeds.cell(data.tables)
            return
        figure = data.figure(self.cursor)
        if figure is not None:
            deeds.figure(figure.key, figure.name, format_value(figure.value, figure.unit))

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
