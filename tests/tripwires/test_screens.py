"""The board, the takeover and the wall, as a person sees and presses them."""

from __future__ import annotations

import asyncio

import pytest

from tests.conftest import FixedClock
from tests.tripwires.conftest import id_of
from tests.ui_screens.conftest import SIZES, watching
from tests.widgets.hostile import HOSTILE
from warroom_tui.domain.needs import Weight
from warroom_tui.domain.triggers.rollback import Decision, RollbackState
from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
from warroom_tui.services.warroom import Services
from warroom_tui.ui.presenters import needs
from warroom_tui.ui.presenters.wall import WallView, draw_wall
from warroom_tui.ui.screens.tripwires import TripwireScreen
from warroom_tui.ui.theme import DARK


def test_every_kind_of_need_has_a_mark() -> None:
    assert set(needs._MARKS) == set(Weight)


@pytest.mark.parametrize("size", SIZES)
def test_a_trigger_is_raised_decided_and_taken_back_by_keys(
    ana: Services, watch: CriteriaWatch, size: tuple[int, int]
) -> None:
    ana.health.set_metric("refused", 4.5)
    watch.evaluate()

    async def run() -> None:
        async with watching(TripwireScreen(ana), size) as watcher:
            await watcher.sees("Trip-wires · 4 armed · 1 near", "▲ near", "4.5 %", "> 5 %")
            await watcher.keys("down", "r")
            await watcher.sees("What is the case")
            await watcher.types("white page on every till")
            await watcher.keys("enter")
            await watcher.sees("1 tripped", "✖ TRIPPED")
            await watcher.keys("d")
            await watcher.sees("Do we roll back?", "No rollback deadline is set")
            await watcher.keys("right", "tab")
            await watcher.types("+45")
            await watcher.keys("tab", "enter")
            await watcher.sees("A decision needs its reason")
            await watcher.types("a fix is near")
            await watcher.keys("enter")
            await watcher.told("Decided: continue · u undo")
            await watcher.sees("acknowledg")
            await watcher.keys("u")
            await watcher.sees("✖ TRIPPED")

    asyncio.run(run())
    asked = ana.rollback.current()
    assert asked is not None
    assert asked.state is RollbackState.PROPOSED


def test_hostile_words_in_a_plan_and_a_reason_are_only_words(ana: Services) -> None:
    for text in HOSTILE:
        number = id_of(ana, "does not start")
        ana.triggers.raise_trigger(number, f"x {text}")
        situation = ana.triggers.situation()
        lines = draw_wall(situation, WallView("takeover"), DARK, 80, 24)
        assert {line.cell_len for line in lines} == {80}
        ana.triggers.clear(number, f"y {text}")


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45), (240, 67)])
def test_a_tripped_trigger_has_the_wall_at_every_size(
    ana: Services, clock: FixedClock, size: tuple[int, int]
) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    clock.move(minutes=3)
    situation = ana.triggers.situation()
    for scene in ("takeover", "triggers"):
        lines = draw_wall(situation, WallView(scene), DARK, *size)
        assert (len(lines), {line.cell_len for line in lines}) == (size[1], {size[0]})
        assert "white page" in "\n".join(line.plain for line in lines)


def test_a_rollback_that_is_decided_says_what_comes_next(ana: Services) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    ana.rollback.decide(Decision.ROLL_BACK, "nobody can sell")
    first = ana.triggers.situation().needs[0]
    assert (first.tag, first.hint) == ("START", "W start")
    ana.rollback.start()
    first = ana.triggers.situation().needs[0]
    assert (first.tag, first.hint) == ("BACK", "W go on")
