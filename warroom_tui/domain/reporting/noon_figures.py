"""The figures of the mid-day report: what was used, by how many, and what the desk got.

Plans ask at noon for a handful (created, payments, opened, resolved, critical, adoption); the
end-of-day report has all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from warroom_tui.domain.reporting.report import Figure
from warroom_tui.domain.triggers.criteria import Metric

_SUPPORT = {
    "tickets_created": "Tickets opened",
    "tickets_resolved": "Tickets resolved",
    "critical_issues": "Critical issues",
}
"""Figures of the desk, with the words that plans use at noon."""

_OF_THE_EVENING = ("kb_", "uptime", "response_time", "self_service", "page_load", "db_query")
"""How keys begin that measure the system or the documents, not the use of the product."""


def noon_support(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """What came in and went out, and what is critical."""
    return tuple(
        replace(figure, label=_SUPPORT[figure.key]) for figure in figures if figure.key in _SUPPORT
    )


def noon_business(metrics: Sequence[Metric], figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Figures of use: counts first, shares such as adoption behind them."""
    probed = {metric.key for metric in metrics if metric.source == "probe"}
    used = [
        figure
        for figure in figures
        if figure.unit != "bool"
        and figure.key not in probed
        and not figure.key.startswith(_OF_THE_EVENING)
    ]
    return tuple(sorted(used, key=lambda figure: figure.unit == "percent"))
