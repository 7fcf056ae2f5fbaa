"""Opening a launch: its database, its clock, who acts."""

from __future__ import annotations

import os
import secrets as random
from pathlib import Path
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import Clock, SimulatedClock, SystemClock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.timeline import Actor

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


def new_session(name: str) -> str:
    """A name for this run of this seat that no other run has."""
    return f"{name}-{os.getpid()}-{random.token_hex(3)}"


def database_path(db: str) -> Path:
    """The file behind `--db`; raises InputError for what is not supported."""
    if db.startswith("sqlite:///"):
        db = db.removeprefix("sqlite:///")
    elif "://" in db:
        raise InputError(
            "This Warroom keeps a launch in a SQLite file; other databases are not supported yet.",
            "Give --db a file name.",
        )
    return Path(db).expanduser()


def open_services(
    db: str,
    *,
    actor: str,
    kind: str = "lead",
    read_only: bool = False,
    user_templates: Path | None = None,
    reports_folder: Path | None = None,
    secrets: frozenset[str] = frozenset(),
    bell: bool = True,
) -> Services:
    """Open the launch at `db`. Raises DatabaseError subclasses, told plainly."""
    from warroom_tui.services.context import Context
    from warroom_tui.services.warroom import Services
    from warroom_tui.storage import record
    from warroom_tui.storage.store import Store

    store = Store.open(database_path(db), read_only=read_only)
    with store.reading() as connection:
        pace = record.read_pace(connection)
    clock: Clock = SimulatedClock(pace) if pace is not None else SystemClock()
    source = "rehearsal" if pace is not None else "user"
    who = Actor(actor, new_session(actor), source)
    return Services(
        Context(store, clock, who),
        kind,
        user_templates=user_templates,
        reports_folder=reports_folder,
        secrets=secrets,
        bell=bell,
    )
