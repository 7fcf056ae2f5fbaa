"""The report: read it first, add what it lacks, then write it to a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from warroom_tui.domain.errors import Refused, WarroomError
from warroom_tui.domain.rag import Rag
from warroom_tui.ui.screens.full_screen import show_keys
from warroom_tui.ui.theme import palette_for
from warroom_tui.ui.widgets.footer import KeyHints
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.status_line import Part, StatusLine
from warroom_tui.ui.widgets.text_page import TextPage

if TYPE_CHECKING:
    from warroom_tui.domain.reporting.report import RenderedReport
    from warroom_tui.services.warroom import Services

T = TypeVar("T")

FORMATS = ("md", "txt", "html", "eml")
"""What `f` steps through; each is shown as it would be written."""

HINTS = (
    ("w", "write"),
    ("y", "copy"),
    ("c", "capture"),
    ("o", "status"),
    ("f", "format"),
    ("left", "day before"),
    ("question_mark", "keys"),
    ("escape", "back"),
)


class ReportScreen(ModalScreen[None]):
    """The daily status report of a day, as it would be issued now."""

    DEFAULT_CSS = """
    ReportScreen { background: $background; layout: vertical; }
    ReportScreen TextPage { padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "Back", show=False),
        Binding("left,comma", "day(-1)", "The day before", show=False),
        Binding("right,full_stop", "day(1)", "The day after", show=False),
        Binding("f", "format", "Next format", show=False),
        Binding("c", "capture", "Capture a win, an action or a focus", show=False),
        Binding("o", "override", "Set status", show=False),
        Binding("w", "write", "Write the report", show=False),
        Binding("y", "copy", "Copy the text", show=False),
        Binding("r", "reload", "Make the preview anew", show=False),
        Binding("question_mark", "keys", "Every key of this screen", show=False),
    ]

    def __init__(self, services: Services, kind: str = "daily") -> None:
        super().__init__()
        self._services = services
        self._kind = kind
        self._day: date | None = None
        self._format = FORMATS[0]
        self._rendered: RenderedReport | None = None
        self._wanted = 0
        self._title = StatusLine(id="report-title")
        self._page = TextPage(id="report-text")

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        yield self._title
        yield self._page
        hints = KeyHints()
        hints.set_hints(HINTS)
        yield hints

    def on_mount(self) -> None:
        """Make the first preview."""
        self._page.focus()
        self.action_reload()

    # Reading

    def action_reload(self) -> None:
        """Make the preview anew; a slower one that was asked for earlier is dropped."""
        self._wanted += 1
        wanted, day, form = self._wanted, self._day, self._format
        self._work(
            lambda: self._services.reports.preview(self._kind, day, form),
            lambda rendered: self._show(rendered) if wanted == self._wanted else None,
        )

    def _show(self, rendered: RenderedReport) -> None:
        self._rendered = rendered
        self._day = rendered.day
        palette = palette_for(self.app.theme)
        facts = rendered.facts
        status = f"{facts.rag_symbol} {facts.rag_word}"
        self._title.set_parts(
            [
                Part(Cell(f" {rendered.title}", palette.accent + palette.strong), 9),
                Part(Cell(f"{rendered.day:%a} {rendered.day.day} {rendered.day:%b %Y}"), 5),
                Part(Cell(status, palette.strong), 6),
                Part(Cell(facts.rag_reason, palette.muted), 2),
            ],
            [Part(Cell(f"preview as {rendered.format.value} ", palette.muted), 7)],
        )
        self._page.show(rendered.text)

    def action_day(self, step: int) -> None:
        """The day before or after; the future has no report."""
        if self._day is None:
            return
        self._day += timedelta(days=step)
        self.action_reload()

    def action_format(self) -> None:
        """The next format."""
        self._format = FORMATS[(FORMATS.index(self._format) + 1) % len(FORMATS)]
        self.action_reload()

    # Adding

    def action_capture(self) -> None:
        """Note a win, an action or a focus; the preview shows it at once."""
        from warroom_tui.ui.screens.dialogs import CaptureDialog

        dialog = CaptureDialog(save=lambda noted: self._services.notes.add(*noted))
        self.app.push_screen(dialog, lambda _: self.action_reload())

    def action_override(self) -> None:
        """Say the status by hand, for how long and why; or let it be computed again."""
        from warroom_tui.ui.screens.dialogs.status import COMPUTED, status_choice, status_length

        def asked(key: str | None) -> None:
            if key == COMPUTED:
                self._work(lambda: self._services.set_rag(None), lambda _: self.action_reload())
            elif key is not None:
                self.app.push_screen(status_length(), partial(self._say_why, Rag(key)))

        self.app.push_screen(status_choice(), asked)

    def _say_why(self, rag: Rag, minutes: str | None) -> None:
        from warroom_tui.ui.screens.dialogs.status import status_reason

        if minutes is not None:
            span = int(minutes) or None
            dialog = status_reason(rag, lambda why: self._services.set_rag(rag, why, span))
            self.app.push_screen(dialog, lambda _: self.action_reload())

    # Writing

    def action_write(self) -> None:
        """Ask where, then write; a file that stands there is never replaced silently."""
        rendered = self._rendered
        if rendered is not None:
            suggested = str(self._services.reports.suggested_path(rendered))
            self._ask_where(rendered, suggested)

    def _ask_where(self, rendered: RenderedReport, suggested: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def asked(path: str | None) -> None:
            if path is not None:
                self._write(rendered, Path(path).expanduser(), overwrite=False)

        self.app.push_screen(TextDialog("Write the report", "File", initial=suggested), asked)

    def _write(self, rendered: RenderedReport, path: Path, *, overwrite: bool) -> None:
        def refused(error: WarroomError) -> None:
            if isinstance(error, Refused) and not overwrite:
                self._ask_to_replace(rendered, path, error)
            else:
                self._say(error)
                self._ask_where(rendered, str(path))

        self._work(
            lambda: self._services.reports.write(rendered, path, overwrite=overwrite),
            lambda written: self.notify(f"Issued as {written}", markup=False),
            refused,
        )

    def _ask_to_replace(self, rendered: RenderedReport, path: Path, error: WarroomError) -> None:
        from warroom_tui.ui.screens.dialogs import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                self._write(rendered, path, overwrite=True)
            else:
                self._ask_where(rendered, str(path))

        self.app.push_screen(
            ConfirmDialog("Replace the file?", error.message, yes="Replace it"), answered
        )

    def action_copy(self) -> None:
        """Put the text on the clipboard; not every terminal takes it, so a file is named too."""
        if self._rendered is not None:
            self.app.copy_to_clipboard(self._rendered.text)
            self.notify(
                "Copied, if this terminal allows it; w writes a file in any case.", markup=False
            )

    def action_keys(self) -> None:
        """Show every key of this screen."""
        show_keys(self)

    def action_leave(self) -> None:
        """Back to the dashboard."""
        self.dismiss(None)

    # Threads

    def _work(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[WarroomError], object] | None = None,
    ) -> None:
        self.run_worker(
            partial(self._run_job, job, then, refused or self._say), thread=True, group="report"
        )

    def _run_job(
        self,
        job: Callable[[], T],
        then: Callable[[T], object],
        refused: Callable[[WarroomError], object],
    ) -> None:
        try:
            result = job()
        except WarroomError as error:
            self.call_later(refused, error)
        else:
            self.call_later(then, result)

    def _say(self, error: WarroomError) -> None:
        self.notify(
            error.hint or error.message,
            title=error.message if error.hint else "",
            severity="warning",
            markup=False,
        )
