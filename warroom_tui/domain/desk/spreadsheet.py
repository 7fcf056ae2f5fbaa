"""Cells that a spreadsheet can open without obeying them."""

from __future__ import annotations

from warroom_tui.domain.text import BODY_LIMIT, clean


def safe_cell(text: str) -> str:
    """`text` cleaned, with a quote before what a spreadsheet would run as a formula."""
    cleaned = clean(text, limit=BODY_LIMIT, multiline=True)
    risky = cleaned.lstrip().startswith(("=", "+", "-", "@")) or cleaned.startswith("\t")
    return "'" + cleaned if risky else cleaned
