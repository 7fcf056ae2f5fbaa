"""Checks with their history, metrics and criteria; and who may probe."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from warroom_tui.domain.board import CheckRow
from warroom_tui.domain.clock import SimulatedClock
from warroom_tui.domain.desk.figures import SUPPORT_METRICS
from warroom_tui.domain.durations import short
from warroom_tui.domain.errors import InputError, NotFound
from warroom_tui.domain.monitoring.health import Check, CheckState
from warroom_tui.domain.text import clean
from warroom_tui.domain.timeline import Actor
from warroom_tui.domain.triggers.criteria import Criterion, Metric, Verdict
from warroom_tui.services.context import Context
from warroom_tui.services.monitoring.alert_desk import AlertDesk
from warroom_tui.services.monitoring.health_record import (
    MONITOR,
    Moved,
    Result,
    store_figures,
    store_results,
)
from warroom_tui.storage import schema
from warroom_tui.storage.monitoring import health as rows
from warroom_tui.storage.monitoring import health_feeds as feeds
from warroom_tui.storage.monitoring import retention

if TYPE_CHECKING:
    from warroom_tui.services.monitoring.health_history import HealthHistory

GAP = timedelta(minutes=1)
"""A time in which no check ran is told when it was longer."""


class HealthDesk:
    """Reads checks, records what probes saw, and keeps the one prober's lease."""

    def __init__(self, context: Context) -> None:
        self._context = context

    # -- checks ----------------------------------------------------------------------------

    def checks(self) -> tuple[Check, ...]:
        """Enabled checks in plan order."""
        with self._context.store.reading() as connection:
            return rows.read_checks(connection)

    def mark(self) -> object:
        """Differs as soon as checks, feeds, or what checks are told may have changed."""
        with self._context.store.reading() as connection:
            return rows.read_mark(connection)

    def rows(self, now: datetime) -> tuple[CheckRow, ...]:
        """Checks with status and the last hour."""
        with self._context.store.reading() as connection:
            return rows.read_rows(connection, now)

    def samples(
        self, check_id: int, since: datetime
    ) -> tuple[tuple[datetime, float | None, CheckState], ...]:
        """Samples from `since` on, oldest first: (at, value, state)."""
        with self._context.store.reading() as connection:
            return rows.read_samples(connection, check_id, since)

    def record(self, results: Sequence[Result]) -> None:
        """Store probe results in one transaction; what fires, recovers or turns becomes an event.

        A check that was silent for too long is taken as unknown in between: a good result after
        a gap counts at once, a bad one as often as it has to.
        """
        if not results:
            return
        with self._context.store.measuring() as connection:
            moved = store_results(connection, results, self._speed())
        self._tell(moved)

    @property
    def alerts(self) -> AlertDesk:
        """What people do about checks that fail."""
        return AlertDesk(self._context)

    def _speed(self) -> float:
        clock = self._context.clock
        return clock.pace.speed if isinstance(clock, SimulatedClock) else 1.0

    def _tell(self, moved: Sequence[Moved]) -> None:
        probe = Actor(MONITOR, self._context.actor.session, "probe")
        for step in moved:
            with self._context.store.writing(probe, self._context.clock.now()) as tx:
                tx.event(step.verb, step.subject, step.name, step.text, undoable=False)

    @property
    def history(self) -> HealthHistory:
        """Uptime, percentiles, error budgets, charts and the alert log."""
        from warroom_tui.services.monitoring.health_history import HealthHistory

        return HealthHistory(self._context)

    def tidy(self) -> bool:
        """Roll one hour up, forget a little of what is old; True when there is more to do."""
        store, now = self._context.store, self._context.clock.now()
        with store.reading() as connection:
            hour = retention.due_hour(connection, now)
            rolled = retention.read_hour(connection, hour) if hour is not None else []
        with store.measuring() as connection:
            if hour is not None:
                retention.write_hour(connection, hour, rolled)
            retention.set_back(connection, now)
            gone = retention.forget(connection, now)
        return hour is not None or gone >= retention.ROWS

    # -- the prober's lease (real time) ----------------------------------------------------

    def lease(self, session: str, ttl_s: float = 15.0) -> bool:
        """Become or stay the one prober; False while another one is alive.

        Whoever finds that nobody has held it for long tells so, once.
        """
        now = self._context.store.real_now()
        with self._context.store.measuring() as connection:
            before = rows.read_lease(connection)
            taken = rows.take_lease(connection, session, now, ttl_s)
        if taken and before is not None and abs(now - before) > GAP:
            self._tell([Moved("checks_resumed", "check", "all", _gap_words(now - before))])
        return taken

    def release(self, session: str) -> None:
        """Give the lease back at once."""
        with self._context.store.measuring() as connection:
            rows.drop_lease(connection, session)

    # -- metrics and criteria --------------------------------------------------------------

    def metrics(self) -> tuple[Metric, ...]:
        """Metrics with their latest value."""
        with self._context.store.reading() as connection:
            return rows.read_metrics(connection)

    def set_metric(self, key: str, value: float, note: str = "") -> Metric:
        """Type a figure in; raises NotFound for an unknown key, InputError for no number."""
        if not math.isfinite(value):
            raise InputError("A metric needs a number.")
        if key in SUPPORT_METRICS:
            raise InputError(f"{key} is computed from the tickets; it cannot be typed in.")
        with self._context.writing() as tx:
            found = rows.find_metric(tx.connection, key)
            if found is None:
                known = ", ".join(metric.key for metric in rows.read_metrics(tx.connection))
                raise NotFound(f"There is no metric {key!r}.", f"Known: {known or 'none'}.")
            metric_id, name = found
            tx.insert(
                schema.metric_sample,
                metric_id=metric_id,
                at=tx.now,
                value=value,
                by=tx.actor.name,
                note=clean(note),
            )
            tx.update(
                schema.metric,
                metric_id,
                None,
                name,
                value=value,
                value_at=tx.now,
                value_by=tx.actor.name,
            )
            tx.event("measured", "metric", key, f"{name} is {value:g}")
            return next(m for m in rows.read_metrics(tx.connection) if m.key == key)

    def record_figures(self, values: Mapping[str, float]) -> None:
        """Store metrics that a machine fetched (key to value): one transaction, no events.

        Keys that the plan does not have, computed ones and what is no number are passed over.
        """
        told = {
            key: value
            for key, value in values.items()
            if math.isfinite(value) and key not in SUPPORT_METRICS
        }
        if not told:
            return
        with self._context.store.measuring() as connection:
            by = self._context.actor.name
            rows.write_fetched(connection, told, self._context.clock.now(), by)

    def feeds(self) -> tuple[Check, ...]:
        """Metrics that the monitor fetches, each as the check that measures it likewise."""
        with self._context.store.reading() as connection:
            return feeds.read_feeds(connection)

    def record_fetched(self, results: Sequence[Result]) -> None:
        """Store fetched metrics; a failure is told once, when it begins, and when it ends."""
        if not results:
            return
        with self._context.store.measuring() as connection:
            moved = store_figures(connection, results)
        self._tell(moved)

    def criteria(self) -> tuple[Criterion, ...]:
        """Every success, exit and rollback criterion."""
        with self._context.store.reading() as connection:
            return rows.read_criteria(connection)

    def set_verdict(
        self, criterion_id: int, verdict: Verdict | None, evidence: str = ""
    ) -> Criterion:
        """Judge a criterion by hand, with evidence; None hands it back to its metric."""
        with self._context.writing() as tx:
            row = tx.get(schema.criterion, criterion_id, what=f"Criterion {criterion_id}")
            tx.update(
                schema.criterion,
                criterion_id,
                None,
                "The criterion",
                manual_verdict=verdict.value if verdict else None,
                evidence=clean(evidence, multiline=True),
            )
            word = verdict.replace("_", " ") if verdict else "left to its metric"
            tx.event("judged", "criterion", str(criterion_id), f"“{row['text']}”: {word}")
            return next(
                item for item in rows.read_criteria(tx.connection) if item.id == criterion_id
            )


def _gap_words(gap: timedelta) -> str:
    if gap < timedelta(0):
        return f"The machine's clock was set back by {short(gap)}; the checks go on"
    return f"No check ran for {short(gap)}: how things stood in that time is unknown"
