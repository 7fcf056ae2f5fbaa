"""The run sheet: phases that advance, tasks that are ticked."""

from __future__ import annotations

from datetime import datetime

from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.runsheet.launch import (
    Checklist,
    LaunchStatus,
    Phase,
    PhaseState,
    Task,
    TaskState,
    current_phase,
    next_phase,
)
from warroom_tui.domain.runsheet.readiness import OUTCOMES, Readiness
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.criteria import Criterion, Verdict
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.schedule import begin_anew
from warroom_tui.services.triggers.criteria_record import propose_because
from warroom_tui.services.triggers.evidence import situation_of
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.transaction import Transaction

_LAUNCH_STATUS = {
    "cutover": LaunchStatus.IN_PROGRESS,
    "go_live": LaunchStatus.IN_PROGRESS,
    "rollout": LaunchStatus.IN_PROGRESS,
    "hypercare": LaunchStatus.HYPERCARE,
    "post_launch": LaunchStatus.HYPERCARE,
}


class RunSheet:
    """Phases, lists and tasks."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def phases(self) -> tuple[Phase, ...]:
        """Every phase in order, with progress."""
        with self._context.store.reading() as connection:
            return launches.read_phases(connection, launches.read_lists(connection))

    def lists(self) -> tuple[Checklist, ...]:
        """Every checklist in document order."""
        with self._context.store.reading() as connection:
            return launches.read_lists(connection)

    def tasks(self, list_id: int) -> tuple[Task, ...]:
        """The tasks of one list."""
        with self._context.store.reading() as connection:
            return launches.read_tasks(connection, [list_id])

    def all_tasks(self, open_only: bool = False) -> tuple[Task, ...]:
        """Every task in document order."""
        with self._context.store.reading() as connection:
            ids = [item.id for item in launches.read_lists(connection)]
            found = launches.read_tasks(connection, ids, limit=200_000)
        return tuple(task for task in found if not (open_only and task.state.settled))

    def task(self, task_id: int) -> Task:
        """One task; raises NotFound."""
        with self._context.store.reading() as connection:
            return launches.read_task(connection, task_id)

    # -- tasks -----------------------------------------------------------------------------

    def tick(self, task_id: int, value: str | None = None, expected: int | None = None) -> Task:
        """Mark a task done; one that asks for a value is refused without it."""
        with self._context.writing() as tx:
            task = launches.read_task(tx.connection, task_id)
            given = clean(value) if value else task.value
            if task.value_label and not given:
                raise InputError(
                    f"“{task.text}” asks for a value: {task.value_label}.",
                    "Give the value when ticking it.",
                )
            if task.state is TaskState.DONE:
                raise Refused(f"“{task.text}” is done already ({task.done_by}).")
            self._write(
                tx,
                task,
                expected,
                state=TaskState.DONE.value,
                value=given,
                done_by=tx.actor.name,
                done_at=tx.now,
                skip_reason=None,
            )
            tx.event("ticked", "task", str(task.id), f"Ticked “{task.text}”")
            return launches.read_task(tx.connection, task_id)

    def untick(self, task_id: int, expected: int | None = None) -> Task:
        """Open a settled task again."""
        with self._context.writing() as tx:
            task = launches.read_task(tx.connection, task_id)
            if not task.state.settled:
                raise Refused(f"“{task.text}” is open.")
            self._write(
                tx,
                task,
                expected,
                state=TaskState.OPEN.value,
                done_by=None,
                done_at=None,
                skip_reason=None,
            )
            tx.event("unticked", "task", str(task.id), f"Unticked “{task.text}”")
            return launches.read_task(tx.connection, task_id)

    def skip(
        self, task_id: int, reason: str, na: bool = False, expected: int | None = None
    ) -> Task:
        """Settle a task without doing it; a required one needs a reason."""
        why = clean(reason).strip()
        with self._context.writing() as tx:
            task = launches.read_task(tx.connection, task_id)
            if task.required and not why:
                raise InputError(f"“{task.text}” is required: skipping it needs a reason.")
            self._write(
                tx,
                task,
                expected,
                state=(TaskState.NA if na else TaskState.SKIPPED).value,
                skip_reason=why or None,
                done_by=tx.actor.name,
                done_at=tx.now,
            )
            word = "Not applicable" if na else "Skipped"
            text = f"{word}: “{task.text}”" + (f" ({why})" if why else "")
            tx.event("skipped", "task", str(task.id), text)
            return launches.read_task(tx.connection, task_id)

    def add_task(
        self,
        list_id: int,
        text: str,
        owner: str | None = None,
        due_at: datetime | None = None,
    ) -> Task:
        """Add a task at the end of a list."""
        body = clean(text).strip()
        if not body:
            raise InputError("A task needs a text.")
        with self._context.writing() as tx:
            target = tx.get(schema.checklist, list_id, what=f"List {list_id}")
            last = launches.read_tasks(tx.connection, [list_id])
            task_id = tx.insert(
                schema.task,
                checklist_id=list_id,
                seq=(last[-1].seq + 1) if last else 1,
                text=body,
                state=TaskState.OPEN.value,
                required=True,
                owner=clean(owner, limit=80) if owner else None,
                due_at=due_at,
            )
            tx.event("added", "task", str(task_id), f"Added “{body}” to {target['title']}")
            return launches.read_task(tx.connection, task_id)

    def _write(self, tx: Transaction, task: Task, expected: int | None, **values: object) -> None:
        tx.update(
            schema.task,
            task.id,
            expected,
            f"“{task.text}”",
            ("task", str(task.id)),
            **values,
        )

    # -- phases ----------------------------------------------------------------------------

    def readiness(self) -> Readiness:
        """May the launch go on? Open required tasks and exit criteria that are not met."""
        with self._context.store.reading() as connection:
            return self._readiness(connection)

    def advance(
        self,
        phase_id: int,
        reason: str | None = None,
        outcome: str = "success",
        notes: str = "",
        expected: int | None = None,
    ) -> tuple[Phase | None, Phase | None]:
        """Start the current phase, or complete it and start the next: (ended, started).

        `phase_id` is the phase that the person saw as current and `expected` its version: another
        seat may have advanced meanwhile, or started the very phase. Refused without `reason` while
        required tasks or exit criteria are open.
        """
        with self._context.writing() as tx:
            ready = self._readiness(tx.connection)
            if ready.phase is None:
                raise Refused("The run sheet is over: every phase has ended.")
            if ready.phase.id != phase_id:
                raise Refused(
                    f"Another seat advanced first: {ready.phase.name} is the current phase.",
                    "Look at the new state and advance again if it still holds.",
                )
            if expected is not None and ready.phase.version != expected:
                raise tx.stale(ready.phase.name, ("phase", str(phase_id)))
            if ready.starts:
                self._start(tx, ready.phase)
                tx.event("started", "phase", str(phase_id), f"Started {ready.phase.name}")
                return None, self._phase(tx, phase_id)
            why = clean(reason or "").strip()
            if ready.blocked and not why:
                raise Refused(_open_text(ready), "Finish it, or advance with a reason.")
            return self._complete(tx, ready, why, outcome, notes)

    def _complete(
        self, tx: Transaction, ready: Readiness, why: str, outcome: str, notes: str
    ) -> tuple[Phase | None, Phase | None]:
        assert ready.phase is not None
        phase = ready.phase
        if outcome not in OUTCOMES:
            raise InputError(f"{outcome!r} is no outcome.", f"One of: {', '.join(OUTCOMES)}.")
        failed = outcome != "success"
        text = clean(notes, multiline=True)
        if outcome == "retry":
            return self._retry(tx, phase, why, text)
        goes_on = ready.next if outcome in ("success", "failed") else None
        tx.update(
            schema.phase,
            phase.id,
            None,
            phase.name,
            state=(PhaseState.FAILED if failed else PhaseState.COMPLETE).value,
            outcome="failed" if failed else "success",
            ended_at=tx.now,
            override_reason=why if ready.blocked else None,
            notes=text or phase.notes,
        )
        if goes_on is not None:
            self._start(tx, goes_on)
        took = short(tx.now - (phase.started_at or tx.now))
        said = f"{phase.name} {'failed' if failed else 'complete'} after {took}"
        if ready.blocked:
            said += f", overridden: {why}"
        if goes_on is not None:
            said += f"; started {goes_on.name}"
        if outcome == "contingency":
            said += "; on with a contingency plan"
        elif failed and propose_because(tx, f"{phase.name} failed"):
            said += "; rollback proposed"
        tx.event("advanced", "phase", str(phase.id), said)
        after = goes_on.id if goes_on else None
        return self._phase(tx, phase.id), self._phase(tx, after) if after else None

    def _retry(
        self, tx: Transaction, phase: Phase, why: str, notes: str
    ) -> tuple[Phase | None, Phase | None]:
        """The phase failed and begins again now, with open boxes."""
        took = short(tx.now - (phase.started_at or tx.now))
        begin_anew(tx, phase, PhaseState.IN_PROGRESS)
        if notes:
            tx.update(schema.phase, phase.id, None, phase.name, notes=notes)
        because = " · ".join(part for part in (why, notes) if part)
        said = f"{phase.name} failed after {took}; tried again"
        tx.event("retried", "phase", str(phase.id), said + (f": {because}" if because else ""))
        return None, self._phase(tx, phase.id)

    def _start(self, tx: Transaction, phase: Phase) -> None:
        tx.update(
            schema.phase,
            phase.id,
            None,
            phase.name,
            state=PhaseState.IN_PROGRESS.value,
            started_at=tx.now,
        )
        status = _LAUNCH_STATUS.get(phase.kind)
        if status is not None:
            tx.update(schema.launch, 1, None, "The launch", status=status.value)

    def _phase(self, tx: Transaction, phase_id: int) -> Phase:
        phases = launches.read_phases(tx.connection, launches.read_lists(tx.connection))
        return next(phase for phase in phases if phase.id == phase_id)

    def _readiness(self, connection: Connection) -> Readiness:
        phases = launches.read_phases(connection, launches.read_lists(connection))
        phase = current_phase(phases)
        if phase is None:
            return Readiness(None, None, (), ())
        if phase.state is PhaseState.NOT_STARTED:
            return Readiness(phase, next_phase(phases, phase), (), ())
        return Readiness(
            phase,
            next_phase(phases, phase),
            launches.read_open_required(connection, phase.id),
            self._failing(connection, phase),
        )

    def _failing(
        self, connection: Connection, phase: Phase
    ) -> tuple[tuple[Criterion, Verdict], ...]:
        situation = situation_of(self._context, connection)
        return tuple(
            (gauge.criterion, gauge.verdict)
            for gauge in situation.gauges
            if gauge.criterion.phase_id == phase.id
            and gauge.criterion.klass == "exit"
            and gauge.verdict not in (None, Verdict.MET, Verdict.WAIVED)
        )


def _open_text(ready: Readiness) -> str:
    assert ready.phase is not None
    parts = []
    if ready.open_required:
        count = len(ready.open_required)
        parts.append(f"{count} required task{'s' if count > 1 else ''} open")
    if ready.failing:
        parts.append(f"{len(ready.failing)} exit criteria not met")
    return f"{ready.phase.name}: " + ", ".join(parts) + "."
