"""Gates: the evidence at this moment, the decision with its reason, the roles that sign."""

from __future__ import annotations

from dataclasses import asdict, replace

from warroom_tui.domain.board import BoardView
from warroom_tui.domain.desk.tickets import Priority
from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.runsheet.gates import (
    Evidence,
    Gate,
    GateKind,
    GateState,
    SignOff,
    SignOffState,
    answer_word,
)
from warroom_tui.domain.runsheet.launch import LaunchStatus
from warroom_tui.domain.runsheet.roles import Role
from warroom_tui.domain.situation import Situation, read_situation
from warroom_tui.domain.staffing.rota import level_name
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.services.context import Context
from warroom_tui.services.triggers.criteria_record import propose_because
from warroom_tui.storage import board as board_rows
from warroom_tui.storage import schema
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.runsheet import gates as gates_rows
from warroom_tui.storage.runsheet import homes, launches
from warroom_tui.storage.transaction import Transaction

_LISTED = 40
"""Open tasks named in the evidence; all are counted."""


class GateDesk:
    """Decisions and sign-offs."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def roles(self) -> tuple[Role, ...]:
        """Roles with what the plan gives them to decide."""
        with self._context.store.reading() as connection:
            return homes.read_roles(connection)

    def all(self) -> tuple[Gate, ...]:
        """Every gate, undecided ones first."""
        with self._context.store.reading() as connection:
            return gates_rows.read_gates(connection)

    def get(self, gate_id: int) -> Gate:
        """One gate; raises NotFound."""
        with self._context.store.reading() as connection:
            return gates_rows.read_gate(connection, gate_id)

    def evidence(self) -> dict[GateKind, Evidence]:
        """What is known now, for each kind of gate."""
        with self._context.store.reading() as connection:
            return self._evidence(connection)

    def decide(
        self, gate_id: int, state: GateState, rationale: str, expected: int | None = None
    ) -> Gate:
        """Record a decision with its reason; the evidence of this moment is kept with it.

        Raises InputError without a rationale, Refused when it is decided already or when roles
        that must sign have not.
        """
        why = clean(rationale, limit=BODY_LIMIT, multiline=True).strip()
        if not state.decided:
            raise InputError("A gate is decided by go, conditional, no_go or waived.")
        if not why:
            raise InputError("A decision needs its reason: what speaks for it?")
        with self._context.writing() as tx:
            gate = gates_rows.read_gate(tx.connection, gate_id)
            _demand_undecided(gate)
            if state is GateState.GO and gate.awaiting:
                roles = ", ".join(one.role for one in gate.awaiting)
                raise Refused(
                    f"{gate.title}: not signed by {roles}.",
                    "Let them sign, or decide with conditions.",
                )
            self._write(tx, gate, state, why, expected)
            return gates_rows.read_gate(tx.connection, gate_id)

    def sign(
        self,
        sign_off_id: int,
        person: str,
        comment: str = "",
        *,
        refuse: bool = False,
        expected: int | None = None,
    ) -> SignOff:
        """A role signs, or refuses to; its name and words are kept."""
        name, words = clean(person, limit=80).strip(), clean(comment, limit=2000).strip()
        if not name:
            raise InputError("A signature needs a name.")
        if refuse and not words:
            raise InputError("Refusing to sign needs a reason.")
        with self._context.writing() as tx:
            gate, sign = _find(tx.connection, sign_off_id)
            _demand_undecided(gate)
            state = SignOffState.REFUSED if refuse else SignOffState.SIGNED
            subject = ("gate", str(gate.id))
            tx.update(
                schema.sign_off,
                sign.id,
                expected,
                sign.role,
                subject,
                person=name,
                state=state.value,
                at=tx.now,
                comment=words,
            )
            tail = f": {words}" if words else ""
            did = "refused to sign" if refuse else "signed"
            tx.event("signed", *subject, f"{name} ({sign.role}) {did} {gate.title}{tail}")
            return _find(tx.connection, sign_off_id)[1]

    def _write(
        self, tx: Transaction, gate: Gate, state: GateState, why: str, expected: int | None
    ) -> None:
        evidence = asdict(self._evidence(tx.connection)[gate.kind])
        subject = ("gate", str(gate.id))
        tx.update(
            schema.gate,
            gate.id,
            expected,
            gate.title,
            subject,
            state=state.value,
            decided_at=tx.now,
            decided_by=tx.actor.name,
            rationale=why,
            evidence={**evidence, "at": tx.now.isoformat()},
        )
        go = state in (GateState.GO, GateState.CONDITIONAL)
        status = launches.read_launch(tx.connection).status
        if gate.kind is GateKind.GO_NO_GO and go and status is LaunchStatus.PLANNING:
            tx.update(schema.launch, 1, None, "The launch", status=LaunchStatus.READY.value)
        word = answer_word(gate.kind, state)
        said = f"{gate.title}: {word} ({why.splitlines()[0]})"
        asks = gate.kind is GateKind.DAY1_VERDICT and state is GateState.NO_GO
        if asks and propose_because(tx, f"{gate.title}: {word}"):
            said += "; rollback proposed"
        tx.event("decided", *subject, said)

    def _evidence(self, connection: Connection) -> dict[GateKind, Evidence]:
        store, now = self._context.store, self._context.clock.now()
        board = board_rows.read_board(connection, BoardView(), now, store.real_now())
        situation = read_situation(board, now)
        phases = [phase for phase in board.phases if not phase.state.ended]
        here = situation.phase.seq if situation.phase else 0
        tasks = [
            task
            for phase in phases
            if phase.seq <= here
            for task in launches.read_open_required(connection, phase.id)
        ]
        known = Evidence(
            at=now,
            open_tasks=tuple(task.text for task in tasks[:_LISTED]),
            open_task_count=len(tasks),
            tickets=tuple(
                f"{ticket.ref} {ticket.priority.value} {ticket.subject}"
                for ticket in board.tickets
                if ticket.priority in (Priority.P1, Priority.P2)
            ),
            issues=tuple(
                f"{issue.ref} {issue.severity.value}: {issue.title}"
                for issue in board.issues
                if issue.severity in (Severity.CRITICAL, Severity.HIGH)
            ),
            gaps=_gaps(situation),
        )
        return {kind: _judged(known, situation, _ASKED.get(kind)) for kind in GateKind}


_ASKED = {GateKind.FINAL_SIGNOFF: "gate", GateKind.TRANSITION: "transition"}
"""Gates that ask for criteria of their own class: without data those stand against them."""


def _judged(known: Evidence, situation: Situation, asked: str | None) -> Evidence:
    """The evidence with the criteria that speak against a gate."""
    failing: list[str] = []
    unknown = 0
    for criterion, _, verdict in situation.verdicts:
        if verdict in (Verdict.MET, Verdict.WAIVED) or criterion.klass.startswith("rollback"):
            continue
        if verdict is Verdict.NO_DATA and criterion.klass != asked:
            unknown += 1
        else:
            failing.append(f"{criterion.text} ({verdict.value.replace('_', ' ')})")
    return replace(known, failing=tuple(failing), unknown=unknown)


def _gaps(situation: Situation) -> tuple[str, ...]:
    now = [
        f"{level_name(cover.level)}: {cover.here} of {cover.need} here"
        for cover in situation.covers
        if cover.gap
    ]
    local = situation.board.launch.local
    ahead = {
        gap.level: f"{level_name(gap.level)}: {gap.planned} of {gap.need} "
        f"from {local(gap.starts_at):%a %H:%M}"
        for gap in reversed(situation.gaps)
    }
    return (*now, *ahead.values())


def _find(connection: Connection, sign_off_id: int) -> tuple[Gate, SignOff]:
    for gate in gates_rows.read_gates(connection):
        for sign in gate.sign_offs:
            if sign.id == sign_off_id:
                return gate, sign
    raise NotFound(f"There is no signature {sign_off_id}.", "List them with: warroom gate list")


def _demand_undecided(gate: Gate) -> None:
    if gate.state.decided:
        raise Refused(
            f"{gate.title} is decided: {gate.word}, by {gate.decided_by}.",
            "Undo takes a decision back.",
        )
