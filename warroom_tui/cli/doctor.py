"""`warroom doctor`: look at this machine and say what does not fit."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from warroom_tui import __version__
from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Parser
from warroom_tui.config import Settings, last_launch
from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.runsheet.moments import parse_zone

OLDEST_SQLITE = (3, 35, 0)
"""The first SQLite with RETURNING."""

SMALLEST_SCREEN = (80, 24)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    what: str
    ok: bool
    found: str
    hint: str = ""
    """What to do when it is not ok."""


def build(parser: Parser, _name: str) -> None:
    """Add the command."""
    parser.runs(_doctor)


def _doctor(_args: argparse.Namespace, context: Context) -> int:
    findings = list(_look(context))
    columns: list[Column[Finding]] = [
        Column("", lambda finding: "● fine" if finding.ok else "■ look"),
        Column("WHAT", lambda finding: finding.what),
        Column("FOUND", lambda finding: finding.found),
    ]
    context.out.listing(findings, _shape, columns, "")
    if not context.out.as_json:
        for finding in findings:
            if not finding.ok and finding.hint:
                context.out.line(f"{finding.what}: {finding.hint}")
    return 0 if all(finding.ok for finding in findings) else 1


def _shape(finding: Finding) -> Json:
    return {
        "what": finding.what,
        "ok": finding.ok,
        "found": finding.found,
        "hint": "" if finding.ok else finding.hint,
    }


def _look(context: Context) -> Iterator[Finding]:
    yield Finding("Warroom", True, f"{__version__} on Python {platform.python_version()}")
    yield Finding(
        "SQLite",
        sqlite3.sqlite_version_info >= OLDEST_SQLITE,
        sqlite3.sqlite_version,
        "3.35 or newer is needed.",
    )
    yield from _terminal(context)
    yield _guarded("time zones", lambda: parse_zone("Europe/Copenhagen").key)
    settings = context.settings
    present = "read" if settings.config_file.exists() else "none, which is fine"
    yield Finding("settings", True, f"{settings.config_file}: {present}")
    for what, folder in (
        ("log and state", settings.state_dir),
        ("reports", settings.reports_dir),
        ("data", settings.data_dir),
    ):
        yield _folder(what, folder)
    if settings.template_dir is not None:
        there = settings.template_dir.is_dir()
        found = str(settings.template_dir)
        yield Finding("templates", there, found, "This folder is not there.")
    yield _database(settings)


def _terminal(context: Context) -> Iterator[Finding]:
    encoding = (sys.stdout.encoding or "unknown").lower()
    yield Finding(
        "text", encoding.replace("-", "") == "utf8", encoding, "Set a UTF-8 locale: LANG=C.UTF-8"
    )
    if not context.out.terminal:
        yield Finding("terminal", True, "output is not a terminal")
        return
    size = shutil.get_terminal_size()
    fits = size.columns >= SMALLEST_SCREEN[0] and size.lines >= SMALLEST_SCREEN[1]
    hint = "The dashboard needs 80 columns and 24 lines."
    yield Finding("screen", fits, f"{size.columns} columns, {size.lines} lines", hint)
    term = os.environ.get("TERM", "")
    yield Finding("terminal", term not in ("", "dumb"), term or "TERM is not set", "Set TERM.")


def _folder(what: str, folder: Path) -> Finding:
    """Whether the folder, or the nearest one above it that exists, can be written."""
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    writable = nearest.is_dir() and os.access(nearest, os.W_OK)
    return Finding(what, writable, str(folder), f"{nearest} cannot be written.")


def _database(settings: Settings) -> Finding:
    db = settings.db or last_launch(settings)
    if db is None:
        return Finding("database", True, "no launch was opened yet")

    def examined() -> str:
        from warroom_tui.bootstrap import database_path
        from warroom_tui.services.upkeep import examine

        path = database_path(db)
        found = examine(path)
        if found.problems:
            raise WarroomError(f"{path}: {found.problems[0]}", "Restore a backup.")
        return f"{path}: sound" + (", upgrade due" if found.upgrade_due else "")

    return _guarded("database", examined)


def _guarded(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except WarroomError as error:
        return Finding(what, False, error.message, error.hint)
