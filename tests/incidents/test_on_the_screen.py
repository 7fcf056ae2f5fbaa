"""Incidents, issues and patterns by keys, on a dashboard and on the wall."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conftest import sitting
from warroom_tui.domain.clock import SimulatedClock
from warroom_tui.domain.desk.tickets import NewTicket, TicketState
from warroom_tui.domain.incident.incidents import IncidentState, NewIncident
from warroom_tui.domain.incident.issues import IssueState, NewIssue
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.presenters.wall import WallView, draw_wall
from warroom_tui.ui.presenters.wall_privacy import without_names
from warroom_tui.ui.theme import DARK


async def test_an_incident_is_handled_by_keys_from_its_declaration_to_its_review(
    day: Path, colleague: Services
) -> None:
    async with sitting(day) as seat:
        await seat.keys("exclamation_mark")
        await seat.sees("Declare an incident")
        await seat.keys(*"Tills are dead", "enter")
        await seat.sees("INC-001 declared, priya leads")
        await seat.sees("MAJOR INCIDENT")
        await seat.keys("I")
        await seat.sees("next update in 15:00")
        await seat.keys("p", *"No power", "ctrl+s")
        await seat.sees("Conditions: No power")
        await seat.keys("a")
        await seat.sees("Roles of INC-001")
        await seat.keys("2")
        await seat.sees("Liaison of INC-001")
        await seat.keys(*"Wei", "enter")
        await seat.sees("Liaison    Wei")
        await seat.keys("m")
        await seat.sees("nothing is sent from here")
        await seat.sees("Tills are dead")
        await seat.keys("escape", "s")
        await seat.sees("INC-001 is investigating")
        await seat.keys("4")
        await seat.sees("What is told about it")
        await seat.keys(*"Power is back", "ctrl+s")
        await seat.sees("Post-mortem")
        await seat.keys("P", *"Power cut", "tab", *"One fuse", "ctrl+s")
        await seat.sees("Factors    One fuse")
        await seat.keys("d")
        await seat.sees("Reviewed")
        await seat.keys("u")
        await seat.sees("To review")
    one = colleague.incidents.get("1")
    assert (one.state, one.liaison, one.conditions) == (IncidentState.RESOLVED, "Wei", "No power")


async def test_the_other_seat_is_told_at_once_and_a_late_text_is_kept(
    day: Path, colleague: Services
) -> None:
    async with sitting(day) as seat:
        colleague.incidents.declare(NewIncident("Cards are refused"))
        await seat.sees("enter incident")
        await seat.keys("enter")
        await seat.sees("marcus")
        await seat.keys("p")
        await seat.sees("Update on INC-001")
        colleague.incidents.update("INC-001", "I was faster")
        await seat.keys(*"Mine", "ctrl+s")
        await seat.sees("marcus changed it first")
        await seat.sees("Mine")
        await seat.keys("escape", "escape")
    assert [u.text for u in colleague.incidents.updates("1")][-1] == "I was faster"


async def test_a_checklist_of_the_plan_is_followed_in_the_incident(
    day: Path, colleague: Services
) -> None:
    colleague.incidents.declare(NewIncident("Cards are refused"))
    colleague.incidents.declare(NewIncident("Mail is slow"))
    async with sitting(day) as seat:
        await seat.sees("enter incident")
        shown = next(ref for ref in ("INC-001", "INC-002") if f"  {ref} " in seat.frame)
        await seat.keys("enter")
        await seat.sees(f"{shown}  ✖ P1")
        await seat.keys("space")
        await seat.sees("b begins one")
        await seat.keys("c")
        await seat.until(lambda: "names nobody to call" in str(seat.toasts), "nobody to call")


def test_the_wall_is_taken_over_and_hides_its_people(colleague: Services) -> None:
    colleague.incidents.declare(NewIncident("Cards are refused", hotline="+45 1234"))
    now = colleague.clock.now()
    assert isinstance(colleague.clock, SimulatedClock)
    board = colleague.board()
    for shown, names in ((board, True), (without_names(board), False)):
        picture = read_situation(shown, now)
        lines = draw_wall(picture, WallView("takeover"), DARK, 160, 45)
        text = "\n".join(line.plain for line in lines)
        assert "NEXT UPDATE" in text
        assert ("marcus leads" in text, "+45 1234" in text) == (names, names)


async def test_settling_an_issue_offers_its_tickets_and_the_log_is_reviewed(
    day: Path, colleague: Services
) -> None:
    issue = colleague.issues.add(NewIssue("Cards are refused", is_data_loss=True))
    refs = [colleague.tickets.add(NewTicket(f"Card {n}")).ref for n in "ab"]
    for ref in refs:
        colleague.tickets.link(ref, issue.ref)
    async with sitting(day) as seat:
        await seat.keys("5")
        await seat.keys("enter")
        await seat.sees("data loss")
        while issue.title not in seat.frame.split("users affected")[0]:
            await seat.keys("down")
        await seat.keys("end", "R")
        await seat.sees("reviewed")
    colleague.issues.set_state(issue.ref, IssueState.RESOLVED, "Back")
    assert colleague.issues.reviewed() is not None
    assert {colleague.tickets.get(ref).state for ref in refs} == {TicketState.NEW}


async def test_a_form_on_an_issue_is_refused_once_when_somebody_was_faster(
    day: Path, colleague: Services
) -> None:
    issue = colleague.issues.add(NewIssue("Receipts are blank", affected_n=30))
    async with sitting(day) as seat:
        await seat.keys("5", "enter")
        await seat.sees("live · ")
        issues = colleague.issues.all()
        await seat.keys(*["down"] * [one.ref for one in issues].index(issue.ref), "E")
        await seat.sees(f"Edit {issue.ref}")
        colleague.issues.update(issue.ref, workaround="Print again")
        await seat.keys("tab", "tab", "tab", *["backspace"] * 2, "ctrl+s")
        await seat.sees("marcus")
        assert colleague.issues.get(issue.ref).affected_n == 30
        await seat.keys("ctrl+s")
        await seat.sees(f"{issue.ref} edited")
    after = colleague.issues.get(issue.ref)
    assert (after.affected_n, after.workaround) == (None, "Print again")


async def test_a_pattern_becomes_an_issue_from_needs_you(day: Path, colleague: Services) -> None:
    for subject in ("Voucher code rejected", "Voucher rejected at till", "Vouchers are rejected"):
        colleague.tickets.add(NewTicket(subject))
    assert colleague.patterns.scan()
    async with sitting(day) as seat:
        await seat.sees("speak of: voucher")
        await seat.keys("0")
        key = f"pattern:{colleague.patterns.suggested()[0].id}"
        assert seat.dashboard.needs_panel.list.move_to(key)
        await seat.keys("enter")
        await seat.sees("a new known issue")
        await seat.keys("1")
        await seat.sees("has 3 tickets now")
    assert colleague.patterns.suggested() == ()
