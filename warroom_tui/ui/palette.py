"""The command palette: every command by name, from the same table as the keys.

Above the dashboard it offers what the screen on top can do, from that screen's own keys.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from warroom_tui.ui.commands import COMMANDS, PANEL_TITLES, Command, Scope
from warroom_tui.ui.screens.dashboard import Dashboard
from warroom_tui.ui.widgets.footer import shown_key

TOLD_SCORE = 0.05
"""Below every match of a name."""

MORE_WORDS = {
    "tickets.new": "log report problem call request",
    "issues.new": "bug defect fault",
    "phases.advance": "next phase start complete finish",
    "rota.people": "sign in out break shift absent hand over staff on duty",
    "reports.daily": "daily summary write stakeholders",
    "notes.capture": "win lesson note",
    "incidents.declare": "outage major emergency",
    "messages.open": "announcement send mail",
    "gates.open": "approve approval go-live decision sign",
    "tripwires.open": "rollback criteria limits thresholds",
    "tripwires.decide": "roll back abort",
    "runbooks.open": "how to procedure guide",
    "plan.directory": "phone numbers e-mail who is",
    "plan.meetings": "agenda stand-up debrief",
    "actions.open": "to do owner",
    "escalations.open": "call phone SLA contacts who",
    "sync.open": "csv file roundup jira zendesk",
    "desk.open": "queue search query bulk canned",
    "desk.articles": "knowledge base KB",
    "metrics.enter": "metric number type",
    "view.activity": "timeline log history",
    "view.wall": "big screen room",
    "health.board": "uptime chart alert log history",
    "launch.undo": "take back",
    "launch.rag": "rag red yellow green override",
    "tickets.assign": "owner hand over",
    "tickets.reply": "answer canned",
    "tickets.resolve": "close done solve",
    "tasks.tick": "done check off",
}
"""By command: what people type who do not know what it is called here."""

NAMES = {
    "tickets.new": "New ticket",
    "issues.new": "New known issue",
    "phases.advance": "Advance the phase",
    "rota.people": "People: sign in and out",
    "reports.daily": "Report of the day",
    "notes.capture": "Capture a note",
    "incidents.declare": "Declare an incident",
    "metrics.enter": "Enter a business figure",
    "launch.undo": "Undo your last action",
    "desk.open": "Ticket desk",
    "sync.create": "Tickets: Make on the help desk",
    "plan.findings": "Findings about the plan",
    "plan.open": "Read the plan",
}
"""By command: its name where neither a panel nor a footer around it says what it is about."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the palette."""

    name: str
    help: str
    run: Callable[[], Awaitable[None] | None]
    more: str = ""
    """Other words that people look for it by."""


class CommandsProvider(Provider):
    """Offers commands; keys stand beside the names, to be learned."""

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for offer in self._offers():
            yield DiscoveryHit(offer.name, offer.run, help=offer.help)

    async def search(self, query: str) -> Hits:
        """The commands whose name matches; then those that are told or called in those words."""
        matcher = self.matcher(query)
        words = query.casefold().split()
        for offer in self._offers():
            score = matcher.match(offer.name)
            told = f"{offer.name} {offer.help} {offer.more}".casefold()
            if score > 0:
                yield Hit(score, matcher.highlight(offer.name), offer.run, help=offer.help)
            elif all(word in told for word in words):
                yield Hit(TOLD_SCORE, offer.name, offer.run, help=offer.help)

    def _offers(self) -> list[Offer]:
        screen = self.screen
        return self._of_dashboard(screen) if isinstance(screen, Dashboard) else self._of_keys()

    @staticmethod
    def _of_dashboard(screen: Dashboard) -> list[Offer]:
        rehearsal = screen.situation is not None and screen.situation.board.pace is not None
        return [
            Offer(_name(c), _help(c), partial(screen.carry_out, c.id), MORE_WORDS.get(c.id, ""))
            for c in COMMANDS
            if rehearsal or c.scope is not Scope.REHEARSAL
        ]

    def _of_keys(self) -> list[Offer]:
        screen = self.screen
        offers: dict[str, Offer] = {}
        for _, binding in screen._bindings:
            run = partial(screen.run_action, binding.action)
            if binding.description:
                offers.setdefault(
                    binding.action, Offer(binding.description, f"({shown_key(binding.key)})", run)
                )
        return list(offers.values())


def _name(command: Command) -> str:
    if command.scope is Scope.GLOBAL and command.help.startswith("Go to "):
        return command.help.rstrip(".")
    if command.id in NAMES:
        return NAMES[command.id]
    panel = PANEL_TITLES.get(command.scope)
    return f"{panel}: {command.label}" if panel else command.label


def _help(command: Command) -> str:
    return f"{command.help}  ({shown_key(command.key)})" if command.key else command.help
