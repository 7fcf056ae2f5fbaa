"""A launch day from the shell: tickets, tasks, phases, issues, rota, metrics, notes."""

from __future__ import annotations

import csv
import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Warroom

Rows = list[dict[str, Any]]


def rows(ran: Ran) -> Rows:
    """The objects of a JSON listing."""
    assert ran.code == 0, ran.err
    found = ran.json()
    assert isinstance(found, list)
    return found


def one(ran: Ran) -> dict[str, Any]:
    """The object of a JSON answer."""
    assert ran.code == 0, ran.err
    found = ran.json()
    assert isinstance(found, dict)
    return found


@pytest.mark.usefixtures("shop")
class TestTickets:
    """`warroom ticket`."""

    def test_a_logged_ticket_carries_its_promises(self, warroom: Warroom) -> None:
        ticket = one(
            warroom(
                "ticket",
                "add",
                "Till is dead",
                "--priority",
                "p1",
                "--requester",
                "Shop 3",
                "--json",
            )
        )
        assert (ticket["priority"], ticket["state"], ticket["created_by"]) == ("P1", "new", "Ada")
        clocks = {clock["clock"]: clock for clock in ticket["clocks"]}
        due = datetime.fromisoformat(clocks["first_response"]["due_at"])
        assert clocks["first_response"]["due_at"].endswith("Z")
        assert due - datetime.fromisoformat(ticket["created_at"]) == timedelta(minutes=15)

    def test_from_logging_to_closing(self, warroom: Warroom) -> None:
        ref = one(warroom("ticket", "add", "Card refused", "--json"))["ref"]
        for words in (
            ["take", ref],
            ["reply", ref, "We are looking into it"],
            ["wait", ref, "--reason", "which card?"],
            ["resume", ref],
            ["note", ref, "only one bank"],
            ["priority", ref, "P2"],
            ["edit", ref, "--category", "payment"],
            [
                "escalate",
                ref,
                "L2",
                "--summary",
                "One bank refused",
                "--information",
                "since 9",
                "--tried",
                "another till",
            ],
            ["resolve", ref, "The bank mended it", "--stars", "4"],
            ["reopen", ref, "--reason", "refused again"],
            ["resolve", ref, "Now for good"],
            ["close", ref],
        ):
            ran = warroom("ticket", *words)
            assert ran.code == 0, (words, ran.err)
            assert ran.out.startswith(ref)
        ticket = one(warroom("ticket", "show", ref, "--json"))
        assert (ticket["state"], ticket["level"], ticket["stars"]) == ("closed", "L2", 4.0)
        assert ticket["reopen_count"] == 1
        assert "only one bank" in [note["text"] for note in ticket["notes"]]
        assert "We are looking into it" in warroom("ticket", "show", ref).out

    def test_the_list_is_complete_filtered_or_cut(self, warroom: Warroom) -> None:
        for number in range(7):
            warroom("ticket", "add", f"Question {number}", "--category", f"shelf{number % 2}")
        assert len(rows(warroom("ticket", "list", "--json"))) == 7
        assert len(rows(warroom("ticket", "list", "--json", "--limit", "3"))) == 3
        assert len(rows(warroom("ticket", "list", "--json", "--filter", "shelf1"))) == 3
        assert warroom("ticket", "list", "--filter", "nothing such").out == "No ticket matches.\n"

    def test_a_list_longer_than_a_page_has_every_ticket_once(
        self, warroom: Warroom, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("warroom_tui.cli.tickets.PAGE", 2)
        for number in range(5):
            warroom(
                "ticket", "add", f"Question {number}", "--priority", "P1" if number % 2 else "P4"
            )
        for words in (["--all"], []):
            refs = [row["ref"] for row in rows(warroom("ticket", "list", "--json", *words))]
            assert len(refs) == len(set(refs)) == 5

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (["add", "  "], 2),
            (["add"], 2),
            (["add", "x", "--priority", "P9"], 2),
            (["show", "NOPE-1"], 2),
            (["take", "NOPE-1"], 2),
            (["list", "--limit", "-1"], 2),
            (["frobnicate"], 2),
            ([], 2),
        ],
    )
    def test_what_cannot_be_done_changes_nothing(
        self, warroom: Warroom, words: list[str], code: int
    ) -> None:
        ran = warroom("ticket", *words)
        assert ran.code == code
        assert 1 <= len(ran.err.splitlines()) <= 2
        assert ran.out == ""
        assert rows(warroom("ticket", "list", "--all", "--json")) == []

    def test_a_move_that_the_rules_forbid_is_the_answer_no(self, warroom: Warroom) -> None:
        ref = one(warroom("ticket", "add", "Card refused", "--json"))["ref"]
        ran = warroom("ticket", "close", ref)
        assert ran.code == 1
        assert ref in ran.err

    def test_a_rating_out_of_range_is_refused(self, warroom: Warroom) -> None:
        ref = one(warroom("ticket", "add", "Card refused", "--json"))["ref"]
        for stars in ("0", "6", "nan", "many"):
            assert warroom("ticket", "rate", ref, stars).code == 2


@pytest.mark.usefixtures("shop")
class TestRunSheet:
    """`warroom task` and `warroom phase`."""

    def test_a_task_is_ticked_opened_and_skipped(self, warroom: Warroom) -> None:
        task = rows(warroom("task", "list", "--open", "--json"))[0]
        number = task["id"]
        assert warroom("task", "done", str(number)).out.startswith("[x]")
        assert number not in [
            row["id"] for row in rows(warroom("task", "list", "--open", "--json"))
        ]
        assert warroom("task", "undo", str(number)).out.startswith("[ ]")
        assert warroom("task", "skip", str(number)).code == 2
        assert warroom("task", "skip", str(number), "--reason", "later").out.startswith("[-]")
        skipped = [row for row in rows(warroom("task", "list", "--json")) if row["id"] == number]
        assert skipped[0]["skip_reason"] == "later"

    def test_a_phase_with_open_boxes_needs_force_and_a_reason(self, warroom: Warroom) -> None:
        first = one(warroom("phase", "advance", "--json"))["started"]
        refused = warroom("phase", "advance")
        assert refused.code == 1
        assert warroom("phase", "advance", "--force").code == 2
        assert warroom("phase", "advance", "--reason", "x").code == 2
        moved = one(warroom("phase", "advance", "--force", "--reason", "Legal follows", "--json"))
        assert moved["ended"]["id"] == first["id"]
        states = [row["state"] for row in rows(warroom("phase", "list", "--json"))]
        assert states[:2] == ["complete", "in_progress"]

    def test_the_end_of_the_run_sheet_is_said(self, warroom: Warroom) -> None:
        for _ in range(20):
            ran = warroom("phase", "advance", "--force", "--reason", "rehearsal")
            if ran.code:
                break
        assert ran.code == 1
        assert "over" in ran.err

    def test_a_task_can_be_added(self, warroom: Warroom) -> None:
        list_id = rows(warroom("task", "list", "--json"))[0]["list_id"]
        due = ["--due", "2026-12-01 09:30", "--owner", "Noor"]
        added = one(warroom("task", "add", str(list_id), "Call the bank", *due, "--json"))
        assert (added["owner"], added["due_at"]) == ("Noor", "2026-12-01T08:30:00Z")


@pytest.mark.usefixtures("shop")
class TestRecords:
    """Issues, rota, metrics, notes, timeline."""

    def test_the_issue_log_exports_a_csv_that_runs_no_formula(
        self, warroom: Warroom, tmp_path: Path
    ) -> None:
        issue = one(
            warroom(
                "issue", "add", "=SUM(A1:A9)", "--severity", "high", "--affected", "12", "--json"
            )
        )
        ref = issue["ref"]
        assert ref.startswith("SHOP-")
        assert warroom("issue", "update", ref, "--expected", "a price", "--state", "resolved",
                       "--resolution", "new list").code == 0  # fmt: skip
        assert rows(warroom("issue", "list", "--json")) == []
        shown = one(warroom("issue", "show", ref, "--json"))
        assert (shown["expected"], shown["resolution"]) == ("a price", "new list")
        out = tmp_path / "issues.csv"
        assert warroom("issue", "export", "--out", out).code == 0
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        [row] = list(csv.DictReader(out.open(encoding="utf-8")))
        assert (row["id"], row["title"], row["severity"]) == (ref, "'=SUM(A1:A9)", "high")
        again = warroom("issue", "export", "--out", out)
        assert (again.code, "exists already" in again.err) == (2, True)

    def test_updating_nothing_is_said(self, warroom: Warroom) -> None:
        ref = one(warroom("issue", "add", "Odd price", "--json"))["ref"]
        assert warroom("issue", "update", ref).code == 2

    def test_people_sign_in_and_out_by_a_part_of_their_name(self, warroom: Warroom) -> None:
        unclear = warroom("rota", "sign-in", "Ada")
        assert unclear.code == 2
        assert "Ada Berg, Ada Holm" in unclear.err
        assert "Noor Said (Manager) is signed in." in warroom("rota", "sign-in", "noor").out
        assert warroom("rota", "sign-in", "noor").code == 1
        here = rows(warroom("rota", "list", "--now", "--json"))
        assert [row["person"] for row in here] == ["Noor Said"]
        assert warroom("rota", "sign-out", "noor").code == 0
        assert warroom("rota", "sign-out", "noor").code == 1
        assert warroom("rota", "sign-in", "Nobody").code == 2

    def test_a_metric_is_typed_in_by_key_or_name(self, warroom: Warroom) -> None:
        assert warroom("metric", "set", "orders", "104").out == "Orders today is 104.\n"
        assert warroom("metric", "set", "Orders today", "105").code == 0
        [orders] = [r for r in rows(warroom("metric", "list", "--json")) if r["key"] == "orders"]
        assert (orders["value"], orders["value_by"]) == (105, "Ada")
        assert warroom("metric", "set", "orders", "12,5").code == 2
        assert warroom("metric", "set", "orders", "nan").code == 2
        assert warroom("metric", "set", "nothing", "1").code == 2

    def test_notes_of_today_are_listed(self, warroom: Warroom) -> None:
        assert warroom("note", "win", "Hundred orders by noon").code == 0
        assert warroom("note", "focus", "Watch the bank").code == 0
        kinds = [row["kind"] for row in rows(warroom("note", "list", "--json"))]
        assert kinds == ["win", "focus"]
        assert warroom("note", "list", "--date", "2020-01-01").out == "No notes on 2020-01-01.\n"
        assert warroom("note", "win", " ").code == 2

    def test_the_timeline_says_who_and_undo_takes_it_back(self, warroom: Warroom) -> None:
        warroom("--as", "Noor", "ticket", "add", "Card refused")
        events = rows(warroom("timeline", "--since", "1 h", "--json"))
        assert events[-1]["actor"] == "Noor"
        assert [e["id"] for e in events] == sorted(e["id"] for e in events)
        number = str(rows(warroom("task", "list", "--json"))[0]["id"])
        warroom("task", "done", number)
        assert warroom("timeline", "--since", "yesterday").code == 2
        assert len(rows(warroom("timeline", "--limit", "1", "--json"))) == 1
