"""One run of a command: find it, parse, act, and turn every error into words.

This module holds the program's one broad `except`: whatever a command did not foresee goes to
the log file with its traceback, and the person gets two lines instead.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol, cast

from warroom_tui.cli.commands import COMMANDS, overview
from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Output, OutputFault
from warroom_tui.cli.parser import Parser, Run
from warroom_tui.config import Settings, load_settings
from warroom_tui.domain.errors import InputError, WarroomError

FAULT = 70
"""Exit code of a fault in the program itself (EX_SOFTWARE of sysexits.h)."""

LOG_LIMIT = 1_000_000
"""Bytes after which the log file starts anew."""

_WITH_VALUE = ("--db", "--as")
_FILES = frozenset({"db", "file", "out", "plan", "plans"})


class _Module(Protocol):
    def build(self, parser: Parser, name: str) -> None: ...


def run(words: Sequence[str]) -> int:
    """Run the command line `words`; returns the exit code and raises KeyboardInterrupt only."""
    out = Output.of_process()
    settings: list[Settings] = []
    try:
        code = _run(words, out, os.environ, settings)
        out.flush()
    except WarroomError as error:
        code = _say(out, error.exit_code, error.message, error.hint)
    except BrokenPipeError:
        out.abandon()
        code = 0
    except SystemExit as leaving:  # argparse's way to end after a --help
        code = leaving.code if isinstance(leaving.code, int) else 0
    except Exception as error:  # noqa: BLE001 - the one boundary, see the module's docstring
        code = _tell_unforeseen(out, settings, error)
    return code


def _run(words: Sequence[str], out: Output, env: Mapping[str, str], loaded: list[Settings]) -> int:
    name, rest = split_command(words)
    if name is None and ("--help" in rest or "-h" in rest):
        out.line(overview())
        return 0
    known = name or "open"
    parser = Parser(f"warroom {known}" if name else "warroom", COMMANDS[known][1])
    module = importlib.import_module(f"warroom_tui.cli.{COMMANDS[known][0]}")
    cast(_Module, module).build(parser, known)
    args = _encodable(parser.parse_args(rest))
    settings = load_settings(env, db=getattr(args, "db", None), seat=getattr(args, "seat", None))
    loaded.append(settings)
    out.as_json = getattr(args, "json", False)
    action: Run = args.run
    return action(args, Context(settings, out, explicit=name is not None))


def _encodable(args: argparse.Namespace) -> argparse.Namespace:
    """The arguments without bytes that are no UTF-8; names of files may hold them."""
    for name, value in vars(args).items():
        if type(value) is str and name not in _FILES:  # not an enumeration's value
            as_bytes = value.encode("utf-8", "surrogateescape")
            setattr(args, name, as_bytes.decode("utf-8", "replace"))
    return args


def split_command(words: Sequence[str]) -> tuple[str | None, list[str]]:
    """The command's name and all other words; None when only options were given.

    Raises `InputError` for a name that is none.
    """
    index = 0
    while index < len(words) and words[index].startswith("-"):
        index += 2 if words[index] in _WITH_VALUE else 1
    if index >= len(words):
        return None, list(words)
    name = words[index]
    if name not in COMMANDS:
        raise InputError(f'There is no command "{name}".', _nearest_command(name))
    return name, [*words[:index], *words[index + 1 :]]


def _nearest_command(name: str) -> str:
    near = difflib.get_close_matches(name, COMMANDS, n=1, cutoff=0.6)
    if near:
        return f"Did you mean: warroom {near[0]}?"
    if name.endswith((".md", ".markdown")):
        return f"To start a launch from a plan: warroom new {name}"
    if Path(name).is_file():
        return f"To open a database: warroom open --db {name}"
    return "See: warroom --help"


def _tell_unforeseen(out: Output, settings: Sequence[Settings], error: Exception) -> int:
    """Two lines for a person; a file that cannot be used is no fault of the program."""
    if isinstance(error, OSError) and error.filename is not None:
        return _say(out, InputError.exit_code, f"{error.filename}: {error.strerror}.", "")
    where = _log(settings, error)
    return _say(out, FAULT, f"Warroom failed: {type(error).__name__}: {error}", where)


def _say(out: Output, code: int, message: str, hint: str) -> int:
    try:
        out.flush()
        out.problem(message, hint)
    except (BrokenPipeError, OutputFault):
        out.abandon()
    return code


def _log(loaded: Sequence[Settings], error: Exception) -> str:
    """Append the traceback to the log, readable by its owner only; returns where it went."""
    try:
        path = (loaded[0] if loaded else load_settings(os.environ)).log_file
    except WarroomError as problem:
        return f"There is no log: {problem.message}"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        full = path.exists() and path.stat().st_size > LOG_LIMIT
        mode = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if full else os.O_APPEND)
        with os.fdopen(os.open(path, mode, 0o600), "w", encoding="utf-8", errors="replace") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n")
            log.write("".join(traceback.format_exception(error)))
    except OSError as problem:
        return f"The log {path} cannot be written either: {problem.strerror}."
    return f"The details are in {path}"
