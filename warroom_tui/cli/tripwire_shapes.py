"""Criteria, baselines and rollbacks as JSON with stable keys."""

from __future__ import annotations

from warroom_tui.cli.output import Json
from warroom_tui.domain.triggers.baseline import Baseline
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.readings import told_limit
from warroom_tui.domain.triggers.rollback import Rollback


def gauge_shape(gauge: Gauge) -> dict[str, Json]:
    """A criterion or trigger as it stands."""
    criterion, condition = gauge.criterion, gauge.criterion.condition
    left = gauge.trips_in
    return {
        "id": criterion.id,
        "text": criterion.text,
        "class": criterion.klass,
        "group": gauge.group,
        "period": criterion.period,
        "counts": gauge.validity.value,
        "state": gauge.state.value if gauge.state else None,
        "verdict": gauge.verdict.value if gauge.verdict else None,
        "since": gauge.since,
        "metric": criterion.metric,
        "value": gauge.value,
        "limit": told_limit(criterion) or None,
        "op": condition.op if condition else None,
        "threshold": condition.limit if condition else None,
        "unit": condition.unit if condition else None,
        "reach": gauge.reach,
        "held_s": gauge.held.total_seconds() if gauge.held is not None else None,
        "hold_s": gauge.hold.total_seconds(),
        "slope_per_min": gauge.wire.slope if gauge.wire else None,
        "trips_in_s": left.total_seconds() if left is not None else None,
        "evidence": gauge.reading.evidence if gauge.reading else criterion.evidence,
        "by": gauge.wire.by if gauge.wire else None,
        "reason": gauge.wire.reason if gauge.wire else "",
        "source": criterion.source,
        "line": criterion.line,
        "version": criterion.version,
    }


def baseline_shape(found: Baseline) -> dict[str, Json]:
    """A baseline with its figures."""
    return {
        "id": found.id,
        "name": found.name,
        "at": found.at,
        "by": found.by,
        "values": dict(found.values),
    }


def rollback_shape(found: Rollback) -> dict[str, Json]:
    """A question "do we roll back?" and what came of it."""
    return {
        "id": found.id,
        "state": found.state.value,
        "title": found.title,
        "immediate": found.immediate,
        "triggers": list(found.triggers),
        "proposed_at": found.proposed_at,
        "proposed_by": found.proposed_by,
        "decision": found.decision.value if found.decision else None,
        "decided_at": found.decided_at,
        "decided_by": found.decided_by,
        "reason": found.reason,
        "forced": found.forced,
        "recheck_at": found.recheck_at,
        "started_at": found.started_at,
        "verified_at": found.verified_at,
        "communicated_at": found.communicated_at,
        "ended_at": found.ended_at,
        "outcome": found.outcome,
        "version": found.version,
    }
