"""Rota, health, reports, notes and figures: groups of one or two commands."""

from __future__ import annotations

from warroom_tui.domain.criteria import Metric
from warroom_tui.domain.figures import SUPPORT_METRICS
from warroom_tui.domain.health import format_value
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk


class RotaActions:
    """People on and off duty."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def people(self) -> None:
        """Sign in, sign out, break, add."""
        from warroom_tui.ui.screens.dialogs import PeopleDialog

        self._desk.dialog(PeopleDialog(self._desk.services), lambda _: None)

    open = people


class HealthActions:
    """One check."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> None:
        """Show the check with its samples."""
        from warroom_tui.ui.screens.dialogs import CheckDetailScreen

        situation, name = self._desk.situation, self._desk.selected(Scope.HEALTH)
        checks = situation.checks if situation else ()
        found = next((c for c in checks if c.row.check.name == name), None)
        if found is None:
            self._desk.say("No check is selected; 1 goes to Health.", "warning")
        else:
            self._desk.dialog(CheckDetailScreen(found, self._desk.services), lambda _: None)


class ReportActions:
    """Reports."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def daily(self) -> None:
        """Preview the day's report before writing it."""
        from warroom_tui.ui.screens.dialogs import ReportScreen

        self._desk.dialog(ReportScreen(self._desk.services), lambda _: None)


class NoteActions:
    """What the daily report wants to tell."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def capture(self) -> None:
        """Note a win, an action, a focus, a lesson or a user's words."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        options = [
            ("win", "Win", "something that went well today"),
            ("action", "Action", "something that somebody must do"),
            ("focus", "Focus", "what matters tomorrow"),
            ("lesson_well", "Lesson: keep", "worked well, do it again"),
            ("lesson_improve", "Lesson: improve", "do it differently next time"),
            ("quote", "Quote", "a user's own words"),
        ]
        self._desk.dialog(ChoiceDialog("Capture", options), lambda kind: self._ask(kind, ""))

    def _ask(self, kind: str, typed: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        word = kind.replace("_", " ").replace("lesson ", "lesson: ").capitalize()

        def save(text: str) -> None:
            self._desk.write(
                lambda: self._desk.services.notes.add(kind, text),
                lambda _: f"{word} noted",
                lambda: self._ask(kind, text),
            )

        self._desk.dialog(TextDialog(word, "Text", initial=typed), save)


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
        self._desk.dialog(
            ChoiceDialog("Which figure?", options), lambda key: self._ask(by_key[key], "")
        )

    def _ask(self, metric: Metric, typed: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def save(text: str) -> None:
            value = _number(text)
            if value is None:
                self._desk.say(f"{text!r} is not a number.", "warning")
                self._ask(metric, text)
                return
            self._desk.write(
                lambda: self._desk.services.health.set_metric(metric.key, value),
                lambda m: f"{m.name} is {format_value(m.value, m.unit)}",
                lambda: self._ask(metric, text),
            )

        label = f"Value ({metric.unit})" if metric.unit not in ("", "count") else "Value"
        self._desk.dialog(TextDialog(metric.name, label, initial=typed), save)


def _number(text: str) -> float | None:
    """A typed number: "1,200", "12 %" and "3.5" are understood."""
    plain = text.strip().rstrip("%").strip().replace(" ", "").replace(",", "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None
