"""On a terminal the import sheet is shown, colour is used, an early Ctrl-C is quiet."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest

from warroom_tui.bootstrap import open_rehearsal
from warroom_tui.domain.errors import InputError

COMMAND = [sys.executable, "-m", "warroom_tui.cli.main"]

PATIENCE_S = 30.0
"""Seconds that a command may be silent."""


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
            chunk = self._read()
            assert chunk, f"{words!r} never came after:\n{self.seen}"
            self.seen += chunk.decode("utf-8", "replace")
        return self.seen

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.screen, text.encode("utf-8"))

    def end(self) -> tuple[int, str]:
        """The exit code and everything printed."""
        while chunk := self._read():
            self.seen += chunk.decode("utf-8", "replace")
        os.close(self.screen)
        return self.process.wait(timeout=PATIENCE_S), self.seen

    def _read(self) -> bytes:
        """What it prints next; nothing once it has ended. Kills it when it is silent too long."""
        ready, _, _ = select.select([self.screen], [], [], PATIENCE_S)
        if not ready:
            self.process.kill()
            self.process.wait(timeout=PATIENCE_S)
            raise AssertionError(f"silent for {PATIENCE_S} s after:\n{self.seen}")
        try:
            return os.read(self.screen, 4096)
        except OSError:  # the command has ended
            return b""


def test_new_shows_the_import_sheet_and_writes_on_w(plan: Path, tmp_path: Path) -> None:
    terminal = Terminal("new", plan, "--db", tmp_path / "a.db")
    terminal.until("recognised")
    terminal.type("w")
    terminal.until("empty writes")
    terminal.type("\r")
    code, seen = terminal.end()
    assert code == 0
    assert "go-live open" in seen


def test_leaving_the_import_sheet_writes_nothing(plan: Path, tmp_path: Path) -> None:
    terminal = Terminal("new", plan, "--db", tmp_path / "a.db")
    terminal.until("recognised")
    terminal.type("\x1b")
    code, seen = terminal.end()
    assert "Traceback" not in seen
    assert (code, "Nothing was written." in seen) == (1, True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.md"]


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
