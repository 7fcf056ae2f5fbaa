"""Advance the run sheet: what is open, what starts next, and a reason when something is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets._input import Input
from textual.widgets._static import Static

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.runsheet.launch import Phase
from warroom_tui.domain.runsheet.readiness import Readiness
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.ui.screens.dialogs.base import Dialog
from warroom_tui.ui.screens.dialogs.fields import Chooser, Field, LineField
from warroom_tui.ui.widgets.drawn_text import drawable


@dataclass(frozen=True, slots=True)
class AdvanceAnswer:
    """How the phase goes on."""

    reason: str | None
    """Why it goes on although something is open; None when nothing is."""
    outcome: str
    """success; or what comes after a failure: rollback, contingency, retry, failed (go on)."""
    notes: str


_VERDICTS = {
    Verdict.AT_RISK: "▲ at risk",
    Verdict.MISSED: "✖ missed",
    Verdict.NO_DATA: "◌ no data",
}


_AFTER_FAILURE = (
    ("rollback", "roll back"),
    ("contingency", "contingency"),
    ("retry", "try again"),
    ("failed", "go on"),
)
_FAILURE_WORDS = {
    "rollback": "Asks the launch to decide on a rollback; nothing new starts.",
    "contingency": "Shows the contingency plans; nothing new starts.",
    "retry": "The phase begins again now, with open boxes.",
    "failed": "The next phase starts all the same; the rollback is proposed.",
}

_MANY = 8
"""More open boxes and criteria than this may not all be in sight."""


class AdvanceDialog(Dialog[AdvanceAnswer]):
    """Enter advances when nothing is open; else a reason is demanded."""

    DEFAULT_CSS = """
    AdvanceDialog {
        & #open { height: auto; max-height: 45vh; padding: 0 1; scrollbar-size-vertical: 1; }
        & #open Static { height: auto; }
        & #next { margin: 0 0 1 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page(1)", "More that is open", show=False),
        Binding("pageup", "page(-1)", "What stood before", show=False),
    ]

    def __init__(
        self,
        readiness: Readiness,
        zone: ZoneInfo,
        now: datetime,
        initial: AdvanceAnswer | None = None,
        save: Callable[[AdvanceAnswer], object] | None = None,
    ) -> None:
        phase = readiness.phase
        verb = "Start" if readiness.starts else "Complete"
        super().__init__(f"{verb} {phase.name}" if phase else "The run sheet is over", save)
        self._ready = readiness
        self._zone = zone
        self._now = now
        self._initial = initial or AdvanceAnswer(None, "success", "")
        self.retyped = initial is not None

    def content(self) -> ComposeResult:
        """What it means, what is open, and what to say about it."""
        yield Static(self._meaning(), classes="prose", id="next")
        if self._ready.phase is None:
            return
        if self._ready.blocked:
            with VerticalScroll(id="open", can_focus=False):
                yield Static(self._open())
            yield Static(classes="gap")
            reason = LineField(
                self._initial.reason or "", "why it goes on all the same (required)", id="reason"
            )
            yield Field("Reason", reason)
        if not self._ready.starts:
            outcomes = (("success", "success"), ("failed", "failed"))
            failed = self._initial.outcome != "success"
            yield Field("Outcome", Chooser(outcomes, "failed" if failed else None, id="outcome"))
            after = Chooser(_AFTER_FAILURE, self._initial.outcome, id="after")
            field = Field("And now", after)
            field.id = "after-field"
            yield field
            yield Static(id="after-words", classes="prose")
            yield Field("Notes", LineField(self._initial.notes, "for the record", id="notes"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        if self._ready.phase is None:
            return (("escape", "back"),)
        verb = "start it" if self._ready.starts else "complete it"
        word = f"{verb} all the same" if self._ready.blocked else verb
        many = len(self._ready.open_required) + len(self._ready.failing) > _MANY
        more = (("pagedown", "more"),) if many and self._ready.blocked else ()
        return (("enter", word), ("tab", "next field"), ("escape", "not yet"), *more)

    def on_mount(self) -> None:
        """Typing begins where something is demanded."""
        self._show_after()
        for name in ("#reason", "#outcome"):
            if found := self.query(name):
                found.first().focus()
                return

    def on_chooser_changed(self, event: Chooser.Changed) -> None:
        """What comes after a failure is asked only when there is one."""
        event.stop()
        self._show_after()

    def _show_after(self) -> None:
        if self._ready.starts or self._ready.phase is None:
            return
        failed = self.chosen("outcome") == "failed"
        self.query_one("#after-field").display = failed
        words = self.query_one("#after-words", Static)
        words.display = failed
        words.update(Text(_FAILURE_WORDS[self.chosen("after")], self.palette.muted))

    def _meaning(self) -> Text:
        text, phase = Text(), self._ready.phase
        if phase is None:
            return text.append("Every phase has ended.")
        if self._ready.starts:
            text.append("It starts now" + self._slip(phase), self.palette.text)
            return text
        text.append(f"{phase.done} of {phase.total} done", self.palette.text)
        over = phase.overrun(self._now)
        if over:
            text.append(f", {short(over)} over its time", self.palette.warn)
        follower = self._ready.next
        text.append("\nThen starts ", self.palette.muted)
        if follower is None:
            text.append("nothing: it is the last phase", self.palette.strong)
        else:
            text.append(drawable(follower.name), self.palette.strong)
            text.append(self._slip(follower), self.palette.muted)
        return text

    def _slip(self, phase: Phase) -> str:
        if phase.starts_at is None:
            return "."
        slip = self._now - phase.starts_at
        planned = day_and_clock(phase.starts_at, self._zone, self._now)
        if abs(slip.total_seconds()) < 60:
            return f", planned for {planned}, on time."
        word = "late" if slip.total_seconds() > 0 else "early"
        return f", planned for {planned}, {short(slip)} {word}."

    def _open(self) -> Text:
        text = Text()
        tasks, failing = self._ready.open_required, self._ready.failing
        if tasks:
            text.append(f"{len(tasks)} required and still open", self.palette.warn)
        for task in tasks:
            text.append(f"\n  ☐ {drawable(task.text)}", self.palette.text)
            if task.owner:
                text.append(f"  {drawable(task.owner)}", self.palette.muted)
        if failing:
            text.append("\n" if tasks else "")
            text.append(f"{len(failing)} exit criteria not met", self.palette.warn)
        for criterion, verdict in failing:
            text.append(f"\n  {_VERDICTS.get(verdict, verdict.value)}", self.palette.warn)
            text.append(f"  {drawable(criterion.text)}", self.palette.text)
        return text

    def answer(self) -> AdvanceAnswer:
        """Reason, outcome, notes."""
        reason = None
        if self._ready.blocked:
            reason = self.demand("reason", self.line("reason"), "Something is open: say why.")
        if self._ready.starts:
            return AdvanceAnswer(None, "success", "")
        failed = self.chosen("outcome") == "failed"
        outcome = self.chosen("after") if failed else "success"
        return AdvanceAnswer(reason, outcome, self.line("notes"))

    def action_save(self) -> None:
        """Nothing is left to advance once every phase has ended."""
        if self._ready.phase is None:
            self.dismiss(None)
        else:
            super().action_save()

    def action_page(self, direction: int) -> None:
        """Scroll what is open while the reason keeps the focus."""
        for tasks in self.query("#open"):
            tasks.scroll_relative(y=direction * max(tasks.size.height - 1, 1), animate=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on a line advances."""
        event.stop()
        self.action_save()
