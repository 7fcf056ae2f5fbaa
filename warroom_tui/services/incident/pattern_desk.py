"""What people make of patterns: one known issue for their tickets, or nothing."""

from __future__ import annotations

from warroom_tui.domain.desk.tickets import Priority, Ticket
from warroom_tui.domain.errors import Refused
from warroom_tui.domain.incident.issues import KnownIssue, NewIssue, Severity
from warroom_tui.domain.incident.patterns import Pattern, PatternState
from warroom_tui.services.context import Context
from warroom_tui.services.incident.issue_log import insert_issue
from warroom_tui.services.incident.pattern_scan import PatternScan
from warroom_tui.storage import schema
from warroom_tui.storage.desk import tickets
from warroom_tui.storage.incident import issues
from warroom_tui.storage.incident import patterns as rows
from warroom_tui.storage.transaction import Transaction

_SEVERITIES = {
    Priority.P1: Severity.CRITICAL,
    Priority.P2: Severity.HIGH,
    Priority.P3: Severity.MEDIUM,
    Priority.P4: Severity.LOW,
}


class PatternDesk:
    """Suggestions of the radar."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def suggested(self) -> tuple[Pattern, ...]:
        """Patterns that wait for a person's word, the newest first."""
        with self._context.store.reading() as connection:
            return rows.read_suggested(connection)

    def all(self) -> tuple[Pattern, ...]:
        """Every pattern that is remembered, newest first."""
        with self._context.store.reading() as connection:
            return rows.read_known(connection)

    def tickets(self, pattern_id: int) -> tuple[Ticket, ...]:
        """The tickets of a pattern, oldest first."""
        with self._context.store.reading() as connection:
            found = rows.find(connection, pattern_id)
            return tuple(tickets.find_bare(connection, ref) for ref in found.tickets)

    def scan(self) -> bool:
        """Look once at the last hours, in this thread; True when something was stored."""
        return PatternScan(self._context).turn()

    def link(
        self, pattern_id: int, issue_ref: str | None = None, expected: int | None = None
    ) -> KnownIssue:
        """Point the pattern's tickets to a known issue, or to a new one named after it.

        Tickets that were settled or linked meanwhile are left alone. One undo takes all back.
        """
        with self._context.writing() as tx:
            pattern = _suggested(tx, pattern_id)
            found = [tickets.find_bare(tx.connection, ref) for ref in pattern.tickets]
            free = [one for one in found if one.state.live and one.issue_ref is None]
            if not free:
                raise Refused("Its tickets were settled or linked meanwhile.")
            ref = issue_ref or insert_issue(tx, _issue_of(pattern, free))
            issue = issues.find(tx.connection, ref)
            for ticket in free:
                tx.update(schema.ticket, ticket.id, None, ticket.ref, None, issue_id=issue.id)
            values: dict[str, object] = {"issue_id": issue.id}
            _decide(tx, pattern, PatternState.LINKED, expected, values)
            said = f"Linked {len(free)} tickets to {issue.ref}: {pattern.label}"
            tx.event("linked", "issue", issue.ref, said)
            return issues.find(tx.connection, issue.ref)

    def dismiss(self, pattern_id: int, expected: int | None = None) -> Pattern:
        """Say that its tickets have nothing in common; it is not suggested again."""
        with self._context.writing() as tx:
            pattern = _suggested(tx, pattern_id)
            _decide(tx, pattern, PatternState.DISMISSED, expected, {})
            said = f"No pattern: {pattern.label} ({len(pattern.tickets)} tickets)"
            tx.event("dismissed", "pattern", str(pattern.id), said)
            return rows.find(tx.connection, pattern_id)


def _suggested(tx: Transaction, pattern_id: int) -> Pattern:
    pattern = rows.find(tx.connection, pattern_id)
    if pattern.state is not PatternState.SUGGESTED:
        raise Refused(f"{pattern.decided_by} decided already: it is {pattern.state}.")
    return pattern


def _decide(
    tx: Transaction,
    pattern: Pattern,
    state: PatternState,
    expected: int | None,
    values: dict[str, object],
) -> None:
    tx.update(
        schema.ticket_pattern,
        pattern.id,
        expected,
        f"The pattern “{pattern.label}”",
        ("pattern", str(pattern.id)),
        state=state.value,
        decided_by=tx.actor.name,
        **values,
    )


def _issue_of(pattern: Pattern, found: list[Ticket]) -> NewIssue:
    """A known issue that says what the tickets say; as bad as the worst of them."""
    worst = min(ticket.priority for ticket in found)
    said = "\n".join(f"{ticket.ref} {ticket.subject}" for ticket in found)
    label = pattern.label
    return NewIssue(
        title=label[:1].upper() + label[1:], severity=_SEVERITIES[worst], description=said
    )
