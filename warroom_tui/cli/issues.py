"""`warroom issue`: the known-issue log."""

from __future__ import annotations

import argparse
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.csvfile import write_csv
from warroom_tui.cli.output import Column, utc
from warroom_tui.cli.parser import Group, Parser, one_of
from warroom_tui.cli.shapes import issue_shape, ticket_shape
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.issues import IssueState, KnownIssue, NewIssue, Severity
from warroom_tui.domain.moments import parse_day

_TEXTS = {
    "description": "what is wrong",
    "steps": "how to see it",
    "expected": "what should happen",
    "actual": "what happens",
    "impact": "whom it hurts, and how",
    "workaround": "what users can do meanwhile",
}


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    add = group.command("add", _add, "log a known issue")
    add.add_argument("title", metavar="TITLE")
    _add_fields(add)
    listing = group.command("list", _list, "live issues, worst first")
    listing.add_argument("--all", action="store_true", help="resolved ones too")
    listing.add_argument("--reported-on", metavar="DAY", help="those reported that day")
    show = group.command("show", _show, "everything about an issue")
    show.add_argument("ref", metavar="ISSUE")
    update = group.command("update", _update, "change fields or the state")
    update.add_argument("ref", metavar="ISSUE")
    update.add_argument("--title", metavar="TEXT")
    _add_fields(update)
    states = ", ".join(state.value for state in IssueState)
    update.add_argument("--state", type=one_of(IssueState), help=states)
    update.add_argument("--resolution", metavar="TEXT", help="how it was solved; with --state")
    export = group.command("export", _export, "the whole log as CSV")
    export.add_argument("--out", metavar="FILE", help="a new file; else standard output")


def _add_fields(parser: Parser) -> None:
    names = ", ".join(severity.value for severity in Severity)
    parser.add_argument("--severity", type=one_of(Severity), help=names)
    for name, summary in _TEXTS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=summary)
    parser.add_argument("--affected", type=int, metavar="N", help="how many users")


def _texts(args: argparse.Namespace) -> dict[str, str]:
    """The long fields that were given, under the names that `IssueLog.update` takes."""
    given = {name: str(getattr(args, name)) for name in _TEXTS if getattr(args, name) is not None}
    if "expected" in given:
        given["expected_behaviour"] = given.pop("expected")
    return given


def _add(args: argparse.Namespace, context: Context) -> int:
    new = NewIssue(
        title=args.title,
        severity=args.severity or Severity.MEDIUM,
        affected_n=args.affected,
        description=args.description or "",
        steps=args.steps or "",
        expected=args.expected or "",
        actual=args.actual or "",
        impact=args.impact or "",
        workaround=args.workaround or "",
    )
    with context.services() as services:
        issue = services.issues.add(new)
    context.out.record(issue_shape(issue), f"{issue.ref} logged, {issue.severity}.")
    return 0


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        day = parse_day(args.reported_on) if args.reported_on else None
        issues = services.issues.all(live_only=not args.all and day is None)
        zone, now = services.launch().zone, services.clock.now()
    if day is not None:
        issues = tuple(one for one in issues if one.reported_at.astimezone(zone).date() == day)
    columns: list[Column[KnownIssue]] = [
        Column("ISSUE", lambda issue: issue.ref),
        Column("SEVERITY", lambda issue: issue.severity.value),
        Column("STATE", lambda issue: issue.state.value.replace("_", " ")),
        Column("TICKETS", lambda issue: str(issue.tickets), right=True),
        Column("REPORTED", lambda issue: day_and_clock(issue.reported_at, zone, now)),
        Column("TITLE", lambda issue: issue.title),
    ]
    context.out.listing(issues, issue_shape, columns, "No known issues.")
    return 0


def _show(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        issue = services.issues.get(args.ref)
        tickets = services.issues.tickets(args.ref)
        zone, now = services.launch().zone, services.clock.now()
    lines = _told(issue, zone, now)
    lines += [f"  {ticket.ref}  {ticket.state}  {ticket.subject}" for ticket in tickets]
    shape = {**issue_shape(issue), "linked": [ticket_shape(ticket) for ticket in tickets]}
    context.out.record(shape, "\n".join(lines))
    return 0


def _told(issue: KnownIssue, zone: ZoneInfo, now: datetime) -> list[str]:
    affected = "" if issue.affected_n is None else f", {issue.affected_n} affected"
    lines = [
        f"{issue.ref}  {issue.title}",
        f"{issue.severity}, {issue.state.replace('_', ' ')}{affected}, reported "
        f"{day_and_clock(issue.reported_at, zone, now)} by {issue.reported_by}",
    ]
    for name in (*_TEXTS, "resolution"):
        text = str(getattr(issue, name))
        lines += [f"{name}: {text}"] if text else []
    return [*lines, f"{issue.tickets} linked tickets"]


def _update(args: argparse.Namespace, context: Context) -> int:
    texts = _texts(args)
    edits = bool(texts) or not (args.title is args.severity is args.affected is None)
    if not edits and args.state is None:
        raise InputError("Nothing to change was given.", "See: warroom issue update --help")
    if args.resolution and args.state is None:
        raise InputError("--resolution belongs to --state.", "Add: --state resolved")
    with context.services() as services:
        issue = services.issues.get(args.ref)
        if edits:
            issue = services.issues.update(
                args.ref,
                None,
                title=args.title,
                severity=args.severity,
                affected_n=args.affected,
                **texts,
            )
        if args.state is not None:
            issue = services.issues.set_state(args.ref, args.state, args.resolution or "")
    text = f"{issue.ref} is {issue.state.replace('_', ' ')}, {issue.severity}."
    context.out.record(issue_shape(issue), text)
    return 0


def _export(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        issues = services.issues.all()
    if context.out.as_json:
        context.out.json([issue_shape(issue) for issue in issues])
        return 0
    titles = ["id", "title", "severity", "state", "reported", "reporter", *_TEXTS]
    titles += ["affected", "resolution", "resolved", "resolver", "tickets"]
    write_csv(context.out, args.out, titles, [_cells(issue) for issue in issues])
    return 0


def _cells(issue: KnownIssue) -> list[str]:
    texts = [str(getattr(issue, name)) for name in _TEXTS]
    first = [issue.ref, issue.title, issue.severity.value, issue.state.value]
    first += [utc(issue.reported_at), issue.reported_by, *texts]
    affected = "" if issue.affected_n is None else str(issue.affected_n)
    resolved = utc(issue.resolved_at) if issue.resolved_at else ""
    last = [affected, issue.resolution, resolved, issue.resolved_by or "", str(issue.tickets)]
    return first + last
