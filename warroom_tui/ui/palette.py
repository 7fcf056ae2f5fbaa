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


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the palette."""

    name: str
    help: str
    run: Callable[[], Awaitable[None] | None]


class CommandsProvider(Provider):
    """Offers commands; keys stand beside the names, to be learned."""

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for offer in self._offers():
            yield DiscoveryHit(offer.name, offer.run, help=offer.help)

    async def search(self, query: str) -> Hits:
        """The commands that match."""
        matcher = self.matcher(query)
        for offer in self._offers():
            score = matcher.match(offer.name)
            if score > 0:
                yield Hit(score, matcher.highlight(offer.name), offer.run, help=offer.help)

    def _offers(self) -> list[Offer]:
        screen = self.screen
        return self._of_dashboard(screen) if isinstance(screen, Dashboard) else self._of_keys()

    @staticmethod
    def _of_dashboard(screen: Dashboard) -> list[Offer]:
        rehearsal = screen.situation is not None and screen.situation.board.pace is not None
        return [
            Offer(_name(c), _help(c), partial(screen.carry_out, c.id))
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
    panel = PANEL_TITLES.get(command.scope)
    return f"{panel}: {command.label}" if panel else command.label


def _help(command: Command) -> str:
    return f"{command.help}  ({shown_key(command.key)})" if command.key else command.help
