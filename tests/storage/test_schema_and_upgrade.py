"""New databases and upgraded ones are the same; an upgrade that would lose something is undone."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect

from tests.storage.conftest import digest
from warroom_tui.domain.errors import DatabaseDamaged, DatabaseReadOnly
from warroom_tui.storage import engine, migrate, store
from warroom_tui.storage.engine import APPLICATION_ID, REVISIONS, create_database
from warroom_tui.storage.store import Store


def schema_of(path: Path) -> dict[str, object]:
    """Tables with columns, keys, checks and indexes, as the database itself tells them."""
    inspector = inspect(create_engine(f"sqlite:///{path}"))
    found: dict[str, object] = {}
    for table in sorted(inspector.get_table_names()):
        found[table] = {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            ],
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "references": sorted(
                (tuple(key["constrained_columns"]), key["referred_table"])
                for key in inspector.get_foreign_keys(table)
            ),
            "unique": sorted(
                tuple(key["column_names"]) for key in inspector.get_unique_constraints(table)
            ),
            "checks": sorted(
                (str(check["name"]), check["sqltext"])
                for check in inspector.get_check_constraints(table)
            ),
        }
    return found


def indexes_of(path: Path) -> set[str]:
    """Indexes and triggers, in the words that made them."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql > ''"
        )
        return {" ".join(str(row[0]).split()).replace('"', "") for row in rows}


def empty_of_ours(path: Path) -> Path:
    """A file from before the first revision: ours, with no table yet."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.commit()
    return path


def test_a_new_database_and_an_upgraded_one_are_the_same(tmp_path: Path) -> None:
    new, upgraded = tmp_path / "new.db", empty_of_ours(tmp_path / "old.db")
    create_database(new)
    migrate.upgrade(upgraded)
    mine, theirs = schema_of(new), schema_of(upgraded)
    mine.pop("alembic_version")
    theirs.pop("alembic_version")
    assert theirs == mine
    assert indexes_of(upgraded) - {""} == indexes_of(new) - {""}


def test_the_newest_revision_is_the_one_the_program_knows(tmp_path: Path) -> None:
    path = empty_of_ours(tmp_path / "old.db")
    migrate.upgrade(path)
    assert engine.check_file(path, read_only=True) == REVISIONS[-1]


LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{newest}", None, None


def upgrade() -> None:
    {body}
"""

ADD_COLUMN = """
    with op.batch_alter_table("phase", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.Text(), nullable=True))
"""
LOSE_PHASES = 'op.execute("DELETE FROM phase")'
FAIL = 'op.execute("UPDATE phase SET name = \'half done\'"); raise RuntimeError("power cut")'


@pytest.fixture
def a_later_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """Pretend that this Warroom knows one more revision, whose upgrade is the given body."""

    def install(body: str) -> None:
        folder = tmp_path / "migrations"
        shutil.copytree(Path(migrate.__file__).parent / "migrations", folder)
        later = LATER.format(newest=REVISIONS[-1], body=body)
        (folder / "versions" / "9999_later.py").write_text(later)

        def config(connection: Connection | None = None) -> Config:
            made = Config()
            made.set_main_option("script_location", str(folder))
            made.attributes["connection"] = connection
            return made

        monkeypatch.setattr(migrate, "alembic_config", config)
        for module in (migrate, engine, store):
            monkeypatch.setattr(module, "REVISIONS", (*REVISIONS, "9999"))

    return install


def test_opening_an_older_database_upgrades_it_and_keeps_every_reference(
    launch_file: Path,
    a_later_revision: object,
) -> None:
    before = schema_of(launch_file)
    with closing(sqlite3.connect(launch_file)) as connection:
        lists = connection.execute("SELECT id, phase_id, title FROM checklist").fetchall()
        tasks = connection.execute("SELECT count(*) FROM task").fetchone()
    a_later_revision(ADD_COLUMN)  # type: ignore[operator]
    Store.open(launch_file).close()
    with closing(sqlite3.connect(launch_file)) as connection:
        assert connection.execute("SELECT id, phase_id, title FROM checklist").fetchall() == lists
        assert connection.execute("SELECT count(*) FROM task").fetchone() == tasks
        assert connection.execute("SELECT mood FROM phase").fetchall() == [(None,)] * 3
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    saved = launch_file.with_name("orchid.before-9999.db")
    assert schema_of(saved) == before
    assert engine.check_file(launch_file, read_only=True) == "9999"


@pytest.mark.parametrize(
    ("body", "message"),
    [(LOSE_PHASES, "would break .* references"), (FAIL, "power cut")],
    ids=["breaks references", "fails half-way"],
)
def test_an_upgrade_that_goes_wrong_changes_nothing(
    launch_file: Path, a_later_revision: object, body: str, message: str
) -> None:
    def phases() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(launch_file)) as connection:
            return connection.execute("SELECT * FROM phase").fetchall()

    before = phases()
    a_later_revision(body)  # type: ignore[operator]
    with pytest.raises((DatabaseDamaged, RuntimeError), match=message):
        Store.open(launch_file)
    assert phases() == before
    assert engine.check_file(launch_file, read_only=True) == REVISIONS[-1]


def test_an_older_database_opened_to_read_is_left_alone(
    launch_file: Path, a_later_revision: object
) -> None:
    a_later_revision(ADD_COLUMN)  # type: ignore[operator]
    before = digest(launch_file)
    with pytest.raises(DatabaseReadOnly, match="needs an upgrade") as told:
        Store.open(launch_file, read_only=True)
    assert "warroom db upgrade" in told.value.hint
    assert digest(launch_file) == before
