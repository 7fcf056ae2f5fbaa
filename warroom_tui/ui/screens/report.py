"""The day's report before it is written: look, capture, correct, write, copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets._static import Static

from warroom_tui.domain.rag import Rag
from warroom_tui.domain.report import RenderedReport, ReportFormat, ReportKind
from warroom_tui.domain.text import clean
from warroom_tui.ui.screens.full_screen import FullScreen

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

SHOWN = 200_000
"""Characters of a report that are shown; the file has them all."""

_RAG_WORDS = {Rag.GREEN: "● GREEN", Rag.AMBER: "▲ AMBER", Rag.RED: "✖ RED"}


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A rendered report and the day that is today."""

    rendered: RenderedReport
    today: date


class ReportScreen(FullScreen[ReportPage]):
    """Left and right change the day, `f` the format, `w` writes, `y` copies."""

    DEFAULT_CSS = """
    ReportScreen {
        & #paper { height: 1fr; padding: 1 2; }
        & #text { height: auto; max-width: 110; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "day(-1)", "Day before", show=False, priority=True),
        Binding("right", "day(1)", "Day after", show=False, priority=True),
        Binding("f", "form", "Format", show=False),
        Binding("m", "kind", "Daily or mid-day", show=False),
        Binding("c", "capture", "Capture", show=False),
        Binding("g", "rag", "Status", show=False),
        Binding("w", "write", "Write", show=False),
        Binding("y", "copy", "Copy", show=False),
        Binding("j", "scroll(1)", "Down", show=False),
        Binding("k", "scroll(-1)", "Up", show=False),
        Binding("f5", "fresh", "Read again", show=False),
    ]

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._day: date | None = None
        self._form = ReportFormat.MD
        self._kind = ReportKind.DAILY
        self._page: ReportPage | None = None

    def content(self) -> ComposeResult:
        """The paper."""
        with VerticalScroll(id="paper"):
            yield Static(id="text")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("w", "write"),
            ("y", "copy"),
            ("c", "capture"),
            ("g", "status"),
            ("f", "format"),
            ("left", "day"),
            ("m", "mid-day"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows scroll at once."""
        self.heading("Report")
        super().on_mount()
        self.query_one("#paper").focus()

    def read(self) -> ReportPage:
        """Render it."""
        rendered = self.services.reports.preview(self._kind.value, self._day, self._form.value)
        today = self.services.launch().local(self.services.clock.now()).date()
        return ReportPage(rendered, today)

    def show(self, page: ReportPage) -> None:
        """The text as it will be written."""
        self._page = page
        rendered = page.rendered
        text = clean(rendered.text, limit=SHOWN, multiline=True)
        self.query_one("#text", Static).update(_paper(text, rendered.format, self))
        forms = " ".join(f"[{f}]" if f is self._form else f.value for f in ReportFormat)
        day = rendered.day
        when = "today" if day == page.today else f"{day:%a} {day.day} {day:%b}"
        self.heading(f"{rendered.title} · {when} · {forms} · preview, not written yet")

    # What is shown

    def action_day(self, step: int) -> None:
        """The day before or after; never a day to come."""
        if self._page is None:
            return
        wanted = (self._day or self._page.rendered.day) + timedelta(days=step)
        if wanted <= self._page.today:
            self._day = wanted
            self.reload()
        else:
            self.say("That day has not come yet.")

    def action_form(self) -> None:
        """The next format."""
        forms = list(ReportFormat)
        self._form = forms[(forms.index(self._form) + 1) % len(forms)]
        self.reload()

    def action_kind(self) -> None:
        """End of day or mid-day."""
        daily = self._kind is ReportKind.DAILY
        self._kind = ReportKind.MIDDAY if daily else ReportKind.DAILY
        self.reload()

    def action_scroll(self, step: int) -> None:
        """A line up or down."""
        self.query_one("#paper", VerticalScroll).scroll_relative(y=step, animate=False)

    def action_fresh(self) -> None:
        """Render it again."""
        self.reload()

    # What is done

    def action_capture(self) -> None:
        """Add a win, an action or a focus."""
        from warroom_tui.ui.screens.dialogs import CaptureDialog

        dialog = CaptureDialog(save=lambda answer: self.services.notes.add(*answer))
        self.app.push_screen(dialog, self.saved("Noted for the report"))

    def action_rag(self) -> None:
        """Say red, amber or green by hand."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        options = [(rag.value, _RAG_WORDS[rag], "for the next hour") for rag in Rag]
        options.append(("", "as computed", "ends what was said by hand"))
        self.app.push_screen(ChoiceDialog("The launch is", options), self._reason)

    def _reason(self, key: str | None) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        if key is None:
            return
        if not key:
            self.write(lambda: self.services.set_rag(None), lambda _: "Status is computed again")
            return
        rag = Rag(key)
        dialog = TextDialog(
            f"Why {_RAG_WORDS[rag]}?",
            "Reason",
            hint="stands in the report and in the record",
            save=lambda reason: self.services.set_rag(rag, reason, 60),
        )
        self.app.push_screen(dialog, self.saved(f"Status set to {rag.value}"))

    def action_copy(self) -> None:
        """Hand the text to the terminal's clipboard."""
        if self._page is not None:
            self.app.copy_to_clipboard(self._page.rendered.text)
            self.say("Copied, if this terminal allows it. w writes a file instead.")

    def action_write(self) -> None:
        """Ask where, then write."""
        if self._page is not None:
            rendered = self._page.rendered
            self.ask(
                lambda: self.services.reports.suggested_path(rendered),
                lambda path: self._where(rendered, str(path)),
            )

    def _where(self, rendered: RenderedReport, initial: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def chosen(place: str | None) -> None:
            if place is not None:
                path = Path(place).expanduser()
                self.ask(
                    lambda: self.services.reports.suggested_path(rendered, path),
                    lambda target: self._write(rendered, target),
                )

        dialog = TextDialog(
            "Write the report", "File or folder", initial, hint="an existing file is never lost"
        )
        self.app.push_screen(dialog, chosen)

    def _write(self, rendered: RenderedReport, path: Path, overwrite: bool = False) -> None:
        from warroom_tui.ui.screens.dialogs import ConfirmDialog

        if not overwrite and path.exists():
            question = ConfirmDialog(
                "Write over it?", f"{path} is already there.", yes="Write over it", no="Other place"
            )

            def answered(sure: bool | None) -> None:
                if sure:
                    self._write(rendered, path, overwrite=True)
                else:
                    self._where(rendered, str(path))

            self.app.push_screen(question, answered)
            return
        self.write(
            lambda: self.services.reports.write(rendered, path, overwrite=overwrite),
            lambda written: f"Written: {written}",
        )


def _paper(text: str, form: ReportFormat, screen: ReportScreen) -> Text:
    """The text with its headings and table rules a little apart."""
    palette, paper = screen.palette, Text()
    for line in text.splitlines():
        heading = form is ReportFormat.MD and line.startswith("#")
        rule = line.startswith(("|--", "|:-", "| --", "| :-", "---", "==="))
        style = palette.strong if heading else palette.muted if rule else palette.text
        paper.append(line + "\n", style)
    return paper
