"""Alert limits that the prose states: "CPU Usage: Alert if > 80%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.plan.draft import ThresholdDraft
from warroom_tui.plan.drafting.outline import Outline, key_value
from warroom_tui.plan.limits import read_limit

_ALERT = re.compile(r"alert|alarm|warn|notify|page\b|критич|alerta|告警|アラート", re.IGNORECASE)
_SUBJECTS: tuple[tuple[str, str], ...] = (
    (r"\bcpu\b", "cpu"),
    (r"memory|\bram\b|speicher", "memory"),
    (r"disk|storage|platte", "disk"),
    (r"error", "error_rate"),
    (r"response|latency", "response_time"),
    (r"queue", "queue_depth"),
    (r"database connection|db connection|connections", "db_connections"),
    (r"uptime|availab", "uptime"),
)


def thresholds(outline: Outline) -> Iterator[ThresholdDraft]:
    """Every item of a monitoring section that says when to raise an alert."""
    for section in outline.sections:
        if section.kind != "monitor":
            continue
        for item in outline.items(section):
            pair = key_value(item.text)
            if pair is None or not _ALERT.search(pair[1]):
                continue
            limit = read_limit(pair[1], implied=False)
            if limit is None or limit.op == "==":
                continue
            yield ThresholdDraft(
                subject_of(pair[0]),
                item.text,
                outline.place(item.line),
                limit.op,
                limit.value,
                limit.unit,
            )


def subject_of(text: str) -> str:
    """The slug of what is measured."""
    for source, slug in _SUBJECTS:
        if re.search(source, text, re.IGNORECASE):
            return slug
    return re.sub(r"\W+", "_", text.lower()).strip("_") or "figure"
