"""Where the big launch of a benchmark run lies: made once, kept until the machine's next start."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.benchmarks.big_database import build
from tests.services.sample import make_launch
from warroom_tui.storage.engine import REVISIONS

TICKETS = int(os.environ.get("WARROOM_BIG", "1000000"))
"""Closed tickets of the big launch."""


def folder() -> Path:
    """The folder of this day's benchmark databases."""
    name = f"warroom-benchmarks-{os.getuid()}-{REVISIONS[-1]}-{datetime.now(UTC):%Y%m%d}"
    path = Path(tempfile.gettempdir()) / name
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def big_launch() -> Path:
    """A launch with `TICKETS` closed tickets, 2,000 live ones and 10 checks."""
    path = folder() / f"big-{TICKETS}.db"
    if not path.exists():
        draft = path.with_suffix(".part.db")
        draft.unlink(missing_ok=True)
        print(f"making {path} …", flush=True)
        build(draft, closed=TICKETS).rename(path)
    return path


def crowded_launch() -> Path:
    """A launch with `TICKETS` closed tickets and 100,000 live ones of the last two weeks."""
    path = folder() / f"crowded-{TICKETS}.db"
    if not path.exists():
        draft = path.with_suffix(".part.db")
        draft.unlink(missing_ok=True)
        print(f"making {path} …", flush=True)
        build(draft, closed=TICKETS, live=100_000, live_days=14).rename(path)
    return path


def empty_launch() -> Path:
    """A launch in which nothing happened yet."""
    path = folder() / "empty.db"
    return path if path.exists() else make_launch(path)
