"""What a plan states as `key: value`, wherever it does."""

from __future__ import annotations

from collections.abc import Iterator

from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.drafting.outline import key_value
from warroom_tui.plan.markup import plain

_LONGEST = 200
"""Characters of a line that may be a statement; longer ones are sentences."""


def stated(document: PlanDocument) -> Iterator[tuple[str, str]]:
    """Keys with their values: bold fields first, then bullets, plain lines, two-column tables."""
    for field in document.fields:
        yield field.key, field.value
    for item in document.items:
        if item.kind == "step" and len(item.text) < _LONGEST:
            yield from _split(item.text)
    for prose in document.prose:
        for line in prose.text.split("\n"):
            if len(line) < _LONGEST:
                yield from _split(plain(line))
    for table in document.tables:
        if len(table.header) == 2:
            for cells in (table.header, *(row.cells for row in table.rows)):
                if len(cells) == 2:
                    yield plain(cells[0]), plain(cells[1])


def _split(text: str) -> Iterator[tuple[str, str]]:
    found = key_value(text)
    if found is not None:
        yield found
