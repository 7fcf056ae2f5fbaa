"""The import sheet: what becomes of every section, to be looked at and mended before writing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets._static import Static

from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.runsheet.moments import parse_moment, parse_zone
from warroom_tui.ui.presenters.import_sheet import (
    FINDING_COLUMNS,
    SECTION_COLUMNS,
    finding_rows,
    legend,
    section_key,
    section_rows,
    section_text,
)
from warroom_tui.ui.screens.dialogs.choice import ChoiceDialog
from warroom_tui.ui.screens.dialogs.text import TextDialog
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.drawn_text import drawable, width_of
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.text_page import TextPage

if TYPE_CHECKING:
    from warroom_tui.plan.document import SectionKind
    from warroom_tui.services.planning.import_sheet import ImportSheet, SheetLine, SheetReader

BESIDE_FINDING = 26
"""Columns of a finding's line that are not its text."""
WIDE = 150
"""Columns from which the plan's own text stands beside the sections."""


@dataclass(frozen=True, slots=True)
class ImportDecision:
    """What the person decided on the sheet."""

    sheet: ImportSheet
    timezone: str
    go_live: datetime | None
    """Aware; None leaves it as the plan has it."""


class ImportSheetScreen(Screen[None]):
    """Sections above, findings below; nothing is written before `w`."""

    DEFAULT_CSS = """
    ImportSheetScreen {
        background: $background;
        & > #head { height: 2; background: $panel; padding: 0 1; }
        & > #middle { height: 1fr; }
        & #sections { width: 2fr; margin: 0 1; }
        & #text { width: 1fr; display: none; border-left: solid $border; padding: 0 1; }
        & #text.shown { display: block; }
        & > #looks { height: 1; padding: 0 1; color: $text-muted; background: $panel; }
        & > #findings { height: 7; margin: 0 1; }
        & > #whole { height: auto; max-height: 4; padding: 0 1; display: none; background: $panel; }
        & > #whole.shown { display: block; }
        & > KeyHints { background: $panel; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", show=False),
        Binding("c", "kind", show=False),
        Binding("g", "go_live", show=False),
        Binding("t", "timezone", show=False),
        Binding("tab", "other_list", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]

    def __init__(
        self,
        reader: SheetReader,
        target: str,
        timezone: str | None,
        go_live: datetime | None,
        decided: Callable[[ImportDecision | None], None],
    ) -> None:
        """`timezone` and `go_live` are what was said on the command line; `target` is shown."""
        super().__init__()
        self._reader = reader
        self._target = target
        self._timezone = timezone
        self._go_live = go_live
        self._asked = False
        self._decided = decided
        self._kinds: dict[tuple[int, int], SectionKind] = {}
        self._sheet: ImportSheet | None = None
        self._looks_rows = 0

    def compose(self) -> ComposeResult:
        """Head, sections, findings, keys."""
        yield Static(id="head")
        with Horizontal(id="middle"):
            yield LineList(
                SECTION_COLUMNS, empty="Reading the plan…", vim_ends=False, id="sections"
            )
            yield TextPage(id="text")
        yield Static(id="looks")
        yield LineList(
            FINDING_COLUMNS,
            header=False,
            empty="Nothing to look at: nothing was assumed.",
            vim_ends=False,
            id="findings",
        )
        yield Static(id="whole")
        yield KeyHints(
            [
                ("w", "Write the launch"),
                ("c", "Kind"),
                ("g", "Go-live"),
                ("t", "Time zone"),
                ("tab", "Findings"),
                ("escape", "Leave"),
            ]
        )

    def on_mount(self) -> None:
        """Read the plan."""
        self.query_one("#sections", LineList).focus()
        self._read(dict(self._kinds))

    @property
    def _palette(self) -> Palette:
        return palette_for(self.app.theme)

    def on_resize(self) -> None:
        """Findings take what they need, and the plan's own text stands beside on wide screens."""
        self._fit()

    def _fit(self) -> None:
        most = max(self.size.height // 3, 6)
        self.query_one("#findings", LineList).styles.height = min(max(self._looks_rows, 1), most)
        self.query_one("#text", TextPage).set_class(self.size.width >= WIDE, "shown")

    @on(LineList.RowHighlighted, "#sections")
    def _show_text(self, event: LineList.RowHighlighted) -> None:
        """Show what the plan says in the section under the cursor."""
        event.stop()
        sheet = self._sheet
        line = self._line_of(event.key)
        if sheet is not None and line is not None:
            text = section_text(sheet, line)
            self.query_one("#text", TextPage).show(text, self._palette.text)

    @on(LineList.RowHighlighted, "#findings")
    def _tell_whole(self, event: LineList.RowHighlighted) -> None:
        """Show a finding in full when its line has no room for it."""
        event.stop()
        self._show_whole(event.key)

    def _show_whole(self, key: str | None) -> None:
        findings = self._sheet.findings if self._sheet is not None else ()
        number = (key or "").partition("|")[0]
        text = findings[int(number)].text if number and int(number) < len(findings) else ""
        cut = width_of(text) > self.size.width - BESIDE_FINDING
        whole = self.query_one("#whole", Static)
        whole.set_class(cut and self.query_one("#findings", LineList).has_focus, "shown")
        whole.update(Text(drawable(text), self._palette.text))

    def _line_of(self, key: str | None) -> SheetLine | None:
        lines = self._sheet.lines if self._sheet is not None else ()
        return next((each for each in lines if section_key(each) == key), None)

    # Reading

    def _read(self, kinds: dict[tuple[int, int], SectionKind]) -> None:
        self.run_worker(self._reread(kinds), group="read", exclusive=True)

    async def _reread(self, kinds: dict[tuple[int, int], SectionKind]) -> None:
        try:
            sheet = await asyncio.to_thread(self._reader.read, kinds)
        except WarroomError as error:
            self.notify(
                drawable(error.hint), title=drawable(error.message), severity="error", markup=False
            )
            return
        self._kinds = kinds
        self._sheet = sheet
        self._show()

    def _show(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self.query_one("#sections", LineList).set_rows(section_rows(sheet, self._palette))
        answered = {"go_live"} if self._go_live is not None else set()
        answered |= {"timezone"} if self._timezone is not None else set()
        rows = finding_rows(sheet, self._palette, answered)
        self._looks_rows = len(rows)
        self._fit()
        self.query_one("#findings", LineList).set_rows(rows)
        self.query_one("#looks", Static).update(Text(_looks(len(rows))))
        self.query_one("#head", Static).update(self._head(sheet))

    def _head(self, sheet: ImportSheet) -> Text:
        palette, draft = self._palette, sheet.draft
        first = Text(no_wrap=True, overflow="ellipsis")
        first.append(drawable(f"Import  {draft.code}  {draft.name}"), palette.strong)
        first.append(f"   go-live {self._go_live_text(sheet)}", palette.text)
        assumed = self._timezone is None and draft.timezone is None
        zone = self._zone(sheet) + (" (assumed)" if assumed else "")
        first.append(f"   {zone}", palette.warn if assumed else palette.text)
        second = legend(sheet, palette)
        second.append(f"→ {drawable(self._target)}", palette.muted)
        head = Text("\n").join([first, second])
        head.no_wrap, head.overflow = True, "ellipsis"
        return head

    def _zone(self, sheet: ImportSheet) -> str:
        return self._timezone or sheet.draft.timezone or "UTC"

    def _go_live_text(self, sheet: ImportSheet) -> str:
        if self._go_live is not None:
            there = self._go_live.astimezone(parse_zone(self._zone(sheet)))
            return f"{there:%a %Y-%m-%d %H:%M}"
        stated = sheet.draft.go_live
        return f"{stated:%a %Y-%m-%d %H:%M}" if stated is not None else "open"

    # Keys

    def action_other_list(self) -> None:
        """Between sections and findings."""
        sections = self.query_one("#sections", LineList)
        findings = self.query_one("#findings", LineList)
        (findings if sections.has_focus else sections).focus()
        self.call_after_refresh(self._show_whole, findings.cursor_key)

    def action_kind(self) -> None:
        """Give the section under the cursor another kind."""
        from warroom_tui.services.planning.import_sheet import KIND_WORDS

        line = self._line_of(self.query_one("#sections", LineList).cursor_key)
        if line is None:
            return
        if line.kind == "meta" and line.depth == 0:
            self.notify("The plan's title has no kind of its own.", markup=False)
            return
        place = (line.source, line.line)
        options: list[tuple[str, str, str]] = [(kind, kind, w) for kind, w in KIND_WORDS.items()]
        if place in self._kinds:
            options.insert(0, ("", "as read", "what the reader makes of it by itself"))

        def chosen(kind: str | None) -> None:
            if kind is None:
                return
            kinds = {at: what for at, what in self._kinds.items() if at != place}
            if kind:
                kinds[place] = cast("SectionKind", kind)
            self._read(kinds)

        self.app.push_screen(ChoiceDialog(f"What is “{line.title}”?", options, line.kind), chosen)

    def action_go_live(self) -> None:
        """Say when go-live is; an empty answer keeps the plan's own."""
        self._ask_go_live("empty leaves it to the plan", lambda: None)

    def _ask_go_live(self, empty: str, then: Callable[[], None]) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        zone = parse_zone(self._zone(sheet))

        def said(answer: str | None) -> None:
            if answer is not None:
                self._go_live = parse_moment(answer, zone) if answer.strip() else None
                self._asked = True
                self._show()
                then()

        def check(answer: str) -> None:
            if answer.strip():
                parse_moment(answer, zone)

        now = self._go_live.astimezone(zone).strftime("%Y-%m-%d %H:%M") if self._go_live else ""
        self.app.push_screen(
            TextDialog(
                "When is go-live?",
                f"Local time in {zone.key}, such as 2026-12-01 08:00; {empty}",
                now,
                required=False,
                save=check,
            ),
            said,
        )

    def action_timezone(self) -> None:
        """Say in which zone the plan's times count; go-live keeps its wall-clock time."""
        sheet = self._sheet
        if sheet is None:
            return
        old = parse_zone(self._zone(sheet))

        def said(answer: str | None) -> None:
            if answer is not None:
                zone = parse_zone(answer)
                if self._go_live is not None:
                    self._go_live = self._go_live.astimezone(old).replace(tzinfo=zone)
                self._timezone = zone.key
                self._show()

        self.app.push_screen(
            TextDialog(
                "In which time zone do the plan's times count?",
                "A name such as Europe/Copenhagen",
                old.key,
                save=parse_zone,
            ),
            said,
        )

    def action_write(self) -> None:
        """Agree: the launch is written as the sheet shows it.

        A go-live that the plan leaves open is asked for once; without it nothing has a date.
        """
        sheet = self._sheet
        if sheet is None:
            self.notify("The plan is still being read.", markup=False)
            return
        if self._go_live is None and sheet.draft.go_live is None and not self._asked:
            self._ask_go_live("empty writes the launch without a date", self.action_write)
            return
        self._decided(ImportDecision(sheet, self._zone(sheet), self._go_live))

    def action_leave(self) -> None:
        """Leave with nothing written."""
        self._decided(None)

    @on(LineList.RowSelected, "#sections")
    def _agreed(self, event: LineList.RowSelected) -> None:
        event.stop()
        self.action_write()

    @on(LineList.RowSelected, "#findings")
    def _go_to(self, event: LineList.RowSelected) -> None:
        """Go to the section in which the finding stands."""
        event.stop()
        source, line = (int(part) for part in event.key.split("|")[1].split(":"))
        lines = self._sheet.lines if self._sheet is not None else ()
        before = [each for each in lines if each.source == source and each.line <= line]
        sections = self.query_one("#sections", LineList)
        if before:
            sections.move_to(section_key(before[-1]))
        sections.focus()


def _looks(number: int) -> str:
    return f"To look at: {number}   enter goes to the section" if number else "To look at"
