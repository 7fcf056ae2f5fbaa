"""The Tickets screen in words: its heading, its views, a query that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable

from rich.style import Style
from rich.text import Text

from warroom_tui.domain.desk.queue.parse import QueryError
from warroom_tui.domain.desk.queue.views import ORDER_WORDS, VIEWS, Order, QueueTally
from warroom_tui.domain.desk.tickets import Priority, TicketState
from warroom_tui.ui.presenters.marks import joined, many
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable

_MARKS = {Priority.P1: "✖", Priority.P2: "▲", Priority.P3: "◆", Priority.P4: "◇"}


def heading(
    view: str, tally: QueueTally | None, order: Order, marked: int, palette: Palette
) -> Text:
    """Name of the view, then what it holds by priority and state, then its order."""
    text = Text(f"Tickets · {drawable(view)}", palette.strong, no_wrap=True, overflow="ellipsis")
    if marked:
        text.append(f"  ◆ {marked} marked", palette.accent)
    if tally is None:
        return text.append("  counting …", palette.muted)
    if not tally.complete and not tally.total:  # a query that cannot be read finds nothing
        return text
    more = "" if tally.complete else " or more"
    text.append(f"  {tally.total}{more}", palette.strong)
    for priority in Priority:
        number = tally.by_priority.get(priority.value, 0)
        if number:
            text.append(f"  {_MARKS[priority]} {priority} {number}", _tone(priority, palette))
    states = joined(
        *(
            f"{number} {state.word}"
            for state in TicketState
            if (number := tally.by_state.get(state.value, 0))
        )
    )
    if states:
        text.append(f"  {states}", palette.muted)
    if tally.unowned:
        text.append(f"  {tally.unowned} without owner", palette.warn)
    return text.append(f"  {ORDER_WORDS[order]}", palette.muted)


def _tone(priority: Priority, palette: Palette) -> Style:
    if priority is Priority.P1:
        return palette.bad
    return palette.warn if priority is Priority.P2 else palette.text


_SHORT = ("Queue", "Mine", "Free", "P1 P2", "Night", "Wait", "Cat", "All", "Done", "Saved")


def strip(digit: str, palette: Palette, saved: int, *, narrow: bool = False) -> Text:
    """The views by their digits, the open one marked."""
    text = Text(no_wrap=True, overflow="ellipsis")
    words = {key: view.name for key, view in VIEWS.items()}
    words["6"] = "Category"
    words["9"] = f"Saved ({saved})" if saved else "Saved"
    if narrow:
        words = dict(zip("0123456789", _SHORT, strict=True))
    for key in "0123456789":
        here = key == digit
        text.append(f"{key} ", palette.accent)
        text.append(words[key], palette.strong + Style(reverse=True) if here else palette.text)
        text.append(" " if narrow else "  ")
    text.rstrip()
    return text


def trouble(query: str, error: QueryError, palette: Palette) -> Text:
    """What is wrong with a query: the piece, why, and what would do."""
    text = Text("▲ ", palette.warn)
    piece = query[error.start : error.end]
    if piece:
        text.append(drawable(piece), palette.warn + Style(underline=True))
        text.append("  ")
    text.append(drawable(error.message), palette.text)
    return text.append(f"  {drawable(error.hint)}", palette.muted)


def refusals(done: int, refused: Iterable[tuple[str, str]], limit: int = 5) -> str:
    """Which marked tickets did not take a change, and why, in a few lines."""
    found = list(refused)
    lines = [reason if ref in reason else f"{ref}: {reason}" for ref, reason in found[:limit]]
    if len(found) > limit:
        lines.append(f"and {len(found) - limit} more")
    head = f"{many(done, 'ticket')} changed, {len(found)} not"
    return "\n".join([head, *lines])
