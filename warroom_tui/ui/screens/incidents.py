"""Incidents: who has them, when the next update is due, and every deed by a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.incident.incidents import (
    STATE_DETAILS,
    Incident,
    IncidentState,
    NewIncident,
)
from warroom_tui.domain.runsheet.procedures import Procedure, ProcedureRun, kind_rank
from warroom_tui.ui.presenters import incident_facts, incident_rows
from warroom_tui.ui.presenters.incident_facts import Followed, IncidentDetail
from warroom_tui.ui.screens.incident_review import IncidentPage, IncidentReview
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Cell, Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


class IncidentsScreen(IncidentReview):
    """The list with one incident in full beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,exclamation_mark", "declare", "Declare one", show=False),
        Binding("p", "tell", "Tell an update", show=False),
        Binding("s", "state", "Move it on", show=False),
        Binding("e", "edit", "Change what is known", show=False),
        Binding("a", "assign", "Name commander, liaison, scribe", show=False),
        Binding("b", "follow", "Follow an emergency procedure", show=False),
        Binding("space", "tick", "Tick its next step", show=False),
        Binding("f", "finish", "Finish the procedure", show=False),
        Binding("c", "call", "Call a level of the escalation path", show=False),
        Binding("l", "link", "Link a known issue", show=False),
        Binding("m", "messages", "The words to send: alert, update, all-clear", show=False),
        Binding("P", "post_mortem", "Write the post-mortem", show=False),
        Binding("t", "todo", "Add an action item", show=False),
        Binding("d", "done", "Post-mortem written: it is reviewed", show=False),
    ]
    ENTER = "Tell an update; when it is over, write the post-mortem"
    DEFAULT_CSS = """
    IncidentsScreen {
        & #detail { height: 3fr; }
        &.wide #list { width: 2fr; }
        &.wide #detail { width: 3fr; height: 1fr; }
    }
    """
    COLUMNS = incident_rows.COLUMNS
    EMPTY = "No incidents. Press n to declare one."

    def __init__(self, services: Services, ref: str | None = None) -> None:
        """`ref`: the incident on which the cursor begins."""
        super().__init__(services)
        self._goal = ref
        self._of: str | None = ref

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("p", "update"),
            ("s", "state"),
            ("a", "roles"),
            ("c", "call"),
            ("b", "steps"),
            ("m", "words"),
            ("n", "new"),
            ("escape", "back"),
        )

    def read(self) -> IncidentPage:
        """Every incident, and what hangs on the chosen one."""
        found = self.services.incidents.all()
        ref = self._of or (found[0].ref if found else None)
        one = next((i for i in found if i.ref == ref), None)
        zone = self.page.zone if self.page else self.services.launch().zone
        detail = self._detail(one) if one else None
        return IncidentPage(found, detail, ref, self.services.clock.now(), zone)

    def _detail(self, one: Incident) -> IncidentDetail:
        services = self.services
        procedures = {p.id: p.title for p in services.runbooks.all()}
        followed = []
        runs = services.runbooks.runs()
        for run in sorted(runs, key=lambda run: run.incident_id is None):
            if _in_incident(run, one):
                title = procedures.get(run.procedure_id, "a procedure")
                steps = services.runbooks.steps(run)
                outcome = run.outcome or ""
                followed.append(
                    Followed(title, run.id, run.started_by, run.ended_at, outcome, steps)
                )
        return IncidentDetail(
            services.incidents.updates(one.ref),
            tuple(followed),
            services.post_mortems.get(one.ref),
            services.post_mortems.actions(one.ref),
            services.escalations.calls_of(one.ref),
        )

    def show(self, data: IncidentPage) -> None:
        """As a shelf does, then to the incident that was asked for."""
        super().show(data)
        if self._goal is not None and self.list.move_to(self._goal):
            self._goal = None

    def pass_time(self) -> None:
        """Let the countdowns to the promised updates run."""
        page = self.page
        if page is not None and any(one.live for one in page.incidents):
            self.show(replace(page, now=self.services.clock.now()))

    def title_of(self, data: IncidentPage) -> str:
        """How many are live, and how many updates are late."""
        live = [one for one in data.incidents if one.live]
        late = sum(one.update_late(data.now) is not None for one in live)
        tail = f" · {late} update{'s' if late > 1 else ''} late" if late else ""
        return f"Incidents · {len(live)} live{tail} · {len(data.incidents)} in all"

    def rows(self, data: IncidentPage) -> Sequence[Row]:
        """Live ones, those to review, those that are done."""
        found = [one for one in data.incidents if self.matches(one.ref, one.title, one.impact)]
        groups = (
            ("live", "Live", [one for one in found if one.live]),
            ("review", "To review", [i for i in found if i.state is IncidentState.RESOLVED]),
            ("done", "Reviewed", [i for i in found if i.state is IncidentState.REVIEWED]),
        )
        out: list[Row] = []
        for key, title, incidents in groups:
            if incidents:
                heading = Cell(f"{title}  {len(incidents)}", self.palette.muted)
                out.append(Row(f"heading:{key}", (heading,), heading=True))
            out += [incident_rows.row(one, data.now, self.palette) for one in incidents]
        return out

    def told(self, data: IncidentPage) -> Text:
        """The chosen incident in full."""
        one = self.chosen()
        if one is None:
            return Text("")
        detail = data.detail if data.detail_of == one.ref else None
        return incident_facts.facts(one, detail, data.now, data.zone, self.palette)

    def on_line_list_row_highlighted(self, event: LineList.RowHighlighted) -> None:
        """Read what hangs on it; a shelf shows what is known already."""
        if self._goal is None and event.key != self._of:
            self._of = event.key
            self.reload()

    # What can be done

    def action_act(self) -> None:
        """Enter tells an update, or writes the post-mortem of what is over."""
        one = self.chosen()
        if one is not None and one.live:
            self.action_tell()
        elif one is not None:
            self.action_post_mortem()

    def action_declare(self) -> None:
        """Declare another one."""
        from warroom_tui.ui.screens.dialogs import IncidentDialog

        def asked(new: NewIncident) -> None:
            self.app.push_screen(IncidentDialog(new, *self.now_and_zone(), save=self._declare))

        self.ask_for_form(self.services.incidents.blank, asked)

    def _declare(self, new: NewIncident) -> Incident:
        made = self.services.incidents.declare(new)
        self._goal = self._of = made.ref
        self.app.call_from_thread(self.reload)
        return made

    def action_tell(self) -> None:
        """Tell how it stands."""
        from warroom_tui.ui.screens.dialogs import IncidentUpdateDialog
        from warroom_tui.ui.screens.dialogs.incident_update import ToldUpdate

        one = self.chosen()
        if one is None:
            return
        desk = self.services.incidents

        def tell(told: ToldUpdate, version: int) -> object:
            return desk.update(
                one.ref,
                told.text,
                version,
                state=told.state,
                conditions=told.conditions,
                actions=told.actions,
                needs=told.needs,
                eta=told.eta,
            )

        save = self.guarded(one, tell)
        dialog = IncidentUpdateDialog(one, *self.now_and_zone(), save=save)
        self.app.push_screen(dialog, self.saved("Told · the next update is promised · u undo"))

    def action_state(self) -> None:
        """Move it on; its end is told in words."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        one = self.chosen()
        if one is None:
            return
        options = [
            (state.value, state.value.capitalize(), STATE_DETAILS[state])
            for state in IncidentState
            if state is not one.state
        ]
        dialog = ChoiceDialog(f"{one.ref} is {one.state}", options)
        self.app.push_screen(dialog, lambda key: self._move(one, key))

    def _move(self, one: Incident, key: str | None) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        if key is None:
            return
        state, desk = IncidentState(key), self.services.incidents
        dialog = TextDialog(
            f"{one.ref} is {state}",
            "What is told about it",
            multiline=state is IncidentState.RESOLVED,
            required=False,
            hint="may stay empty",
            save=self.guarded(one, lambda text, v: desk.set_state(one.ref, state, text, v)),
        )
        self.app.push_screen(dialog, self.saved(f"{one.ref} is {state} · u undo"))

    def action_edit(self) -> None:
        """Change what is known."""
        from warroom_tui.ui.screens.dialogs import IncidentDialog

        one = self.chosen()
        if one is None:
            return
        names = [field.name for field in fields(NewIncident)]
        before = NewIncident(**{name: getattr(one, name) for name in names})

        def write(new: NewIncident, version: int) -> object:
            changed = {
                name: getattr(new, name)
                for name in names
                if getattr(new, name) != getattr(before, name)
            }
            return self.services.incidents.edit(one.ref, version, **changed)

        now, zone = self.now_and_zone()
        save = self.guarded(one, write)
        dialog = IncidentDialog(before, now, zone, save=save, heading=f"Edit {one.ref}")
        self.app.push_screen(dialog, self.saved(f"{one.ref} edited · u undo"))

    def action_assign(self) -> None:
        """Say who commands, who talks to the others, who writes down."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        one = self.chosen()
        if one is None:
            return
        options = [
            ("commander", "Commander", one.commander or "nobody"),
            ("liaison", "Liaison", one.liaison or "nobody"),
            ("scribe", "Scribe", one.scribe or "nobody"),
        ]
        self.app.push_screen(ChoiceDialog(f"Roles of {one.ref}", options), self._ask_who)

    def _ask_who(self, role: str | None) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        one = self.chosen()
        if role is None or one is None:
            return
        desk = self.services.incidents
        dialog = TextDialog(
            f"{role.capitalize()} of {one.ref}",
            "Name",
            getattr(one, role) or "",
            required=False,
            hint="empty for nobody",
            save=self.guarded(one, lambda name, v: desk.assign(one.ref, role, name, v)),
        )
        self.app.push_screen(dialog, self.saved(f"{role.capitalize()} is set · u undo"))

    def action_follow(self) -> None:
        """Choose an emergency procedure and follow it here."""
        self.ask_for_form(self.services.runbooks.all, self._choose_procedure)

    def _choose_procedure(self, procedures: tuple[Procedure, ...]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        if not procedures:
            self.say("The plan names no procedures.")
            return
        ranked = sorted(procedures, key=lambda p: (p.kind != "emergency", kind_rank(p.kind), p.seq))
        options = [(str(p.id), p.title, f"{p.kind}, {len(p.steps)} steps") for p in ranked]
        self.app.push_screen(ChoiceDialog("Follow which procedure?", options), self._start)

    def _start(self, key: str | None) -> None:
        one = self.chosen()
        if key is not None and one is not None:
            self.write(
                lambda: self.services.runbooks.start(int(key), one.ref),
                lambda _: "Followed here: space ticks the next step · u undo",
            )

    def _run(self) -> Followed | None:
        """The checklist under way, the newest first."""
        detail = self.page.detail if self.page else None
        return next((r for r in detail.followed if r.ended_at is None), None) if detail else None

    def action_tick(self) -> None:
        """Tick the first open step of the checklist."""
        run = self._run()
        if run is None:
            self.say("No checklist is being followed; b begins one.")
            return
        step = next((task for task in run.steps if not task.state.settled), None)
        if step is None:
            self.say("Every step is done. Press f to finish the checklist.")
            return
        self.write(
            lambda: self.services.run_sheet.tick(step.id, expected=step.version),
            lambda task: f"Done: {task.text} · u undo",
        )

    def action_finish(self) -> None:
        """End the checklist and say how it went."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        run = self._run()
        if run is None:
            self.say("No checklist is being followed; b begins one.")
            return
        dialog = TextDialog(
            f"Finish {run.title}",
            "How it went",
            save=lambda text: self.services.runbooks.finish(run.run_id, text),
        )
        self.app.push_screen(dialog, self.saved("Finished · u undo"))


def _in_incident(run: ProcedureRun, one: Incident) -> bool:
    """Followed in the incident, or in its time and in no other."""
    if run.incident_id is not None:
        return run.incident_id == one.id
    end = one.resolved_at or run.started_at
    return one.started_at <= run.started_at <= end
