"""The command as a shell sees it: processes, pipes, signals, faults."""

from __future__ import annotations

import json
import os
import shlex
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Warroom
from warroom_tui import __version__

COMMAND = [sys.executable, "-m", "warroom_tui.cli.main"]


def hear_interrupts() -> None:
    """A test run in the background ignores ctrl+c, and its children would inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(*words: str, **more: str) -> subprocess.Popen[str]:
    """Start the real command."""
    return subprocess.Popen(
        [*COMMAND, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **more},
        preexec_fn=hear_interrupts,
    )


def finished(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, output, errors."""
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def test_version_and_help() -> None:
    assert finished(start("--version")) == (0, f"warroom {__version__}\n", "")
    code, out, err = finished(start("--help"))
    assert (code, err) == (0, "")
    assert "usage: warroom" in out


@pytest.mark.usefixtures("shop")
def test_processes_that_write_at_once_lose_nothing() -> None:
    writers = [start("ticket", "add", f"Question {n}", "--json") for n in range(6)]
    answers = [finished(writer) for writer in writers]
    assert [code for code, _, _ in answers] == [0] * 6, answers
    refs = {json.loads(out)["ref"] for _, out, _ in answers}
    listed = json.loads(finished(start("ticket", "list", "--json"))[1])
    assert refs == {ticket["ref"] for ticket in listed}
    assert len(refs) == 6


@pytest.mark.usefixtures("shop")
def test_a_reader_that_leaves_early_hears_no_complaint(warroom: Warroom) -> None:
    for number in range(40):
        warroom("ticket", "add", f"Question {number} " + "x" * 400)
    process = start("ticket", "list", "--json")
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_the_monitor_runs_the_checks_until_it_is_told_to_leave(
    warroom: Warroom, sent: signal.Signals, code: int
) -> None:
    process = start("monitor")
    assert process.stdout is not None
    said = process.stdout.readline()
    while said and "probing" not in said:
        said = process.stdout.readline()
    assert "probing" in said
    process.send_signal(sent)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (code, "")


@pytest.mark.usefixtures("shop")
def test_hostile_text_never_reaches_the_terminal(warroom: Warroom) -> None:
    nasty = "[PROD] \x1b]0;owned\x07 [/] \u202egnp.exe [@click=app.quit]hit[/]\x9b2J"
    assert warroom("ticket", "add", nasty, "--requester", nasty, "--body", nasty).code == 0
    assert warroom("issue", "add", nasty, "--description", nasty).code == 0
    assert warroom("note", "win", nasty, "--as", nasty).code == 0
    for words in (
        ["ticket", "list"], ["ticket", "list", "--json"], ["issue", "list"], ["issue", "export"],
        ["note", "list"], ["timeline"], ["status"], ["report", "daily"],
        ["ticket", "show", nasty], ["frob" + nasty], ["ticket", "list", "--" + nasty],
        ["metric", "set", nasty, "1"], ["rota", "sign-in", nasty], ["status", "--db", nasty],
    ):  # fmt: skip
        ran = warroom(*words)
        for shown in (ran.out, ran.err):
            assert not set(shown) & set("\x1b\x07\x9b\u202e"), words
        assert ran.code != 70, (words, ran.err)


@pytest.mark.usefixtures("shop")
def test_an_unforeseen_fault_is_two_lines_and_a_log_of_the_owners_alone(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("a fault of ours")

    log = tmp_path / "logs" / "warroom.log"
    monkeypatch.setenv("WARROOM_LOG", str(log))
    monkeypatch.setattr("warroom_tui.cli.status.situation_shape", broken)
    ran = warroom("status", "--json")
    assert ran.code == 70
    assert ran.out == ""
    assert ran.err.splitlines()[1] == f"The details are in {log}"
    assert "Traceback" not in ran.err
    assert "a fault of ours" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.usefixtures("shop")
def test_output_that_a_plain_locale_cannot_show_is_escaped_not_a_crash(warroom: Warroom) -> None:
    warroom("ticket", "add", "Preis für Brötchen 検査")
    code, out, err = finished(start("ticket", "list", PYTHONIOENCODING="ascii", PYTHONUTF8="0"))
    assert (code, err) == (0, "")
    assert "Br\\xf6tchen" in out
    code, out, _ = finished(start("ticket", "list", "--json", PYTHONIOENCODING="ascii"))
    assert json.loads(out)[0]["subject"] == "Preis für Brötchen 検査"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("line", ["status", "ticket list --json", "--help", "nonsense"])
def test_a_full_disk_or_closed_output_is_no_traceback(line: str) -> None:
    for where in (">/dev/full", ">&-", "2>&-", "2>/dev/full", ">&- 2>&-"):
        shell = f"{shlex.join(COMMAND)} {line} {where}"
        ran = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
        assert "Traceback" not in ran.stderr, (where, ran.stderr)
        assert "Exception ignored" not in ran.stderr, (where, ran.stderr)
        assert ran.returncode == 2 if line == "nonsense" else ran.returncode in (0, 1)


@pytest.mark.usefixtures("shop")
def test_a_result_that_fits_nowhere_is_said() -> None:
    shell = f"{shlex.join(COMMAND)} status >/dev/full"
    ran = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stderr == "warroom: The output cannot be written: No space left on device.\n"


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "words",
    [
        ["ticket", "show", "\udcff"],
        ["ticket", "list", "--filter", "\udcff"],
        ["metric", "set", "\udcff", "1"],
        ["new", "x" * 300],
        ["plan", "check", "x" * 300],
        ["db", "backup", "x" * 300],
        ["db", "backup", "/"],
        ["status", "--db", "x" * 300],
        ["issue", "export", "--out", "/no/such/folder/issues.csv"],
        ["report", "daily", "--out", "/no/such/folder/report.md"],
    ],
)
def test_odd_names_are_bad_input_and_no_fault(warroom: Warroom, words: list[str]) -> None:
    ran = warroom(*words)
    assert ran.code in (0, 1, 2, 3), ran.err
    assert len(ran.err.splitlines()) <= 2
