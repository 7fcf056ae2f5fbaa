"""The tables, one module per area of the data model."""

from warroom_tui.storage.schema.base import metadata
from warroom_tui.storage.schema.desk import (
    LIVE_TICKET,
    counter,
    known_issue,
    priority_definition,
    sla_clock,
    sla_target,
    ticket,
    ticket_note,
)
from warroom_tui.storage.schema.health import (
    check,
    check_minute,
    check_sample,
    check_status,
    criterion,
    lease,
    metric,
    metric_sample,
)
from warroom_tui.storage.schema.people import contact, contact_channel, person, requirement, shift
from warroom_tui.storage.schema.plan import (
    checklist,
    launch,
    phase,
    plan_node,
    plan_source,
    task,
)
from warroom_tui.storage.schema.record import (
    app_session,
    note,
    report,
    setting,
    timeline_event,
)

__all__ = [
    "LIVE_TICKET",
    "app_session",
    "check",
    "check_minute",
    "check_sample",
    "check_status",
    "checklist",
    "contact",
    "contact_channel",
    "counter",
    "criterion",
    "known_issue",
    "launch",
    "lease",
    "metadata",
    "metric",
    "metric_sample",
    "note",
    "person",
    "phase",
    "plan_node",
    "plan_source",
    "priority_definition",
    "report",
    "requirement",
    "setting",
    "shift",
    "sla_clock",
    "sla_target",
    "task",
    "ticket",
    "ticket_note",
    "timeline_event",
]
