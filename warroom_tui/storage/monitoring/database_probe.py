"""Asking a database of the product how it is: connect, one question, hang up.

Works with any SQLAlchemy URL whose driver is installed. Everything is read only: statements that
do not begin like a question are refused, the connection is told so where it can be, and nothing
is ever committed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from warroom_tui.domain.clock import monotonic
from warroom_tui.domain.monitoring.database_question import DatabaseQuestion
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.monitoring.json_path import number
from warroom_tui.domain.text import clean

_QUESTION = re.compile(r"^\s*(?:select|with|values|show|table)\b", re.IGNORECASE)
_DETAIL_LIMIT = 80
_SAID_LIMIT = 300
"""Hidden credentials are cut out before a table cell cuts the rest."""
_CONNECT_TIMEOUT = {
    "psycopg": "connect_timeout",
    "psycopg2": "connect_timeout",
    "pymysql": "connect_timeout",
    "mysqldb": "connect_timeout",
    "asyncpg": "timeout",
}
"""What each driver calls the seconds it may take to connect."""


@dataclass(frozen=True, slots=True)
class _Capacity:
    used: str
    allowed: str
    column: int = 0


_CAPACITY = {
    "postgresql": _Capacity(
        "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'",
        "SELECT setting FROM pg_settings WHERE name = 'max_connections'",
    ),
    "mysql": _Capacity(
        "SHOW GLOBAL STATUS LIKE 'Threads_connected'", "SHOW VARIABLES LIKE 'max_connections'", 1
    ),
}
_CAPACITY["mariadb"] = _CAPACITY["mysql"]


def ask_database(question: DatabaseQuestion) -> Measurement:
    """Connect, ask, hang up; blocks as long as the driver lets it. Never raises."""
    try:
        url = _address(question)
    except ArgumentError:
        return _unknown("the address is no database URL")
    objection = _objection(url, question) or _missing_file(url)
    if objection is not None:
        return objection
    try:
        return _measured(url, question)
    except (NoSuchModuleError, ImportError):
        return _unknown(f"no driver for {url.drivername} is installed here")
    except DBAPIError as error:
        return Measurement(ok=False, value=None, detail=_said(error))
    except (SQLAlchemyError, OSError, ValueError, TypeError) as error:
        return _unknown(f"the database cannot be asked: {type(error).__name__}")


def _address(question: DatabaseQuestion) -> URL:
    url = make_url(question.url)
    if question.user is not None:
        url = url.set(username=question.user)
    if question.password is not None:
        url = url.set(password=question.password)
    return url


def _objection(url: URL, question: DatabaseQuestion) -> Measurement | None:
    if question.query is not None and not _QUESTION.match(question.query):
        return _unknown("only a query that reads is run (SELECT, WITH, SHOW)")
    if question.measure == "connections" and url.get_backend_name() not in _CAPACITY:
        return _unknown(f"{url.get_backend_name()} does not tell its connections")
    return None


def _missing_file(url: URL) -> Measurement | None:
    """SQLite would make an empty database where there is none and call it healthy."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    if url.database.startswith("file:") or Path(url.database).is_file():
        return None
    return Measurement(ok=False, value=None, detail="no database file there")


def _measured(url: URL, question: DatabaseQuestion) -> Measurement:
    begun = monotonic()
    engine = create_engine(
        url, poolclass=NullPool, connect_args=_connect_args(url, question.timeout_s)
    )
    try:
        with engine.connect() as connection:
            _only_read(connection)
            if question.measure == "connections":
                return _connections(connection)
            row = connection.execute(text(question.query or "SELECT 1")).first()
            elapsed_ms = (monotonic() - begun) * 1000
    finally:
        engine.dispose()
    if question.measure != "value":
        return Measurement(ok=True, value=elapsed_ms, detail="answers")
    value = _number(row[0]) if row else None
    if value is None:
        return _unknown("the query gives no number")
    return Measurement(ok=True, value=value, detail=f"answers in {elapsed_ms:.0f} ms")


def _connect_args(url: URL, timeout_s: float) -> dict[str, object]:
    if url.get_backend_name() == "sqlite":
        return {"timeout": timeout_s}
    try:
        driver = url.get_dialect()().driver
    except (NoSuchModuleError, ImportError, SQLAlchemyError):
        return {}
    name = _CONNECT_TIMEOUT.get(driver)
    return {name: max(1, round(timeout_s))} if name else {}


def _only_read(connection: Connection) -> None:
    match connection.dialect.name:
        case "sqlite":
            connection.exec_driver_sql("PRAGMA query_only=ON")
        case "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        case "mysql" | "mariadb":
            connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")


def _connections(connection: Connection) -> Measurement:
    ask = _CAPACITY[connection.dialect.name]
    used, allowed = (
        _number(row[ask.column]) if row else None
        for row in (connection.execute(text(sql)).first() for sql in (ask.used, ask.allowed))
    )
    if used is None or not allowed:
        return _unknown("the database does not tell its connections")
    return Measurement(True, 100 * used / allowed, f"{used:.0f} of {allowed:.0f} connections")


def _number(value: object) -> float | None:
    return number(value if isinstance(value, int | float | str) else str(value))


def _said(error: DBAPIError) -> str:
    """The driver's first line; a statement with its parameters is never repeated."""
    told = error.orig.args if error.orig is not None else ()
    # MySQL's drivers tell a number and a sentence.
    words = told[1] if len(told) > 1 and isinstance(told[1], str) else str(error.orig)
    lines = words.strip().splitlines()
    return clean(lines[0] if lines else "no connection", limit=_SAID_LIMIT)


def _unknown(detail: str) -> Measurement:
    return Measurement(False, None, clean(detail, limit=_DETAIL_LIMIT), unknown=True)
