"""`warroom ticket stats`: the support desk's figures of a day, in all or by group."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json, Output
from warroom_tui.cli.parser import Group
from warroom_tui.cli.shapes import figures_shape
from warroom_tui.domain.desk.figures import SupportCounts, trend_word
from warroom_tui.domain.reporting.report_figures import support_figures
from warroom_tui.domain.runsheet.moments import parse_day

if TYPE_CHECKING:
    from warroom_tui.services.desk.figure_desk import FigurePage

_GROUPS = ("category", "level", "person")


def build_stats(group: Group) -> None:
    """Add the subcommand."""
    stats = group.command("stats", _stats, "the desk's figures of a day, and how to list them")
    stats.add_argument("--day", metavar="DAY", help="a date; today when left out")
    stats.add_argument("--by", choices=_GROUPS, help="one line for each")


def _stats(args: argparse.Namespace, context: Context) -> int:
    day = parse_day(args.day) if args.day else None
    with context.services(read_only=True) as services:
        from warroom_tui.services.desk.figure_desk import GroupBy  # loads SQLAlchemy

        wanted = (GroupBy(args.by),) if args.by else tuple(GroupBy)
        page = services.desk_figures.page(day or services.desk_figures.today(), wanted)
    if args.by:
        context.out.listing(list(page.groups[0][1]), _group_shape, _COLUMNS, "No tickets.")
    elif context.out.as_json:
        context.out.json(page_shape(page))
    else:
        _print(context.out, page)
    return 0


def _pct(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} %"


def _min(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f} min"


_Group = tuple[str, SupportCounts]
_COLUMNS: tuple[Column[_Group], ...] = (
    Column("GROUP", lambda one: one[0] or "–"),
    Column("LOGGED", lambda one: str(one[1].created), right=True),
    Column("RESOLVED", lambda one: str(one[1].resolved), right=True),
    Column("SLA", lambda one: _pct(one[1].sla_pct), right=True),
    Column("FIRST CONTACT", lambda one: _pct(one[1].first_contact_pct), right=True),
    Column("ESCALATED", lambda one: _pct(one[1].escalation_pct), right=True),
    Column("REOPENED", lambda one: _pct(one[1].reopen_pct), right=True),
    Column("RESPONSE", lambda one: _min(one[1].mean_response_min), right=True),
    Column("RESOLUTION", lambda one: _min(one[1].mean_resolution_min), right=True),
)


def _group_shape(one: _Group) -> dict[str, Json]:
    return {"group": one[0], **figures_shape(one[1])}


def page_shape(page: FigurePage) -> dict[str, Json]:
    """Everything about a day."""
    figures = page.figures
    return {
        "day": figures.day.isoformat(),
        **figures_shape(figures.counts),
        "week_1": figures.counts.week,
        "trend_pct": figures.trend_pct,
        "trend": trend_word(figures.trend_pct),
        "by_hour": [{"hour": hour, "created": number} for hour, number in figures.hours],
        "by_day": [
            {"day": one.day.isoformat(), "created": one.created, "resolved": one.resolved}
            for one in figures.days
        ],
        "limits": [
            {
                "text": limit.criterion.text,
                "metric": limit.criterion.metric,
                "value": limit.value,
                "verdict": limit.word,
                "line": limit.criterion.line,
            }
            for limit in page.limits
        ],
        **{f"by_{by.value}": [_group_shape(one) for one in groups] for by, groups in page.groups},
    }


def _print(out: Output, page: FigurePage) -> None:
    figures = page.figures
    out.bold(f"{figures.day:%a} {figures.day.day} {figures.day:%b %Y}", "1")
    for figure in support_figures(figures.counts, figures.day):
        out.line(f"{figure.label:<26}{figure.text:>12}  {figure.rows_query_hint}")
    counted = " ".join(f"{hour:02d}:{number}" for hour, number in figures.hours if number)
    out.line(f"{'Logged by hour':<26}{counted or '–'}")
    days = " ".join(f"{one.day.day}.:{one.created}" for one in figures.days)
    out.line(f"{'Logged by day':<26}{days}")
    out.line(f"{'Trend':<26}{trend_word(figures.trend_pct)}")
    for limit in page.limits:
        out.line(f"{limit.word:<12}{limit.text:>12}  {limit.criterion.text}")
