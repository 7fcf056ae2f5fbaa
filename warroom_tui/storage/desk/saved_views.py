"""Views of the queue that people saved."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, delete, func, select

from warroom_tui.domain.desk.queue.views import Order, QueueView
from warroom_tui.storage.schema import saved_view
from warroom_tui.storage.transaction import Transaction, plain


def read_views(connection: Connection) -> tuple[QueueView, ...]:
    """All of them, by name."""
    rows = connection.execute(select(saved_view).order_by(saved_view.c.name)).mappings()
    return tuple(map(_view, rows))


def find_view(connection: Connection, name: str) -> QueueView | None:
    """The view of that name, whatever the case; None when there is none."""
    row = connection.execute(
        select(saved_view).where(func.lower(saved_view.c.name) == name.lower())
    )
    found = row.mappings().first()
    return _view(found) if found is not None else None


def drop(tx: Transaction, view_id: int) -> bool:
    """Take a view away, journalled for undo; False when it was not there."""
    row = tx.connection.execute(select(saved_view).where(saved_view.c.id == view_id))
    found = row.mappings().first()
    if found is None:
        return False
    tx.connection.execute(delete(saved_view).where(saved_view.c.id == view_id))
    before = {name: plain(value) for name, value in found.items()}
    tx.journal(saved_view.name, view_id, before, None)
    return True


def _view(row: RowMapping) -> QueueView:
    return QueueView(
        name=row["name"],
        query=row["query"],
        order=Order(row["sort"]),
        id=row["id"],
        by=row["created_by"],
        version=row["version"],
    )
