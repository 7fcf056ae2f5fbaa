"""The known-issue log as a document: Markdown in the plan's own form, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from warroom_tui.domain.desk.spreadsheet import safe_cell
from warroom_tui.domain.durations import whole_moment
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.issue_lines import sheet
from warroom_tui.domain.incident.issues import IssueFormat, KnownIssue, Severity
from warroom_tui.domain.reporting.report import ReportFormat
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.services.context import Context
from warroom_tui.services.incident.issue_log import IssueLog
from warroom_tui.storage.runsheet import launches

Plain = str | int | float | bool | None


def issue_record(issue: KnownIssue) -> dict[str, Plain]:
    """A known issue with stable keys, times in UTC."""
    return {
        "ref": issue.ref,
        "title": issue.title,
        "severity": issue.severity.value,
        "state": issue.state.value,
        "reported_at": _utc(issue.reported_at),
        "reported_by": issue.reported_by,
        "description": issue.description,
        "steps": issue.steps,
        "expected": issue.expected,
        "actual": issue.actual,
        "impact": issue.impact,
        "affected": issue.affected_n,
        "affected_pct": issue.affected_pct,
        "users": issue.users,
        "requesters": issue.requesters,
        "workaround": issue.workaround,
        "hotfix": issue.hotfix,
        "hotfix_state": issue.hotfix_state,
        "hotfix_deployed_at": _utc(issue.hotfix_deployed_at),
        "data_loss": issue.is_data_loss,
        "security": issue.is_security,
        "resolution": issue.resolution,
        "resolved_at": _utc(issue.resolved_at),
        "resolved_by": issue.resolved_by,
        "tickets": issue.tickets,
        "version": issue.version,
    }


def _utc(at: datetime | None) -> str | None:
    """The form that the command line prints: "2026-12-01T08:00:00Z"."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


class IssueExport:
    """Makes documents of the log."""

    def __init__(self, context: Context, user_templates: Path | None = None) -> None:
        self._context = context
        self._user_templates = user_templates

    def text(self, fmt: IssueFormat, *, live_only: bool = False) -> str:
        """The log in a form; raises TemplateFault for a wrong template of the team's own."""
        log = IssueLog(self._context)
        issues = log.all(live_only=live_only)
        if fmt is IssueFormat.CSV:
            return _csv(issues)
        if fmt is IssueFormat.JSON:
            records = [issue_record(issue) for issue in issues]
            return json.dumps(records, indent=2, ensure_ascii=False) + "\n"
        return self._markdown(issues, log.reviewed())

    def write(self, fmt: IssueFormat, out: Path, *, live_only: bool = False) -> Path:
        """Write it into a new file: `out` itself, or one named by the day in the folder `out`.

        Raises InputError when the file exists or cannot be written.
        """
        from warroom_tui.reports.files import target_path, write_whole

        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
        day = launch.local(self._context.clock.now()).date().isoformat()
        code = "".join(c if c.isalnum() else "-" for c in launch.code.casefold()) or "launch"
        path = target_path(out, f"{code}-known-issues-{day}.{fmt.value}")
        if path.exists():
            raise InputError(f"{path} exists already.", "Give another name.")
        return write_whole(path, self.text(fmt, live_only=live_only))

    def _markdown(self, issues: Sequence[KnownIssue], reviewed: tuple[datetime, str] | None) -> str:
        from warroom_tui.reports.shelf import TemplateLibrary

        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
        zone = launch.zone
        live = [issue for issue in issues if issue.state.live]
        names: dict[str, object] = {
            "launch": launch.name,
            "rehearsal": launch.rehearsal,
            "now_text": whole_moment(self._context.clock.now(), zone),
            "issues": [sheet(issue, zone) for issue in issues],
            "live": len(live),
            "critical": sum(issue.severity is Severity.CRITICAL for issue in live),
            "reviewed_text": f"{whole_moment(reviewed[0], zone)} by {reviewed[1]}"
            if reviewed
            else "",
        }
        library = TemplateLibrary(self._user_templates, shipped_path("templates"))
        return library.render("known-issues.md.j2", ReportFormat.MD, names, zone)


def _csv(issues: Sequence[KnownIssue]) -> str:
    """One line an issue; cells that a spreadsheet would run are quoted."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    titles = ["id", *list(issue_record_keys())[1:]]
    writer.writerow(titles)
    for issue in issues:
        record = issue_record(issue)
        writer.writerow([safe_cell(_cell(value)) for value in record.values()])
    return text.getvalue()


def issue_record_keys() -> tuple[str, ...]:
    """The keys of a record, in their order."""
    return (
        *[
            "ref",
            "title",
            "severity",
            "state",
            "reported_at",
            "reported_by",
            "description",
            "steps",
        ],
        *[
            "expected",
            "actual",
            "impact",
            "affected",
            "affected_pct",
            "users",
            "requesters",
            "workaround",
        ],
        *["hotfix", "hotfix_state", "hotfix_deployed_at", "data_loss", "security", "resolution"],
        *["resolved_at", "resolved_by", "tickets", "version"],
    )


def _cell(value: Plain) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
