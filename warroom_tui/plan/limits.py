"""Targets in words: `< 15 minutes`, `>99.5% uptime`, `Zero data loss`, `Satisfaction > 4/5`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Operator = Literal["<", "<=", ">", ">=", "=="]

_SIGNS: dict[str, Operator] = {
    "<": "<",
    ">": ">",
    "<=": "<=",
    ">=": ">=",
    "≤": "<=",
    "≥": ">=",
    "=<": "<=",
    "=>": ">=",
    "=": "==",
    "==": "==",
}
_WORDS: tuple[tuple[str, Operator], ...] = (
    ("less than", "<"),
    ("fewer than", "<"),
    ("below", "<"),
    ("under", "<"),
    ("within", "<="),
    ("at most", "<="),
    ("no more than", "<="),
    ("up to", "<="),
    ("more than", ">"),
    ("greater than", ">"),
    ("above", ">"),
    ("over", ">"),
    ("at least", ">="),
    ("no less than", ">="),
    ("minimum", ">="),
    ("weniger als", "<"),
    ("unter", "<"),
    ("mehr als", ">"),
    ("über", ">"),
    ("mindestens", ">="),
    ("höchstens", "<="),
    ("moins de", "<"),
    ("plus de", ">"),
    ("au moins", ">="),
    ("menos de", "<"),
    ("más de", ">"),
    ("al menos", ">="),
    ("mais de", ">"),
    ("pelo menos", ">="),
)
_NUMBER = r"\$?(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<k>k\b)?"
_UNIT = (
    r"\s*(?P<u>%|percent\b|/\s*(?P<scale>5|10|100)\b|ms\b|milliseconds?\b|seconds?\b|secs?\b|s\b"
    r"|minutes?\b|mins?\b|hours?\b|hrs?\b|h\b|days?\b|weeks?\b|(?:per|/)\s*day\b)?"
)
_SIGNED = re.compile(rf"(?P<op><=|>=|=<|=>|≤|≥|<|>|==)\s*{_NUMBER}{_UNIT}", re.IGNORECASE)
_SPELLED = re.compile(
    rf"(?<!\w)(?P<op>{'|'.join(word for word, _ in _WORDS)})\s+{_NUMBER}{_UNIT}", re.IGNORECASE
)
_AT_LEAST = re.compile(r"^(?:[^\w\s]+\s*)?(?P<plus>\d[\d,]*(?:\.\d+)?)\s*(?P<u>%)?\s*\+(?=\s|$)")
_SHARE = re.compile(r"^(?:[^\w\s]+\s*)?(?:[^:\d]*\d*\s*:\s*)?(?P<n>\d+(?:\.\d+)?)\s*(?P<u>%)")
_OR_BETTER = re.compile(
    r"(?P<plus>\d+(?:\.\d+)?)\s*(?P<u>%)?\s+(?:or|and)\s+(?:better|more|higher|above|up)\b",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"^(?:[^\w\s]+\s*)?(?:zero|no|keine?|aucune?|ningún|ninguna|nenhum|0)\s+(?=\w)", re.IGNORECASE
)
_PER_DAY = re.compile(r"(?:per|/|a)\s*day\b", re.IGNORECASE)
_UNITS = {
    "%": "percent",
    "percent": "percent",
    "ms": "ms",
    "millisecond": "ms",
    "second": "s",
    "sec": "s",
    "s": "s",
    "minute": "min",
    "min": "min",
    "hour": "h",
    "hr": "h",
    "h": "h",
    "day": "d",
    "week": "w",
}
_METRICS: tuple[tuple[str, str], ...] = (
    (r"resolution time|issues resolved|ticket resolution", "resolution_time"),
    (r"unavailable|outage|downtime|\bdown for\b", "unavailable"),
    (r"uptime|availab", "uptime"),
    (r"error rate", "error_rate"),
    (r"degradation", "degradation"),
    (r"page load", "page_load"),
    (r"database query|query (?:time|performance)", "db_query_time"),
    (r"(?:api|average) response|response time", "response_time"),
    (r"first.contact", "fcr"),
    (r"sla compliance|within sla", "sla_compliance"),
    (r"satisfaction|csat", "csat"),
    (r"escalation rate", "escalation_rate"),
    (r"reopen", "reopen_rate"),
    (r"resolved same day|same.day", "same_day_resolution"),
    (r"self.service", "self_service_rate"),
    (r"critical (?:issues?|bugs?)", "critical_issues"),
    (r"data loss|data integrity|data corruption", "data_loss"),
    (r"security", "security_incidents"),
    (r"support tickets?|tickets? per day", "tickets"),
    (r"kb articles", "kb_articles"),
    (r"kb views", "kb_views"),
    (r"adoption", "adoption"),
    (r"operations failing", "operations_failing"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A comparison; units are percent, ms, s, min, h, d, w, score5, score10, per_day or count."""

    op: Operator
    value: float
    unit: str


def read_limit(text: str, implied: bool = True) -> Limit | None:
    """The comparison that a sentence states.

    With `implied`, "99.9% uptime" and "99.9 % or better" count as at least, "Zero data loss"
    as none.
    """
    for pattern in (_SIGNED, _SPELLED):
        match = pattern.search(text)
        if match is not None:
            return _limit(match, text)
    if not implied:
        return None
    plus = _AT_LEAST.match(text) or _OR_BETTER.search(text)
    if plus is not None:
        return Limit(
            ">=", float(plus["plus"].replace(",", "")), "percent" if plus["u"] else "count"
        )
    if _ZERO.match(text) is not None:
        return Limit("==", 0.0, "count")
    share = _SHARE.match(text)
    if share is not None:
        return Limit(">=", float(share["n"]), "percent")
    return None


def metric_in(text: str) -> str | None:
    """The slug of the figure that a sentence is about, when it is a well-known one."""
    return next((slug for source, slug in _METRICS if re.search(source, text, re.IGNORECASE)), None)


def _limit(match: re.Match[str], text: str) -> Limit:
    written = " ".join(match["op"].lower().split())
    op = _SIGNS.get(written) or dict(_WORDS)[written]
    value = float(match["n"].replace(",", "")) * (1000 if match["k"] else 1)
    unit = _unit(match["u"], match["scale"])
    if unit == "count" and _PER_DAY.search(text[match.end() :]):
        unit = "per_day"
    return Limit(op, value, unit)


def _unit(word: str | None, scale: str | None) -> str:
    if scale:
        return f"score{scale}"
    if not word:
        return "count"
    lowered = word.lower().strip()
    if _PER_DAY.fullmatch(lowered):
        return "per_day"
    return _UNITS.get(lowered) or _UNITS.get(lowered.rstrip("s"), "count")
