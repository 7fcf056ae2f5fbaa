"""One check: how it stands, its limits, and the last hour as a chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets._static import Static

from warroom_tui.domain.board import CheckRow
from warroom_tui.domain.durations import clock, day_and_clock, short
from warroom_tui.domain.monitoring.health import CheckState, format_value
from warroom_tui.domain.situation import CheckNow, check_now
from warroom_tui.ui.presenters.chart import Sample, chart
from warroom_tui.ui.presenters.marks import ago, many
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.theme import SYMBOLS
from warroom_tui.ui.widgets.drawn_text import drawable

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

LOOK_BACK = timedelta(hours=1)
CHANGES = 12
"""Changes of state that are listed."""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the screen shows, read at one moment."""

    row: CheckRow
    samples: tuple[Sample, ...]
    now: datetime
    zone: ZoneInfo


class CheckDetailScreen(FullScreen[CheckPage]):
    """Follows the check every two seconds."""

    DEFAULT_CSS = """
    CheckDetailScreen {
        & #facts { height: auto; padding: 1 1 0 1; }
        & #chart { height: 1fr; min-height: 8; padding: 0 1; margin: 1 0; }
        & #changes { height: auto; max-height: 40%; padding: 0 1; }
        & #changes Static { height: auto; }
    }
    """
    EVERY_S = 2.0
    QUIET_S = 0.0
    STALE_S = 2.0

    def __init__(self, check: CheckNow, services: Services) -> None:
        super().__init__(services)
        self._check = check.row.check
        self._page: CheckPage | None = None

    def content(self) -> ComposeResult:
        """Facts, the chart, the changes of state."""
        yield Static(id="facts")
        yield Static(id="chart")
        with VerticalScroll(id="changes"):
            yield Static(id="list")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("down", "scroll"), ("escape", "back"))

    def read(self) -> CheckPage:
        """The check with the last hour's samples."""
        now = self.services.clock.now()
        rows = self.services.health.rows(now)
        row = next((r for r in rows if r.check.id == self._check.id), None)
        samples = self.services.health.samples(self._check.id, now - LOOK_BACK)
        zone = self._page.zone if self._page else self.services.launch().zone
        return CheckPage(row or CheckRow(self._check, None, ()), samples, now, zone)

    def show(self, page: CheckPage) -> None:
        """Draw it."""
        self._page = page
        check = check_now(page.row, page.now)
        symbol = SYMBOLS[check.state.value]
        heading = Text(f"{symbol.mark} {symbol.word}  ", self.palette.tone(symbol.tone))
        self.heading(heading.append(drawable(page.row.check.name), self.palette.strong))
        self.query_one("#facts", Static).update(self._facts(page, check))
        self.query_one("#list", Static).update(self._changes(page))
        self._draw_chart()
        # Facts and list have just taken what they need: the chart's height is known after that.
        self.call_after_refresh(self._draw_chart)

    def on_resize(self, _: events.Resize) -> None:
        """The chart fills what there is."""
        self.call_after_refresh(self._draw_chart)

    def _draw_chart(self) -> None:
        page, view = self._page, self.query_one("#chart", Static)
        if page is not None:
            size = view.content_size
            view.update(
                chart(
                    page.row.check,
                    page.samples,
                    page.now - LOOK_BACK,
                    page.now,
                    page.zone,
                    self.palette,
                    (size.width, size.height),
                )
            )

    def _facts(self, page: CheckPage, check: CheckNow) -> Text:
        spec, status, palette = page.row.check, page.row.status, self.palette
        since = f"for {short(page.now - check.since)}" if check.since else ""
        value = format_value(status.last_value, spec.unit) if status else "–"
        last = f"{ago(status.last_at, page.now)}: {status.last_detail or '–'}" if status else "–"
        limits = [
            f"{word} {limit.as_text()}"
            for word, limit in (("slow", spec.slow), ("down", spec.down))
            if limit is not None
        ]
        rows: tuple[tuple[str, str], ...] = (
            ("State", f"{SYMBOLS[check.state.value].word} {since}"),
            ("Now", value),
            ("Last probe", last),
            ("Probes", f"{spec.kind} {spec.target}, every {spec.every_s:g} s"),
            ("Limits", ", ".join(limits) or spec.target_text or "answers at all"),
            ("Counts", f"worse after {many(spec.fail_after, 'run')}, better after {spec.ok_after}"),
        )
        held = _held(check, page)
        rows = (*rows[:2], ("Held", held), *rows[2:]) if held else rows
        text = Text()
        tone = SYMBOLS[check.state.value].tone
        for label, words in rows:
            text.append(f"{label:<11}", palette.muted)
            style = palette.tone(tone) if label in ("State", "Now") else palette.text
            text.append(drawable(words) + "\n", style)
        text.rstrip()
        return text

    def _changes(self, page: CheckPage) -> Text:
        palette, text = self.palette, Text("What the probes saw, newest change first\n")
        text.stylize(palette.muted)
        before: CheckState | None = None
        changes: list[tuple[datetime, CheckState, float | None]] = []
        for at, value, state in page.samples:
            if state is not before:
                changes.append((at, state, value))
            before = state
        for at, state, value in reversed(changes[-CHANGES:]):
            symbol = SYMBOLS[state.value]
            text.append(f"{clock(at, page.zone)}  ", palette.muted)
            text.append(f"{symbol.mark} {symbol.word:<8}", palette.tone(symbol.tone))
            text.append(f"  {format_value(value, page.row.check.unit)}\n", palette.text)
        if not changes:
            first = page.row.status.last_at if page.row.status else None
            when = day_and_clock(first, page.zone, page.now) if first else "never"
            text.append(f"No probe in the last hour; the last one: {when}.", palette.muted)
        text.rstrip()
        return text


def _held(check: CheckNow, page: CheckPage) -> str:
    """Who looks after it, or that it is under maintenance; nothing while it simply fires."""
    window, alert = check.maintenance, check.row.alert
    if window is not None:
        until = day_and_clock(window.ends_at, page.zone, page.now)
        return f"maintenance until {until}, {window.by}: {window.reason}"
    if not check.held or alert is None:
        return ""
    until = ""
    if alert.silence_until is not None:
        until = f" until {day_and_clock(alert.silence_until, page.zone, page.now)}"
    return f"{check.held}{until}, {alert.held_by}: {alert.reason}"
