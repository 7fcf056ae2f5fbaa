"""The known-issue log."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.incident.issues import IssueState, KnownIssue, NewIssue, Severity
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.storage import record, schema
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.incident import issues as rows
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.transaction import Plain, Transaction

_LONG = (
    "description",
    "steps",
    "expected",
    "actual",
    "impact",
    "workaround",
    "hotfix",
    "resolution",
)


class IssueLog:
    """Log, follow and resolve known issues."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def add(self, new: NewIssue) -> KnownIssue:
        """Log a known issue under the next id of the plan's prefix (`LAYBY-001`)."""
        with self._context.writing() as tx:
            ref = insert_issue(tx, new)
            issue = rows.find(tx.connection, ref)
            tx.event("logged", "issue", ref, f"Logged {ref} ({new.severity}): {issue.title}")
            return issue

    def get(self, ref: str) -> KnownIssue:
        """One known issue; raises NotFound."""
        with self._context.store.reading() as connection:
            return rows.find(connection, ref)

    def all(self, live_only: bool = False) -> tuple[KnownIssue, ...]:
        """The log, worst first."""
        with self._context.store.reading() as connection:
            return rows.read_issues(connection, live_only=live_only)

    def tickets(self, ref: str) -> tuple[Ticket, ...]:
        """The tickets that point to it."""
        with self._context.store.reading() as connection:
            return ticket_rows.of_issue(connection, rows.find(connection, ref).id)

    def update(
        self,
        ref: str,
        expected: int | None = None,
        *,
        title: str | None = None,
        severity: Severity | None = None,
        affected: tuple[int | None, float | None] | None = None,
        is_data_loss: bool | None = None,
        is_security: bool | None = None,
        **texts: str,
    ) -> KnownIssue:
        """Change fields; `texts` are description, steps, expected, actual, impact, workaround,
        hotfix, resolution.

        To change the field `expected` itself, pass `expected_behaviour`. `affected` is number
        and share of users; (None, None) follows the linked tickets again.
        """
        values: dict[str, object] = {}
        if title is not None:
            values["title"] = _title(title)
        if severity is not None:
            values["severity"] = severity.value
        if affected is not None:
            _demand_count(*affected)
            values["affected_n"], values["affected_pct"] = affected
        given: dict[str, object] = {
            "is_data_loss": is_data_loss,
            "is_security": is_security,
        }
        values.update({name: value for name, value in given.items() if value is not None})
        for name, text in texts.items():
            column = "expected" if name == "expected_behaviour" else name
            if column not in _LONG:
                raise InputError(f"A known issue has no field {name!r}.")
            values[column] = _long(text)
        with self._context.writing() as tx:
            issue = rows.find(tx.connection, ref)
            before = [name for name in values if name != "affected_pct"]  # with its number
            self._write(tx, issue, expected, values)
            tx.event("edited", "issue", issue.ref, f"Edited {issue.ref}: {', '.join(before)}")
            return rows.find(tx.connection, issue.ref)

    def set_state(
        self, ref: str, state: IssueState, resolution: str = "", expected: int | None = None
    ) -> KnownIssue:
        """Move it on; resolving stamps when and who."""
        with self._context.writing() as tx:
            issue = rows.find(tx.connection, ref)
            values: dict[str, object] = {"state": state.value}
            if resolution.strip():
                values["resolution"] = _long(resolution)
            ended = not state.live
            values["resolved_at"] = tx.now if ended else None
            values["resolved_by"] = tx.actor.name if ended else None
            self._write(tx, issue, expected, values)
            word = state.value.replace("_", " ")
            tx.event(state.value, "issue", issue.ref, f"{issue.ref} is {word}")
            return rows.find(tx.connection, issue.ref)

    def deploy_hotfix(
        self, ref: str, deployed: bool = True, expected: int | None = None
    ) -> KnownIssue:
        """Say that its hotfix is out, or is not after all. Refused while none is planned."""
        with self._context.writing() as tx:
            issue = rows.find(tx.connection, ref)
            if not issue.hotfix:
                raise Refused(f"{issue.ref} has no hotfix planned.", "Say first what it is.")
            values: dict[str, object] = {"hotfix_deployed_at": tx.now if deployed else None}
            self._write(tx, issue, expected, values)
            word = "deployed" if deployed else "planned again"
            gist = clean(issue.hotfix, limit=100)
            tx.event("hotfix", "issue", issue.ref, f"Hotfix of {issue.ref} {word}: {gist}")
            return rows.find(tx.connection, issue.ref)

    def review(self) -> int:
        """Say that the log was gone through; returns how many issues are live."""
        with self._context.writing() as tx:
            live = len(rows.read_issues(tx.connection, live_only=True))
            value: dict[str, Plain] = {"at": tx.now.isoformat(), "by": tx.actor.name}
            record.write_setting(tx.connection, rows.REVIEWED, value)
            said = f"Reviewed the known issues: {live} live"
            tx.event("reviewed", "issues", "log", said, undoable=False)
            return live

    def reviewed(self) -> tuple[datetime, str] | None:
        """When the log was gone through last, and by whom."""
        with self._context.store.reading() as connection:
            return rows.read_reviewed(connection)

    def _write(
        self,
        tx: Transaction,
        issue: KnownIssue,
        expected: int | None,
        values: dict[str, object],
    ) -> None:
        tx.update(schema.known_issue, issue.id, expected, issue.ref, ("issue", issue.ref), **values)


def insert_issue(tx: Transaction, new: NewIssue) -> str:
    """Log one inside another deed's transaction; returns its reference."""
    title = _title(new.title)
    _demand_count(new.affected_n, new.affected_pct)
    prefix = launches.read_launch(tx.connection).issue_prefix
    ref = f"{prefix}-{tx.next_number('known_issue'):03d}"
    tx.insert(
        schema.known_issue,
        ref=ref,
        title=title,
        severity=new.severity.value,
        state=IssueState.NEW.value,
        reported_at=tx.now,
        reported_by=tx.actor.name,
        description=_long(new.description),
        steps=_long(new.steps),
        expected=_long(new.expected),
        actual=_long(new.actual),
        impact=_long(new.impact),
        affected_n=new.affected_n,
        workaround=_long(new.workaround),
        affected_pct=new.affected_pct,
        hotfix=_long(new.hotfix).strip(),
        is_data_loss=new.is_data_loss,
        is_security=new.is_security,
    )
    return ref


def _title(text: str) -> str:
    title = clean(text).strip()
    if not title:
        raise InputError("A known issue needs a title.")
    return title


def _long(text: str) -> str:
    return clean(text, limit=BODY_LIMIT, multiline=True)


def _demand_count(number: int | None, pct: float | None) -> None:
    if number is not None and number < 0:
        raise InputError("The number of people affected cannot be negative.")
    if pct is not None and not 0 <= pct <= 100:
        raise InputError("The share of people affected is from 0 to 100 %.")
