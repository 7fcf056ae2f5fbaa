"""What the screen says when the database fails it."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import textwrap
from pathlib import Path

from tests.ui.conftest import Seat, sitting
from warroom_tui import bootstrap
from warroom_tui.domain.errors import DatabaseBusy
from warroom_tui.services.warroom import Services
from warroom_tui.ui.app import WarroomApp


def test_a_database_that_cannot_be_opened_is_told_and_can_be_tried_again(day: Path) -> None:
    gone = day.with_name("elsewhere.db")
    day.rename(gone)

    async def run() -> None:
        app = WarroomApp(lambda: bootstrap.open_services(str(day), actor="priya"))
        async with app.run_test(size=(100, 30)) as pilot:
            seat = Seat(app, pilot)
            await seat.sees("r Try again")
            assert "Traceback" not in seat.frame
            assert "warroom demo" in seat.frame
            gone.rename(day)
            await pilot.press("r")
            await seat.sees("LAYBY")

    asyncio.run(run())


def test_a_damaged_file_is_named_in_plain_words(tmp_path: Path) -> None:
    path = tmp_path / "broken.db"
    path.write_bytes(b"no database at all" * 100)

    async def run() -> None:
        app = WarroomApp(lambda: bootstrap.open_services(str(path), actor="priya"))
        async with app.run_test(size=(100, 30)) as pilot:
            seat = Seat(app, pilot)
            await seat.sees("Cannot open")
            words = seat.frame.replace("│", "").replace("\n", "").replace(" ", "")
            assert "broken.db" in words

    asyncio.run(run())


def test_a_fault_of_ours_while_opening_is_words_too() -> None:
    def connect() -> Services:
        raise ZeroDivisionError("[/b] nothing by nothing")

    async def run() -> None:
        app = WarroomApp(connect)
        async with app.run_test(size=(100, 30)) as pilot:
            await Seat(app, pilot).sees("ZeroDivisionError: [/b] nothing by nothing")

    asyncio.run(run())


def test_while_reading_fails_every_panel_says_since_when_and_keeps_its_rows(
    day: Path, monkeypatch: object
) -> None:
    async def run() -> None:
        async with sitting(day) as seat:
            services = seat.dashboard.desk.services if seat.dashboard.desk else None
            assert services is not None
            good = Services.board

            def broken(self: Services, *args: object) -> object:
                raise DatabaseBusy("Another program holds the database.", "It tries again.")

            Services.board = broken  # type: ignore[assignment, method-assign]
            try:
                assert seat.dashboard._feed is not None
                seat.dashboard._feed.refresh()
                await seat.sees("✖ failed since")
                assert seat.frame.count("failed since") >= 5
                assert "Another program holds the database." in seat.frame
                assert "Where is the Laybys menu?" in seat.frame
            finally:
                Services.board = good  # type: ignore[method-assign]
            await seat.until(lambda: "failed since" not in seat.frame, "the recovery")
            assert "Where is the Laybys menu?" in seat.frame

    asyncio.run(run())


def test_the_first_frame_is_painted_before_anything_heavy_is_imported(tmp_path: Path) -> None:
    script = textwrap.dedent(
        """
        import sys
        from textual.drivers.linux_driver import LinuxDriver
        from warroom_tui.ui.app import WarroomApp

        HEAVY = ("sqlalchemy", "alembic", "httpx", "jinja2", "pydantic", "markdown_it", "psutil")
        seen = []
        report = open(sys.argv[1], "w", buffering=1)

        class Paper(LinuxDriver):
            def write(self, data):
                if "opening" in data and not seen:
                    seen.append([name for name in HEAVY if name in sys.modules])
                    seen.append([n for n in sys.modules if n.startswith("warroom_tui.s")])
                super().write(data)

        def connect():
            print(*(seen or ["asked for the database before the first frame"]), file=report)
            app.call_later(app.exit)
            raise RuntimeError("enough")

        app = WarroomApp(connect)
        app.driver_class = Paper
        app.run()
        """
    )
    report = tmp_path / "report"
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(report)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "HOME": str(tmp_path), "TERM": "xterm-256color"},
        cwd=Path(__file__).resolve().parents[2],
        start_new_session=True,
    )
    os.close(theirs)
    try:
        _drain(ours)
        running.wait(30)
    finally:
        running.kill()
        os.close(ours)
    assert report.read_text().strip() == "[] []"


def _drain(terminal: int) -> None:
    """Read what a program draws until it ends."""
    with contextlib.suppress(OSError):
        while select.select([terminal], [], [], 30)[0] and os.read(terminal, 65536):
            pass


def test_escape_does_not_wait_for_a_sequence(tmp_path: Path) -> None:
    code = "import warroom_tui.ui.app, textual.constants as c; print(c.ESCAPE_DELAY)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert float(done.stdout) <= 0.025


def test_a_vanished_database_is_told_plainly_and_found_again(day: Path) -> None:
    gone = day.with_name("elsewhere.db")

    async def run() -> None:
        async with sitting(day) as seat:
            day.rename(gone)
            await seat.sees("the database is not there any more")
            assert "FileNotFoundError" not in seat.frame
            gone.rename(day)
            await seat.until(lambda: "failed since" not in seat.frame, "the picture again")

    asyncio.run(run())
