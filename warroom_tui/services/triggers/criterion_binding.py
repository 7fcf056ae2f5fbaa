"""What a criterion in prose is measured by: its words bound to a figure, a limit and days.

The plan's own fences win. Else the words decide, by rules that stand here in their order; what no
rule knows becomes a figure to type in when it has a number, and is judged by hand when not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from warroom_tui.plan.draft import CriterionDraft

Operator = Literal["<", "<=", ">", ">=", "=="]
SLA_GOAL_PCT = 90.0
"""What "within SLA" means where the plan names no percentage (launch-week plan, week 1)."""
MULTIPLE = 2.0
"""From how many on there are "multiple" bugs."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When the words match (and the unit, where one is asked for), what the criterion is."""

    words: str
    metric: str
    units: tuple[str, ...] = ()
    """Units that the plan's limit may have; empty: the rule is for words without a number."""
    op: Operator | None = None
    """A limit for words that have no number of their own."""
    value: float | None = None
    unit: str = "count"
    period: str | None = None
    """The days that the words name, where no heading does."""


_TIME = ("ms", "s", "min", "h", "d")
_SHARE, _COUNT = ("percent",), ("count",)

_TRIGGER_RULES = (
    Rule(r"(?:bug|issue|error|outage)s?\b.*\busers", "users_affected", _SHARE),
    Rule(r"unavailable|outage|downtime", "unavailable", _TIME),
    Rule(r"operations? (?:are )?fail", "operations_failing", _SHARE),
    Rule(r"degrad|slower", "degradation", _SHARE),
    Rule(r"tickets?\b", "tickets_created", ("per_day",)),
    Rule(r"\badoption\b", "adoption", _SHARE),
    Rule(r"(?:multiple|several) critical", "critical_open", (), ">=", MULTIPLE),
    Rule(r"(?:multiple|several) high", "high_open", (), ">=", MULTIPLE),
    Rule(r"data (?:\w+ )?(?:corrupt|integrity|loss|lost)", "data_loss_live", (), ">", 0.0),
    Rule(r"security|breach", "security_live", (), ">", 0.0),
)
_TARGET_RULES = (
    Rule(r"critical issues? resolved|critical .*resolution", "critical_resolution_time", _TIME),
    Rule(r"increase in (?:support )?tickets|more tickets", "ticket_increase", _SHARE),
    Rule(r"tickets?\b.*first week", "tickets_created", _COUNT, period="First week"),
    Rule(r"tickets?\b", "tickets_created", ("per_day",)),
    Rule(r"\b(?:users|businesses)\b.*\b(?:onboard|creat|us(?:e|ing)\b)", "adoption", _SHARE),
    Rule(r"(?:within|inside) (?:the )?sla", "sla_compliance", (), ">=", SLA_GOAL_PCT, "percent"),
    Rule(r"(?:zero|no) critical|critical .*(?:outstanding|open)", "critical_open", _COUNT),
    Rule(r"data (?:\w+ )?(?:corrupt|integrity|loss|lost)", "data_loss", _COUNT),
    Rule(r"security", "security_incidents", _COUNT),
    Rule(r"core systems\b", "core_systems_up_after", _TIME),
    Rule(r"\bdisruptions?\b", "disruption", _TIME),
)


_FEWER = r"decreas|declin|fall|drop|shrink|go(?:es|ing)? down|fewer|less"
_TRENDS: tuple[tuple[str, str, Operator], ...] = (
    (rf"\btickets?\b.*\b(?:{_FEWER})|\bfewer tickets\b", "ticket_trend", "<"),
    (
        rf"\b(?:resol\w+|solved?|fix\w*)\b.*\b(?:faster|quicker|{_FEWER})|\bfaster (?:resol|fix)",
        "resolution_trend",
        "<",
    ),
    (
        r"\b(?:users?|adoption|customers?)\b.*\b(?:gr[eo]w|increas|ris(?:es|ing))|more users",
        "user_growth",
        ">",
    ),
)
"""Words that ask for a direction, not for a number: the change in percent, and its sign."""


def trend_of(text: str) -> tuple[str, Operator] | None:
    """The trend and its direction that words without a number ask for."""
    return next(
        ((metric, op) for words, metric, op in _TRENDS if re.search(words, text, re.IGNORECASE)),
        None,
    )


def bound(item: CriterionDraft, known: frozenset[str]) -> CriterionDraft:
    """The criterion with the figure, limit and days that its words name.

    A figure that the plan defines itself (`known`) is never taken from it.
    """
    trigger = item.klass.startswith("rollback")
    # "Critical issues" are what the reader calls many things; among targets it is what it says.
    vague = item.metric == "critical_issues" and (item.klass != "success" or item.unit != "count")
    if item.metric in known and item.op is not None and not vague:
        return item
    for rule in _TRIGGER_RULES if trigger else _TARGET_RULES:
        if not re.search(rule.words, item.text, re.IGNORECASE):
            continue
        if item.op is None and rule.op is not None:
            return replace(item, metric=rule.metric, op=rule.op, value=rule.value, unit=rule.unit)
        if item.op is not None and rule.units and item.unit in rule.units:
            return replace(item, metric=rule.metric, period=item.period or rule.period)
    trend = trend_of(item.text) if item.op is None and item.klass == "success" else None
    if trend is not None:
        return replace(item, metric=trend[0], op=trend[1], value=0.0, unit="percent")
    return item
