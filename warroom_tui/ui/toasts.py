"""Toasts that come in a burst are one toast with a count, so that they never cover a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.notifications import Notification, Notify

from warroom_tui.ui.key_hold import KeyHoldingApp

BURST_S = 4.0
"""A toast that comes within this time of the last of its kind is told with it."""
BURST_OF = 3
"""So many of a kind are a burst; the words of two can be read."""
MOST = 3
"""Toasts that stand at once."""


@dataclass
class Burst(Notification):
    """The newest of several toasts of a kind, and how many it stands for."""

    latest: str = ""
    """The words of the newest one, without the count."""
    count: int = 1


def gathered(shown: Sequence[Notification], new: Notification) -> tuple[Burst, list[Notification]]:
    """The toast to show for `new`, and those that make way for it: its kind, or the oldest."""
    same = [
        one
        for one in shown
        if (one.title, one.severity) == (new.title, new.severity)
        and new.raised_at - one.raised_at <= BURST_S
    ]
    if len(same) + 1 < BURST_OF and not any(_count(one) > 1 for one in same):
        same = []
    count = 1 + sum(map(_count, same))
    more = f"  (+{count - 1} more)" if count > 1 else ""
    toast = Burst(
        f"{new.message}{more}",
        new.title,
        new.severity,
        max([new.timeout, *(one.timeout for one in same)]),
        new.markup,
        new.raised_at,
        latest=new.message,
        count=count,
    )
    others = [one for one in shown if one not in same]
    over = max(0, len(others) - (MOST - 1))
    # What somebody must see stays longest: the oldest of the least grave gives way.
    others.sort(key=lambda one: (one.severity == "error", one.raised_at))
    return toast, [*same, *others[:over]]


def _count(toast: Notification) -> int:
    return toast.count if isinstance(toast, Burst) else 1


class ToastingApp(KeyHoldingApp):
    """An app whose toasts are gathered."""

    def on_notify(self, event: Notify) -> None:
        """Show one toast for a burst of a kind."""
        event.prevent_default()
        toast, gone = gathered(list(self._notifications), event.notification)
        for each in gone:
            self._unnotify(each, refresh=False)
        self._notifications.add(toast)
        self._refresh_notifications()
