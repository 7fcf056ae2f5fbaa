"""Which parts of the dashboard stand where in a terminal of a given size. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from warroom_tui.ui.commands import Scope

LEAST = (80, 24)
"""Columns and rows below which nothing can be shown."""
TWO_COLUMNS = (110, 32)
VAST = (190, 50)

_GRID = frozenset({Scope.NEEDS, Scope.HEALTH, Scope.TICKETS, Scope.ROTA, Scope.CHECKLIST})
_VAST = _GRID | {Scope.ISSUES, Scope.ACTIVITY}


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
    needs_lines: int
    """Height of the needs panel with its frame; 0: all there is."""
    band_lines: int


def arrange(width: int, height: int, open_panel: Scope, zoomed: bool, needs: int) -> Arrangement:
    """The arrangement for a terminal of `width` x `height` cells with `needs` entries waiting."""
    vast = width >= VAST[0] and height >= VAST[1]
    grid = _VAST if vast else _GRID
    roomy = width >= TWO_COLUMNS[0] and height >= TWO_COLUMNS[1]
    alone = zoomed or not roomy or open_panel not in grid
    shown = frozenset({open_panel}) if alone else grid
    return Arrangement(
        tiny=width < LEAST[0] or height < LEAST[1],
        vast=vast,
        alone=alone,
        shown=shown,
        needs_line=alone and open_panel is not Scope.NEEDS,
        needs_lines=0 if alone else 2 + min(max(needs, 2), _most_needs(height)),
        band_lines=4 if height >= 30 else 3,
    )


def _most_needs(height: int) -> int:
    """Entries of the needs panel: more on higher screens, never at the panels' cost."""
    return min(10, max(3, (height - 24) // 4))
