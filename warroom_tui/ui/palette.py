"""The command palette: every command by name, from the same table as the keys."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from warroom_tui.ui.commands import COMMANDS, PANEL_TITLES, Command, Scope
from warroom_tui.ui.screens.dashboard import Dashboard
from warroom_tui.ui.widgets.footer import shown_key


class CommandsProvider(Provider):
    """Offers the commands of the dashboard; keys stand beside the names, to be learned."""

    async def discover(self) -> Hits:
        """Everything, before a word is typed."""
        for command in self._offered():
            yield DiscoveryHit(_name(command), partial(self._run, command), help=_help(command))

    async def search(self, query: str) -> Hits:
        """The commands that match."""
        matcher = self.matcher(query)
        for command in self._offered():
            name = _name(command)
            score = matcher.match(name)
            if score > 0:
                run = partial(self._run, command)
                yield Hit(score, matcher.highlight(name), run, help=_help(command))

    def _offered(self) -> list[Command]:
        screen = self.screen
        if not isinstance(screen, Dashboard):
            return []
        rehearsal = screen.situation is not None and screen.situation.board.pace is not None
        return [c for c in COMMANDS if rehearsal or c.scope is not Scope.REHEARSAL]

    def _run(self, command: Command) -> None:
        if isinstance(self.screen, Dashboard):
            self.screen.carry_out(command.id)


def _name(command: Command) -> str:
    panel = PANEL_TITLES.get(command.scope)
    return f"{panel}: {command.label}" if panel else command.label


def _help(command: Command) -> str:
    return f"{command.help}  ({shown_key(command.key)})" if command.key else command.help
