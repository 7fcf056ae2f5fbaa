"""What a plan says to the machine: front matter and `warroom` fences, already checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from warroom_tui.plan.draft import (
    BreakDraft,
    CalendarDraft,
    CheckDraft,
    EscalationStepDraft,
    MaintenanceDraft,
    MetricDraft,
    PersonDraft,
    Place,
    RequirementDraft,
    SlaTargetDraft,
)
from warroom_tui.plan.limits import Operator


@dataclass(frozen=True, slots=True)
class CriterionBinding:
    """Binds the one criterion whose text contains `match` to a metric."""

    match: str
    place: Place
    metric: str | None = None
    op: Operator | None = None
    value: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The launch's own data at the top of a plan."""

    launch: str | None = None
    code: str | None = None
    timezone: str | None = None
    go_live: datetime | None = None
    window: tuple[str, str] | None = None
    """Start and end in the plan's words."""
    rollback_deadline: str | None = None
    rollback_minutes: int | None = None
    decision_minutes: int | None = None
    hypercare_days: int | None = None
    day_1_is_go_live: bool | None = None
    product_url: str | None = None


@dataclass(frozen=True, slots=True)
class MachinePart:
    """Everything that a plan's YAML adds to its prose."""

    front: FrontMatter = FrontMatter()
    checks: tuple[CheckDraft, ...] = ()
    metrics: tuple[MetricDraft, ...] = ()
    bindings: tuple[CriterionBinding, ...] = ()
    people: tuple[PersonDraft, ...] = ()
    requirements: tuple[RequirementDraft, ...] = ()
    sla_targets: tuple[SlaTargetDraft, ...] = ()
    calendars: tuple[CalendarDraft, ...] = ()
    escalation_steps: tuple[EscalationStepDraft, ...] = ()
    breaks: tuple[BreakDraft, ...] = ()
    maintenance: tuple[MaintenanceDraft, ...] = ()
    categories: tuple[str, ...] = ()
    """What tickets are about."""
    at_risk_pct: float | None = None
