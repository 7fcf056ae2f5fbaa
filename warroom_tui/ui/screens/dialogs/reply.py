"""Reply to a requester: typed, or begun from a canned reply and read over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets._static import Static

from warroom_tui.domain.desk.replies import CannedReply
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.runsheet.messages import open_slots
from warroom_tui.ui.faults import done_in_words
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import BodyField
from warroom_tui.ui.widgets.drawn_text import drawable

if TYPE_CHECKING:
    from warroom_tui.services.desk.reply_shelf import ReplyShelf

_OTHER_LINES = 13
"""Border, label, refusal, keys, and some of the screen below."""


class ReplyDialog(Dialog[str]):
    """The reply. `ctrl+t` begins from a canned one, `ctrl+o` keeps this one for others."""

    DEFAULT_CSS = """
    ReplyDialog #reply { background: $background; margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+t", "canned", "Canned reply", show=False, priority=True),
        Binding("ctrl+o", "keep", "Keep for others", show=False, priority=True),
    ]

    def __init__(
        self, ticket: Ticket, shelf: ReplyShelf, save: Callable[[str], object] | None = None
    ) -> None:
        super().__init__(f"Reply to {ticket.ref}  {ticket.subject}", save)
        self._ticket = ticket
        self._shelf = shelf
        self._warned = ""

    def content(self) -> ComposeResult:
        """To whom, and the text."""
        label = Text("What was said", "bold")
        if self._ticket.requester:
            label.append(f"  to {drawable(self._ticket.requester)}", self.palette.muted)
        yield Static(label, classes="prose")
        field = BodyField(id="reply")
        field.styles.height = self.rows_for(14, _OTHER_LINES)
        yield field

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("ctrl+s", "record"),
            ("ctrl+t", "canned reply"),
            ("ctrl+o", "keep for others"),
            ("escape", "cancel"),
        )

    def answer(self) -> str:
        """The reply; blanks that are still open are pointed out once."""
        text = self.demand("reply", self.body("reply"), "What was said is empty.")
        blanks = open_slots(text)
        if blanks and self._warned != text:
            self._warned = text
            named = ", ".join(blanks[:4])
            raise Missing(
                f"Still to fill in: {named}.", "reply", "ctrl+s again records it as it is."
            )
        return text

    def action_canned(self) -> None:
        """Choose a canned reply; it is put where the cursor stands, filled in."""
        self.run_worker(self._choose, thread=True, exit_on_error=False)

    def _choose(self) -> None:
        try:
            replies = done_in_words(self._shelf.all)
        except WarroomError as error:
            self.app.call_from_thread(self.complain, error)
        else:
            self.app.call_from_thread(self._show_choice, replies)

    def _show_choice(self, replies: Sequence[CannedReply]) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        if not replies:
            nothing = WarroomError(
                "There is no canned reply yet.", "ctrl+o keeps this text as one."
            )
            self.complain(nothing)
            return
        options = [
            (str(number), reply.title, f"{reply.source}: {reply.body.splitlines()[0]}")
            for number, reply in enumerate(replies)
        ]

        def chosen(key: str | None) -> None:
            if key is not None:
                reply = replies[int(key)]
                self.run_worker(lambda: self._fill_in(reply), thread=True, exit_on_error=False)

        self.app.push_screen(ChoiceDialog("Begin from", options), chosen)

    def _fill_in(self, reply: CannedReply) -> None:
        try:
            text = done_in_words(lambda: self._shelf.rendered(reply, self._ticket.ref))
        except WarroomError as error:
            self.app.call_from_thread(self.complain, error)
        else:
            self.app.call_from_thread(self._put, text)

    def _put(self, text: str) -> None:
        field = self.query_one("#reply", BodyField)
        field.insert(text)
        field.focus()
        self.query_one("#message").remove_class("shown")

    def action_keep(self) -> None:
        """Keep this text as a canned reply."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        body = self.body("reply")
        if not body:
            self.complain(WarroomError("There is nothing to keep yet."))
            return
        dialog = TextDialog(
            "Keep as a canned reply",
            "Title",
            hint="{{ requester }}, {{ ref }}, {{ agent }} are filled in each time",
            save=lambda title: self._shelf.save(title, body),
        )

        def kept(title: str | None) -> None:
            if title:
                self.notify(drawable(f"Kept the canned reply {title}"), markup=False)

        self.app.push_screen(dialog, kept)
