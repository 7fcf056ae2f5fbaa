"""Messages: what is due and next, a preview, and what became of each. Nothing is sent from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual.binding import Binding, BindingType

from warroom_tui.domain.runsheet.holding import GoLiveForecast
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.runsheet.messages import Message, MessageState, render
from warroom_tui.ui.presenters import message_rows
from warroom_tui.ui.screens.shelf import Shelf
from warroom_tui.ui.widgets.rows import Cell, Row


@dataclass(frozen=True, slots=True)
class MessagePage:
    """What the screen shows, read at one moment."""

    messages: tuple[Message, ...]
    now: datetime
    zone: ZoneInfo
    values: dict[str, str]
    """What the launch can put into blanks."""
    live: GoLiveForecast | None
    """While go-live is late."""
    launch: Launch

    def false(self, message: Message) -> str:
        """Why the message would not be true now; empty when it would."""
        if self.live is None or not self.live.falsifies(message.due_at):
            return ""
        return self.live.reason(self.launch)


class MessagesScreen(Shelf[MessagePage]):
    """The list of messages with the preview beside it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "draft", "Write the words", show=False),
        Binding("a", "approve", "Approve them", show=False),
        Binding("s", "sent", "Say that somebody has sent it", show=False),
        Binding("x", "skip", "Skip it, with a reason", show=False),
        Binding("h", "hold", "Hold it, or release it", show=False),
        Binding("c", "copy", "Copy it", show=False),
        Binding("f", "file", "Write it to a file", show=False),
    ]
    ENTER = "Write the words"
    COLUMNS = message_rows.COLUMNS
    EMPTY = "The plan names no messages. Press escape to go back."

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("d", "write"),
            ("a", "approve"),
            ("s", "mark sent"),
            ("x", "skip"),
            ("h", "hold"),
            ("c", "copy"),
            ("f", "file"),
            ("escape", "back"),
        )

    def read(self) -> MessagePage:
        """Every message, and what the launch can say in them."""
        desk, launch = self.services.messages, self.services.launch()
        now = self.services.clock.now()
        return MessagePage(desk.all(), now, launch.zone, desk.values(), desk.forecast(), launch)

    def title_of(self, data: MessagePage) -> str:
        """How many are open and late."""
        live = [one for one in data.messages if one.state.open]
        held = [one for one in live if one.state is MessageState.HELD or data.false(one)]
        late = sum(one.late_by(data.now) is not None for one in live if one not in held)
        tail = (f" · {late} late" if late else "") + (f" · {len(held)} held" if held else "")
        sent = sum(one.sent_at is not None for one in data.messages)
        return f"Messages · {len(live)} to send{tail} · {sent} sent"

    def rows(self, data: MessagePage) -> Sequence[Row]:
        """Late and next ones, those without a time, and what is settled."""
        found = [m for m in data.messages if self.matches(m.title, m.audience or "", m.body)]
        live = [m for m in found if m.state.open]
        groups = (
            ("late", "Late", [m for m in live if _late(m, data)]),
            ("next", "Next", [m for m in live if m.due_at and not _late(m, data)]),
            ("open", "Templates and messages without a time", [m for m in live if not m.due_at]),
            ("done", "Sent and skipped", [m for m in found if not m.state.open][::-1]),
        )
        out: list[Row] = []
        for key, title, messages in groups:
            if messages:
                heading = Cell(f"{title}  {len(messages)}", self.palette.strong)
                out.append(Row(f"heading:{key}", (heading,), heading=True))
            out += [
                message_rows.row(m, data.now, data.zone, self.palette, false=bool(data.false(m)))
                for m in messages
            ]
        return out

    def told(self, data: MessagePage) -> Text:
        """The preview."""
        message = self._chosen()
        if message is None:
            return Text("")
        told = render(message, data.values)
        why = data.false(message)
        return message_rows.preview(told, data.now, data.zone, self.palette, why)

    def _chosen(self) -> Message | None:
        messages = self.page.messages if self.page else ()
        return next((m for m in messages if self.cursor == f"message:{m.id}"), None)

    # What can be done

    def action_act(self) -> None:
        """Enter writes the words."""
        self.action_draft()

    def action_draft(self) -> None:
        """Write or change the words; blanks may stay open."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        message = self._chosen()
        if message is None or not message.state.open:
            return
        desk = self.services.messages
        dialog = TextDialog(
            message.title,
            "Text",
            message.body,
            multiline=True,
            hint="blanks such as [Name] may stay; passwords are never stored",
            save=lambda text: desk.draft(message.id, text, expected=message.version),
        )
        self.app.push_screen(dialog, self.saved("Written · u undo"))

    def action_approve(self) -> None:
        """It may go out as it stands."""
        message = self._chosen()
        if message is not None:
            self.write(
                lambda: self.services.messages.approve(message.id, message.version),
                lambda m: f"Approved: {m.title} · u undo",
            )

    def action_sent(self) -> None:
        """Somebody has sent it; what is held or not true yet is asked about first."""
        message, page = self._chosen(), self.page
        if message is None or page is None:
            return
        why = page.false(message)
        if message.state is MessageState.HELD:
            why = message.reason or "held back"
        if not why:
            self._mark_sent(message, anyway=False)
            return
        from warroom_tui.ui.screens.dialogs import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                self._mark_sent(message, anyway=True)

        dialog = ConfirmDialog("Sent all the same?", f"{message.title}: {why}.")
        self.app.push_screen(dialog, answered)

    def _mark_sent(self, message: Message, *, anyway: bool) -> None:
        desk = self.services.messages
        self.write(
            lambda: desk.mark_sent(message.id, message.version, anyway=anyway),
            lambda m: f"Marked as sent: {m.title} · u undo",
        )

    def action_hold(self) -> None:
        """Hold it back with the reason, or release it."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        message, page = self._chosen(), self.page
        if message is None or page is None or not message.state.open:
            return
        desk = self.services.messages
        if message.state is MessageState.HELD:
            self.write(
                lambda: desk.release(message.id, expected=message.version),
                lambda m: f"Released: {m.title} · u undo",
            )
            return
        dialog = TextDialog(
            f"Hold {message.title}",
            "Why it must wait",
            page.false(message),
            save=lambda why: desk.hold(message.id, why, message.version),
        )
        self.app.push_screen(dialog, self.saved("Held back · h releases it · u undo"))

    def action_skip(self) -> None:
        """It will not go out."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        message = self._chosen()
        if message is None:
            return
        desk = self.services.messages
        dialog = TextDialog(
            f"Skip {message.title}",
            "Why it does not go out",
            save=lambda why: desk.skip(message.id, why, message.version),
        )
        self.app.push_screen(dialog, self.saved("Skipped · u undo"))

    def action_copy(self) -> None:
        """Put subject and body on the clipboard; some terminals ignore that."""
        message = self._chosen()
        if message is not None and self.page is not None:
            self.app.copy_to_clipboard(render(message, self.page.values).text)
            self.say("Copied. If your terminal ignores that, press f for a file.")

    def action_file(self) -> None:
        """Write subject and body into a file beside the reports."""
        message = self._chosen()
        if message is None:
            return
        folder = self.services.reports_folder or Path()
        self.ask(
            lambda: self.services.messages.write_file(message.id, folder),
            lambda path: self.say(f"Written to {path}"),
        )


def _late(message: Message, data: MessagePage) -> bool:
    held = message.state is MessageState.HELD or bool(data.false(message))
    return message.late_by(data.now) is not None and not held
