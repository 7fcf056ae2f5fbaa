"""`warroom plan`: the shipped plans, and what the reader understands of yours."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, cast

from warroom_tui.cli.context import Context
from warroom_tui.cli.new import plan_path
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser
from warroom_tui.domain.shipped import shipped_path

if TYPE_CHECKING:
    from warroom_tui.plan.document import PlanDocument


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    group.command("list", _list, "the plans that come with the program")
    check = group.command(
        "check", _check, "what the reader understands; exit code 1 when the plan has errors"
    )
    check.add_argument("plan", metavar="FILE", help="a Markdown file, or a shipped plan's name")


def _list(_args: argparse.Namespace, context: Context) -> int:
    plans = sorted(shipped_path("data", "plans").glob("*.md"))
    columns: list[Column[Path]] = [
        Column("NAME", lambda path: path.stem),
        Column("TITLE", _title),
        Column("FILE", str),
    ]
    context.out.listing(plans, _plan_shape, columns, "No plan is shipped.")
    return 0


def _plan_shape(path: Path) -> Json:
    return {"name": path.stem, "title": _title(path), "file": str(path)}


def _title(path: Path) -> str:
    """The plan's first heading."""
    with path.open(encoding="utf-8") as file:
        return next((line[2:].strip() for line in file if line.startswith("# ")), path.stem)


def _check(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.bootstrap import read_plan_files

    [(_, document)] = read_plan_files([plan_path(args.plan)])
    if context.out.as_json:
        context.out.json(cast(Json, document.to_json()))
    else:
        context.out.line("\n".join(document.summary()))
    return 1 if _errors(document) else 0


def _errors(document: PlanDocument) -> bool:
    return any(problem.severity == "error" for problem in document.problems)
