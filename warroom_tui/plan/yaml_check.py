"""One check of a `warroom` fence: exactly one kind, and what that kind understands."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, model_validator

from warroom_tui.domain.monitoring.check_options import JSON_RULES, CheckOptions, JsonRule
from warroom_tui.domain.monitoring.json_path import number
from warroom_tui.plan.yaml_types import Comparison, Part, Seconds, statuses

CHECK_KINDS = (
    "http",
    "tcp",
    "tls",
    "host",
    "db",
    "queue",
    "promql",
    "heartbeat",
    "manual",
    "alertmanager",
)

_ONLY_FOR = {
    "expect": ("http", "queue"),
    "contains": ("http",),
    "headers": ("http", "queue", "promql", "alertmanager"),
    "expect_headers": ("http",),
    "json_is": ("http",),
    "certificate_days": ("http", "tls"),
    "path": ("queue",),
    "prometheus": ("promql",),
    "query": ("db", "queue"),
    "measure": ("db",),
    "user_env": ("db", "queue"),
    "password_env": ("db", "queue"),
}
"""Which kinds a key means something to."""

_SECRET_HEADERS = ("authorization", "proxy-authorization", "cookie", "x-api-key", "api-key")
_VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*\}")
_ENV_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"


def plain_secret(address: str) -> bool:
    """True when an address holds a password that stands in the plan itself."""
    try:
        password = urlsplit(_VARIABLE.sub("$", address)).password
    except ValueError:
        return False
    return bool(password) and password != "$"


def _no_secret(value: object) -> object:
    if isinstance(value, str) and plain_secret(value):
        raise ValueError("a password in the plan is no secret; name a variable: ${NAME}")
    return value


def _headers(value: object) -> tuple[tuple[str, str], ...]:
    pairs = _pairs(value)
    for name, text in pairs:
        if name.lower() in _SECRET_HEADERS and not _VARIABLE.search(text):
            raise ValueError(f"{name} holds a credential; write it as ${{NAME}}")
    return pairs


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict) or not value:
        raise ValueError("a mapping of header names to text expected")
    for name, text in value.items():
        if not re.fullmatch(r"[A-Za-z0-9-]{1,80}", str(name)) or not isinstance(text, str | None):
            raise ValueError(f'"{name}" is no header with one line of text')
        if text is not None and not text.isprintable():
            raise ValueError(f"{name} must be one line")
    return tuple((str(name), text or "") for name, text in value.items())


def _rules(value: object) -> tuple[JsonRule, ...]:
    rules: list[JsonRule] = []
    for entry in value if isinstance(value, list) else [value]:
        given = dict(entry) if isinstance(entry, dict) else {}
        path = given.pop("path", None)
        if not isinstance(path, str) or not given or not set(given) <= set(JSON_RULES):
            raise ValueError(f"needs path and one of {', '.join(JSON_RULES)}")
        for rule, wanted in given.items():
            if rule in ("above", "below") and number(str(wanted)) is None:
                raise ValueError(f'{rule}: "{wanted}" is not a number')
            rules.append(JsonRule(path, rule, "null" if wanted is None else str(wanted)))
    return tuple(rules)


Address = Annotated[str, BeforeValidator(_no_secret)]
Headers = Annotated[tuple[tuple[str, str], ...], BeforeValidator(_headers)]
EnvName = Annotated[str, Field(pattern=_ENV_NAME)]


class Check(Part):
    """One probe; exactly one of the kind keys says what it looks at."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    http: Address | None = None
    tcp: str | None = None
    tls: str | None = None
    host: str | None = None
    db: Address | None = None
    queue: Address | None = None
    promql: str | None = None
    heartbeat: str | None = None
    manual: str | None = None
    alertmanager: Address | None = None
    every: Seconds = 30.0
    timeout: Seconds = 5.0
    expect: Annotated[tuple[str, ...], BeforeValidator(statuses)] = ("2xx", "3xx")
    contains: str | None = None
    headers: Headers = ()
    expect_headers: Annotated[tuple[tuple[str, str], ...], BeforeValidator(_pairs)] = ()
    json_is: Annotated[tuple[JsonRule, ...], BeforeValidator(_rules), Field(alias="json")] = ()
    certificate_days: Annotated[float, Field(ge=0, le=3650)] | None = None
    path: str | None = None
    prometheus: Address | None = None
    query: str | None = None
    measure: Literal["time", "connections", "value"] = "time"
    user_env: EnvName | None = None
    password_env: EnvName | None = None
    slow: Comparison | None = None
    down: Comparison | None = None
    fail_after: Annotated[int, Field(ge=1, le=100)] = 2
    ok_after: Annotated[int, Field(ge=1, le=100)] = 1
    group: str = ""
    target: str | None = None
    runbook: Annotated[str, Field(min_length=2, max_length=200)] | None = None
    remind_min: Annotated[float, Field(ge=0, le=10_080)] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Check:
        given = [kind for kind in CHECK_KINDS if kind in self.model_fields_set]
        if len(given) != 1:
            raise ValueError(f"needs exactly one of {', '.join(CHECK_KINDS)}")
        if self.every < 1:
            raise ValueError("every must be at least 1 s")
        for key, kinds in _ONLY_FOR.items():
            if key in self.model_fields_set and given[0] not in kinds:
                shown = "json" if key == "json_is" else key.replace("_", "-")
                raise ValueError(f"{shown} belongs to {' and '.join(kinds)}, not to {given[0]}")
        if given[0] == "promql" and not self.prometheus:
            raise ValueError("promql needs prometheus: the base address of the Prometheus")
        if self.measure == "value" and not self.query:
            raise ValueError("measure: value needs a query")
        return self

    @property
    def kind(self) -> str:
        """The one kind key that is there."""
        return next(kind for kind in CHECK_KINDS if kind in self.model_fields_set)

    @property
    def by_sql(self) -> bool:
        """A queue whose depth a query tells: asked like a database."""
        return self.kind == "queue" and self.query is not None

    def _told_every_s(self) -> float | None:
        """How often a beat, or a person's word when the plan asks for it, has to come."""
        asked = self.kind == "manual" and "every" in self.model_fields_set
        return self.every if self.kind == "heartbeat" or asked else None

    def options(self) -> CheckOptions:
        """What it asks for beyond its target."""
        return CheckOptions(
            headers=self.headers,
            expect_headers=self.expect_headers,
            json=self.json_is,
            certificate_days=self.certificate_days,
            path=self.path,
            server=self.prometheus,
            query=self.query,
            measure="value" if self.by_sql else self.measure,
            user_env=self.user_env,
            password_env=self.password_env,
            beat_s=self._told_every_s(),
            runbook=self.runbook,
            remind_min=self.remind_min,
        )
