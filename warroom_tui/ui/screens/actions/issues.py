"""Known-issue commands."""

from __future__ import annotations

from warroom_tui.domain.issues import IssueState, KnownIssue, Severity
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk

_STATE_DETAILS = {
    IssueState.NEW: "nobody looks at it yet",
    IssueState.INVESTIGATING: "the cause is being looked for",
    IssueState.IN_PROGRESS: "the cause is known, the fix is being made",
    IssueState.RESOLVED: "it bites no more",
    IssueState.WONT_FIX: "it stays as it is",
}


class IssueActions:
    """Log, declare an incident, change the state."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._issues = desk.services.issues

    def new(self) -> None:
        """Log a known issue."""
        self._ask(Severity.MEDIUM)

    def incident(self) -> None:
        """Declare a major incident: a critical known issue turns the launch red."""
        self._ask(Severity.CRITICAL)

    def _ask(self, severity: Severity, typed: object = None) -> None:
        from warroom_tui.ui.screens.dialogs import NewIssueDialog

        def save(new) -> None:
            self._desk.write(
                lambda: self._issues.add(new),
                lambda i: f"{i.ref} logged as {i.severity}: {i.title}",
                lambda: self._ask(severity, new),
            )

        self._desk.dialog(NewIssueDialog(severity=severity, initial=typed), save)

    def state(self) -> None:
        """Choose the state of the issue under the cursor."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        issue = self._selected()
        if issue is None:
            return
        options = [
            (state.value, state.value.replace("_", " ").capitalize(), _STATE_DETAILS[state])
            for state in IssueState
            if state is not issue.state
        ]
        title = f"{issue.ref} is {issue.state.value.replace('_', ' ')}"
        self._desk.dialog(
            ChoiceDialog(title, options), lambda key: self._moved(issue, IssueState(key), "")
        )

    def _moved(self, issue: KnownIssue, state: IssueState, typed: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def save(resolution: str) -> None:
            self._desk.write(
                lambda: self._issues.set_state(
                    issue.ref, state, resolution, expected=issue.version
                ),
                lambda i: f"{i.ref} is {i.state.value.replace('_', ' ')}",
                None if state.live else lambda: self._moved(issue, state, resolution),
            )

        if state.live:
            save("")
        else:
            title = f"How was {issue.ref} settled?"
            self._desk.dialog(TextDialog(title, "Resolution", initial=typed, multiline=True), save)

    def _selected(self) -> KnownIssue | None:
        situation, ref = self._desk.situation, self._desk.selected(Scope.ISSUES)
        issues = situation.board.issues if situation else ()
        found = next((issue for issue in issues if issue.ref == ref), None)
        if found is None:
            self._desk.say("No known issue is selected; 5 goes there, i logs one.", "warning")
        return found
