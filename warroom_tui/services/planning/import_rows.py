"""The rows of a launch draft. Ids are given here, because the database is new and empty."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.runsheet.launch import PhaseState, TaskState
from warroom_tui.domain.runsheet.routines import TEMPLATE
from warroom_tui.domain.staffing.rota import ShiftState
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.plan.draft import (
    ChecklistDraft,
    CriterionDraft,
    LaunchDraft,
    MetricDraft,
    PersonDraft,
    PhaseDraft,
    Place,
    TaskDraft,
)
from warroom_tui.services.planning.import_checks import check_rows, product_address
from warroom_tui.services.planning.import_homes import focus_rows, role_rows
from warroom_tui.services.planning.import_maintenance import maintenance_rows
from warroom_tui.services.planning.import_metrics import known_metrics, metric_of, spoken_metrics
from warroom_tui.services.planning.import_operations import ImportOperations, is_routine
from warroom_tui.services.planning.import_pages import page_rows
from warroom_tui.services.planning.import_service_levels import service_rows, target_key
from warroom_tui.services.triggers.criterion_binding import bound
from warroom_tui.storage import schema
from warroom_tui.storage.planning.plan_sources import RowSink

Row = dict[str, object]


class ImportRows:
    """Inserts everything of a draft and counts it."""

    def __init__(
        self,
        tx: RowSink,
        draft: LaunchDraft,
        go_live: datetime | None,
        zone: ZoneInfo,
        product_url: str | None = None,
    ) -> None:
        self._tx = tx
        self._draft = draft
        self._go_live = go_live
        self._zone = zone
        self._product_url = product_url
        self._list_ids = count(1)
        self._task_ids = count(1)
        self._lists: list[Row] = []
        self._tasks: list[Row] = []

    def insert_all(self) -> tuple[tuple[str, int], ...]:
        """Insert every part; returns (what, how many)."""
        draft = self._draft
        phases = [self._phase(number, phase) for number, phase in enumerate(draft.phases, 1)]
        for item in draft.lists:
            self._list(item, None)
        insert = self._tx.insert_many
        insert(schema.phase, phases)
        insert(schema.checklist, self._lists)
        insert(schema.task, self._tasks)
        people, shifts = self._people()
        insert(schema.person, people)
        insert(schema.shift, shifts)
        requirements = self._requirements()
        insert(schema.requirement, requirements)
        contacts, channels = self._directory()
        insert(schema.contact, contacts)
        insert(schema.contact_channel, channels)
        priorities, targets = self._service_levels()
        insert(schema.priority_definition, priorities)
        insert(schema.sla_target, targets)
        hours, levels, steps = service_rows(draft)
        insert(schema.calendar, hours)
        insert(schema.escalation_level, levels)
        insert(schema.escalation_step, steps)
        checks = check_rows(draft, self._product_url)
        insert(schema.check, checks)
        windows = maintenance_rows(draft, checks, self._go_live, self._zone)
        insert(schema.maintenance_window, windows)
        metrics = self._metrics()
        insert(schema.metric, metrics)
        spoken = spoken_metrics(self._draft)
        insert(schema.metric, spoken)
        criteria = self._criteria()
        insert(schema.criterion, criteria)
        pages = page_rows(draft)
        insert(schema.plan_node, pages)
        cards, roles = focus_rows(draft), role_rows(draft)
        insert(schema.focus_note, cards)
        insert(schema.role, roles)
        operations = ImportOperations(self._tx, draft, self._go_live, self._zone).insert_all()
        return (
            ("phases", len(phases)),
            ("lists", len(self._lists)),
            ("tasks", len(self._tasks)),
            ("criteria", len(criteria)),
            ("heads-needed lines", len(requirements)),
            ("people", len(people)),
            ("shifts", len(shifts)),
            ("contacts", len(contacts)),
            ("channels", len(channels)),
            ("priorities", len(priorities)),
            ("SLA targets", len(targets)),
            ("business hours", len(hours)),
            ("escalation steps", len(steps)),
            ("checks", len(checks)),
            *([("maintenance windows", len(windows))] if windows else []),
            *([("focus lines", len(cards))] if cards else []),
            *([("roles", len(roles))] if roles else []),
            ("metrics", len(metrics) + len(spoken)),
            *operations,
            ("pages kept as they are", len(pages)),
        )

    # -- run sheet -------------------------------------------------------------------------

    def _phase(self, number: int, phase: PhaseDraft) -> Row:
        for item in phase.checklists:
            self._list(item, number)
        return {
            "id": number,
            "seq": number,
            "name": clean(phase.name),
            "kind": phase.kind,
            "state": PhaseState.NOT_STARTED.value,
            "anchor_start": phase.start.to_json() if phase.start else None,
            "anchor_end": phase.end.to_json() if phase.end else None,
            "starts_at": self._at(phase.start),
            "ends_at": self._at(phase.end),
            "plan_min_lo": phase.plan_min_lo,
            "plan_min_hi": phase.plan_min_hi,
            "objective": clean(phase.objective) if phase.objective else None,
            "notes": clean("\n".join(phase.notes), limit=BODY_LIMIT, multiline=True),
            **_from(phase.place),
        }

    def _list(self, item: ChecklistDraft, phase_id: int | None) -> None:
        list_id = next(self._list_ids)
        self._lists.append(
            {
                "id": list_id,
                "seq": list_id,
                "phase_id": phase_id,
                "title": clean(item.title),
                "kind": TEMPLATE if phase_id is None and is_routine(item) else item.kind,
                "anchor": item.anchor.to_json() if item.anchor else None,
                "starts_at": self._at(item.anchor),
                "timebox_min": item.timebox_min,
                "duplicate_of": f"line {item.duplicate_of}" if item.duplicate_of else None,
                "path": list(item.path),
                "fields": [list(pair) for pair in item.fields],
                **_from(item.place),
            }
        )
        ids = [next(self._task_ids) for _ in item.tasks]
        for seq, (task_id, task) in enumerate(zip(ids, item.tasks, strict=True), 1):
            parent = ids[task.parent] if task.parent is not None else None
            self._tasks.append(self._task(task_id, seq, list_id, parent, task))

    def _task(
        self, task_id: int, seq: int, list_id: int, parent: int | None, task: TaskDraft
    ) -> Row:
        state = TaskState.DONE if task.done else TaskState.OPEN
        return {
            "id": task_id,
            "checklist_id": list_id,
            "seq": seq,
            "parent_id": parent,
            "text": clean(task.text) or "(no text)",
            "state": state.value,
            "required": task.required,
            "condition_text": task.condition,
            "owner": clean(task.owner, limit=80) if task.owner else None,
            "anchor": task.anchor.to_json() if task.anchor else None,
            "due_at": self._at(task.anchor),
            "command": clean(task.command, limit=2000, multiline=True) if task.command else None,
            "value_label": clean(task.value_label) if task.value_label else None,
            "done_by": "plan" if task.done else None,
            "done_at": None,
            **_from(task.place),
        }

    def _at(self, anchor: Anchor | None) -> datetime | None:
        return anchor.resolve(self._go_live, self._zone) if anchor is not None else None

    # -- people ----------------------------------------------------------------------------

    def _people(self) -> tuple[list[Row], list[Row]]:
        """People by name (a person in two documents is one), and their shifts."""
        people: dict[str, Row] = {}
        shifts: list[Row] = []
        for draft in self._draft.people:
            name = clean(draft.name, limit=80)
            row = people.setdefault(name.casefold(), {"id": len(people) + 1, "name": name})
            known = {
                "role": draft.role,
                "level": draft.level,
                "email": draft.email,
                "phone": draft.phone,
            }
            for field, value in known.items():
                row[field] = row.get(field) or clean(value or "", limit=200)
            shifts += self._shifts(draft, row)
        return list(people.values()), _distinct(shifts)

    def _shifts(self, person: PersonDraft, row: Row) -> list[Row]:
        out: list[Row] = []
        for shift in person.shifts:
            for day in shift.days:
                start = Anchor(day=day - 1, at=shift.start)
                overnight = 1 if shift.end <= shift.start else 0
                end = Anchor(day=day - 1 + overnight, at=shift.end)
                out.append(
                    {
                        "person_id": row["id"],
                        "level": row.get("level") or "L1",
                        "anchor_start": start.to_json(),
                        "anchor_end": end.to_json(),
                        "starts_at": self._at(start),
                        "ends_at": self._at(end),
                        "mode": shift.mode,
                        "rank": shift.rank,
                        "state": ShiftState.PLANNED.value,
                    }
                )
        return out

    def _requirements(self) -> list[Row]:
        return [
            {
                "level": item.level,
                "label": clean(item.label),
                "day_from": item.day_from,
                "day_to": item.day_to,
                "time_from": item.time_from.strftime("%H:%M") if item.time_from else None,
                "time_to": item.time_to.strftime("%H:%M") if item.time_to else None,
                "min_heads": item.min_heads,
                "max_heads": item.max_heads,
                "mode": item.mode,
                **_from(item.place),
            }
            for item in self._draft.requirements
        ]

    def _directory(self) -> tuple[list[Row], list[Row]]:
        contacts: list[Row] = [
            {
                "kind": item.kind,
                "label": clean(item.label),
                "name": clean(item.name or ""),
                "email": clean(item.email or ""),
                "phone": clean(item.phone or ""),
                "hours": clean(item.hours or ""),
                **_from(item.place),
            }
            for item in self._draft.contacts
        ]
        channels: list[Row] = [
            {
                "label": clean(item.label),
                "address": clean(item.address or ""),
                "audience": item.audience,
                **_from(item.place),
            }
            for item in self._draft.channels
        ]
        return contacts, channels

    # -- service levels and success --------------------------------------------------------

    def _service_levels(self) -> tuple[list[Row], list[Row]]:
        priorities: list[Row] = [
            {
                "priority": item.priority,
                "title": clean(item.title),
                "examples": [clean(example) for example in item.examples],
                "response_text": clean(item.response_text) if item.response_text else None,
                **_from(item.place),
            }
            for item in self._draft.priorities
        ]
        targets: list[Row] = [
            {
                "scope": item.scope,
                "key": target_key(item.scope, clean(item.key)),
                "clock": item.clock,
                "minutes": item.minutes,
                "text": clean(item.text),
                "priorities": list(item.priorities) or None,
                "calendar": clean(item.calendar, limit=80) if item.calendar else None,
                **_from(item.place),
            }
            for item in self._draft.sla_targets
        ]
        return priorities, targets

    def _fetched_from(self, item: MetricDraft) -> str | None:
        if item.url is None or item.source != "http_json":
            return item.url
        return product_address(item.url, self._draft.product_url, self._product_url)

    def _metrics(self) -> list[Row]:
        seen: dict[str, Row] = {}
        for number, item in enumerate(self._draft.metrics, 1):
            seen.setdefault(
                item.key,
                {
                    "seq": number,
                    "key": item.key,
                    "name": clean(item.name),
                    "unit": item.unit,
                    "higher_is_better": item.higher_is_better,
                    "source": item.source,
                    "url": self._fetched_from(item),
                    "path": item.path,
                    "every_s": item.every_s,
                    "options": CheckOptions(headers=item.headers).stored(),
                },
            )
        return list(seen.values())

    def _criteria(self) -> list[Row]:
        phases = {phase.name: number for number, phase in enumerate(self._draft.phases, 1)}
        known = known_metrics(self._draft)
        return [
            {
                "seq": number,
                "klass": item.klass,
                "tier": item.tier,
                "group_name": clean(item.group) if item.group else None,
                "period": clean(item.period) if item.period else None,
                "phase_id": phases.get(item.phase or ""),
                "text": clean(item.text),
                **_condition(item, metric_of(item, known)),
                "manual_verdict": "met" if item.done else None,
                **_from(item.place),
            }
            for number, item in enumerate((bound(one, known) for one in self._draft.criteria), 1)
        ]


def _condition(item: CriterionDraft, metric: str | None) -> Row:
    """What a criterion asks of its metric."""
    return {"op": item.op, "threshold": item.value, "unit": item.unit, "metric": metric}


def _from(place: Place) -> Row:
    """Where in which document a row comes from."""
    return {"source_id": place.source + 1, "line": place.line}


def _distinct(shifts: list[Row]) -> list[Row]:
    """Two documents that plan the same person at the same time plan one shift."""
    seen: dict[tuple[object, str], Row] = {}
    for shift in shifts:
        seen.setdefault((shift["person_id"], str(shift["anchor_start"])), shift)
    return list(seen.values())
