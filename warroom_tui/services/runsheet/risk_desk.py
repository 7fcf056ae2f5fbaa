"""The risk register: who owns a risk, how it stands, and what it became."""

from __future__ import annotations

from warroom_tui.domain.errors import InputError, NotFound
from warroom_tui.domain.incident.issues import IssueState, Severity
from warroom_tui.domain.runsheet.risks import Risk, RiskState
from warroom_tui.domain.text import clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import risks as rows
from warroom_tui.storage.transaction import Transaction

_SEVERITY = {
    "low": Severity.LOW,
    "medium": Severity.MEDIUM,
    "high": Severity.HIGH,
    "critical": Severity.CRITICAL,
}


class RiskDesk:
    """What may go wrong, and what has."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> tuple[Risk, ...]:
        """The register, worst first."""
        with self._context.store.reading() as connection:
            return rows.read_risks(connection)

    def set_state(
        self,
        risk_id: int,
        state: RiskState,
        note: str = "",
        expected: int | None = None,
        *,
        log_issue: bool = False,
    ) -> Risk:
        """Say how it stands; one that occurred may be logged as a known issue in the same step."""
        words = clean(note).strip()
        if state is RiskState.CLOSED and not words:
            raise InputError("Closing a risk needs a reason.")
        if log_issue and state is not RiskState.OCCURRED:
            raise InputError("Only a risk that occurred becomes a known issue.")
        with self._context.writing() as tx:
            risk = _find(tx.connection, risk_id)
            values: dict[str, object] = {"state": state.value, "note": words}
            if log_issue and risk.issue is None:
                values["issue_ref"] = _log(tx, risk, words)
            self._write(tx, risk, expected, values)
            became = f", logged as {values['issue_ref']}" if "issue_ref" in values else ""
            tx.event(state.value, "risk", str(risk.id), f"Risk {state}: {risk.text}{became}")
            return _find(tx.connection, risk_id)

    def assign(self, risk_id: int, owner: str, expected: int | None = None) -> Risk:
        """Say who watches it; an empty name takes the owner away."""
        name = clean(owner).strip() or None
        with self._context.writing() as tx:
            risk = _find(tx.connection, risk_id)
            self._write(tx, risk, expected, {"owner": name})
            who = name or "nobody"
            tx.event("assigned", "risk", str(risk.id), f"Risk watched by {who}: {risk.text}")
            return _find(tx.connection, risk_id)

    def _write(
        self, tx: Transaction, risk: Risk, expected: int | None, values: dict[str, object]
    ) -> None:
        stamp = {"changed_at": tx.now, "changed_by": tx.actor.name}
        subject = ("risk", str(risk.id))
        tx.update(schema.risk, risk.id, expected, risk.text, subject, **values, **stamp)


def _find(connection: Connection, risk_id: int) -> Risk:
    found = next((risk for risk in rows.read_risks(connection) if risk.id == risk_id), None)
    if found is None:
        raise NotFound(f"There is no risk {risk_id}.", "List them with: warroom risk list")
    return found


def _log(tx: Transaction, risk: Risk, note: str) -> str:
    """A known issue from the risk, with the plan's response as its workaround."""
    prefix = launches.read_launch(tx.connection).issue_prefix
    ref = f"{prefix}-{tx.next_number('known_issue'):03d}"
    tx.insert(
        schema.known_issue,
        ref=ref,
        title=risk.text,
        severity=_SEVERITY.get(risk.impact or "", Severity.MEDIUM).value,
        state=IssueState.NEW.value,
        reported_at=tx.now,
        reported_by=tx.actor.name,
        description=note or f"A risk of the plan has occurred: {risk.text}",
        steps="",
        expected="",
        actual="",
        impact="",
        workaround=risk.response or risk.mitigation,
    )
    return ref
