"""Everything that can be done with one open launch: the door that ui and command line use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from warroom_tui.domain.board import Board, BoardView
from warroom_tui.domain.clock import Clock, SimulatedClock
from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.text import clean
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
from warroom_tui.storage import board as board_rows
from warroom_tui.storage import record
from warroom_tui.storage.desk import counts
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.store import ChangeWatch
from warroom_tui.storage.transaction import Plain

if TYPE_CHECKING:
    from warroom_tui.domain.desk.queue.parse import QueryError
    from warroom_tui.domain.desk.queue.query import Query
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
class Services:
    """One open launch as one actor sees it. Thread-safe; close it at the end."""

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

    def acting_as(self, name: str, clock: Clock | None = None) -> Services:
        """The same launch as somebody else would use it (scripted people in a rehearsal)."""
        actor = Actor(name, self.actor.session, "rehearsal")
        return replace(
            self, context=Context(self.context.store, clock or self.context.clock, actor)
        )

    def launch(self) -> Launch:
        """The launch itself."""
        with self.context.store.reading() as connection:
            return launches.read_launch(connection)

    def board(self, view: BoardView | None = None, known: Board | None = None) -> Board:
        """One frozen picture; also sets a rehearsal's clock to the stored pace.

        `known` is an earlier one of the same view: it spares reading what has not changed since.
        """
        store = self.context.store
        with store.reading() as connection:
            if isinstance(self.clock, SimulatedClock):
                self.clock.pace = record.read_pace(connection) or self.clock.pace
            wanted = view or BoardView()
            query, trouble = self._filter(wanted.ticket_filter)
            now, real_now = self.clock.now(), store.real_now()
            board = board_rows.read_board(connection, wanted, now, real_now, query, known)
        if trouble is None:
            return board
        return replace(board, ticket_counts=replace(board.ticket_counts, trouble=trouble))

    def _filter(self, words: str) -> tuple[Query | None, QueryError | None]:
        """What a ticket filter asks for, or why it cannot be read."""
        if not words:
            return None, None
        from warroom_tui.domain.desk.queue.parse import QueryError

        try:
            return self.queue.check(words), None
        except QueryError as error:
            return None, error

    def figures(self, day: date) -> SupportCounts:
        """The support counts of a launch-local day."""
        with self.context.store.reading() as connection:
            start, end = launches.read_launch(connection).day_bounds(day)
            return counts.read_support_counts(connection, start, end, self.clock.now())

    def set_rag(self, rag: Rag | None, reason: str = "", minutes: int | None = None) -> None:
        """Say the status by hand, with a reason and for a time; None lifts it again."""
        why = clean(reason).strip()
        if rag is not None and not why:
            raise InputError("Overriding the status needs a reason.")
        with self.context.writing() as tx:
            until = tx.now + timedelta(minutes=minutes) if minutes else None
            value: Plain = (
                None if rag is None else _override(rag, why, tx.actor.name, tx.now, until)
            )
            record.write_setting(tx.connection, "rag_override", value)
            text = f"Status set to {rag.value}: {why}" if rag else "Status computed again"
            tx.event("overrode", "launch", "rag", text, undoable=False)

    def revision(self) -> int:
        """The board's revision alone: it rises with everything that goes on the record."""
        with self.context.store.reading() as connection:
            return record.read_revision(connection)

    def watch(self) -> ChangeWatch:
        """Tells when anybody changed anything; use it from one thread."""
        return self.context.store.watch()

    def close(self) -> None:
        """Give the database back."""
        self.context.store.close()


def _override(
    rag: Rag, why: str, by: str, at: datetime, until: datetime | None
) -> dict[str, Plain]:
    return {
        "rag": rag.value,
        "reason": why,
        "by": by,
        "at": at.isoformat(),
        "until": until.isoformat() if until else None,
    }
