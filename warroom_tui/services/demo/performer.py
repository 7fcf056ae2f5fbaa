"""Does what a scenario says, through the same services that people use and in their names.

The people of the scenario never fight the person at the keyboard: what the services refuse, and
what concerns a ticket that a real person has, is passed over.
"""

from __future__ import annotations

import random
from datetime import datetime
from urllib.parse import urlsplit

from warroom_tui.domain.desk.tickets import EscalationContext, Ticket
from warroom_tui.domain.errors import DatabaseError, NotFound, Refused, WarroomError
from warroom_tui.domain.incident.issues import NewIssue
from warroom_tui.domain.runsheet.actions import NewAction
from warroom_tui.domain.runsheet.routines import TEMPLATE
from warroom_tui.domain.staffing.rota import Shift, ShiftState
from warroom_tui.services.demo import acts
from warroom_tui.services.demo.acts import Step
from warroom_tui.services.demo.incidents import declare, tell
from warroom_tui.services.demo.product import DemoProduct, Trouble
from warroom_tui.services.demo.scenario import PRODUCT, Scenario
from warroom_tui.services.demo.usage import FETCHED, Figures
from warroom_tui.services.warroom import Services

OWNER = "@owner"
"""Stands for whoever has the ticket."""

ON_DUTY = "@"
"""`@L1` stands for somebody of level L1 who is on duty."""


class FixedClock:
    """Tells the one time at which a scripted act happens."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """That time."""
        return self._at


class Performer:
    """Performs steps; remembers which ticket and issue a scenario means by its ids."""

    def __init__(
        self, services: Services, scenario: Scenario, product: DemoProduct | None = None
    ) -> None:
        self._services = services
        self._product = product
        self._people = {person.name: person for person in services.rota.people()}
        self._chance = random.Random(11)
        self._tickets: dict[str, str] = {}
        self._issues: dict[str, str] = {}
        self._figures: dict[str, float] = {}
        self._recognise(scenario)

    def perform(self, step: Step, at: datetime) -> bool:
        """Do one step, stamped `at`; False when it was passed over. Raises DatabaseError."""
        try:
            who = self._who(step, at)
            if who != PRODUCT:
                self._demand_free_hands(step.act)
            self._act(self._services.acting_as(who, FixedClock(at)), step.act)
        except DatabaseError:
            raise
        except WarroomError:
            return False
        return True

    def tell_figures(self, figures: Figures, at: datetime) -> None:
        """Store the figures that the product tells, where they changed. Raises DatabaseError."""
        news = {key: value for key, value in figures.items() if self._figures.get(key) != value}
        self._services.acting_as(PRODUCT, FixedClock(at)).health.record_figures(news)
        self._figures.update(news)

    def _recognise(self, scenario: Scenario) -> None:
        """Find what an earlier run of the scenario has logged in this database."""
        filed = {
            (ticket.subject, ticket.requester): ticket.ref
            for ticket in self._services.tickets.search("", live_only=False, limit=500)
        }
        logged = {issue.title: issue.ref for issue in self._services.issues.all()}
        for step in (*scenario.done, *scenario.events):
            act = step.act
            if isinstance(act, acts.FileTicket):
                self._remember(self._tickets, act.id, filed.get(_subject(act)))
            elif isinstance(act, acts.LogIssue):
                self._remember(self._issues, act.id, logged.get(act.title))

    def _remember(self, names: dict[str, str], name: str, ref: str | None) -> None:
        if ref is not None:
            names[name] = ref

    # -- who ---------------------------------------------------------------------------------

    def _who(self, step: Step, at: datetime) -> str:
        if step.by == OWNER:
            owner = self._ticket(step.act).assignee
            if owner is None:
                raise Refused("Nobody has that ticket.")
            return owner
        if step.by.startswith(ON_DUTY):
            return self._somebody(step.by.removeprefix(ON_DUTY), at)
        return step.by

    def _somebody(self, level: str, at: datetime) -> str:
        shifts = self._services.rota.shifts()
        here = [shift for shift in shifts if shift.state is ShiftState.SIGNED_IN]
        reachable = [shift for shift in shifts if shift.mode == "on_call" and shift.covers(at)]
        choice = [shift.person for shift in (*here, *reachable) if shift.level == level]
        choice = choice or [shift.person for shift in here if shift.level != "manager"]
        if not choice:
            raise Refused("Nobody is on duty.")
        return self._chance.choice(sorted(set(choice)))

    def _demand_free_hands(self, act: acts.Act) -> None:
        if isinstance(act, acts.FileTicket | acts.LogIssue) or not hasattr(act, "ticket"):
            return
        owner = self._ticket(act).assignee
        if owner is not None and owner not in self._people:
            raise Refused(f"{owner} has that ticket.")

    def _ticket(self, act: acts.Act) -> Ticket:
        return self._services.tickets.get(self._ref(str(getattr(act, "ticket", ""))))

    def _ref(self, name: str) -> str:
        ref = self._tickets.get(name)
        if ref is None:
            raise NotFound(f"The scenario has no ticket {name!r}.")
        return ref

    def _issue_ref(self, name: str) -> str:
        ref = self._issues.get(name)
        if ref is None:
            raise NotFound(f"The scenario has no known issue {name!r}.")
        return ref

    # -- what --------------------------------------------------------------------------------

    def _act(self, me: Services, act: acts.Act) -> None:  # noqa: C901 - one line a word
        match act:
            case acts.FileTicket():
                self._tickets[act.id] = me.tickets.add(act.new).ref
            case acts.Take():
                me.tickets.take(self._ref(act.ticket))
            case acts.Assign():
                me.tickets.assign(self._ref(act.ticket), act.to)
            case acts.Reply():
                self._reply(me, act)
            case acts.Wait():
                me.tickets.wait(self._ref(act.ticket), act.text)
            case acts.Escalate():
                self._escalate(me, act)
            case acts.Resolve():
                me.tickets.resolve(self._ref(act.ticket), act.text, act.stars)
                if act.kb:
                    me.kb.flag(self._ref(act.ticket))
            case acts.Reopen():
                me.tickets.reopen(self._ref(act.ticket), act.text)
            case acts.Declare():
                self._declare(me, act)
            case acts.Tell():
                tell(me, act)
            case acts.LogIssue():
                self._log_issue(me, act)
            case acts.Link():
                me.tickets.link(self._ref(act.ticket), self._issue_ref(act.issue))
            case acts.Tick():
                self._tick(me, act)
            case acts.Skip():
                me.run_sheet.skip(_open_task(me, act.task), act.reason, na=True)
            case acts.Advance():
                _advance(me, act)
            case acts.SignIn():
                self._sign_in(me)
            case acts.SignOut():
                shift = self._shift(me)
                (me.rota.start_break if act.on_break else me.rota.sign_out)(shift.id)
            case acts.Jot():
                me.notes.add(act.kind, act.text)
            case acts.Agree():
                due = me.clock.now() + act.within
                me.actions.add(NewAction(act.text, act.owner, due))
            case acts.Misbehave() | acts.Behave():
                self._trouble(me, act)
            case acts.Measure():
                if act.key not in FETCHED:
                    me.health.set_metric(act.key, act.value)
            case acts.Send():
                me.messages.mark_sent(_open_message(me, act.message))
            case acts.Hold():
                me.meetings.hold(_planned_meeting(me, act.meeting), act.notes)

    def _reply(self, me: Services, act: acts.Reply) -> None:
        ticket = me.tickets.get(self._ref(act.ticket))
        if me.actor.name != ticket.requester:
            me.tickets.reply(ticket.ref, act.text)
            return
        me.tickets.note(ticket.ref, act.text)
        if ticket.waiting_since is not None:
            me.tickets.resume(ticket.ref)

    def _escalate(self, me: Services, act: acts.Escalate) -> None:
        ticket = me.tickets.get(self._ref(act.ticket))
        context = EscalationContext(ticket.subject, act.info, act.tried)
        me.tickets.escalate(ticket.ref, act.to, context)

    def _declare(self, me: Services, act: acts.Declare) -> None:
        ticket = self._ref(act.of_ticket) if act.of_ticket else None
        issue = self._issue_ref(act.of_issue) if act.of_issue else None
        declare(me, act, ticket, issue)

    def _log_issue(self, me: Services, act: acts.LogIssue) -> None:
        ref = self._issues.get(act.id)
        if ref is None:
            new = NewIssue(
                title=act.title,
                severity=act.severity,
                description=act.text,
                impact=act.impact,
                workaround=act.workaround,
            )
            ref = self._issues[act.id] = me.issues.add(new).ref
        elif act.state.live:
            me.issues.update(
                ref, description=act.text, impact=act.impact, workaround=act.workaround
            )
        if me.issues.get(ref).state is not act.state:
            me.issues.set_state(ref, act.state, "" if act.state.live else act.text)
        if act.ticket is not None:
            me.tickets.link(self._ref(act.ticket), ref)

    def _tick(self, me: Services, act: acts.Tick) -> None:
        for text in act.tasks:
            try:
                me.run_sheet.tick(_open_task(me, text))
            except DatabaseError:
                raise
            except WarroomError:
                continue  # ticked by somebody else, or a routine without a run today

    def _sign_in(self, me: Services) -> None:
        person = self._people.get(me.actor.name)
        if person is None:
            raise NotFound(f"{me.actor.name} is not on the team.")
        mine = [shift for shift in me.rota.shifts() if shift.person_id == person.id]
        for shift in mine:
            if shift.state is ShiftState.SIGNED_IN:
                raise Refused(f"{person.name} is here already.")
            if shift.state is ShiftState.ON_BREAK:
                me.rota.end_break(shift.id)
                return
        near = [shift for shift in mine if shift.covers(me.clock.now())]
        if near and near[0].state is ShiftState.PLANNED:
            me.rota.sign_in(near[0].id)
        else:
            me.rota.sign_in_person(person.id, person.level)

    def _shift(self, me: Services) -> Shift:
        for shift in me.rota.shifts():
            here = shift.state in (ShiftState.SIGNED_IN, ShiftState.ON_BREAK)
            if here and shift.person == me.actor.name:
                return shift
        raise NotFound(f"{me.actor.name} is not here.")

    def _trouble(self, me: Services, act: acts.Misbehave | acts.Behave) -> None:
        if self._product is None:
            return
        for check in me.health.checks():
            if check.name == act.check and check.kind == "http":
                path = urlsplit(check.target).path or "/"
                if isinstance(act, acts.Misbehave):
                    self._product.set_trouble(path, Trouble(act.latency_ms, act.status))
                else:
                    self._product.clear_trouble(path)


def _subject(act: acts.FileTicket) -> tuple[str, str]:
    return (act.new.subject, act.new.requester)


def _open_task(me: Services, text: str) -> int:
    wanted = text.casefold()
    # What comes back is ticked in today's run of it, never in the pattern that runs are made from.
    patterns = {item.id for item in me.run_sheet.lists() if item.kind == TEMPLATE}
    for task in me.run_sheet.all_tasks(open_only=True):
        if wanted in task.text.casefold() and task.checklist_id not in patterns:
            return task.id
    raise NotFound(f"No open box says {text!r}.")


def _open_message(me: Services, text: str) -> int:
    wanted = text.casefold()
    for message in me.messages.all():
        if message.state.open and wanted in message.title.casefold():
            return message.id
    raise NotFound(f"No message still to send is called {text!r}.")


def _advance(me: Services, act: acts.Advance) -> None:
    phases = me.run_sheet.phases()
    wanted = (act.phase or "").casefold()
    target = next((p for p in phases if act.phase and wanted in p.name.casefold()), None)
    if act.phase and (target is None or target.state.ended):
        raise NotFound(f"No phase still to end is called {act.phase!r}.")
    for _ in phases:
        ready = me.run_sheet.readiness()
        if ready.phase is None or (target is not None and ready.phase.seq > target.seq):
            return
        ended, _started = me.run_sheet.advance(ready.phase.id, act.reason)
        if ended is not None and (target is None or ended.id == target.id):
            return


def _planned_meeting(me: Services, text: str) -> int:
    for meeting in me.meetings.all(planned_only=True):
        if text.casefold() in meeting.title.casefold():
            return meeting.id
    raise NotFound(f"No meeting still to hold is called {text!r}.")
