"""Parts of a plan that are kept as readable pages: nothing that was recognised is dropped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.plan.draft import LaunchDraft, Place

Row = dict[str, object]


def page_rows(draft: LaunchDraft) -> list[Row]:
    """One row per note, training session and list of expected issues, in document order."""
    rows = [_row(*page) for page in _pages(draft)]
    return sorted(rows, key=lambda row: (str(row["source_id"]), int(str(row["line"]))))


def _pages(draft: LaunchDraft) -> Iterator[tuple[str, str, str, Place]]:
    for note in draft.notes:
        yield _kind(note.title), note.title, note.markdown, note.place
    for session in draft.training:
        facts = [f"{session.minutes} min" if session.minutes else "", session.audience or ""]
        topics = "\n".join(f"- {topic}" for topic in session.topics)
        told = " · ".join(fact for fact in facts if fact)
        yield "training", session.title, "\n\n".join(filter(None, (told, topics))), session.place
    places = {phase.name: phase.place for phase in draft.phases}
    for where, place in places.items():
        texts = [text for phase, text in draft.expected if phase == where]
        if texts:
            yield "expected", where, "\n".join(f"- {text}" for text in texts), place


_KINDS = (
    ("lessons", re.compile(r"lessons[ -]learn", re.IGNORECASE)),
    ("focus", re.compile(r"\b(?:focus|goals?|objectives?)\b", re.IGNORECASE)),
    ("expected", re.compile(r"^expect|expected issues|common .* issues", re.IGNORECASE)),
)
"""Kinds of notes by their titles, the first that matches."""


def _kind(title: str) -> str:
    return next((kind for kind, pattern in _KINDS if pattern.search(title)), "note")


def _row(kind: str, title: str, markdown: str, place: Place) -> Row:
    body = clean(markdown, limit=BODY_LIMIT, multiline=True)
    digest = hashlib.sha256(f"{kind}\0{title}\0{body}".encode()).hexdigest()
    return {
        "source_id": place.source + 1,
        "stable_id": digest[:16],
        "line": place.line,
        "kind": kind,
        "title": clean(title),
        "markdown": body,
    }
