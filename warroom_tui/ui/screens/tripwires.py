"""The trip-wire board: every trigger and criterion as a gauge, and what people do to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.situation import Situation
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.gauges import Gauge
from warroom_tui.domain.triggers.readings import name_of
from warroom_tui.domain.triggers.rollback import RollbackState
from warroom_tui.domain.triggers.rollback_team import TeamRole
from warroom_tui.domain.triggers.trend import Sample
from warroom_tui.domain.triggers.tripwires import CriterionEvent
from warroom_tui.ui.presenters import tripwire_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Row


@dataclass(frozen=True, slots=True)
class TripwirePage:
    """What the screen shows, read at one moment."""

    situation: Situation
    chosen: int | None
    """The criterion whose samples and history these are."""
    samples: Sequence[Sample]
    history: tuple[CriterionEvent, ...]
    team: tuple[TeamRole, ...]
    """Who would roll back."""


class TripwireScreen(Shelf[TripwirePage]):
    """Gauges by group, the most serious first, and everything about the chosen one beside."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "decide", "Decide: roll back, continue, fix forward", show=False),
        Binding("s", "step", "Go on with the rollback", show=False),
        Binding("r", "raise_trigger", "Raise a trigger", show=False),
        Binding("c", "clear", "Clear a trigger", show=False),
        Binding("a", "acknowledge", "Acknowledge a trigger", show=False),
        Binding("v", "judge", "Give a verdict by hand", show=False),
        Binding("e", "enter_value", "Enter the figure", show=False),
        Binding("h", "hold", "For how long a limit must be passed", show=False),
        Binding("b", "baseline", "Record a baseline", show=False),
        Binding("k", "plan_rollback", "The rollback's deadline and length", show=False),
    ]
    ENTER = "Do what the line asks for"
    DEFAULT_CSS = """
    TripwireScreen {
        & #list { height: 3fr; }
        & #detail { height: 2fr; }
        &.wide #list { width: 2fr; }
        &.wide #detail { width: 1fr; }
    }
    """
    COLUMNS = tripwire_rows.COLUMNS
    EMPTY = "The plan has no criteria and no triggers. Press escape to go back."
    EVERY_S = 1.0
    QUIET_S = 0.0
    STALE_S = 1.0

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("d", "decide"),
            ("r", "raise"),
            ("a", "ack"),
            ("c", "clear"),
            ("v", "verdict"),
            ("e", "value"),
            ("b", "baseline"),
            ("k", "deadline"),
        )

    def read(self) -> TripwirePage:
        """Gauges, and samples and history of the chosen one."""
        desk = self.services.triggers
        chosen = _number(self.cursor)
        samples = desk.samples(chosen) if chosen is not None else ()
        history = desk.history(chosen) if chosen is not None else ()
        return TripwirePage(desk.situation(), chosen, samples, history, desk.team())

    def title_of(self, data: TripwirePage) -> str:
        """Counts and the last safe moment."""
        return tripwire_rows.board_title(data.situation)

    def rows(self, data: TripwirePage) -> Sequence[Row]:
        """The most serious group first."""
        found = [
            one
            for one in data.situation.gauges
            if self.matches(one.criterion.text, one.group, one.criterion.period or "")
        ]
        return tripwire_rows.board_rows(found, self.palette)

    def told(self, data: TripwirePage) -> Text:
        """The criterion in full; its samples come with the next reading."""
        gauge = self._chosen()
        if gauge is None:
            return Text("")
        mine = data.chosen == gauge.criterion.id
        history = data.history if mine else ()
        samples = data.samples if mine else ()
        width = self.query_one("#detail").size.width - 3
        told = tripwire_rows.facts(
            gauge, data.situation, samples, history, self.palette, max(width, 30)
        )
        if gauge.is_trigger:
            tripwire_rows.add_team(told, data.team, self.palette)
        return told

    def on_line_list_row_highlighted(self, event: object) -> None:
        """The detail follows the cursor, and asks for samples and history."""
        super().on_line_list_row_highlighted(event)  # type: ignore[arg-type]
        self.reload()

    def _chosen(self) -> Gauge | None:
        gauges = self.page.situation.gauges if self.page else ()
        number = _number(self.cursor)
        return next((one for one in gauges if one.criterion.id == number), None)

    # What can be done

    def action_act(self) -> None:
        """Enter does what the chosen line asks for."""
        gauge, page = self._chosen(), self.page
        if gauge is None or page is None:
            return
        if not gauge.is_trigger:
            (self.action_enter_value if gauge.measurable else self.action_judge)()
        elif gauge.state is not None and gauge.state.live:
            self.action_decide()
        else:
            self.action_raise_trigger()

    def action_decide(self) -> None:
        """Roll back, continue until a time, or fix forward."""
        from warroom_tui.ui.screens.dialogs.rollback import Answer
        from warroom_tui.ui.screens.rollback_steps import decided_words, decision_dialog

        page = self.page
        if page is None:
            return
        asked = page.situation.board.rollback
        if asked is not None and asked.state.under_way:
            self.action_step()
            return

        def closed(answer: Answer | None) -> None:
            if answer is not None:
                self.say(decided_words(answer))
            self.reload()

        self.app.push_screen(decision_dialog(self.services, page.situation), closed)

    def action_step(self) -> None:
        """Begin the rollback that is decided, or go on with the one that runs."""
        from warroom_tui.ui.screens.rollback_steps import step_dialog

        found = self.page.situation.board.rollback if self.page else None
        if found is not None and found.state is RollbackState.DECIDED:
            self.write(
                lambda: self.services.rollback.start(expected=found.version),
                lambda _: "Rollback begun: its steps stand in the Checklist · m its messages",
            )
            return
        dialog = step_dialog(self.services, found)
        if dialog is None:
            self.say("No rollback is under way. d decides on one.")
        else:
            self.app.push_screen(dialog, self.saved("Recorded · u undo"))

    def action_raise_trigger(self) -> None:
        """Say that what the plan feared is the case."""
        desk = self.services.triggers
        self._say_of("Raise", "What is the case, and who saw it?", desk.raise_trigger)

    def action_acknowledge(self) -> None:
        """Take a tripped trigger on without deciding yet."""
        desk = self.services.triggers
        self._say_of("Acknowledge", "What are you doing about it?", desk.acknowledge)

    def action_clear(self) -> None:
        """Say that it is over."""
        desk = self.services.triggers
        self._say_of("Clear", "How do you know that it is over?", desk.clear)

    def _say_of(self, word: str, question: str, job: Callable[[int, str], object]) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        gauge = self._chosen()
        if gauge is None:
            return
        if not gauge.is_trigger:
            self.say("This is a target, no trigger: v gives its verdict by hand.")
            return
        number = gauge.criterion.id
        dialog = TextDialog(
            f"{word}: {gauge.criterion.text}", question, save=lambda text: job(number, text)
        )
        self.app.push_screen(dialog, self.saved("Recorded · u undo"))

    def action_judge(self) -> None:
        """Give the verdict by hand, with evidence; or hand it back to its figure."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        gauge = self._chosen()
        if gauge is None:
            return
        if gauge.is_trigger:
            self.say("This is a trigger: r raises it, c clears it.")
            return
        options = [
            (verdict.value, verdict.replace("_", " "), "") for verdict in Verdict
            if verdict is not Verdict.NO_DATA
        ]  # fmt: skip
        options.append(("", "as its figure says", gauge.criterion.metric or "no figure"))

        def chosen(key: str | None) -> None:
            if key is not None:
                self._evidence(gauge, Verdict(key) if key else None)

        self.app.push_screen(ChoiceDialog(gauge.criterion.text, options), chosen)

    def _evidence(self, gauge: Gauge, verdict: Verdict | None) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        desk, number = self.services.triggers, gauge.criterion.id
        if verdict is None:
            self.write(lambda: desk.judge(number, None), lambda _: "Left to its figure")
            return
        dialog = TextDialog(
            f"{verdict.replace('_', ' ')}: {gauge.criterion.text}",
            "What did you see, and where?",
            save=lambda text: desk.judge(number, verdict, text),
        )
        self.app.push_screen(dialog, self.saved("Judged · u undo"))

    def action_enter_value(self) -> None:
        """Type the figure behind the criterion in."""
        from warroom_tui.ui.screens.actions.rest import typed_number
        from warroom_tui.ui.screens.dialogs import TextDialog

        gauge, page = self._chosen(), self.page
        key = gauge.criterion.metric if gauge is not None else None
        if gauge is None or key is None or page is None:
            self.say("No figure stands behind this: v gives a verdict by hand.")
            return
        if key not in {metric.key for metric in page.situation.board.metrics}:
            self.say(f"{name_of(page.situation.board, key)} is counted, nobody types it in.")
            return
        dialog = TextDialog(
            name_of(page.situation.board, key),
            "Value",
            save=lambda text: self.services.health.set_metric(key, typed_number(text)),
        )
        self.app.push_screen(dialog, self.saved("Recorded · u undo"))

    def action_hold(self) -> None:
        """How long the limit must be passed before the trigger trips."""
        from warroom_tui.ui.screens.dialogs import TextDialog
        from warroom_tui.ui.screens.rollback_steps import minutes_of

        gauge = self._chosen()
        if gauge is None or not gauge.is_trigger:
            self.say("Only a trigger has to hold.")
            return
        number, version = gauge.criterion.id, gauge.criterion.version
        dialog = TextDialog(
            f"Hold: {gauge.criterion.text}",
            "Minutes for which the limit must be passed",
            save=lambda text: self.services.triggers.configure(
                number, hold_min=minutes_of(text), expected=version
            ),
        )
        self.app.push_screen(dialog, self.saved("Set · u undo"))

    def action_baseline(self) -> None:
        """Freeze every figure as it is now, under a name."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        baseline = self.page.situation.board.baseline if self.page else None
        hint = f"the newest is “{baseline.name}”" if baseline is not None else ""
        dialog = TextDialog(
            "Record a baseline", "Name", hint=hint, save=self.services.triggers.record_baseline
        )
        self.app.push_screen(dialog, self.saved("Baseline recorded · u undo"))

    def action_plan_rollback(self) -> None:
        """Set the rollback's deadline, its length, the time to decide."""
        from warroom_tui.ui.screens.rollback_steps import plan_dialog

        if self.page is not None:
            dialog = plan_dialog(self.services, self.page.situation)
            self.app.push_screen(dialog, self.saved("Set · u undo"))


def _number(key: str | None) -> int | None:
    kind, _, number = (key or "").partition(":")
    return int(number) if kind == "criterion" and number.isdecimal() else None
