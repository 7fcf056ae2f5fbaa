"""Shared pieces of the tables: metadata with named constraints, the columns every row has."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Integer, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    """The surrogate key of a row."""
    return Column("id", Integer, primary_key=True)


def version() -> Column[int]:
    """Rises by one with every write; a write against an older one is refused."""
    return Column("version", Integer, nullable=False, default=1, server_default="1")


def one_of(column: str, values: type[StrEnum] | tuple[str, ...]) -> CheckConstraint:
    """A closed set of values, kept by the database too."""
    names = ", ".join(f"'{value!s}'" for value in values)
    return CheckConstraint(f"{column} IN ({names})", name=f"{column}_known")
