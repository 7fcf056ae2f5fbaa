"""The known-issue log: counted people, flags, hotfixes, tickets on settling, review, exports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom, made, shop, warroom
from tests.conftest import FixedClock
from warroom_tui.domain.desk.tickets import NewTicket, TicketState
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.incident.issues import IssueFormat, IssueState, NewIssue
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services

__all__ = ["made", "shop", "warroom"]


def test_people_behind_the_tickets_are_counted_and_the_larger_number_holds(ana: Services) -> None:
    issue = ana.issues.add(NewIssue("Cards are refused", affected_n=1, affected_pct=40.0))
    for subject, who in (("Card refused", "Kim"), ("Refused again", "Kim"), ("No card", "Lee")):
        ana.tickets.link(ana.tickets.add(NewTicket(subject, requester=who)).ref, issue.ref)
    seen = ana.issues.get(issue.ref)
    assert (seen.tickets, seen.requesters, seen.affected_n, seen.users) == (3, 2, 1, 2)
    ana.issues.update(issue.ref, affected=(50, 40.0))
    assert ana.issues.get(issue.ref).users == 50
    told = ana.issue_export.text(IssueFormat.MD)
    assert "50 users (40 %): 2 requesters, 50 typed" in told
    ana.issues.update(issue.ref, affected=(None, None))
    cleared = ana.issues.get(issue.ref)
    assert (cleared.users, cleared.affected_n, cleared.affected_pct) == (2, None, None)


def test_a_hotfix_is_planned_deployed_and_taken_back(ana: Services, clock: FixedClock) -> None:
    issue = ana.issues.add(NewIssue("Wrong total"))
    with pytest.raises(Refused, match="no hotfix"):
        ana.issues.deploy_hotfix(issue.ref)
    planned = ana.issues.update(issue.ref, hotfix="Round once, at the end")
    assert planned.hotfix_state == "planned"
    out = ana.issues.deploy_hotfix(issue.ref, expected=planned.version)
    assert (out.hotfix_state, out.hotfix_deployed_at) == ("deployed", clock.now())
    ana.timeline.undo()
    assert ana.issues.get(issue.ref).hotfix_state == "planned"


def test_flags_feed_what_must_never_happen(ana: Services) -> None:
    ana.issues.add(NewIssue("Orders vanished", is_data_loss=True))
    assert dict(ana.board().flagged)["data_loss"] == 1
    assert ana.issues.all()[0].flags == ("data loss",)


def test_the_log_wants_to_be_gone_through_once_a_day(ana: Services, clock: FixedClock) -> None:
    def asked() -> bool:
        needs = read_situation(ana.board(), clock.now()).needs
        return any(need.key == "issues:review" for need in needs)

    ana.issues.add(NewIssue("Wrong total"))
    clock.move(hours=10, minutes=59)  # 19:59 in Copenhagen
    assert not asked()
    clock.move(minutes=2)
    assert asked()
    assert ana.issues.review() == 1
    assert not asked()
    clock.move(days=1)
    assert asked()


FULL = NewIssue(
    "Cards | refused",
    description="Since the *switch*",
    steps="1. Open the till\n2) Pay by card",
    expected="A receipt",
    actual="=1+1",
    impact="Shops lose sales",
    affected_n=12,
    workaround="Take cash",
)
FORM = (
    "**Issue ID:** ORCHID-001",
    "**Severity:** Medium",
    "**Status:** Resolved",
    "**Reported by:** Ana",
    "**Description:**",
    "Since the \\*switch\\*",
    "1. Open the till",
    "2. Pay by card",
    "**Expected Behavior:**",
    "**Actual Behavior:**",
    "Shops lose sales",
    "Take cash",
    "Switched back",
    "**Resolved by:** Ana",
)


def test_the_log_leaves_in_the_plans_own_form_as_a_table_and_as_records(
    ana: Services, tmp_path: Path
) -> None:
    ref = ana.issues.add(FULL).ref
    ana.issues.set_state(ref, IssueState.RESOLVED, "Switched back")
    form = ana.issue_export.text(IssueFormat.MD)
    for line in FORM:
        assert line.replace("ORCHID-001", ref) in form, line
    [row] = csv.DictReader(io.StringIO(ana.issue_export.text(IssueFormat.CSV)))
    assert (row["id"], row["actual"], row["users"]) == (ref, "'=1+1", "12")
    [record] = json.loads(ana.issue_export.text(IssueFormat.JSON))
    assert (record["steps"], record["data_loss"]) == (FULL.steps, False)
    path = ana.issue_export.write(IssueFormat.MD, tmp_path)
    assert path.name.endswith("-known-issues-2026-12-01.md")
    with pytest.raises(InputError, match="exists"):
        ana.issue_export.write(IssueFormat.MD, tmp_path)


@pytest.mark.usefixtures("shop")
def test_settling_an_issue_resolves_its_tickets_with_one_undo(warroom: Warroom) -> None:
    warroom("issue", "add", "Cards are refused", "--affected", "40 %", "--data-loss")
    for subject in ("Card refused", "Card refused again"):
        warroom("ticket", "add", subject)
    for ref in ("1", "2"):
        warroom("ticket", "link", ref, "1")
    linked: Any = warroom("issue", "show", "1", "--json").json()
    assert (linked["tickets"], linked["affected_pct"], linked["data_loss"]) == (2, 40.0, True)
    told = warroom(
        "issue",
        "update",
        "1",
        "--state",
        "resolved",
        "--resolution",
        "Back",
        "--tickets",
        "resolve",
    )
    assert "Resolved 2 tickets" in told.out
    found: Any = warroom("ticket", "list", "--all", "--json").json()
    assert {row["state"] for row in found} == {TicketState.RESOLVED.value}
    assert warroom("undo").code == 0
    live: Any = warroom("ticket", "list", "--json").json()
    assert len(live) == 2


def test_a_share_that_cannot_be_is_refused(ana: Services) -> None:
    with pytest.raises(InputError):
        ana.issues.add(NewIssue("x", affected_pct=140.0))
    assert ana.issues.all() == ()
