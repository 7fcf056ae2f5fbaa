"""What the report desk needs of the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.reporting.report import Briefing, DayRecord, IssuedReport
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.services.context import Context
from warroom_tui.services.monitoring.day_tables import fill_tables
from warroom_tui.storage import board, record
from warroom_tui.storage.desk import counts
from warroom_tui.storage.incident import incidents, issues
from warroom_tui.storage.monitoring import measured
from warroom_tui.storage.reporting import reports
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import meetings as meetings_rows
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.triggers import tripwires


class LaunchReportStore:
    """Reads a day in one transaction; freezes an issued report with its event in another."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def launch(self) -> Launch:
        """The launch."""
        with self._context.store.reading() as connection:
            return launches.read_launch(connection)

    def read_day(self, day: date) -> DayRecord:
        """Everything about a launch-local day, in one snapshot."""
        store, now = self._context.store, self._context.clock.now()
        with store.reading() as connection:
            launch = launches.read_launch(connection)
            start, end = launch.day_bounds(day)
            picture = board.read_board(connection, BoardView(), now, store.real_now())
            until = min(end, now) if now > start else end
            meeting = meetings_rows.read_first_meeting(connection, end)
            return DayRecord(
                board=picture,
                day=day,
                # Today's are on the board already; with 100,000 tickets they cost 0.1 s.
                counts=counts.with_percentiles(
                    connection,
                    picture.today
                    if day == launch.local(now).date()
                    else counts.read_day(connection, launch, start, end, now, picture.criteria),
                    start,
                    end,
                ),
                notes=record.read_notes(connection, start, end),
                incidents=incidents.read_between(connection, start, end),
                promises=incidents.read_promises_kept(connection, start, end, now),
                issues=issues.read_issues(connection, live_only=False),
                metrics=measured.measured_metrics(
                    connection, reports.read_metrics_until(connection, end), start, end, until
                ),
                uptimes=reports.read_uptimes(connection, start, until),
                day_tables=tuple(
                    table for table in fill_tables(connection, now) if table.line is not None
                ),
                shifts=rota.read_shifts(connection, start, end),
                events=reports.read_day_events(connection, start, end),
                contacts=rota.read_contacts(connection),
                briefing=Briefing(meeting.title, meeting.starts_at)
                if meeting is not None and meeting.starts_at is not None
                else None,
                rollbacks=tripwires.read_rollbacks(connection),
                issued=tuple(
                    item for item in reversed(reports.read_issued(connection)) if item.day == day
                ),
            )

    def issued(self) -> tuple[IssuedReport, ...]:
        """Every issued report, newest first."""
        with self._context.store.reading() as connection:
            return reports.read_issued(connection)

    def freeze(self, report: IssuedReport, text: str) -> IssuedReport:
        """Store the report and its event in one transaction."""
        with self._context.writing() as tx:
            report_id = reports.save(tx, report)
            tx.event("issued", "report", str(report_id), text, undoable=False)
            return replace(report, id=report_id)
