"""Facts in, report out: which templates make which format."""

from __future__ import annotations

from dataclasses import fields
from zoneinfo import ZoneInfo

from warroom_tui.domain.reporting.report import DailyFacts, RenderedReport, ReportFormat
from warroom_tui.reports.escaping import one_line
from warroom_tui.reports.mail import draft
from warroom_tui.reports.shelf import TemplateLibrary

_DERIVED = ("figures", "recorded", "unrecorded", "rag_symbol", "rag_word")


def render_report(library: TemplateLibrary, facts: DailyFacts, fmt: ReportFormat) -> RenderedReport:
    """The report of `facts` in format `fmt`; raises `TemplateFault`.

    A mail draft is made of the templates for subject, plain text and HTML.
    """
    names = _names(facts)
    zone = ZoneInfo(facts.tz)
    kind = facts.kind.value

    def part(name: str, form: ReportFormat) -> str:
        return library.render(f"{kind}.{name}.j2", form, names, zone)

    if fmt is ReportFormat.EML:
        text = draft(
            one_line(part("subject", ReportFormat.TXT)),
            part("txt", ReportFormat.TXT),
            part("html", ReportFormat.HTML),
            facts.as_of,
        )
    else:
        text = part(fmt.value, fmt)
    title = one_line(f"{facts.launch}: {facts.title}")
    return RenderedReport(facts.kind, facts.day, fmt, title, text, facts)


def _names(facts: DailyFacts) -> dict[str, object]:
    """What a template may name: the fields of the facts and what is derived from them."""
    names = [field.name for field in fields(facts)]
    return {name: getattr(facts, name) for name in (*names, *_DERIVED)}
