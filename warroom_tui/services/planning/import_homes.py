"""Rows of focus cards and roles."""

from __future__ import annotations

from warroom_tui.domain.runsheet.roles import authority_of
from warroom_tui.domain.text import clean
from warroom_tui.plan.draft import LaunchDraft

Row = dict[str, object]


def focus_rows(draft: LaunchDraft) -> list[Row]:
    """One row per line of a focus card; phases have their number in the draft as id."""
    numbers = {
        (phase.place.source, phase.place.line): number
        for number, phase in enumerate(draft.phases, 1)
    }
    return [
        {
            "seq": seq,
            "phase_id": numbers.get((note.place.source, note.phase_line)),
            "kind": note.kind,
            "text": clean(note.text),
            "source_id": note.place.source + 1,
            "line": note.place.line,
        }
        for seq, note in enumerate(draft.focus, 1)
    ]


def role_rows(draft: LaunchDraft) -> list[Row]:
    """One row per role, with what its duties give it to decide."""
    return [
        {
            "name": clean(role.name),
            "duties": [clean(duty) for duty in role.duties],
            "authority": [each.value for each in authority_of(role.duties)],
            "source_id": role.place.source + 1,
            "line": role.place.line,
        }
        for role in draft.roles
    ]
