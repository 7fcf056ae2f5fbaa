"""Every desk of an open launch, each made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import Clock
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.chronicle import Chronicle
from warroom_tui.services.context import Context
from warroom_tui.services.desk.ticket_desk import TicketDesk
from warroom_tui.services.incident.issue_log import IssueLog
from warroom_tui.services.monitoring.health_desk import HealthDesk
from warroom_tui.services.note_book import NoteBook
from warroom_tui.services.rehearsal import Rehearsal
from warroom_tui.services.runsheet.run_sheet import RunSheet
from warroom_tui.services.runsheet.schedule import Schedule
from warroom_tui.services.seats import Seats
from warroom_tui.services.staffing.rota_desk import RotaDesk

if TYPE_CHECKING:
    from warroom_tui.services.desk.escalation_desk import EscalationDesk
    from warroom_tui.services.desk.figure_desk import FigureDesk
    from warroom_tui.services.desk.kb_desk import KbDesk
    from warroom_tui.services.desk.presence import Presence
    from warroom_tui.services.desk.reply_shelf import ReplyShelf
    from warroom_tui.services.desk.sync_desk import SyncDesk
    from warroom_tui.services.desk.ticket_bulk import TicketBulk
    from warroom_tui.services.desk.ticket_import import TicketImport
    from warroom_tui.services.desk.ticket_queue import TicketQueue
    from warroom_tui.services.incident.incident_desk import IncidentDesk
    from warroom_tui.services.incident.incident_messages import IncidentMessages
    from warroom_tui.services.incident.issue_export import IssueExport
    from warroom_tui.services.incident.pattern_desk import PatternDesk
    from warroom_tui.services.incident.post_mortems import PostMortems
    from warroom_tui.services.planning.launch_findings import LaunchFindings
    from warroom_tui.services.planning.plan_book import PlanBook
    from warroom_tui.services.planning.plan_update import PlanUpdate
    from warroom_tui.services.planning.plan_write_back import PlanWriteBack
    from warroom_tui.services.reporting.report_desk import ReportDesk
    from warroom_tui.services.runsheet.action_desk import ActionDesk
    from warroom_tui.services.runsheet.gate_desk import GateDesk
    from warroom_tui.services.runsheet.meeting_desk import MeetingDesk
    from warroom_tui.services.runsheet.message_desk import MessageDesk
    from warroom_tui.services.runsheet.retro_desk import RetroDesk
    from warroom_tui.services.runsheet.risk_desk import RiskDesk
    from warroom_tui.services.runsheet.routine_desk import RoutineDesk
    from warroom_tui.services.runsheet.runbook_desk import RunbookDesk
    from warroom_tui.services.triggers.rollback_desk import RollbackDesk
    from warroom_tui.services.triggers.trigger_desk import TriggerDesk


@dataclass(frozen=True)
class Desks:
    """One open launch as one actor sees it, desk by desk."""

    context: Context
    kind: str = "lead"
    user_templates: Path | None = None
    """Folder whose templates replace the shipped ones of the same name."""
    reports_folder: Path | None = None
    """Where reports go that are written without a place; None: the working folder."""
    secrets: frozenset[str] = frozenset()
    """Environment variables that the plan may name, beside those made for it."""
    bell: bool = True
    """Whether the bell rings when a check goes down."""

    @property
    def clock(self) -> Clock:
        """The launch's clock (simulated in a rehearsal)."""
        return self.context.clock

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return self.context.actor

    @property
    def read_only(self) -> bool:
        """True when nothing can be changed from this seat."""
        return self.context.store.read_only

    @property
    def tickets(self) -> TicketDesk:
        """The support desk."""
        return TicketDesk(self.context)

    @property
    def queue(self) -> TicketQueue:
        """The tickets as they are asked for, and views that are kept."""
        from warroom_tui.services.desk.ticket_queue import TicketQueue

        return TicketQueue(self.context)

    @property
    def bulk(self) -> TicketBulk:
        """The same change to many tickets."""
        from warroom_tui.services.desk.ticket_bulk import TicketBulk

        return TicketBulk(self.context)

    @property
    def presence(self) -> Presence:
        """Who has which ticket open."""
        from warroom_tui.services.desk.presence import Presence

        return Presence(self.context, self.kind)

    @property
    def replies(self) -> ReplyShelf:
        """Canned replies."""
        from warroom_tui.services.desk.reply_shelf import ReplyShelf

        return ReplyShelf(self.context)

    @property
    def kb(self) -> KbDesk:
        """Knowledge articles."""
        from warroom_tui.services.desk.kb_desk import KbDesk

        return KbDesk(self.context)

    @property
    def run_sheet(self) -> RunSheet:
        """Phases and tasks."""
        return RunSheet(self.context)

    @property
    def rota(self) -> RotaDesk:
        """People and shifts."""
        return RotaDesk(self.context)

    @property
    def issues(self) -> IssueLog:
        """The known-issue log."""
        return IssueLog(self.context)

    @property
    def issue_export(self) -> IssueExport:
        """The known-issue log as a document."""
        from warroom_tui.services.incident.issue_export import IssueExport

        return IssueExport(self.context, self.user_templates)

    @property
    def patterns(self) -> PatternDesk:
        """Tickets that seem to speak of one fault."""
        from warroom_tui.services.incident.pattern_desk import PatternDesk

        return PatternDesk(self.context)

    @property
    def health(self) -> HealthDesk:
        """Checks, metrics, criteria."""
        return HealthDesk(self.context)

    @property
    def notes(self) -> NoteBook:
        """Wins, actions, focus."""
        return NoteBook(self.context)

    @property
    def timeline(self) -> Chronicle:
        """The record, and undo."""
        return Chronicle(self.context)

    @property
    def seats(self) -> Seats:
        """The running terminals."""
        return Seats(self.context, self.kind)

    @property
    def messages(self) -> MessageDesk:
        """Announcements and updates."""
        from warroom_tui.services.runsheet.message_desk import MessageDesk

        return MessageDesk(self.context)

    @property
    def gates(self) -> GateDesk:
        """Decisions and sign-offs."""
        from warroom_tui.services.runsheet.gate_desk import GateDesk

        return GateDesk(self.context)

    @property
    def routines(self) -> RoutineDesk:
        """Checklists that come back."""
        from warroom_tui.services.runsheet.routine_desk import RoutineDesk

        return RoutineDesk(self.context)

    @property
    def meetings(self) -> MeetingDesk:
        """Ceremonies and their agendas."""
        from warroom_tui.services.runsheet.meeting_desk import MeetingDesk

        return MeetingDesk(self.context)

    @property
    def actions(self) -> ActionDesk:
        """Action items."""
        from warroom_tui.services.runsheet.action_desk import ActionDesk

        return ActionDesk(self.context)

    @property
    def incidents(self) -> IncidentDesk:
        """Incidents and their updates."""
        from warroom_tui.services.incident.incident_desk import IncidentDesk

        return IncidentDesk(self.context)

    @property
    def incident_messages(self) -> IncidentMessages:
        """What is to be told about incidents."""
        from warroom_tui.services.incident.incident_messages import IncidentMessages

        return IncidentMessages(self.context, self.user_templates)

    @property
    def post_mortems(self) -> PostMortems:
        """What was learnt from incidents."""
        from warroom_tui.services.incident.post_mortems import PostMortems

        return PostMortems(self.context)

    @property
    def risks(self) -> RiskDesk:
        """The risk register."""
        from warroom_tui.services.runsheet.risk_desk import RiskDesk

        return RiskDesk(self.context)

    @property
    def retro(self) -> RetroDesk:
        """Lessons learned."""
        from warroom_tui.services.runsheet.retro_desk import RetroDesk

        return RetroDesk(self.context)

    @property
    def book(self) -> PlanBook:
        """The whole plan, to read."""
        from warroom_tui.services.planning.plan_book import PlanBook

        return PlanBook(self.context)

    @property
    def runbooks(self) -> RunbookDesk:
        """Procedures, followed step by step."""
        from warroom_tui.services.runsheet.runbook_desk import RunbookDesk

        return RunbookDesk(self.context)

    @property
    def ticket_import(self) -> TicketImport:
        """Tickets out of a file."""
        from warroom_tui.services.desk.ticket_import import TicketImport

        return TicketImport(self.context)

    @property
    def desk_figures(self) -> FigureDesk:
        """The support desk's figures, and the tickets behind them."""
        from warroom_tui.services.desk.figure_desk import FigureDesk

        return FigureDesk(self.context)

    @property
    def escalations(self) -> EscalationDesk:
        """Paths, calls, and tickets held too long."""
        from warroom_tui.services.desk.escalation_desk import EscalationDesk

        return EscalationDesk(self.context)

    @property
    def sync(self) -> SyncDesk:
        """The exchange with a help desk, as people see it."""
        from warroom_tui.services.desk.sync_desk import SyncDesk

        return SyncDesk(self.context)

    @property
    def triggers(self) -> TriggerDesk:
        """Criteria, rollback triggers, baselines."""
        from warroom_tui.services.triggers.trigger_desk import TriggerDesk

        return TriggerDesk(self.context)

    @property
    def rollback(self) -> RollbackDesk:
        """The question "do we roll back?" and what follows from it."""
        from warroom_tui.services.triggers.rollback_desk import RollbackDesk

        return RollbackDesk(self.context)

    @property
    def schedule(self) -> Schedule:
        """Go-live and what hangs on it."""
        return Schedule(self.context)

    @property
    def plan_update(self) -> PlanUpdate:
        """A changed plan into this launch."""
        from warroom_tui.services.planning.plan_update import PlanUpdate  # brings the plan reader

        return PlanUpdate(self.context)

    @property
    def findings(self) -> LaunchFindings:
        """What is wrong, assumed or open in the plans."""
        from warroom_tui.services.planning.launch_findings import (
            LaunchFindings,  # brings the plan reader
        )

        return LaunchFindings(self.context)

    @property
    def plan_write_back(self) -> PlanWriteBack:
        """What happened into the plan's Markdown."""
        from warroom_tui.services.planning.plan_write_back import (
            PlanWriteBack,  # brings the plan reader
        )

        return PlanWriteBack(self.context)

    @property
    def reports(self) -> ReportDesk:
        """Reports: preview, write, issued."""
        from warroom_tui.services.reporting.report_desk import ReportDesk
        from warroom_tui.services.reporting.report_store import LaunchReportStore

        return ReportDesk(
            LaunchReportStore(self.context),
            self.clock,
            self.actor,
            user_templates=self.user_templates,
            folder=self.reports_folder,
        )

    @property
    def rehearsal(self) -> Rehearsal:
        """The clock of a rehearsal."""
        return Rehearsal(self.context)
