"""The connection type, named here so that services need not know the library behind it."""

from sqlalchemy import Connection, RowMapping

__all__ = ["Connection", "RowMapping"]
