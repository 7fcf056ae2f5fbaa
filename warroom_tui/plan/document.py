"""A plan as it was understood: the frozen result of reading one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from warroom_tui.plan.blocks import Row
from warroom_tui.plan.machine import MachinePart
from warroom_tui.plan.moments import When

SectionKind = Literal[
    "phase",
    "checklist",
    "gate",
    "success",
    "rollback",
    "contingency",
    "risk",
    "comms",
    "people",
    "rota",
    "support",
    "monitor",
    "training",
    "meeting",
    "steps",
    "log",
    "meta",
    "notes",
]
ItemKind = Literal["task", "step", "row", "fence"]
FenceKind = Literal[
    "command", "template", "schedule", "matrix", "form", "agenda", "data", "warroom", "kept"
]
Severity = Literal["error", "warning", "info"]
Json = dict[str, "str | int | float | bool | list[str] | None"]


@dataclass(frozen=True, slots=True)
class Field:
    """A `**Key**: value` of the nearest section; `value` is as written."""

    line: int
    key: str
    value: str
    section: int


@dataclass(frozen=True, slots=True)
class Item:
    """One box, bullet, numbered step, table row or code block."""

    text: str
    line: int
    end: int
    section: int
    kind: ItemKind
    done: bool = False
    parent: int | None = None
    """Index of the item it is nested under."""
    number: int | None = None
    when: tuple[When, ...] = ()
    from_fence: bool = False
    command: str | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A code block and what it was taken for."""

    line: int
    end: int
    section: int
    info: str
    text: str
    to: FenceKind
    item: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the meaning of its columns; `columns` holds "" for an unknown one."""

    line: int
    end: int
    section: int
    header: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    kind: str
    """run_sheet, criteria, people, risks, sla, rota, tasks or page."""


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, quotation or piece of HTML that is neither label nor field."""

    line: int
    end: int
    section: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, or a bold or bare label below it."""

    index: int
    parent: int | None
    title: str
    line: int
    end: int
    """Last line of its own title, not of its content."""
    level: int
    """1..6 for headings, 7 and 8 for labels; 0 for the text before any heading."""
    kind: SectionKind = "notes"
    when: tuple[When, ...] = ()
    every: str | None = None
    """daily, weekly, monthly or quarterly."""

    @property
    def is_label(self) -> bool:
        """Whether it is a label rather than a heading."""
        return self.level > 6


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the plan that a person should see."""

    line: int
    severity: Severity
    code: str
    message: str
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A section that has no home yet, with its own Markdown."""

    line: int
    title: str
    markdown: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the file was placed; the counts are (placed, in the source)."""

    boxes: tuple[int, int]
    list_items: tuple[int, int]
    table_rows: tuple[int, int]
    fences: tuple[int, int]
    lines: tuple[int, int]

    @property
    def unplaced_lines(self) -> int:
        """Non-blank lines of the file that belong to no block."""
        return self.lines[1] - self.lines[0]


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Everything read from one plan file. Indexes point into the tuples beside them."""

    name: str
    lines: int
    encoding: str
    repaired_lines: int
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    fences: tuple[Fence, ...]
    tables: tuple[Table, ...]
    fields: tuple[Field, ...]
    prose: tuple[Prose, ...]
    times: tuple[When, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    coverage: Coverage
    machine: MachinePart
    day_base: int = 1
    """The number that this plan gives to launch day: "Day 0" plans count from 0."""

    @property
    def boxes(self) -> tuple[Item, ...]:
        """Every box of the source."""
        return tuple(item for item in self.items if item.kind == "task")

    def path(self, section: int) -> tuple[str, ...]:
        """Titles from the root to a section."""
        titles: list[str] = []
        at: int | None = section
        while at is not None:
            if self.sections[at].level:
                titles.append(self.sections[at].title)
            at = self.sections[at].parent
        return tuple(reversed(titles))

    def to_json(self) -> dict[str, object]:
        """The JSON document that `plan check --json` prints."""
        from warroom_tui.plan.export import document_json

        return document_json(self)

    def summary(self) -> tuple[str, ...]:
        """The lines that `plan check` prints."""
        from warroom_tui.plan.export import summary_lines

        return summary_lines(self)
