"""Blocks into sections and their contents, before anything is classified."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from warroom_tui.plan.blocks import Block
from warroom_tui.plan.boxes import header_box, is_choice, read_box, read_fence_box, row_box
from warroom_tui.plan.document import Fence, Field, Item, Prose, Section, Table
from warroom_tui.plan.fences import fence_kind
from warroom_tui.plan.markup import command_in, plain
from warroom_tui.plan.moments import When
from warroom_tui.plan.outcome import without_outcome
from warroom_tui.plan.paragraphs import (
    Piece,
    is_field_run,
    same_series,
    split_at_signs,
    take_apart,
)
from warroom_tui.plan.parts import Parts
from warroom_tui.plan.placing import counted_within, is_set_off
from warroom_tui.plan.tables import column_meanings, table_kind
from warroom_tui.plan.times import TimeReader
from warroom_tui.plan.words import Words

_BODY = frozenset({"item", "table", "fence", "quote", "html"})
_LABEL, _SUB_LABEL = 7, 8
_LABEL_LENGTH = 60
_LETTERLESS = re.compile(r"^[^\w(（]+")
_NUMBER = re.compile(r"\d{1,3}(?:\s?[-–~]\s?\d{1,3})?")


class Builder:
    """Walks the blocks once, keeping the open headings and labels."""

    def __init__(
        self,
        words: Words,
        times: TimeReader,
        counts_minutes: bool = False,
        counts_working_days: bool = False,
        bare_minutes: bool = False,
    ) -> None:
        self._counts_minutes = counts_minutes
        self._bare_day = "working day" if counts_working_days else "day"
        if bare_minutes:
            self._bare_day = "minute"
        self.parts = Parts()
        self._words = words
        self._times = times
        self._headings: list[Section] = []
        self._label: Section | None = None
        self._sub: Section | None = None
        self._label_is_bare = False
        self._items: dict[int, int] = {}

    def build(self, blocks: Sequence[Block]) -> Parts:
        """Place every block."""
        self._open("", 1, 0, 0)
        for index, block in enumerate(blocks):
            self.parts.spans.append((block.line, block.end))
            leads = index + 1 < len(blocks) and blocks[index + 1].kind in _BODY
            self._place(index, block, leads)
        return self.parts

    def _place(self, index: int, block: Block, leads: bool) -> None:
        kind = block.kind
        if kind == "heading":
            self._heading(block)
        elif kind == "item":
            self._item(index, block)
        elif kind == "paragraph" and block.parent is None:
            for piece in take_apart(block.text, block.line, leads):
                self._piece(self._timed_label(piece) if leads else piece)
        elif kind == "fence":
            self._fence(block)
        elif kind == "table":
            self._table(block)
        elif kind == "rule":
            self._label = self._sub = None
        elif kind == "front":
            self.parts.front = block
        elif kind == "paragraph":
            self._nested_prose(block)
        elif kind in ("html", "raw"):
            self._prose(block.line, block.end, block.text)
            # a list directly below <details> is none to the parser
            self._hidden_boxes(block.text, block.line, from_fence=False)

    def _timed_label(self, piece: Piece) -> Piece:
        """A bare line such as "T-7 Days" or "Launch Day" directly above a list is its label."""
        text = piece.text.strip()
        if piece.kind != "prose" or piece.line != piece.end or len(text) > _LABEL_LENGTH:
            return piece
        when = self._times.title(text, piece.line) if text[-1:] not in ".!?,;。！？" else ()
        begins = _LETTERLESS.sub("", text)
        near = 5 if begins[:1] >= "\u3040" else 1  # "上线前一天": the day's name goes before
        if any(each.is_window and 0 <= begins.find(each.raw) < near for each in when):
            return replace(piece, kind="label")
        return piece

    @property
    def _here(self) -> int:
        section = self._sub or self._label or self._headings[-1]
        return section.index

    def _bare_unit(self, title: str) -> str:
        """What "T-14" counts: days, but minutes in a cutover that also writes T+0:30."""
        if not self._counts_minutes:
            return self._bare_day
        titles = [title, *(section.title for section in self._headings)]
        cutover = any(
            self._words.has("marks", "cutover", each) or self._words.has("kinds", "rollback", each)
            for each in titles
        )
        return "minute" if cutover else self._bare_day

    def _open(self, title: str, line: int, end: int, level: int) -> Section:
        parent: int | None = None
        if level == _SUB_LABEL and self._label is not None:
            parent = self._label.index
        elif level == _LABEL:
            parent = self._headings[-1].index
        elif level:
            while self._headings and self._headings[-1].level >= level:
                self._headings.pop()
            parent = self._headings[-1].index if self._headings else None
        when = self._times.title(title, line, self._bare_unit(title)) if title else ()
        if level >= _LABEL:
            when = tuple(each for each in when if not each.is_window or is_set_off(each.raw, title))
        if parent is not None:
            when = counted_within(when, self.parts.sections, parent)
        section = Section(len(self.parts.sections), parent, title, line, end, level, when=when)
        self.parts.sections.append(section)
        if level <= 6:
            self._headings.append(section)
        return section

    def _heading(self, block: Block) -> None:
        if block.info == "setext" and (is_field_run(block.text) or "\n" in block.text):
            for piece in take_apart(block.text, block.line, False):
                self._piece(piece)
            self._label = self._sub = None
            return
        self._label = self._sub = None
        self._open(plain(block.text), block.line, block.end, block.level)

    def _open_label(self, piece: Piece) -> None:
        title = plain(piece.text).rstrip(" :：")
        when = self._times.title(title, piece.line, self._bare_unit(title))
        timed = any(entry.is_window for entry in when)
        nested = (
            self._label is not None
            and self._label_is_bare
            and not (timed and any(entry.is_window for entry in self._label.when))
            and not same_series(self._label.title, title)
        )
        if nested:
            self._sub = self._open(title, piece.line, piece.end, _SUB_LABEL)
        else:
            self._sub = None
            self._label = self._open(title, piece.line, piece.end, _LABEL)
            self._label_is_bare = True

    def _piece(self, piece: Piece) -> None:
        if piece.kind == "label":
            self._open_label(piece)
        elif piece.kind == "field":
            self._field(plain(piece.key), plain(piece.text), piece.line)
        elif piece.kind == "item":
            self._filled()
            self._add_item(piece.text, piece.line, piece.end, None, piece.number)
        elif piece.kind == "box" and read_box(piece.text.strip()) is not None:
            self._filled()
            self._add_item(piece.text.strip(), piece.line, piece.end, None, None)
        else:
            self._prose(piece.line, piece.end, piece.text)

    def _field(self, key: str, value: str, line: int) -> None:
        """A field, and the time that it gives to its section: "**Time:** 8 AM - 10 AM"."""
        self.parts.fields.append(Field(line, key, value, self._here))
        if self._words.matches("fields", "duration", key):
            length = self._times.duration(value)
            if length is not None:
                self.parts.more_times.append(replace(length, line=line))
        section = self.parts.sections[self._here]
        timed = any(when.is_window for when in section.when)
        if timed or not section.level or not self._words.matches("fields", "when", key):
            return
        windows = tuple(when for when in self._times.cell(value, line) if when.is_window)
        self._replace(section, replace(section, when=(*windows, *section.when)))

    def _replace(self, old: Section, new: Section) -> None:
        self.parts.sections[old.index] = new
        self._headings = [new if each is old else each for each in self._headings]
        self._label = new if self._label is old else self._label
        self._sub = new if self._sub is old else self._sub

    def _filled(self) -> None:
        if self._sub is None:
            self._label_is_bare = False

    def _prose(self, line: int, end: int, text: str) -> None:
        self._filled()
        self.parts.prose.append(Prose(line, end, self._here, text))

    def _nested_prose(self, block: Block) -> None:
        """A further paragraph of an item, with the boxes that its lines begin with."""
        holder = None if block.parent is None else self._items.get(block.parent)
        own, *signed = split_at_signs("\n" + block.text, block.line - 1, block.end)
        if own.text or not signed:
            self._prose(block.line, own.end, own.text)
        for piece in signed:
            self._add_item(piece.text, piece.line, piece.end, holder, None)

    def _item(self, index: int, block: Block) -> None:
        self._filled()
        parent = None if block.parent is None else self._items.get(block.parent)
        own, *signed = split_at_signs(block.text, block.line, block.end)
        self._items[index] = self._add_item(own.text, own.line, own.end, parent, block.number)
        for piece in signed:
            self._add_item(piece.text, piece.line, piece.end, self._items[index], None)

    def _add_item(
        self, text: str, line: int, end: int, parent: int | None, number: int | None
    ) -> int:
        text = without_outcome(text)
        box = read_box(text)
        words = plain(text if box is None else box.text)
        self.parts.items.append(
            Item(
                words,
                line,
                end,
                self._here,
                "step" if box is None else "task",
                done=box is not None and box.done,
                parent=parent,
                number=number,
                when=self._times.start(words, line, self._bare_unit("")),
                command=command_in(words) if "`" in words else None,
            )
        )
        return len(self.parts.items) - 1

    def _fence(self, block: Block) -> None:
        self._filled()
        section = self.parts.sections[self._here]
        titles = section.title
        if section.parent is not None:
            titles += "\n" + self.parts.sections[section.parent].title
        to = fence_kind(block.info, block.text, titles)
        holder = None if block.parent is None else self._items.get(block.parent)
        self.parts.fences.append(
            Fence(block.line, block.end, self._here, block.info, block.text, to, holder)
        )
        first = next((line.strip() for line in block.text.split("\n") if line.strip()), "")
        self.parts.items.append(Item(plain(first), block.line, block.end, self._here, "fence"))
        first_line = block.line + (block.info != "indented")
        self._hidden_boxes(block.text, first_line, from_fence=True)
        if to not in ("command", "data", "warroom"):
            for at, line in enumerate(block.text.split("\n"), start=first_line):
                self.parts.more_times.extend(self._times.start(line.strip(" \t-*•|│├└─"), at))

    def _hidden_boxes(self, text: str, first_line: int, from_fence: bool) -> None:
        """The boxes in text that Markdown does not look into."""
        for at, line in enumerate(text.split("\n"), start=first_line):
            box = read_fence_box(line) if "[" in line or "☐" in line or "☑" in line else None
            if box is not None:
                words = plain(box.text)
                when = self._times.start(words, at, self._bare_unit(""))
                self.parts.items.append(
                    Item(
                        words,
                        at,
                        at,
                        self._here,
                        "task",
                        box.done,
                        from_fence=from_fence,
                        when=when,
                    )
                )

    def _table(self, block: Block) -> None:
        self._filled()
        columns = self._with_times(block, column_meanings(block.header, self._words))
        kind = table_kind(columns)
        table = Table(block.line, block.end, self._here, block.header, columns, block.rows, kind)
        self.parts.tables.append(table)
        lead = header_box(block.header)
        if lead is not None:
            words = plain(lead.text)
            self.parts.items.append(
                Item(words, block.line, block.line, self._here, "task", done=lead.done)
            )
        task = columns.index("task") if "task" in columns else None
        choice = is_choice([plain(cell) for cell in block.header])
        for row in block.rows:
            cells = [plain(cell) for cell in row.cells]
            box = None if choice else row_box(row.cells, task)
            when = tuple(
                entry
                for title, cell, meaning in zip(block.header, cells, columns, strict=False)
                if meaning in ("time", "hours")
                for entry in self._cell_times(plain(title), cell, row.line)
            )
            self.parts.items.append(
                Item(
                    plain(box.text) if box else " | ".join(cells),
                    row.line,
                    row.line,
                    self._here,
                    "task" if box else "row",
                    done=box is not None and box.done,
                    when=when,
                )
            )

    def _with_times(self, block: Block, columns: tuple[str, ...]) -> tuple[str, ...]:
        """A column of nothing but times is one, whatever its header says."""
        if "time" in columns or not block.rows:
            return columns
        for index, meaning in enumerate(columns[:2]):
            cells = [plain(row.cells[index]) for row in block.rows if index < len(row.cells)]
            timed = sum(
                any(when.is_window for when in self._times.start(cell, 0)) for cell in cells
            )
            if not meaning and timed * 3 >= len(cells) * 2 and timed:
                return (*columns[:index], "time", *columns[index + 1 :])
        return columns

    def _cell_times(self, title: str, cell: str, line: int) -> tuple[When, ...]:
        """A bare number below "Week" or "Day" counts weeks or days."""
        unit = self._bare_unit("")
        if _NUMBER.fullmatch(cell) and self._times.counts(title):
            found = self._times.cell(f"{title} {cell}", line, unit)
            return tuple(replace(when, raw=cell) for when in found)
        return self._times.cell(cell, line, unit)
