"""Many tickets at once, two seats on one ticket, canned replies, knowledge articles, ratings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.rows import all_rows, event_texts
from tests.services.sample import GO_LIVE, HERE, ORCHID, make_launch, seat
from warroom_tui.domain.desk.kb import ArticleKind, ArticleState
from warroom_tui.domain.desk.replies import ReplyFacts, fill
from warroom_tui.domain.desk.satisfaction import Scale, parse_rating, rating_text
from warroom_tui.domain.desk.tickets import NewTicket, Priority, TicketState
from warroom_tui.domain.errors import InputError, NotFound, Refused, StaleWrite
from warroom_tui.domain.incident.issues import NewIssue
from warroom_tui.domain.timeline import Actor
from warroom_tui.plan.draft import MetricDraft
from warroom_tui.services.context import Context
from warroom_tui.services.desk import ticket_bulk as bulk
from warroom_tui.services.desk.kb_desk import ArticleEdit
from warroom_tui.services.warroom import Services


def three(services: Services) -> list[tuple[str, int | None]]:
    for subject in ("Cannot pay", "Menu is gone", "Slow"):
        services.tickets.add(NewTicket(subject))
    return [(f"T-00{number}", 1) for number in (1, 2, 3)]


def test_many_tickets_change_as_one_and_are_undone_as_one(ana: Services) -> None:
    marked = three(ana)
    path = ana.context.store.path
    before, told = all_rows(path), len(event_texts(path))
    result = ana.bulk.apply(marked, bulk.assigning("Ben"))
    assert result.done == ("T-001", "T-002", "T-003")
    assert result.sentence == "Assigned 3 tickets to Ben: T-001, T-002, T-003"
    assert event_texts(path)[told:] == [result.sentence]
    assert {t.assignee for t in ana.tickets.search()} == {"Ben"}
    ana.timeline.undo()
    assert all_rows(path) == before


def test_tickets_that_refuse_are_named_and_the_others_change(ana: Services, ben: Services) -> None:
    marked = three(ana)
    ben.tickets.resolve("T-001", "Paid by card")
    ben.tickets.set_priority("T-002", Priority.P1)
    result = ana.bulk.apply(marked, bulk.moving(TicketState.RESOLVED, "Known and settled"))
    assert result.done == ("T-003",)
    reasons = dict(result.refused)
    assert "it cannot become resolved" in reasons["T-001"]
    assert "Ben changed it first: T-002 is P1 now (was P3)" in reasons["T-002"]
    assert ana.tickets.get("T-002").state is TicketState.NEW
    assert ana.tickets.notes("T-002") == ()  # nothing of a refused one stays behind
    with pytest.raises(Refused, match="Nothing was changed"):
        ana.bulk.apply(marked[:1], bulk.moving(TicketState.RESOLVED, "Again"))


@pytest.mark.parametrize(
    ("deed", "shown"),
    [
        (bulk.prioritising(Priority.P1), "Set 3 tickets to P1"),
        (bulk.categorising("billing"), "Set 3 tickets to category billing"),
        (bulk.moving(TicketState.PENDING, "their log"), "Set 3 tickets to waiting"),
        (bulk.replying("We are on it"), "Replied on 3 tickets"),
        (bulk.linking("ORCHID-001"), "Linked 3 tickets to ORCHID-001"),
    ],
)
def test_every_change_to_many_tickets_is_undone(ana: Services, deed: bulk.Deed, shown: str) -> None:
    ana.issues.add(NewIssue("Payments fail"))
    marked = three(ana)
    before = all_rows(ana.context.store.path)
    assert ana.bulk.apply(marked, deed).sentence.startswith(shown)
    assert all_rows(ana.context.store.path) != before
    ana.timeline.undo()
    assert all_rows(ana.context.store.path) == before


def test_a_stale_form_names_the_change_of_many_that_was_first(ana: Services, ben: Services) -> None:
    marked = three(ana)
    ben.bulk.apply(marked, bulk.categorising("billing"))
    with pytest.raises(StaleWrite, match="Ben changed it first: Set 3 tickets to category billing"):
        ana.tickets.take("T-002", expected=1)


def test_no_mark_and_too_many_marks_are_said(ana: Services) -> None:
    with pytest.raises(InputError, match="No ticket is marked"):
        ana.bulk.apply([], bulk.assigning("Ben"))
    with pytest.raises(InputError, match="too many at once"):
        ana.bulk.apply([(f"T-{n}", None) for n in range(501)], bulk.assigning("Ben"))


def test_who_has_a_ticket_open_is_seen_until_the_seat_leaves_or_dies(
    ana: Services, ben: Services, clock: FixedClock
) -> None:
    three(ana)
    ana.presence.enter("T-001")
    clock.move(minutes=3)
    (seen,) = ben.presence.others()
    assert (seen.ref, seen.name, seen.since) == ("T-001", "Ana", GO_LIVE)
    assert ana.presence.others() == ()
    ana.presence.enter("T-002")
    assert [one.ref for one in ben.presence.others()] == ["T-002"]
    ana.presence.leave()
    assert ben.presence.others() == ()
    ana.presence.enter("T-002")
    with ben.context.store.measuring() as connection:
        connection.exec_driver_sql("UPDATE app_session SET heartbeat_at = '2020-01-01 00:00:00'")
    assert ben.presence.others() == ()


def another_seat_of(services: Services) -> Services:
    """The same person at a second terminal."""
    actor = Actor(services.actor.name, "second-seat")
    return Services(Context(services.context.store, services.clock, actor))


def test_two_seats_of_one_person_do_not_undo_each_other(ana: Services) -> None:
    three(ana)
    second = another_seat_of(ana)
    ana.seats.beat()
    second.seats.beat()
    ana.tickets.take("T-001")
    second.tickets.take("T-002")
    ana.tickets.take("T-003")
    assert second.timeline.undo().text == "Ana took T-002"
    # Its own older deed must not go in place of the newest one: a seat that was killed sits on
    # for a minute, and its last deed is what the person who opens another means.
    with pytest.raises(Refused, match=r"Ana took T-003.* another seat of yours"):
        second.timeline.undo()
    ana.seats.leave()  # where nobody sits any more, the person goes on elsewhere
    assert second.timeline.undo().text == "Ana took T-003"


FACTS = ReplyFacts(
    agent="Ana Berg",
    requester="Store 7",
    ref="T-001",
    subject="Cannot pay",
    launch="Orchid",
    issue="ORCHID-001",
    workaround="Pay by card",
    links=(("User manual", "https://help.example/manual"), ("FAQ for shops", "https://h.ex/faq")),
)


def test_the_blanks_of_a_reply_are_filled_and_the_rest_stays_to_be_seen() -> None:
    body = (
        "Dear [Customer Name],\n[Provide guidance]\n- User Manual: [link]\n- Video: [link]\n"
        "See [link to FAQ]. About [ticket number].\nBest regards,\n[Your Name], Support"
    )
    assert fill(body, FACTS) == (
        "Dear Store 7,\n[Provide guidance]\n- User Manual: https://help.example/manual\n"
        "- Video: [link]\nSee https://h.ex/faq. About T-001.\nBest regards,\nAna Berg, Support"
    )


def test_a_saved_reply_knows_the_ticket_the_agent_and_the_known_issue(ana: Services) -> None:
    three(ana)
    ana.issues.add(NewIssue("Payments fail", workaround="Pay by card"))
    ana.tickets.link("T-001", "ORCHID-001")
    ana.tickets.edit("T-001", requester="Store [/] 7")
    body = "Hello {{ requester }},\n{{ ref }} is {{ issue }}: {{ workaround }}.\n[Name]"
    reply = ana.replies.save("Known issue", body)
    assert ana.replies.rendered(reply, "T-001") == (
        "Hello Store [/] 7,\nT-001 is ORCHID-001: Pay by card.\nAna"
    )
    assert ana.replies.find("known ISSUE").body == body
    ana.replies.drop("Known issue")
    with pytest.raises(NotFound):
        ana.replies.find("Known issue")
    ana.timeline.undo()
    assert ana.replies.find("Known issue").source == "Ana"


@pytest.mark.parametrize(
    "body",
    [
        "{{ nothing_known }}",
        "{{ agent.__class__ }}",
        "{% for x in range(99999) %}{% for y in range(99999) %}a{% endfor %}{% endfor %}",
        "{{ ",
        "{% include '/etc/passwd' %}",
    ],
)
def test_a_reply_that_would_do_harm_is_refused_when_it_is_saved(ana: Services, body: str) -> None:
    with pytest.raises(InputError, match="cannot be filled in"):
        ana.replies.save("Odd", body)
    assert ana.replies.all() == ()


def test_an_article_goes_from_a_tickets_need_to_published(ana: Services, clock: FixedClock) -> None:
    three(ana)
    assert ana.tickets.get("T-002").kb_needed is False
    assert ana.kb.flag("T-002", "Where the menu is").kb_needed
    with pytest.raises(InputError, match="has asked for an article already"):
        ana.kb.flag("T-002")
    assert [t.ref for t in ana.queue.page("is:kb").tickets] == ["T-002"]
    (gap,) = ana.kb.gaps()
    assert (gap.ref, gap.title, gap.ticket_ref) == ("KB-001", "Where the menu is", "T-002")
    assert ana.kb.set_state("1", ArticleState.DRAFT).owner == "Ana"
    done = ana.kb.set_state("KB-001", ArticleState.PUBLISHED, "https://help.example/menu")
    assert (done.published_by, done.published_at) == ("Ana", clock.now())
    assert not ana.tickets.get("T-002").kb_needed
    assert ana.kb.gaps() == ()
    ana.kb.edit("KB-001", ArticleEdit(views=120, deflections=9))
    ana.kb.add("Prices", ArticleKind.FAQ, state=ArticleState.PUBLISHED)
    counts = ana.kb.counts()
    assert (counts.published, counts.published_today, counts.views) == (2, 2, 120)
    assert counts.self_service_pct == pytest.approx(75.0)  # nine deflected, three tickets
    with pytest.raises(InputError, match="Views cannot be -1"):
        ana.kb.edit("KB-001", ArticleEdit(views=-1))


def test_ratings_on_both_scales_are_stored_as_a_share(ana: Services) -> None:
    three(ana)
    rated = [ana.tickets.rate("T-001", *parse_rating(text)).csat for text in ("5", "3/5", "80%")]
    assert rated == [1.0, 0.5, 0.8]
    assert ana.tickets.get("T-001").csat_scale == Scale.PERCENT
    assert (rating_text(0.8, "percent"), rating_text(0.75, None)) == ("80 %", "4/5")
    for wrong in ("6", "0", "120%", "good", "4/6"):
        with pytest.raises(InputError):
            parse_rating(wrong)


def test_articles_are_counted_as_the_plans_metrics_until_somebody_types_a_figure(
    tmp_path: Path, clock: FixedClock
) -> None:
    draft = replace(ORCHID, metrics=(MetricDraft("kb_articles", "KB articles", HERE),))
    with seat(make_launch(tmp_path / "kb.db", draft), "Ana", clock) as ana:
        assert ana.board().metrics[0].value is None
        ana.kb.add("How to pay", state=ArticleState.PUBLISHED)
        ana.kb.add("How to leave")
        counted = ana.board().metrics[0]
        assert (counted.value, counted.value_by) == (1.0, "articles")
        ana.health.set_metric("kb_articles", 12)
        assert ana.board().metrics[0].value == 12
