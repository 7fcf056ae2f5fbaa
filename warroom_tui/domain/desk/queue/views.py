"""Views of the queue: the ones that are there from the start, and how rows may be ordered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warroom_tui.domain.desk.queue.query import Query


class Order(StrEnum):
    """What stands first."""

    SLA = "sla"
    """The next promise; what waits comes last."""
    PRIORITY = "priority"
    """P1 first, among equals the next promise."""
    OLDEST = "oldest"
    NEWEST = "newest"
    UPDATED = "updated"
    """What somebody touched last."""
    RESOLVED = "resolved"
    """What was resolved last; only offered where everything found is resolved."""


ORDER_WORDS = {
    Order.SLA: "next promise first",
    Order.PRIORITY: "worst priority first",
    Order.OLDEST: "oldest first",
    Order.NEWEST: "newest first",
    Order.UPDATED: "last touched first",
    Order.RESOLVED: "last resolved first",
}

CHOICES = (Order.SLA, Order.PRIORITY, Order.OLDEST, Order.NEWEST, Order.UPDATED)
"""What a person can ask for."""


def order_for(query: Query, wished: Order) -> Order:
    """The order that is used: promises and priorities order only what is live.

    Settled tickets have no next promise, and ordering a whole history by priority would read all
    of it for every screen.
    """
    if query.live:
        return wished if wished in CHOICES else Order.SLA
    if wished in (Order.OLDEST, Order.NEWEST, Order.UPDATED):
        return wished
    return Order.RESOLVED if query.resolved_since else Order.NEWEST


@dataclass(frozen=True, slots=True)
class QueueView:
    """A query with a name and an order."""

    name: str
    query: str
    order: Order = Order.SLA
    id: int | None = None
    """Of a view that a person saved; None for the ones that are always there."""
    by: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class QueueTally:
    """Everything that a query finds, in numbers."""

    by_priority: dict[str, int]
    by_state: dict[str, int]
    unowned: int
    complete: bool
    """False when there are more than were counted."""

    @property
    def total(self) -> int:
        """Tickets counted."""
        return sum(self.by_state.values())


VIEWS: dict[str, QueueView] = {
    "0": QueueView("Queue", ""),
    "1": QueueView("Mine", "mine"),
    "2": QueueView("Unassigned", "unassigned"),
    "3": QueueView("P1 and P2", "prio:P1,P2"),
    "4": QueueView("Overnight", "created>close", Order.OLDEST),
    "5": QueueView("Waiting", "state:waiting", Order.UPDATED),
    "7": QueueView("All", "state:any", Order.NEWEST),
    "8": QueueView("Resolved today", "resolved:today", Order.RESOLVED),
}
"""By the digit that opens each; 6 asks for a category, 9 for a saved view."""
