"""The deck: every part of the dashboard that can be seen, laid out and drawn."""

from __future__ import annotations

from datetime import datetime

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.monitoring.standing import StandingAlarm, standing_alarm
from warroom_tui.domain.situation import Situation
from warroom_tui.ui import commands
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.panels.activity import ActivityPanel
from warroom_tui.ui.panels.band import BandPanel
from warroom_tui.ui.panels.base import Panel
from warroom_tui.ui.panels.checklist import ChecklistPanel
from warroom_tui.ui.panels.health import HealthPanel
from warroom_tui.ui.panels.issues import IssuesPanel
from warroom_tui.ui.panels.needs import NeedsPanel
from warroom_tui.ui.panels.rota import RotaPanel
from warroom_tui.ui.panels.tickets import TicketsPanel
from warroom_tui.ui.presenters import score, tabs, title
from warroom_tui.ui.presenters.alarm_line import alarm_words
from warroom_tui.ui.presenters.marks import many
from warroom_tui.ui.presenters.needs import one_line
from warroom_tui.ui.screens.arrangement import Arrangement
from warroom_tui.ui.theme import SYMBOLS, Palette, Symbol, palette_for
from warroom_tui.ui.widgets.banner import Banner
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.status_line import Part, StatusLine
from warroom_tui.ui.widgets.tabs import TabStrip

_CONTAINERS: dict[str, frozenset[Scope]] = {
    "#left": frozenset({Scope.HEALTH, Scope.ROTA, Scope.ISSUES}),
    "#right": frozenset({Scope.TICKETS, Scope.CHECKLIST}),
    "#far": frozenset({Scope.ACTIVITY}),
    "#columns": frozenset(Scope) - {Scope.NEEDS},
}
"""Which panels a container holds; without any of them on the screen it goes too."""


class Deck(Vertical):
    """Title, band, tabs, panels, score, keys."""

    def __init__(self) -> None:
        super().__init__(id="main")
        self.needs = NeedsPanel()
        self.tickets = TicketsPanel()
        self.panels: dict[Scope, Panel] = {
            Scope.NEEDS: self.needs,
            Scope.HEALTH: HealthPanel(),
            Scope.TICKETS: self.tickets,
            Scope.ROTA: RotaPanel(),
            Scope.CHECKLIST: ChecklistPanel(),
            Scope.ISSUES: IssuesPanel(),
            Scope.ACTIVITY: ActivityPanel(),
        }
        self._banner = Banner(id="takeover")
        self._title = StatusLine([Part(Cell("Warroom")), Part(Cell("opening …"))], id="title")
        self._band = BandPanel(id="band")
        self._tabs = TabStrip(id="tabs")
        self._needs_line = StatusLine(id="needs-line")
        self._wants_needs_line = False
        self._score = StatusLine(id="score")
        self._hints = KeyHints(id="hints")
        self._hinted: tuple[Scope, int] | None = None

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        panels = self.panels
        yield self._banner
        yield self._title
        yield self._band
        yield self._tabs
        yield self._needs_line
        yield self.needs
        with Horizontal(id="columns"):
            with Vertical(id="left"):
                yield panels[Scope.HEALTH]
                yield panels[Scope.ROTA]
                yield panels[Scope.ISSUES]
            with Vertical(id="right"):
                yield self.tickets
                yield panels[Scope.CHECKLIST]
            with Vertical(id="far"):
                yield panels[Scope.ACTIVITY]
        yield self._score
        yield self._hints

    def show(self, situation: Situation, view: BoardView, actor: str, open_panel: Scope) -> None:
        """Draw the situation; each part repaints only what changed."""
        palette = palette_for(self.app.theme)
        self._title.set_parts(
            title.left_parts(situation, palette), title.right_parts(situation, palette, actor)
        )
        told = self._show_banner(situation, open_panel, reads=actor.endswith(READS_ONLY))
        self._needs_line.display = self._wants_needs_line and not told
        self._band.show(situation)
        for panel in self.panels.values():
            panel.show(situation, view)
        self._score.set_parts(score.parts(situation, palette))
        self.show_open(situation, open_panel)

    def _show_banner(self, situation: Situation, open_panel: Scope, *, reads: bool) -> bool:
        """What everybody must see stays across the top; True when it is the first need too."""
        alarm = standing_alarm(situation)
        if situation.takeovers:
            self._banner.say(*_takeover_words(situation, alarm))
            return False
        if alarm is None:
            self._banner.hide()
            return False
        key = "" if open_panel is Scope.HEALTH else f"{commands.by_id('view.health').key} "
        hint = f"{key}{commands.by_id('health.ack').key} acknowledge" if not reads else ""
        words = alarm_words(alarm, situation, self.app.size.width - 2, key=hint)
        self._banner.say(words, SYMBOLS[alarm.state.value])
        return bool(situation.needs) and situation.needs[0].key == f"check:{alarm.name}"

    def show_open(self, situation: Situation, open_panel: Scope) -> None:
        """Tabs and the one-line needs, where panels stand alone."""
        palette = palette_for(self.app.theme)
        if self._tabs.display:
            titles = list(commands.PANEL_TITLES.items())
            self._tabs.set_tabs(tabs.tabs(situation, palette, titles), open_panel)
        if self._needs_line.display:
            self._needs_line.set_parts([Part(_needs_line(situation, palette))])

    def hint(self, open_panel: Scope) -> None:
        """Show the keys of the open panel."""
        wanted = (open_panel, self.app.size.width)
        if wanted != self._hinted:
            self._hinted = wanted
            self._hints.set_hints(commands.hints(*wanted))

    def fail(self, since: datetime, reason: str) -> None:
        """Every panel says since when it is old, and why."""
        for panel in self.panels.values():
            panel.fail(since, reason)

    def recover(self) -> None:
        """Reading works again."""
        for panel in self.panels.values():
            panel.recover()

    def lay_out(self, wanted: Arrangement) -> None:
        """Give each part the place that the arrangement says."""
        for scope, panel in self.panels.items():
            panel.display = scope in wanted.shown
            panel.styles.height = dict(wanted.heights).get(scope, "1fr")
        for container, scopes in _CONTAINERS.items():
            self.query_one(container).display = bool(scopes & wanted.shown)
        self._tabs.display = wanted.alone
        self._wants_needs_line = self._needs_line.display = wanted.needs_line
        self._band.styles.height = wanted.band_lines

    def scope_of(self, widget: Widget) -> Scope | None:
        """The panel that holds a widget."""
        for scope, panel in self.panels.items():
            if panel in widget.ancestors:
                return scope
        return None


READS_ONLY = " · read-only"
"""What stands behind the name of a seat that may not write."""


def _takeover_words(situation: Situation, alarm: StandingAlarm | None) -> tuple[str, Symbol]:
    """The most serious thing that takes over; how much more there is; the key."""
    first, others = situation.takeovers[0], len(situation.takeovers) - 1
    more = f"  +{others} more" if others else ""
    more += f"  +{many(alarm.more + 1, 'check')} {alarm.state.value}" if alarm is not None else ""
    group = first.command.partition(".")[0]
    key = commands.by_id(first.command).key or commands.by_id(f"{group}.open").key
    told = f"{first.told} · " if first.told else ""  # first: a long title must not hide it
    text = f"{first.tag}  {told}{first.title}{more}  ·  {key} {first.hint}"
    return text, SYMBOLS["red" if first.bad else "yellow"]


def _needs_line(situation: Situation, palette: Palette) -> Text:
    (what, why), tone = one_line(situation)
    line = Text.assemble(("0 ", palette.accent), (what, palette.tone(tone)))
    return line.append(f" · {why}" if why else "", palette.text)
