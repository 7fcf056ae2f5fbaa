"""Action items: what somebody said they would do, late ones first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.runsheet.actions import (
    ActionItem,
    ActionSource,
    NewAction,
    overdue,
    parse_due,
)
from warroom_tui.ui.presenters import action_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Row

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services
    from warroom_tui.ui.screens.dialogs.action_item import ActionForm


@dataclass(frozen=True, slots=True)
class ActionPage:
    """What the screen shows, read at one moment."""

    items: tuple[ActionItem, ...]
    now: datetime
    zone: ZoneInfo


def write_down(
    services: Services,
    form: ActionForm,
    source: ActionSource = ActionSource.MANUAL,
    source_ref: str = "",
    source_title: str = "",
) -> ActionItem:
    """Store what the form says, its due time read in the launch's zone."""
    due = parse_due(form.due, services.clock.now(), services.launch().zone)
    return services.actions.add(
        NewAction(form.text, form.owner or None, due, source, source_ref, source_title)
    )


class ActionItemsScreen(Shelf[ActionPage]):
    """The list, and the chosen item in full beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "Write one down", show=False),
        Binding("space,d", "done", "It is done", show=False),
        Binding("a", "owner", "Give it to somebody", show=False),
        Binding("e", "edit", "Change words and due time", show=False),
        Binding("x", "drop", "Drop it, with a reason", show=False),
        Binding("r", "reopen", "Open it again", show=False),
        Binding("c", "closed", "Show the closed ones too, or not", show=False),
    ]
    ENTER = "Change words and due time"
    COLUMNS = action_rows.COLUMNS
    EMPTY = "Nothing is open. Press n to write down who does what by when."

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._closed = False

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("n", "new"),
            ("space", "done"),
            ("a", "owner"),
            ("e", "edit"),
            ("x", "drop"),
            ("r", "reopen"),
            ("c", "closed"),
            ("escape", "back"),
        )

    def read(self) -> ActionPage:
        """The items, and when it is."""
        zone = self.page.zone if self.page else self.services.launch().zone
        found = self.services.actions.all(open_only=not self._closed)
        return ActionPage(found, self.services.clock.now(), zone)

    def title_of(self, data: ActionPage) -> str:
        """How many are open, late, without owner."""
        live = [item for item in data.items if item.open]
        late, unowned = overdue(data.items, data.now), sum(item.owner is None for item in live)
        parts = [f"Action items · {len(live)} open"]
        parts += [f"{late} late"] if late else []
        parts += [f"{unowned} without owner"] if unowned else []
        return " · ".join(parts)

    def rows(self, data: ActionPage) -> Sequence[Row]:
        """Late and soonest first."""
        return [
            action_rows.row(item, data.now, data.zone, self.palette)
            for item in data.items
            if self.matches(item.ref, item.text, item.owner or "", item.origin)
        ]

    def told(self, data: ActionPage) -> Text:
        """The item in full."""
        item = self._chosen()
        return action_rows.facts(item, data.now, data.zone, self.palette) if item else Text("")

    def _chosen(self) -> ActionItem | None:
        items = self.page.items if self.page else ()
        return next((item for item in items if item.ref == self.cursor), None)

    # What can be done

    def action_act(self) -> None:
        """Enter edits."""
        self.action_edit()

    def action_add(self) -> None:
        """Write one down."""
        from warroom_tui.ui.screens.dialogs.action_item import ActionItemDialog

        dialog = ActionItemDialog("Action item", lambda form: write_down(self.services, form))
        self.app.push_screen(dialog, self.saved("Written down · u undo"))

    def action_edit(self) -> None:
        """Change text, owner, due."""
        from warroom_tui.ui.screens.dialogs.action_item import ActionForm, ActionItemDialog

        item, page = self._chosen(), self.page
        if item is None or page is None:
            return
        due = f"{item.due_at.astimezone(page.zone):%Y-%m-%d %H:%M}" if item.due_at else ""

        def save(form: ActionForm) -> object:
            at = parse_due(form.due, self.services.clock.now(), page.zone)
            return self.services.actions.edit(
                item.ref,
                item.version,
                text=form.text,
                owner=form.owner,
                due_at=at,
                no_due=at is None,
            )

        initial = ActionForm(item.text, item.owner or "", due)
        dialog = ActionItemDialog(f"Change {item.ref}", save, initial)
        self.app.push_screen(dialog, self.saved("Changed · u undo"))

    def action_owner(self) -> None:
        """Give it to somebody."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        item = self._chosen()
        if item is None:
            return
        dialog = TextDialog(
            f"Who does {item.ref}?",
            "Owner",
            item.owner or "",
            required=False,
            save=lambda name: self.services.actions.assign(item.ref, name, item.version),
        )
        self.app.push_screen(dialog, self.saved("Given · u undo"))

    def action_done(self) -> None:
        """It is done."""
        item = self._chosen()
        if item is not None:
            desk = self.services.actions
            self.write(
                lambda: desk.done(item.ref, expected=item.version),
                lambda done: f"{done.ref} is done · u undo",
            )

    def action_drop(self) -> None:
        """It will not be done, for a reason."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        item = self._chosen()
        if item is None:
            return
        dialog = TextDialog(
            f"Drop {item.ref}",
            "Why",
            save=lambda why: self.services.actions.drop(item.ref, why, item.version),
        )
        self.app.push_screen(dialog, self.saved("Dropped · u undo"))

    def action_reopen(self) -> None:
        """It is to do again."""
        item = self._chosen()
        if item is not None:
            desk = self.services.actions
            self.write(
                lambda: desk.reopen(item.ref, item.version),
                lambda again: f"{again.ref} is open again · u undo",
            )

    def action_closed(self) -> None:
        """Show the closed ones too, or hide them."""
        self._closed = not self._closed
        self.reload()
