"""`warroom issue`: the known-issue log."""

from __future__ import annotations

import argparse
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.cli.shapes import issue_shape, ticket_shape
from warroom_tui.domain.desk.tickets import TicketState
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.affected import parse_affected
from warroom_tui.domain.incident.issue_lines import counted_words
from warroom_tui.domain.incident.issues import (
    IssueFormat,
    IssueState,
    KnownIssue,
    NewIssue,
    Severity,
)
from warroom_tui.domain.incident.patterns import Pattern
from warroom_tui.domain.runsheet.moments import parse_day

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


class After(StrEnum):
    """What becomes of the tickets of an issue that is settled."""

    RESOLVE = "resolve"
    REPLY = "reply"
    LEAVE = "leave"


_TEXTS = {
    "description": "what is wrong",
    "steps": "how to see it",
    "expected": "what should happen",
    "actual": "what happens",
    "impact": "whom it hurts, and how",
    "workaround": "what users can do meanwhile",
    "hotfix": "what fixes it before the next release",
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
    severities = ", ".join(severity.value for severity in Severity)
    listing.add_argument("--severity", type=one_of(Severity), help=severities)
    show = group.command("show", _show, "everything about an issue")
    show.add_argument("ref", metavar="ISSUE")
    update = group.command("update", _update, "change fields or the state")
    update.add_argument("ref", metavar="ISSUE")
    update.add_argument("--title", metavar="TEXT")
    _add_fields(update)
    states = ", ".join(state.value for state in IssueState)
    update.add_argument("--state", type=one_of(IssueState), help=states)
    update.add_argument("--resolution", metavar="TEXT", help="how it was solved; with --state")
    update.add_argument("--tickets", type=one_of(After), help="resolve, reply or leave them")
    export = group.command("export", _export, "the log as Markdown, CSV or JSON")
    export.add_argument("--format", type=one_of(IssueFormat), help="md, csv (if not said), json")
    export.add_argument("--live", action="store_true", help="only live ones")
    export.add_argument("--out", type=Path, metavar="FILE|FOLDER", help="else standard output")
    hotfix = group.command("hotfix", _hotfix, "plan the hotfix of an issue, or say it is deployed")
    hotfix.add_argument("ref", metavar="ISSUE")
    hotfix.add_argument("text", nargs="?", metavar="TEXT", help="what is to be deployed")
    hotfix.add_argument("--deployed", action="store_true", help="it is out")
    group.command("review", _review, "say that the log was gone through")
    patterns = group.command("patterns", _patterns, "what new tickets have in common")
    patterns.add_argument("--scan", action="store_true", help="look once at the last hours first")
    patterns.add_argument("--all", action="store_true", help="decided ones too")
    link = group.command("link", _link, "make one issue of a pattern's tickets")
    link.add_argument("pattern", type=positive, metavar="PATTERN")
    link.add_argument("ref", nargs="?", metavar="ISSUE", help="else a new one")
    dismiss = group.command("dismiss", _dismiss, "say that a pattern is none")
    dismiss.add_argument("pattern", type=positive, metavar="PATTERN")


def _add_fields(parser: Parser) -> None:
    names = ", ".join(severity.value for severity in Severity)
    parser.add_argument("--severity", type=one_of(Severity), help=names)
    for name, summary in _TEXTS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=summary)
    parser.add_argument("--affected", metavar="N", help='"120", "40 %%" or "120 (40 %%)"')
    for flag in ("data-loss", "security"):
        parser.add_argument(
            f"--{flag}", action=argparse.BooleanOptionalAction, default=None, help="zero tolerance"
        )


def _texts(args: argparse.Namespace) -> dict[str, str]:
    """The long fields that were given, under the names that `IssueLog.update` takes."""
    given = {name: str(getattr(args, name)) for name in _TEXTS if getattr(args, name) is not None}
    if "expected" in given:
        given["expected_behaviour"] = given.pop("expected")
    return given


def _add(args: argparse.Namespace, context: Context) -> int:
    number, pct = parse_affected(args.affected or "")
    new = NewIssue(
        title=args.title,
        severity=args.severity or Severity.MEDIUM,
        affected_n=number,
        affected_pct=pct,
        is_data_loss=bool(args.data_loss),
        is_security=bool(args.security),
        description=args.description or "",
        steps=args.steps or "",
        expected=args.expected or "",
        actual=args.actual or "",
        impact=args.impact or "",
        workaround=args.workaround or "",
        hotfix=args.hotfix or "",
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
    if args.severity is not None:
        issues = tuple(one for one in issues if one.severity is args.severity)
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
    lines += [f"  {ticket.ref}  {ticket.state.word}  {ticket.subject}" for ticket in tickets]
    shape = {**issue_shape(issue), "linked": [ticket_shape(ticket) for ticket in tickets]}
    context.out.record(shape, "\n".join(lines))
    return 0


def _told(issue: KnownIssue, zone: ZoneInfo, now: datetime) -> list[str]:
    hit = counted_words(issue)
    affected = (f", {hit}" if hit else "") + "".join(f", {flag}" for flag in issue.flags)
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
    given = (args.title, args.severity, args.affected, args.data_loss, args.security)
    edits = bool(texts) or any(one is not None for one in given)
    if not edits and args.state is None:
        raise InputError("Nothing to change was given.", "See: warroom issue update --help")
    if args.resolution and args.state is None:
        raise InputError("--resolution belongs to --state.", "Add: --state resolved")
    with context.services() as services:
        issue = services.issues.get(args.ref)
        if edits:
            affected = None if args.affected is None else parse_affected(args.affected)
            issue = services.issues.update(
                args.ref,
                None,
                title=args.title,
                severity=args.severity,
                affected=affected,
                is_data_loss=args.data_loss,
                is_security=args.security,
                **texts,
            )
        if args.state is not None:
            issue = services.issues.set_state(args.ref, args.state, args.resolution or "")
        told = _settle(args, services, issue)
    text = f"{issue.ref} is {issue.state.replace('_', ' ')}, {issue.severity}.{told}"
    context.out.record(issue_shape(issue), text)
    return 0


def _settle(args: argparse.Namespace, services: Services, issue: KnownIssue) -> str:
    """What becomes of the tickets of an issue that is settled: done, and said."""
    live = [t for t in services.issues.tickets(issue.ref) if t.state.live]
    if issue.state.live or not live:
        return ""
    if args.tickets in (None, After.LEAVE):
        return f" {len(live)} tickets point to it still."
    from warroom_tui.services.desk.ticket_bulk import moving, replying

    text = issue.resolution or f"{issue.ref} is settled."
    resolve = args.tickets is After.RESOLVE
    deed = moving(TicketState.RESOLVED, text) if resolve else replying(text)
    done = services.bulk.apply([(ticket.ref, ticket.version) for ticket in live], deed)
    return f" {done.sentence}."


def _export(args: argparse.Namespace, context: Context) -> int:
    fmt = args.format or (IssueFormat.JSON if context.out.as_json else IssueFormat.CSV)
    with context.services(read_only=True) as services:
        desk = services.issue_export
        if args.out is None:
            context.out.write(desk.text(fmt, live_only=args.live))
            return 0
        path = desk.write(fmt, args.out, live_only=args.live)
    context.out.record({"file": str(path), "format": fmt.value}, f"Written to {path}.")
    return 0


def _hotfix(args: argparse.Namespace, context: Context) -> int:
    if not args.text and not args.deployed:
        raise InputError("Say what the hotfix is, or --deployed.")
    with context.services() as services:
        if args.text:
            issue = services.issues.update(args.ref, hotfix=args.text)
        if args.deployed:
            issue = services.issues.deploy_hotfix(args.ref)
    text = f"Hotfix of {issue.ref} is {issue.hotfix_state}: {issue.hotfix}"
    context.out.record(issue_shape(issue), text)
    return 0


def _review(_args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        live = services.issues.review()
    context.out.record({"live": live}, f"Reviewed: {live} live.")
    return 0


def pattern_shape(one: Pattern) -> dict[str, Json]:
    """A pattern with its tickets."""
    return {
        "id": one.id,
        "label": one.label,
        "tickets": list(one.tickets),
        "state": one.state.value,
        "first_at": one.first_at,
        "last_at": one.last_at,
        "issue": one.issue_ref,
        "decided_by": one.decided_by,
        "version": one.version,
    }


def _patterns(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=not args.scan) as services:
        if args.scan:
            services.patterns.scan()
        found = services.patterns.all() if args.all else services.patterns.suggested()
        zone, now = services.launch().zone, services.clock.now()
    columns: list[Column[Pattern]] = [
        Column("ID", lambda one: str(one.id), right=True),
        Column("TICKETS", lambda one: str(len(one.tickets)), right=True),
        Column("LAST", lambda one: day_and_clock(one.last_at, zone, now)),
        Column("STATE", lambda one: one.state.value),
        Column("ISSUE", lambda one: one.issue_ref or "–"),
        Column("THEY SPEAK OF", lambda one: one.label),
    ]
    context.out.listing(found, pattern_shape, columns, "No patterns.")
    return 0


def _link(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        issue = services.patterns.link(args.pattern, args.ref)
    context.out.record(issue_shape(issue), f"{issue.ref} has {issue.tickets} tickets now.")
    return 0


def _dismiss(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        one = services.patterns.dismiss(args.pattern)
    context.out.record(pattern_shape(one), f"No pattern: {one.label}.")
    return 0
