"""Making a launch from a plan: complete or not at all."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom


def leftovers(folder: Path) -> list[str]:
    """Everything in the folder but the plan itself, hidden files included."""
    return sorted(path.name for path in folder.iterdir() if path.name != "plan.md")


def test_a_plan_becomes_a_database_named_after_the_launch(
    warroom: Warroom, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = warroom("new", plan, "--go-live", "2026-12-01 08:00")
    assert ran.code == 0, ran.err
    assert "SHOP  Corner Shop Online" in ran.out
    assert "go-live Tue 2026-12-01 08:00 (Europe/Copenhagen)" in ran.out
    assert leftovers(tmp_path) == ["shop.db"]
    assert stat.S_IMODE((tmp_path / "shop.db").stat().st_mode) == 0o600


def test_the_new_launch_is_the_one_that_later_commands_use(
    warroom: Warroom, plan: Path, tmp_path: Path
) -> None:
    warroom("new", plan, "--db", tmp_path / "a.db", "--yes")
    assert warroom("status", "--json").json()["launch"]["code"] == "SHOP"  # type: ignore[index]


def test_the_summary_counts_what_was_recognised(
    warroom: Warroom, plan: Path, tmp_path: Path
) -> None:
    ran = warroom("new", plan, "--db", tmp_path / "a.db", "--yes", "--json")
    summary = ran.json()
    assert isinstance(summary, dict)
    assert summary["timezone"] == "Europe/Copenhagen"
    assert summary["go_live_at"] is None
    assert sum(summary["counts"].values()) >= 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--go-live", "next Monday"], "is not a date and time"),
        (["--go-live", "2026-02-30 08:00"], "cannot be: day is out of range"),
        (["--timezone", "Europe/Kopenhagen"], "Europe/Copenhagen"),
        (["--go-live", "2026-03-29 02:30"], "is skipped"),
        (["--db", "{folder}/no/such/folder/a.db"], "a.db"),
    ],
)
def test_a_wrong_answer_writes_nothing(
    warroom: Warroom, plan: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    given = [word.format(folder=tmp_path) for word in words]
    ran = warroom("new", plan, "--yes", "--db", tmp_path / "a.db", *given)
    assert ran.code == 2
    assert said in ran.err
    assert len(ran.err.splitlines()) <= 2
    assert leftovers(tmp_path) == []


def test_a_database_that_exists_is_never_overwritten(
    warroom: Warroom, plan: Path, tmp_path: Path
) -> None:
    there = tmp_path / "a.db"
    there.write_bytes(b"something dear to me")
    ran = warroom("new", plan, "--db", there, "--yes")
    assert ran.code == 2
    assert "exists already" in ran.err
    assert there.read_bytes() == b"something dear to me"
    assert leftovers(tmp_path) == ["a.db"]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff" * 100])
def test_a_file_that_is_no_plan_is_refused(
    warroom: Warroom, tmp_path: Path, content: bytes
) -> None:
    odd = tmp_path / "plan.md"
    odd.write_bytes(content)
    ran = warroom("new", odd, "--db", tmp_path / "a.db", "--yes")
    assert ran.code == 2, ran.out
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("go_live", ["9999-12-30 08:00", "0001-01-02 08:00", "soon"])
def test_a_go_live_in_the_plan_that_cannot_be_is_told_with_its_line(
    warroom: Warroom, tmp_path: Path, go_live: str
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(f"---\nlaunch: E\ngo-live: {go_live}\n---\n# E\n\n- [ ] a box\n", "utf-8")
    ran = warroom("new", plan, "--db", tmp_path / "a.db", "--yes")
    assert ran.code == 2
    assert "plan.md:3" in ran.err
    assert leftovers(tmp_path) == []


def test_a_plan_that_is_not_there_is_named(warroom: Warroom, tmp_path: Path) -> None:
    ran = warroom("new", tmp_path / "gone.md", "--db", tmp_path / "a.db")
    assert (ran.code, "gone.md is not there" in ran.err) == (2, True)
    ran = warroom("new", tmp_path, "--db", tmp_path / "a.db")
    assert (ran.code, "is a folder" in ran.err) == (2, True)


def test_what_the_command_line_says_is_not_asked_again(warroom: Warroom, tmp_path: Path) -> None:
    plan = tmp_path / "bare.md"
    plan.write_text("# Bare Launch\n\n## Launch day\n\n- [ ] Switch it on\n", encoding="utf-8")
    asked = warroom("new", plan, "--yes", "--db", tmp_path / "a.db")
    assert "In which time zone" in asked.out
    assert "When is go-live?" in asked.out
    told = warroom(
        *("new", plan, "--yes", "--db", tmp_path / "b.db"),
        *("--timezone", "UTC", "--go-live", "2026-12-01 08:00"),
    )
    assert told.code == 0, told.err
    assert "In which time zone" not in told.out
    assert "When is go-live?" not in told.out
    assert "     1  task\n" in told.out
