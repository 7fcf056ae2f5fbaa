"""How the day went in a few sentences, for readers who stop after the first paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from warroom_tui.domain.desk.figures import SupportCounts
from warroom_tui.domain.incident.incidents import IncidentState
from warroom_tui.domain.reporting.report import DailyFacts
from warroom_tui.domain.triggers.criteria import Verdict


def day_in_short(facts: DailyFacts, counts: SupportCounts) -> str:
    """Tickets, incidents, rollback, phases and must-haves of the day, as sentences."""
    parts = (_tickets(facts, counts), _trouble(facts), _phases(facts), _musts(facts))
    return " ".join(sentence for part in parts for sentence in part)


def _tickets(facts: DailyFacts, counts: SupportCounts) -> Iterator[str]:
    came = f"{_many(counts.created, 'ticket')} came in, {counts.resolved} resolved"
    if facts.tickets is None:
        yield f"{came}."
        return
    late = facts.tickets.breached
    past = f"{late} past a promise" if late else "none past a promise"
    rest = f"{facts.tickets.live} open now, {past}" if facts.tickets.live else "none open now"
    yield f"{came}; {rest}."


def _trouble(facts: DailyFacts) -> Iterator[str]:
    live = sum(IncidentState(one.state).live for one in facts.incidents)
    if not facts.incidents:
        yield "No incident."
    else:
        over = f"{live} not over" if live else "over"
        yield f"{_many(len(facts.incidents), 'incident')}, {over}."
    if facts.triggers:
        tripped = sum(one.state.live for one in facts.triggers)
        what = _many(tripped, "rollback trigger") if tripped else "No rollback trigger"
        yield f"{what} {'stand' if tripped > 1 else 'stands'} tripped."
    if facts.decisions:
        yield f"{_many(len(facts.decisions), 'decision')} on rolling back."


def _phases(facts: DailyFacts) -> Iterator[str]:
    if facts.phases:
        ended = sum(phase.state.ended for phase in facts.phases)
        are = "is" if ended == 1 else "are"
        yield f"{ended} of the day's {_many(len(facts.phases), 'phase')} {are} over."


def _musts(facts: DailyFacts) -> Iterator[str]:
    musts = [line.verdict for line in facts.criteria if line.tier == "must"]
    if not musts:
        return
    words = (
        (Verdict.MET, "met"),
        (Verdict.WAIVED, "waived"),
        (Verdict.AT_RISK, "at risk"),
        (Verdict.MISSED, "missed"),
        (Verdict.NO_DATA, "without a verdict"),
    )
    told = [f"{musts.count(verdict)} {word}" for verdict, word in words if verdict in musts]
    yield f"Must-have criteria: {', '.join(told)}."


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
