"""Reads a demo scenario: a YAML file of who does what when. Errors name file and line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from warroom_tui.domain.desk.tickets import Channel, Level, NewTicket, Priority
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.incidents import IncidentState
from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.domain.notes import NoteKind
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.services.demo import acts
from warroom_tui.services.demo.acts import Act, Step

E = TypeVar("E", bound=StrEnum)

PRODUCT = "product"
"""The name under which the product acts by itself."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OTHER_WEEKDAYS = {"weekend-go-live": 5}
_SPAN = re.compile(r"(-)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_NEXT_ISSUE_STATE = "new"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A demo day: where it starts, what has happened by then, what happens after."""

    day: int
    """Launch day on which the simulated clock begins."""
    weekday: int
    """Weekday of launch day 1; Monday is 0."""
    time: time
    """Local time at which the simulated clock begins."""
    done: tuple[Step, ...]
    """Before the start, in order of time."""
    events: tuple[Step, ...]
    """From the start on, in order of time."""

    def go_live_date(self, today: date) -> date:
        """The next date, from `today` on, that launch day 1 may have."""
        return today + timedelta(days=(self.weekday - today.weekday()) % 7)

    def starts_at(self, launch: Launch) -> datetime:
        """The scenario's start in UTC; raises InputError while go-live is unknown."""
        day = launch.date_of_day(self.day)
        if day is None:
            raise InputError("The demo needs a launch with a go-live date.")
        return datetime.combine(day, self.time, launch.zone).astimezone(UTC)


def shipped_scenario() -> Scenario:
    """The demo day of the shipped launch-week plan."""
    return load_scenario(shipped_path("data", "demo", "launch-week.yaml"))


def scenario_for(plan: str) -> Scenario:
    """The demo day of a shipped plan: its own script, else a morning that only improvises."""
    script = f"{plan.removeprefix('layby-')}.yaml"
    folder = shipped_path("data", "demo")
    if (folder / script).is_file():
        return load_scenario(folder / script)
    weekday = _OTHER_WEEKDAYS.get(plan, 0)
    return Scenario(day=1, weekday=weekday, time=time(8, 40), done=(), events=())


def load_scenario(path: Path) -> Scenario:
    """Read and check a scenario; raises InputError with file and line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text.") from error
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"{path.name}:{line}: {error.problem}.") from error
    except YAMLError as error:
        raise InputError(f"{path.name}: not YAML: {error}") from error
    top = _Row(data, path.name, 1)
    start = _Row(top.raw("start"), path.name, 1)
    scenario = Scenario(
        day=int(start.number("day")),
        weekday=_WEEKDAYS.index(start.one_of("weekday", _WEEKDAYS)),
        time=_clock(start),
        done=_steps(top, "done"),
        events=_steps(top, "events"),
    )
    start.demand_nothing_else()
    top.demand_nothing_else()
    return scenario


def _steps(top: _Row, key: str) -> tuple[Step, ...]:
    entries = top.raw(key, ())
    if not isinstance(entries, list | tuple):
        raise top.error(f"{key} must be a list")
    found: list[Step] = []
    places = getattr(entries, "lc", None)
    for number, entry in enumerate(entries):
        row = _Row(entry, top.file, places.item(number)[0] + 1 if places else top.line)
        at, by = row.span("at"), row.text("by")
        word = row.one_of("do", tuple(_ACTS))
        act = _ACTS[word](row)
        row.demand_nothing_else()
        found.append(Step(at, by, act))
        if isinstance(act, acts.Misbehave):
            found.append(Step(at + act.lasts, by, acts.Behave(act.check)))
    return tuple(sorted(found, key=lambda step: step.at))


def _clock(row: _Row) -> time:
    text = row.text("time")
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise row.error(f"time must be HH:MM, not {text!r}") from None


class _Row:
    """One mapping of the file, read key by key; knows its line and which keys are left."""

    def __init__(self, data: object, file: str, line: int) -> None:
        self.file = file
        place = getattr(data, "lc", None)
        self.line: int = place.line + 1 if place is not None else line
        if not isinstance(data, Mapping):
            raise self.error("expected keys with values")
        self._data = data
        self._read: list[str] = []

    def error(self, message: str) -> InputError:
        return InputError(f"{self.file}:{self.line}: {message}.")

    def raw(self, key: str, default: object = None) -> object:
        self._read.append(key)
        value = self._data.get(key, default)
        if value is None:
            raise self.error(f"{key} is missing")
        return value

    def text(self, key: str, default: str | None = None) -> str:
        value = self.raw(key, default)
        if not isinstance(value, str | int | float):
            raise self.error(f"{key} must be text")
        return str(value)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.raw(key)
        return tuple(map(str, value)) if isinstance(value, list) else (self.text(key),)

    def maybe(self, key: str) -> str | None:
        return self.text(key, "") or None

    def number(self, key: str, default: float | None = None) -> float:
        value = self.raw(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.error(f"{key} must be a number")
        return float(value)

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.error(f"{key}: {value!r} is unknown{_nearest(value, choices)}")
        return value

    def choice(self, key: str, kind: type[E], default: str | None = None) -> E:
        return kind(self.one_of(key, tuple(kind), default))

    def span(self, key: str) -> timedelta:
        text = self.text(key)
        match = _SPAN.fullmatch(text)
        if not match or not any(match.groups()[1:]):
            raise self.error(f"{key} must be a time like 3m20s or -1h5m, not {text!r}")
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
        length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        return -length if match[1] else length

    def demand_nothing_else(self) -> None:
        for key in self._data:
            if key not in self._read:
                raise self.error(f"unknown key {key!r}{_nearest(str(key), tuple(self._read))}")


def _nearest(word: str, choices: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(word, choices, n=1)
    return f"; did you mean {near[0]!r}" if near else f"; known: {', '.join(choices)}"


def _ticket(row: _Row) -> Act:
    new = NewTicket(
        subject=row.text("subject"),
        body=row.text("body", ""),
        requester=row.text("requester"),
        channel=row.choice("channel", Channel, "portal"),
        category=row.text("category", ""),
        priority=row.choice("priority", Priority, "P3"),
        level=row.choice("level", Level, "L1"),
    )
    return acts.FileTicket(row.text("id"), new)


def _resolve(row: _Row) -> Act:
    stars = row.number("csat", 0.0) or None
    if stars is not None and not 1 <= stars <= 5:
        raise row.error("csat must be 1 to 5")
    kb = bool(row.raw("kb", False))
    return acts.Resolve(row.text("ticket"), row.text("text"), stars, kb)


def _issue(row: _Row) -> Act:
    return acts.LogIssue(
        id=row.text("id"),
        title=row.text("title"),
        severity=row.choice("severity", Severity),
        state=row.choice("status", IssueState, _NEXT_ISSUE_STATE),
        text=row.text("text", ""),
        impact=row.text("impact", ""),
        workaround=row.text("workaround", ""),
        ticket=row.maybe("ticket"),
    )


def _declare(row: _Row) -> Act:
    return acts.Declare(
        title=row.text("title"),
        severity=row.choice("severity", Severity, "critical"),
        impact=row.text("impact", ""),
        workaround=row.text("workaround", ""),
        conditions=row.text("conditions", ""),
        actions=row.text("actions", ""),
        of_ticket=row.maybe("of_ticket"),
        of_issue=row.maybe("of_issue"),
    )


def _tell(row: _Row) -> Act:
    status = row.maybe("status")
    state = row.choice("status", IncidentState) if status else None
    return acts.Tell(row.text("text"), state, row.maybe("conditions"), row.maybe("actions"))


def _trouble(row: _Row) -> Act:
    down = row.one_of("state", ("slow", "down")) == "down"
    status = int(row.number("status", 503.0 if down else 0.0)) or None
    return acts.Misbehave(row.text("check"), row.number("latency", 0.0), status, row.span("for"))


def _jot(kind: NoteKind) -> Callable[[_Row], Act]:
    return lambda row: acts.Jot(kind, row.text("text"))


_ACTS: Mapping[str, Callable[[_Row], Act]] = {
    "ticket": _ticket,
    "take": lambda row: acts.Take(row.text("ticket")),
    "assign": lambda row: acts.Assign(row.text("ticket"), row.text("to")),
    "reply": lambda row: acts.Reply(row.text("ticket"), row.text("text")),
    "wait": lambda row: acts.Wait(row.text("ticket"), row.text("text")),
    "escalate": lambda row: acts.Escalate(
        row.text("ticket"), row.choice("to", Level), row.text("info"), row.text("tried")
    ),
    "resolve": _resolve,
    "reopen": lambda row: acts.Reopen(row.text("ticket"), row.text("text")),
    "issue": _issue,
    "link": lambda row: acts.Link(row.text("ticket"), row.text("issue")),
    "declare": _declare,
    "tell": _tell,
    "tick": lambda row: acts.Tick(row.texts("task")),
    "skip": lambda row: acts.Skip(row.text("task"), row.text("text")),
    "advance": lambda row: acts.Advance(row.maybe("phase"), row.maybe("reason")),
    "sign_in": lambda _: acts.SignIn(),
    "sign_out": lambda row: acts.SignOut(row.maybe("reason") == "lunch"),
    "win": _jot(NoteKind.WIN),
    "action": _jot(NoteKind.ACTION),
    "focus": _jot(NoteKind.FOCUS),
    "todo": lambda row: acts.Agree(row.text("text"), row.text("owner"), row.span("for")),
    "trouble": _trouble,
    "send": lambda row: acts.Send(row.text("message")),
    "hold": lambda row: acts.Hold(row.text("meeting"), row.text("text")),
    "metric": lambda row: acts.Measure(row.text("key"), row.number("value")),
}
