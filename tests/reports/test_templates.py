"""Templates: the team's own, the bounds they run in, and what is said when they are wrong."""

from __future__ import annotations

import re
import time
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from jinja2 import DictLoader

from tests.conftest import CHECKOUT
from tests.reports.launch_day import DAY, EVENING, at, full_day
from warroom_tui.domain.reporting.report import ReportFormat, ReportKind
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.reports.errors import TemplateFault
from warroom_tui.reports.filters import equip, escape_for
from warroom_tui.reports.render import render_report
from warroom_tui.reports.sandbox import BoundedEnvironment, Budget
from warroom_tui.reports.shelf import MAX_SOURCE, TemplateLibrary
from warroom_tui.services.reporting.report_facts import daily_facts

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FACTS = daily_facts(full_day(), ReportKind.DAILY, EVENING, "Kim")
NAMES: dict[str, object] = {
    "launch": "Layby",
    "title": "<Day> *1*",
    "wins": ("a, b", "c"),
    "facts": FACTS,
    "day": DAY,
    "noon": at(11),
    "rate": 92.6,
    "nothing": None,
}


def render(folder: Path, source: str, fmt: ReportFormat = ReportFormat.MD) -> str:
    """What the team's own template `own.md.j2` makes of `NAMES`."""
    (folder / "own.md.j2").write_text(source, "utf-8")
    library = TemplateLibrary(folder, shipped_path("templates"))
    return library.render("own.md.j2", fmt, NAMES, COPENHAGEN, Budget(100_000, 0.5))


def fault(folder: Path, source: str) -> TemplateFault:
    """What is said about a wrong template."""
    with pytest.raises(TemplateFault) as caught:
        render(folder, source)
    return caught.value


def test_the_teams_template_replaces_the_shipped_one(own_templates: Path) -> None:
    (own_templates / "daily.md.j2").write_text("Our own: {{ title }} {{ rag_word }}\n", "utf-8")
    library = TemplateLibrary(own_templates, shipped_path("templates"))
    assert render_report(library, FACTS, ReportFormat.MD).text == "Our own: Day 1 summary YELLOW\n"
    assert "SUPPORT" not in render_report(library, FACTS, ReportFormat.TXT).text
    assert "Layby Launch" in render_report(library, FACTS, ReportFormat.TXT).text


def test_the_teams_template_may_build_on_the_shipped_page(own_templates: Path) -> None:
    (own_templates / "daily.html.j2").write_text(
        '{% extends "_page.html.j2" %}{% block content %}<p>Ours</p>{% endblock %}', "utf-8"
    )
    library = TemplateLibrary(own_templates, shipped_path("templates"))
    page = render_report(library, FACTS, ReportFormat.HTML).text
    assert "<p>Ours</p>" in page
    assert "<!DOCTYPE html>" in page


def test_every_value_is_escaped_for_its_format(own_templates: Path) -> None:
    source = '{{ title }}|{{ wins | join(" / ") }}|{{ "*" ~ title }}'
    assert render(own_templates, source) == r"&lt;Day&gt; \*1\*|a, b / c|\*&lt;Day&gt; \*1\*"
    html = render(own_templates, source, ReportFormat.HTML)
    assert html == "&lt;Day&gt; *1*|a, b / c|*&lt;Day&gt; *1*"
    assert render(own_templates, source, ReportFormat.TXT) == "<Day> *1*|a, b / c|*<Day> *1*"


@pytest.mark.parametrize("escape", ["e", "escape", "md_escape", "upper | lower"])
def test_escaping_again_does_not_open_a_hole(own_templates: Path, escape: str) -> None:
    source = f"{{{{ title | {escape} }}}}"
    assert "<" not in render(own_templates, source, ReportFormat.HTML)
    assert r"\*1\*" in render(own_templates, source)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ noon | local_time }}", "12:00"),
        ("{{ noon | local_date }}", "Tue 1 Dec 2026"),
        ("{{ noon }}", "Tue 1 Dec 2026, 12:00"),
        ("{{ rate | percent }}", "93 %"),
        ("{{ rate | round }} {{ rate | round(1) }}", "93 92.6"),
        ("{{ 3900 | duration }}", "1 h 05"),
        ("{{ nothing | local_time }}{{ nothing }}", "––"),
        ("{{ '=1' | csv }},{{ wins[0] | csv }}", '\'=1,"a, b"'),
        ("{{ 'one two three' | wrap(8, 2) }}", "one two\n  three"),
        ("{{ facts.figures[0].text }} {{ facts.figures | length }}", "412 19"),
        ("{% for w in wins if w != 'c' %}{{ loop.index }}{{ w }}{% endfor %}", "1a, b"),
        ("{% for n in range(3) %}{{ n + 1 }}{% endfor %}", "123"),
    ],
)
def test_what_a_template_can_do(own_templates: Path, source: str, text: str) -> None:
    assert render(own_templates, source, ReportFormat.TXT) == text


def test_a_name_that_does_not_exist_is_told_with_its_line(own_templates: Path) -> None:
    error = fault(own_templates, "# {{ title }}\n\n{{ winz }}\n")
    assert error.message == "Template own.md.j2, line 3: 'winz' is undefined."
    assert "wins" in error.hint


def test_a_field_that_does_not_exist_is_told_with_its_line(own_templates: Path) -> None:
    error = fault(own_templates, "{% for f in facts.figures %}\n{{ f.valu }}\n{% endfor %}")
    assert error.line == 2
    assert "valu" in error.message


def test_a_syntax_error_is_told_with_its_line(own_templates: Path) -> None:
    error = fault(own_templates, "fine\n{% if %}\n")
    assert (error.line, error.exit_code) == (2, 2)


def test_the_wrong_line_of_an_included_template_is_named(own_templates: Path) -> None:
    (own_templates / "part.md.j2").write_text("\n\n{{ nobody }}", "utf-8")
    error = fault(own_templates, '{% include "part.md.j2" %}')
    assert error.message.startswith("Template part.md.j2, line 3:")


ESCAPES = (
    "{{ ''.__class__.__mro__ }}",
    "{{ ''['__class__'] }}",
    "{{ title.format }}",
    "{{ '{0.__class__}'.format(1) }}",
    "{{ title.upper() }}",
    "{{ facts.__class__ }}",
    "{{ facts.__init__.__globals__ }}",
    "{{ facts.day.today() }}",
    "{{ facts.day.year }}",
    "{{ wins.index('c') }}",
    "{{ self.__init__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ range.__self__ }}",
    "{{ cycler }}",
    "{{ namespace(x=1) }}",
    "{{ lipsum.__globals__ }}",
    "{{ loop }}",
    "{% for i in wins %}{{ loop.__init__ }}{% endfor %}",
    "{% for i in wins %}{{ loop.cycle('a') }}{% endfor %}",
    "{% macro m() %}{{ m.__call__ }}{% endmacro %}{{ m() }}",
    "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(1) }}",
    "{% macro m() %}x{% endmacro %}{{ m(*wins) }}",
    "{{ wins | attr('__class__') }}",
    "{{ wins | map(attribute='__class__') | join }}",
    "{{ facts.figures | selectattr('__class__') | length }}",
    "{{ title | safe }}",
    "{{ title | tojson }}",
    "{{ wins }}",
    "{{ facts }}",
    "{% autoescape false %}{{ title }}{% endautoescape %}",
    "{% do wins.append(1) %}",
    "{% include '../../../etc/passwd' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% set x.y = 1 %}",
)


@pytest.mark.parametrize("source", ESCAPES)
def test_a_template_cannot_leave_its_sandbox(own_templates: Path, source: str) -> None:
    error = fault(own_templates, f"\n{source}")
    assert error.template == "Template own.md.j2"
    assert error.line in (1, 2)


RUNAWAYS = (
    "{% for i in range(10**9) %}{% endfor %}",
    "{% for i in range(1000000000) %}{% endfor %}",
    "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    "{% for i in range(99999) %}a line of text that somebody wrote{% endfor %}",
    "{% for i in range(99999) %}{{ launch }}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% block b %}{% for i in range(9) %}{% include 'own.md.j2' %}{% endfor %}{% endblock %}",
    "{{ 'x' * 1000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ '%1000000000d' % 1 }}",
    "{% set a = launch %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "{% set a = launch %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40 + "{{ a }}",
    "{% set a = 9999999 %}" + "{% set a = a * a %}" * 40 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40 + "{{ a == a }}",
    "{{ range(99999) | join(launch) }}",
    "{{ 1.5 | round(999999999, 'ceil') }}",
    "{{ '\"'" + " | csv" * 60 + " }}",
    "{{ '*' * 2 }}",
    "{% set a = range(9999) | join %}" + "{% set b = a | upper %}" * 500,
    "{% set a = range(9999) | join %}" + "{% set b = a ~ 1 %}" * 500,
    "{% set a = range(9999) | join %}{{ a[1:] }}",
    "{{ launch | wrap(1000000000, 999999999) }}",
    "{{ range(99999) | join('" + "x" * 9999 + "') | length }}",
)


@pytest.mark.parametrize("source", RUNAWAYS)
def test_a_runaway_template_is_stopped_soon(own_templates: Path, source: str) -> None:
    begun = time.thread_time()
    error = fault(own_templates, source)
    assert time.thread_time() - begun < 3
    assert error.line == 1


def test_ten_megabytes_of_output_are_refused(own_templates: Path) -> None:
    many = "".join(f"{{{{ {digit} }}}}" + "x" * 1_000 for digit in range(100))
    source = f"{{% for i in range(100) %}}\n{many}\n{{% endfor %}}"
    (own_templates / "daily.txt.j2").write_text(source, "utf-8")
    library = TemplateLibrary(own_templates, shipped_path("templates"))
    with pytest.raises(TemplateFault, match=r"daily\.txt\.j2.*more than 4,000,000 characters"):
        render_report(library, FACTS, ReportFormat.TXT)


def test_a_file_that_is_no_template_is_told_plainly(own_templates: Path) -> None:
    own = own_templates / "own.md.j2"
    library = TemplateLibrary(own_templates, shipped_path("templates"))
    own.write_bytes(b"fine\n\xff\xfe")
    with pytest.raises(TemplateFault, match=r"line 2: it is not UTF-8"):
        library.render("own.md.j2", ReportFormat.MD, NAMES, COPENHAGEN)
    own.write_bytes(b"x" * (MAX_SOURCE + 1))
    with pytest.raises(TemplateFault, match="larger than 256 KiB"):
        library.render("own.md.j2", ReportFormat.MD, NAMES, COPENHAGEN)
    own.unlink()
    with pytest.raises(TemplateFault, match="no such template"):
        library.render("own.md.j2", ReportFormat.MD, NAMES, COPENHAGEN)


def test_no_shipped_template_is_a_danger_to_itself() -> None:
    library = TemplateLibrary(None, shipped_path("templates"))
    for kind in ReportKind:
        facts = daily_facts(full_day(), kind, EVENING, "Kim")
        for fmt in ReportFormat:
            begun = time.thread_time()
            assert "Layby Launch" in render_report(library, facts, fmt).text.replace("=\r\n", "")
            assert time.thread_time() - begun < 0.5


def test_the_guide_names_everything_that_a_template_can_use() -> None:
    guide = (CHECKOUT / "docs" / "report-templates.md").read_text("utf-8")
    told = set(re.findall(r"`(\w+)(?:\([^)`]*\))?`", guide))
    escape = escape_for(ReportFormat.MD, COPENHAGEN)
    environment = BoundedEnvironment(DictLoader({}), Budget(), escape)
    equip(environment, ReportFormat.MD, COPENHAGEN, escape)
    filters = {name for name in environment.filters if not name.startswith("_")}
    names = {field.name for field in fields(FACTS)} | {
        "figures", "recorded", "unrecorded", "rag_symbol", "rag_word",
    }  # fmt: skip
    assert filters - told == set()
    assert names - told == set()
    for rows in (FACTS.issues, FACTS.phases, FACTS.criteria, FACTS.on_duty, FACTS.timeline):
        assert {field.name for field in fields(rows[0])} - told == set()
