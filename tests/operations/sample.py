"""A launch whose plan asks for messages, gates, routines, meetings and runbooks."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

from tests.services.sample import HERE, ORCHID, make_launch
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.draft import (
    AgendaItemDraft,
    ChecklistDraft,
    ContactDraft,
    CriterionDraft,
    GateDraft,
    LaunchDraft,
    MeetingDraft,
    MessageDraft,
    NoteDraft,
    Place,
    ProcedureDraft,
    RiskDraft,
    TaskDraft,
    TrainingDraft,
)

MORNING = ChecklistDraft(
    "Morning round",
    Place(40),
    kind="routine",
    every="daily",
    anchor=Anchor(at=time(9)),
    tasks=(TaskDraft("Read the logs", HERE), TaskDraft("Look at the queue", HERE)),
)
MESSAGES = (
    MessageDraft(
        "We are live",
        Place(50),
        "all_users",
        Anchor(day=0, at=time(9)),
        "Orchid is here",
        "Dear [Name],\n\nOrchid is open.\nTemporary Password: [generated]\n",
    ),
    MessageDraft("Update for the board", Place(60), "management", every_min=120),
    MessageDraft("Critical notice", Place(70), body="[What happened]"),
)
GATES = (
    GateDraft("go_no_go", "Go or not", Place(80), Anchor(offset_min=-30)),
    GateDraft("final_signoff", "Final sign-off", Place(81), None, ("Sponsor", "Tech lead")),
    GateDraft("day1_verdict", "First day: stable?", Place(82), Anchor(offset_min=1440)),
)
MEETINGS = (
    MeetingDraft(
        "Stand-up",
        Place(90),
        Anchor(day=1, at=time(8, 30)),
        15,
        "daily",
        agenda=(AgendaItemDraft("Overnight tickets", 5), AgendaItemDraft("Focus", 10)),
    ),
    MeetingDraft("Debrief", Place(91), Anchor(day=0, at=time(20)), 65),
)
PROCEDURES = (
    ProcedureDraft(
        "Roll back", Place(95), "rollback", ("Stop: Close the shop", "Stop: Tell support", "Go on")
    ),
    ProcedureDraft("Site is slow", Place(96), "troubleshoot", ("Look at the queue",)),
)

PLANNED: LaunchDraft = replace(
    ORCHID,
    lists=(MORNING,),
    criteria=(
        *ORCHID.criteria,
        CriterionDraft("Everybody is content", HERE, "gate"),
    ),
    messages=MESSAGES,
    gates=GATES,
    meetings=MEETINGS,
    procedures=PROCEDURES,
    risks=(RiskDraft("Nobody comes", Place(99), "high", "critical", "Advertise", "Call"),),
    training=(TrainingDraft("For agents", Place(100), 60, "agents", ("Screens",)),),
    notes=(NoteDraft("Focus", "- Learn", Place(101)),),
    contacts=(ContactDraft("emergency", "System down", Place(102)), *ORCHID.contacts),
    expected=(("Switch", "Slow first minute"),),
)
"""Go-live is 2026-12-01 09:00 in Copenhagen, where the `clock` fixture stands."""


def planned_launch(folder: Path, draft: LaunchDraft = PLANNED) -> Path:
    """The launch in a new database."""
    return make_launch(folder / "orchid.db", draft)
