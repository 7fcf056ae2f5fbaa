"""A real MariaDB is asked in MySQL's language; it is never written to, and no password leaks."""

from __future__ import annotations

import pytest

from tests.servers.conftest import MariaDb
from warroom_tui.domain.monitoring.database_question import DatabaseQuestion
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.storage.monitoring.database_probe import ask_database

pymysql = pytest.importorskip("pymysql", reason="the MySQL driver is an extra of its own")


def asked(
    database: MariaDb, measure: str = "time", query: str | None = None, password: str = ""
) -> Measurement:
    user = "app" if password else None
    question = DatabaseQuestion(database.url(), user, password or None, query, measure, 5.0)
    return ask_database(question)


def test_it_is_asked_how_fast_how_full_and_what_waits(mariadb: MariaDb) -> None:
    fast = asked(mariadb)
    assert (fast.ok, fast.detail) == (True, "answers")
    assert fast.value is not None
    assert fast.value > 0
    before = asked(mariadb, "connections")
    held = [
        pymysql.connect(host="127.0.0.1", port=mariadb.port, user="root", database="mysql")
        for _ in range(10)
    ]
    after = asked(mariadb, "connections")
    assert before.value is not None
    assert after.value == pytest.approx(before.value + 50, abs=5)
    assert after.detail.endswith("of 20 connections")
    with held[0].cursor() as cursor:
        cursor.execute("CREATE DATABASE shop")
        cursor.execute("CREATE TABLE shop.mail AS SELECT 1 AS n UNION SELECT 2 UNION SELECT 3")
        cursor.execute("CREATE USER app IDENTIFIED BY 'tiger-tiger'")
        cursor.execute("GRANT SELECT, DELETE, INSERT ON *.* TO app")
    count = "SELECT count(*) FROM shop.mail"
    assert asked(mariadb, "value", count, "tiger-tiger").value == 3
    for statement in (
        "DELETE FROM shop.mail",
        "WITH n AS (SELECT 1) DELETE FROM shop.mail",
        "SELECT 1; DELETE FROM shop.mail",
    ):
        assert not asked(mariadb, "value", statement, "tiger-tiger").ok
    assert asked(mariadb, "value", count).value == 3
    wrong = asked(mariadb, "time", None, "swordfish")
    assert (wrong.ok, wrong.unknown) == (False, False)
    assert wrong.detail.startswith("Access denied")
    assert "swordfish" not in wrong.detail
    for each in held:
        each.close()
    mariadb.server.stop()
    gone = asked(mariadb)
    assert (gone.ok, gone.unknown) == (False, False)
    assert gone.detail.startswith("Can't connect")
