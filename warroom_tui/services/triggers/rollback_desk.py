"""Rolling back: the question, the decision with its frozen evidence, the run, the end.

proposed → decided → running → verified → communicated → closed; or continued until a time, when
it is asked again; or closed at once by fixing forward. After the last safe moment the decision to
roll back is refused unless somebody forces it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.launch import (
    Launch,
    LaunchStatus,
    PhaseState,
    TaskState,
    current_phase,
)
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.rollback import DECISION_WORDS, Decision, Rollback, RollbackState
from warroom_tui.domain.triggers.tripwires import TriggerState
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.runbook_desk import begin_run
from warroom_tui.services.triggers.criteria_record import blank, restated, write
from warroom_tui.services.triggers.evidence import frozen, situation_of
from warroom_tui.services.triggers.rollback_notices import plan_notices, say_it_is_over
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.runsheet import procedures as procedure_rows
from warroom_tui.storage.transaction import Transaction
from warroom_tui.storage.triggers import tripwires as rows

LONGEST_CONTINUE = timedelta(days=14)


class RollbackDesk:
    """The decision and what follows from it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def current(self) -> Rollback | None:
        """The one that is not closed."""
        with self._context.store.reading() as connection:
            return rows.read_open_rollback(connection)

    def all(self) -> tuple[Rollback, ...]:
        """Every question and rollback, newest first."""
        with self._context.store.reading() as connection:
            return rows.read_rollbacks(connection)

    def procedures(self) -> tuple[Procedure, ...]:
        """The plan's rollback procedures; how to tell people about it stands last."""
        with self._context.store.reading() as connection:
            return rollback_procedures(connection)

    # -- deciding --------------------------------------------------------------------------

    def propose(self, reason: str) -> Rollback:
        """Ask the question without a trigger: a phase has failed, somebody sees trouble."""
        why = _words(reason, "Why should we roll back?")
        with self._context.writing() as tx:
            asked = rows.read_open_rollback(tx.connection)
            if asked is not None:
                raise Refused(f"It is asked already: {asked.title}.", "Decide that first.")
            found = self._ask(tx, why)
            tx.event("proposed", "rollback", str(found.id), f"Rollback proposed: {why}")
            return found

    def decide(
        self,
        decision: Decision,
        reason: str,
        *,
        recheck_at: datetime | None = None,
        force: bool = False,
        expected: int | None = None,
    ) -> Rollback:
        """Answer the question; what is known at this moment is kept with the answer.

        Raises InputError without a reason or a time to look again, Refused when nothing is asked
        any more or when it is too late to roll back.
        """
        why = _words(reason, "What speaks for it?")
        with self._context.writing() as tx:
            asked = rows.read_open_rollback(tx.connection) or self._ask(tx, why)
            if not asked.state.asks:
                raise Refused(f"“{asked.title}” is decided: {asked.state.value}.")
            situation = situation_of(self._context, tx.connection)
            late = situation.last_safe is not None and situation.last_safe.passed(tx.now)
            if decision is Decision.ROLL_BACK and _is_back(situation.board.launch.status):
                raise Refused(
                    "The launch is rolled back already: nothing is left to roll back.",
                    "Fix forward, or relaunch at a new date.",
                )
            if decision is Decision.ROLL_BACK and late and not force:
                raise Refused(
                    "The last safe moment has passed: a rollback would not be over in time.",
                    "Fix forward; or force it, with the reason.",
                )
            self._write(tx, asked, situation, decision, why, recheck_at, late and force, expected)
            self._acknowledge(tx, situation, asked, why)
            tail = ""
            if decision is Decision.CONTINUE_UNTIL and recheck_at is not None:
                tail = f" until {situation.board.launch.local(recheck_at):%H:%M}"
            forced = ", forced after the last safe moment" if late and force else ""
            said = f"Decided to {DECISION_WORDS[decision]}{tail}{forced}: {asked.title} ({why})"
            tx.event("decided", "rollback", str(asked.id), said)
            return _get(tx.connection, asked.id)

    def _ask(self, tx: Transaction, title: str) -> Rollback:
        row = tx.insert(
            schema.rollback,
            state=RollbackState.PROPOSED.value,
            title=title,
            immediate=True,
            triggers=[],
            proposed_at=tx.now,
            proposed_by=tx.actor.name,
        )
        return _get(tx.connection, row)

    def _write(
        self,
        tx: Transaction,
        asked: Rollback,
        situation: Situation,
        decision: Decision,
        why: str,
        recheck_at: datetime | None,
        forced: bool,
        expected: int | None,
    ) -> None:
        state = {
            Decision.ROLL_BACK: RollbackState.DECIDED,
            Decision.CONTINUE_UNTIL: RollbackState.CONTINUED,
            Decision.FORWARD_FIX: RollbackState.CLOSED,
        }[decision]
        goes_on = decision is Decision.CONTINUE_UNTIL
        if goes_on:
            recheck_at = _later(recheck_at, tx.now)
        tx.update(
            schema.rollback,
            asked.id,
            expected,
            asked.title,
            ("rollback", str(asked.id)),
            state=state.value,
            decision=decision.value,
            decided_at=tx.now,
            decided_by=tx.actor.name,
            reason=why,
            forced=forced,
            recheck_at=recheck_at if goes_on else None,
            evidence=frozen(situation),
            ended_at=tx.now if state is RollbackState.CLOSED else None,
            outcome="fixed forward" if state is RollbackState.CLOSED else "",
        )

    def _acknowledge(
        self, tx: Transaction, situation: Situation, asked: Rollback, why: str
    ) -> None:
        """Deciding is acknowledging what tripped."""
        for gauge in situation.gauges:
            if gauge.criterion.id in asked.triggers and gauge.state is TriggerState.TRIPPED:
                wire = restated(blank(gauge, tx), TriggerState.ACKNOWLEDGED, tx, why)
                write(tx, gauge, wire, TriggerState.TRIPPED.value, why)

    # -- running ---------------------------------------------------------------------------

    def start(self, procedure_id: int | None = None, expected: int | None = None) -> Rollback:
        """Begin: the procedure's steps become a list, messages are planned, the launch follows."""
        with self._context.writing() as tx:
            now_open = self._in(tx, RollbackState.DECIDED)
            found = _procedure(tx.connection, procedure_id)
            run_id = begin_run(tx, found) if found is not None else None
            situation = situation_of(self._context, tx.connection)
            phase = current_phase(situation.board.phases)
            if phase is not None and phase.state in (PhaseState.IN_PROGRESS, PhaseState.BLOCKED):
                rolled = PhaseState.ROLLED_BACK.value
                tx.update(schema.phase, phase.id, None, phase.name, state=rolled, ended_at=tx.now)
            status = LaunchStatus.ROLLED_BACK.value
            tx.update(schema.launch, 1, None, "The launch", status=status)
            running = {"started_at": tx.now, "run_id": run_id}
            self._step(tx, now_open, expected, RollbackState.RUNNING, **running)
            plan_notices(tx, situation, now_open)
            what = f" by “{found.title}”" if found is not None else ""
            tx.event("started", "rollback", str(now_open.id), f"Rollback begun{what}")
            return _get(tx.connection, now_open.id)

    def verify(self, note: str, expected: int | None = None) -> Rollback:
        """Say that the old state is back and works; refused while steps are open."""
        words = _words(note, "How was it verified?")
        with self._context.writing() as tx:
            found = self._in(tx, RollbackState.RUNNING)
            left = self._open_steps(tx, found)
            if left:
                raise Refused(
                    f"{left} step{'s' if left > 1 else ''} of the rollback still open.",
                    "Tick or skip them in the Checklist first.",
                )
            self._step(tx, found, expected, RollbackState.VERIFIED, verified_at=tx.now)
            if found.run_id is not None:
                tx.update(schema.procedure_run, found.run_id, None, "The run",
                          ended_at=tx.now, outcome=words)  # fmt: skip
            tell = next((p for p in rollback_procedures(tx.connection) if is_telling(p)), None)
            if tell is not None and self._was_another(tx, found, tell):
                begin_run(tx, tell)
            say_it_is_over(tx)
            tx.event("verified", "rollback", str(found.id), f"Rollback verified: {words}")
            return _get(tx.connection, found.id)

    def communicate(self, note: str, expected: int | None = None) -> Rollback:
        """Say that everybody has been told."""
        words = _words(note, "Who was told, and how?")
        with self._context.writing() as tx:
            found = self._in(tx, RollbackState.VERIFIED)
            self._step(tx, found, expected, RollbackState.COMMUNICATED, communicated_at=tx.now)
            tx.event("communicated", "rollback", str(found.id), f"Rollback communicated: {words}")
            return _get(tx.connection, found.id)

    def close(self, outcome: str, expected: int | None = None) -> Rollback:
        """End it; how long it took is what the next estimate is made of."""
        words = _words(outcome, "What came of it, and what is next?")
        with self._context.writing() as tx:
            found = self._in(tx, RollbackState.COMMUNICATED)
            end = found.verified_at or tx.now
            took = max(1, ceil((end - (found.started_at or end)).total_seconds() / 60))
            tx.insert(
                schema.rollback_measure,
                minutes=took,
                at=tx.now,
                by=tx.actor.name,
                source="run",
                note=found.title,
            )
            self._step(tx, found, expected, RollbackState.CLOSED, ended_at=tx.now, outcome=words)
            said = f"Rollback closed after {took} min: {words}"
            tx.event("closed", "rollback", str(found.id), said)
            return _get(tx.connection, found.id)

    def _step(
        self,
        tx: Transaction,
        found: Rollback,
        expected: int | None,
        state: RollbackState,
        **values: object,
    ) -> None:
        subject = ("rollback", str(found.id))
        tx.update(
            schema.rollback, found.id, expected, found.title, subject, state=state.value, **values
        )

    def _in(self, tx: Transaction, state: RollbackState) -> Rollback:
        found = rows.read_open_rollback(tx.connection)
        if found is None or found.state is not state:
            now = found.state.value if found else "not asked for"
            raise Refused(f"The rollback is {now}, not {state.value}.")
        return found

    def _open_steps(self, tx: Transaction, found: Rollback) -> int:
        runs = procedure_rows.read_procedure_runs(tx.connection)
        run = next((one for one in runs if one.id == found.run_id), None)
        if run is None:
            return 0
        tasks = launches.read_tasks(tx.connection, [run.checklist_id])
        return sum(not task.state.settled and task.state is not TaskState.FAILED for task in tasks)

    def _was_another(self, tx: Transaction, found: Rollback, tell: Procedure) -> bool:
        runs = procedure_rows.read_procedure_runs(tx.connection)
        mine = next((one for one in runs if one.id == found.run_id), None)
        busy = any(one.procedure_id == tell.id and one.ended_at is None for one in runs)
        return not busy and (mine is None or mine.procedure_id != tell.id)

    # -- deadline and length ---------------------------------------------------------------

    def plan(
        self,
        *,
        deadline: datetime | None = None,
        estimate_min: int | None = None,
        margin_min: int | None = None,
        expected: int | None = None,
    ) -> Launch:
        """Set the deadline, how long a rollback takes, how long deciding takes; None stays."""
        values: dict[str, object] = {}
        if deadline is not None:
            values["rollback_deadline"] = deadline
        for key, minutes in (
            ("rollback_estimate_min", estimate_min),
            ("decision_margin_min", margin_min),
        ):
            if minutes is not None:
                if not 0 <= minutes <= 7 * 24 * 60:
                    raise InputError("Minutes lie between 0 and 7 days.")
                values[key] = minutes
        if not values:
            raise InputError("Nothing to set was given.", "A deadline, an estimate or a margin.")
        with self._context.writing() as tx:
            launch = launches.read_launch(tx.connection)
            tx.update(schema.launch, 1, expected, "The launch", ("launch", "rollback"), **values)
            parts = []
            if deadline is not None:
                parts.append(f"deadline {launch.local(deadline):%a %d %b %H:%M}")
            if estimate_min is not None:
                parts.append(f"takes {estimate_min} min")
            if margin_min is not None:
                parts.append(f"{margin_min} min to decide")
            tx.event("planned", "launch", "rollback", f"Rollback: {', '.join(parts)}")
            return launches.read_launch(tx.connection)

    def measured(self, minutes: int, note: str = "") -> None:
        """Record how long a rollback took in a rehearsal; it counts from now on."""
        if not 1 <= minutes <= 7 * 24 * 60:
            raise InputError("A rollback takes between a minute and 7 days.")
        words = clean(note, limit=300).strip()
        with self._context.writing() as tx:
            row = tx.insert(
                schema.rollback_measure,
                minutes=minutes,
                at=tx.now,
                by=tx.actor.name,
                source="rehearsal",
                note=words,
            )
            tail = f" ({words})" if words else ""
            said = f"Rollback rehearsed in {minutes} min{tail}"
            tx.event("measured", "rollback_measure", str(row), said)


def rollback_procedures(connection: Connection) -> tuple[Procedure, ...]:
    """The plan's rollback procedures; those that tell people stand last."""
    found = [p for p in procedure_rows.read_procedures(connection) if p.kind == "rollback"]
    return tuple(sorted(found, key=is_telling))


def is_telling(procedure: Procedure) -> bool:
    """True for the procedure of telling people about a rollback."""
    return "communicat" in procedure.title.casefold()


def _procedure(connection: Connection, procedure_id: int | None) -> Procedure | None:
    found = rollback_procedures(connection)
    if procedure_id is None:
        return next(iter(found), None)
    chosen = next(
        (p for p in procedure_rows.read_procedures(connection) if p.id == procedure_id), None
    )
    if chosen is None:
        raise InputError(f"There is no procedure {procedure_id}.", "warroom runbook list")
    return chosen


def _get(connection: Connection, rollback_id: int) -> Rollback:
    return next(one for one in rows.read_rollbacks(connection) if one.id == rollback_id)


def _later(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        raise InputError("Continue until when?", "Say when it is looked at again, as 16:30.")
    if not now < at <= now + LONGEST_CONTINUE:
        raise InputError("The time to look again must lie ahead, within two weeks.")
    return at


def _words(text: str, question: str) -> str:
    words = clean(text, limit=500).strip()
    if not words:
        raise InputError("A reason is needed.", question)
    return words


def _is_back(status: LaunchStatus) -> bool:
    return status in (LaunchStatus.ROLLED_BACK, LaunchStatus.CANCELLED)
