"""Criteria of the prose tied to the metrics that a `warroom` fence names."""

from __future__ import annotations

from dataclasses import replace

from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import CriterionDraft
from warroom_tui.plan.machine import CriterionBinding

_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
_SAME = {"minutes": "min", "minute": "min", "hours": "h", "hour": "h", "seconds": "s", "days": "d"}


def bound(found: tuple[CriterionDraft, ...], document: PlanDocument) -> tuple[CriterionDraft, ...]:
    """Criteria with the metric and limit that a fence gives them, in that metric's unit."""
    units = {metric.key: metric.unit for metric in document.machine.metrics}
    out = list(found)
    for binding in document.machine.bindings:
        wanted = binding.match.casefold()
        for index, criterion in enumerate(out):
            if wanted in criterion.text.casefold():
                out[index] = _bind(criterion, binding, units)
    return tuple(out)


def _bind(
    criterion: CriterionDraft, binding: CriterionBinding, units: dict[str, str]
) -> CriterionDraft:
    metric = binding.metric or criterion.metric
    measured = units.get(metric or "")
    measured = _SAME.get(measured, measured) if measured else None
    value, unit = criterion.value, criterion.unit
    if binding.value is not None:  # a bare number counts in what the metric counts in
        value, unit = binding.value, binding.unit or measured or unit
    elif binding.unit:
        unit = binding.unit
    elif value is not None and unit in _SECONDS and measured in _SECONDS:
        value, unit = value * _SECONDS[unit] / _SECONDS[measured], measured
    return replace(criterion, metric=metric, op=binding.op or criterion.op, value=value, unit=unit)
