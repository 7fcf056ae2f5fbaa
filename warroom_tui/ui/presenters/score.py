"""The score strip: support figures, business figures against target, criteria."""

from __future__ import annotations

from collections import Counter

from rich.text import Text

from warroom_tui.domain.desk.figures import SUPPORT_METRICS
from warroom_tui.domain.rag import SLA_GOAL_PCT
from warroom_tui.domain.situation import Situation, metric_value
from warroom_tui.domain.triggers.criteria import (
    Criterion,
    Metric,
    Verdict,
    judge_criterion,
    on_scale,
)
from warroom_tui.domain.triggers.readings import told_value
from warroom_tui.ui.theme import Palette, Tone
from warroom_tui.ui.widgets.status_line import Part

_SHOWN = {
    "sla_compliance": 9,
    "first_contact": 6,
    "csat": 7,
    "reopen_rate": 3,
    "escalation_rate": 4,
}
"""Support figures in their order, and which of them stay longest where it is narrow."""
_VERDICT_TONES: dict[Verdict, Tone] = {
    Verdict.MET: "good",
    Verdict.AT_RISK: "warn",
    Verdict.MISSED: "bad",
    Verdict.NO_DATA: "muted",
    Verdict.WAIVED: "muted",
}
_JUDGED = (Verdict.MET, Verdict.AT_RISK, Verdict.MISSED)
_UNJUDGED = (Verdict.NO_DATA, Verdict.WAIVED)
_VERDICT_WORDS = {
    Verdict.MET: "● {} met",
    Verdict.AT_RISK: "▲ {} at risk",
    Verdict.MISSED: "✖ {} missed",
    Verdict.NO_DATA: "{} unknown",
    Verdict.WAIVED: "{} waived",
}


def parts(situation: Situation, palette: Palette) -> list[Part]:
    """Everything, most important kept longest: SLA, criteria, then business figures."""
    out = [_support(situation, key, palette, stays) for key, stays in _SHOWN.items()]
    business = [m for m in situation.board.metrics if m.key not in SUPPORT_METRICS]
    if business:
        business.sort(key=lambda m: (m.value is None, _target(situation, m.key) is None))
        texts = [_business(situation, metric, palette) for metric in business]
        out.append(Part(_divided(texts[0], palette), 5))
        out += [Part(text, 5 if place < 2 else 2) for place, text in enumerate(texts[1:], 1)]
    if situation.verdicts:
        counts = Counter(verdict for _, _, verdict in situation.verdicts)
        judged = [verdict for verdict in _JUDGED if counts[verdict]]
        others = [verdict for verdict in _UNJUDGED if counts[verdict]]
        if judged:
            text = Text("criteria ", palette.muted).append_text(_verdicts(judged, counts, palette))
            out.append(Part(_divided(text, palette), 8))
        out.append(Part(_verdicts(others, counts, palette), 1))
    return out


def _divided(text: Text, palette: Palette) -> Text:
    """The first of a group, with the line that divides it from the group before."""
    return Text("│  ", palette.track).append_text(text)


def _support(situation: Situation, key: str, palette: Palette, priority: int) -> Part:
    name, unit = SUPPORT_METRICS[key]
    value = metric_value(situation.board, key)
    text = Text(f"{name} ", palette.muted)
    shown = "–" if value is None else f"{value:.1f}" if unit == "score5" else f"{value:.0f} %"
    text.append(shown, palette.tone(_support_tone(situation, key, value)))
    return Part(text, priority)


def _support_tone(situation: Situation, key: str, value: float | None) -> Tone:
    """The worst verdict of the criteria bound to the figure; SLA has a goal of its own."""
    if value is None:
        return "muted"
    verdicts = [verdict for criterion, _, verdict in situation.verdicts if criterion.metric == key]
    if verdicts:
        return _VERDICT_TONES[min(verdicts, key=_badness)]
    if key == "sla_compliance":
        return "good" if value >= SLA_GOAL_PCT else "warn"
    return "text"


def _badness(verdict: Verdict) -> int:
    order = (Verdict.MISSED, Verdict.AT_RISK, Verdict.MET, Verdict.WAIVED, Verdict.NO_DATA)
    return order.index(verdict)


def _business(situation: Situation, metric: Metric, palette: Palette) -> Text:
    target = _target(situation, metric.key)
    value, unit = metric.value, metric.unit
    tone: Tone = "muted" if value is None else "text"
    if target is not None and target.condition is not None:
        # On the plan's own scale: of "< 2 seconds" and a figure in ms, both are told in seconds.
        value, unit = (
            on_scale(value, metric.key, target.condition.unit, unit),
            target.condition.unit,
        )
        if value is not None:
            tone = _VERDICT_TONES[judge_criterion(target, value, scaled=True)]
    text = Text(f"{metric.name} ", palette.muted)
    text.append(told_value(value, unit), palette.tone(tone))
    if target is not None and target.condition is not None:
        text.append(f" / {told_value(target.condition.limit, unit)}", palette.muted)
    return text


def _target(situation: Situation, key: str) -> Criterion | None:
    """The first target on a figure that the plan names."""
    for criterion, _, _ in situation.verdicts:
        if criterion.metric == key and criterion.condition is not None:
            return criterion
    return None


def _verdicts(shown: list[Verdict], counts: Counter[Verdict], palette: Palette) -> Text:
    text = Text()
    for index, verdict in enumerate(shown):
        words = _VERDICT_WORDS[verdict].format(counts[verdict])
        text.append("  " if index else "").append(words, palette.tone(_VERDICT_TONES[verdict]))
    return text
