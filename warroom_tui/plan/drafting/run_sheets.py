"""Rows of a run sheet (`Time | Task | Owner | Status`) as tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.plan.boxes import is_box_cell
from warroom_tui.plan.document import Section, Table
from warroom_tui.plan.draft import TaskDraft
from warroom_tui.plan.drafting.anchoring import item_anchor
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.markup import command_in, is_blank_value, plain, without_code_marks

_BRACKETS = re.compile(r"\(([^()]*)\)")
_DONE = re.compile(
    r"^(?:done|complete[d]?|yes|ok|erledigt|fait|hecho|feito|готово|完成|✓|✔|✅)$", re.IGNORECASE
)


def run_sheet_tasks(outline: Outline, section: Section) -> Iterator[TaskDraft]:
    """The rows of the section's run sheets, in order."""
    for table in outline.run_sheets(section):
        yield from _rows(outline, section, table)


def condition_in(outline: Outline, text: str) -> str | None:
    """The words in brackets that make a task optional."""
    for match in _BRACKETS.finditer(text):
        if outline.words.has("marks", "optional", match.group(1)):
            return match.group(1)
    return None


def _rows(outline: Outline, section: Section, table: Table) -> Iterator[TaskDraft]:
    by_line = {item.line: item for item in outline.all_items(section)}
    for row in table.rows:
        cells = dict(zip(table.columns, row.cells, strict=False))
        text = plain(cells.get("task", ""))
        item = by_line.get(row.line)
        if item is None or (item.kind != "task" and is_blank_value(text)):
            continue
        owner = plain(cells.get("owner", ""))
        status = cells.get("status", "")
        condition = condition_in(outline, text)
        yield TaskDraft(
            text=without_code_marks(text or item.text),
            place=outline.place(row.line),
            done=bool(is_box_cell(status)) or _DONE.match(status.strip()) is not None,
            required=condition is None,
            condition=condition,
            anchor=item_anchor(outline, section, item),
            owner=None if is_blank_value(owner) else owner,
            command=command_in(text),
        )
