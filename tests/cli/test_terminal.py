"""What happens on a terminal: questions are asked, colour is used, an early Ctrl-C is quiet."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from warroom_tui.bootstrap import open_rehearsal
from warroom_tui.domain.errors import InputError

COMMAND = [sys.executable, "-m", "warroom_tui.cli.main"]


class Terminal:
    """A command running on a pseudo-terminal."""

    def __init__(self, *words: str | Path) -> None:
        self.screen, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [*COMMAND, *map(str, words)], stdin=theirs, stdout=theirs, stderr=theirs,
            start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.seen = ""

    def until(self, words: str) -> str:
        """Read until `words` have been printed; everything printed so far."""
        while words not in self.seen:
            try:
                chunk = os.read(self.screen, 4096)
            except OSError:  # the command has ended
                chunk = b""
            assert chunk, f"{words!r} never came after:\n{self.seen}"
            self.seen += chunk.decode("utf-8")
        return self.seen

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.screen, text.encode("utf-8"))

    def end(self) -> tuple[int, str]:
        """The exit code and everything printed."""
        while True:
            try:
                chunk = os.read(self.screen, 4096)
            except OSError:
                break
            if not chunk:
                break
            self.seen += chunk.decode("utf-8")
        os.close(self.screen)
        return self.process.wait(timeout=30), self.seen


def test_new_asks_for_go_live_until_the_answer_is_one(plan: Path, tmp_path: Path) -> None:
    terminal = Terminal("new", plan, "--db", tmp_path / "a.db")
    terminal.until("empty keeps it open): ")
    terminal.type("monday\n")
    terminal.until("is not a date and time")
    terminal.type("2026-12-01 08:00\n")
    code, seen = terminal.end()
    assert code == 0
    assert "go-live Tue 2026-12-01 08:00 (Europe/Copenhagen)" in seen


def test_an_empty_answer_keeps_go_live_open(plan: Path, tmp_path: Path) -> None:
    terminal = Terminal("new", plan, "--db", tmp_path / "a.db")
    terminal.until("empty keeps it open): ")
    terminal.type("\n")
    code, seen = terminal.end()
    assert code == 0
    assert "go-live open" in seen


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_the_question_is_quiet(plan: Path, tmp_path: Path, key: str) -> None:
    terminal = Terminal("new", plan, "--db", tmp_path / "a.db")
    terminal.until("empty keeps it open): ")
    if key == "\x03":
        terminal.process.send_signal(2)
    else:
        terminal.type(key)
    code, seen = terminal.end()
    assert "Traceback" not in seen
    assert code == (130 if key == "\x03" else 0)
    assert (tmp_path / "a.db").exists() == (key == "\x04")


@pytest.mark.usefixtures("shop")
def test_colour_is_for_terminals_that_want_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;34m● GREEN" in Terminal("status").end()[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in Terminal("status").end()[1]


@pytest.mark.usefixtures("shop")
def test_an_unknown_scene_of_the_wall_is_named_with_the_known_ones() -> None:
    code, seen = Terminal("wall", "--scene", "fireworks").end()
    assert code == 2
    assert 'no scene called "fireworks"' in seen
    assert "tickets" in seen


def test_a_missing_database_is_said_before_any_screen(tmp_path: Path) -> None:
    for command in ("open", "wall"):
        code, seen = Terminal(command, "--db", tmp_path / "gone.db").end()
        assert (code, "\x1b[?1049h" in seen) == (3, False)
        assert "gone.db is not there" in seen.replace("\r\n", "")


def test_a_rehearsal_never_runs_in_a_live_launch(shop: Path) -> None:
    before = shop.read_bytes()
    with pytest.raises(InputError, match="live launch"):
        open_rehearsal("layby-launch-week", shop, "http://127.0.0.1:9", actor="Ada")
    assert shop.read_bytes() == before
