"""Canned replies with Jinja2: the same small sandboxed language as the reports'."""

from __future__ import annotations

from dataclasses import fields

from jinja2 import DictLoader, TemplateError
from markupsafe import Markup

from warroom_tui.domain.desk.replies import ReplyFacts
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.reports.sandbox import BoundedEnvironment, Budget

MAX_REPLY = 100_000
"""Characters that a reply may have."""

MAX_CPU_S = 0.5


def render_reply(body: str, facts: ReplyFacts) -> str:
    """The reply as plain text; raises `InputError` naming what the template cannot do."""
    if "{{" not in body and "{%" not in body:
        return body
    environment = BoundedEnvironment(
        DictLoader({"reply": body}), Budget(MAX_REPLY, MAX_CPU_S), _plain
    )
    names = {field.name: getattr(facts, field.name) for field in fields(facts)}
    try:
        text = environment.get_template("reply").render(names)
    except (TemplateError, ArithmeticError, TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"The reply cannot be filled in: {clean(str(error), limit=160)}.",
            f"It may name: {', '.join(names)}.",
        ) from error
    return clean(str(text), limit=BODY_LIMIT, multiline=True)


def _plain(value: object) -> Markup:
    """Plain text needs no escaping; the type only tells Jinja2 that it is ready."""
    return Markup(clean(str(value), limit=MAX_REPLY, multiline=True))
