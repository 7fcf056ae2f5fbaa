"""The tab strip: each panel with its worst news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.situation import Situation
from warroom_tui.ui.presenters.needs import worst_tone
from warroom_tui.ui.theme import SYMBOLS, Palette, Tone
from warroom_tui.ui.widgets.rows import Cell
from warroom_tui.ui.widgets.tabs import Tab

_SHORT = {"Known issues": "Issues", "Needs you": "You", "Checklist": "Tasks", "Activity": "Log"}


def tabs(situation: Situation, palette: Palette, titles: Sequence[tuple[str, str]]) -> list[Tab]:
    """One tab a panel, in the order of `titles` (panel id, title); the last has digit 0."""
    news = _news(situation)
    return [
        Tab(key, title, _cell(news.get(key), palette), digit, _SHORT.get(title, ""))
        for (key, title), digit in zip(titles, _digits(len(titles)), strict=True)
    ]


def _digits(count: int) -> Iterable[str]:
    return [str(number) for number in range(1, count)] + ["0"]


def _cell(news: tuple[str, int, Tone] | None, palette: Palette) -> Cell:
    if news is None or not news[1]:
        return Cell("")
    return Cell(f"{news[0]}{news[1]}", palette.tone(news[2]))


def _news(situation: Situation) -> dict[str, tuple[str, int, Tone]]:
    down = situation.check_count(CheckState.DOWN)
    slow = situation.check_count(CheckState.SLOW)
    late = sum(1 for task in situation.board.due_tasks if task.late_by(situation.now))
    short = sum(cover.gap for cover in situation.covers)
    critical = sum(1 for i in situation.board.issues if i.severity is Severity.CRITICAL)
    bad, warn = SYMBOLS["down"].mark, SYMBOLS["slow"].mark
    live = situation.board.ticket_counts.live
    return {
        "health": (bad, down, "bad") if down else (warn, slow, "warn"),
        "tickets": (bad, situation.breached, "bad") if situation.breached else ("", live, "muted"),
        "rota": (warn, short, "warn"),
        "checklist": (SYMBOLS["late"].mark, late, "warn"),
        "issues": (bad, critical, "bad")
        if critical
        else ("", len(situation.board.issues), "muted"),
        "needs": ("", len(situation.needs), worst_tone(situation)),
    }
