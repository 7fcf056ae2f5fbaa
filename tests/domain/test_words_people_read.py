"""One word for one thing, and words that tell why."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.pieces import NOW, check
from warroom_tui.domain.desk.tickets import Channel, TicketState
from warroom_tui.domain.monitoring.health import CheckState, CheckStatus, Condition
from warroom_tui.domain.monitoring.seen_words import seen_words
from warroom_tui.domain.timeline import TimelineEvent

SHOP = check(slow=Condition(">", 800, "ms"), down=Condition(">", 5000, "ms"))


@pytest.mark.parametrize(
    ("state", "value", "told"),
    [
        (CheckState.SLOW, 1442.0, "HTTP 200 after 1442 ms, limit > 800 ms"),
        (CheckState.DOWN, 6000.0, "HTTP 200 after 6000 ms, limit > 5000 ms"),
        (CheckState.SLOW, 90.0, "HTTP 200"),
        (CheckState.UP, 1442.0, "HTTP 200"),
        (CheckState.DOWN, None, "HTTP 200"),
    ],
)
def test_a_slow_page_says_how_long_it_took(
    state: CheckState, value: float | None, told: str
) -> None:
    status = CheckStatus(state, NOW, NOW, value, "HTTP 200", state, 1)
    assert seen_words(SHOP, status) == told


def test_states_and_channels_have_one_word_each() -> None:
    assert [state.word for state in TicketState] == [
        *("new", "working", "waiting", "resolved", "closed"),
    ]
    assert [channel.word for channel in Channel] == [
        *("e-mail", "phone", "chat", "portal", "in-app", "Slack", "walk-up"),
    ]


def test_a_name_beside_an_event_is_not_said_twice() -> None:
    took = TimelineEvent(
        *(1, NOW, "Aisha Karimi", "s", "user", "took", "ticket", "T-011"),
        *("Aisha Karimi took T-011", None, True),
    )
    assert took.said == "Took T-011"
    assert replace(took, actor="Tom").said == "Aisha Karimi took T-011"
    assert replace(took, text="Aisha Karimi ").said == "Aisha Karimi "
