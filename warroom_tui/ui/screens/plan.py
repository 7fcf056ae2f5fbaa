"""The plan: an outline of everything that was imported, and each entry with its source line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.planning.findings import Findings
from warroom_tui.domain.planning.plan_book import Chapter, Entry, finding_chapter
from warroom_tui.ui.presenters import plan_rows
from warroom_tui.ui.screens.dialogs.fields import LineField
from warroom_tui.ui.screens.plan_deeds import PlanDeeds
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.line_list import LineList

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the screen shows, read at one moment."""

    chapters: tuple[Chapter, ...]
    now: datetime
    zone: ZoneInfo
    revision: int


class PlanScreen(PlanDeeds[PlanPage]):
    """Outline at the left; entries of the chapter, and the chosen one in full, at the right."""

    DEFAULT_CSS = """
    PlanScreen {
        & #words { height: 1; display: none; background: $surface; margin: 0 1; }
        & #words.shown { display: block; }
        & #book { height: 1fr; }
        & #chapters { width: 24; height: 1fr; }
        & #right { width: 1fr; height: 1fr; border-left: solid $border; }
        & #entries { height: 1fr; }
        & #detail { height: 1fr; border-top: solid $border; padding: 0 1; }
        & #detail Static { height: auto; }
        &.wide {
            & #chapters { width: 30; }
            & #right { layout: horizontal; }
            & #entries { width: 1fr; height: 1fr; }
            & #detail { width: 1fr; height: 1fr; border-top: none; border-left: solid $border; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", "Find words in every chapter", show=False),
        Binding("right", "into", "To the entries", show=False),
        Binding("left", "out", "To the chapters", show=False),
    ]
    ENTER = "From the chapter to its entries, and into one"
    EVERY_S = 2.0
    STALE_S = 0.0
    STILL_S = 30.0
    """Seconds after which the book is read again although nobody has done anything."""

    def __init__(self, services: Services, chapter: str = "phases", entry: str = "") -> None:
        super().__init__(services)
        self._first = chapter
        self._wanted = entry
        self._words = ""
        self._page: PlanPage | None = None
        self._palette: Palette | None = None
        """The colours in which the page stands there."""
        self._read_at = 0.0
        self._findings: Findings | None = None

    def content(self) -> ComposeResult:
        """Words to find, outline, entries, detail."""
        yield LineField(placeholder="words to find in every chapter", id="words")
        with Horizontal(id="book"):
            yield LineList(plan_rows.CHAPTERS, header=False, empty="…", id="chapters")
            with Vertical(id="right"):
                yield LineList(
                    plan_rows.ENTRIES, empty="Nothing here holds these words.", id="entries"
                )
                with VerticalScroll(id="detail"):
                    yield Static(id="facts")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys; those that act depend on the entry, and each says so when it does not fit."""
        return (
            ("tab", "next part"),
            ("slash", "find"),
            ("h", "meeting held"),
            ("a", "action item"),
            ("s", "risk"),
            ("w", "answer"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows move in the outline at once."""
        self._chapters.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Put the detail beside the entries where there is room."""
        self.set_class(event.size.width >= 140, "wide")

    @property
    def _chapters(self) -> LineList:
        return self.query_one("#chapters", LineList)

    @property
    def _entries(self) -> LineList:
        return self.query_one("#entries", LineList)

    def read(self) -> PlanPage:
        """The whole book, or the same page again when nobody has done anything."""
        page, revision = self._page, self.services.revision()
        known = page is not None and page.revision == revision and self._findings is not None
        if page is not None and known and monotonic() - self._read_at < self.STILL_S:
            return page
        zone = page.zone if page else self.services.launch().zone
        # Findings read the documents anew, which takes a while: the book is shown before them.
        if self._page is not None or self._first == "findings":
            self._findings = self.services.findings.read(self._findings)
        found = finding_chapter(self._findings) if self._findings is not None else ()
        chapters = (*self.services.book.read(), *found)
        self._read_at = monotonic()
        return PlanPage(chapters, self.services.clock.now(), zone, revision)

    def show(self, page: PlanPage) -> None:
        """Outline, heading, entries."""
        if page is not self._page or self.palette is not self._palette:
            self._draw(page)

    def _draw(self, page: PlanPage) -> None:
        first = self._page is None
        self._page, self._palette = page, self.palette
        self._chapters.set_rows(
            plan_rows.chapter_row(chapter, self.palette) for chapter in self._found()
        )
        if first:
            self._chapters.move_to(self._first)
        total = sum(len(chapter.entries) for chapter in page.chapters)
        self.heading(f"Plan · {total} entries in {len(page.chapters)} chapters")
        self._show_chapter()
        if first:
            self.reload()
        if first and self._wanted:
            self._entries.move_to(self._wanted)
        if first and (self._wanted or self._first != "phases"):
            self._entries.focus()

    def _found(self) -> list[Chapter]:
        """Chapters with the entries that hold the words."""
        words = self._words.casefold().split()
        chapters = self._page.chapters if self._page else ()
        if not words:
            return list(chapters)
        out = []
        for chapter in chapters:
            entries = tuple(
                entry
                for entry in chapter.entries
                if all(w in f"{entry.title} {entry.note} {entry.text}".casefold() for w in words)
            )
            if entries:
                out.append(Chapter(chapter.key, chapter.title, entries))
        return out

    def _chapter(self) -> Chapter | None:
        key = self._chapters.cursor_key
        return next((chapter for chapter in self._found() if chapter.key == key), None)

    def _show_chapter(self) -> None:
        chapter, page = self._chapter(), self._page
        entries = chapter.entries if chapter and page else ()
        if page is not None:
            self._entries.set_rows(
                plan_rows.entry_row(entry, page.now, page.zone, self.palette) for entry in entries
            )
        self._tell()

    def _entry(self) -> Entry | None:
        chapter, key = self._chapter(), self._entries.cursor_key
        entries = chapter.entries if chapter else ()
        return next((entry for entry in entries if entry.key == key), None)

    def chosen_entry(self) -> Entry | None:
        """The entry under the cursor."""
        return self._entry()

    def _tell(self) -> None:
        entry, page = self._entry(), self._page
        text = Text("")
        if entry is not None and page is not None:
            text = plan_rows.full(entry, page.now, page.zone, self.palette)
        self.query_one("#facts", Static).update(text)

    @on(LineList.RowHighlighted, "#chapters")
    def _chapter_chosen(self, event: LineList.RowHighlighted) -> None:
        event.stop()
        self._show_chapter()
        self._entries.action_first()

    @on(LineList.RowHighlighted, "#entries")
    def _entry_chosen(self, event: LineList.RowHighlighted) -> None:
        event.stop()
        self._tell()
        self.query_one("#detail").scroll_home(animate=False)

    @on(LineList.RowSelected, "#chapters")
    def _go_in(self, event: LineList.RowSelected) -> None:
        event.stop()
        self._entries.focus()

    @on(LineList.RowSelected, "#entries")
    def _go_on(self, event: LineList.RowSelected) -> None:
        event.stop()
        self.query_one("#detail").focus()

    # What can be done

    def action_into(self) -> None:
        """From the outline to the entries."""
        self._entries.focus()

    def action_out(self) -> None:
        """Back to the outline."""
        self._chapters.focus()

    def action_find(self) -> None:
        """Type words to find in every chapter."""
        field = self.query_one("#words")
        field.add_class("shown")
        field.focus()

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._words = event.value
        if self._page is not None:
            self._draw(self._page)

    @on(Input.Submitted, "#words")
    def _searched(self, event: Input.Submitted) -> None:
        event.stop()
        self._chapters.focus()

    def action_leave(self) -> None:
        """Close the search first, then the screen."""
        field = self.query_one("#words", LineField)
        if self._words or field.has_focus:
            field.value = ""
            field.remove_class("shown")
            self._chapters.focus()
        else:
            self.dismiss(None)
