"""Alembic's entry: runs on the connection that `storage.migrate` hands over."""

from __future__ import annotations

from typing import Literal

from alembic import context

from warroom_tui.storage.schema import metadata
from warroom_tui.storage.types import UtcDateTime


def _render(kind: str, item: object, _context: object) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=_render,
    transaction_per_migration=False,
)
context.run_migrations()
