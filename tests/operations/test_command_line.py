"""Messages, gates, routines, meetings and runbooks from a script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran, Warroom, warroom
from tests.operations.sample import planned_launch

__all__ = ["warroom"]

PROMISED = {
    "message list": "id title audience due_at every_min state subject body blanks approved_by "
    "sent_at sent_by reason document line version",
    "gate list": "id kind title due_at state answer decided_at decided_by rationale evidence "
    "evidence_now sign_offs document line version",
    "routine list": "id title rule cadence active_from active_to next_due_at steps runs document "
    "line",
    "meeting list": "id title every starts_at duration_min state attendees agenda notes held_by "
    "held_at document line version",
    "runbook list": "id kind title steps document line",
}


@pytest.fixture
def orchid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The launch that commands without --db mean."""
    path = planned_launch(tmp_path)
    monkeypatch.setenv("WARROOM_DB", str(path))
    monkeypatch.setenv("WARROOM_SEAT", "Ana")
    return path


@pytest.mark.usefixtures("orchid")
@pytest.mark.parametrize(("line", "keys"), PROMISED.items())
def test_a_listing_keeps_its_keys(warroom: Warroom, line: str, keys: str) -> None:
    rows: Any = warroom(*line.split(), "--json").json()
    assert rows
    assert set(keys.split()) == set(rows[0])
    told = warroom(*line.split())
    assert told.code == 0
    assert str(rows[0]["title"]) in told.out


@pytest.mark.usefixtures("orchid")
def test_a_message_is_marked_as_sent_or_skipped(warroom: Warroom) -> None:
    assert warroom("message", "sent", "1").out == "Marked as sent: We are live.\n"
    again: Ran = warroom("message", "sent", "1")
    assert (again.code, again.out) == (1, "")
    assert "sent already" in again.err
    assert warroom("message", "skip", "2").code == 2
    assert warroom("message", "skip", "2", "--reason", "no news").code == 0
    states: Any = warroom("message", "list", "--json").json()
    assert {row["id"]: row["state"] for row in states if row["id"] < 3} == {
        1: "sent",
        2: "skipped",
    }
    assert warroom("message", "show", "99").code == 2


@pytest.mark.usefixtures("orchid")
def test_a_gate_is_decided_with_its_reason(warroom: Warroom) -> None:
    assert warroom("gate", "decide", "1", "no-go").code == 2
    told = warroom("gate", "decide", "1", "no-go", "--reason", "Tests fail")
    assert told.out.startswith("Go or not: No-go. Evidence: ")
    assert warroom("gate", "decide", "1", "go", "--reason", "They pass").code == 1
    assert warroom("undo").code == 0
    assert warroom("gate", "decide", "1", "go", "--reason", "They pass").code == 0


@pytest.mark.usefixtures("orchid")
def test_a_runbook_is_found_by_words_and_shown(warroom: Warroom) -> None:
    rows: Any = warroom("runbook", "list", "queue", "--json").json()
    assert [row["title"] for row in rows] == ["Site is slow"]
    assert "  1. Stop: Close the shop" in warroom("runbook", "show", "1").out
