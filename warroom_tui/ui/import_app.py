"""The import sheet as a program of its own: `warroom new` on a terminal."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App
from textual.screen import Screen

from warroom_tui.ui.hangup import HANGUP_CODE, watch_terminal
from warroom_tui.ui.screens.import_sheet import ImportDecision, ImportSheetScreen
from warroom_tui.ui.theme import DARK_NAME, themes

if TYPE_CHECKING:
    from warroom_tui.services.planning.import_sheet import SheetReader


class ImportApp(App[ImportDecision]):
    """Shows the sheet and ends with the person's decision, or with None."""

    TITLE = "Warroom import"
    CSS_PATH = "styles/warroom.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        reader: SheetReader,
        target: str,
        *,
        timezone: str | None = None,
        go_live: datetime | None = None,
        theme: str = DARK_NAME,
    ) -> None:
        super().__init__()
        for each in themes():
            self.register_theme(each)
        self.theme = theme
        self._sheet = ImportSheetScreen(reader, target, timezone, go_live, self._decided)

    def on_load(self) -> None:
        """Nobody can decide on a terminal that is gone."""
        if not self.is_headless:
            by_force = partial(os._exit, HANGUP_CODE)
            watch_terminal(partial(self.exit, None, HANGUP_CODE), by_force)

    def get_default_screen(self) -> Screen[object]:
        """The sheet is the first screen."""
        return self._sheet  # type: ignore[return-value]

    def _decided(self, decision: ImportDecision | None) -> None:
        self.exit(decision)
