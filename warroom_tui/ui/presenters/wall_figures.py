"""The large figures of the wall: tickets, SLA, health, checklist, the product's own. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text

from warroom_tui.domain.monitoring.health import CheckState, format_value
from warroom_tui.domain.monitoring.watching import HOW_TO_START
from warroom_tui.domain.rag import SLA_GOAL_PCT
from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.readings import told_limit
from warroom_tui.ui.presenters.marks import joined, many
from warroom_tui.ui.presenters.wall_box import Lines, beside, box, centred, shares
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.figures import big, biggest

CARD_WIDTH = 26
"""A card narrower than this is left out."""


@dataclass(frozen=True, slots=True)
class Card:
    """One large figure with its line of explanation."""

    title: str
    figure: str
    under: str
    tone: Tone


def cards(situation: Situation, palette: Palette, width: int, height: int) -> Lines:
    """As many cards as fit, the most telling first."""
    found = [
        _tickets(situation),
        _health(situation),
        _checklist(situation),
        _sla(situation),
        _cover(situation),
        *_metrics(situation),
    ]
    most = 4 if width < 140 else max(4, width // CARD_WIDTH)
    shown = found[: min(most, len(found), 8)]
    widths = shares(width, len(shown))
    return beside(
        [_card(card, palette, share, height) for card, share in zip(shown, widths, strict=True)]
    )


def _card(card: Card, palette: Palette, width: int, height: int) -> Lines:
    style = palette.tone(card.tone)
    border = style if card.tone in ("bad", "warn") else palette.track
    inner = width - 4
    size = biggest(card.figure, inner, height - 3)
    figure = big(card.figure, size, style) if size else [Text(card.figure, style)]
    under = centred(Text(card.under, palette.text if card.tone == "good" else style), inner)
    spare = max(0, height - 3 - len(figure))
    body = [Text()] * (spare // 2) + [centred(line, inner) for line in figure]
    body += [Text()] * (height - 3 - len(body))
    return box(Text(card.title, palette.muted), [*body, under], width, height, border)


def _tickets(situation: Situation) -> Card:
    counts = situation.board.ticket_counts
    p1 = dict(counts.by_priority).get("P1", 0)
    news = joined(
        f"{situation.breached} over SLA" if situation.breached else "",
        f"{p1} P1" if p1 else "",
        f"{counts.unowned} unowned" if counts.unowned else "",
    )
    tone: Tone = "bad" if situation.breached else "warn" if p1 else "good"
    return Card("Open tickets", str(counts.live), news or "none late", tone)


def _health(situation: Situation) -> Card:
    total = len(situation.checks)
    if situation.measured.blind:
        return Card("Health", "?", _unmeasured(situation), "warn")
    up = situation.check_count(CheckState.UP)
    down = situation.check_count(CheckState.DOWN)
    slow = situation.check_count(CheckState.SLOW)
    unknown = situation.check_count(CheckState.UNKNOWN)
    news = joined(
        f"{down} down" if down else "",
        f"{slow} slow" if slow else "",
        f"{unknown} unknown" if unknown else "",
    )
    tone: Tone = "bad" if down else "warn" if slow or unknown or not total else "good"
    words = news or ("all up" if total else "nothing is measured")
    return Card("Health", f"{up}/{total}" if total else "-", words, tone)


def _unmeasured(situation: Situation) -> str:
    return f"run {HOW_TO_START}" if situation.measured.nobody else "no check answers"


def _checklist(situation: Situation) -> Card:
    phase = situation.phase
    if phase is None:
        return Card("Checklist", "-", "no phase is running", "muted")
    late = sum(1 for need in situation.needs if need.key.startswith("task:"))
    tone: Tone = "warn" if late or situation.slip else "good"
    news = many(late, "task") + " late" if late else phase.name
    return Card("Checklist", f"{phase.done}/{phase.total}", news, tone)


def _sla(situation: Situation) -> Card:
    sla = situation.board.today.sla_pct
    if sla is None:
        return Card("SLA today", "-", "no promise was due yet", "muted")
    tone: Tone = "good" if sla >= SLA_GOAL_PCT else "warn"
    return Card("SLA today", f"{sla:.0f}%", f"goal {SLA_GOAL_PCT:.0f} %", tone)


def _cover(situation: Situation) -> Card:
    need = sum(cover.need for cover in situation.covers)
    gap = sum(cover.gap for cover in situation.covers)
    here = sum(cover.here for cover in situation.covers)
    tone: Tone = "warn" if gap else "good"
    return Card("On duty", str(here), f"{gap} short of {need}" if gap else "covered", tone)


def _metrics(situation: Situation) -> list[Card]:
    """The product's own figures that have a value, against their target where one is set."""
    goals = {
        criterion.metric: (criterion, verdict)
        for criterion, _, verdict in situation.verdicts
        if criterion.metric and criterion.condition
    }
    out = []
    for metric in situation.board.metrics:
        if metric.value is None:
            continue
        criterion, verdict = goals.get(metric.key, (None, Verdict.NO_DATA))
        goal = told_limit(criterion) if criterion is not None else ""
        tone: Tone = "warn" if verdict is Verdict.MISSED else "good"
        figure = format_value(metric.value, "count").replace(" ", "")
        under = joined(f"target {goal}" if goal else "", "" if goal else "so far")
        out.append(Card(metric.name, figure, under, tone))
    return out
