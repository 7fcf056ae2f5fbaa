"""Forms for lessons learned: their headings and blanks, kept as a page to read and to copy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.plan.draft import NoteDraft
from warroom_tui.plan.drafting.outline import Outline

_LESSONS = re.compile(
    r"lessons[ -]learn|gelernt|leçons|lecciones|lições|уроки|经验教训|教訓|교훈", re.IGNORECASE
)


def lessons(outline: Outline) -> Iterator[NoteDraft]:
    """Every form whose headings wait for what was learned; a meeting about it is no form."""
    for section in outline.sections:
        if not _LESSONS.search(section.title):
            continue
        parts = [
            "\n".join([child.title, *(f"- {item.text or '…'}" for item in outline.items(child))])
            for child in outline.children(section)
            if outline.items(child)
        ]
        if parts:
            place = outline.place(section.line)
            yield NoteDraft(section.title, "\n\n".join(parts), place)
