"""Bringing an older database up to date, with a backup first.

Alembic costs 370 ms to import: this module is imported only when a migration is due.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from warroom_tui.domain.errors import DatabaseDamaged
from warroom_tui.storage.backup import backup_file
from warroom_tui.storage.engine import REVISIONS, engine_for
from warroom_tui.storage.faults import told_plainly


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made in code: there is no ini file to lose."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if connection is not None:
        config.attributes["connection"] = connection
    return config


def upgrade(path: Path) -> Path:
    """Migrate the database at `path` to the newest revision; returns the backup made before.

    Foreign keys are off while tables are rebuilt (with them on, batch mode empties references)
    and checked before the commit: a migration that breaks one changes nothing.
    """
    saved = backup_file(path, path.with_name(f"{path.stem}.before-{REVISIONS[-1]}{path.suffix}"))
    engine = engine_for(path)
    try:
        with told_plainly(str(path)), engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            writer = connection.execution_options(write=True)
            with writer.begin():
                command.upgrade(alembic_config(writer), "head")
                broken = writer.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise DatabaseDamaged(
                        f"{path}: the upgrade would break {len(broken)} references; "
                        "nothing was changed.",
                        f"A backup is at {saved}.",
                    )
    finally:
        engine.dispose()
    return saved
