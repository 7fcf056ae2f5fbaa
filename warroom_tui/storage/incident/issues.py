"""Reading the known-issue log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, case, func, select

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.incident.issues import IssueState, KnownIssue, Severity
from warroom_tui.storage import record
from warroom_tui.storage.schema import known_issue, ticket

_SEVERITY_ORDER = case(
    {severity.value: rank for rank, severity in enumerate(Severity)}, value=known_issue.c.severity
)
_TICKETS = (
    select(func.count())
    .select_from(ticket)
    .where(ticket.c.issue_id == known_issue.c.id)
    .scalar_subquery()
    .label("tickets")
)
_REQUESTERS = (
    select(func.count(func.distinct(ticket.c.requester)))
    .where(ticket.c.issue_id == known_issue.c.id, ticket.c.requester != "")
    .scalar_subquery()
    .label("requesters")
)


def read_issues(connection: Connection, *, live_only: bool) -> tuple[KnownIssue, ...]:
    """Known issues, worst first, then oldest first."""
    query = select(known_issue, _TICKETS, _REQUESTERS).order_by(_SEVERITY_ORDER, known_issue.c.id)
    if live_only:
        query = query.where(known_issue.c.state.not_in(("resolved", "wont_fix")))
    return tuple(_issue(row) for row in connection.execute(query).mappings())


REVIEWED = "issues_reviewed"
"""The setting that says when the log was gone through last, and by whom."""


def read_reviewed(connection: Connection) -> tuple[datetime, str] | None:
    """When the log was gone through last, and by whom."""
    value = record.read_setting(connection, REVIEWED)
    if not isinstance(value, dict):
        return None
    return datetime.fromisoformat(str(value["at"])), str(value["by"])


def find(connection: Connection, ref: str) -> KnownIssue:
    """One known issue; a bare number is enough; raises NotFound."""
    query = select(known_issue, _TICKETS, _REQUESTERS)
    text = ref.strip()
    if text.isascii() and text.isdigit():
        query = query.where(known_issue.c.ref.like(f"%-{int(text):03d}"))
    else:
        query = query.where(func.upper(known_issue.c.ref) == text.upper())
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no known issue {ref!r}.", "List them with: warroom issue list.")
    return _issue(row)


def _issue(row: RowMapping) -> KnownIssue:
    return KnownIssue(
        id=row["id"],
        ref=row["ref"],
        title=row["title"],
        severity=Severity(row["severity"]),
        state=IssueState(row["state"]),
        reported_at=row["reported_at"],
        reported_by=row["reported_by"],
        description=row["description"],
        steps=row["steps"],
        expected=row["expected"],
        actual=row["actual"],
        impact=row["impact"],
        affected_n=row["affected_n"],
        workaround=row["workaround"],
        resolution=row["resolution"],
        resolved_at=row["resolved_at"],
        resolved_by=row["resolved_by"],
        tickets=row["tickets"],
        version=row["version"],
        affected_pct=row["affected_pct"],
        hotfix=row["hotfix"],
        hotfix_deployed_at=row["hotfix_deployed_at"],
        is_data_loss=row["is_data_loss"],
        is_security=row["is_security"],
        requesters=row["requesters"],
    )
