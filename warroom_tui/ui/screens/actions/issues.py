"""Known-issue commands."""

from __future__ import annotations

from warroom_tui.domain.incident.issues import IssueState, KnownIssue, Severity
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
    """Log, open the log, change the state."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._issues = desk.services.issues

    def new(self) -> None:
        """Log a known issue."""
        self._ask(Severity.MEDIUM)

    def _ask(self, severity: Severity) -> None:
        from warroom_tui.ui.screens.dialogs import NewIssueDialog

        self._desk.form(
            lambda save: NewIssueDialog(severity, save=save),
            self._issues.add,
            lambda i: f"{i.ref} logged as {i.severity}: {i.title}",
        )

    def open(self) -> None:
        """Show the whole log."""
        from warroom_tui.ui.screens.dialogs import IssuesScreen

        self._desk.open(IssuesScreen(self._desk.services))

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
        self._desk.choose(
            ChoiceDialog(title, options), lambda key: self._moved(issue, IssueState(key))
        )

    def _moved(self, issue: KnownIssue, state: IssueState) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def move(resolution: str) -> KnownIssue:
            return self._issues.set_state(issue.ref, state, resolution, expected=issue.version)

        def said(moved: KnownIssue) -> str:
            return f"{moved.ref} is {moved.state.value.replace('_', ' ')}"

        if state.live:
            self._desk.write(lambda: move(""), said)
        else:
            title = f"How was {issue.ref} settled?"
            self._desk.form(
                lambda save: TextDialog(title, "Resolution", multiline=True, save=save), move, said
            )

    def _selected(self) -> KnownIssue | None:
        situation, ref = self._desk.situation, self._desk.selected(Scope.ISSUES)
        issues = situation.board.issues if situation else ()
        found = next((issue for issue in issues if issue.ref == ref), None)
        if found is None:
            self._desk.say("No known issue is selected; 5 goes there, i logs one.", "warning")
        return found
