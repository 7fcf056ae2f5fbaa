"""`warroom incident`: declare, tell, move on, hand roles over, write the post-mortem, export."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.incident_shapes import (
    incident_shape,
    post_mortem_shape,
    update_shape,
    words_shape,
)
from warroom_tui.cli.output import Column
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.affected import parse_affected
from warroom_tui.domain.incident.incidents import (
    UPDATE_EVERY_MIN,
    Incident,
    IncidentState,
    NewIncident,
    PostMortemText,
)
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.runsheet.actions import DUE_FORMS, parse_due

if TYPE_CHECKING:
    from warroom_tui.services.incident.incident_messages import IncidentWords
    from warroom_tui.services.warroom import Services

_TEXTS = {
    "impact": "who is hit, and how",
    "workaround": "what helps meanwhile",
    "conditions": "what is the case",
    "actions": "what is being done",
    "needs": "what is missing to go on",
    "hotline": "a number to call",
}
_ROLES = ("commander", "liaison", "scribe")
_WRITTEN = {
    "summary": "what happened",
    "contributing": "contributing factors, root cause first",
    "impact": "the impact in numbers",
    "went-well": "what to do again",
    "improve": "what to do otherwise",
    "owner": "who writes it",
}


def build(parser: Parser, _name: str) -> None:
    """Add the subcommands."""
    group = Group(parser)
    declare = group.command("declare", _declare, "declare an incident; its first update is due")
    declare.add_argument("title", nargs="?", metavar="TITLE", help="else the ticket's subject")
    declare.add_argument("--ticket", metavar="TICKET", help="the ticket that it began with")
    declare.add_argument("--issue", metavar="ISSUE", help="the known issue behind it")
    _facts(declare)
    listing = group.command("list", _list, "incidents, live ones first")
    listing.add_argument("--live", action="store_true", help="only those that are handled now")
    show = group.command("show", _show, "everything about one")
    show.add_argument("ref", metavar="INCIDENT")
    update = group.command("update", _update, "tell how it stands; the next update is promised")
    update.add_argument("ref", metavar="INCIDENT")
    update.add_argument("text", nargs="?", default="", metavar="TEXT")
    update.add_argument("--state", type=one_of(IncidentState), help=_states())
    _facts(update)
    edit = group.command("edit", _edit, "change what is known, without an update")
    edit.add_argument("ref", metavar="INCIDENT")
    edit.add_argument("--title", metavar="TEXT")
    edit.add_argument("--issue", metavar="ISSUE", help="an empty one takes the link away")
    _facts(edit)
    state = group.command("state", _state, "move it on")
    state.add_argument("ref", metavar="INCIDENT")
    state.add_argument("state", type=one_of(IncidentState), metavar="STATE", help=_states())
    state.add_argument("--text", default="", metavar="TEXT", help="what is told about it")
    assign = group.command("assign", _assign, "say who commands, liaises or writes down")
    assign.add_argument("ref", metavar="INCIDENT")
    for role in _ROLES:
        assign.add_argument(f"--{role}", metavar="NAME", help="an empty name for nobody")
    _post_mortem_parser(group)
    export = group.command("export", _export, "the words to tell: alert, update, post-mortem")
    export.add_argument("ref", metavar="INCIDENT")
    export.add_argument("--kind", default="alert", metavar="KIND", help="see `incident words`")
    export.add_argument("--out", type=Path, metavar="FILE|FOLDER", help="else standard output")
    words = group.command("words", _words, "which texts there are for an incident")
    words.add_argument("ref", metavar="INCIDENT")


def _post_mortem_parser(group: Group) -> None:
    made = group.command("postmortem", _post_mortem, "show or write the post-mortem")
    made.add_argument("ref", metavar="INCIDENT")
    for name, summary in _WRITTEN.items():
        made.add_argument(f"--{name}", metavar="TEXT", help=summary)
    made.add_argument("--due", metavar="WHEN", help=DUE_FORMS)
    made.add_argument("--action", metavar="TEXT", help="write down something to do")
    made.add_argument("--action-owner", metavar="NAME", help="who does it")
    made.add_argument("--action-due", metavar="WHEN", help="by when")
    made.add_argument("--done", action="store_true", help="it is done: the incident is reviewed")


def _states() -> str:
    return ", ".join(state.value for state in IncidentState)


def _facts(parser: Parser) -> None:
    names = ", ".join(severity.value for severity in Severity)
    parser.add_argument("--severity", type=one_of(Severity), help=names)
    for name, summary in _TEXTS.items():
        parser.add_argument(f"--{name}", metavar="TEXT", help=summary)
    parser.add_argument("--affected", metavar="N", help='"120", "40 %%" or "120 (40 %%)"')
    parser.add_argument("--over-by", metavar="WHEN", help="when it should be over")
    parser.add_argument("--every", type=positive, metavar="MIN", help="minutes between updates")


def _given(args: argparse.Namespace, services: Services) -> dict[str, object]:
    """The facts that were given, under the names that the desk takes."""
    given: dict[str, object] = {
        name: getattr(args, name) for name in _TEXTS if getattr(args, name) is not None
    }
    if args.severity is not None:
        given["severity"] = args.severity
    if args.affected is not None:
        given["affected_n"], given["affected_pct"] = parse_affected(args.affected)
    if args.over_by is not None:
        given["eta"] = _due(services, args.over_by)
    if args.every is not None:
        given["update_every_min"] = args.every
    return given


def _due(services: Services, text: str | None) -> datetime | None:
    return parse_due(text or "", services.clock.now(), services.launch().zone)


def _declare(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        given = _given(args, services)
        blank = services.incidents.blank(args.ticket)
        title = args.title or blank.title
        if not title:
            raise InputError("Give a title, or --ticket.", "See: warroom incident declare --help")
        new = replace(blank, title=title, issue_ref=args.issue or blank.issue_ref)
        every = args.every or UPDATE_EVERY_MIN
        made = services.incidents.declare(_with(new, {**given, "update_every_min": every}))
        offers = services.board().call_offers
    text = f"{made.ref} declared, {made.priority}; the next update is due in {every} min."
    offer = next((one for one in offers if one.ref == made.ref), None)
    if offer is not None:
        who = f" ({offer.callees})" if offer.callees else ""
        text += (
            f'\nThe plan calls {offer.name}{who}: warroom escalation call {made.ref} "{offer.key}"'
        )
    context.out.record(incident_shape(made), text)
    return 0


def _with(new: NewIncident, given: dict[str, object]) -> NewIncident:
    fields: dict[str, object] = {**asdict(new), **given}
    return NewIncident(**fields)  # type: ignore[arg-type]


def _list(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.incidents.all(live_only=args.live)
        now = services.clock.now()

    def update(one: Incident) -> str:
        late = one.update_late(now)
        if late is not None:
            return f"{short(late)} late"
        return f"in {short(one.next_update_due - now)}" if one.next_update_due else "–"

    columns: list[Column[Incident]] = [
        Column("INCIDENT", lambda one: one.ref),
        Column("PRIO", lambda one: one.priority),
        Column("STATE", lambda one: one.state.value),
        Column("UPDATE", update),
        Column("LASTS", lambda one: short(one.lasted(now)), right=True),
        Column("LEADS", lambda one: one.commander or "nobody"),
        Column("TITLE", lambda one: one.title),
    ]
    context.out.listing(found, incident_shape, columns, "No incidents.")
    return 0


def _show(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        file = services.incident_messages.file(args.ref)
        words = services.incident_messages.one(args.ref, "update")
        zone, now = services.launch().zone, services.clock.now()
    one = file.incident
    lines = [f"{one.ref}  {one.priority} {one.severity}  {one.title}", "", words.body.rstrip(), ""]
    for update in file.updates:
        late = f"  {short(update.late)} late" if update.late else ""
        at = day_and_clock(update.at, zone, now)
        lines.append(f"{at}  {update.by}  {update.state}{late}: {' '.join(update.text.split())}")
    shape = {**incident_shape(one), "told": [update_shape(update) for update in file.updates]}
    context.out.record(shape, "\n".join(lines))
    return 0


def _update(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        given = _given(args, services)
        one = services.incidents.update(args.ref, args.text, None, state=args.state, **given)
    return _said(one, context)


def _edit(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        given = _given(args, services)
        if args.title is not None:
            given["title"] = args.title
        if args.issue is not None:
            given["issue_ref"] = args.issue or None
        if not given:
            raise InputError("Nothing to change was given.", "See: warroom incident edit --help")
        one = services.incidents.edit(args.ref, None, **given)
    return _said(one, context)


def _state(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        one = services.incidents.set_state(args.ref, args.state, args.text)
    return _said(one, context)


def _assign(args: argparse.Namespace, context: Context) -> int:
    given = {role: getattr(args, role) for role in _ROLES if getattr(args, role) is not None}
    if not given:
        raise InputError("Say who: --commander, --liaison or --scribe.")
    with context.services() as services:
        for role, name in given.items():
            one = services.incidents.assign(args.ref, role, name)
    return _said(one, context)


def _said(one: Incident, context: Context) -> int:
    lead = one.commander or "nobody"
    text = f"{one.ref} is {one.state}, {one.priority}; {lead} leads."
    context.out.record(incident_shape(one), text)
    return 0


def _post_mortem(args: argparse.Namespace, context: Context) -> int:
    given = {
        name: getattr(args, name.replace("-", "_"))
        for name in _WRITTEN
        if getattr(args, name.replace("-", "_")) is not None
    }
    writes = bool(given or args.due or args.action or args.done)
    with context.services(read_only=not writes) as services:
        if given or args.due is not None:
            _write(args, services, given)
        if args.action is not None:
            due = _due(services, args.action_due)
            services.post_mortems.add_action(args.ref, args.action, args.action_owner, due)
        if args.done:
            services.post_mortems.complete(args.ref)
        found = services.post_mortems.get(args.ref)
        actions = services.post_mortems.actions(args.ref)
        words = services.incident_messages.one(args.ref, "postmortem")
    shape = post_mortem_shape(found, actions) if found or actions else None
    context.out.record(shape, words.body.rstrip())
    return 0


def _write(args: argparse.Namespace, services: Services, given: dict[str, str]) -> None:
    found = services.post_mortems.get(args.ref)
    text = found.written if found else PostMortemText()
    values = {name.replace("-", "_"): value for name, value in given.items()}
    text = replace(text, **values)  # type: ignore[arg-type]
    if args.due is not None:
        text = replace(text, due_at=_due(services, args.due))
    services.post_mortems.save(args.ref, text, found.version if found else 0)


def _words(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.incident_messages.all(args.ref)
    columns: list[Column[IncidentWords]] = [
        Column("KIND", lambda one: one.key),
        Column("OPEN", lambda one: str(len(one.blanks)), right=True),
        Column("TEXT", lambda one: one.title),
        Column("SUBJECT", lambda one: one.subject),
    ]
    context.out.listing(found, words_shape, columns, "No texts.")
    return 0


def _export(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        desk = services.incident_messages
        words = desk.one(args.ref, args.kind)
        shape = words_shape(words)
        if args.out is None:
            context.out.record(shape, words.text.rstrip())
            return 0
        path = desk.write_file(services.incidents.get(args.ref).ref, words, args.out)
    context.out.record({**shape, "file": str(path)}, f"Written to {path}.")
    return 0
