"""Tickets logged here are made on a real Roundup: once, whatever dies meanwhile."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from tests.exchange.tracker import Tracker
from tests.services.sample import seat
from tests.widgets.hostile import HOSTILE
from warroom_tui.config import load_settings
from warroom_tui.domain.clock import SystemClock
from warroom_tui.domain.desk.sync import HelpDeskDown, HelpDeskRefused, TurnResult
from warroom_tui.domain.desk.tickets import NewTicket, Priority, Ticket
from warroom_tui.domain.errors import Refused
from warroom_tui.helpdesk.roundup import Roundup
from warroom_tui.services.desk.sync_runner import SyncRunner
from warroom_tui.services.warroom import Services


class Both:
    """Ana's seat and the tracker; tickets logged here are made there."""

    def __init__(self, seat: Services, tracker: Tracker, path: Path) -> None:
        self.seat = seat
        self.tracker = tracker
        self.words = [sys.executable, "-m", "warroom_tui.cli.main", "--db", str(path), "sync"]
        self.env = {
            **os.environ,
            "WARROOM_HELPDESK_URL": tracker.url,
            "WARROOM_HELPDESK_USER": "warroom",
            "WARROOM_HELPDESK_TOKEN": "sesame",
        }

    def turn(self, *, creates: bool = True) -> TurnResult:
        desk = Roundup(self.tracker.url, "warroom", "sesame")
        result = SyncRunner(self.seat.context, desk, creates=creates).once()
        assert result is not None
        return result

    def log(self, subject: str, body: str = "", requester: str = "") -> Ticket:
        return self.seat.tickets.add(NewTicket(subject, body=body, requester=requester))

    def killed_while(self) -> None:
        """Another process exchanges, and is killed while the tracker keeps it waiting."""
        process = subprocess.Popen(
            [*self.words, "run"], env=self.env, cwd=CHECKOUT, stdout=subprocess.DEVNULL
        )
        assert self.tracker.stalled.wait(30)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        with self.seat.context.store.measuring() as connection:
            # Its lease would run out by itself; a test does not wait for that.
            connection.exec_driver_sql("DELETE FROM lease")


@pytest.fixture
def both(launch_file: Path, tracker: Tracker) -> Iterator[Both]:
    """The launch at the machine's own time, already exchanging with the tracker."""
    with seat(launch_file, "Ana", SystemClock()) as services:
        made = Both(services, tracker, launch_file)
        made.turn()
        yield made


def test_a_ticket_logged_here_stands_there_with_all_it_has(both: Both) -> None:
    ticket = both.log("Cannot pay", body="The card is refused.", requester="Jane Customer")
    desk = both.seat.tickets
    desk.set_priority(ticket.ref, Priority.P1)
    desk.assign(ticket.ref, "Bea Agent")
    desk.note(ticket.ref, "Bank X only")
    assert both.turn().sent == 3  # the ticket, its owner and the note
    (title,) = both.tracker.titles()
    there = both.tracker.shown("1")
    assert title == "Cannot pay"
    assert (there["priority"], there["assignedto"]) == ("critical", "bea")
    assert there["messages"][0].startswith("The card is refused.\n\n-- \nJane Customer · ")
    assert ticket.ref in there["messages"][0]
    assert [text.split("\n")[0] for text in there["messages"][1:]] == ["Bank X only"]
    assert both.turn() == TurnResult()  # it does not come back as another ticket
    assert len(desk.search(live_only=False)) == 1
    assert len(desk.notes(ticket.ref)) == 1

    # From now on it is a ticket of both.
    desk.reply(ticket.ref, "We look into it.")
    both.turn()
    both.tracker.say("1", "Still refused", by="jane")
    both.tracker.set("1", priority="urgent")
    both.turn()
    assert desk.get(ticket.ref).priority == "P2"
    said = [(note.by, note.kind, note.text) for note in desk.notes(ticket.ref)]
    assert ("Jane Customer", "note", "Still refused") in said  # not an answer of ours
    lately = [event.text for event in both.seat.sync.view().lately]
    assert lately[-1] == f"{ticket.ref} is 1 on roundup"
    (status,) = both.seat.sync.view().desks
    assert (status.linked, status.creates) == (1, True)


def test_undo_takes_it_away_until_it_is_there(both: Both) -> None:
    both.log("Never mind")
    both.seat.timeline.undo()
    assert both.turn() == TurnResult()
    both.log("Queued, then undone")
    both.tracker.down = True
    with pytest.raises(HelpDeskDown):
        both.turn()
    both.tracker.down = False
    assert [item.kind for item in both.seat.sync.view().outbox] == ["create"]
    both.seat.timeline.undo()
    assert both.seat.sync.view().outbox == ()
    assert both.turn() == TurnResult()
    assert both.tracker.titles() == []
    kept = both.log("It stands there by now")
    both.turn()
    with pytest.raises(Refused, match="cannot be undone"):
        both.seat.timeline.undo()
    assert both.seat.tickets.get(kept.ref).subject == "It stands there by now"


def test_it_can_be_told_not_to(both: Both) -> None:
    first = both.log("Stays here")
    assert both.turn(creates=False) == TurnResult()
    assert both.turn() == TurnResult()  # what was logged meanwhile stays here too
    assert both.tracker.titles() == []
    assert both.seat.sync.make_there([first.ref]) == 1  # until somebody asks for it
    with pytest.raises(Refused, match="stands there already"):
        both.seat.sync.make_there([first.ref])
    assert both.turn(creates=False).sent == 1
    assert both.tracker.titles() == ["Stays here"]
    second = both.log("Not this one")
    both.tracker.down = True
    with pytest.raises(HelpDeskDown):
        both.turn()
    both.tracker.down = False
    (item,) = both.seat.sync.view().outbox
    assert (item.ticket_ref, item.external_id) == (second.ref, "")
    both.seat.sync.give_up(item.id)
    both.turn()
    assert both.tracker.titles() == ["Stays here"]


def test_hostile_subjects_arrive_as_they_are_kept_here(both: Both) -> None:
    for text in HOSTILE:
        both.log(f"{text} end", body=text)
    result = both.turn()
    assert (result.sent, result.failed) == (len(HOSTILE), 0)
    ours = [one.subject for one in both.seat.tickets.search(live_only=False)]
    assert sorted(both.tracker.titles()) == sorted(ours)
    assert both.turn().came_in == 0


def test_a_tracker_that_lets_us_make_nothing_says_so_once(both: Both) -> None:
    both.log("Cannot pay")
    with both.tracker.inside() as db:
        db.user.set(db.user.lookup("warroom"), roles="Anonymous")
    with pytest.raises(HelpDeskRefused):
        both.turn()
    with both.tracker.inside() as db:
        db.user.set(db.user.lookup("warroom"), roles="Admin")
    assert both.turn().sent == 1
    assert both.tracker.titles() == ["Cannot pay"]


@pytest.mark.parametrize("how", ["stall", "hold"])
@pytest.mark.parametrize(
    "where", ["POST /rest/data/msg", "POST /rest/data/issue/@poe", "POST /rest/data/issue/@poe/"]
)
def test_a_process_killed_while_it_makes_a_ticket_makes_it_once(
    both: Both, how: str, where: str
) -> None:
    ticket = both.log("Cannot pay", body="Refused.")
    setattr(both.tracker, how, where)
    both.killed_while()
    (item,) = both.seat.sync.view().outbox
    assert (item.kind, item.state, item.ticket_ref) == ("create", "sending", ticket.ref)
    with pytest.raises(Refused):
        both.seat.timeline.undo()  # it may be there already
    if how == "stall":
        both.tracker.release()
    both.turn()  # while the request of the dead process is still held, when it is
    both.tracker.release()
    both.turn()
    assert both.tracker.titles() == ["Cannot pay"]
    assert both.seat.sync.view().outbox == ()
    assert len(both.seat.tickets.search(live_only=False)) == 1
    assert both.seat.sync.view().desks[0].linked == 1
    assert both.turn() == TurnResult()


def test_a_restored_database_finds_what_it_sent(both: Both, launch_file: Path) -> None:
    both.log("Cannot pay")
    both.tracker.down = True
    with pytest.raises(HelpDeskDown):
        both.turn()
    both.tracker.down = False
    with both.seat.context.store.measuring() as connection:
        before = connection.exec_driver_sql("SELECT id, state, pinned_id FROM sync_outbox").all()
    both.turn()
    with both.seat.context.store.measuring() as connection:  # as a copy from a minute ago has it
        (row,) = before
        connection.exec_driver_sql(
            "UPDATE sync_outbox SET state=?, pinned_id=?, attempts=0, value=NULL, link_id=NULL",
            (row.state, row.pinned_id),
        )
        connection.exec_driver_sql("DELETE FROM sync_message")
        connection.exec_driver_sql("DELETE FROM ticket_link")
    both.turn()
    assert both.tracker.titles() == ["Cannot pay"]
    assert len(both.seat.tickets.search(live_only=False)) == 1
    assert both.turn() == TurnResult()


@pytest.mark.parametrize(("word", "creates"), [("", True), ("on", True), ("off", False)])
def test_the_setting_is_on_unless_it_is_off(word: str, creates: bool, tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path), "WARROOM_HELPDESK_URL": "https://x.example/"}
    found = load_settings({**env, "WARROOM_HELPDESK_CREATE": word}).help_desk
    assert found is not None
    assert found.creates is creates
