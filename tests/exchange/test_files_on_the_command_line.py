"""`warroom ticket import` and `export`, as a script uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.exchange.test_import import ZENDESK, put
from tests.services.sample import make_launch
from warroom_tui.cli.main import main

PAST = ZENDESK.replace("2026-", "2024-")
"""These tests run at the machine's own time."""


def warroom(capsys: pytest.CaptureFixture[str], db: Path, *words: str) -> tuple[int, str, str]:
    code = main(["--db", str(db), *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_nothing_is_imported_without_a_yes(
    launch_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(put(tmp_path, PAST))
    code, out, err = warroom(capsys, launch_file, "ticket", "import", path)
    assert code == 1
    assert "priority   ← Priority               Urgent · Normal · High" in out
    assert "Nothing was imported." in err
    code, out, _ = warroom(capsys, launch_file, "ticket", "import", path, "--dry-run", "--json")
    told = json.loads(out)
    assert code == 1
    assert told["mapping"]["resolved"] == "Solved at"
    assert told["import"] is None
    code, out, err = warroom(capsys, launch_file, "ticket", "import", path, "--map", "nonsense")
    assert (code, "not COLUMN=FIELD" in err) == (2, True)


def test_what_is_exported_is_imported_again_as_it_was(
    launch_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(put(tmp_path, PAST))
    warroom(capsys, launch_file, "ticket", "add", "Old \u202e[/]")
    warroom(capsys, launch_file, "ticket", "note", "T-001", "Seen in\nthe log")
    code, out, _ = warroom(capsys, launch_file, "ticket", "export", "--format", "json")
    [told] = json.loads(out)[0]["notes"]
    assert (told["kind"], told["text"], told["at"][-1]) == ("note", "Seen in\nthe log", "Z")
    assert warroom(capsys, launch_file, "undo")[0] == warroom(capsys, launch_file, "undo")[0] == 0
    words = ("ticket", "import", path, "--yes", "--json", "--value", "priority:Show stopper=P1")
    code, out, _ = warroom(capsys, launch_file, *words)
    told = json.loads(out)
    assert (code, told["counts"], told["bad"]) == (1, {"new": 6}, 6)
    assert Path(told["rejects"]).exists()

    table = tmp_path / "all.csv"
    assert warroom(capsys, launch_file, "ticket", "export", "--out", str(table))[0] == 0
    assert "'=HYPERLINK(1)" in table.read_text()
    code, first, _ = warroom(capsys, launch_file, "ticket", "export", "--format", "json")
    other = make_launch(tmp_path / "other.db")
    code, out, _ = warroom(capsys, other, "ticket", "import", str(table), "--yes", "--json")
    assert code == 0
    assert json.loads(out)["source"] == "warroom"
    code, second, _ = warroom(capsys, other, "ticket", "export", "--format", "json")
    same = ("subject", "body", "requester", "channel", "category", "priority", "level", "state")
    times = ("assignee", "created_at", "first_response_at", "resolved_at", "closed_at", "csat")
    before, after = json.loads(first), json.loads(second)
    assert [[row[k] for k in same + times] for row in before] == [
        [row[k] for k in same + times] for row in after
    ]
    assert warroom(capsys, launch_file, "ticket", "export", "--out", str(table))[0] == 2
    code, out, _ = warroom(capsys, launch_file, "ticket", "imports", "--json")
    assert json.loads(out)[0]["new"] == 6
    code, out, _ = warroom(capsys, launch_file, "ticket", "take-back", "1", "--json")
    assert (code, json.loads(out)) == (0, {"import": 1, "removed": 6, "left": 0})
