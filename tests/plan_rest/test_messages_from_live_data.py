"""Messages: blanks filled from the launch, and held while they would not be true."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from tests.conftest import FixedClock
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.domain.errors import Refused
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.runsheet.message_blanks import fill
from warroom_tui.domain.runsheet.messages import MessageState
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services

VALUES = {
    "metric:Laybys created": "104",
    "metric:Adoption": "31%",
    "metric:Response": "220 ms",
    "contact:User manual": "https://help.example",
    "contact:Phone": "+45 11 22",
    "tickets_created": "12",
    "csat": "4.6",
    "day": "3",
    "date": "Tue 1 Dec 2026",
    "go_live_date": "Wed 2 Dec 2026",
    "seat": "Ana",
    "status": "Green",
    "issue:1": "LAYBY-001 Odd price - new",
}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("- Total Laybys Created: [X]", "- Total Laybys Created: 104"),
        ("- User adoption: [X%]", "- User adoption: 31%"),
        ("✅ XX laybys created", "✅ 104 laybys created"),
        ("- Response: XXms", "- Response: 220ms"),
        ("Subject: Day [X] Summary", "Subject: Day 3 Summary"),
        ("- User Satisfaction: [X/5]", "- User Satisfaction: 4.6/5"),
        ("- Support Tickets: [X]", "- Support Tickets: 12"),
        ("Date: [Date]", "Date: Tue 1 Dec 2026"),
        ("We launch it on [Date]!", "We launch it on Wed 2 Dec 2026!"),
        ("Status: [Green/Yellow/Red]", "Status: Green"),
        ("- User Manual: [link]", "- User Manual: https://help.example"),
        ("- Phone: [support number]", "- Phone: +45 11 22"),
        ("[Name], the team", "Ana, the team"),
        ("- [Issue 1 - Status]", "- LAYBY-001 Odd price - new"),
    ],
)
def test_a_blank_is_filled_with_what_its_words_ask_for(line: str, told: str) -> None:
    assert fill(line, VALUES).text == told


@pytest.mark.parametrize(
    "line",
    [
        "Dear [Name],",
        "- [Issue 2 - Status]",
        "- Mood: [X]",
        "Temporary Password: [generated]",
        "[Clear description of the problem]",
        "Updates every [X] minutes",
        "See [the manual](https://x.example)",
        "EXXON and XXL stay",
    ],
)
def test_what_nothing_is_known_for_stays_as_it_stands(line: str) -> None:
    filled = fill(line, VALUES)
    assert (filled.text, filled.filled) == (line, ())


def test_a_message_goes_out_with_the_figures_of_its_moment(ana: Services) -> None:
    ana.tickets.add(NewTicket("Till is dead"))
    ana.issues.add(NewIssue("Odd price", Severity.HIGH))
    ana.notes.add(NoteKind.WIN, "Hundred orders")
    body = (
        "Tickets opened: [X]\n- [Win 1]\n- [Issue 1 - Status]\n[Anything else]\nPassword: hunter2"
    )
    ana.messages.draft(1, body, "Day [X]")
    told = ana.messages.rendered(1)
    assert told.subject == "Day 1"
    assert told.body.startswith("Tickets opened: 1\n- Hundred orders\n- ORCHID-001 Odd price - new")
    assert told.left == ("[Anything else]", "[generated]")
    sent = ana.messages.mark_sent(1)
    assert sent.body == told.body
    assert "hunter2" not in sent.body
    ana.timeline.undo()
    assert ana.messages.get(1).body.startswith("Tickets opened: [X]")


def test_we_are_live_is_held_while_the_launch_runs_late(ana: Services, clock: FixedClock) -> None:
    """Go-live is planned for 09:00; the phase before it runs on."""
    phases = ana.run_sheet.phases()
    assert ana.messages.forecast() is None
    clock.move(minutes=-30)
    ana.run_sheet.advance(phases[0].id, "begin")
    clock.move(minutes=50)
    live = ana.messages.forecast()
    assert live is not None
    assert live.expected >= clock.now()
    needs = read_situation(ana.board(), clock.now()).needs
    [need] = [need for need in needs if need.tag == "HOLD"]
    assert need.what == "We are live"
    assert need.why.startswith("would be false: go-live is expected at")
    with pytest.raises(Refused, match="would be false"):
        ana.messages.mark_sent(1)
    assert ana.messages.mark_sent(1, anyway=True).state is MessageState.SENT


def test_a_message_is_held_by_hand_and_released_with_a_new_time(
    ana: Services, clock: FixedClock
) -> None:
    ana.messages.hold(1, "legal looks at it")
    clock.move(hours=1)
    needs = read_situation(ana.board(), clock.now()).needs
    assert [need.why for need in needs if need.tag == "HOLD"] == ["held back, was due 1 h 00 ago"]
    with pytest.raises(Refused, match="legal"):
        ana.messages.mark_sent(1)
    again = ana.messages.release(1, clock.now() + timedelta(hours=1))
    assert (again.state, again.reason) == (MessageState.DRAFTED, None)
    assert again.late_by(clock.now()) is None


def test_the_command_line_shows_what_would_go_out(
    warroom: Warroom, launch_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_DB", str(launch_file))
    shown: Any = warroom("message", "show", "1", "--json").json()
    assert {"rendered_body", "filled", "still_blank"} <= set(shown)
    assert "Still blank: [Name], [generated]" in warroom("message", "show", "1").out
    assert "Still blank" not in warroom("message", "show", "1", "--template").out
    assert warroom("message", "hold", "1").code == 2
    assert warroom("message", "hold", "1", "--reason", "wait").code == 0
    assert warroom("message", "sent", "1").code == 1
    assert warroom("message", "release", "1", "--at", "2 h").code == 0


def test_words_for_single_replies_are_due_at_no_time(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(
        "# P\n\n## Launch Day\n\n**9:00 AM - 12:00 PM: Morning**\n\n**Actions:**\n- [ ] Work\n\n"
        "**Response Template:**\n```\nSubject: Hello\n\nThank you for asking!\n```\n"
    )
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "p.db"))
    warroom("new", str(plan), "--go-live", "2026-12-01 08:00", "--timezone", "UTC", "--yes")
    rows: Any = warroom("message", "list", "--json").json()
    assert [(row["title"], row["due_at"]) for row in rows] == [("Response Template", None)]
