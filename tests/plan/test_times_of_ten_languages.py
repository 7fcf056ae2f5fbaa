"""The time grammar in the languages and odd spellings that plans are written in."""

from __future__ import annotations

import pytest

from warroom_tui.plan.reader import read_plan
from warroom_tui.plan.times import TimeReader
from warroom_tui.plan.words import load_words

DAY = 24 * 60
READER = TimeReader(load_words(), 1, 2026)


def told(text: str, start: bool = False) -> list[int | str]:
    found = READER.start(text, 1) if start else READER.title(text, 1)
    out: list[int | str] = []
    for entry in found[0].to_json() if found else []:
        value = entry.get("offset_min", entry.get("tod", entry.get("date", "")))
        assert isinstance(value, int | str)
        out.append(value)
    return out


@pytest.mark.parametrize(
    ("title", "clocks"),
    [
        ("von 8 bis 10 Uhr", ["08:00", "10:00"]),
        ("Wartung ab 20:00 Uhr", ["20:00"]),
        ("das 8h às 10h", ["08:00", "10:00"]),
        ("Virada às 20h30", ["20:30"]),
        ("de 20h00 à 22h00", ["20:00", "22:00"]),
        ("8h30 - Démarrage", ["08:30"]),
        ("8\u00a0h\u00a030 : bascule", ["08:30"]),
        ("с 9:00 до 11:00", ["09:00", "11:00"]),
        ("в 8 вечера", ["20:00"]),
        ("上午8点", ["08:00"]),
        ("下午2点-4点", ["14:00", "16:00"]),
        ("下午3点半", ["15:30"]),
        ("凌晨2:00-4:00", ["02:00", "04:00"]),
        ("晚上12点", ["00:00"]),
        ("上线当天08:00", ["08:00"]),
        ("８：００－９：００ 部署", ["08:00", "09:00"]),
        ("午後2時30分", ["14:30"]),
        ("9時〜10時", ["09:00", "10:00"]),
        ("오후 2시 30분", ["14:30"]),
        ("8 giờ sáng", ["08:00"]),
        ("2 giờ chiều", ["14:00"]),
        ("1:00 PM - 3:00", ["13:00", "15:00"]),
        ("11:00 AM - 1:00", ["11:00", "13:00"]),
        ("12:01 AM - 12:30 AM PST (Hour 0)", ["00:01", "00:30"]),
    ],
)
def test_clock_times(title: str, clocks: list[str]) -> None:
    assert told(title) == clocks


@pytest.mark.parametrize(
    ("title", "offsets"),
    [
        ("Vorbereitung (T - 2 Wochen bis T - 1 Tag)", [-14 * DAY, -DAY]),
        ("2 Tage vor dem Start", [-2 * DAY]),
        ("Am Vortag", [-DAY]),
        ("J+1 à J+7", [DAY, 7 * DAY]),
        ("La veille", [-DAY]),
        ("Le lendemain", [DAY]),
        ("Día 1-2: Servidor", [0, DAY]),
        ("T+1 a T+7", [DAY, 7 * DAY]),
        ("1 hora antes", [-60]),
        ("За 1 неделю до запуска", [-7 * DAY]),
        ("через 2 часа после запуска", [120]),
        ("Накануне", [-DAY]),
        ("上线前一周", [-7 * DAY]),
        ("上线前一天", [-DAY]),
        ("上线后24小时", [DAY]),
        ("前24小时", [0, DAY]),
        ("第一周", [0]),
        ("T-7天", [-7 * DAY]),
        ("リリース1週間前", [-7 * DAY]),
        ("リリース前日", [-DAY]),
        ("翌日", [DAY]),
        ("リリース後1週間", [7 * DAY]),
        ("D-7일", [-7 * DAY]),
        ("배포 후 1시간", [60]),
        ("출시 1주 전", [-7 * DAY]),
        ("T-7 ngày", [-7 * DAY]),
        ("T+1 đến T+7", [DAY, 7 * DAY]),
        ("1 tuần trước khi ra mắt", [-7 * DAY]),
        ("Weeks -8 to -1", [-56 * DAY, -7 * DAY]),
        ("Days -3 to 0", [-3 * DAY, 0]),
        ("Freeze (T-24h to T0)", [-DAY, 0]),
        ("T-14 → T-7", [-14 * DAY, -7 * DAY]),
        ("T-30 min → T-0", [-30, 0]),
        ("T0+ canary (≥1h)", [0]),
        ("T-2h30", [-150]),
        ("Hour 1-4", [60, 240]),
        ("Day One", [0]),
        ("Go-live +24h", [DAY]),
        ("Launch minus 7 days", [-7 * DAY]),
    ],
)
def test_offsets(title: str, offsets: list[int]) -> None:
    assert told(title) == offsets


@pytest.mark.parametrize(
    ("title", "dates"),
    [
        ("27 января 2026", ["2026-01-27"]),
        ("lundi 12 janvier 2026", ["2026-01-12"]),
        ("du 12 au 16 janvier 2026", ["2026-01-12", "2026-01-16"]),
        ("12.–16. Januar 2026", ["2026-01-12", "2026-01-16"]),
        ("19 de noviembre de 2026", ["2026-11-19"]),
        ("12 de janeiro", ["2026-01-12"]),
        ("1月20日", ["2026-01-20"]),
        ("1월 20일", ["2026-01-20"]),
        ("ngày 20 tháng 1", ["2026-01-20"]),
        ("January 12-16", ["2026-01-12", "2026-01-16"]),
        ("Jan 12 – Jan 16, 2026", ["2026-01-12", "2026-01-16"]),
        ("2026-01-12 to 2026-01-16", ["2026-01-12", "2026-01-16"]),
        ("20/01/2026", ["2026-01-20"]),
    ],
)
def test_dates(title: str, dates: list[str]) -> None:
    assert told(title) == dates


@pytest.mark.parametrize(
    ("names", "days"),
    [
        ("lunes a viernes", [0, 4]),
        ("Segunda a sexta", [0, 4]),
        ("Montag bis Mittwoch", [0, 2]),
        ("周一至周三", [0, 2]),
        ("вторник", [1]),
        ("월요일", [0]),
        ("水曜日", [2]),
        ("Thứ Hai", [0]),
    ],
)
def test_weekdays(names: str, days: list[int]) -> None:
    entries = READER.title(names, 1)[0].to_json()
    assert [entry["weekday"] for entry in entries] == days


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("T−60m: freeze", [-60]),
        ("T-7: freeze", [-7 * DAY]),
        ("T-7 freeze", [-7 * DAY]),
        ("D-1: freeze", [-DAY]),
        ("T0: go", [0]),
        ("T-30 → T-14: prepare", [-30 * DAY, -14 * DAY]),
        ("14h - 15h: deploy", ["14:00", "15:00"]),
        ("上午8点：启动", ["08:00"]),
        ("８：００ 集合", ["08:00"]),
        ("Jan 12: freeze", ["2026-01-12"]),
        ("Release + 2 hours: look", [120]),
    ],
)
def test_the_start_of_an_item(text: str, expected: list[int | str]) -> None:
    assert told(text, start=True) == expected


@pytest.mark.parametrize(
    "title",
    ["24h monitoring", "Fenêtre de 2h", "5点注意事项", "3時間", "Phase 2: Launch - 2 weeks"],
)
def test_a_length_is_no_clock_time(title: str) -> None:
    assert not any(when.is_window for when in READER.title(title, 1))


def test_an_hour_alone_in_a_bracket_measures() -> None:
    clock, length = READER.title("08:00 - Preparação (1h)", 1)
    assert (clock.kind, length.kind, length.lo_min) == ("clock", "duration", 60)


@pytest.mark.parametrize(
    ("day_first", "expected"), [(True, "2026-01-05"), (None, "2026-05-01"), (False, "2026-05-01")]
)
def test_the_plans_habit_decides_which_number_is_the_day(
    day_first: bool | None, expected: str
) -> None:
    reader = TimeReader(load_words(), 1, 2026, day_first)
    assert reader.title("5/1/2026", 1)[0].to_json()[0]["date"] == expected


def test_working_days_when_the_plan_says_so() -> None:
    text = "# P\n\nAll T-n count working days.\n\n## T-10: Freeze\n\n- [ ] T-1: call\n"
    assert read_plan(text.encode(), "p.md").to_json()["times"] == [
        {"line": 5, "offset_min": -14 * DAY, "unit_assumed": True, "raw": "T-10"},
        {"line": 7, "offset_min": -DAY, "unit_assumed": True, "raw": "T-1"},
    ]


def test_minutes_in_a_rollback_beside_hours_and_minutes() -> None:
    text = "# P\n\n## Rollback\n\n- T-30: warn\n- T+0:15: back\n\n## Plan\n\n- T-7: freeze\n"
    times = read_plan(text.encode(), "p.md").to_json()["times"]
    assert isinstance(times, list)
    assert [entry["offset_min"] for entry in times] == [-30, 15, -7 * DAY]


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("Thu 14:00: rehearse", [("weekday", 3), ("tod", "14:00")]),
        ("2026-01-20 09:00: go", [("date", "2026-01-20"), ("tod", "09:00")]),
        ("Jan 20 at 9 AM go", [("date", "2026-01-20"), ("tod", "09:00")]),
        ("Day 3 – 09:00: go", [("offset_min", 2 * DAY), ("tod", "09:00")]),
        ("⏰ 08:00 – start", [("tod", "08:00")]),
        ("At 10:30 ping", [("tod", "10:30")]),
        ("às 20h30 virada", [("tod", "20:30")]),
        ("`T-2h` look", [("offset_min", -120)]),
        ("09:00Z ping", [("tod", "09:00")]),
        ("> 80% by 10:30", []),
        ("+2h: later", []),
    ],
)
def test_what_an_item_begins_with(text: str, entries: list[tuple[str, int | str]]) -> None:
    found = [entry for when in READER.start(text, 1) for entry in when.to_json()]
    assert [
        (key, entry[key]) for entry in found for key in entry if key not in ("line", "raw")
    ] == (entries)
