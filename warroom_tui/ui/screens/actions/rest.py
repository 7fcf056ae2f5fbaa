"""Rota, reports, notes and figures: groups of one or two commands."""

from __future__ import annotations

import math

from warroom_tui.domain.desk.figures import SUPPORT_METRICS
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.monitoring.health import format_value
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.ui.screens.desk import Desk


class RotaActions:
    """People on and off duty."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def people(self) -> None:
        """Sign in, sign out, break, add."""
        from warroom_tui.ui.screens.dialogs import PeopleDialog

        self._desk.open(PeopleDialog(self._desk.services))

    open = people


class ReportActions:
    """Reports."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def daily(self) -> None:
        """Preview the day's report before writing it."""
        from warroom_tui.ui.screens.dialogs import ReportScreen

        self._desk.open(ReportScreen(self._desk.services))


class NoteActions:
    """What the daily report wants to tell."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def capture(self) -> None:
        """Note a win, an action, a focus, a lesson or a user's words."""
        from warroom_tui.ui.screens.dialogs import CaptureDialog

        self._desk.form(
            lambda save: CaptureDialog(save=save),
            lambda captured: self._desk.services.notes.add(captured[0], captured[1]),
            lambda note: f"Noted for the report: {note.text}",
        )


class MetricActions:
    """Figures that a person types in."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def enter(self) -> None:
        """Choose a business figure and type its value."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        situation = self._desk.situation
        metrics = situation.board.metrics if situation else ()
        metrics = tuple(m for m in metrics if m.key not in SUPPORT_METRICS)
        if not metrics:
            self._desk.say("The plan names no business figures.", "warning")
            return
        options = [(m.key, m.name, f"now {format_value(m.value, m.unit)}") for m in metrics]
        by_key = {m.key: m for m in metrics}
        self._desk.choose(
            ChoiceDialog("Which figure?", options), lambda key: self._ask(by_key[key])
        )

    def _ask(self, metric: Metric) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        label = f"Value ({metric.unit})" if metric.unit not in ("", "count") else "Value"
        self._desk.form(
            lambda save: TextDialog(metric.name, label, save=save),
            lambda text: self._desk.services.health.set_metric(metric.key, typed_number(text)),
            lambda m: f"{m.name} is {format_value(m.value, m.unit)}",
        )


def typed_number(text: str) -> float:
    """A typed number: "1,200", "12 %" and "3.5" are understood; raises InputError else."""
    plain = text.strip().rstrip("%").strip().replace(" ", "").replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{text!r} is not a number.", "Type digits, such as 42 or 3.5.")
    return value
