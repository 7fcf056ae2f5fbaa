"""`warroom status`: the board as text and as JSON, with the dashboard's own figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from warroom_tui.bootstrap import open_services
from warroom_tui.domain.situation import read_situation


def status(warroom: Warroom) -> dict[str, Any]:
    """The status as JSON."""
    ran = warroom("status", "--json")
    assert ran.code == 0, ran.err
    found = ran.json()
    assert isinstance(found, dict)
    return found


def test_its_figures_are_those_that_the_dashboard_draws(warroom: Warroom, shop: Path) -> None:
    warroom("ticket", "add", "Till is dead", "--priority", "P1")
    warroom("ticket", "add", "Odd price")
    told = status(warroom)
    services = open_services(str(shop), actor="Ada", read_only=True)
    try:
        drawn = read_situation(services.board(), services.clock.now())
    finally:
        services.close()
    assert told["tickets"]["live"] == drawn.board.ticket_counts.live == 2
    assert told["tickets"]["by_priority"]["P1"] == 1
    assert told["rag"]["status"] == drawn.rag.rag.value
    assert told["rag"]["reasons"] == list(drawn.rag.reasons)
    assert [need["key"] for need in told["needs"]] == [need.key for need in drawn.needs]
    assert told["phase"]["name"] == (drawn.phase.name if drawn.phase else None)
    assert len(told["criteria"]) == len(drawn.verdicts)


@pytest.mark.usefixtures("shop")
def test_the_text_says_the_same_in_words(warroom: Warroom) -> None:
    ref = warroom("ticket", "add", "Till is dead", "--priority", "P1", "--json").json()["ref"]  # type: ignore[index]
    ran = warroom("status")
    assert ran.code == 0
    first, *rest = ran.out.splitlines()
    assert "YELLOW" in first
    assert "SHOP  Corner Shop Online" in first
    assert "1 P1 open" in ran.out
    assert any(line.startswith("Needs you") for line in rest)
    assert f"P1    {ref} Till is dead" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.usefixtures("shop")
def test_the_keys_that_scripts_rely_on(warroom: Warroom) -> None:
    told = status(warroom)
    promised = {
        "at", "launch", "day", "rag", "phase", "next_phase", "time_left_s", "slip_s", "needs",
        "tickets", "health", "rota", "issues", "today", "criteria",
        "triggers", "last_safe_at",
    }  # fmt: skip
    assert promised <= set(told)
    assert told["at"].endswith("Z")
    promised = {"up", "slow", "down", "unknown", "monitor_at", "measured", "checks"}
    assert set(told["health"]) == promised
    assert told["health"]["unknown"] == len(told["health"]["checks"])


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "words",
    [
        ["phase", "list"],
        ["task", "list"],
        ["ticket", "list"],
        ["issue", "list"],
        ["rota", "list"],
        ["check", "list"],
        ["metric", "list"],
        ["metric", "criteria"],
        ["note", "list"],
        ["timeline"],
        ["plan", "list"],
    ],
)
def test_every_listing_prints_as_text_and_as_a_json_list(
    warroom: Warroom, words: list[str]
) -> None:
    text, listed = warroom(*words), warroom(*words, "--json")
    assert (text.code, listed.code) == (0, 0), text.err + listed.err
    assert text.out.strip()
    rows = listed.json()
    assert isinstance(rows, list)
    assert warroom("--json", *words).json() == rows, "the option may stand before the command"
