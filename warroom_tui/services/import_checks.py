"""The checks of a launch: the plan's fences, and this host against the plan's thresholds."""

from __future__ import annotations

from warroom_tui.domain.health import Condition
from warroom_tui.domain.text import clean
from warroom_tui.plan.draft import CheckDraft, LaunchDraft, ThresholdDraft

Row = dict[str, object]

HOST_CHECKS = (
    ("CPU", "cpu", Condition(">", 80, "%")),
    ("Memory", "memory", Condition(">", 85, "%")),
    ("Disk free", "disk", Condition("<", 20, "%")),
)
"""(name, target, alert limit when the plan states none: those of the post-launch plan)."""

_MS = {"ms": 1.0, "s": 1000.0, "sec": 1000.0, "seconds": 1000.0, "min": 60_000.0}


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
        rows.append(_from_fence(item, name, _target(item, draft.product_url, product_url)))
    probed = {item.target.split(":")[0] for item in draft.checks if item.kind == "host"}
    for name, target, fallback in HOST_CHECKS:
        if target not in probed and name.casefold() not in taken:
            rows.append(_host(name, target, fallback, draft.thresholds))
    return [{**row, "seq": number} for number, row in enumerate(rows, 1)]


def _target(item: CheckDraft, stated: str | None, instead: str | None) -> str:
    """The address to probe: relative ones stand under the product's address."""
    if item.kind != "http":
        return item.target
    base = (instead or stated or "").rstrip("/")
    if not item.target.startswith(("http://", "https://")):
        return f"{base}/{item.target.lstrip('/')}" if base else item.target
    if instead and stated and item.target.startswith(stated.rstrip("/")):
        return base + item.target.removeprefix(stated.rstrip("/"))
    return item.target


def _from_fence(item: CheckDraft, name: str, target: str) -> Row:
    unit = "%" if item.kind == "host" else "ms"
    slow, down = _condition(item.slow, unit), _condition(item.down, unit)
    limit = slow or down
    return {
        "name": name,
        "kind": item.kind,
        "target": target,
        "every_s": item.every_s,
        "timeout_s": item.timeout_s,
        "expect": list(item.expect),
        "contains": item.contains,
        "slow": _stored(slow),
        "down": _stored(down),
        "fail_after": item.fail_after,
        "ok_after": item.ok_after,
        "group_name": clean(item.group, limit=80),
        "target_text": item.target_text or (limit.negated_text() if limit else "answers"),
        "unit": unit,
        "source_id": item.place.source + 1,
        "line": item.place.line,
    }


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
    }


def _condition(limit: tuple[str, float, str] | None, unit: str) -> Condition | None:
    """A limit in the check's own unit."""
    if limit is None:
        return None
    op, value, written = limit
    if unit == "ms":
        return Condition(op, value * _MS.get(written, 1.0), "ms")
    return Condition(op, value, unit)


def _stored(condition: Condition | None) -> list[str | float] | None:
    return [condition.op, condition.limit, condition.unit] if condition else None
