"""Column types that keep time honest on every database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import DateTime
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_Bound = Callable[[datetime | None], object]
_Read = Callable[[object], datetime | None]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored as UTC; a naive one is refused.

    SQLite keeps it as ISO text of fixed width, so that text order is time order.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> _Bound | None:
        """What turns a value into what the driver stores."""
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> _Read | None:
        """What turns a stored value into a time; a board reads thousands of them."""
        return (
            _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)
        )

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        """Refuse naive values and convert to UTC."""
        return None if value is None else _utc(value)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> datetime | None:
        """Return an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"naive time {value!r} reached the database")
    return value.astimezone(UTC)


def _to_text(value: datetime | None) -> str | None:
    return (
        None if value is None else _utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")
    )


def _from_text(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")
