"""Reading plan files and making a launch of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warroom_tui.bootstrap.launches import new_session
from warroom_tui.domain.clock import SystemClock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.timeline import Actor

if TYPE_CHECKING:
    from warroom_tui.plan.document import PlanDocument
    from warroom_tui.services.planning.launch_import import ImportAnswers, ImportSummary, PlanFile
    from warroom_tui.ui.screens.import_sheet import ImportDecision

PLAN_LIMIT = 64 * 1024 * 1024
"""Bytes of a plan file that are read at all."""


def read_plan_files(paths: Sequence[Path]) -> list[tuple[PlanFile, PlanDocument]]:
    """Read and understand plan files; raises InputError naming the one that cannot be."""
    from warroom_tui.plan.reader import read_plan
    from warroom_tui.services.planning.launch_import import PlanFile

    found = []
    for path in paths:
        content = _content(path)
        document = read_plan(content, path.name)
        digest = hashlib.sha256(content).hexdigest()
        found.append((PlanFile(str(path), content, digest, document.repaired_lines), document))
    return found


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a plan.", "Name the Markdown file.")
    try:
        if path.stat().st_size > PLAN_LIMIT:
            raise InputError(f"{path} is larger than 64 MB; that is no launch plan.")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path} is not there.", "Give the path of a Markdown file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def run_import_sheet(
    plans: Sequence[tuple[PlanFile, PlanDocument]],
    target: Path,
    *,
    timezone: str | None,
    go_live: datetime | None,
) -> ImportDecision | None:
    """Show the import sheet on the terminal; None when the person leaves."""
    os.environ.setdefault("ESCDELAY", "25")  # Textual reads it when it is imported
    from warroom_tui.services.planning.import_sheet import SheetReader
    from warroom_tui.ui.import_app import ImportApp

    reader = SheetReader([file for file, _ in plans], [document for _, document in plans])
    return ImportApp(reader, str(target), timezone=timezone, go_live=go_live).run()


def import_plans(
    plans: Sequence[tuple[PlanFile, PlanDocument]],
    target: Path,
    answers: ImportAnswers,
    *,
    actor: str,
    now: datetime | None = None,
) -> ImportSummary:
    """Make a launch database at `target` from plans; raises InputError, then nothing is written."""
    from warroom_tui.plan.drafting import draft_launch
    from warroom_tui.services.planning.launch_import import import_launch

    draft = draft_launch([document for _, document in plans])
    who = Actor(actor, new_session(actor), "import")
    clock = _Fixed(now) if now is not None else SystemClock()
    return import_launch(target, draft, tuple(file for file, _ in plans), answers, who, clock)


class _Fixed:
    """A clock that stands still: the import of a rehearsal is stamped with its own time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The time it was made with."""
        return self._at
