"""What the builder has found so far, in document order."""

from __future__ import annotations

from dataclasses import dataclass, field

from warroom_tui.plan.blocks import Block
from warroom_tui.plan.document import Fence, Field, Item, Prose, Section, Table
from warroom_tui.plan.moments import When


@dataclass(slots=True)
class Parts:
    """Everything found, in document order; `spans` are the lines that were placed."""

    sections: list[Section] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    front: Block | None = None
    more_times: list[When] = field(default_factory=list)
    """Times at the start of lines in code blocks and in fields, for the accounting of times."""
