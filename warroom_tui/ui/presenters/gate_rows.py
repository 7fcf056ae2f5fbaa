"""Gates: as lines of the list, and in full with the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.runsheet.gates import Evidence, Gate, GateState, SignOffState
from warroom_tui.domain.runsheet.roles import Role
from warroom_tui.ui.presenters.prose import prose
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("at", "due", width=16),
    Column("title", "gate"),
    Column("signs", "signed", width=6, align="right", min_total_width=60),
    Column("state", "", width=18, align="right"),
)
_FACES: dict[GateState, tuple[str, Tone]] = {
    GateState.PENDING: ("○", "muted"),
    GateState.HELD: ("◐", "info"),
    GateState.GO: ("✔", "good"),
    GateState.CONDITIONAL: ("◆", "warn"),
    GateState.NO_GO: ("✖", "bad"),
    GateState.WAIVED: ("⊘", "muted"),
}
_SIGNS = {SignOffState.AWAITING: "○", SignOffState.SIGNED: "✔", SignOffState.REFUSED: "✖"}
_TONES: dict[SignOffState, Tone] = {
    SignOffState.AWAITING: "muted",
    SignOffState.SIGNED: "good",
    SignOffState.REFUSED: "bad",
}


def row(gate: Gate, now: datetime, zone: ZoneInfo, palette: Palette) -> Row:
    """A line of the list."""
    mark, tone = _FACES[gate.state]
    late = gate.late_by(now)
    text = palette.warn if late else palette.muted if gate.state.decided else palette.text
    at = gate.decided_at or gate.due_at
    signed = len(gate.sign_offs) - len(gate.awaiting)
    return Row(
        f"gate:{gate.id}",
        (
            Cell("▲" if late else mark, palette.warn if late else palette.tone(tone)),
            Cell(day_and_clock(at, zone, now) if at else "any time", palette.muted),
            Cell(gate.title, text),
            Cell(f"{signed}/{len(gate.sign_offs)}" if gate.sign_offs else "", palette.muted),
            Cell(
                f"{short(late)} late" if late else gate.word,
                palette.warn if late else palette.tone(tone),
            ),
        ),
    )


def facts(
    gate: Gate,
    present: Evidence,
    now: datetime,
    zone: ZoneInfo,
    palette: Palette,
    deciding: Sequence[Role] = (),
) -> Text:
    """The decision with its frozen evidence, or what speaks against deciding now."""
    out = Text()
    out.append(drawable(gate.title) + "\n", palette.strong)
    place = f"{gate.source or 'plan'}:{gate.line}" if gate.line else "every launch has this gate"
    kind = gate.kind.value.replace("_", " ")
    out.append(drawable(f"{kind} · {place}") + "\n", palette.muted)
    for role in deciding:
        named = f" ({role.person})" if role.person else ", nobody named"
        told = f"{role.name}{named} {role.decides}, says {role.place}"
        out.append(drawable(told) + "\n", palette.text if role.person else palette.warn)
    mark, tone = _FACES[gate.state]
    if gate.state.decided:
        at = day_and_clock(gate.decided_at, zone, now) if gate.decided_at else ""
        out.append(f"\n{mark} {gate.word}", palette.tone(tone))
        out.append(drawable(f"  {at} by {gate.decided_by}") + "\n", palette.muted)
        out.append(prose(gate.rationale) + "\n", palette.text)
    for sign in gate.sign_offs:
        style = palette.tone(_TONES[sign.state])
        out.append(f"\n{_SIGNS[sign.state]} ", style)
        out.append(drawable(sign.role), palette.text)
        who = f"  {sign.person}" if sign.person else f"  {sign.state.value}"
        words = f": {sign.comment}" if sign.comment else ""
        out.append(drawable(who + words), palette.muted)
    if gate.sign_offs:
        out.append("\n")
    known = gate.evidence or present
    head = "Evidence at the decision" if gate.evidence else "Evidence now"
    out.append(f"\n{head}: ", palette.strong)
    out.append_text(evidence(known, palette))
    return out


def evidence(known: Evidence, palette: Palette, limit: int = 40) -> Text:
    """What stands against a go, part by part."""
    out = Text()
    tone = palette.good if known.clear else palette.warn
    out.append(known.summary + "\n", tone)
    more = known.open_task_count - len(known.open_tasks[:limit])
    parts = (
        ("Open required tasks", known.open_tasks, more),
        ("Criteria not met", known.failing, 0),
        ("Open P1 and P2 tickets", known.tickets, 0),
        ("Critical and high known issues", known.issues, 0),
        ("Rota gaps", known.gaps, 0),
    )
    for title, texts, rest in parts:
        if not texts:
            continue
        out.append(f"\n{title}\n", palette.muted)
        for text in texts[:limit]:
            out.append(f"  ▲ {drawable(text)}\n", palette.text)
        hidden = rest + max(len(texts) - limit, 0) if rest == 0 else rest
        if hidden:
            out.append(f"  and {hidden} more\n", palette.muted)
    return out
