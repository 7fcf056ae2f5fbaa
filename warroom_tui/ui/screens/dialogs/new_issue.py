"""Log a known issue: title and enter, or all the fields of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.affected import affected_typed, parse_affected
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, Field, LineField

SEVERITIES = tuple((severity.value, severity.value) for severity in Severity)


_FLAGS = (
    ("none", "neither"),
    ("loss", "data loss"),
    ("security", "security"),
    ("both", "both"),
)


class NewIssueDialog(Dialog[NewIssue]):
    """Every field of the known-issue log; only the title is needed."""

    def __init__(
        self,
        severity: Severity = Severity.MEDIUM,
        initial: NewIssue | None = None,
        save: Callable[[NewIssue], object] | None = None,
        heading: str = "",
    ) -> None:
        super().__init__(heading or "Known issue", save)
        self._initial = initial or NewIssue("", severity=severity)
        self.retyped = initial is not None

    def content(self) -> ComposeResult:
        """The fields, in the log's order."""
        new = self._initial
        affected = affected_typed(new.affected_n, new.affected_pct)
        flag = "both" if new.is_data_loss and new.is_security else ""
        flag = flag or ("loss" if new.is_data_loss else "security" if new.is_security else "none")
        yield Field("Title", LineField(new.title, "what is broken", id="title"))
        yield Field("Severity", Chooser(SEVERITIES, new.severity.value, id="severity"))
        yield Field("Impact", LineField(new.impact, "who cannot do what", id="impact"))
        yield Field("Affected", LineField(affected, "120, or 40 %, or 120 (40 %)", id="affected"))
        yield Field(
            "Workaround", LineField(new.workaround, "what helps meanwhile", id="workaround")
        )
        yield Field(
            "Description", BodyField(new.description, "what is known", id="description"), lines=3
        )
        yield Field("Steps", BodyField(new.steps, "how to make it happen", id="steps"), lines=3)
        yield Field("Expected", LineField(new.expected, "what should happen", id="expected"))
        yield Field("Actual", LineField(new.actual, "what happens instead", id="actual"))
        yield Field(
            "Hotfix", LineField(new.hotfix, "what fixes it before the release", id="hotfix")
        )
        yield Field("Flag", Chooser(_FLAGS, flag, id="flag"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("enter", "save (on a line)"),
            ("ctrl+s", "save"),
            ("tab", "next field"),
            ("escape", "cancel"),
        )

    def answer(self) -> NewIssue:
        """The issue."""
        number, pct = self._affected()
        flag = self.chosen("flag")
        return NewIssue(
            title=self.demand("title", self.line("title"), "A known issue needs a title."),
            severity=Severity(self.chosen("severity")),
            description=self.body("description"),
            steps=self.body("steps"),
            expected=self.line("expected"),
            actual=self.line("actual"),
            impact=self.line("impact"),
            affected_n=number,
            workaround=self.line("workaround"),
            affected_pct=pct,
            hotfix=self.line("hotfix"),
            is_data_loss=flag in ("loss", "both"),
            is_security=flag in ("security", "both"),
        )

    def _affected(self) -> tuple[int | None, float | None]:
        try:
            return parse_affected(self.line("affected"))
        except InputError as error:
            raise Missing(error.message, "affected", error.hint) from error

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on any line saves."""
        event.stop()
        self.action_save()
