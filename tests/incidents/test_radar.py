"""The pattern radar: tickets that speak of the same are found, in any script, and stay decided."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.desk.tickets import NewTicket, Priority
from warroom_tui.domain.errors import Refused, StaleWrite
from warroom_tui.domain.incident.incident_needs import pattern_words
from warroom_tui.domain.incident.patterns import PatternState
from warroom_tui.domain.incident.radar import Heard, Radar, label_of
from warroom_tui.domain.situation import read_situation
from warroom_tui.services.incident.pattern_scan import PatternScan
from warroom_tui.services.warroom import Services

NOISE = (
    "Where is my receipt from yesterday",
    "Printer in aisle four is jammed",
    "Need access to the stock report",
    "Logo looks blurry on my phone",
    "Please rename the branch in Odense",
)
CARDS = (
    "Card payment refused at till 3",
    "Customer card refused twice",
    "Cards are being refused since noon",
    "card REFUSED!!",
    "Why was her card refused?",
)


def groups(*subjects: str) -> list[tuple[str, int]]:
    """(label, tickets) of what the radar sees."""
    radar = Radar()
    start = datetime(2026, 12, 1, 8, tzinfo=UTC)
    radar.hear(
        Heard(number, f"T-{number:03d}", subject, "", start + timedelta(minutes=number))
        for number, subject in enumerate(subjects, 1)
    )
    return [(label_of(group), len(group.members)) for group in radar.groups()]


def test_tickets_about_one_fault_are_found_among_others() -> None:
    mixed = [word for pair in zip(CARDS, NOISE, strict=True) for word in pair]
    assert groups(*mixed) == [("card refused", 5)]


@pytest.mark.parametrize(
    "subjects",
    [
        ("カード決済が拒否される", "店舗でカード決済が拒否", "カード決済エラー、拒否された"),
        ("信用卡支付被拒绝", "门店信用卡支付失败被拒绝", "信用卡支付又被拒绝了"),
        ("Kartenzahlung abgelehnt", "Kartenzahlungen werden abgelehnt", "Kartenzahlung abgelehnt!"),
        ("Оплата картой отклонена", "Оплата картой снова отклонена", "Картой оплата отклонена"),
        ("الدفع بالبطاقة مرفوض", "تم رفض الدفع بالبطاقة مرفوض", "الدفع بالبطاقة مرفوض مرة أخرى"),
    ],
    ids=["Japanese", "Chinese", "German", "Russian", "Arabic"],
)
def test_the_radar_knows_no_language(subjects: tuple[str, ...]) -> None:
    found = groups(*subjects, *NOISE)
    assert [count for _, count in found] == [3]


def test_words_that_everybody_writes_make_no_pattern() -> None:
    assert groups(*NOISE, "Please help", "Help please, it is not working", "Please help me") == []
    assert groups("", "[/]", "\x1b[31m", "123 456", "!!!") == []


def test_a_long_day_stays_quick_and_old_tickets_are_forgotten() -> None:
    dice = random.Random(7)
    words = [f"word{number:04d}" for number in range(3000)]
    radar = Radar()
    start = datetime(2026, 12, 1, tzinfo=UTC)
    began = time.process_time()
    for number in range(1, 3001):
        subject = " ".join(dice.choices(words, k=8))
        radar.hear([Heard(number, f"T-{number}", subject, "", start + timedelta(seconds=number))])
    assert (time.process_time() - began) / 3000 < 0.004
    radar.forget(start + timedelta(days=1))
    assert radar.groups() == []
    assert not radar._heard
    assert not radar._holders


def spoken(ana: Services, clock: FixedClock) -> None:
    """Five tickets about cards among others, in ten minutes."""
    for subject in (*NOISE, *CARDS):
        ana.tickets.add(NewTicket(subject, requester=subject[:4]))
        clock.move(minutes=1)


def test_a_pattern_is_suggested_once_and_one_key_makes_an_issue_of_it(
    ana: Services, ben: Services, clock: FixedClock
) -> None:
    spoken(ana, clock)
    scan, other = PatternScan(ana.context), PatternScan(ben.context)
    assert scan.turn()
    assert not other.turn()
    [pattern] = ana.patterns.suggested()
    assert pattern_words(pattern) == "5 tickets in 4 min speak of: card refused"
    at_once = replace(pattern, last_at=pattern.first_at)
    assert pattern_words(at_once) == "5 tickets within a minute speak of: card refused"
    need = next(
        n for n in read_situation(ana.board(), clock.now()).needs if n.key.startswith("pattern")
    )
    assert "card refused" in need.what
    issue = ana.patterns.link(pattern.id)
    assert (issue.title, issue.tickets) == ("Card refused", 5)
    with pytest.raises(Refused, match="Ana decided"):
        ben.patterns.link(pattern.id)
    assert not scan.turn()
    ana.timeline.undo()
    assert [p.state for p in ana.patterns.all()] == [PatternState.SUGGESTED]
    assert ana.issues.all() == ()


def test_later_tickets_are_offered_for_the_issue_of_their_pattern(
    ana: Services, clock: FixedClock
) -> None:
    spoken(ana, clock)
    scan = PatternScan(ana.context)
    scan.turn()
    issue = ana.patterns.link(ana.patterns.suggested()[0].id)
    for _ in range(2):
        ana.tickets.add(NewTicket("Another card refused"))
    assert scan.turn()
    [again] = ana.patterns.suggested()
    assert (again.issue_ref, len(again.tickets)) == (issue.ref, 2)
    assert ana.patterns.link(again.id, issue.ref).tickets == 7


def test_what_is_no_pattern_is_not_suggested_again(
    ana: Services, ben: Services, clock: FixedClock
) -> None:
    spoken(ana, clock)
    scan = PatternScan(ana.context)
    scan.turn()
    pattern = ana.patterns.suggested()[0]
    with pytest.raises(StaleWrite):
        ben.patterns.dismiss(pattern.id, pattern.version + 1)
    ben.patterns.dismiss(pattern.id, pattern.version)
    ana.tickets.add(NewTicket("Yet another card refused", priority=Priority.P2))
    assert not scan.turn()
    assert not PatternScan(ana.context).turn()
    assert ana.patterns.suggested() == ()


def test_a_suggestion_goes_when_its_tickets_are_settled_or_old(
    ana: Services, clock: FixedClock
) -> None:
    spoken(ana, clock)
    scan = PatternScan(ana.context)
    scan.turn()
    clock.move(hours=5)
    assert scan.turn()
    assert ana.patterns.suggested() == ()
