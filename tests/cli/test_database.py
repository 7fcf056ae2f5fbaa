"""`warroom db` and `doctor`, and what every command says when the database cannot be used."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom


def test_a_backup_brings_back_what_was_lost(warroom: Warroom, shop: Path, tmp_path: Path) -> None:
    warroom("ticket", "add", "Before the accident")
    copy = tmp_path / "copy.db"
    assert warroom("db", "backup", copy).code == 0
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    shop.write_bytes(b"an accident")
    assert warroom("ticket", "list").code == 3
    refused = warroom("db", "restore", copy)
    assert refused.code == 2
    assert "--force" in refused.err
    restored = warroom("db", "restore", copy, "--force")
    assert restored.code == 0, restored.err
    assert "Before the accident" in warroom("ticket", "list").out
    assert b"an accident" in [path.read_bytes() for path in tmp_path.glob("*replaced*")]


def test_a_second_backup_does_not_overwrite_the_first(
    warroom: Warroom, shop: Path, tmp_path: Path
) -> None:
    first = warroom("db", "backup", tmp_path / "copy.db", "--json").json()
    second = warroom("db", "backup", tmp_path / "copy.db", "--json").json()
    assert first["backup"] != second["backup"]  # type: ignore[index]


def test_restoring_something_else_changes_nothing(
    warroom: Warroom, shop: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE cooking (recipe TEXT)")
    before = shop.read_bytes()
    assert warroom("db", "restore", other, "--force").code == 3
    assert warroom("db", "restore", tmp_path / "gone.db", "--force").code == 3
    assert shop.read_bytes() == before


@pytest.mark.usefixtures("shop")
def test_a_sound_database_is_called_sound_and_current(warroom: Warroom) -> None:
    assert "sound" in warroom("db", "check").out
    assert "is up to date" in warroom("db", "upgrade").out


COMMANDS = [
    ["status"],
    ["ticket", "add", "x"],
    ["task", "list"],
    ["timeline"],
    ["undo"],
    ["report", "daily"],
    ["check", "run"],
    ["monitor"],
    ["db", "check"],
    ["db", "backup", "copy.db"],
    ["db", "upgrade"],
]


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("kind", ["missing", "text", "stranger", "folder", "empty"])
def test_what_is_no_launch_is_told_plainly_with_exit_code_3(
    warroom: Warroom,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    words: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "odd.db"
    if kind == "text":
        path.write_text("Dear diary, " * 100)
    elif kind == "stranger":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE cooking (recipe TEXT)")
    elif kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    ran = warroom(*words, "--db", path)
    assert ran.code == 3, (ran.out, ran.err)
    assert "odd.db" in ran.err
    assert 1 <= len(ran.err.splitlines()) <= 2
    assert not (tmp_path / "copy.db").exists()
    assert path.exists() == (kind != "missing"), "nothing is made by looking"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_database_can_be_read_and_refuses_writing(warroom: Warroom, shop: Path) -> None:
    shop.chmod(0o400)
    assert warroom("ticket", "list").code == 0
    assert warroom("ticket", "add", "x").code == 3


def test_a_url_is_refused_until_it_works(warroom: Warroom) -> None:
    ran = warroom("status", "--db", "postgresql://lead:hunter2@db.example/launch")
    assert ran.code == 2
    assert "hunter2" not in ran.err


def test_the_doctor_finds_what_does_not_fit(
    warroom: Warroom, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = warroom("doctor", "--json").json()
    assert isinstance(fine, list)
    assert {row["what"]: row["ok"] for row in fine}["database"] is True
    shop.write_bytes(b"an accident")
    monkeypatch.setenv("WARROOM_TEMPLATES", str(tmp_path / "no such folder"))
    ran = warroom("doctor", "--json")
    assert ran.code == 1
    rows = ran.json()
    assert isinstance(rows, list)
    bad = {row["what"] for row in rows if not row["ok"]}
    assert {"database", "templates"} <= bad
    assert "templates: This folder is not there." in warroom("doctor").out


def test_without_any_launch_the_way_to_begin_is_said(warroom: Warroom) -> None:
    ran = warroom("ticket", "list")
    assert ran.code == 2
    assert "warroom new PLAN" in ran.err
    assert warroom("doctor").code in (0, 1)


def test_screens_need_a_terminal(warroom: Warroom, shop: Path) -> None:
    for words in (["open"], ["wall"], ["demo"], []):
        ran = warroom(*words)
        assert (ran.code, "needs a terminal" in ran.err) == (2, True)
