"""Checked `warroom` fences as drafts."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from warroom_tui.plan.draft import (
    BreakDraft,
    CheckDraft,
    MetricDraft,
    PersonDraft,
    Place,
    RequirementDraft,
    ShiftDraft,
    SlaTargetDraft,
)
from warroom_tui.plan.limits import Limit
from warroom_tui.plan.machine import CriterionBinding, MachinePart
from warroom_tui.plan.yaml_nodes import YamlTree
from warroom_tui.plan.yaml_schema import (
    Check,
    Requirement,
    SlaTarget,
    WarroomFence,
    minutes_of,
)

_Kind = Literal["http", "tcp", "tls", "host", "db", "queue", "promql", "heartbeat", "manual"]


def fence_drafts(
    part: MachinePart, fence: WarroomFence, tree: YamlTree, first_line: int
) -> MachinePart:
    """`part` with everything that one fence adds."""

    def place(key: str, index: int) -> Place:
        line, _ = tree.places.get((key, index), (0, 0))
        return Place(first_line + line)

    return replace(
        part,
        checks=part.checks
        + tuple(_check(check, place("checks", n)) for n, check in enumerate(fence.checks)),
        metrics=part.metrics
        + tuple(
            MetricDraft(
                m.key,
                m.name,
                place("metrics", n),
                m.unit,
                m.better == "higher",
                m.source,
                m.prometheus if m.source == "promql" else m.http,
                m.promql if m.source == "promql" else m.path,
                m.every,
                m.headers,
            )
            for n, m in enumerate(fence.metrics)
        ),
        bindings=part.bindings
        + tuple(
            CriterionBinding(c.match, place("criteria", n), c.metric, c.op, c.value, c.unit)
            for n, c in enumerate(fence.criteria)
        ),
        people=part.people
        + tuple(
            PersonDraft(
                p.name,
                place("people", n),
                p.role,
                p.level,
                p.email,
                p.phone,
                tuple(ShiftDraft(s.days, *s.time, s.mode, s.rank) for s in p.shifts),
            )
            for n, p in enumerate(fence.people)
        ),
        requirements=part.requirements
        + tuple(
            requirement
            for n, r in enumerate(fence.requirements)
            for requirement in _requirements(r, place("requirements", n))
        ),
        sla_targets=part.sla_targets
        + tuple(
            target
            for n, t in enumerate(fence.sla.targets)
            for target in _targets(
                t, first_line + tree.places.get(("sla", "targets", n), (0, 0))[0]
            )
        ),
        breaks=part.breaks
        + tuple(
            BreakDraft(b.level, b.days, *b.time, b.keep, place("breaks", n))
            for n, b in enumerate(fence.breaks)
        ),
        at_risk_pct=fence.sla.at_risk if fence.sla.at_risk is not None else part.at_risk_pct,
    )


def _check(check: Check, place: Place) -> CheckDraft:
    kind = check.kind
    return CheckDraft(
        name=check.name,
        kind=cast(_Kind, kind),
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


def _targets(target: SlaTarget, line: int) -> list[SlaTargetDraft]:
    scope: Literal["priority", "level", "channel"] = "channel"
    key = target.channel or ""
    if target.priority is not None:
        scope, key = "priority", target.priority
    elif target.level is not None:
        scope, key = "level", target.level
    clocks: tuple[tuple[Literal["first_response", "resolution", "update"], str | None], ...] = (
        ("first_response", target.response),
        ("resolution", target.resolution),
        ("update", target.update),
    )
    return [
        SlaTargetDraft(scope, key, clock, minutes_of(text), text, Place(line))
        for clock, text in clocks
        if text is not None
    ]
