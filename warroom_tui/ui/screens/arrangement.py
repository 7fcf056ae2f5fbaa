"""Which parts of the dashboard stand where in a terminal of a given size. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from warroom_tui.ui.commands import Scope

LEAST = (80, 24)
"""Columns and rows below which nothing can be shown."""
TWO_COLUMNS = (110, 32)
THREE_COLUMNS = (190, 50)
ISSUES_FROM = 40
"""Rows from which the known issues have room under the rota."""

_GRID = frozenset({Scope.NEEDS, Scope.HEALTH, Scope.TICKETS, Scope.ROTA, Scope.CHECKLIST})
_FRAME = 3
"""Lines of a panel besides its rows: frame and column headings."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What is shown and how high."""

    tiny: bool
    """Too small: only a word about it."""
    vast: bool
    """Three columns."""
    alone: bool
    """One panel at a time, with tabs."""
    shown: frozenset[Scope]
    needs_line: bool
    """The most urgent need in one line, where its panel is not shown."""
    band_lines: int
    heights: tuple[tuple[Scope, int], ...]
    """Lines of the panels whose height follows their content; the others share the rest."""


def arrange(
    size: tuple[int, int], open_panel: Scope, zoomed: bool, rows: Mapping[Scope, int]
) -> Arrangement:
    """The arrangement for a terminal of `size` (columns, rows); `rows` is what panels hold."""
    width, height = size
    vast = width >= THREE_COLUMNS[0] and height >= THREE_COLUMNS[1]
    grid = _GRID | _extra(vast, height)
    roomy = width >= TWO_COLUMNS[0] and height >= TWO_COLUMNS[1]
    alone = zoomed or not roomy or open_panel not in grid
    band_lines = 4 if height >= 30 else 3
    return Arrangement(
        tiny=width < LEAST[0] or height < LEAST[1],
        vast=vast,
        alone=alone,
        shown=frozenset({open_panel}) if alone else grid,
        needs_line=alone and open_panel is not Scope.NEEDS,
        band_lines=band_lines,
        heights=() if alone else tuple(_heights(height, band_lines, rows, grid).items()),
    )


def _extra(vast: bool, height: int) -> frozenset[Scope]:
    if vast:
        return frozenset({Scope.ISSUES, Scope.ACTIVITY})
    return frozenset({Scope.ISSUES}) if height >= ISSUES_FROM else frozenset()


def _heights(
    height: int, band_lines: int, rows: Mapping[Scope, int], shown: frozenset[Scope]
) -> dict[Scope, int]:
    """Needs at most a bounded share; health and rota as high as they must, issues the rest."""
    needs = 2 + min(max(rows.get(Scope.NEEDS, 0), 1), _most_needs(height))
    column = height - band_lines - needs - 3
    health = min(max(rows.get(Scope.HEALTH, 0), 3) + _FRAME, column // 2)
    heights = {Scope.NEEDS: needs, Scope.HEALTH: health}
    if Scope.ISSUES in shown:
        rest = column - health - max(4, column // 6)
        heights[Scope.ROTA] = min(max(rows.get(Scope.ROTA, 0), 3) + _FRAME, rest)
    return heights


def _most_needs(height: int) -> int:
    """Entries of the needs panel: more on higher screens, never at the panels' cost."""
    return min(10, max(3, (height - 24) // 4))
