"""A plan document as a tree that the draft builders can walk."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Fence, Field, Item, PlanDocument, Prose, Section, Table
from warroom_tui.plan.draft import Place
from warroom_tui.plan.moments import When
from warroom_tui.plan.words import Words

_KEY_VALUE = re.compile(r"^(?P<key>[^:：]{1,60}?)\s*[:：]\s*(?P<value>.*)$")


class Outline:
    """Children, contents and times of the sections of one document."""

    def __init__(self, document: PlanDocument, source: int, words: Words) -> None:
        self.document = document
        self.source = source
        self.words = words
        self.sections = document.sections
        self.uses_boxes = any(item.kind == "task" for item in document.items)
        self._with_boxes: dict[int, bool] = {}
        self.phase_marks: dict[int, bool] = {}
        """Answers of `is_phase`, which looks at everything below a section."""
        self._children: dict[int, list[Section]] = defaultdict(list)
        self._items: dict[int, list[int]] = defaultdict(list)
        self._fields: dict[int, list[Field]] = defaultdict(list)
        self._fences: dict[int, list[Fence]] = defaultdict(list)
        self._tables: dict[int, list[Table]] = defaultdict(list)
        self._prose: dict[int, list[Prose]] = defaultdict(list)
        self._item_children: dict[int, list[int]] = defaultdict(list)
        for section in document.sections:
            if section.parent is not None:
                self._children[section.parent].append(section)
        for index, item in enumerate(document.items):
            self._items[item.section].append(index)
            if item.parent is not None:
                self._item_children[item.parent].append(index)
        self._index_of = {id(item): index for index, item in enumerate(document.items)}
        for field in document.fields:
            self._fields[field.section].append(field)
        for fence in document.fences:
            self._fences[fence.section].append(fence)
        for table in document.tables:
            self._tables[table.section].append(table)
        for prose in document.prose:
            self._prose[prose.section].append(prose)

    def roots(self) -> tuple[Section, ...]:
        """Sections without a parent."""
        return tuple(section for section in self.sections if section.parent is None)

    def children(self, section: Section) -> tuple[Section, ...]:
        """The sections directly below."""
        return tuple(self._children[section.index])

    def below(self, section: Section) -> Iterator[Section]:
        """The section itself and everything below it, in document order."""
        yield section
        for child in self._children[section.index]:
            yield from self.below(child)

    def above(self, section: Section) -> Iterator[Section]:
        """The section's ancestors, nearest first."""
        at = section.parent
        while at is not None:
            yield self.sections[at]
            at = self.sections[at].parent

    def items(self, section: Section) -> tuple[Item, ...]:
        """The items that stand directly in a section, rows and code blocks left out."""
        found = (self.document.items[index] for index in self._items[section.index])
        return tuple(item for item in found if item.kind in ("task", "step"))

    def indexed(self, section: Section) -> tuple[tuple[int, Item], ...]:
        """Like `items`, each with its index in the document."""
        found = ((index, self.document.items[index]) for index in self._items[section.index])
        return tuple((index, item) for index, item in found if item.kind in ("task", "step"))

    def all_items(self, section: Section) -> tuple[Item, ...]:
        """Everything countable in a section, table rows and code blocks too."""
        return tuple(self.document.items[index] for index in self._items[section.index])

    def boxes(self, section: Section) -> tuple[tuple[int, Item], ...]:
        """The work that stands directly in a section, with its index in the document.

        That is its boxes; in a plan that has no box at all, the bullets and steps of its phases.
        In a phase without boxes, bullets that begin with a time are its run sheet.
        """
        found = [(index, self.document.items[index]) for index in self._items[section.index]]
        bullets = not self.uses_boxes and section.kind in ("phase", "checklist")
        timed = section.kind == "phase" and all(item.kind != "task" for _, item in found)
        return tuple(
            (index, item)
            for index, item in found
            if (item.kind == "task" and not self._is_run_sheet_row(section, item))
            or (item.kind == "step" and (bullets or (timed and _is_timed(item))))
        )

    def run_sheets(self, section: Section) -> tuple[Table, ...]:
        """The tables of a section whose rows are work: `Time | Task | Owner`."""
        return tuple(
            table for table in self._tables[section.index] if table.kind in ("run_sheet", "tasks")
        )

    def _is_run_sheet_row(self, section: Section, item: Item) -> bool:
        return any(table.line <= item.line <= table.end for table in self.run_sheets(section))

    def nested(self, item: Item) -> tuple[Item, ...]:
        """The items nested directly under another."""
        index = self._index_of[id(item)]
        return tuple(self.document.items[child] for child in self._item_children[index])

    def has_boxes(self, section: Section) -> bool:
        """Whether any box stands in the section or below it."""
        if section.index not in self._with_boxes:
            self._with_boxes[section.index] = bool(
                self.boxes(section) or self.run_sheets(section)
            ) or any(self.has_boxes(child) for child in self._children[section.index])
        return self._with_boxes[section.index]

    def fields(self, section: Section) -> tuple[Field, ...]:
        """The `**Key**: value` fields of a section."""
        return tuple(self._fields[section.index])

    def fences(self, section: Section) -> tuple[Fence, ...]:
        """The code blocks of a section."""
        return tuple(self._fences[section.index])

    def tables(self, section: Section) -> tuple[Table, ...]:
        """The tables of a section."""
        return tuple(self._tables[section.index])

    def prose(self, section: Section) -> tuple[Prose, ...]:
        """The paragraphs of a section."""
        return tuple(self._prose[section.index])

    def place(self, line: int) -> Place:
        """Where a line of this document stands."""
        return Place(line, self.source)

    def says(self, key: str, section: Section) -> bool:
        """Whether the title holds one of the marks (`cutover`, `appendix`, ...)."""
        return self.words.has("marks", key, section.title)

    def heading_of(self, section: Section) -> Section:
        """The nearest heading: the section itself or the one above its labels."""
        if not section.is_label:
            return section
        return next((s for s in self.above(section) if not s.is_label), section)

    def window(self, section: Section) -> When | None:
        """The time that places the section itself."""
        return next((when for when in section.when if when.is_window), None)

    def day_of(self, section: Section) -> Anchor:
        """The day that a clock time in this section belongs to; launch day by default."""
        for each in (section, *self.above(section)):
            for when in each.when:
                start = when.start
                if start is None or when.kind in ("clock", "weekday"):
                    continue
                if start.on is not None:
                    return Anchor(on=start.on)
                if start.day is not None:
                    return Anchor(day=start.day)
        return Anchor(day=0)


def _is_timed(item: Item) -> bool:
    return item.parent is None and any(when.is_window for when in item.when)


def key_value(text: str) -> tuple[str, str] | None:
    """`Key: value` of an item, or None."""
    match = _KEY_VALUE.match(text)
    return None if match is None else (match["key"].strip(), match["value"].strip())
