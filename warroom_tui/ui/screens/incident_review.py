"""The part of the incident screen that looks back and out: words, links, post-mortem, actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import StaleWrite
from warroom_tui.domain.incident.incidents import Incident, PostMortem, PostMortemText
from warroom_tui.domain.incident.issues import KnownIssue
from warroom_tui.services.desk.escalation_desk import EscalationPage
from warroom_tui.ui.presenters.incident_facts import IncidentDetail
from warroom_tui.ui.screens.shelf import Shelf

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """What the screen shows, read at one moment."""

    incidents: tuple[Incident, ...]
    detail: IncidentDetail | None
    """Of the incident under the cursor."""
    detail_of: str | None
    now: datetime
    zone: ZoneInfo


class IncidentReview(Shelf[IncidentPage]):
    """Deeds around the chosen incident that do not change how it stands."""

    def chosen(self) -> Incident | None:
        """The incident under the cursor."""
        found = self.page.incidents if self.page else ()
        return next((one for one in found if one.ref == self.cursor), None)

    def guarded(self, one: Incident, job: Callable[[A, int], object]) -> Callable[[A], object]:
        """What a form saves with: against the version that it was opened on.

        After a refusal the person has read who was faster: the next try means the new state.
        """
        seen = [one.version]

        def save(answer: A) -> object:
            try:
                return job(answer, seen[0])
            except StaleWrite:
                seen[0] = self.services.incidents.get(one.ref).version
                raise

        return save

    def now_and_zone(self) -> tuple[datetime, ZoneInfo]:
        """What forms need to read times."""
        zone = self.page.zone if self.page else ZoneInfo("UTC")
        return self.services.clock.now(), zone

    def action_call(self) -> None:
        """Call a level of the escalation path; it waits in Needs you for an answer."""
        self.ask_for_form(self.services.escalations.page, self._choose_level)

    def _choose_level(self, page: EscalationPage) -> None:
        from warroom_tui.ui.screens.dialogs.call import choose_call, why_form

        one = self.chosen()
        if one is None:
            return
        if not one.live:
            self.say(f"{one.ref} is {one.state}.")
            return
        dialog = choose_call(one, page)
        if dialog is None:
            self.say("The plan names nobody to call.")
            return

        def chosen(key: str | None) -> None:
            if key is not None:
                form = why_form(
                    one,
                    page,
                    key,
                    lambda why: self.services.escalations.raise_above(one.ref, key, why),
                )
                self.app.push_screen(form, self.saved("Called · E shows who answers · u undo"))

        self.app.push_screen(dialog, chosen)

    def action_link(self) -> None:
        """Point it to a known issue, or to none."""
        self.ask_for_form(lambda: self.services.issues.all(live_only=True), self._choose_issue)

    def _choose_issue(self, issues: tuple[KnownIssue, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        one = self.chosen()
        if one is None:
            return
        options = [(i.ref, i.ref, i.title) for i in issues if i.ref != one.issue_ref]
        if one.issue_ref is not None:
            options.append(("", "none", f"not {one.issue_ref}"))
        if not options:
            self.say("There is no live known issue; i on the dashboard logs one.")
            return

        def chosen(ref: str | None) -> None:
            if ref is not None:
                desk = self.services.incidents
                self.write(
                    lambda: desk.edit(one.ref, one.version, issue_ref=ref or None),
                    lambda i: f"{i.ref} points to {i.issue_ref or 'no known issue'} · u undo",
                )

        self.app.push_screen(ChoiceDialog(f"Known issue of {one.ref}", options), chosen)

    def action_messages(self) -> None:
        """Read, copy or write down the alert, an update, the all-clear, the post-mortem."""
        from warroom_tui.ui.screens.dialogs import IncidentWordsScreen

        one = self.chosen()
        if one is not None:
            self.app.push_screen(IncidentWordsScreen(self.services, one.ref))

    def action_post_mortem(self) -> None:
        """Write what was learnt."""
        one = self.chosen()
        if one is not None:
            self.ask_for_form(
                lambda: self.services.post_mortems.get(one.ref),
                lambda found: self._write_post_mortem(one, found),
            )

    def _write_post_mortem(self, one: Incident, found: PostMortem | None) -> None:
        from warroom_tui.ui.screens.dialogs import PostMortemDialog

        first = found.written if found else PostMortemText(owner=one.commander)
        version = found.version if found else 0
        dialog = PostMortemDialog(
            f"Post-mortem of {one.ref}",
            first,
            *self.now_and_zone(),
            save=lambda text: self.services.post_mortems.save(one.ref, text, version),
        )
        self.app.push_screen(dialog, self.saved("Written · d marks it as done · u undo"))

    def action_todo(self) -> None:
        """Write down something to do because of it."""
        from warroom_tui.domain.runsheet.actions import parse_due
        from warroom_tui.ui.screens.dialogs.action_item import ActionForm, ActionItemDialog

        one = self.chosen()
        if one is None:
            return

        def save(form: ActionForm) -> object:
            due = parse_due(form.due, *self.now_and_zone())
            return self.services.post_mortems.add_action(one.ref, form.text, form.owner, due)

        dialog = ActionItemDialog(f"To do because of {one.ref}", save=save)
        self.app.push_screen(dialog, self.saved("Written down · A lists all · u undo"))

    def action_done(self) -> None:
        """The post-mortem is done: the incident is reviewed."""
        one = self.chosen()
        if one is not None:
            self.write(
                lambda: self.services.post_mortems.complete(one.ref),
                lambda _: f"{one.ref} is reviewed · u undo",
            )
