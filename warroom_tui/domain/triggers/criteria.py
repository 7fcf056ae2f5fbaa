"""Success criteria: a target in the plan's words, bound to a metric where one can measure it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from warroom_tui.domain.monitoring.health import Condition


class Verdict(StrEnum):
    """How a criterion stands."""

    MET = "met"
    AT_RISK = "at_risk"
    MISSED = "missed"
    NO_DATA = "no_data"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Metric:
    """A measured figure with its latest value."""

    key: str
    name: str
    unit: str
    higher_is_better: bool
    source: str
    value: float | None
    value_at: datetime | None
    value_by: str | None
    trouble: str | None = None
    """Why it could not be fetched the last time; None when it could, or is not fetched."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A target, exit condition or rollback trigger."""

    id: int
    klass: str
    tier: str | None
    group: str | None
    period: str | None
    phase_id: int | None
    text: str
    condition: Condition | None
    metric: str | None
    manual_verdict: Verdict | None
    evidence: str
    line: int | None
    version: int
    hold_min: int | None = None
    """How long a trigger's limit must be passed, where somebody said it."""
    source: str | None = None
    """Name of the document that it stands in."""

    @property
    def is_trigger(self) -> bool:
        """True for a condition on which the plan rolls back, or thinks of it."""
        return self.klass.startswith("rollback")


RISK_MARGIN = 0.05
"""A met target closer than this share of its threshold to being missed is at risk."""


_SECONDS = {
    "ms": 0.001, "s": 1.0, "min": 60.0, "minutes": 60.0, "h": 3600.0, "d": 86_400.0,
    "w": 604_800.0,
}  # fmt: skip
"""Units of time in seconds, as plans and metrics name them."""

_COUNTED_IN = {"response_time": "ms", "mean_response": "minutes", "mean_resolution": "minutes"}
"""Units of the times that are counted here, whatever unit a plan's limit on them is written in."""


def on_scale(
    value: float | None, metric: str | None, unit: str, measured_in: str = ""
) -> float | None:
    """A value on the plan's own scale: satisfaction in percent or of 10, an outage in hours.

    `measured_in` is the unit that the metric counts in, where it is known.
    """
    if value is None:
        return None
    if metric == "csat" and unit in ("percent", "%"):
        return (value - 1) / 4 * 100
    if metric == "csat" and unit == "score10":
        return value * 2
    measured_in = measured_in or _COUNTED_IN.get(metric or "", "")
    if unit in _SECONDS and measured_in in _SECONDS:
        return value * _SECONDS[measured_in] / _SECONDS[unit]
    return value


def judge_criterion(criterion: Criterion, value: float | None, *, scaled: bool = False) -> Verdict:
    """The verdict: a person's word first, else the metric against the threshold.

    `scaled` says that the value is on the plan's own scale already.
    """
    if criterion.manual_verdict is not None:
        return criterion.manual_verdict
    condition = criterion.condition
    if condition is not None and not scaled:
        value = on_scale(value, criterion.metric, condition.unit)
    if condition is None or criterion.metric is None or value is None:
        return Verdict.NO_DATA
    if not condition.holds(value):
        return Verdict.MISSED if _bound_from_above(condition) else Verdict.AT_RISK
    margin = abs(condition.limit) * RISK_MARGIN
    close = abs(value - condition.limit) <= margin and value != condition.limit
    return Verdict.AT_RISK if close and _bound_from_above(condition) else Verdict.MET


def _bound_from_above(condition: Condition) -> bool:
    """An upper limit once passed is missed; a goal not reached yet can still be reached.

    "Zero critical bugs" is an upper limit too.
    """
    return condition.op in ("<", "<=") or (condition.op == "==" and condition.limit == 0)


_PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sla_compliance", ("sla",)),
    ("same_day", ("same day", "same-day")),
    ("first_contact", ("first contact", "first-contact")),
    ("escalation_rate", ("escalation rate", "escalated")),
    ("reopen_rate", ("reopen",)),
    ("csat", ("satisfaction", "csat")),
    ("critical_issues", ("critical issue", "critical bug")),
)


def bind_metric(text: str) -> str | None:
    """The computed metric that a criterion in prose speaks of, or None."""
    lowered = text.casefold()
    for key, phrases in _PHRASES:
        if any(phrase in lowered for phrase in phrases):
            return key
    return None
