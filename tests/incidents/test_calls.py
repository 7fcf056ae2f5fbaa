"""An incident that is declared asks for the call that the plan names; a person makes it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.service_levels.conftest import Launch, launch
from tests.ui_operations.test_dashboard import sitting
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.incident.incidents import NewIncident
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.needs import Need
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.warroom import Services
from warroom_tui.ui.presenters.wall_privacy import without_names

__all__ = ["launch"]

PLAN = """# Orchid

## Contacts

| Role | Name | Phone |
|---|---|---|
| Technical Lead | Kira Bohm | +45 11 22 |
| Project Manager | Mads Holm | +45 33 44 |

## Escalation Path

1. **Tier 1 → Tier 2**: If can't resolve
2. **Tier 2 → Technical Lead**: If bug
3. **Tier 3 → Project Manager**: Immediate
"""


AT_ONCE = """# Orchid

## Contacts

**Emergency Escalation**

- Critical issues: Immediate phone call to Launch Director
- System down: All hands on deck protocol
"""


def offers(services: Services) -> list[Need]:
    found = read_situation(services.board(), services.clock.now()).needs
    return [need for need in found if need.key.startswith("call:")]


@pytest.mark.parametrize(
    ("plan", "severity", "first"),
    [
        ("layby-launch-week", Severity.CRITICAL, "L4 Management"),
        ("layby-launch-week", Severity.HIGH, "L3 Tier 3"),
        ("layby-production-go-live", Severity.CRITICAL, "L4 Project Manager"),
        ("post-launch-support", Severity.CRITICAL, "L4 Managers for INC-001? Gareth Pugh +44"),
        ("custody-rollout", Severity.CRITICAL, "L3 Critical Trouble"),
        (AT_ONCE, Severity.CRITICAL, "Launch Director"),
    ],
)
def test_each_plan_says_whom_a_bad_incident_calls_first(
    launch: Launch,
    shipped_plans: dict[str, Path],
    plan: str,
    severity: Severity,
    first: str,
) -> None:
    ana = launch(shipped_plans.get(plan, plan))
    assert offers(ana) == []
    ref = ana.incidents.declare(NewIncident("Cards are refused", severity)).ref
    (need,) = offers(ana)
    assert need.what.startswith(f"call {first}")
    assert f" for {ref}?" in need.what
    (offer,) = ana.board().call_offers
    call = ana.escalations.raise_above(ref, offer.key, "All tills")
    assert offers(ana) == []
    assert [one.id for one in ana.escalations.calls_of(ref)] == [call.id]
    ana.timeline.undo()
    assert len(offers(ana)) == 1


def test_a_person_may_say_that_nobody_is_called(launch: Launch, clock: FixedClock) -> None:
    ana = launch(PLAN)
    mild = ana.incidents.declare(NewIncident("A word is wrong", Severity.MEDIUM))
    ref = ana.incidents.declare(NewIncident("Cards are refused")).ref
    clock.move(minutes=4)
    (need,) = offers(ana)
    assert "nobody called for 4 min" in need.why
    assert mild.ref not in need.what
    with pytest.raises(NotFound):
        ana.incidents.decline_call("INC-099")
    ana.incidents.decline_call(ref)
    assert offers(ana) == []


def test_whom_to_call_follows_the_shifts_within_the_hour(launch: Launch, clock: FixedClock) -> None:
    ana = launch(PLAN)
    for name, start, end in (("Pia", -60, 20), ("Uwe", 20, 600)):
        person = ana.rota.add_person(name, level="L4", phone=f"+45 {name}")
        now = clock.now()
        ana.rota.add_shift(
            person.id, "L4", now + timedelta(minutes=start), now + timedelta(minutes=end)
        )
    ana.incidents.declare(NewIncident("Cards are refused"))
    board = ana.board()
    assert board.call_offers[0].callees.startswith("Pia +45 Pia")
    clock.move(minutes=21)
    later = ana.board(known=board)
    assert later.revision == board.revision
    assert later.call_offers[0].callees.startswith("Uwe +45 Uwe")


def test_the_call_is_made_from_needs_you_and_the_wall_hides_the_number(
    launch: Launch,
) -> None:
    ana = launch(PLAN)
    ref = ana.incidents.declare(NewIncident("Cards are refused", impact="All tills")).ref
    second = ana.incidents.declare(NewIncident("[/] \x1b[2Jmail")).ref

    async def run() -> None:
        async with sitting(ana) as seat:
            await seat.sees(f"for {ref}?")
            seat.dashboard.needs_panel.list.move_to(f"call:{ref}")
            await seat.keys("0", "enter")
            await seat.sees("Mads Holm +45 33 44")
            await seat.sees("Kira Bohm +45 11 22")
            await seat.keys("enter")
            await seat.sees("What they must know")
            await seat.keys("ctrl+s")
            await seat.until(lambda: "E shows who answers" in str(seat.toasts), "the toast")
            await seat.until(lambda: len(ana.board().call_offers) == 1, "one call is left")
            seat.dashboard.needs_panel.list.move_to(f"call:{second}")
            await seat.keys("0", "x")
            await seat.until(lambda: not ana.board().call_offers, "no offer")

    hidden = without_names(ana.board())
    assert "Mads Holm" in ana.board().call_offers[0].callees
    assert "Mads" not in repr(hidden.call_offers)
    assert "+45" not in repr(hidden.call_offers)
    asyncio.run(run())
    (call,) = ana.escalations.calls_of(ref)
    assert (call.context, call.called) == ("All tills", "Mads Holm")
    assert ana.escalations.calls_of(second) == ()
