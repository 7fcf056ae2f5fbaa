"""Messages: planned, drafted, approved, sent or skipped; secrets never stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.errors import InputError, Refused, StaleWrite
from warroom_tui.domain.runsheet.messages import MessageState, open_slots, withhold
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services


def test_a_message_goes_from_planned_to_sent_and_back_by_undo(ana: Services) -> None:
    message = next(m for m in ana.messages.all() if m.title == "We are live")
    assert message.due_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert message.slots == ("[Name]", "[generated]")
    drafted = ana.messages.draft(message.id, "Dear all, Orchid is open.", "Open!")
    assert (drafted.state, drafted.subject) == (MessageState.DRAFTED, "Open!")
    assert ana.messages.approve(message.id).approved_by == "Ana"
    sent = ana.messages.mark_sent(message.id)
    assert (sent.state, sent.sent_by) == (MessageState.SENT, "Ana")
    assert ana.timeline.recent(1)[0].text == "Sent “We are live” to all_users"
    ana.timeline.undo()
    assert ana.messages.get(message.id).state is MessageState.APPROVED


def test_changing_the_words_takes_the_approval_away(ana: Services) -> None:
    message = ana.messages.all()[0]
    ana.messages.draft(message.id, "One")
    ana.messages.approve(message.id)
    again = ana.messages.draft(message.id, "Two")
    assert (again.state, again.approved_by) == (MessageState.DRAFTED, None)


def test_skipping_needs_a_reason_and_a_settled_one_stays_settled(ana: Services) -> None:
    message = ana.messages.all()[0]
    with pytest.raises(InputError, match="needs a reason"):
        ana.messages.skip(message.id, "  ")
    ana.messages.skip(message.id, "nobody reads it")
    with pytest.raises(Refused, match="skipped already"):
        ana.messages.mark_sent(message.id)


def test_an_update_that_comes_back_is_planned_for_its_next_time(
    ana: Services, clock: FixedClock
) -> None:
    update = next(m for m in ana.messages.all() if m.every_min)
    assert update.due_at == datetime(2026, 12, 1, 10, tzinfo=UTC)
    clock.move(hours=5)
    ana.messages.mark_sent(update.id)
    following = [m for m in ana.messages.all(open_only=True) if m.every_min]
    assert [m.due_at for m in following] == [datetime(2026, 12, 1, 14, tzinfo=UTC)]
    ana.timeline.undo()
    assert [m.id for m in ana.messages.all() if m.every_min] == [update.id]


def test_a_late_message_needs_you_with_its_audience(ana: Services, clock: FixedClock) -> None:
    clock.move(minutes=30)
    (need,) = [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "SEND"]
    assert (need.what, need.why) == ("We are live", "30 min late, to all users")
    assert (need.panel, need.hint) == ("messages", "m messages")


def test_messages_forgotten_for_days_are_one_line(ana: Services, clock: FixedClock) -> None:
    clock.move(days=3)
    (need,) = [n for n in read_situation(ana.board(), clock.now()).needs if n.tag == "SEND"]
    assert need.what == "2 messages: We are live, …"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Temporary Password: hunter2", "Temporary Password: [generated]"),
        ("Your PIN: 1234\nSee you", "Your PIN: [generated]\nSee you"),
        ("API key: sk-1", "API key: [generated]"),
        ("Password: [generated]", "Password: [generated]"),
        ("Forgot your password? Press here.", "Forgot your password? Press here."),
        ("Support: 555 0101", "Support: 555 0101"),
    ],
)
def test_a_secret_becomes_a_blank(typed: str, kept: str) -> None:
    assert withhold(typed) == kept


def test_a_typed_secret_is_nowhere_in_the_file(ana: Services, launch_file: Path) -> None:
    message = ana.messages.all()[0]
    ana.messages.draft(message.id, "Welcome\nTemporary Password: hunter2-secret")
    with closing(sqlite3.connect(launch_file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"hunter2-secret" not in launch_file.read_bytes()


def test_a_stale_write_is_refused_and_says_who(ana: Services, ben: Services) -> None:
    message = ana.messages.all()[0]
    ben.messages.draft(message.id, "Ben's words")
    with pytest.raises(StaleWrite) as told:
        ana.messages.mark_sent(message.id, message.version)
    assert told.value.who == "Ben"


def test_the_file_holds_subject_and_words_and_never_replaces_another(
    ana: Services, tmp_path: Path
) -> None:
    message = next(m for m in ana.messages.all() if m.subject)
    first = ana.messages.write_file(message.id, tmp_path / "out")
    second = ana.messages.write_file(message.id, tmp_path / "out")
    assert first != second
    assert first.read_text("utf-8").startswith("Subject: Orchid is here\n\nDear [Name],")
    assert first.stat().st_mode & 0o077 == 0


def test_links_are_no_blanks() -> None:
    assert open_slots("See [the guide](https://x.example) and [Date]") == ("[Date]",)
