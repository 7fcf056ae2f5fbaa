"""Rota, health, reports, notes and figures: groups of one or two commands."""

from __future__ import annotations

import math
from datetime import timedelta

from warroom_tui.domain.criteria import Metric
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.figures import SUPPORT_METRICS
from warroom_tui.domain.health import MANUAL, CheckState, format_value
from warroom_tui.domain.situation import CheckNow
from warroom_tui.ui.commands import Scope
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


class HealthActions:
    """One check, and what people do about it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """Show the check with its samples."""
        from warroom_tui.ui.screens.dialogs import CheckDetailScreen

        found = self._selected()
        if found is not None:
            self._desk.open(CheckDetailScreen(found, self._desk.services))

    def ack(self) -> None:
        """Acknowledge the check under the cursor."""
        found = self._selected()
        if found is not None:
            self.ack_name(found.row.check.name)

    def ack_name(self, name: str) -> None:
        """Acknowledge a check, whichever panel names it."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        self._desk.form(
            lambda save: TextDialog(f"Acknowledge {name}", "What are you doing?", save=save),
            lambda reason: self._desk.services.health.alerts.acknowledge(name, reason),
            lambda alert: f"{name} is acknowledged: {alert.reason}",
        )

    def silence(self) -> None:
        """Silence the check under the cursor, for a time or until it recovers."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        found = self._selected()
        if found is not None:
            name = found.row.check.name
            options = [*_spells(), ("0", "until it recovers", "")]
            self._desk.choose(
                ChoiceDialog(f"Silence {name}", options), lambda key: self._silence(name, int(key))
            )

    def _silence(self, name: str, minutes: int) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        length = timedelta(minutes=minutes) if minutes else None
        self._desk.form(
            lambda save: TextDialog(f"Silence {name}", "Why?", save=save),
            lambda reason: self._desk.services.health.alerts.silence(name, reason, length),
            lambda alert: f"{name} is silenced: {alert.reason}",
        )

    def maintain(self) -> None:
        """Begin maintenance of the check under the cursor or of all, or end it."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        found = self._selected()
        if found is None:
            return
        name = found.row.check.name
        window = found.maintenance
        options = [(f"1 {key}", f"{name}, {label}", detail) for key, label, detail in _spells()]
        options += [(f"* {key}", f"all checks, {label}", "") for key, label, _ in _spells()]
        if window is not None:
            of = "all checks" if window.check_id is None else name
            key = "*" if window.check_id is None else "1"
            options.insert(0, (f"{key} 0", f"end it for {of}", window.reason))
        self._desk.choose(
            ChoiceDialog("Maintenance", options), lambda chosen: self._maintain(name, chosen)
        )

    def _maintain(self, name: str, chosen: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        whose, _, minutes = chosen.partition(" ")
        of = name if whose == "1" else None
        desk = self._desk.services.health.alerts
        if minutes == "0":
            self._desk.write(lambda: desk.end_maintenance(of), str)
            return
        length = timedelta(minutes=int(minutes))
        self._desk.form(
            lambda save: TextDialog("Maintenance", "What is worked on?", save=save),
            lambda reason: desk.maintain(of, length, reason),
            str,
        )

    def say(self) -> None:
        """Say how the manual check under the cursor stands."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        found = self._selected()
        if found is None:
            return
        name = found.row.check.name
        if found.row.check.kind != MANUAL:
            self._desk.say(f"{name} is probed; only manual checks are told.", "warning")
            return
        options = [("up", "up", ""), ("slow", "slow", ""), ("down", "down", "")]
        self._desk.choose(ChoiceDialog(name, options), lambda key: self._say(name, CheckState(key)))

    def _say(self, name: str, state: CheckState) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        needed = state is not CheckState.UP
        label = "What is wrong?" if needed else "Note"
        self._desk.form(
            lambda save: TextDialog(f"{name} is {state}", label, required=needed, save=save),
            lambda note: self._desk.services.health.alerts.say(name, state, note),
            lambda check: f"{check.name} is {state}",
        )

    def _selected(self) -> CheckNow | None:
        situation, name = self._desk.situation, self._desk.selected(Scope.HEALTH)
        checks = situation.checks if situation else ()
        found = next((c for c in checks if c.row.check.name == name), None)
        if found is None:
            self._desk.say("No check is selected; 1 goes to Health.", "warning")
        return found


def _spells() -> list[tuple[str, str, str]]:
    """How long, as options of a choice: minutes, words, nothing."""
    lengths = ((15, "15 min"), (60, "1 hour"), (240, "4 hours"), (1440, "1 day"))
    return [(str(minutes), f"for {words}", "") for minutes, words in lengths]


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
            lambda text: self._desk.services.health.set_metric(metric.key, _number(text)),
            lambda m: f"{m.name} is {format_value(m.value, m.unit)}",
        )


def _number(text: str) -> float:
    """A typed number: "1,200", "12 %" and "3.5" are understood; raises InputError else."""
    plain = text.strip().rstrip("%").strip().replace(" ", "").replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{text!r} is not a number.", "Type digits, such as 42 or 3.5.")
    return value
