"""Reading focus notes, roles, and answers to the questions of a retro."""

from __future__ import annotations

from sqlalchemy import Connection, select

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.runsheet.focus import FocusKind, FocusNote
from warroom_tui.domain.runsheet.retro import Answer
from warroom_tui.domain.runsheet.roles import Authority, Role
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import contact, focus_note, person, phase, retro_answer, role

FOCUS_LIMIT = 300
"""Lines on a board: more are no focus."""


def read_focus(connection: Connection) -> tuple[FocusNote, ...]:
    """Every line of a focus card with the time of its phase, in the plan's order."""
    query = (
        select(
            focus_note, phase.c.name, phase.c.starts_at, phase.c.ends_at, document_name(focus_note)
        )
        .outerjoin(phase, phase.c.id == focus_note.c.phase_id)
        .order_by(focus_note.c.seq, focus_note.c.id)
        .limit(FOCUS_LIMIT)
    )
    return tuple(
        FocusNote(
            id=row["id"],
            kind=FocusKind(row["kind"]),
            text=row["text"],
            phase_id=row["phase_id"],
            phase=row["name"] or "",
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            source=row["source"],
            line=row["line"],
        )
        for row in connection.execute(query).mappings()
    )


def read_roles(connection: Connection) -> tuple[Role, ...]:
    """Roles with their duties and the person whom directory or rota name for them."""
    named = {
        str(row.label).casefold(): str(row.name)
        for row in connection.execute(select(contact.c.label, contact.c.name))
        if row.name
    }
    named |= {
        str(row.role).casefold(): str(row.name)
        for row in connection.execute(select(person.c.role, person.c.name))
        if row.role
    }
    query = select(role, document_name(role)).order_by(role.c.id)
    return tuple(
        Role(
            id=row["id"],
            name=row["name"],
            duties=tuple(str(duty) for duty in row["duties"]),
            authority=tuple(Authority(str(each)) for each in row["authority"]),
            person=named.get(str(row["name"]).casefold(), ""),
            source=row["source"],
            line=row["line"],
        )
        for row in connection.execute(query).mappings()
    )


def read_answers(connection: Connection) -> tuple[Answer, ...]:
    """Every answer, oldest first."""
    rows = connection.execute(select(retro_answer).order_by(retro_answer.c.id)).mappings()
    return tuple(
        Answer(
            row["id"], row["form"], row["question"], row["text"], row["at"], row["by"],
            row["version"],
        )
        for row in rows
    )  # fmt: skip


def find_answer(connection: Connection, answer_id: int) -> Answer:
    """One answer; raises NotFound."""
    found = next((one for one in read_answers(connection) if one.id == answer_id), None)
    if found is None:
        raise NotFound(f"There is no answer {answer_id}.", "List them with: warroom retro list")
    return found
