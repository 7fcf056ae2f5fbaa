"""Reading action items."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, case, func, select

from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.runsheet.actions import ActionItem, ActionSource, ActionState
from warroom_tui.storage.schema import action_item


def read_actions(
    connection: Connection,
    *,
    open_only: bool = False,
    source: tuple[ActionSource, str] | None = None,
) -> tuple[ActionItem, ...]:
    """Open ones first, soonest due first; `source` keeps those agreed in one place."""
    settled = case((action_item.c.state == "open", 0), else_=1)
    query = select(action_item).order_by(
        settled, action_item.c.due_at.is_(None), action_item.c.due_at, action_item.c.id
    )
    if open_only:
        query = query.where(action_item.c.state == "open")
    if source is not None:
        query = query.where(
            action_item.c.source == source[0].value, action_item.c.source_ref == source[1]
        )
    return tuple(_item(row) for row in connection.execute(query).mappings())


def find(connection: Connection, ref: str) -> ActionItem:
    """One item by its reference, or its bare number; raises NotFound."""
    wanted = ref.strip().upper()
    if wanted.isascii() and wanted.isdigit():
        wanted = f"A-{int(wanted):03d}"
    query = select(action_item).where(func.upper(action_item.c.ref) == wanted)
    row = connection.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"There is no action item {ref!r}.", "List them with: warroom action list")
    return _item(row)


def _item(row: RowMapping) -> ActionItem:
    return ActionItem(
        id=row["id"],
        ref=row["ref"],
        text=row["text"],
        owner=row["owner"],
        due_at=row["due_at"],
        state=ActionState(row["state"]),
        source=ActionSource(row["source"]),
        source_ref=row["source_ref"],
        source_title=row["source_title"],
        outcome=row["outcome"],
        created_at=row["created_at"],
        created_by=row["created_by"],
        closed_at=row["closed_at"],
        closed_by=row["closed_by"],
        version=row["version"],
    )
