"""The query language: what it means, how it explains what it cannot read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FixedClock
from tests.domain.pieces import ticket
from tests.services.sample import GO_LIVE, make_launch, seat
from warroom_tui.domain.desk.queue.fields import FIELDS, STATE_WORDS, Asker
from warroom_tui.domain.desk.queue.match import matches
from warroom_tui.domain.desk.queue.parse import QueryError, parse
from warroom_tui.domain.desk.queue.query import Query
from warroom_tui.domain.desk.queue.views import CHOICES, VIEWS, Order, order_for
from warroom_tui.domain.desk.tickets import (
    Channel,
    Level,
    NewTicket,
    Priority,
    Ticket,
    TicketState,
)
from warroom_tui.domain.errors import Superseded
from warroom_tui.services.warroom import Services
from warroom_tui.storage.desk import queue as queue_rows

ASKER = Asker("Ana", GO_LIVE, ZoneInfo("Europe/Copenhagen"), GO_LIVE - timedelta(hours=15))


def ask(text: str) -> Query:
    return parse(text, ASKER)


@pytest.mark.parametrize(
    ("text", "message", "hint", "place"),
    [
        ("p1 stat:open", "no field “stat”", "Did you mean state?", "stat:open"),
        ("zxq:1", "no field “zxq”", "Fields: prio, level", "zxq:1"),
        ("see http://x", "no field “http”", '"http://x"', "http://x"),
        ("state:gone", "does not know “gone”", "state:waiting", "state:gone"),
        ("owner:", "needs a value", "owner:me", "owner:"),
        ("due<soon", "takes a time", "due<30m", "due<soon"),
        ("age>yesterday", "compares a length of time", "age>2h", "age>yesterday"),
        ("prio<P2", "has no order", "prio:P1", "prio<P2"),
        ("stars<many", "compares a number", "stars<4", "stars<many"),
        ("p1 or", "needs something on both sides", "p1 or due<30m", "or"),
        ("or p1", "needs something on both sides", "", "or"),
        ("is:blue", "does not know “blue”", "is:late", "is:blue"),
        (" ".join(["x"] * 60), "More than 40 conditions", "", None),
    ],
)
def test_what_cannot_be_read_is_explained_with_its_place(
    text: str, message: str, hint: str, place: str | None
) -> None:
    with pytest.raises(QueryError) as told:
        ask(text)
    assert message in told.value.message
    assert hint in told.value.hint
    if place is not None:
        assert text[told.value.start : told.value.end] == place


def refusal(text: str) -> QueryError | None:
    """Why a text is no query; None when it is one."""
    try:
        ask(text)
    except QueryError as error:
        return error
    return None


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_explained(text: str) -> None:
    told = refusal(text)
    assert told is None or (0 <= told.start <= told.end and told.message)


WORDS = ("pay", "menu", "Store 7", "ÆBLE", "%", "_", "T-0", "zzz")
VALUES = {
    "prio": ("P1", "p2,P4"),
    "level": ("L1", "L2,L3"),
    "state": tuple(STATE_WORDS),
    "channel": ("phone", "email,in-app"),
    "owner": ("me", "nobody", "ben", "me,nobody"),
    "is": ("late", "risk", "unassigned", "escalated", "reopened", "linked", "rated", "kb"),
    "stars": ("4", "1"),
    "reopened": ("0", "1"),
}
OPERATORS = {"stars": "<>", "reopened": "<>", "age": "<>", "idle": "<>", "waiting": "<>"}
TIMES = ("30m", "2h", "today", "yesterday", "close", "09:30", "2026-12-01")


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """One term as a person may write it."""
    name = draw(st.sampled_from(["", "p1", "L2", "mine", "unassigned", *FIELDS]))
    negated = draw(st.sampled_from(["", "-"]))
    if name == "":
        return negated + '"' + draw(st.sampled_from(WORDS)) + '"'
    if name not in FIELDS:
        return negated + name
    values = VALUES.get(name)
    if name in ("age", "idle", "waiting"):
        values = TIMES[:2]
    elif name in ("due", "created", "updated", "resolved", "closed", "escalated", "answered"):
        operator = draw(st.sampled_from([":", "<", ">"]))
        value = draw(st.sampled_from(("today", "none") if operator == ":" else TIMES))
        return f"{negated}{name}{operator}{value}"
    value = draw(st.sampled_from(values or (*WORDS, "none")))
    operator = draw(st.sampled_from(list(OPERATORS.get(name, ":"))))
    quoted = f'"{value}"' if " " in value else value
    return f"{negated}{name}{operator}{quoted}"


queries = st.lists(st.one_of(pieces(), st.just("or")), max_size=6).map(" ".join)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Ana's seat on a launch with tickets of every kind."""
    path = make_launch(tmp_path_factory.mktemp("mixed") / "mixed.db")
    clock = FixedClock(GO_LIVE - timedelta(days=1))
    with seat(path, "Ana", clock) as ana, seat(path, "Ben", clock) as ben:
        fill(ana, ben, clock)
        clock.at = GO_LIVE
        yield ana


def fill(ana: Services, ben: Services, clock: FixedClock) -> None:
    channels, levels = list(Channel), list(Level)
    for number in range(24):
        clock.move(minutes=67)
        new = NewTicket(
            f"{WORDS[number % len(WORDS)]} number {number}",
            requester=("", "Store 7", "æble")[number % 3],
            category=("", "pay", "menu")[number // 2 % 3],
            priority=list(Priority)[number % 4],
            level=levels[number % 3],
            channel=channels[number % len(channels)],
        )
        ref = ana.tickets.add(new).ref
        if number % 2:
            (ana if number % 3 else ben).tickets.take(ref)
        if number % 5 == 0:
            ben.tickets.wait(ref)
        if number % 7 == 0:
            ana.tickets.resolve(ref, "Done", stars=1 + number % 5)
        if number % 14 == 0:
            ana.tickets.reopen(ref)
        if number % 21 == 0 and number:
            ana.tickets.close(ref)
    ana.tickets.link("T-003", ana.issues.all()[0].ref if ana.issues.all() else None)


@given(queries, st.sampled_from(CHOICES))
def test_the_database_finds_exactly_what_the_query_means(
    mixed: Services, text: str, wished: Order
) -> None:
    if refusal(text) is not None:
        with pytest.raises(QueryError):
            mixed.queue.page(text)
        return
    query = mixed.queue.check(text)
    found: list[Ticket] = []
    while True:
        page = mixed.queue.page(text, wished, limit=7, after=found[-1] if found else None)
        found += page.tickets
        if len(page.tickets) < 7:
            break
    everything = mixed.queue.page("state:any", limit=500).tickets
    assert {t.ref for t in found} == {t.ref for t in everything if matches(query, t)}
    assert len({t.ref for t in found}) == len(found)
    tally = mixed.queue.tally(text)
    assert (tally.total, tally.complete) == (len(found), True)
    assert tally.unowned == sum(t.assignee is None for t in found)


def test_a_search_that_nobody_waits_for_gives_up(
    mixed: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue_rows, "ASK_EVERY", 1)
    with pytest.raises(Superseded):
        mixed.queue.page("state:any zzz", stop=lambda: True)
    assert mixed.queue.page("state:any", stop=lambda: False).tickets


def test_the_words_of_the_brief_are_understood() -> None:
    query = ask(
        'p1 unassigned state:waiting level:L2 cat:billing due<30m created>yesterday "exact words" '
        "-word or owner:me"
    )
    assert [len(group) for group in query.groups] == [9, 1]
    assert not ask("state:any").live
    assert ask("p1 or mine").live
    assert ask("p1 or p2 state:open").live
    mixed = ask("p1 or state:closed")
    assert not mixed.live
    found = [
        (p, s) for p in Priority for s in TicketState if matches(mixed, ticket(priority=p, state=s))
    ]
    assert (Priority.P1, TicketState.RESOLVED) not in found
    assert {(Priority.P1, TicketState.NEW), (Priority.P2, TicketState.CLOSED)} <= set(found)


def test_overnight_is_what_came_since_yesterdays_close(ana: Services, clock: FixedClock) -> None:
    # The plan asks for people from 08:00 to 18:00 in Copenhagen, which is 17:00 UTC.
    clock.at = datetime(2026, 12, 2, 16, 30, tzinfo=UTC) - timedelta(days=1)
    ana.tickets.add(NewTicket("Before the close"))
    clock.move(minutes=60)
    ana.tickets.add(NewTicket("In the evening"))
    clock.move(minutes=60 * 14)
    found = ana.queue.page(VIEWS["4"].query, VIEWS["4"].order).tickets
    assert [t.subject for t in found] == ["In the evening"]


def test_orders_that_only_live_tickets_have_do_not_order_a_history() -> None:
    assert order_for(ask(""), Order.PRIORITY) is Order.PRIORITY
    assert order_for(ask("state:any"), Order.PRIORITY) is Order.NEWEST
    assert order_for(ask("resolved:today"), Order.SLA) is Order.RESOLVED
    assert order_for(ask("state:any"), Order.UPDATED) is Order.UPDATED


def test_a_ticket_that_waits_is_not_hidden_by_the_opposite_of_an_empty_field() -> None:
    nobodys = ticket(1, assignee=None)
    assert matches(ask("-owner:ben"), nobodys)
    assert not matches(ask("owner:ben"), nobodys)
    assert not matches(ask("-due<1h -unassigned"), nobodys)


def test_saved_views_are_kept_replaced_dropped_and_undone(ana: Services, ben: Services) -> None:
    ana.queue.save_view("Billing, late", "cat:billing is:late", Order.PRIORITY)
    ben.queue.save_view("billing, LATE", "cat:billing due<15m", Order.SLA)
    (view,) = ana.queue.views()
    assert (view.query, view.order, view.by) == ("cat:billing due<15m", Order.SLA, "Ana")
    with pytest.raises(QueryError):
        ana.queue.save_view("Broken", "owner:")
    ben.queue.drop_view("Billing, late")
    assert ana.queue.views() == ()
    ben.timeline.undo()
    assert [v.name for v in ana.queue.views()] == ["Billing, late"]
