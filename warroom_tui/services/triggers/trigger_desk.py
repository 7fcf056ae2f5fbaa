"""Triggers and criteria by hand: raise, acknowledge, clear, judge, set; and baselines."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from warroom_tui.domain.desk.figures import SUPPORT_METRICS, support_metric
from warroom_tui.domain.errors import InputError, NotFound, Refused
from warroom_tui.domain.monitoring.adoption import names_time
from warroom_tui.domain.monitoring.health import CheckState
from warroom_tui.domain.situation import Situation, probes_now
from warroom_tui.domain.text import clean
from warroom_tui.domain.triggers.baseline import Baseline, of_check
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.readings import RESPONSE_NOW, UNITS, response_now
from warroom_tui.domain.triggers.rollback_team import TeamRole, rollback_team
from warroom_tui.domain.triggers.trend import Sample
from warroom_tui.domain.triggers.tripwires import CriterionEvent, TriggerState
from warroom_tui.services.context import Context
from warroom_tui.services.triggers.criteria_record import blank, propose, restated, settle, write
from warroom_tui.services.triggers.evidence import situation_of
from warroom_tui.storage import schema
from warroom_tui.storage.staffing import rota
from warroom_tui.storage.transaction import Transaction
from warroom_tui.storage.triggers import tripwires as rows

LONGEST_HOLD_MIN = 7 * 24 * 60


class TriggerDesk:
    """What people do to criteria and triggers."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def situation(self) -> Situation:
        """The launch at this moment, with every gauge."""
        with self._context.store.reading() as connection:
            return situation_of(self._context, connection)

    def gauges(self) -> tuple[Gauge, ...]:
        """Every criterion and trigger, the most serious group first."""
        return self.situation().gauges

    def team(self) -> tuple[TeamRole, ...]:
        """The roles of the plan's rollback team, who has each, and whether they are here."""
        now = self._context.clock.now()
        with self._context.store.reading() as connection:
            shifts = rota.read_shifts(connection, now - timedelta(days=1), now + timedelta(days=1))
            return rollback_team(rota.read_contacts(connection), shifts, now)

    def history(self, criterion_id: int) -> tuple[CriterionEvent, ...]:
        """The latest changes of one criterion, newest first."""
        with self._context.store.reading() as connection:
            return rows.read_criterion_events(connection, criterion_id)

    def samples(self, criterion_id: int) -> list[Sample]:
        """What was seen of its figure in the last hours, oldest first."""
        since = self._context.clock.now() - timedelta(hours=4)
        with self._context.store.reading() as connection:
            return rows.read_criterion_samples(connection, since, criterion_id).get(
                criterion_id, []
            )

    # -- triggers --------------------------------------------------------------------------

    def raise_trigger(self, criterion_id: int, reason: str) -> Gauge:
        """Say that what the plan feared is the case; asks for a decision at once.

        Raises NotFound, InputError without a reason, Refused for what is no trigger or tripped.
        """
        why = _words(reason, "What is the case, and who saw it?")
        with self._context.writing() as tx:
            gauge = self._trigger(tx, criterion_id)
            assert gauge.state is not None
            if gauge.state.live:
                raise Refused(f"“{gauge.criterion.text}” is {gauge.state.value} already.")
            wire = restated(blank(gauge, tx), TriggerState.TRIPPED, tx, why)
            write(tx, gauge, wire, gauge.state.value, why)
            propose(tx, gauge)
            said = f"Rollback trigger raised: {gauge.criterion.text} ({why})"
            tx.event("raised", "criterion", str(criterion_id), said)
            return self._find(tx, criterion_id)

    def acknowledge(self, criterion_id: int, reason: str) -> Gauge:
        """Say that a tripped trigger is known and being handled; the decision stays open."""
        why = _words(reason, "What are you doing about it?")
        with self._context.writing() as tx:
            gauge = self._trigger(tx, criterion_id)
            if gauge.state is not TriggerState.TRIPPED:
                word = gauge.state.value if gauge.state else ""
                raise Refused(f"“{gauge.criterion.text}” is {word}; nothing to acknowledge.")
            wire = restated(blank(gauge, tx), TriggerState.ACKNOWLEDGED, tx, why)
            write(tx, gauge, wire, gauge.state.value, why)
            said = f"Rollback trigger acknowledged: {gauge.criterion.text} ({why})"
            tx.event("acknowledged", "criterion", str(criterion_id), said)
            return self._find(tx, criterion_id)

    def clear(self, criterion_id: int, reason: str) -> Gauge:
        """Say that it is not the case (any more). A question that hung on it alone is closed."""
        why = _words(reason, "How do you know that it is over?")
        with self._context.writing() as tx:
            gauge = self._trigger(tx, criterion_id)
            if gauge.state is None or not gauge.state.live:
                word = gauge.state.value if gauge.state else ""
                raise Refused(f"“{gauge.criterion.text}” is {word}; nothing to clear.")
            wire = restated(blank(gauge, tx), TriggerState.CLEARED, tx, why)
            wire = replace(wire, calm_since=None)
            write(tx, gauge, wire, gauge.state.value, why)
            settle(tx, f"cleared: {why}")
            said = f"Rollback trigger cleared: {gauge.criterion.text} ({why})"
            tx.event("cleared", "criterion", str(criterion_id), said)
            return self._find(tx, criterion_id)

    # -- targets ---------------------------------------------------------------------------

    def judge(self, criterion_id: int, verdict: Verdict | None, evidence: str = "") -> Gauge:
        """Judge a target by hand, with its evidence; None hands it back to its figure."""
        words = clean(evidence, limit=2000, multiline=True).strip()
        if verdict is not None and not words:
            raise InputError("A verdict needs its evidence.", "What did you see, and where?")
        with self._context.writing() as tx:
            gauge = self._find(tx, criterion_id)
            if gauge.is_trigger:
                raise Refused(
                    f"“{gauge.criterion.text}” is a rollback trigger.", "Raise it or clear it."
                )
            tx.update(
                schema.criterion,
                criterion_id,
                None,
                "The criterion",
                manual_verdict=verdict.value if verdict else None,
                evidence=words,
            )
            after = self._find(tx, criterion_id)
            assert after.verdict is not None
            wire = replace(
                blank(gauge, tx), state=after.verdict.value, since=tx.now, by=tx.actor.name,
                reason=words,
            )  # fmt: skip
            was = gauge.verdict.value if gauge.verdict else Verdict.NO_DATA.value
            write(tx, gauge, wire, was, words)
            word = verdict.replace("_", " ") if verdict else "left to its figure"
            tail = f" ({words.splitlines()[0]})" if words else ""
            said = f"“{gauge.criterion.text}”: {word}{tail}"
            tx.event("judged", "criterion", str(criterion_id), said)
            return self._find(tx, criterion_id)

    def configure(
        self,
        criterion_id: int,
        *,
        hold_min: int | None = None,
        op: str | None = None,
        threshold: float | None = None,
        metric: str | None = None,
        period: str | None = None,
        expected: int | None = None,
    ) -> Gauge:
        """Change how a criterion is measured: hold, limit, metric, days; what is None stays."""
        values: dict[str, object] = {}
        if hold_min is not None:
            if not 0 <= hold_min <= LONGEST_HOLD_MIN:
                raise InputError("A hold lies between 0 minutes and 7 days.")
            values["hold_min"] = hold_min
        if op is not None:
            values["op"] = op
        if threshold is not None:
            values["threshold"] = threshold
        if period is not None:
            values["period"] = _period(period)
        with self._context.writing() as tx:
            gauge = self._find(tx, criterion_id)
            if metric is not None:
                values["metric"] = self._known_metric(tx, metric)
            if not values:
                raise InputError("Nothing to change was given.")
            subject = ("criterion", str(criterion_id))
            tx.update(
                schema.criterion, criterion_id, expected, gauge.criterion.text, subject, **values
            )
            told = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in values.items())
            tx.event("set", *subject, f"“{gauge.criterion.text}”: {told}")
            return self._find(tx, criterion_id)

    def _known_metric(self, tx: Transaction, key: str) -> str:
        situation = situation_of(self._context, tx.connection)
        known = {m.key for m in situation.board.metrics} | set(SUPPORT_METRICS) | set(UNITS)
        if key not in known:
            raise NotFound(
                f"There is no metric {clean(key)!r}.", f"Known: {', '.join(sorted(known))}."
            )
        return key

    def _find(self, tx: Transaction, criterion_id: int) -> Gauge:
        situation = situation_of(self._context, tx.connection)
        found = next((g for g in situation.gauges if g.criterion.id == criterion_id), None)
        if found is None:
            raise NotFound(
                f"There is no criterion {criterion_id}.", "List them with: warroom criteria list"
            )
        return found

    def _trigger(self, tx: Transaction, criterion_id: int) -> Gauge:
        gauge = self._find(tx, criterion_id)
        if not gauge.is_trigger:
            raise Refused(
                f"“{gauge.criterion.text}” is no rollback trigger.", "Judge it by hand instead."
            )
        return gauge

    # -- baselines -------------------------------------------------------------------------

    def baselines(self) -> tuple[Baseline, ...]:
        """Every baseline, newest first; the first one is what figures are measured against."""
        with self._context.store.reading() as connection:
            return rows.read_baselines(connection)

    def record_baseline(self, name: str) -> Baseline:
        """Freeze every figure that has a value under a name; raises InputError without any."""
        title = clean(name, limit=80).strip()
        if not title:
            raise InputError("A baseline needs a name.", "For example: before launch.")
        with self._context.writing() as tx:
            figures = baseline_figures(situation_of(self._context, tx.connection))
            if not figures:
                raise InputError("No figure has a value yet.", "Let the checks run first.")
            row = tx.insert(
                schema.baseline, name=title, at=tx.now, by=tx.actor.name, figures=figures
            )
            said = f"Baseline “{title}” recorded with {len(figures)} figures"
            tx.event("recorded", "baseline", str(row), said)
            return Baseline(row, title, tx.now, tx.actor.name, figures)


def baseline_figures(situation: Situation) -> dict[str, float]:
    """Every figure that has a value, by metric key."""
    board = situation.board
    values = {
        key: value
        for key in SUPPORT_METRICS
        if (value := support_metric(board.today, key)) is not None
    }
    values |= {metric.key: metric.value for metric in board.metrics if metric.value is not None}
    probes = probes_now(situation.checks)
    values |= {
        of_check(probe.name): probe.recent
        for probe in probes
        if probe.recent is not None and probe.state is not CheckState.UNKNOWN
    }
    answers = response_now(probes)
    if answers is not None:
        values[RESPONSE_NOW] = answers
    return values


def due_at(text: str, now: datetime, situation: Situation) -> datetime:
    """A time that somebody typed: "16:30" today (else tomorrow), "+45" or "45 min" from now."""
    words = text.strip().casefold()
    span = re.fullmatch(r"\+?\s*(\d{1,4})\s*(min|minutes|m|h|hours)?", words)
    if span is not None:
        minutes = int(span[1]) * (60 if (span[2] or "m").startswith("h") else 1)
        return now + timedelta(minutes=minutes)
    at = re.fullmatch(r"(\d{1,2})[:.](\d{2})", words)
    if at is None or int(at[1]) > 23 or int(at[2]) > 59:
        raise InputError(f"{clean(text)!r} is no time.", "Write 16:30, or +45 for minutes.")
    local = situation.board.launch.local(now)
    found = local.replace(hour=int(at[1]), minute=int(at[2]), second=0, microsecond=0)
    if found <= local:
        found += timedelta(days=1)
    return found.astimezone(now.tzinfo)


def deadline_at(text: str, now: datetime, situation: Situation) -> datetime:
    """A deadline that somebody typed: as `due_at`, or a date with its time in the launch's zone."""
    try:
        return due_at(text, now, situation)
    except InputError as error:
        try:
            local = datetime.fromisoformat(text.strip())
        except ValueError:
            hint = "Write 2026-12-06 12:00, 16:30, or +120 for minutes."
            raise InputError(error.message, hint) from None
    zone = situation.board.launch.zone
    return (local if local.tzinfo else local.replace(tzinfo=zone)).astimezone(UTC)


def _words(text: str, question: str) -> str:
    words = clean(text, limit=500).strip()
    if not words:
        raise InputError("A reason is needed.", question)
    return words


def _period(text: str) -> str:
    """The days for which a target counts, in words that plans use."""
    words = clean(text, limit=60).strip()
    if not names_time(words):
        raise InputError(
            f"No days are named by {words!r}.",
            'Say "week 1", "first month", "day 3" or "48 hours".',
        )
    return words
