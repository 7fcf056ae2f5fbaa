"""Text from outside comes back clean from every field, and no field is lost over it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.domain.test_text import HOSTILE, forbidden
from tests.services.rows import all_rows, event_texts
from warroom_tui.domain.desk.tickets import EscalationContext, Level, NewTicket
from warroom_tui.domain.incident.issues import IssueState, NewIssue
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.services.warroom import Services


def write_everywhere(services: Services, text: str) -> None:
    """Put `text` into every field that takes text."""
    desk, sheet, issues, rota = services.tickets, services.run_sheet, services.issues, services.rota
    desk.add(NewTicket(text, body=text, requester=text, category=text))
    desk.edit("1", subject=text, body=text, requester=text, category=text)
    desk.assign("1", text)
    desk.reply("1", text)
    desk.note("1", text)
    desk.wait("1", text)
    desk.resume("1")
    desk.escalate("1", Level.L2, EscalationContext(text, text, text, text, text))
    desk.resolve("1", text)
    desk.reopen("1", text)
    issues.add(
        NewIssue(
            text, description=text, steps=text, expected=text, actual=text, impact=text,
            workaround=text,
        )
    )  # fmt: skip
    issues.update("1", title=text, workaround=text, expected_behaviour=text)
    issues.set_state("1", IssueState.RESOLVED, text)
    added = sheet.add_task(1, text, text)
    sheet.tick(added.id, text)
    sheet.skip(added.id, text)
    phase = sheet.readiness().phase
    assert phase is not None
    sheet.advance(phase.id)
    sheet.advance(phase.id, text, notes=text)
    person = rota.add_person(text, text, text, text, text)
    now = services.clock.now()
    rota.add_shift(person.id, text, now, now + timedelta(hours=1))
    services.notes.add(NoteKind.WIN, text)
    services.health.set_metric("signups", 1, text)
    services.health.set_verdict(1, Verdict.WAIVED, text)
    services.set_rag(Rag.YELLOW, text, 30)


@pytest.mark.parametrize("text", [text for text in HOSTILE if text], ids=ascii)
def test_hostile_text_comes_back_clean_from_every_field(
    ana: Services, launch_file: Path, text: str
) -> None:
    write_everywhere(ana, text)
    stored = [
        value
        for rows in all_rows(launch_file).values()
        for row in rows
        for value in row
        if isinstance(value, str)
    ]
    for value in (*stored, *event_texts(launch_file)):
        assert forbidden(value, multiline=True) == [], value
    board = ana.board()
    assert board.tickets
    assert ana.tickets.search(text) is not None
    assert ana.timeline.recent(words=text) is not None


def test_markup_is_kept_as_it_was_typed(ana: Services) -> None:
    ticket = ana.tickets.add(NewTicket("pay [/b] down [@click=app.quit]hit[/]"))
    assert ticket.subject == "pay [/b] down [@click=app.quit]hit[/]"
