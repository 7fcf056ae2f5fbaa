"""A rollback deadline counts down, also while nobody has said how long a rollback takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.domain.pieces import NOW, board
from warroom_tui.domain.runsheet.day_words import deadline_words
from warroom_tui.domain.runsheet.launch import LaunchStatus
from warroom_tui.domain.situation import read_situation
from warroom_tui.ui.presenters.band import status_parts
from warroom_tui.ui.presenters.rota import LEVEL, level_width
from warroom_tui.ui.presenters.title import right_parts
from warroom_tui.ui.theme import DARK


def test_the_deadline_counts_down_in_title_and_band() -> None:
    plain = board()
    launch = replace(plain.launch, rollback_deadline=NOW + timedelta(hours=6))
    seen = read_situation(replace(plain, launch=launch), NOW)
    assert seen.last_safe is None
    title = "  ".join(str(part.text) for part in right_parts(seen, DARK, "Ana"))
    assert "rollback deadline 6:00:00" in title
    band = "  ".join(str(part.text) for part in status_parts(seen, DARK))
    assert "rollback deadline in 6 h 00, its length unknown" in band
    known = replace(launch, rollback_estimate_min=30)
    seen = read_situation(replace(plain, launch=known), NOW)
    title = "  ".join(str(part.text) for part in right_parts(seen, DARK, "Ana"))
    assert "last safe" in title
    assert "rollback deadline" not in title, "the nearer of the two"


def test_nothing_counts_down_once_nothing_can_be_saved() -> None:
    launch = replace(board().launch, rollback_deadline=NOW + timedelta(hours=6))
    back = replace(launch, status=LaunchStatus.ROLLED_BACK)
    assert deadline_words(launch, NOW, known=True) == "rollback deadline in 6 h 00"
    assert deadline_words(launch, NOW + timedelta(hours=7), known=True) == ""
    assert deadline_words(back, NOW, known=True) == ""


def test_a_level_is_told_whole_where_there_is_room() -> None:
    names = ["L1 support", "Production support manager"]
    assert level_width(names, 46) == LEVEL
    assert level_width(names, 80) == 20
    assert level_width(names, 160) == len(names[1])
    assert level_width(["QA"], 160) == LEVEL
