"""The desk's figures as lines: value, target, how they are counted, and what stands behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.desk.figures import (
    SupportCounts,
    trend_word,
)
from warroom_tui.domain.reporting.report_figures import (
    support_figures,
    target_text,
)
from warroom_tui.ui.presenters.figures_behind import group_name
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

if TYPE_CHECKING:
    from warroom_tui.services.desk.figure_desk import FigurePage, GroupBy, Limit

COLUMNS = (
    Column("mark", width=1),
    Column("what", "figure"),
    Column("value", "value", width=10, align="right"),
    Column("more", "", width=30, align="left", min_total_width=60),
)
TICKET_COLUMNS = (
    Column("ref", "ticket", width=9),
    Column("priority", "", width=2),
    Column("level", "", width=2),
    Column("subject", "subject"),
    Column("owner", "owner", width=14, min_total_width=60),
    Column("state", "state", width=9, min_total_width=60),
)
ISSUE_COLUMNS = (
    Column("ref", "issue", width=12),
    Column("state", "state", width=13),
    Column("title", "title"),
)


_PROMISES = {
    "kept": "Replies, fixes and updates given in time; one ticket may have kept several.",
    "late": "Promises that fell due and were given later, or not yet; one ticket may have broken "
    "several.",
}
BAR = 24
"""Cells of the longest bar of the volume."""


def rows(page: FigurePage, palette: Palette) -> Iterator[tuple[str, Row]]:
    """(words to be found by, row), in groups under headings."""
    figures = page.figures
    yield _heading("Figures", palette)
    for figure in support_figures(figures.counts, figures.day):
        yield _line(f"figure:{figure.key}", "·", figure.label, figure.text, "", palette)
        if figure.key == "sla_compliance":
            yield from _promises(figures.counts, palette)
    if page.limits:
        yield _heading("What the plan asks", palette)
    for number, limit in enumerate(page.limits):
        yield _limit(number, limit, palette)
    yield _heading(f"Days: {trend_word(figures.trend_pct)}", palette)
    most = max((one.created for one in figures.days), default=0)
    for one in figures.days:
        label = f"{one.day:%a} {one.day.day} {one.day:%b}"
        bar = _bar(one.created, most)
        yield _line(f"day:{one.day}", "·", label, str(one.created), bar, palette)
    yield _heading("Hours", palette)
    busiest = max((number for _, number in figures.hours), default=0)
    for place, (hour, number) in enumerate(figures.hours):
        if number:
            bar = _bar(number, busiest)
            yield _line(f"hour:{place}", "·", f"{hour:02d}:00", str(number), bar, palette)
    for by, groups in page.groups:
        yield _heading(f"By {by.value}", palette)
        for name, counts in groups:
            yield _group(by, name, counts, palette)


def _promises(counts: SupportCounts, palette: Palette) -> Iterator[tuple[str, Row]]:
    """What the share of kept promises is made of."""
    kept = ("kept", "  promises kept", counts.clocks_met)
    broken = ("late", "  promises broken", counts.clocks_breached)
    for key, label, number in (kept, broken):
        yield _line(f"promises:{key}", "·", label, str(number), "", palette)


def _heading(title: str, palette: Palette) -> tuple[str, Row]:
    return "", Row(f"heading:{title}", (Cell(title, palette.muted),), heading=True)


def _line(
    key: str, mark: str, what: str, value: str, more: str, palette: Palette,
    style: Style | None = None,
) -> tuple[str, Row]:  # fmt: skip
    shown = style or palette.text
    cells = (
        Cell(mark, style or palette.muted),
        Cell(what, palette.text),
        Cell(value, shown),
        Cell(more, palette.muted),
    )
    return f"{what} {value} {more}", Row(key, cells)


def _limit(number: int, limit: Limit, palette: Palette) -> tuple[str, Row]:
    mark, style = "●", palette.good
    if limit.bad:
        mark, style = "✖", palette.bad
    elif limit.word == "at risk":
        mark, style = "▲", palette.warn
    elif limit.word == "no data":
        mark, style = "?", palette.muted
    words = limit.criterion.text
    return _line(f"limit:{number}", mark, words, limit.text, limit.word, palette, style)


def _group(by: GroupBy, name: str, counts: SupportCounts, palette: Palette) -> tuple[str, Row]:
    sla = "–" if counts.sla_pct is None else f"{counts.sla_pct:.0f} %"
    more = f"{counts.resolved} resolved · SLA {sla}"
    label = group_name(by.value, name)
    return _line(f"group:{by.value}:{name}", "·", label, str(counts.created), more, palette)


def _bar(number: int, most: int) -> str:
    return "█" * max(1, round(BAR * number / most)) if number else ""


def facts(page: FigurePage, key: str, palette: Palette) -> Text:
    """How the line is counted."""
    kind, _, rest = key.partition(":")
    text = Text()
    if kind == "figure":
        for figure in support_figures(page.figures.counts, page.figures.day):
            if figure.key == rest:
                text.append(f"{figure.label}: {figure.text}\n\n", palette.strong)
                text.append(drawable(figure.definition) + "\n\n", palette.text)
                text.append(drawable(figure.rows_query_hint), palette.accent)
    elif kind == "limit":
        limit = page.limits[int(rest)]
        text.append(drawable(limit.criterion.text) + "\n\n", palette.strong)
        condition = limit.criterion.condition
        if limit.value is not None:
            limits = f", asked {target_text(condition, limit.unit)}" if condition else ""
            text.append(f"Now {limit.text}{limits}\n", palette.text)
        text.append(f"{limit.word}, line {limit.criterion.line or '–'} of the plan", palette.text)
    elif kind == "promises":
        text.append(f"Promises {'kept' if rest == 'kept' else 'broken'}\n\n", palette.strong)
        text.append(_PROMISES[rest] + "\n\n", palette.text)
        text.append(f"warroom ticket list --{rest}-on {page.figures.day}", palette.accent)
    elif kind == "group":
        by_name, _, name = rest.partition(":")
        groups = next((found for by, found in page.groups if by.value == by_name), ())
        counts = dict(groups).get(name)
        if counts is not None:
            text.append(drawable(group_name(by_name, name)) + "\n\n", palette.strong)
            for figure in support_figures(counts, page.figures.day):
                if not figure.key.startswith(("p90", "critical")):
                    text.append(f"{figure.label:<18}", palette.muted)
                    text.append(drawable(figure.text) + "\n", palette.text)
    return text
