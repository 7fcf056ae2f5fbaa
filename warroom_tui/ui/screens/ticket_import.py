"""A ticket file before it is imported: what each column means, what every row would become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.import_values import DateOrder, read_said
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.desk.ticket_file import ImportPlan
    from warroom_tui.services.desk.ticket_import import ImportCheck, ImportResult
    from warroom_tui.services.warroom import Services

_WORDS = {
    "new": ("new", "will be made"),
    "changed": ("changed", "here already, and will change"),
    "same": ("unchanged", "here already, as they are"),
    "kept": ("kept", "changed in the file, but worked on here: stay as they are here"),
    "twice": ("twice", "their id stands further up in the file"),
}


@dataclass(frozen=True, slots=True)
class ImportPage:
    """What the file is, read whole."""

    plan: ImportPlan
    check: ImportCheck


class TicketImportScreen(FullScreen[ImportPage]):
    """Columns with samples, counts, bad rows; nothing is written before `y`."""

    DEFAULT_CSS = """
    TicketImportScreen #list { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "write_it", "Import what is shown", show=False),
        Binding("c", "column", "What a column means", show=False),
        Binding("v", "value", "What a word means", show=False),
        Binding("d", "dates", "Dates: day or month first", show=False),
        Binding("e", "encoding", "In which encoding it is written", show=False),
    ]

    def __init__(self, services: Services, path: Path) -> None:
        super().__init__(services)
        self._path = path
        self._columns: dict[str, str] = {}
        self._values: list[str] = []
        self._order: DateOrder | None = None
        self._encoding = ""
        self._page: ImportPage | None = None
        self._writing = False
        self._left = False
        self._done = (0, 0, 0)

    def content(self) -> ComposeResult:
        """One list."""
        columns = (
            Column("mark", width=1),
            Column("what", width=12),
            Column("from", width=24),
            Column("rest"),
        )
        yield LineList(columns, empty="Reading the file …", id="list")

    def on_mount(self) -> None:
        """Read the file in a thread, and say how far it is."""
        self.heading(f"Import {self._path.name} · reading")
        self.set_interval(0.5, self._tell_progress)
        self.query_one("#list").focus()

    def on_unmount(self) -> None:
        """Whatever still reads or writes stops at the next rows."""
        self._left = True

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("y", "import"),
            ("c", "column"),
            ("v", "word"),
            ("d", "dates: day or month"),
            ("e", "encoding"),
            ("escape", "back"),
        )

    def read(self) -> ImportPage:
        """Every row, without writing anything."""
        desk = self.services.ticket_import
        plan = desk.look(
            self._path,
            self._columns,
            read_said(self._values),
            order=self._order,
            encoding=self._encoding,
        )
        return ImportPage(plan, desk.check(plan, self._progress))

    def show(self, data: ImportPage) -> None:
        """Counts first, then columns, then what is wrong."""
        self._page = data
        check = data.check
        rows = "1 row" if check.rows == 1 else f"{check.rows} rows"
        bad = f" · {check.bad} cannot be imported" if check.bad else ""
        self.heading(f"Import {data.plan.path.name} · {data.plan.source} · {rows}{bad}")
        self.query_one("#list", LineList).set_rows(self._lines(data))

    def _lines(self, data: ImportPage) -> list[Row]:
        out = [self._heading("What will happen")]
        for fate, number in data.check.fates.items():
            word, meaning = _WORDS[fate.value]
            style = self.palette.warn if fate.value == "kept" else self.palette.text
            mark = "●" if fate.value in ("new", "changed") else "·"
            out.append(self._line(f"fate:{word}", mark, str(number), word, meaning, style))
        if data.check.bad:
            what = "kept aside in a file beside it"
            out.append(self._line("bad", "✖", str(data.check.bad), "bad", what, self.palette.bad))
        form = data.plan.form
        out.append(self._line("encoding", "·", form.encoding, "", "how the file is written"))
        out.append(self._heading("What each column means"))
        for field, title, samples in data.plan.samples:
            shown = " · ".join(samples) or "empty in the first rows"
            out.append(self._line(f"column:{field}", "←", field.value, title, shown))
        for title in data.plan.columns.unused[:20]:
            out.append(self._line(f"unused:{title}", " ", "not taken", title, ""))
        if data.check.problems:
            out.append(self._heading("Rows that cannot be imported"))
        for problem in data.check.problems:
            line = f"line {problem.line}"
            out.append(self._line(f"line:{problem.line}", "✖", line, "", problem.reason))
        for reason, number in data.check.reasons if data.check.bad > 20 else ():
            out.append(self._line(f"all:{reason}", "·", f"{number} ×", "in all", reason))
        return out

    def _heading(self, text: str) -> Row:
        return Row(f"heading:{text}", (Cell(text, self.palette.strong),), heading=True)

    def _line(
        self, key: str, mark: str, what: str, source: str, rest: str, style: Style | None = None
    ) -> Row:
        tone = self.palette.bad if mark == "✖" else self.palette.accent
        cells = (
            Cell(mark, tone),
            Cell(what, self.palette.strong),
            Cell(source, self.palette.muted),
            Cell(rest, style or self.palette.text),
        )
        return Row(key, cells)

    # Progress

    def _progress(self, done: int, total: int, rows: int) -> None:
        self._done = (done, total, rows)
        if self._left:
            raise Refused("The import was left.")

    def _tell_progress(self) -> None:
        done, total, rows = self._done
        if total and (self._writing or self._page is None):
            word = "writing" if self._writing else "reading"
            self.heading(f"Import {self._path.name} · {word} {rows} rows, {100 * done // total} %")

    # What can be done

    def action_write_it(self) -> None:
        """Write what was checked."""
        page = self._page
        if page is None or self._writing:
            return
        self._writing = True
        desk = self.services.ticket_import

        def write() -> ImportResult:
            try:
                return desk.run(page.plan, page.check, progress=self._progress)
            finally:
                self._writing = False

        self.ask(write, self._written)

    def _written(self, result: ImportResult) -> None:
        counts = ", ".join(f"{n} {_WORDS[f.value][0]}" for f, n in result.fates.items() if n)
        told = f"Imported: {counts or 'nothing'}"
        if result.bad and result.rejects is not None:
            told += f" · {result.bad} rows kept aside in {result.rejects.name}"
        self.say(told)
        self.dismiss(None)

    def action_column(self) -> None:
        """Say what a column holds."""

        def said(text: str) -> None:
            column, equals, field = text.rpartition("=")
            if not equals:
                raise InputError("Write it as COLUMN=FIELD.", "COLUMN=- leaves it out.")
            self.services.ticket_import.look(
                self._path, {**self._columns, column: field}, encoding=self._encoding
            )
            self._columns[column] = field

        self._say("What does a column hold?", "COLUMN=FIELD", "such as Kurz=subject", said)

    def action_value(self) -> None:
        """Say what a word means."""

        def said(text: str) -> None:
            read_said([text])
            self._values.append(text)

        hint = "such as priority:Show stopper=P1"
        self._say("What does a word mean?", "FIELD:WORD=OURS", hint, said)

    def action_encoding(self) -> None:
        """Say how the file is written, when its letters come out wrong."""

        def said(text: str) -> None:
            self.services.ticket_import.look(self._path, self._columns, encoding=text)
            self._encoding = text

        hint = "such as cp1251, shift_jis, gb18030, euc-kr"
        self._say("In which encoding is it written?", "Encoding", hint, said)

    def _say(self, title: str, label: str, hint: str, save: object) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        dialog = TextDialog(title, label, hint=hint, save=save)  # type: ignore[arg-type]
        self.app.push_screen(dialog, lambda text: self._read_again() if text else None)

    def action_dates(self) -> None:
        """Read 3/4/2026 the other way round."""
        first = DateOrder.DAY_FIRST
        self._order = DateOrder.MONTH_FIRST if self._order is first else first
        self.say(f"Dates are read {self._order.value}")
        self._read_again()

    def _read_again(self) -> None:
        self._page, self._done = None, (0, 0, 0)
        self.reload()
