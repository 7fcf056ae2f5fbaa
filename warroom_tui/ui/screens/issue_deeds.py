"""Deeds of the known-issue screen: hotfix, review, export, what becomes of the tickets."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from warroom_tui.domain.desk.tickets import Ticket, TicketState
from warroom_tui.domain.incident.issues import IssueFormat, KnownIssue
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.screens.seen import Seen

D = TypeVar("D")

_FORMS = (
    ("md", "Markdown", "in the plan's own form"),
    ("csv", "CSV", "for a spreadsheet"),
    ("json", "JSON", "for another program"),
)


class IssueDeeds(FullScreen[D]):
    """What can be done around the chosen issue; the screen says which that is."""

    def chosen_issue(self) -> KnownIssue | None:
        """The issue under the cursor."""
        raise NotImplementedError

    def seen(self, issue: KnownIssue) -> Seen:
        """The version that a form is opened on."""
        return Seen(issue.version, lambda: self.services.issues.get(issue.ref).version)

    def action_hotfix(self) -> None:
        """Plan its hotfix; when one is planned, say that it is deployed, or is not after all."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        issue = self.chosen_issue()
        if issue is None:
            return
        log = self.services.issues
        if issue.hotfix:
            out = issue.hotfix_deployed_at is None
            word = "deployed" if out else "planned again"
            self.write(
                lambda: log.deploy_hotfix(issue.ref, out, issue.version),
                lambda i: f"Hotfix of {i.ref} is {word} · u undo",
            )
            return
        seen = self.seen(issue)
        dialog = TextDialog(
            f"Hotfix of {issue.ref}",
            "What is to be deployed",
            save=lambda text: seen.write(lambda v: log.update(issue.ref, v, hotfix=text)),
        )
        self.app.push_screen(dialog, self.saved("Hotfix planned · h says it is deployed"))

    def action_review(self) -> None:
        """Say that the log was gone through."""
        self.write(
            self.services.issues.review, lambda live: f"Reviewed: {live} live. x exports the log"
        )

    def action_export(self) -> None:
        """Write the log into a file beside the reports."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        folder = self.services.reports_folder or Path()

        def chosen(key: str | None) -> None:
            if key is not None:
                self.ask(
                    lambda: self.services.issue_export.write(IssueFormat(key), folder),
                    lambda path: self.say(f"Written to {path}"),
                )

        self.app.push_screen(ChoiceDialog("Export the log as", _FORMS, changes=False), chosen)

    def offer_tickets(self, ref: str, resolution: str) -> None:
        """The issue is settled: what becomes of the tickets that point to it?"""
        self.ask(
            lambda: self.services.issues.tickets(ref),
            lambda tickets: self._ask_tickets(ref, resolution, tickets),
        )

    def _ask_tickets(self, ref: str, resolution: str, tickets: tuple[Ticket, ...]) -> None:
        from warroom_tui.services.desk.ticket_bulk import moving, replying
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        live = [(ticket.ref, ticket.version) for ticket in tickets if ticket.state.live]
        if not live:
            return
        options = [
            ("resolve", f"resolve {len(live)}", "with the resolution as their solution"),
            ("reply", f"reply to {len(live)}", "record the resolution as a reply, leave them open"),
            ("leave", "leave them", "nothing happens to them"),
        ]

        def chosen(key: str | None) -> None:
            if key in ("resolve", "reply"):
                text = resolution or f"{ref} is settled."
                deed = moving(TicketState.RESOLVED, text) if key == "resolve" else replying(text)
                bulk = self.services.bulk
                self.write(lambda: bulk.apply(live, deed), lambda done: f"{done.sentence} · u undo")

        title = f"{len(live)} tickets point to {ref}"
        self.app.push_screen(ChoiceDialog(title, options), chosen)

    def action_patterns(self) -> None:
        """Look at what tickets seem to have in common."""
        from warroom_tui.ui.screens.dialogs import PatternsScreen

        self.app.push_screen(PatternsScreen(self.services), lambda _: self.reload())
