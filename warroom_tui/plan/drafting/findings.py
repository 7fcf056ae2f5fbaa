"""Where several plans of one launch do not agree about a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warroom_tui.plan.draft import (
    CriterionDraft,
    PlanFinding,
    RequirementDraft,
    SlaTargetDraft,
)


def findings(
    criteria: Sequence[CriterionDraft],
    targets: Sequence[SlaTargetDraft],
    names: Sequence[str],
    requirements: Sequence[RequirementDraft] = (),
) -> Iterator[PlanFinding]:
    """One finding for each figure on which two documents set different targets."""
    seen: dict[tuple[str, str], CriterionDraft] = {}
    for goal in criteria:
        if goal.klass != "success" or goal.metric is None or goal.value is None:
            continue
        key = (goal.metric, goal.unit or "")
        first = seen.setdefault(key, goal)
        if first.place.source == goal.place.source or first.value == goal.value:
            continue
        yield PlanFinding(
            "targets-differ",
            f'"{first.text}" ({names[first.place.source]}, line {first.place.line}) against '
            f'"{goal.text}" ({names[goal.place.source]}, line {goal.place.line})',
            goal.place,
            first.place,
        )
    yield from _service_levels(targets, names)
    yield from _heads(requirements, names)


def _heads(requirements: Sequence[RequirementDraft], names: Sequence[str]) -> Iterator[PlanFinding]:
    """Documents that ask for different heads of one level on the same day."""
    seen: set[tuple[str, int]] = set()
    for index, one in enumerate(requirements):
        for other in requirements[:index]:
            source = one.place.source
            if other.place.source == source or (one.level, source) in seen:
                continue
            if one.level != other.level or one.min_heads == other.min_heads:
                continue
            if one.day_from > other.day_to or other.day_from > one.day_to:
                continue
            if (one.mode in _AWAY) != (other.mode in _AWAY):
                continue
            seen.add((one.level, source))
            yield PlanFinding(
                "heads-differ",
                f"{one.label}: {other.min_heads} heads ({names[other.place.source]}, line "
                f"{other.place.line}) against {one.min_heads} ({names[source]}, line "
                f"{one.place.line}) on the same days: the higher number holds",
                one.place,
                other.place,
            )


_AWAY = ("on_call", "standby", "manager_available")
"""Modes in which people are reachable, not present."""


def _service_levels(
    targets: Sequence[SlaTargetDraft], names: Sequence[str]
) -> Iterator[PlanFinding]:
    seen: dict[tuple[str, str, str], SlaTargetDraft] = {}
    for target in targets:
        key = (target.scope, target.key, target.clock)
        first = seen.setdefault(key, target)
        if first.place.source == target.place.source or first.minutes == target.minutes:
            continue
        yield PlanFinding(
            "targets-differ",
            f'{target.key}: "{first.text}" ({names[first.place.source]}, line {first.place.line}) '
            f'against "{target.text}" ({names[target.place.source]}, line {target.place.line})',
            target.place,
            first.place,
        )
