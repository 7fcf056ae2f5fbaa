"""The metrics that a plan's criteria speak of.

A criterion with a number is worth nothing without a figure to hold against it: where neither the
plan's fences nor the tickets measure it, it becomes a figure that a person types in.
"""

from __future__ import annotations

import re

from warroom_tui.domain.desk.figures import SUPPORT_METRICS
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.criteria import bind_metric
from warroom_tui.domain.triggers.readings import UNITS
from warroom_tui.plan.draft import CriterionDraft, LaunchDraft
from warroom_tui.services.triggers.criterion_binding import bound

Row = dict[str, object]

MEASURED = ("uptime", "response_time", "core_systems_up_after", "disruption", "user_growth")
"""Keys that the checks measure (storage.measured)."""

_NAMES = {
    "response_time": "Response time",
    "kb_articles": "KB articles",
    "kb_views": "KB views",
    "db_query_time": "Database query time",
    "page_load": "Page load time",
    "adoption": "Adoption",
    "critical_resolution_time": "Critical issues resolved in",
    "core_systems_up_after": "Core systems up after",
    "disruption": "Disruption",
    "user_growth": "User growth",
}
_OF_RULES = (
    "adoption",
    "critical_resolution_time",
    "core_systems_up_after",
    "disruption",
    "user_growth",
)
"""Figures that rules name, and people type in where no check measures them."""
_UNITS = {"response_time": "ms", "core_systems_up_after": "min", "disruption": "min"}
"""What is measured counts in its own unit, whatever the plan's limit is written in."""
_ALIASES = {
    ("tickets", "per_day"): "tickets_created",
    ("tickets", "percent"): "ticket_increase",
    ("resolution_time", "h"): "mean_resolution",
    ("resolution_time", "min"): "mean_resolution",
    ("same_day_resolution", "percent"): "same_day",
    ("fcr", "percent"): "first_contact",
}
_TARGET = re.compile(
    r"\(target:[^)]*\)|_{3,}"
    r"|(?:[<>≤≥]=?|=)\s*\d[\d.,]*\s*(?:%|ms\b|s\b|seconds?\b|minutes?\b|hours?\b|/\s*\d+)?\+?"
    r"|\b\d[\d.,]*\s*%?\+"
    r"|\b\d[\d.,]*\s*%"
    r"|\b(?:zero|no)\b",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^(?:week|month|day)\s+\d+\s*:|^\s*(?:of|the)\b|[:\-–,.]+\s*$", re.IGNORECASE)
_WEEK = re.compile(r"first week|week (?:1|one)\b", re.IGNORECASE)
NAME_LIMIT = 40


def metric_of(item: CriterionDraft, known: frozenset[str]) -> str | None:
    """Key of the metric that measures a criterion: as the plan says, else as its words say."""
    item = bound(item, known)
    if item.op is None and item.metric not in known and item.metric not in UNITS:
        return None
    tickets = item.metric in ("tickets", "tickets_created") and item.unit in (None, "count")
    if tickets and _WEEK.search(item.text):
        return "tickets_week"
    if item.metric in known or item.metric in UNITS:
        return item.metric
    alias = _ALIASES.get((item.metric or "", item.unit or ""))
    if alias is not None or item.metric in _OF_RULES:
        return alias or item.metric
    spoken = bind_metric(item.text)
    if spoken is not None and SUPPORT_METRICS[spoken][1] == "count" and item.unit != "count":
        return item.metric  # "critical issues resolved in 2 hours" is no count of issues
    return spoken or item.metric or _slug(name_of(item.text))


def name_of(text: str) -> str:
    """What is measured, without its target: ">100 laybys created" is "Laybys created"."""
    name = " ".join(_TARGET.sub(" ", text).split())
    while (shorter := _EDGES.sub("", name).strip()) != name:
        name = shorter
    name = clean(name, limit=NAME_LIMIT)
    return name[:1].upper() + name[1:]


def _slug(name: str) -> str | None:
    slug = re.sub(r"\W+", "_", name.casefold()).strip("_")
    return slug[:60] or None


def known_metrics(draft: LaunchDraft) -> frozenset[str]:
    """Keys that are defined or computed."""
    return frozenset(metric.key for metric in draft.metrics) | frozenset(SUPPORT_METRICS)


def spoken_metrics(draft: LaunchDraft) -> list[Row]:
    """Rows for the metrics that only criteria speak of, in plan order."""
    rows: dict[str, Row] = {}
    known = known_metrics(draft)
    for item in draft.criteria:
        criterion = bound(item, known)
        key = metric_of(item, known)
        if key is None or key in known or key in rows or key in UNITS or criterion.op is None:
            continue
        rows[key] = _spoken_of(criterion, key)
    first = len(draft.metrics) + 1
    return [{**row, "seq": seq} for seq, row in enumerate(rows.values(), first)]


def _is_trigger(criterion: CriterionDraft) -> bool:
    return criterion.klass.startswith("rollback")


def _spoken_of(criterion: CriterionDraft, key: str) -> Row:
    name = name_of(criterion.text)
    if key == criterion.metric:
        name = _NAMES.get(key, key.replace("_", " ").capitalize())
    return {
        "key": key,
        "name": name,
        "unit": _UNITS.get(key) or criterion.unit or "count",
        "higher_is_better": (criterion.op in (">", ">=")) is not _is_trigger(criterion),
        "source": "probe" if key in MEASURED else "manual",
        "url": None,
        "path": None,
        "every_s": 60.0,
    }
