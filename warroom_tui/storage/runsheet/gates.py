"""Reading gates and their sign-offs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    select,
)
from sqlalchemy import case as when

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.runsheet.gates import (
    Evidence,
    Gate,
    GateKind,
    GateState,
    SignOff,
    SignOffState,
)
from warroom_tui.storage.documents import document_name
from warroom_tui.storage.schema import (
    gate,
    sign_off,
)


def read_gates(connection: Connection) -> tuple[Gate, ...]:
    """Every gate with its sign-offs: undecided ones first, soonest first."""
    signs: dict[int, list[SignOff]] = {}
    for row in connection.execute(select(sign_off).order_by(sign_off.c.id)).mappings():
        signs.setdefault(row["gate_id"], []).append(_sign_off(row))
    undecided = when((gate.c.state.in_(("pending", "held")), 0), else_=1)
    query = select(gate, document_name(gate)).order_by(
        undecided, gate.c.due_at.is_(None), gate.c.due_at, gate.c.seq
    )
    rows = connection.execute(query).mappings()
    return tuple(_gate(row, tuple(signs.get(row["id"], ()))) for row in rows)


def read_gate(connection: Connection, gate_id: int) -> Gate:
    """One gate; raises NotFound."""
    found = next((one for one in read_gates(connection) if one.id == gate_id), None)
    if found is None:
        raise NotFound(f"There is no gate {gate_id}.", "List them with: warroom gate list")
    return found


def _sign_off(row: RowMapping) -> SignOff:
    return SignOff(
        id=row["id"],
        role=row["role"],
        person=row["person"],
        state=SignOffState(row["state"]),
        at=row["at"],
        comment=row["comment"],
        version=row["version"],
    )


def _gate(row: RowMapping, signs: tuple[SignOff, ...]) -> Gate:
    kept = row["evidence"]
    return Gate(
        id=row["id"],
        seq=row["seq"],
        kind=GateKind(row["kind"]),
        title=row["title"],
        due_at=row["due_at"],
        state=GateState(row["state"]),
        decided_at=row["decided_at"],
        decided_by=row["decided_by"],
        rationale=row["rationale"],
        evidence=_evidence(kept) if isinstance(kept, dict) else None,
        sign_offs=signs,
        source=row["source"],
        line=row["line"],
        version=row["version"],
    )


def _evidence(kept: dict[str, object]) -> Evidence:
    def texts(name: str) -> tuple[str, ...]:
        found = kept.get(name)
        return tuple(str(text) for text in found) if isinstance(found, list) else ()

    return Evidence(
        at=datetime.fromisoformat(str(kept["at"])),
        open_tasks=texts("open_tasks"),
        open_task_count=int(str(kept.get("open_task_count", 0))),
        failing=texts("failing"),
        unknown=int(str(kept.get("unknown", 0))),
        tickets=texts("tickets"),
        issues=texts("issues"),
        gaps=texts("gaps"),
    )
