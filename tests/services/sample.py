"""A small launch of our own making, stored in a real file, and people who work on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, time
from pathlib import Path

from warroom_tui.domain.clock import Clock, Pace, SystemClock
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.timeline import Actor
from warroom_tui.plan.draft import (
    CheckDraft,
    ChecklistDraft,
    ContactDraft,
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
from warroom_tui.services.context import Context
from warroom_tui.services.planning.launch_import import ImportAnswers, PlanFile, import_launch
from warroom_tui.services.warroom import Services
from warroom_tui.storage.store import Store

GO_LIVE = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
"""Also where the `clock` fixture stands."""

HERE = Place(1)
PLAN = PlanFile("orchid.md", b"# Orchid\n", "0" * 64)

PHASES = (
    PhaseDraft(
        name="Freeze",
        place=HERE,
        kind="pre_launch",
        start=Anchor(offset_min=-60),
        end=Anchor(offset_min=0),
        checklists=(
            ChecklistDraft(
                "Before the switch",
                HERE,
                tasks=(
                    TaskDraft("Announce the freeze", HERE, anchor=Anchor(offset_min=-45)),
                    TaskDraft("Note the commit", HERE, value_label="Commit hash"),
                    TaskDraft("Water the plants", HERE, required=False),
                ),
            ),
        ),
    ),
    PhaseDraft(
        name="Switch",
        place=HERE,
        kind="cutover",
        start=Anchor(offset_min=0),
        plan_min_lo=20,
        plan_min_hi=30,
        checklists=(ChecklistDraft("Switch over", HERE, tasks=(TaskDraft("Flip it", HERE),)),),
    ),
    PhaseDraft(name="First week", place=HERE, kind="hypercare", start=Anchor(day=0)),
)

CRITERIA = (
    CriterionDraft("The smoke test passes", HERE, "exit", phase="Switch"),
    CriterionDraft("SLA kept >= 90 %", HERE, "success", tier="must", op=">=", value=90, unit="%"),
)

PEOPLE = (
    PersonDraft("Ana", HERE, level="L1", shifts=(ShiftDraft((1, 2), time(8), time(16)),)),
    PersonDraft("Ben", HERE, level="L2", shifts=(ShiftDraft((1,), time(22), time(6)),)),
)

TARGETS = (
    SlaTargetDraft("priority", "P1", "first_response", 15, "15 minutes", HERE),
    SlaTargetDraft("priority", "P1", "resolution", 120, "2 hours", HERE),
    SlaTargetDraft("priority", "P3", "first_response", 60, "1 hour", HERE),
    SlaTargetDraft("priority", "P3", "resolution", 480, "8 hours", HERE),
    SlaTargetDraft("priority", "P4", "resolution", None, "next release", HERE),
    SlaTargetDraft("level", "L2", "resolution", 240, "4 hours", HERE),
)

ORCHID = LaunchDraft(
    name="Orchid",
    code="ORCHID",
    timezone="Europe/Copenhagen",
    phases=PHASES,
    lists=(ChecklistDraft("Upkeep", HERE, kind="routine", tasks=(TaskDraft("Look", HERE),)),),
    criteria=CRITERIA,
    requirements=(
        RequirementDraft("L1", "First line", HERE, 1, 7, time(8), time(18), 2),
        RequirementDraft("L1", "First line, launch day", HERE, 1, 1, time(8), time(18), 1),
    ),
    people=PEOPLE,
    contacts=(ContactDraft("emergency", "Hosting", HERE, name="Night desk", phone="555 0101"),),
    priorities=(PriorityDraft("P1", "Down", ("Nobody can sign in",), HERE),),
    sla_targets=TARGETS,
    checks=(CheckDraft("Shop", "http", "https://orchid.example/", HERE),),
    metrics=(MetricDraft("signups", "Sign-ups", HERE),),
)


def make_launch(path: Path, draft: LaunchDraft = ORCHID, *, rehearsal: Pace | None = None) -> Path:
    """Import `draft` into a new database at `path`, going live when the test clock starts."""
    answers = ImportAnswers(go_live=GO_LIVE, rehearsal=rehearsal)
    import_launch(path, draft, (PLAN,), answers, Actor("Ana", "import", "import"))
    return path


def open_seat(path: Path, name: str, clock: Clock | None = None) -> Services:
    """A seat of `name` on the launch at `path`, with connections of its own."""
    context = Context(Store.open(path), clock or SystemClock(), Actor(name, f"{name}-seat"))
    return Services(context)


@contextmanager
def seat(path: Path, name: str, clock: Clock | None = None) -> Iterator[Services]:
    """`open_seat` that is closed at the end."""
    services = open_seat(path, name, clock)
    try:
        yield services
    finally:
        services.close()
