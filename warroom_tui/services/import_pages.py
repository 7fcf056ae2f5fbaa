"""Parts of a plan that are kept as readable pages: nothing that was recognised is dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.plan.draft import LaunchDraft, Place

Row = dict[str, object]


def page_rows(draft: LaunchDraft) -> list[Row]:
    """One row per note, message, procedure and meeting, in document order."""
    rows = [_row(*page) for page in _pages(draft)]
    return sorted(rows, key=lambda row: (str(row["source_id"]), int(str(row["line"]))))


def _pages(draft: LaunchDraft) -> Iterator[tuple[str, str, str, Place]]:
    for note in draft.notes:
        yield "note", note.title, note.markdown, note.place
    for message in draft.messages:
        subject = f"Subject: {message.subject}\n\n" if message.subject else ""
        yield "message", message.title, subject + (message.body or ""), message.place
    for procedure in draft.procedures:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(procedure.steps, 1))
        yield f"procedure:{procedure.kind}", procedure.title, steps, procedure.place
    for meeting in draft.meetings:
        agenda = "\n".join(
            f"{number}. {item.title}" + (f" ({item.minutes} min)" if item.minutes else "")
            for number, item in enumerate(meeting.agenda, 1)
        )
        yield "meeting", meeting.title, agenda, meeting.place


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
