"""A real PostgreSQL is asked: is it there, how fast, how full; and it is never written to."""

from __future__ import annotations

import pytest

from tests.servers.conftest import Database
from warroom_tui.domain.monitoring.database_question import DatabaseQuestion
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.storage.monitoring.database_probe import ask_database

psycopg = pytest.importorskip("psycopg", reason="the PostgreSQL driver is an extra of its own")


def asked(database: Database, measure: str = "time", query: str | None = None) -> Measurement:
    return ask_database(DatabaseQuestion(database.url(), None, None, query, measure, 5.0))


def test_it_is_asked_how_fast_how_full_and_what_waits(database: Database) -> None:
    fast = asked(database)
    assert (fast.ok, fast.detail) == (True, "answers")
    assert fast.value is not None
    assert fast.value > 0
    before = asked(database, "connections")
    held = [psycopg.connect(database.url().replace("+psycopg", "")) for _ in range(10)]
    after = asked(database, "connections")
    assert before.value is not None
    assert after.value == pytest.approx(before.value + 50)
    assert after.detail.endswith("of 20 connections")
    with held[0] as connection:
        connection.execute("CREATE TABLE mail AS SELECT generate_series(1, 7)")
    assert asked(database, "value", "SELECT count(*) FROM mail").value == 7
    for statement in (
        "WITH gone AS (DELETE FROM mail RETURNING 1) SELECT count(*) FROM gone",
        "DELETE FROM mail",
    ):
        assert not asked(database, "value", statement).ok
    assert asked(database, "value", "SELECT count(*) FROM mail").value == 7
    for each in held:
        each.close()
    full = [psycopg.connect(database.url().replace("+psycopg", "")) for _ in range(20)]
    refused = asked(database)
    assert (refused.ok, refused.unknown) == (False, False)
    for each in full:
        each.close()
    database.server.stop()
    gone = asked(database)
    assert (gone.ok, gone.unknown) == (False, False)
