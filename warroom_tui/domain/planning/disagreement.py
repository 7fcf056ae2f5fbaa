"""Targets on which the documents of a launch do not agree: each keeps its own, both are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from warroom_tui.domain.triggers.criteria import Criterion


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
    target = other.condition.as_text() if other.condition is not None else other.text
    return f"{target} in {other.source or 'plan'}:{other.line}"
