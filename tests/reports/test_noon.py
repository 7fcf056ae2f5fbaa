"""The mid-day figures of a shipped plan: use, the desk, what is critical, incidents."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Warroom, warroom

__all__ = ["warroom"]

_WANTED = [
    "Laybys created",
    "Payments recorded",
    "User adoption",
    "Tickets opened",
    "Tickets resolved",
    "Critical issues",
]


def test_noon_tells_use_desk_and_incidents_and_leaves_the_rest_to_the_evening(
    warroom: Warroom, shipped_plans: dict[str, Path], tmp_path: Path
) -> None:
    db = tmp_path / "noon.db"
    plan = shipped_plans["layby-launch-week"]
    assert warroom("new", plan, "--db", db, "--yes", "--go-live", "2026-11-02 08:00").code == 0
    assert warroom("metric", "set", "adoption", "34", "--db", db).code == 0
    assert warroom("ticket", "add", "Card refused", "--db", db).code == 0
    declared = warroom("incident", "declare", "Payments fail", "--affected", "40 %", "--db", db)
    assert declared.code == 0, declared.err
    for form in ("md", "txt", "html", "eml"):
        said = warroom("report", "midday", "--format", form, "--db", db).out
        places = [said.find(words) for words in _WANTED]
        assert -1 not in places, (form, _WANTED[places.index(-1)])
        assert form != "md" or places == sorted(places)
        assert "INC-001 P1 Payments fail" in said
        for later in ("KB views", "Uptime", "Self-service"):
            assert later not in said, form
