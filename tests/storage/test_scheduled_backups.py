"""Backups by the hour: taken by one seat, old ones dropped, and one brought back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.sample import make_launch, seat
from warroom_tui.cli.main import main
from warroom_tui.domain.backups import due, name_of, time_of, to_drop
from warroom_tui.domain.desk.tickets import NewTicket
from warroom_tui.services.backup_keeper import BackupKeeper, backups_of, folder_of

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def test_the_last_day_by_hours_and_two_weeks_by_days_are_kept() -> None:
    taken = [NOON - timedelta(hours=n) for n in range(24 * 40)]
    dropped = set(to_drop(taken))
    kept = sorted(set(taken) - dropped, reverse=True)
    assert kept[:24] == taken[:24]
    assert len({f"{at:%m%d}" for at in kept}) == 14
    assert all(at.hour == 23 for at in kept[24:])
    assert to_drop(kept) == ()
    assert due([], NOON)
    assert due([NOON - timedelta(hours=1), NOON + timedelta(days=300)], NOON)
    assert not due([NOON - timedelta(minutes=59)], NOON)
    assert time_of(name_of(NOON)) == NOON
    assert time_of("notes.txt") is None


def test_one_seat_takes_it_and_it_can_be_restored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = make_launch(tmp_path / "orchid.db")
    folder = folder_of(path)
    with seat(path, "Ana") as ana, seat(path, "Ben") as ben:
        ana.tickets.add(NewTicket("Before"))
        made = BackupKeeper(ana.context).once()
        assert made is not None
        assert (made.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
        assert BackupKeeper(ben.context).once() is None  # within the hour
        ana.tickets.add(NewTicket("After"))
        # Forty days of an hourly one each, and one that a dying process left half-written.
        for hours in range(1, 24 * 40):
            at = datetime.now(UTC) - timedelta(hours=hours)
            (folder / name_of(at)).write_bytes(b"old")
        made.unlink()
        (folder / ".half.db.part").write_bytes(b"half")
        for one in backups_of(path)[:1]:
            one.path.unlink()
        newest = BackupKeeper(ben.context).once()
        assert newest is not None
        assert 36 <= len(backups_of(path)) <= 38
        assert not (folder / ".half.db.part").exists()
        ana.tickets.add(NewTicket("Lost again"))
    assert main(["--db", str(path), "db", "backups", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed[0]["file"] == str(newest)
    assert main(["--db", str(path), "db", "restore", listed[0]["file"], "--force"]) == 0
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT subject FROM ticket ORDER BY id").fetchall()
    assert found == [("Before",), ("After",)]
