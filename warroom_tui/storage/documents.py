"""Which document a row comes from."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, select

from warroom_tui.storage.schema import plan_source


def document_name(table: Table) -> ColumnElement[str | None]:
    """Name of the document that a row comes from, as the column `source`."""
    named = select(plan_source.c.path).where(plan_source.c.id == table.c.source_id)
    return named.scalar_subquery().label("source")
