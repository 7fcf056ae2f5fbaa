"""Where several plans of one launch do not agree about a target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from warroom_tui.plan.draft import CriterionDraft, PlanFinding, SlaTargetDraft


def findings(
    criteria: Sequence[CriterionDraft], targets: Sequence[SlaTargetDraft], names: Sequence[str]
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
