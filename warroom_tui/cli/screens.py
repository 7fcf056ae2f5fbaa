"""`warroom open`, `wall` and `demo`: what fills the screen."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

from warroom_tui.cli.context import Context
from warroom_tui.cli.parser import Parser
from warroom_tui.config import last_launch, remember_launch
from warroom_tui.domain.errors import DatabaseMissing, InputError, NotFound
from warroom_tui.domain.shipped import shipped_path

DEMO_PLAN = "layby-launch-week"
"""What `warroom demo` plays unless told otherwise."""


def build(parser: Parser, name: str) -> None:
    """Add the arguments of the command called `name`."""
    if name == "demo":
        parser.add_argument(
            "plan", nargs="?", default=DEMO_PLAN, metavar="PLAN", help="see: warroom plan list"
        )
        parser.runs(_demo)
    elif name == "wall":
        parser.add_argument("--scene", metavar="NAME", help="stay on one scene")
        parser.add_argument("--hide-names", action="store_true", help="no names, no numbers")
        parser.runs(_wall)
    else:
        parser.add_argument("--read-only", action="store_true", help="look, change nothing")
        parser.runs(_open)


def _open(args: argparse.Namespace, context: Context) -> int:
    _demand_screen(context)
    from warroom_tui.bootstrap import run_dashboard

    settings = context.settings
    welcome = settings.db is None and last_launch(settings) is None and not context.explicit
    db = None if welcome else _existing(context)
    return run_dashboard(
        db,
        actor=settings.seat,
        read_only=args.read_only,
        user_templates=settings.template_dir,
        reports_folder=settings.reports_dir,
        log_file=settings.log_file,
        secrets=settings.secrets,
        bell=settings.bell,
        help_desk=settings.help_desk,
    )


def _wall(args: argparse.Namespace, context: Context) -> int:
    _demand_screen(context)
    from warroom_tui.bootstrap import run_wall

    if args.scene is not None:
        _demand_scene(args.scene)
    db = _existing(context)
    settings = context.settings
    return run_wall(
        db,
        actor=settings.seat,
        scene=args.scene,
        hide_names=args.hide_names,
        log_file=settings.log_file,
    )


def _demo(args: argparse.Namespace, context: Context) -> int:
    plan = _shipped_plan(args.plan)
    _demand_screen(context)
    from warroom_tui.bootstrap import database_path, run_demo

    settings = context.settings
    # Only --db, never WARROOM_DB: a rehearsal must not land beside the real launch by habit.
    given = getattr(args, "db", None)
    return run_demo(
        plan,
        database_path(given) if given else None,
        actor=settings.seat,
        reports_folder=settings.reports_dir,
        log_file=settings.log_file,
    )


def _demand_scene(name: str) -> None:
    from warroom_tui.ui.presenters.wall_scenes import SCENES

    if name not in SCENES:
        raise InputError(f'The wall has no scene called "{name}".', f"Scenes: {', '.join(SCENES)}.")


def _existing(context: Context) -> str:
    """The database to open, remembered as the last one; a missing one is said before any screen."""
    from warroom_tui.bootstrap import database_path

    path: Path = database_path(context.db())
    if not path.exists():
        raise DatabaseMissing(
            f"{path} is not there.", "Make it from a plan with: warroom new PLAN --db FILE"
        )
    remember_launch(context.settings, path)
    return str(path)


def _shipped_plan(name: str) -> str:
    names = sorted(path.stem for path in shipped_path("data", "plans").glob("*.md"))
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    hint = f"Did you mean {near[0]}?" if near else f"Shipped plans: {', '.join(names)}"
    raise NotFound(f'No shipped plan is called "{name}".', hint)


def _demand_screen(context: Context) -> None:
    if context.out.as_json:
        raise InputError("A full screen has no --json.", "See: warroom status --json")
    if not (context.out.terminal and sys.stdin.isatty()):
        raise InputError(
            "This needs a terminal, and input or output is none.",
            "In a script, use: warroom status",
        )
