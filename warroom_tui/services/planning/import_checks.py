"""The checks of a launch: the plan's fences, and this host against the plan's thresholds."""

from __future__ import annotations

from dataclasses import replace

from warroom_tui.domain.monitoring.health import ALERTMANAGER, HEARTBEAT, MANUAL, Condition
from warroom_tui.domain.text import clean
from warroom_tui.plan.draft import CheckDraft, LaunchDraft, ThresholdDraft
from warroom_tui.plan.drafting.watch import subject_of

Row = dict[str, object]

HOST_CHECKS = (
    ("CPU", "cpu", Condition(">", 80, "%")),
    ("Memory", "memory", Condition(">", 85, "%")),
    ("Disk free", "disk", Condition("<", 20, "%")),
)
"""(name, target, alert limit when the plan states none: those of the post-launch plan)."""

_IN_UNIT = {
    "ms": {"s": 1000.0, "min": 60_000.0, "h": 3_600_000.0},
    "d": {"h": 1 / 24, "min": 1 / 1440, "w": 7.0},
    "min": {"ms": 1 / 60_000, "s": 1 / 60, "h": 60.0, "d": 1440.0, "w": 10_080.0},
}
"""How many of a check's unit one of the written unit is."""

_PLAIN_TARGETS = {
    "tls": "valid",
    "queue": "",
    "promql": "",
    HEARTBEAT: "on time",
    MANUAL: "up",
    ALERTMANAGER: "answers",
}
"""What a check without limits should be."""

_UNITS = {"tls": "d", "queue": "count", HEARTBEAT: "min", MANUAL: "", ALERTMANAGER: "count"}


def check_rows(draft: LaunchDraft, product_url: str | None = None) -> list[Row]:
    """Rows for every check of the fences, then for host checks that no fence asked for.

    `product_url` stands in for the plan's own address of the product (a rehearsal).
    """
    rows: list[Row] = []
    taken: set[str] = set()
    for item in draft.checks:
        name = clean(item.name, limit=80)
        if name.casefold() in taken:
            continue
        taken.add(name.casefold())
        target = _target(item, draft.product_url, product_url)
        rows.append(_from_fence(_limited(item, draft.thresholds), name, target))
    probed = {item.target.split(":")[0] for item in draft.checks if item.kind == "host"}
    for name, target, fallback in HOST_CHECKS:
        if target not in probed and name.casefold() not in taken:
            rows.append(_host(name, target, fallback, draft.thresholds))
    return [{**row, "seq": number} for number, row in enumerate(rows, 1)]


def _target(item: CheckDraft, stated: str | None, instead: str | None) -> str:
    """The address to probe: relative ones stand under the product's address."""
    if item.kind not in ("http", "queue"):
        return item.target
    return product_address(item.target, stated, instead)


def product_address(target: str, stated: str | None, instead: str | None) -> str:
    """An address of the product: relative ones stand under its own, a rehearsal's comes instead."""
    base = (instead or stated or "").rstrip("/")
    if not target.startswith(("http://", "https://", "${")):
        return f"{base}/{target.lstrip('/')}" if base else target
    if instead and stated and target.startswith(stated.rstrip("/")):
        return base + target.removeprefix(stated.rstrip("/"))
    return target


def _limited(item: CheckDraft, thresholds: tuple[ThresholdDraft, ...]) -> CheckDraft:
    """The check with the limit of the plan's prose, where its fence states none."""
    if item.slow is not None or item.down is not None:
        return item
    subjects = _subjects(item)
    found = {each.subject: each for each in reversed(thresholds)}
    stated = next((found[subject] for subject in subjects if subject in found), None)
    if stated is None:
        return item
    return replace(item, slow=(stated.op, stated.value, stated.unit))


def _subjects(item: CheckDraft) -> tuple[str, ...]:
    """What a check measures, in the words of the alert limits: the narrowest first."""
    if item.is_queue:  # whatever it is called: "Jobs", "Outgoing mail"
        return (subject_of(item.name), "queue_depth")
    match item.kind:
        case "http":
            return ("response_time",)
        case "host":
            return (item.target.split(":")[0].strip().lower(),)
        case "db" if item.options.measure == "connections":
            return ("db_connections",)
        case "promql" | "db" if item.kind != "db" or item.options.measure == "value":
            return (subject_of(item.name),)
    return ()


def _unit(item: CheckDraft) -> str:
    """The unit of what a check measures."""
    if item.kind == "host":
        return "count" if item.target.lower().startswith("process") else "%"
    if item.kind == "db":
        return {"connections": "%", "value": "count"}.get(item.options.measure, "ms")
    if item.kind in ("promql", "queue"):  # only its limits can say what the number means
        limit = item.slow or item.down
        return "%" if limit is not None and limit[2] == "percent" else "count"
    return _UNITS.get(item.kind, "ms")


_BEAT_LOOKS = 4
"""How often the clock is looked at while the next beat is awaited."""
_LONGEST_BEAT_LOOK_S = 15.0


def _period_s(item: CheckDraft) -> float:
    """Seconds between two probes; the plan's period is that of the beats or the words."""
    if item.kind not in (HEARTBEAT, MANUAL):
        return item.every_s
    return max(1.0, min(_LONGEST_BEAT_LOOK_S, item.every_s / _BEAT_LOOKS))


def _from_fence(item: CheckDraft, name: str, target: str) -> Row:
    unit = _unit(item)
    slow, down = _condition(item.slow, unit), _condition(item.down, unit)
    limit = slow or down
    return {
        "name": name,
        "kind": item.kind,
        "target": target,
        "every_s": _period_s(item),
        "timeout_s": item.timeout_s,
        "expect": list(item.expect),
        "contains": item.contains,
        "slow": _stored(slow),
        "down": _stored(down),
        "fail_after": item.fail_after,
        "ok_after": item.ok_after,
        "group_name": clean(item.group, limit=80),
        "target_text": _target_text(item, limit),
        "unit": unit,
        "source_id": item.place.source + 1,
        "line": item.place.line,
        "options": item.options.stored(),
    }


def _target_text(item: CheckDraft, limit: Condition | None) -> str:
    stated = item.target_text or (limit.negated_text() if limit else None)
    return stated if stated is not None else _PLAIN_TARGETS.get(item.kind, "answers")


def _host(
    name: str, target: str, fallback: Condition, thresholds: tuple[ThresholdDraft, ...]
) -> Row:
    stated = next((item for item in thresholds if item.subject == target), None)
    limit = Condition(stated.op, stated.value, "%") if stated else fallback
    return {
        "name": name,
        "kind": "host",
        "target": target,
        "every_s": 15.0,
        "timeout_s": 5.0,
        "expect": [],
        "contains": None,
        "slow": _stored(limit),
        "down": None,
        "fail_after": 2,
        "ok_after": 1,
        "group_name": "This host",
        "target_text": limit.negated_text(),
        "unit": "%",
        "source_id": stated.place.source + 1 if stated else None,
        "line": stated.place.line if stated else None,
        "options": None,
    }


def _condition(limit: tuple[str, float, str] | None, unit: str) -> Condition | None:
    """A limit in the check's own unit."""
    if limit is None:
        return None
    op, value, written = limit
    return Condition(op, value * _IN_UNIT.get(unit, {}).get(written, 1.0), unit)


def _stored(condition: Condition | None) -> list[str | float] | None:
    return [condition.op, condition.limit, condition.unit] if condition else None
