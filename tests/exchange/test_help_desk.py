"""Tickets exchanged with a real Roundup: in, out, both at once, and everything that goes wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT, FixedClock
from tests.exchange.tracker import Tracker
from tests.services.sample import seat
from warroom_tui.config import load_settings, usable_help_desk
from warroom_tui.domain.desk.sync import HelpDeskDown, HelpDeskRefused, TurnResult
from warroom_tui.domain.desk.tickets import Priority, Ticket
from warroom_tui.domain.errors import InputError, Refused, StaleWrite
from warroom_tui.helpdesk.roundup import Roundup
from warroom_tui.services.desk.sync_runner import SyncRunner
from warroom_tui.services.warroom import Services


class Exchange:
    """Ana's seat and the tracker, exchanging when told."""

    def __init__(self, seat: Services, tracker: Tracker) -> None:
        self.seat = seat
        self.tracker = tracker

    def turn(self, secret: str = "sesame") -> TurnResult:
        """One turn, as another process would do it."""
        desk = Roundup(self.tracker.url, "warroom", secret)
        result = SyncRunner(self.seat.context, desk).once()
        assert result is not None
        return result

    def ticket(self, words: str) -> Ticket:
        """The one ticket with these words."""
        (found,) = self.seat.tickets.search(words, live_only=False)
        return self.seat.tickets.get(found.ref)


@pytest.fixture
def both(launch_file: Path, tracker: Tracker) -> Iterator[Exchange]:
    """The launch at the machine's own time, and the tracker."""
    from warroom_tui.domain.clock import SystemClock

    with seat(launch_file, "Ana", SystemClock()) as services:
        yield Exchange(services, tracker)


def test_tickets_come_in_with_all_that_was_said(both: Exchange) -> None:
    both.tracker.issue("Cannot pay", "The card is refused.", status="unread", priority="1")
    late = both.tracker.issue("Old one", "Help", "Done!", status="resolved")
    both.tracker.say(late, "Glad to help", by="bea")
    both.tracker.set(late, status="resolved")
    assert both.turn().came_in == 2
    pay = both.ticket("Cannot pay")
    assert (pay.state, pay.priority, pay.requester) == ("new", "P1", "Jane Customer")
    assert pay.body == "The card is refused."
    assert {clock.clock for clock in pay.clocks} >= {"first_response", "resolution"}
    old = both.ticket("Old one")
    assert old.resolved_at is not None
    said = [(note.by, note.kind, note.text) for note in both.seat.tickets.notes(old.ref)]
    assert ("Bea Agent", "reply", "Glad to help") in said
    assert both.turn() == TurnResult()  # nothing changed, nothing is done twice
    both.tracker.say(both.tracker.issue("Third"), "\x1b[2J\u202ehidden [/]")
    both.turn()
    (note,) = both.seat.tickets.notes(both.ticket("Third").ref)
    assert "\x1b" not in note.text
    assert "\u202e" not in note.text


def test_what_we_do_arrives_there_once(both: Exchange) -> None:
    issue = both.tracker.issue("Cannot pay", "The card is refused.", status="unread")
    both.turn()
    ref = both.ticket("Cannot pay").ref
    desk = both.seat.tickets
    desk.take(ref)
    desk.reply(ref, "We look into it.")
    desk.set_priority(ref, Priority.P2)
    assert both.turn().sent == 4
    there = both.tracker.shown(issue)
    assert there["assignedto"] == "ana"
    assert there["priority"] == "urgent"
    assert there["status"] in ("in-progress", "chatting")
    assert there["messages"][1] == f"We look into it.\n\n-- \nAna · {ref} · reply"
    desk.resolve(ref, "The bank was told.")
    both.turn()
    there = both.tracker.shown(issue)
    assert there["status"] == "resolved"  # a message alone would have opened it again
    assert len(there["messages"]) == 3
    assert both.turn() == TurnResult()
    assert len(both.seat.tickets.notes(ref)) == 2  # our own words do not come back to us
    assert both.seat.sync.view().outbox == ()


def test_their_changes_move_our_clocks(both: Exchange) -> None:
    issue = both.tracker.issue("Cannot pay", "Refused.", status="unread", priority="3")
    both.turn()
    both.tracker.set(issue, status="need-eg", priority="critical", assignedto="bea")
    both.turn()
    pay = both.ticket("Cannot pay")
    assert (pay.state, pay.priority, pay.assignee) == ("pending", "P1", "Bea Agent")
    assert pay.waiting_since is not None
    both.tracker.set(issue, status="resolved")
    both.turn()
    assert both.ticket("Cannot pay").resolved_at is not None
    both.tracker.set(issue, status="chatting")
    both.turn()
    again = both.ticket("Cannot pay")
    assert (again.state, again.reopen_count, again.resolved_at) == ("open", 1, None)
    told = [event.text for event in both.seat.timeline.recent()]
    assert any("on roundup: state resolved" in text for text in told)


def test_a_change_on_both_sides_waits_for_a_person(both: Exchange) -> None:
    issue = both.tracker.issue("Cannot pay", "Refused.", status="chatting", priority="3")
    both.turn()
    ref = both.ticket("Cannot pay").ref
    both.seat.tickets.set_priority(ref, Priority.P1)
    both.seat.tickets.assign(ref, "Ana")
    both.tracker.set(issue, priority="feature")
    result = both.turn()
    assert (result.conflicts, result.sent) == (1, 1)  # the owner goes through meanwhile
    assert both.tracker.shown(issue)["priority"] == "feature"
    assert both.ticket("Cannot pay").priority == "P1"
    (conflict,) = both.seat.sync.view().conflicts
    assert (conflict.field, conflict.ours, conflict.theirs) == ("priority", "P1", "P4")
    assert any(one.kind == "conflict" for one in both.seat.board().promises)

    with pytest.raises(StaleWrite):
        both.seat.sync.settle(conflict.id, "mine", conflict.version + 1)
    both.seat.sync.settle(conflict.id, "mine", conflict.version)
    with pytest.raises(Refused, match="settled"):
        both.seat.sync.settle(conflict.id, "theirs")
    assert both.turn().sent == 1
    assert both.tracker.shown(issue)["priority"] == "critical"

    both.seat.tickets.set_priority(ref, Priority.P2)
    both.tracker.set(issue, priority="wish")
    both.turn()
    (conflict,) = both.seat.sync.view().conflicts
    both.seat.sync.settle(conflict.id, "theirs")
    assert both.ticket("Cannot pay").priority == "P4"
    assert both.turn().sent == 0
    assert both.seat.sync.view().conflicts == ()


def test_undo_before_and_after_the_sending(both: Exchange) -> None:
    issue = both.tracker.issue("Cannot pay", "Refused.", status="chatting", priority="3")
    both.turn()
    ref = both.ticket("Cannot pay").ref
    both.seat.tickets.set_priority(ref, Priority.P1)
    both.seat.timeline.undo()
    assert both.turn().sent == 0
    both.seat.tickets.set_priority(ref, Priority.P1)
    both.seat.tickets.note(ref, "Wrong ticket, sorry")
    assert both.turn().sent == 2
    assert len(both.tracker.shown(issue)["messages"]) == 2
    both.seat.timeline.undo()
    both.seat.timeline.undo()
    assert both.turn().sent == 2
    there = both.tracker.shown(issue)
    assert (there["priority"], len(there["messages"])) == ("bug", 1)


def test_a_help_desk_that_is_down_is_said_and_waited_for(both: Exchange) -> None:
    issue = both.tracker.issue("Cannot pay", "Refused.", status="chatting", priority="3")
    both.turn()
    ref = both.ticket("Cannot pay").ref
    both.tracker.down = True
    both.seat.tickets.set_priority(ref, Priority.P1)
    for _ in range(3):
        with pytest.raises(HelpDeskDown):
            both.turn()
    view = both.seat.sync.view()
    assert view.desks[0].failures == 3
    assert "503" in view.desks[0].error
    assert view.desks[0].next_at is not None
    assert [item.field for item in view.outbox] == ["priority"]
    assert any(one.kind == "silence" for one in both.seat.board().promises)
    both.tracker.stop()
    with pytest.raises(HelpDeskDown, match="does not answer"):
        both.turn()
    both.tracker.down = False
    both.tracker.start()
    assert both.turn().sent == 1
    assert both.seat.sync.view().desks[0].failures == 0
    with pytest.raises(HelpDeskRefused) as refused:
        both.turn(secret="wrong-password")
    assert "wrong-password" not in str(refused.value)
    assert both.tracker.shown(issue)["priority"] == "critical"


def test_what_the_help_desk_refuses_stands_apart(both: Exchange) -> None:
    both.tracker.issue("Cannot pay", "Refused.", status="chatting", priority="3")
    both.turn()
    ref = both.ticket("Cannot pay").ref
    both.seat.tickets.assign(ref, "Stranger")
    both.seat.tickets.set_priority(ref, Priority.P1)
    result = both.turn()
    assert (result.sent, result.failed) == (1, 1)
    (item,) = both.seat.sync.view().outbox
    assert item.state == "failed"
    assert "knows nobody called Stranger" in item.error
    assert any(one.kind == "unsent" for one in both.seat.board().promises)
    assert both.turn().failed == 0  # not tried again by itself
    both.seat.tickets.assign(ref, "Bea Agent")
    assert both.turn().sent == 1
    assert both.seat.sync.view().outbox == ()


def test_many_issues_come_in_by_pages(both: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    from warroom_tui.services.desk import help_desk_sync

    monkeypatch.setattr(help_desk_sync, "PAGE", 4)
    for number in range(11):
        both.tracker.issue(f"Number {number}")
    assert both.turn().came_in == 11
    assert both.turn() == TurnResult()


@pytest.mark.parametrize("stall", ["POST /rest/data/msg", "PATCH /rest/data/issue"])
def test_a_process_killed_between_sending_and_noting_sends_nothing_twice(
    both: Exchange, launch_file: Path, stall: str
) -> None:
    issue = both.tracker.issue("Cannot pay", "Refused.", status="chatting", priority="3")
    both.turn()
    ref = both.ticket("Cannot pay").ref
    both.seat.tickets.reply(ref, "Once and only once")
    both.seat.tickets.set_priority(ref, Priority.P1)
    before = both.tracker.messages()
    both.tracker.stall = stall
    words = [sys.executable, "-m", "warroom_tui.cli.main", "--db", str(launch_file), "sync", "run"]
    settings = {
        **os.environ,
        "WARROOM_HELPDESK_URL": both.tracker.url,
        "WARROOM_HELPDESK_USER": "warroom",
        "WARROOM_HELPDESK_TOKEN": "sesame",
    }
    process = subprocess.Popen(words, env=settings, cwd=CHECKOUT, stdout=subprocess.DEVNULL)
    assert both.tracker.stalled.wait(30)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    both.tracker.release()
    assert both.seat.sync.view().outbox[0].state == "sending"
    with both.seat.context.store.measuring() as connection:
        # Its lease would run out by itself; a test does not wait for that.
        connection.exec_driver_sql("DELETE FROM lease")
    again = subprocess.run(
        [*words, "--json"], env=settings, cwd=CHECKOUT, capture_output=True, text=True, timeout=60
    )
    assert again.returncode == 0, again.stderr
    assert "sesame" not in again.stdout + again.stderr
    there = both.tracker.shown(issue)
    assert both.tracker.messages() == before + 1
    assert [text.split("\n")[0] for text in there["messages"]] == ["Refused.", "Once and only once"]
    assert there["priority"] == "critical"
    assert both.seat.sync.view().outbox == ()
    assert both.turn() == TurnResult()
    with both.tracker.inside() as db:
        set_priority = [one for one in db.issue.history(issue) if "priority" in str(one[4])]
    assert len(set_priority) == 1


def test_one_process_at_a_time(both: Exchange, launch_file: Path, clock: FixedClock) -> None:
    desk = Roundup(both.tracker.url, "warroom", "sesame")
    first = SyncRunner(both.seat.context, desk)
    first.start()
    try:
        for _ in range(100):
            if first.held:
                break
            both.tracker.stalled.wait(0.05)
        assert first.held
        with seat(launch_file, "Ben", clock) as ben:
            assert SyncRunner(ben.context, desk).once() is None
    finally:
        first.stop()


def test_a_set_up_that_cannot_work_is_said_and_forgotten_when_mended(both: Exchange) -> None:
    both.seat.sync.note_trouble("The help desk's password is not there.")
    (desk,) = both.seat.sync.view().desks
    assert (desk.failures, desk.error) == (1, "The help desk's password is not there.")
    both.turn()
    (desk,) = both.seat.sync.view().desks
    assert (desk.failures, desk.error) == (0, "")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "No help desk is set up"),
        ({"URL": "ftp://x"}, "no web address"),
        ({"URL": "https://me:pw@x.example/"}, "holds a user or password"),
        ({"URL": "http://x.example/", "TOKEN": "a"}, "not https"),
        ({"URL": "https://x.example/"}, "password is not there"),
        ({"URL": "https://x.example/", "TOKEN": "hush"}, ""),
    ],
)
def test_what_is_missing_is_said_and_the_secret_is_not(
    settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    env = {f"WARROOM_HELPDESK_{key}": value for key, value in settings.items()}
    found = load_settings({"HOME": str(tmp_path), **env}).help_desk
    assert "hush" not in repr(found)
    if said:
        with pytest.raises(InputError, match=said) as told:
            usable_help_desk(found)
        assert "pw" not in str(told.value).replace("password", "")
    else:
        assert usable_help_desk(found).secret == "hush"
