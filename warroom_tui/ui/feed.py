"""The feed: watches the database and hands the screen one fresh board at a time.

One daemon thread does everything, so reads are single flight by construction and leaving never
waits for it. It polls four times a second, reads at once when asked, and backs off on errors.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from textual.message import Message

from warroom_tui.domain.board import Board, BoardView, next_turn
from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.monitoring.health import MANUAL
from warroom_tui.ui.faults import in_words

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services
    from warroom_tui.storage.store import ChangeWatch

POLL_S = 0.25
"""Seconds between two looks at the database."""
HEARTBEAT_S = 20.0
"""Seconds between two signs of life of this seat: each one wakes every other seat."""
SWEEP_S = 5.0
"""Seconds between two attempts to make routine runs."""
QUIET_S = 5.0
"""Seconds between two boards while only machines write: samples that say nothing new."""
BACK_OFF_S = (0.5, 1.0, 2.0)
"""Seconds to wait after the first, second ... failure in a row."""


class BoardRead(Message):
    """A fresh board; `sequence` rises with every read."""

    def __init__(self, sequence: int, board: Board, view: BoardView) -> None:
        super().__init__()
        self.sequence = sequence
        self.board = board
        self.view = view


class BoardFailed(Message):
    """The board could not be read."""

    def __init__(self, sequence: int, reason: str, hint: str) -> None:
        super().__init__()
        self.sequence = sequence
        self.reason = reason
        self.hint = hint


class Target(Protocol):
    """Whoever wants the messages; posting must be safe from another thread."""

    def post_message(self, message: Message) -> bool:
        """Deliver the message on the target's own loop."""
        ...


class Feed:
    """Reads boards for one screen until closed."""

    def __init__(self, services: Services, target: Target, board: Board | None = None) -> None:
        """`board` is what the target shows already: it is not read a second time."""
        self._services = services
        self._target = target
        self._view = BoardView()
        self._wake = threading.Event()
        self._wanted = board is None
        self._closed = False
        self._stirred = True
        """Whether anything may have been written since the last board."""
        self._board = board
        self._board_view: BoardView | None = self._view
        self._read_at = monotonic()
        self._sequence = 0
        self._failures = 0
        self._next_beat = 0.0
        self._next_sweep = 0.0
        self._comes_due = next_turn(board) if board is not None else None
        """When the clock next has something to do, as of the last board."""
        self.looked_at: float | None = None
        """Monotonic time of the last look at the database that succeeded."""
        self._thread = threading.Thread(target=self._run, name="warroom-feed", daemon=True)

    @property
    def view(self) -> BoardView:
        """What the boards are read for."""
        return self._view

    def start(self) -> None:
        """Begin to watch; a first board is read at once, unless there is one."""
        self._thread.start()

    def refresh(self) -> None:
        """Read now: this seat has just changed something."""
        self._wanted = True
        self._wake.set()

    def look_at(self, view: BoardView) -> None:
        """Read boards for another view from now on."""
        if view != self._view:
            self._view = view
            self.refresh()

    def close(self, wait_s: float = 0.2) -> None:
        """Stop; waits at most `wait_s` seconds for a read that is under way."""
        self._closed = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(wait_s)

    def _run(self) -> None:
        watch = None
        while not self._closed:
            try:
                if watch is None:
                    watch = self._services.watch()
                self._beat()
                self._stirred = watch.changed() or self._stirred
                if self._wanted or (self._stirred and self._is_news(watch)):
                    self._read()
                self._let_the_clock_act()
                self._failures = 0
                self.looked_at = monotonic()
            # The one place where anything may go wrong while nobody is looking: it must reach the
            # screen as a failed panel, whatever it is, and the thread must live on.
            except Exception as error:  # noqa: BLE001
                self._fail(error)
            self._pause()
        if watch is not None:
            watch.close()

    def _is_news(self, watch: ChangeWatch) -> bool:
        """What a person or an alarm did is shown at once; samples wait for each other."""
        board = self._board
        if board is None or monotonic() - self._read_at >= QUIET_S:
            return True
        return _is_filling(board) or watch.revision() != board.revision

    def _read(self) -> None:
        self._wanted = self._stirred = False
        view = self._view
        self._sequence += 1
        self._read_at = monotonic()
        board = self._services.board(view, self._board if view == self._board_view else None)
        self._board, self._board_view = board, view
        self._comes_due = next_turn(board)
        if not self._closed:
            self._target.post_message(BoardRead(self._sequence, board, view))

    def _let_the_clock_act(self) -> None:
        """Make the routine runs that have come due since the last board, and close old ones."""
        now = monotonic()
        if now < self._next_sweep or self._services.read_only:
            return
        if self._comes_due is None or self._comes_due > self._services.clock.now():
            return
        self._next_sweep = now + SWEEP_S
        # Another seat may do it; a failure here must not take the picture away.
        with suppress(WarroomError):
            self._wanted = self._services.routines.sweep() or self._wanted

    def _beat(self) -> None:
        now = monotonic()
        if now >= self._next_beat:
            self._next_beat = now + HEARTBEAT_S
            # Without a sign of life this seat is missing from a count; the picture is still good.
            with suppress(WarroomError):
                self._services.seats.beat()

    def _fail(self, error: Exception) -> None:
        self._wanted = True
        self._failures += 1
        self._sequence += 1
        told = in_words(error)
        if not self._closed:
            self._target.post_message(BoardFailed(self._sequence, told.message, told.hint))

    def _pause(self) -> None:
        wait = POLL_S
        if self._failures:
            wait = BACK_OFF_S[min(self._failures, len(BACK_OFF_S)) - 1]
        self._wake.wait(wait)
        self._wake.clear()


def _is_filling(board: Board) -> bool:
    """True while a rehearsal runs or a check still waits for its first result."""
    if board.pace is not None:
        return True
    return any(
        row.status is None and row.check.enabled and row.check.kind != MANUAL
        for row in board.checks
    )
