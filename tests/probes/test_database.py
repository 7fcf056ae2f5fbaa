"""Databases: answers, capacity, hanging ones, and files that must not be made by looking."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.probes.conftest import a_check
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.monitoring.database_question import Ask, DatabaseQuestion
from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.probes.offload import ProbeLoop
from warroom_tui.probes.registry import default_probers
from warroom_tui.storage.monitoring.database_probe import ask_database


def asked(*checks: Check, ask: Ask = ask_database) -> list[Measurement]:
    async def run() -> list[Measurement]:
        probers = default_probers(ask_database=ask)
        return [await probers.probe(check) for check in checks]

    with asyncio.Runner(loop_factory=ProbeLoop) as runner:
        return runner.run(run())


def a_database(folder: Path) -> str:
    path = folder / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE job (id INTEGER)")
        connection.executemany("INSERT INTO job VALUES (?)", [(n,) for n in range(7)])
        connection.commit()
    return f"sqlite:///{path}"


def test_a_database_that_answers(tmp_path: Path) -> None:
    [seen] = asked(a_check("db", a_database(tmp_path)))
    assert (seen.ok, seen.detail) == (True, "answers")
    assert seen.value is not None
    assert 0 < seen.value < 3000


def test_a_queue_in_a_database(tmp_path: Path) -> None:
    options = CheckOptions(query="SELECT count(*) FROM job", measure="value")
    [seen] = asked(a_check("db", a_database(tmp_path), options=options))
    assert seen.value == 7


@pytest.mark.parametrize("query", ["DELETE FROM job", "DROP TABLE job", "PRAGMA user_version=3"])
def test_a_plan_cannot_change_a_database(tmp_path: Path, query: str) -> None:
    url = a_database(tmp_path)
    count = CheckOptions(query="SELECT count(*) FROM job", measure="value")
    refused, after = asked(
        a_check("db", url, options=CheckOptions(query=query)), a_check("db", url, options=count)
    )
    assert refused.unknown
    assert "only a query that reads" in refused.detail
    assert after.value == 7


def test_a_write_dressed_up_as_a_question_changes_nothing(tmp_path: Path) -> None:
    url = a_database(tmp_path)
    query = "WITH gone AS (SELECT 1) DELETE FROM job"
    count = CheckOptions(query="SELECT count(*) FROM job", measure="value")
    tried, after = asked(
        a_check("db", url, options=CheckOptions(query=query)), a_check("db", url, options=count)
    )
    assert not tried.ok
    assert after.value == 7


def test_a_missing_file_is_down_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "gone.db"
    [seen] = asked(a_check("db", f"sqlite:///{path}"))
    assert (seen.ok, seen.unknown, seen.detail) == (False, False, "no database file there")
    assert not path.exists()


def test_what_a_database_does_not_tell_is_unknown(tmp_path: Path) -> None:
    options = CheckOptions(measure="connections")
    [seen] = asked(a_check("db", a_database(tmp_path), options=options))
    assert (seen.unknown, seen.detail) == (True, "sqlite does not tell its connections")


@pytest.mark.parametrize("url", ["nothing", "nosuch://host/name", "postgresql+nosuch://h/n"])
def test_an_address_that_cannot_be_used_is_unknown_not_down(url: str) -> None:
    [seen] = asked(a_check("db", url))
    assert seen.unknown


def test_a_wrong_table_is_down_in_the_databases_own_words(tmp_path: Path) -> None:
    options = CheckOptions(query="SELECT 1 FROM orders")
    [seen] = asked(a_check("db", a_database(tmp_path), options=options))
    assert (seen.ok, seen.detail) == (False, "no such table: orders")


def test_a_database_that_hangs_costs_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    released, calls = threading.Event(), []

    def hang(question: DatabaseQuestion) -> Measurement:
        calls.append(question)
        released.wait(20)
        return Measurement(True, 1.0, "answers")

    check = a_check("db", "sqlite://", timeout_s=0.1)
    first, second = asked(check, check, ask=hang)
    released.set()
    assert first.detail == second.detail == "timeout after 0.1 s"
    assert len(calls) == 1


def test_credentials_come_from_the_environment_and_stay_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WARROOM_SECRET_USER", "warroom-reader")
    monkeypatch.setenv("WARROOM_SECRET_PASS", "hunter2-hunter2")
    got: list[DatabaseQuestion] = []

    def leak(question: DatabaseQuestion) -> Measurement:
        got.append(question)
        return Measurement(False, None, f"access denied for {question.user}:{question.password}")

    options = CheckOptions(user_env="WARROOM_SECRET_USER", password_env="WARROOM_SECRET_PASS")
    [seen] = asked(a_check("db", "postgresql://db.example/shop", options=options), ask=leak)
    assert got[0].password == "hunter2-hunter2"
    assert seen.detail == "access denied for •••:•••"
    assert "hunter2" not in repr(got[0])
