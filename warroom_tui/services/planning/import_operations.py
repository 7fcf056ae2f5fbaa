"""Rows of what people do beside the phases: messages, gates, routines, meetings, runbooks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.runsheet.gates import GateKind, GateState, SignOffState
from warroom_tui.domain.runsheet.meetings import MeetingState
from warroom_tui.domain.runsheet.messages import MessageState, withhold
from warroom_tui.domain.runsheet.routines import DEFAULT_CLOCK, Rule, Rung, ladder
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.plan.draft import ChecklistDraft, LaunchDraft, MeetingDraft, PhaseDraft, Place
from warroom_tui.services.runsheet.recurrence import first_due, next_due
from warroom_tui.storage import schema
from warroom_tui.storage.planning.plan_sources import RowSink

Row = dict[str, object]

_DAY_MIN = 24 * 60
_REPLY = re.compile(r"\b(?:response|reply|answer) template\b", re.IGNORECASE)
"""Words for single replies: nobody sends them at a time, however timed their chapter is."""
_LONG = {_DAY_MIN: Rule.DAILY, 7 * _DAY_MIN: Rule.WEEKLY, 30 * _DAY_MIN: Rule.MONTHLY}
"""Periods in minutes that mean calendar days."""


class ImportOperations:
    """Inserts these parts of a draft and counts them. Ids follow the order of the rows."""

    def __init__(
        self, tx: RowSink, draft: LaunchDraft, go_live: datetime | None, zone: ZoneInfo
    ) -> None:
        self._tx = tx
        self._draft = draft
        self._go_live = go_live
        self._zone = zone

    def insert_all(self) -> tuple[tuple[str, int], ...]:
        """Insert every part; returns (what, how many)."""
        insert = self._tx.insert_many
        messages, meetings = self._messages(), self._meetings()
        gates, sign_offs = self._gates()
        routines = self._routines()
        procedures = [
            {
                "seq": number,
                "kind": item.kind,
                "title": clean(item.title),
                "steps": [clean(step, limit=2000) for step in item.steps],
                **_from(item.place),
            }
            for number, item in enumerate(self._draft.procedures, 1)
        ]
        risks = self._risks()
        insert(schema.message, messages)
        insert(schema.gate, gates)
        insert(schema.sign_off, sign_offs)
        insert(schema.routine, routines)
        insert(schema.meeting, meetings)
        insert(schema.procedure, procedures)
        insert(schema.risk, risks)
        return (
            ("messages", len(messages)),
            ("gates", len(gates)),
            ("routines", len(routines)),
            ("meetings", len(meetings)),
            ("procedures", len(procedures)),
            ("risks", len(risks)),
        )

    def _at(self, anchor: Anchor | None) -> datetime | None:
        return anchor.resolve(self._go_live, self._zone) if anchor is not None else None

    def _messages(self) -> list[Row]:
        rows: list[Row] = []
        for number, item in enumerate(self._draft.messages, 1):
            anchor = None if _REPLY.search(item.title) else timed(item.anchor)
            if anchor is None and item.every_min:
                anchor = Anchor(offset_min=item.every_min)
            body = clean(item.body or "", limit=BODY_LIMIT, multiline=True)
            rows.append(
                {
                    "seq": number,
                    "title": clean(item.title),
                    "audience": item.audience,
                    "anchor": anchor.to_json() if anchor else None,
                    "due_at": self._at(anchor),
                    "every_min": item.every_min,
                    "subject": clean(item.subject) if item.subject else None,
                    "body": withhold(body),
                    "state": MessageState.PLANNED.value,
                    **_from(item.place),
                }
            )
        return rows

    def _gates(self) -> tuple[list[Row], list[Row]]:
        rows: list[Row] = []
        roles: list[Row] = []
        for item in self._draft.gates:
            anchor = timed(item.anchor)
            rows.append(
                {
                    "id": len(rows) + 1,
                    "seq": len(rows) + 1,
                    "kind": item.kind,
                    "title": clean(item.title),
                    "anchor": anchor.to_json() if anchor else None,
                    "due_at": self._at(anchor),
                    "state": GateState.PENDING.value,
                    **_from(item.place),
                }
            )
            roles += [
                {"gate_id": len(rows), "role": clean(role), "state": SignOffState.AWAITING.value}
                for role in item.roles
            ]
        if all(row["kind"] != GateKind.GO_NO_GO.value for row in rows):
            rows.append(_own_gate(len(rows) + 1))
        return rows, roles

    def _meetings(self) -> list[Row]:
        return [
            {
                "seq": number,
                "title": clean(item.title),
                "every": item.every,
                "anchor": anchor.to_json() if (anchor := timed(item.anchor)) else None,
                "starts_at": self._first_meeting(item),
                "duration_min": item.duration_min,
                "state": MeetingState.PLANNED.value,
                "attendees": [clean(name) for name in item.attendees],
                "agenda": [[clean(point.title), point.minutes] for point in item.agenda],
                **_from(item.place),
            }
            for number, item in enumerate(self._draft.meetings, 1)
        ]

    def _first_meeting(self, item: MeetingDraft) -> datetime | None:
        """The plan's own time; one that comes back and names none begins a period after launch."""
        if item.anchor is not None or item.every is None or self._go_live is None:
            return self._at(timed(item.anchor))
        return next_due(Rule(item.every), self._go_live, self._go_live, self._zone)

    def _risks(self) -> list[Row]:
        return [
            {
                "text": clean(item.text),
                "probability": item.probability,
                "impact": item.impact,
                "mitigation": clean(item.mitigation or "", limit=2000),
                "response": clean(item.response or "", limit=2000),
                **_from(item.place),
            }
            for item in self._draft.risks
        ]

    # -- routines --------------------------------------------------------------------------

    def _routines(self) -> list[Row]:
        rows = [self._listed(item) for item in self._draft.lists if is_routine(item)]
        for phase in self._draft.phases:
            rows += [self._listed(item) for item in phase.checklists if item.every]
        rows += self._rungs()
        for number, row in enumerate(rows, 1):
            row["seq"] = number
        return rows

    def _listed(self, item: ChecklistDraft) -> Row:
        steps: list[list[object]] = [[clean(task.text), task.required] for task in item.tasks]
        if item.every is None:
            return self._row(item.title, Rule.ONCE, steps, item.place, item.anchor)
        clock = item.anchor
        return self._row(
            item.title,
            Rule(item.every),
            steps,
            item.place,
            item.active_from or Anchor(day=0),
            _day_after(item.active_to),
            clock.at if clock else None,
            clock.weekday if clock else None,
        )

    def _rungs(self) -> list[Row]:
        """Boxes that name a period: shorter than a day they form a ladder."""
        found: list[tuple[Rung, Place]] = []
        rows: list[Row] = []
        for phase in self._draft.phases:
            for text, every_min, place in _repeated(phase):
                start = phase.start.offset_min if phase.start else None
                end = phase.end.offset_min if phase.end else None
                if every_min in _LONG:
                    steps: list[list[object]] = [[clean(text), True]]
                    rule, begin = _LONG[every_min], phase.start or Anchor(day=0)
                    rows.append(self._row(text, rule, steps, place, begin, phase.end))
                elif start is not None and end is not None:
                    found.append((Rung(text, every_min, start, end), place))
        places = {(rung.text, rung.every_min, rung.to_min): place for rung, place in found}
        for rung in ladder(rung for rung, _ in found):
            row = self._row(
                rung.text,
                Rule.MINUTES,
                [[clean(rung.text), True]],
                places[rung.text, rung.every_min, rung.to_min],
                Anchor(offset_min=rung.from_min),
                Anchor(offset_min=rung.to_min),
                every_min=rung.every_min,
            )
            rows.append(row)
        return rows

    def _row(
        self,
        title: str,
        rule: Rule,
        steps: list[list[object]],
        place: Place,
        begin: Anchor | None,
        end: Anchor | None = None,
        at: time | None = None,
        weekday: int | None = None,
        every_min: int | None = None,
    ) -> Row:
        active_from, active_to = self._at(begin), self._at(end)
        first = None
        if active_from is not None:
            first = first_due(rule, active_from, self._zone, at, weekday, every_min, active_to)
        return {
            "title": clean(title),
            "rule": rule.value,
            "at": at.strftime("%H:%M") if at else None,
            "weekday": weekday,
            "every_min": every_min,
            "anchor_from": begin.to_json() if begin else None,
            "anchor_to": end.to_json() if end else None,
            "active_from": active_from,
            "active_to": active_to,
            "next_due_at": first,
            "steps": steps,
            **_from(place),
        }


def is_routine(item: ChecklistDraft) -> bool:
    """True for a list that comes back, or is due once at a clock time of its own."""
    return bool(item.every) or (item.kind == "routine" and item.anchor is not None)


def _repeated(phase: PhaseDraft) -> Iterator[tuple[str, int, Place]]:
    for item in phase.checklists:
        for task in item.tasks:
            if task.every_min and item.every is None:
                yield task.text, task.every_min, task.place


def timed(anchor: Anchor | None) -> Anchor | None:
    """The anchor with a clock time: a plan that names only the day means its working hours."""
    dated = anchor is not None and (anchor.day is not None or anchor.on is not None)
    if anchor is None or not dated or anchor.at is not None:
        return anchor
    return replace(anchor, at=DEFAULT_CLOCK)


def _day_after(last: Anchor | None) -> Anchor | None:
    """The end, exclusive, of a stretch whose last day is named."""
    return Anchor(day=last.day + 1) if last is not None and last.day is not None else last


def _own_gate(number: int) -> Row:
    """Every launch is decided on, whether its plan says so or not."""
    return {
        "id": number,
        "seq": number,
        "kind": GateKind.GO_NO_GO.value,
        "title": "Go or no-go",
        "anchor": None,
        "due_at": None,
        "state": GateState.PENDING.value,
        "source_id": None,
        "line": None,
    }


def _from(place: Place) -> Row:
    """Where in which document a row comes from."""
    return {"source_id": place.source + 1, "line": place.line}
