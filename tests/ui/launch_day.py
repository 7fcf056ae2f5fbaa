"""A small but complete launch day on a real database, for tests and for looking at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from warroom_tui import bootstrap
from warroom_tui.domain.clock import Pace
from warroom_tui.domain.desk.tickets import Level, NewTicket, Priority
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.timeline import Actor
from warroom_tui.plan.draft import (
    CheckDraft,
    ChecklistDraft,
    CriterionDraft,
    LaunchDraft,
    MetricDraft,
    PersonDraft,
    PhaseDraft,
    Place,
    PriorityDraft,
    RequirementDraft,
    ShiftDraft,
    SlaTargetDraft,
    TaskDraft,
)
from warroom_tui.services.planning.launch_import import ImportAnswers, PlanFile, import_launch
from warroom_tui.services.warroom import Services

ZONE = ZoneInfo("Australia/Sydney")
GO_LIVE = datetime(2026, 11, 26, 8, 0)  # noqa: DTZ001 - wall-clock time in the launch's zone
NOON = datetime(2026, 11, 26, 8, 47, 26, tzinfo=ZONE).astimezone(UTC)
"""When the tests take place: in the launch hour."""

_AT = Place(1)
_SCHEDULE = (
    ("Pre-launch", time(7), time(8), 3),
    ("Launch hour", time(8), time(9), 6),
    ("Morning operations", time(9), time(12), 6),
    ("Lunch", time(12), time(13), 2),
    ("Afternoon operations", time(13), time(17), 5),
    ("Peak", time(17), time(18), 3),
    ("Evening", time(18), time(20), 4),
)
_WORDS = (
    "Feature goes live",
    "Health dashboards watched",
    "Key workflows tested in production",
    "First tickets checked",
    "Watch for error spikes",
    "Announcement to all users",
)
PEOPLE = (
    ("Priya Raman", "Support manager", "manager", 7, 20, "on_site"),
    ("Tom Okafor", "Support", "L1", 7, 15, "on_site"),
    ("Sofia Lima", "Support", "L1", 7, 15, "on_site"),
    ("Ana Kovac", "Support", "L1", 8, 17, "on_site"),
    ("Ben Ito", "Support", "L1", 8, 17, "on_site"),
    ("Kim Le", "Support", "L1", 8, 20, "on_site"),
    ("Raj Patel", "Support", "L1", 8, 20, "on_site"),
    ("Marcus Weber", "Engineer", "L2", 7, 20, "on_site"),
    ("Lena Fox", "Engineer", "L2", 7, 20, "on_site"),
    ("Wei Zhang", "Developer", "L3", 7, 20, "on_site"),
    ("Jo Silva", "Developer", "L3", 7, 20, "on_call"),
    ("Noor Aziz", "QA lead", "qa", 7, 20, "standby"),
)
CHECKS = (
    ("Application", "ms", 800.0),
    ("API response", "ms", 500.0),
    ("Database query", "ms", 200.0),
    ("CPU", "%", 80.0),
    ("Memory", "%", 85.0),
    ("Disk", "%", 90.0),
    ("Payment gateway", "ms", 900.0),
    ("Notifications", "ms", 900.0),
)


def draft() -> LaunchDraft:
    """The plan."""
    return LaunchDraft(
        name="Layby launch week",
        code="LAYBY",
        timezone="Australia/Sydney",
        hypercare_days=14,
        phases=tuple(_phase(*each) for each in _SCHEDULE),
        lists=(
            _list("Daily checklist", [f"Daily box {n}" for n in range(1, 6)], kind="routine"),
            _list("Escalation drill", ["Call the first line", "Call the second line"]),
        ),
        criteria=(
            _criterion("SLA compliance above 90 %", "must", ">=", 90, "sla_compliance"),
            _criterion("Satisfaction of at least 4", "should", ">=", 4, "csat"),
            _criterion("100 laybys on launch day", "should", ">=", 100, "laybys"),
            _criterion("No critical issues", "must", "<=", 0, "critical_issues"),
            _criterion("Stores are confident", "nice", None, None, None),
        ),
        requirements=(
            _need("manager", 1),
            _need("L1", 6),
            _need("L2", 2),
            _need("L3", 1),
            _need("qa", 1, "standby"),
        ),
        people=tuple(_person(*each) for each in PEOPLE),
        priorities=(
            PriorityDraft("P1", "Critical", ("nobody can pay",), _AT, "15 minutes"),
            PriorityDraft("P2", "High", ("a feature fails",), _AT, "1 hour"),
            PriorityDraft("P3", "Medium", ("a question",), _AT, "4 hours"),
            PriorityDraft("P4", "Low", ("a wish",), _AT, "1 day"),
        ),
        sla_targets=tuple(
            _target(key, minutes, first)
            for key, first, last in (
                ("P1", 5, 240),
                ("P2", 60, 480),
                ("P3", 240, 1440),
                ("P4", 1440, 4320),
            )
            for minutes in (first, last)
        ),
        checks=tuple(_check(*each) for each in CHECKS),
        metrics=(
            MetricDraft("laybys", "laybys", _AT),
            MetricDraft("payments", "payments", _AT),
            MetricDraft("adoption", "adoption", _AT, unit="percent"),
        ),
    )


def _target(key: str, minutes: int, first: int) -> SlaTargetDraft:
    clock: Literal["first_response", "resolution"] = (
        "first_response" if minutes == first else "resolution"
    )
    return SlaTargetDraft("priority", key, clock, minutes, f"{minutes} minutes", _AT)


def _phase(name: str, start: time, end: time, count: int) -> PhaseDraft:
    return PhaseDraft(
        name,
        _AT,
        "go_live",
        Anchor(day=0, at=start),
        Anchor(day=0, at=end),
        checklists=(
            ChecklistDraft(
                name,
                _AT,
                tasks=tuple(
                    TaskDraft(
                        _WORDS[n] if name == "Launch hour" else f"{name}, step {n + 1}",
                        _AT,
                        anchor=Anchor(day=0, at=start) if n in (0, 5) else None,
                        owner=("Priya Raman", "Wei Zhang", "Noor Aziz")[n % 3],
                        parent=1 if n == 2 and name == "Launch hour" else None,
                    )
                    for n in range(count)
                ),
            ),
        ),
    )


def _list(title: str, texts: list[str], kind: str = "task") -> ChecklistDraft:
    tasks = tuple(TaskDraft(text, _AT) for text in texts)
    if kind == "routine":
        return ChecklistDraft(title, _AT, "routine", tasks=tasks)
    return ChecklistDraft(title, _AT, tasks=tasks)


def _criterion(
    text: str, tier: str, op: str | None, value: float | None, metric: str | None
) -> CriterionDraft:
    return CriterionDraft(
        text,
        _AT,
        "success",
        tier,  # type: ignore[arg-type]
        op=op,  # type: ignore[arg-type]
        value=value,
        unit="",
        metric=metric,
    )


def _need(level: str, heads: int, mode: str = "on_site") -> RequirementDraft:
    return RequirementDraft(level, level, _AT, 1, 1, time(8), time(20), heads, mode=mode)  # type: ignore[arg-type]


def _person(name: str, role: str, level: str, start: int, end: int, mode: str) -> PersonDraft:
    shift = ShiftDraft((1,), time(start), time(end), mode)  # type: ignore[arg-type]
    return PersonDraft(name, _AT, role, level, shifts=(shift,))


def _check(name: str, unit: str, limit: float) -> CheckDraft:
    kind, target = ("host", name.lower()) if unit == "%" else ("http", "http://127.0.0.1:9/")
    return CheckDraft(name, kind, target, _AT, slow=(">", limit, unit), fail_after=1)  # type: ignore[arg-type]


@dataclass
class Still:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        """The time it was given."""
        return self.at


def make_launch(
    path: Path,
    *,
    at: datetime = NOON,
    go_live: datetime | None = GO_LIVE,
    plan: LaunchDraft | None = None,
    paused: bool = True,
) -> None:
    """A rehearsal database at `path` whose clock stands (or begins) at `at`."""
    pace = Pace(at, datetime.now(UTC), 0.0 if paused else 1.0, 1.0)
    answers = ImportAnswers(go_live=go_live, timezone="Australia/Sydney", rehearsal=pace)
    file = PlanFile("plan.md", b"# Plan\n", "0" * 64)
    who = Actor("import", "import-1", "import")
    begun = Still(at - timedelta(days=8))
    import_launch(path, plan or draft(), (file,), answers, who, begun)


def play_morning(path: Path, at: datetime = NOON) -> None:
    """What had happened by `at`: people on duty, two phases, tickets, issues, an hour of checks."""
    services = bootstrap.open_services(str(path), actor="priya")
    try:
        _Morning(services, at).play()
    finally:
        services.close()


class _Morning:
    def __init__(self, services: Services, at: datetime) -> None:
        self._services = services
        self._at = at

    def _as(self, who: str, minutes: float) -> Services:
        """The services as `who` used them so many minutes ago."""
        return self._services.acting_as(who, Still(self._at - timedelta(minutes=minutes)))

    def play(self) -> None:
        self._sign_in()
        self._phases()
        self._tickets()
        self._issues()
        self._checks()

    def _sign_in(self) -> None:
        for shift in self._services.rota.shifts():
            if shift.person != "Raj Patel" and shift.counts_heads:
                self._as(shift.person, 95).rota.sign_in(shift.id)

    def _phases(self) -> None:
        first = self._services.run_sheet.readiness().phase
        assert first is not None
        self._as("priya", 107).run_sheet.advance(first.id)
        for task in self._services.run_sheet.readiness().open_required:
            self._as("priya", 60).run_sheet.tick(task.id)
        self._as("priya", 47).run_sheet.advance(first.id)
        for minutes, task in zip(
            (46, 45, 28, 23), self._services.run_sheet.readiness().open_required, strict=False
        ):
            self._as("wei", minutes).run_sheet.tick(task.id)

    def _tickets(self) -> None:
        for subject, priority, level, owner, age, who in TICKETS:
            new = NewTicket(
                subject, requester=who, category="Layby", priority=priority, level=level
            )
            ticket = self._as("kim", age).tickets.add(new)
            if owner:
                self._as(owner, age - 1).tickets.take(ticket.ref)
                self._as(owner, age - 2).tickets.reply(ticket.ref, "We look into it.")
            if owner == "lena":
                self._as(owner, age - 3).tickets.wait(ticket.ref)
        for number in range(5):
            new = NewTicket(f"How do I print label {number}?", requester="Store 3")
            ticket = self._as("kim", 100 - number).tickets.add(new)
            desk = self._as("tom", 90 - number).tickets
            desk.take(ticket.ref)
            desk.resolve(ticket.ref, "Explained.", stars=4.0 + number % 2)

    def _issues(self) -> None:
        log = self._as("wei", 35).issues
        log.add(NewIssue("Old gateway drops payments", severity=Severity.HIGH))
        log.add(NewIssue("Reminder mail shows US dates", severity=Severity.LOW))
        self._as("priya", 10).health.set_metric("laybys", 37)
        self._as("priya", 10).health.set_metric("payments", 52)

    def _checks(self) -> None:
        checks = self._services.health.checks()
        for minute in range(60, -1, -1):
            at = self._at - timedelta(minutes=minute, seconds=0 if minute else 4)
            results = []
            for index, check in enumerate(checks):
                wave = 0.55 + 0.15 * math.sin(minute / 5 + index) + 0.1 * math.sin(minute * 1.7)
                limit = check.slow.limit if check.slow else 100.0
                value = limit * wave
                if check.name == "API response":
                    value = 180 + (60 - minute) ** 2 / 5.7
                if check.name == "Payment gateway" and minute < 6:
                    results.append((check, Measurement(False, None, "timeout after 5 s"), at))
                elif check.name != "Notifications" or minute > 9:
                    results.append((check, Measurement(True, value, "HTTP 200"), at))
            self._services.health.record(results)


TICKETS = (
    ("Cannot record payments at two stores", Priority.P1, Level.L3, None, 8.2, "Store 14"),
    ("Balance off by one after an edit", Priority.P2, Level.L2, "marcus", 53, "Head office"),
    ("Layby list empty for franchise accounts", Priority.P2, Level.L2, "lena", 40, "Amira B"),
    ("Reminder e-mail shows wrong date format", Priority.P3, Level.L1, "sofia", 80, "Store 7"),
    ("Where is the Laybys menu?", Priority.P3, Level.L1, None, 19, "Store 2"),
    ("Permission denied on business rules page", Priority.P3, Level.L1, "tom", 33, "Store 9"),
    ('Rename "Instalment" to "Payment"', Priority.P4, Level.L1, None, 70, "Head office"),
    ("[/b] receipt \x1b[31mprints twice 🖨", Priority.P3, Level.L1, None, 21, "Store 5"),
)
