"""A scenario is read as written; a mistake in it names its line."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from warroom_tui.domain.errors import InputError
from warroom_tui.services.demo import acts
from warroom_tui.services.demo.scenario import Scenario, load_scenario, shipped_scenario
from warroom_tui.services.demo.usage import Point, Usage

HEAD = 'start: {day: 1, weekday: monday, time: "08:40"}\n'


def read(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "day.yaml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def test_the_shipped_day_is_well_formed_and_in_order() -> None:
    scenario = shipped_scenario()
    assert (scenario.day, scenario.weekday, scenario.time) == (1, 0, time(8, 40))
    assert all(step.at <= timedelta() for step in scenario.done)
    assert all(step.at >= timedelta() for step in scenario.events)
    times = [step.at for step in (*scenario.done, *scenario.events)]
    assert times == sorted(times)


def test_the_shipped_day_speaks_only_of_tickets_that_have_arrived() -> None:
    scenario = shipped_scenario()
    filed: set[str] = set()
    for step in (*scenario.done, *scenario.events):
        if isinstance(step.act, acts.FileTicket):
            assert step.act.id not in filed
            filed.add(step.act.id)
        elif isinstance(name := getattr(step.act, "ticket", None), str):
            assert name in filed, (step, name)


def test_acts_carry_what_the_file_says(tmp_path: Path) -> None:
    scenario = read(
        tmp_path,
        HEAD
        + "events:\n"
        + "  - {at: 1h2m3s, by: Tom, do: resolve, ticket: t1, text: Done, csat: 4, kb: true}\n"
        + "  - {at: 4s, by: Tom, do: tick, task: [One, Two]}\n"
        + "  - {at: 1m, by: product, do: trouble, check: Login, state: down, for: 6m}\n",
    )
    tick, trouble, calm, resolve = scenario.events
    assert tick == acts.Step(timedelta(seconds=4), "Tom", acts.Tick(("One", "Two")))
    assert trouble.act == acts.Misbehave("Login", 0.0, 503, timedelta(minutes=6))
    assert calm == acts.Step(timedelta(minutes=7), "product", acts.Behave("Login"))
    assert resolve.at == timedelta(hours=1, minutes=2, seconds=3)
    assert resolve.act == acts.Resolve("t1", "Done", 4.0, True)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{at: 4s, by: Tom, do: tak, ticket: t1}", "day.yaml:3: do: 'tak' is unknown; did you"),
        ("{at: 4s, by: Tom, do: take}", "day.yaml:3: ticket is missing."),
        ("{at: soon, by: Tom, do: sign_in}", "at must be a time like 3m20s"),
        ("{at: '', by: Tom, do: sign_in}", "at must be a time"),
        ("{at: 4s, by: Tom, do: take, tiket: t1, ticket: t1}", "did you mean 'ticket'"),
        ("{at: 4s, by: Tom, do: resolve, ticket: t1, text: x, csat: 9}", "csat must be 1 to 5"),
        ("{at: 4s, by: Tom, do: metric, key: k, value: many}", "value must be a number"),
        ("{at: 4s, by: T, do: ticket, id: a, subject: s, requester: r, priority: P9}", "'P9'"),
        ("just words", "day.yaml:3: expected keys with values."),
        ("{at: [1], by: Tom, do: sign_in}", "at must be text"),
        ("{at: 4s, by: Tom", "day.yaml:"),
    ],
)
def test_a_mistake_names_its_place(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(InputError) as error:
        read(tmp_path, HEAD + "events:\n  - " + entry + "\n")
    assert said in error.value.message


@pytest.mark.parametrize(
    "text", ["", "[]", "start: {}\n", 'start: {day: 1, weekday: friyay, time: "08:40"}', "a: b: c"]
)
def test_a_broken_head_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        read(tmp_path, text)


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        load_scenario(tmp_path / "gone.yaml")
    (tmp_path / "image.yaml").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(InputError):
        load_scenario(tmp_path / "image.yaml")


def test_go_live_falls_on_the_scenarios_weekday() -> None:
    scenario = shipped_scenario()
    assert scenario.go_live_date(date(2026, 11, 21)) == date(2026, 11, 23)
    assert scenario.go_live_date(date(2026, 11, 23)) == date(2026, 11, 23)


def test_figures_grow_evenly_and_never_fall() -> None:
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    at = [start + timedelta(hours=hour) for hour in range(8)]
    usage = Usage([Point("laybys_created", at[1], 10), Point("laybys_created", at[3], 50)], start)
    told = [usage.at(moment)["laybys_created"] for moment in at]
    assert told[:4] == [0, 10, 30, 50]
    assert told == sorted(told)
    assert told[5] > 50, "the product is used after the last known point, too"
