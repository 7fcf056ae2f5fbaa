"""What every service needs: the store, the launch's clock, and who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from warroom_tui.domain.clock import Clock
from warroom_tui.domain.timeline import Actor
from warroom_tui.storage.store import Store
from warroom_tui.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Context:
    """Passed to each service; nothing is global."""

    store: Store
    clock: Clock
    actor: Actor

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """One write transaction of this actor, stamped with the launch's time."""
        with self.store.writing(self.actor, self.clock.now()) as transaction:
            yield transaction
