"""`warroom task`: the boxes of the run sheet."""

from __future__ import annotations

import argparse

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser, positive
from warroom_tui.cli.shapes import task_shape
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.runsheet.launch import Task, TaskState
from warroom_tui.domain.runsheet.moments import parse_moment

MARKS = {
    TaskState.OPEN: "[ ]",
    TaskState.IN_PROGRESS: "[~]",
    TaskState.BLOCKED: "[!]",
    TaskState.DONE: "[x]",
    TaskState.FAILED: "[f]",
    TaskState.SKIPPED: "[-]",
    TaskState.NA: "[n]",
}


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    listing = group.command("list", _list, "every task, in the plan's order")
    listing.add_argument("--open", action="store_true", help="only what is not settled yet")
    done = group.command("done", _done, "tick a task")
    done.add_argument("id", type=positive, metavar="ID")
    done.add_argument("--value", metavar="TEXT", help="what the task asks to be filled in")
    undo = group.command("undo", _undo, "open a task again")
    undo.add_argument("id", type=positive, metavar="ID")
    skip = group.command("skip", _skip, "settle a task without doing it")
    skip.add_argument("id", type=positive, metavar="ID")
    skip.add_argument("--reason", required=True, metavar="TEXT")
    skip.add_argument("--na", action="store_true", help="it does not apply to this launch")
    add = group.command("add", _add, "add a task to a list")
    add.add_argument(
        "list_id", type=positive, metavar="LIST", help="the list's id, from task list --json"
    )
    add.add_argument("text", metavar="TEXT")
    add.add_argument("--owner", metavar="NAME")
    add.add_argument("--due", metavar="WHEN", help='local to the launch, "2026-12-01 08:00"')


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        tasks = services.run_sheet.all_tasks(args.open)
        lists = {found.id: found for found in services.run_sheet.lists()}
        zone, now = services.launch().zone, services.clock.now()
    columns: list[Column[Task]] = [
        Column("ID", lambda task: str(task.id), right=True),
        Column("", lambda task: MARKS[task.state]),
        Column("DUE", lambda task: day_and_clock(task.due_at, zone, now) if task.due_at else ""),
        Column("TASK", lambda task: task.text),
        Column("OWNER", lambda task: task.owner or ""),
        Column(
            "LIST",
            lambda task: lists[task.checklist_id].title if task.checklist_id in lists else "",
        ),
    ]
    empty = "Nothing is open." if args.open else "The plan has no tasks."
    context.out.listing(
        tasks, lambda task: task_shape(task, lists.get(task.checklist_id)), columns, empty
    )
    return 0


def _done(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.run_sheet.tick(args.id, args.value))


def _undo(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.run_sheet.untick(args.id))


def _skip(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        return _said(context, services.run_sheet.skip(args.id, args.reason, na=args.na))


def _add(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        due = parse_moment(args.due, services.launch().zone) if args.due else None
        return _said(context, services.run_sheet.add_task(args.list_id, args.text, args.owner, due))


def _said(context: Context, task: Task) -> int:
    context.out.record(task_shape(task, None), f"{MARKS[task.state]} {task.id} {task.text}")
    return 0
