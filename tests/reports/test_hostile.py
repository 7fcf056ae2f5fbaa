"""Hostile text in every field of the facts: no format obeys it."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import unicodedata
from collections.abc import Callable
from enum import Enum
from functools import cache
from html.parser import HTMLParser
from typing import TypeVar, cast

import pytest
from markdown_it import MarkdownIt

from tests.reports.launch_day import EVENING, full_day
from tests.reports.test_escaping import MARKUP
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.reporting.report import DailyFacts, ReportFormat, ReportKind
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.reports.layout import COLUMNS, display_width
from warroom_tui.reports.render import render_report
from warroom_tui.reports.shelf import TemplateLibrary
from warroom_tui.services.reporting.report_facts import daily_facts

INJECTIONS = (
    *MARKUP,
    *HOSTILE,
    "</td></tr></table><img src=x onerror=alert(1)>",
    "\"><svg onload='alert(1)'>",
    "--><style>*{display:none}</style>",
    "{{ facts }} {% raw %}",
    "x\r\nBcc: everyone@example.org\r\n\r\nbody",
    "x\n\nWINS\n\n- all is well",
    "\n# Heading\n",
    "=_warroom_",
)

VISIBLE = tuple(text for text in INJECTIONS if text.strip())


def short(text: str) -> str:
    """A test id of bearable length."""
    return ascii(text)[1:30]


_Value = TypeVar("_Value")


def with_texts(value: _Value, text: Callable[[str], str]) -> _Value:
    """The same facts with every text in them replaced."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return cast("_Value", text(value))
    if isinstance(value, tuple):
        return cast("_Value", tuple(with_texts(one, text) for one in value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: with_texts(getattr(value, field.name), text)
            for field in dataclasses.fields(value)
            if field.name != "tz"
        }
        return dataclasses.replace(value, **fields)
    return value


def facts(text: str) -> DailyFacts:
    """A full launch day that says `text` everywhere."""
    plain = daily_facts(full_day(), ReportKind.DAILY, EVENING, "Kim")
    return with_texts(plain, lambda _: text)


def rendered(text: str, fmt: ReportFormat) -> str:
    """The report of such a day."""
    library = TemplateLibrary(None, shipped_path("templates"))
    return render_report(library, facts(text), fmt).text


@cache
def harmless(fmt: ReportFormat) -> str:
    """The same report saying nothing but "word"."""
    return rendered("word", fmt)


class Tags(HTMLParser):
    """Collects what a browser would build."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, object]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", None))

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))


@pytest.mark.parametrize("text", VISIBLE, ids=short)
def test_html_holds_no_tag_that_the_template_did_not_write(text: str) -> None:
    assert Tags(rendered(text, ReportFormat.HTML)).tags == Tags(harmless(ReportFormat.HTML)).tags


def markdown_shape(source: str) -> list[str]:
    """The structure that a Markdown reader sees, texts left out."""
    tokens = MarkdownIt("gfm-like").parse(source)
    shape = []
    for token in tokens:
        shape.append(token.type)
        shape += [child.type for child in token.children or () if child.type != "text"]
    return shape


@pytest.mark.parametrize("text", VISIBLE, ids=short)
def test_markdown_keeps_its_shape(text: str) -> None:
    expected = markdown_shape(harmless(ReportFormat.MD))
    assert markdown_shape(rendered(text, ReportFormat.MD)) == expected


@pytest.mark.parametrize("text", INJECTIONS, ids=short)
def test_plain_text_obeys_nothing_and_fits_its_columns(text: str) -> None:
    lines = rendered(text, ReportFormat.TXT).split("\n")
    assert all(display_width(line) <= COLUMNS for line in lines)
    assert lines.count("WINS") == 1
    letters = {letter for line in lines for letter in line}
    assert not [letter for letter in letters if unicodedata.category(letter) in ("Cc", "Cs")]


@pytest.mark.parametrize("text", INJECTIONS, ids=short)
def test_a_mail_draft_has_only_its_own_headers_and_parts(text: str) -> None:
    source = rendered(text, ReportFormat.EML).encode("ascii")
    draft = email.message_from_bytes(source, policy=email.policy.default)
    assert draft.keys() == ["Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"]
    assert [part.get_content_type() for part in draft.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert not draft.defects
    assert "\n" not in draft["Subject"]
    html = draft.get_body(("html",))
    assert html is not None
    if text.strip():
        assert Tags(html.get_content()).tags == Tags(harmless(ReportFormat.HTML)).tags
