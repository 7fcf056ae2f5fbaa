"""Every form of the time grammar, as a heading, a label or the start of an item says it."""

from __future__ import annotations

import pytest

from warroom_tui.plan.moments import When
from warroom_tui.plan.times import TimeReader
from warroom_tui.plan.words import load_words

DAY = 24 * 60
WORDS = load_words()


def reader(year: int | None = 2026, day_base: int = 1) -> TimeReader:
    return TimeReader(WORDS, day_base, year)


def told(found: tuple[When, ...]) -> list[int | str]:
    """What the JSON document would say of the most telling time: offsets, clocks or dates."""
    out: list[int | str] = []
    for entry in found[0].to_json() if found else []:
        value = entry.get("offset_min", entry.get("tod", entry.get("date", "")))
        assert isinstance(value, int | str)
        out.append(value)
    return out


@pytest.mark.parametrize(
    ("title", "clocks"),
    [
        ("Phase 1: Pre-Launch (06:00 - 08:00)", ["06:00", "08:00"]),
        ("7:00 AM - 8:00 AM: Pre-Launch", ["07:00", "08:00"]),
        ("8:00-9:00 AM - Push", ["08:00", "09:00"]),
        ("11:00-1:00 PM", ["11:00", "13:00"]),
        ("12:00 PM - 1:00 PM: Lunch", ["12:00", "13:00"]),
        ("Morning watch (6am-12pm)", ["06:00", "12:00"]),
        ("Matinée (6h-12h)", ["06:00", "12:00"]),
        ("Later (13:00+)", ["13:00"]),
        ("7:00 AM:", ["07:00"]),
        ("06:00 - System Preparation", ["06:00"]),
        ("Morning Checklist (9 AM)", ["09:00"]),
        ("8 Uhr: Start", ["08:00"]),
    ],
)
def test_clock_times_in_titles(title: str, clocks: list[str]) -> None:
    assert told(reader().title(title, 1)) == clocks


def test_an_open_range_says_so() -> None:
    assert reader().title("Later (13:00+)", 1)[0].open_end
    assert reader().title("Full production (Week 6+)", 1)[0].open_end


@pytest.mark.parametrize(
    ("title", "offsets"),
    [
        ("T-7 Days", [-7 * DAY]),
        ("T-60 mins", [-60]),
        ("T+24h", [DAY]),
        ("T−60m", [-60]),
        ("T‑24h", [-DAY]),
        ("T+1–4h", [60, 240]),
        ("Switch (T+0:30 to T+0:45)", [30, 45]),
        ("T minus 4 weeks", [-28 * DAY]),
        ("T-minus 20 working days", [-28 * DAY]),
        ("T0", [0]),
        ("T-0", [0]),
        ("T+0", [0]),
        ("T=0", [0]),
        ("T-30 to T-14 days", [-30 * DAY, -14 * DAY]),
        ("D-7", [-7 * DAY]),
        ("D-7 ~ D-1", [-7 * DAY, -DAY]),
        ("D+1", [DAY]),
        ("D-Day", [0]),
        ("Jour J", [0]),
        ("4 Weeks Before Go-Live", [-28 * DAY]),
        ("4 Weeks Before Go-Live Day", [-28 * DAY]),
        ("The Week Before Launch", [-7 * DAY]),
        ("Pre-Deployment (2-4 hours before)", [-240, -120]),
        ("Vorbereitung (4-6 Wochen vor Go-Live)", [-42 * DAY, -28 * DAY]),
        ("4 semaines avant le lancement", [-28 * DAY]),
        ("2 semanas antes", [-14 * DAY]),
        ("2週間前", [-14 * DAY]),
        ("上线前4周", [-28 * DAY]),
        ("4주 전", [-28 * DAY]),
        ("за 2 недели до запуска", [-14 * DAY]),
        ("First 24 Hours", [0, DAY]),
        ("Immediate (First Hour)", [0, 60]),
        ("Immediate (24-48 Hours)", [DAY, 2 * DAY]),
        ("Day 2-7 Plan", [DAY, 6 * DAY]),
        ("Monday (Day 8): Review", [7 * DAY]),
        ("Full production (Week 6+)", [35 * DAY]),
        ("Month 2+", [30 * DAY]),
        ("Day 1-7 (First Week)", [0, 6 * DAY]),
        ("第2-7天", [DAY, 6 * DAY]),
    ],
)
def test_offsets_in_titles(title: str, offsets: list[int]) -> None:
    assert told(reader().title(title, 1)) == offsets


def test_t_without_a_unit_is_days_and_says_that_it_was_assumed() -> None:
    found = reader().title("T-14", 1)
    assert told(found) == [-14 * DAY]
    assert found[0].unit_assumed
    assert told(reader().title("T-14", 1, "minute")) == [-14]


def test_a_plan_with_day_zero_counts_from_zero() -> None:
    assert told(reader(day_base=0).title("Day 0", 1)) == [0]
    assert told(reader(day_base=0).title("Day 1", 1)) == [DAY]


@pytest.mark.parametrize(
    ("title", "dates"),
    [
        ("Dec 18, 2025", ["2025-12-18"]),
        ("2025-12-18", ["2025-12-18"]),
        ("18. Dezember 2025", ["2025-12-18"]),
        ("18 de diciembre de 2025", ["2025-12-18"]),
        ("2025年12月18日", ["2025-12-18"]),
        ("1/20: Freeze", ["2026-01-20"]),
        ("20/1: Freeze", ["2026-01-20"]),
        ("Tuesday 1/6: Freeze", ["2026-01-06"]),
    ],
)
def test_dates(title: str, dates: list[str]) -> None:
    assert told(reader().title(title, 1)) == dates


@pytest.mark.parametrize(
    "title",
    ["24/7 cover", "Score 4.5/5", "5/10 done", "Sprint 12-14", "[Date]", "TBD", "Version 1.0"],
)
def test_what_only_looks_like_a_time(title: str) -> None:
    assert reader().title(title, 1) == ()


def test_a_date_without_any_year_stays_open() -> None:
    assert reader(year=None).title("1/20: Freeze", 1) == ()


@pytest.mark.parametrize(
    ("title", "minutes"),
    [
        ("Database (15-30 minutes)", (15, 30)),
        ("Session 2 (1.5 hours)", (90, 90)),
        ("(10 min)", (10, 10)),
    ],
)
def test_a_bracket_with_one_length_is_a_duration(title: str, minutes: tuple[int, int]) -> None:
    found = reader().title(title, 1)[0]
    assert (found.kind, found.lo_min, found.hi_min) == ("duration", *minutes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7:30 AM: final briefing", ["07:30"]),
        ("8:00 AM - Soft launch", ["08:00"]),
        ("Day 3: update", [2 * DAY]),
        ("Week 1: 10% of teams", [0]),
        ("4 weeks before: announce", [-28 * DAY]),
        ("1 week before go-live: announce", [-7 * DAY]),
    ],
)
def test_the_start_of_an_item(text: str, expected: list[int | str]) -> None:
    assert told(reader().start(text, 1)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "80% of teams",
        "3-5 internal users",
        "24/7 cover",
        "5 minutes later",
        "Prepare the 8:30 AM call",
    ],
)
def test_an_item_that_begins_with_no_time(text: str) -> None:
    assert reader().start(text, 1) == ()


def test_cadence_anywhere_in_an_item() -> None:
    found = reader().start("Look at the logs every 15 minutes", 1)
    assert [(when.kind, when.lo_min) for when in found] == [("every", 15)]
    assert reader().start("Look at the health every hour", 1)[0].lo_min == 60


def test_the_words_stay_as_they_were_written() -> None:
    assert reader().title("T−60m: freeze", 7)[0].to_json() == [
        {"line": 7, "offset_min": -60, "raw": "T−60m"}
    ]


def test_weekday_ranges_and_weekends() -> None:
    days = [when.to_json() for when in reader().title("Tuesday-Thursday: settle", 1)]
    assert [entry["weekday"] for entry in days[0]] == [1, 3]
    weekend = reader().title("Weekend", 1)[0].to_json()
    assert [entry["weekday"] for entry in weekend] == [5, 6]
