"""Log a known issue: title and enter, or all the fields of the log."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.widgets._input import Input

from warroom_tui.domain.issues import NewIssue, Severity
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import BodyField, Chooser, Field, LineField

SEVERITIES = tuple((severity.value, severity.value) for severity in Severity)


class NewIssueDialog(Dialog[NewIssue]):
    """Every field of the known-issue log; only the title is needed."""

    def __init__(
        self,
        severity: Severity = Severity.MEDIUM,
        initial: NewIssue | None = None,
        save: Callable[[NewIssue], object] | None = None,
        heading: str = "",
    ) -> None:
        incident = severity is Severity.CRITICAL and initial is None
        super().__init__(heading or ("Declare an incident" if incident else "Known issue"), save)
        self._initial = initial or NewIssue("", severity=severity)
        self.retyped = initial is not None

    def content(self) -> ComposeResult:
        """The fields, in the log's order."""
        new = self._initial
        affected = "" if new.affected_n is None else str(new.affected_n)
        yield Field("Title", LineField(new.title, "what is broken", id="title"))
        yield Field("Severity", Chooser(SEVERITIES, new.severity.value, id="severity"))
        yield Field("Impact", LineField(new.impact, "who cannot do what", id="impact"))
        yield Field("Affected", LineField(affected, "number of users", id="affected"))
        yield Field(
            "Workaround", LineField(new.workaround, "what helps meanwhile", id="workaround")
        )
        yield Field(
            "Description", BodyField(new.description, "what is known", id="description"), lines=3
        )
        yield Field("Steps", BodyField(new.steps, "how to make it happen", id="steps"), lines=3)
        yield Field("Expected", LineField(new.expected, "what should happen", id="expected"))
        yield Field("Actual", LineField(new.actual, "what happens instead", id="actual"))

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
        return NewIssue(
            title=self.demand("title", self.line("title"), "A known issue needs a title."),
            severity=Severity(self.chosen("severity")),
            description=self.body("description"),
            steps=self.body("steps"),
            expected=self.line("expected"),
            actual=self.line("actual"),
            impact=self.line("impact"),
            affected_n=self._affected(),
            workaround=self.line("workaround"),
        )

    def _affected(self) -> int | None:
        text = self.line("affected").replace(",", "").replace(" ", "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise Missing(
                "Affected users is no whole number.", "affected", "Leave it empty if unknown."
            )
        return int(text)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter on any line saves."""
        event.stop()
        self.action_save()
