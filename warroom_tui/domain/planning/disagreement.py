"""Targets on which the documents of a launch do not agree: each keeps its own, both are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from warroom_tui.domain.desk.sla import SlaTarget
from warroom_tui.domain.triggers.criteria import Criterion
from warroom_tui.domain.triggers.readings import told_limit


def differing(criteria: Iterable[Criterion]) -> Mapping[int, tuple[Criterion, ...]]:
    """Id of each success criterion with those of other documents that set another target.

    Two speak of the same when they hold the same metric, in the same unit, against the same side
    of a limit.
    """
    groups: dict[tuple[str, str, str], list[Criterion]] = {}
    for criterion in criteria:
        condition = criterion.condition
        if criterion.klass == "success" and criterion.metric and condition is not None:
            key = (criterion.metric, condition.unit, condition.op[:1])
            groups.setdefault(key, []).append(criterion)
    found: dict[int, tuple[Criterion, ...]] = {}
    for group in groups.values():
        for one in group:
            others = tuple(
                other
                for other in group
                if other.source != one.source and other.condition != one.condition
            )
            if others:
                found[one.id] = others
    return found


def told(other: Criterion) -> str:
    """The other document's target with its place: "> 99.9 % in go-live.md:464"."""
    target = told_limit(other) or other.text
    return f"{target} in {other.source or 'plan'}:{other.line}"


def differing_promises(targets: Sequence[SlaTarget]) -> Mapping[SlaTarget, tuple[SlaTarget, ...]]:
    """Each promise of the support desk with those that other documents make for the same.

    Two are for the same when scope, key and clock are, and a priority can get both.
    """
    found: dict[SlaTarget, tuple[SlaTarget, ...]] = {}
    for one in targets:
        others = tuple(
            other
            for other in targets
            if other.source != one.source
            and (other.scope, other.key, other.clock) == (one.scope, one.key, one.clock)
            and (other.minutes, other.text if other.minutes is None else "")
            != (one.minutes, one.text if one.minutes is None else "")
            and _meet(one.priorities, other.priorities)
        )
        if others:
            found[one] = others
    return found


def _meet(one: Sequence[str], other: Sequence[str]) -> bool:
    return not (one and other) or not set(one).isdisjoint(other)


def told_promise(other: SlaTarget) -> str:
    """The other document's promise with its place: "within 1 hour in go-live.md:464"."""
    return f"{other.text} in {other.place or 'plan'}"
