"""`plan update`, `plan write-back` and the sheet of `new`, as a script uses them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Warroom
from tests.plan_update.conftest import PLAN


@pytest.fixture
def warroom(capsys: pytest.CaptureFixture[str]) -> Warroom:
    """The command, without the cost of a new process."""
    from warroom_tui.cli.main import main

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, warroom: Warroom) -> Path:
    """A plan file whose launch is open."""
    path = tmp_path / "plan.md"
    path.write_text(PLAN, "utf-8")
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "shop.db"))
    monkeypatch.setenv("WARROOM_SEAT", "Ada")
    assert warroom("new", path, "--yes").code == 0
    return path


def test_new_prints_the_sheet_where_it_cannot_show_it(
    tmp_path: Path, warroom: Warroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.md"
    path.write_text(PLAN, "utf-8")
    ran = warroom("new", path, "--db", tmp_path / "a.db")
    assert ran.code == 0
    rows = [" ".join(line.split()) for line in ran.out.splitlines()]
    assert "11 phase · · Two days before Two days before 1 phase, 4 tasks" in rows
    assert any("success" in row and "2 criteria" in row for row in rows)
    assert any("open When is go-live?" in row for row in rows)
    assert any("recognised" in row and "kept as note" in row for row in rows)
    quiet = warroom("new", path, "--db", tmp_path / "b.db", "--json")
    assert isinstance(quiet.json(), dict)


def test_update_shows_the_diff_and_needs_a_yes(plan: Path, warroom: Warroom) -> None:
    plan.write_text(PLAN.replace("Load the price list", "Load the new price list"), "utf-8")
    ran = warroom("plan", "update", plan)
    assert ran.code == 1
    assert (
        "reworded  line 13    task “Load the new price list”, was “Load the price list”" in ran.out
    )
    assert "Nothing was changed" in ran.err
    assert "Load the price list" in warroom("task", "list").out
    ran = warroom("plan", "update", plan, "--yes")
    assert (ran.code, "plan.md: 1 reworded" in ran.out) == (0, True)
    assert "Load the new price list" in warroom("task", "list").out
    ran = warroom("plan", "update", plan, "--yes")
    assert (ran.code, "nothing to change" in ran.out) == (0, True)
    assert warroom("undo").code == 0
    assert "Load the price list" in warroom("task", "list").out


def test_update_speaks_json(plan: Path, warroom: Warroom) -> None:
    plan.write_text(PLAN.replace("- [ ] Load the price list\n", ""), "utf-8")
    shape = warroom("plan", "update", plan, "--yes", "--json").json()
    assert isinstance(shape, dict)
    assert shape["counts"] == {"removed": 1}
    assert shape["changes"] == [
        {
            "kind": "removed", "what": "task", "text": "Load the price list",
            "source": "plan.md", "line": 13, "before": "", "after": "", "note": "",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("---\nlaunch: X\nhypercare-days: lots\n---\n# X\n", "hypercare-days"),
        (None, "is not there"),
    ],
)
def test_a_bad_file_changes_nothing(
    plan: Path, warroom: Warroom, content: str | None, said: str
) -> None:
    before = warroom("task", "list").out
    if content is None:
        plan.unlink()
    else:
        plan.write_text(content, "utf-8")
    ran = warroom("plan", "update", plan, "--yes")
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert warroom("task", "list").out == before


def test_a_second_document_needs_add(plan: Path, warroom: Warroom, tmp_path: Path) -> None:
    extra = tmp_path / "extra.md"
    extra.write_text("# Extra\n\n## One week after\n- [ ] Send the flowers\n", "utf-8")
    ran = warroom("plan", "update", extra, "--yes")
    assert (ran.code, "--add" in ran.err) == (2, True)
    assert warroom("plan", "update", extra, "--add", "--yes").code == 0
    assert "Send the flowers" in warroom("task", "list").out
    assert warroom("plan", "write-back").code == 2
    assert warroom("plan", "write-back", "--source", "extra.md").out == extra.read_text("utf-8")


def test_write_back_prints_the_document_byte_for_byte(plan: Path, warroom: Warroom) -> None:
    plan.write_bytes(PLAN.replace("\n", "\r\n").encode("utf-8"))
    assert warroom("plan", "update", plan, "--yes").code == 0
    command = [sys.executable, "-m", "warroom_tui.cli.main", "plan", "write-back"]
    ran = subprocess.run(command, capture_output=True, check=True)
    assert (ran.stdout, ran.stderr) == (plan.read_bytes(), b"")


def test_write_back_to_a_file_and_in_place(plan: Path, warroom: Warroom, tmp_path: Path) -> None:
    listed = warroom("task", "list", "--json").json()
    assert isinstance(listed, list)
    assert warroom("task", "done", str(listed[1]["id"])).code == 0
    out = tmp_path / "out.md"
    ran = warroom("plan", "write-back", "--out", out)
    assert (ran.code, "1 ticks, 1 notes" in ran.out) == (0, True)
    assert "- [x] Load the price list" in out.read_text("utf-8")
    ran = warroom("plan", "write-back", "--out", out)
    assert (ran.code, "exists already" in ran.err) == (1, True)
    shutil.copy(plan, tmp_path / "kept.md")
    plan.write_text(PLAN + "\nA line by hand.\n", "utf-8")
    ran = warroom("plan", "write-back", "--in-place")
    assert (ran.code, "plan update" in ran.err) == (1, True)
    shutil.copy(tmp_path / "kept.md", plan)
    shape = warroom("plan", "write-back", "--in-place", "--json").json()
    assert isinstance(shape, dict)
    assert (shape["ticks"], shape["unwritten"]) == (1, [])
    assert plan.read_bytes() == out.read_bytes()
