"""Exchange: the help desk beside us, what waits to be sent, conflicts to settle, imports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.desk.sync import Conflict, OutItem
from warroom_tui.ui.presenters import exchange_rows as rows
from warroom_tui.ui.presenters.exchange_rows import ExchangePage
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Cell, Row


class ExchangeScreen(Shelf[ExchangePage]):
    """The list with the chosen row in full beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "settle('mine')", "Conflict: ours holds", show=False),
        Binding("t", "settle('theirs')", "Conflict: theirs holds", show=False),
        Binding("r", "retry", "Send it again", show=False),
        Binding("d", "drop", "Do not send it", show=False),
        Binding("i", "import_file", "Import tickets from a file", show=False),
        Binding("c", "create", "Make a ticket of here there too", show=False),
        Binding("b", "take_back", "Take an import back", show=False),
    ]
    COLUMNS = rows.COLUMNS
    EMPTY = "Nothing from elsewhere yet. Press i to import tickets from a file."
    QUIET_S = 1.0
    STALE_S = 1.0

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("i", "import"),
            ("m", "mine"),
            ("t", "theirs"),
            ("r", "again"),
            ("d", "drop"),
            ("c", "create"),
            ("b", "take back"),
            ("u", "undo"),
            ("escape", "back"),
        )

    def read(self) -> ExchangePage:
        """Help desks, outbox, conflicts, imports."""
        services = self.services
        zone = self.page.zone if self.page else services.launch().zone
        return ExchangePage(
            services.sync.view(),
            tuple(services.ticket_import.runs()),
            services.clock.now(),
            services.context.store.real_now(),
            zone,
        )

    def title_of(self, data: ExchangePage) -> str:
        """The worst first."""
        failed = sum(item.state == "failed" for item in data.view.outbox)
        parts = [
            f"{len(data.view.conflicts)} to settle" if data.view.conflicts else "",
            f"{failed} refused" if failed else "",
            f"{len(data.view.outbox) - failed} waiting" if len(data.view.outbox) > failed else "",
        ]
        if not any(parts):
            parts = ["all is sent" if data.view.desks else "no help desk is set up"]
        return " · ".join(["Exchange and imports", *filter(None, parts)])

    def rows(self, data: ExchangePage) -> Sequence[Row]:
        """Help desks, conflicts, what waits, imports."""
        view, palette = data.view, self.palette
        conflicts = [c for c in view.conflicts if self.matches(c.ticket_ref, c.subject, c.field)]
        outbox = [o for o in view.outbox if self.matches(o.ticket_ref, o.field, o.error)]
        outbox.sort(key=lambda item: item.state != "failed")
        runs = [run for run in data.imports if self.matches(str(run["file"]))]
        out = [rows.desk_row(desk, data, palette) for desk in view.desks]
        groups = (
            ("To settle", [rows.conflict_row(one, data, palette) for one in conflicts]),
            ("To be sent", [rows.out_row(item, data, palette) for item in outbox]),
            ("Imports", [rows.import_row(run, data, palette) for run in runs]),
        )
        for title, group in groups:
            if group:
                heading = Cell(f"{title}  {len(group)}", palette.strong)
                out += [Row(f"heading:{title}", (heading,), heading=True), *group]
        return out

    def told(self, data: ExchangePage) -> Text:
        """The chosen row in full."""
        return rows.told(data, self.cursor, self.palette)

    def _conflict(self) -> Conflict | None:
        found = self.page.view.conflicts if self.page else ()
        return next((one for one in found if self.cursor == f"conflict:{one.id}"), None)

    def _item(self) -> OutItem | None:
        found = self.page.view.outbox if self.page else ()
        return next((one for one in found if self.cursor == f"out:{one.id}"), None)

    # What can be done

    def action_settle(self, side: str) -> None:
        """Say whose value holds."""
        one = self._conflict()
        if one is None:
            return
        value = (one.ours if side == "mine" else one.theirs) or "nobody"
        self.write(
            lambda: self.services.sync.settle(one.id, side, one.version),
            lambda _: f"{one.ticket_ref}: {one.field} is {value} · u undo",
        )

    def action_retry(self) -> None:
        """Send what was refused again."""
        item = self._item()
        ids = [item.id] if item is not None and item.state == "failed" else None
        self.write(lambda: self.services.sync.try_again(ids), lambda n: f"{n} will be sent again")

    def action_drop(self) -> None:
        """Do not send it; ours and theirs stay different."""
        item = self._item()
        if item is not None:
            self._sure(
                "Do not send it?",
                f"{item.ticket_ref} stays different here and on the help desk.",
                "Do not send",
                lambda: self.write(
                    lambda: self.services.sync.give_up(item.id),
                    lambda _: f"{item.ticket_ref} stays different",
                ),
            )

    def action_create(self) -> None:
        """Ask which tickets of here are to be made on the help desk too."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        dialog = TextDialog("Make on the help desk", "Tickets", hint="such as T-001 T-002")
        self.app.push_screen(dialog, self._make)

    def _make(self, refs: str | None) -> None:
        if refs:
            self.write(
                lambda: self.services.sync.make_there(refs.replace(",", " ").split()),
                lambda n: f"{n} will be made on the help desk",
            )

    def action_take_back(self) -> None:
        """Remove what an import brought."""
        kind, _, number = (self.cursor or "").partition(":")
        if kind != "import":
            return
        self._sure(
            f"Take import {number} back?",
            "Its tickets are removed, but for those that somebody has worked on since.",
            "Take back",
            lambda: self.write(
                lambda: self.services.ticket_import.take_back(int(number)),
                lambda done: f"{done[0]} tickets taken back, {done[1]} stay",
            ),
        )

    def _sure(self, title: str, detail: str, yes: str, then: Callable[[], None]) -> None:
        from warroom_tui.ui.screens.dialogs.confirm import ConfirmDialog

        self.app.push_screen(
            ConfirmDialog(title, detail, yes), lambda sure: then() if sure else None
        )

    def action_import_file(self) -> None:
        """Ask for the file, then show what it would bring."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        dialog = TextDialog(
            "Import tickets", "CSV file", hint="nothing is written before you say so"
        )
        self.app.push_screen(dialog, self._named)

    def _named(self, path: str | None) -> None:
        if path:
            from warroom_tui.ui.screens.ticket_import import TicketImportScreen

            screen = TicketImportScreen(self.services, Path(path.strip()).expanduser())
            self.app.push_screen(screen, lambda _: self.reload())
