"""Checked `warroom` fences as drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from warroom_tui.plan.draft import (
    BreakDraft,
    CheckDraft,
    CheckKind,
    MaintenanceDraft,
    MetricDraft,
    PersonDraft,
    Place,
    RequirementDraft,
    ShiftDraft,
)
from warroom_tui.plan.limits import Limit
from warroom_tui.plan.machine import CriterionBinding, MachinePart
from warroom_tui.plan.yaml_nodes import YamlTree
from warroom_tui.plan.yaml_schema import (
    Check,
    Criterion,
    Metric,
    Person,
    Requirement,
    WarroomFence,
)
from warroom_tui.plan.yaml_service import calendar_draft, step_draft, target_drafts


def fence_drafts(
    part: MachinePart, fence: WarroomFence, tree: YamlTree, first_line: int
) -> MachinePart:
    """`part` with everything that one fence adds."""
    at = _Places(tree, first_line)
    at_risk = fence.sla.at_risk
    return replace(
        part,
        checks=part.checks + tuple(_check(c, at("checks", n)) for n, c in enumerate(fence.checks)),
        metrics=part.metrics
        + tuple(_metric(m, at("metrics", n)) for n, m in enumerate(fence.metrics)),
        bindings=part.bindings
        + tuple(_binding(c, at("criteria", n)) for n, c in enumerate(fence.criteria)),
        people=part.people + tuple(_person(p, at("people", n)) for n, p in enumerate(fence.people)),
        requirements=part.requirements
        + tuple(
            requirement
            for n, r in enumerate(fence.requirements)
            for requirement in _requirements(r, at("requirements", n))
        ),
        sla_targets=part.sla_targets
        + tuple(
            target
            for n, t in enumerate(fence.sla.targets)
            for target in target_drafts(t, at("sla", "targets", n))
        ),
        breaks=part.breaks
        + tuple(
            BreakDraft(b.level, b.days, *b.time, b.keep, at("breaks", n))
            for n, b in enumerate(fence.breaks)
        ),
        calendars=part.calendars
        + tuple(calendar_draft(c, at("calendars", n)) for n, c in enumerate(fence.calendars)),
        escalation_steps=part.escalation_steps
        + tuple(step_draft(e, at("escalation", n)) for n, e in enumerate(fence.escalation)),
        maintenance=part.maintenance
        + tuple(
            MaintenanceDraft(m.check, day, *m.time, m.reason, at("maintenance", n))
            for n, m in enumerate(fence.maintenance)
            for day in (m.days if m.date is None else (m.date,))
        ),
        categories=part.categories + fence.categories,
        at_risk_pct=part.at_risk_pct if at_risk is None else at_risk,
    )


class _Places:
    """Where the entries of one fence stand in the plan."""

    def __init__(self, tree: YamlTree, first_line: int) -> None:
        self._tree = tree
        self._first = first_line

    def __call__(self, *path: str | int) -> Place:
        line, _ = self._tree.places.get(path, (0, 0))
        return Place(self._first + line)


def _metric(metric: Metric, place: Place) -> MetricDraft:
    queried = metric.source == "promql"
    return MetricDraft(
        metric.key,
        metric.name,
        place,
        metric.unit,
        metric.better == "higher",
        metric.source,
        metric.prometheus if queried else metric.http,
        metric.promql if queried else metric.path,
        metric.every,
        metric.headers,
    )


def _binding(criterion: Criterion, place: Place) -> CriterionBinding:
    c = criterion
    return CriterionBinding(c.match, place, c.metric, c.op, c.value, c.unit)


def _person(person: Person, place: Place) -> PersonDraft:
    p = person
    shifts = tuple(ShiftDraft(s.days, *s.time, s.mode, s.rank) for s in p.shifts)
    return PersonDraft(p.name, place, p.role, p.level, p.email, p.phone, shifts)


def _check(check: Check, place: Place) -> CheckDraft:
    kind = check.kind
    return CheckDraft(
        name=check.name,
        kind=cast(CheckKind, "db" if check.by_sql else kind),
        is_queue=kind == "queue",
        target=getattr(check, kind) or "",
        place=place,
        every_s=check.every,
        timeout_s=check.timeout,
        expect=check.expect,
        contains=check.contains,
        slow=_triple(check.slow),
        down=_triple(check.down),
        fail_after=check.fail_after,
        ok_after=check.ok_after,
        group=check.group,
        target_text=check.target,
        options=check.options(),
    )


def _triple(limit: Limit | None) -> tuple[str, float, str] | None:
    return None if limit is None else (limit.op, limit.value, limit.unit)


def _requirements(requirement: Requirement, place: Place) -> list[RequirementDraft]:
    """One draft for each unbroken run of days."""
    runs: list[list[int]] = []
    for day in sorted(requirement.days):
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    start, end = requirement.time or (None, None)
    return [
        RequirementDraft(
            requirement.level,
            requirement.label or requirement.level,
            place,
            run[0],
            run[-1],
            start,
            end,
            requirement.min,
            requirement.max,
            requirement.mode,
        )
        for run in runs
    ]
