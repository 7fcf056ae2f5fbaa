"""What a check asks for beyond its target: conditions on the answer, credentials by name.

Credentials are never here: only the names of the environment variables that hold them, and
texts with `${NAME}` in them, which the probe fills in for the length of one request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warroom_tui.domain.monitoring.json_path import Json, as_text, number

Stored = dict[str, Json]

JSON_RULES = ("equals", "not", "above", "below")


@dataclass(frozen=True, slots=True)
class JsonRule:
    """A condition on one value of a JSON answer."""

    path: str
    rule: str
    """equals, not, above, below."""
    wanted: str

    def holds(self, value: Json) -> bool:
        """True when the answer's value is as wanted; text and numbers compare as written."""
        if self.rule in ("above", "below"):
            found, limit = number(value), number(self.wanted)
            if found is None or limit is None:
                return False
            return found > limit if self.rule == "above" else found < limit
        same = as_text(value) == self.wanted
        if not same and not isinstance(value, str | bool):
            found, limit = number(value), number(self.wanted)
            same = found is not None and found == limit
        return same if self.rule == "equals" else not same

    def as_words(self) -> str:
        """The rule as a person writes it: `status equals ok`."""
        return f"{self.path} {self.rule} {self.wanted}"


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Settings of one check; what a kind does not know it passes over."""

    headers: tuple[tuple[str, str], ...] = ()
    """Sent with the request, and only to the check's own host; may hold `${NAME}`."""
    expect_headers: tuple[tuple[str, str], ...] = ()
    """Headers that the answer must have, each containing this text ("" for any)."""
    json: tuple[JsonRule, ...] = ()
    certificate_days: float | None = None
    """Days before its end at which a certificate makes the check slow; None: a fitting default."""
    path: str | None = None
    """Where the number stands in a JSON answer."""
    server: str | None = None
    """Base address of the Prometheus that answers a query."""
    query: str | None = None
    """SQL that only reads."""
    measure: str = "time"
    """Of a database: time (ms), connections (% of capacity) or value (the query's number)."""
    user_env: str | None = None
    password_env: str | None = None
    beat_s: float | None = None
    """A beat, or a person's word, must come this often, in seconds; None: it holds for ever."""
    runbook: str | None = None
    """Title of the procedure that a failing check opens, or words of it."""
    remind_min: float | None = None
    """Minutes between reminders while nobody acknowledges it; None: the usual, 0: never."""

    def stored(self) -> Stored | None:
        """As the database keeps it; None when nothing is set."""
        plain: Stored = {
            "headers": [[name, value] for name, value in self.headers] or None,
            "expect_headers": [[name, value] for name, value in self.expect_headers] or None,
            "json": [[rule.path, rule.rule, rule.wanted] for rule in self.json] or None,
            "certificate_days": self.certificate_days,
            "path": self.path,
            "server": self.server,
            "query": self.query,
            "measure": None if self.measure == "time" else self.measure,
            "user_env": self.user_env,
            "password_env": self.password_env,
            "beat_s": self.beat_s,
            "runbook": self.runbook,
            "remind_min": self.remind_min,
        }
        return {key: value for key, value in plain.items() if value is not None} or None


NO_OPTIONS = CheckOptions()


def read_options(stored: Mapping[str, Json] | None) -> CheckOptions:
    """The options from what the database keeps."""
    if not stored:
        return NO_OPTIONS
    return CheckOptions(
        headers=_pairs(stored.get("headers")),
        expect_headers=_pairs(stored.get("expect_headers")),
        json=tuple(JsonRule(*rule) for rule in _rows(stored.get("json")) if len(rule) == 3),
        certificate_days=number(stored.get("certificate_days")),
        path=_text(stored.get("path")),
        server=_text(stored.get("server")),
        query=_text(stored.get("query")),
        measure=_text(stored.get("measure")) or "time",
        user_env=_text(stored.get("user_env")),
        password_env=_text(stored.get("password_env")),
        beat_s=number(stored.get("beat_s")),
        runbook=_text(stored.get("runbook")),
        remind_min=number(stored.get("remind_min")),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _rows(value: Json) -> list[list[str]]:
    rows = value if isinstance(value, list) else []
    return [[str(cell) for cell in row] for row in rows if isinstance(row, list)]


def _pairs(value: Json) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in _rows(value) if len(row) == 2)
