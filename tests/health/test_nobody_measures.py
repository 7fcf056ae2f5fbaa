"""A status that stands on no data says so, and how to begin; it never looks calm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.conftest import FixedClock
from tests.health.conftest import MakeLaunch, good, see, situation
from tests.services.sample import seat
from warroom_tui.domain.board import Seat
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.presenters.wall import WallView, draw_wall
from warroom_tui.ui.theme import DARK

WALL = """\
checks:
  - {name: Shop, http: "https://shop.example/health", every: 15s}
  - {name: Pay, http: "https://pay.example/health", every: 15s}
"""


def wall(services: Services) -> str:
    lines = draw_wall(situation(services), WallView("status"), DARK, 120, 36)
    return "\n".join(line.plain for line in lines)


def test_a_launch_that_nobody_watches_is_not_green(
    make_launch: MakeLaunch, clock: FixedClock
) -> None:
    """Once the product is out; and wall, status and Needs you tell how to begin."""
    with seat(make_launch(WALL), "Ana", clock) as ana:
        seen = situation(ana)
        assert seen.rag.rag is Rag.YELLOW
        assert seen.rag.first_reason == "nobody is measuring: 5 checks without data"
        assert [need.why for need in seen.needs if need.tag == "BLIND"] == [
            "start: warroom monitor"
        ]
        assert "run warroom monitor" in wall(ana)
        see(ana, "Shop", good())
        seen = situation(ana)
        assert seen.rag.rag is Rag.GREEN
        assert seen.rag.first_reason == "no promise is broken; 4 of 5 checks without data"
        for check in ana.health.checks():
            see(ana, check.name, good(50.0))
        assert situation(ana).rag.first_reason == "no promise is broken, nothing down or short"
        clock.move(minutes=10)
        assert situation(ana).rag.rag is Rag.YELLOW, "the prober died: nothing is known any more"


def test_before_go_live_it_is_said_without_alarm(
    make_launch: MakeLaunch, clock: FixedClock
) -> None:
    path = make_launch(WALL)
    clock.move(hours=-72)
    with seat(path, "Ana", clock) as ana:
        seen = situation(ana)
        assert seen.rag.rag is Rag.GREEN
        told = "no promise is broken; nobody is measuring: 5 checks without data"
        assert seen.rag.first_reason == told
        assert not seen.needs


def test_a_seat_that_has_just_sat_down_gets_a_moment(
    make_launch: MakeLaunch, clock: FixedClock
) -> None:
    """It becomes the prober: no yellow flash before the first answers."""
    with seat(make_launch(WALL), "Ana", clock) as ana:
        me = Seat("s1", "Ana", "lead", clock.now())
        board = replace(ana.board(), read_at=clock.now(), seats=(me,))
        assert read_situation(board, clock.now()).rag.rag is Rag.GREEN
        later = clock.now() + timedelta(minutes=2)
        assert read_situation(board, later).rag.rag is Rag.YELLOW, "it writes nothing: it is gone"
        lost = Measurement(False, None, "no answer from Prometheus", unknown=True)
        for check in ana.health.checks():
            see(ana, check.name, lost)
        board = replace(ana.board(), read_at=clock.now(), seats=(me,))
        status = read_situation(board, clock.now()).rag
        assert status.first_reason == "no check has an answer: 5 checks without data"
        assert status.rag is Rag.YELLOW, "somebody looks, and nothing is known"
