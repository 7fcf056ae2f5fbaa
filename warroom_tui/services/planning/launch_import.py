"""From a launch draft to a launch database: anchors become times, nothing is invented.

The database is built under a hidden name and takes its own only when complete, so that a failed
import leaves nothing behind and never touches a file that exists.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from warroom_tui.domain.clock import Clock, Pace, SystemClock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.launch import LaunchStatus
from warroom_tui.domain.runsheet.moments import parse_zone
from warroom_tui.domain.timeline import Actor
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.services.desk.ticket_queue import take_categories
from warroom_tui.services.planning.import_rows import ImportRows
from warroom_tui.services.planning.plan_reading import ChosenKind
from warroom_tui.storage import record, schema
from warroom_tui.storage.engine import create_database
from warroom_tui.storage.store import Store
from warroom_tui.storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan document as it was read."""

    path: str
    content: bytes
    sha256: str
    repaired_lines: int = 0
    kinds: tuple[ChosenKind, ...] = ()
    """Section kinds that a person chose."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """What the person said at import; None leaves it as the plan has it."""

    go_live: datetime | None = None
    """Naive: wall-clock time in the launch's zone. Aware: as it is."""
    timezone: str | None = None
    rehearsal: Pace | None = None
    """Make a rehearsal that runs at this pace."""
    product_url: str | None = None


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of the plan."""

    path: Path
    name: str
    code: str
    timezone: str
    go_live_at: datetime | None
    counts: tuple[tuple[str, int], ...]
    """(what, how many) in the order they are told."""


def import_launch(
    target: Path,
    draft: LaunchDraft,
    files: tuple[PlanFile, ...],
    answers: ImportAnswers,
    actor: Actor,
    clock: Clock | None = None,
) -> ImportSummary:
    """Make the launch database at `target` from `draft`.

    Raises InputError when `target` exists or cannot be made; then nothing was written.
    """
    if target.exists():
        raise InputError(
            f"{target} exists already; it was not touched.",
            "Choose another name with --db, or open it with: warroom open --db.",
        )
    building = target.with_name(f".{target.name}.{os.getpid()}.new")
    building.unlink(missing_ok=True)
    try:
        create_database(building, called=target)
        store = Store(building)
        try:
            now = (clock or SystemClock()).now()
            with store.writing(actor, now) as tx:
                summary = _fill(tx, target, draft, files, answers)
        except OverflowError as error:
            raise InputError(
                "The plan names a date that no calendar has.", "Look for a wrong number of days."
            ) from error
        finally:
            store.close()
        _take_name(building, target)
    finally:
        for suffix in ("", "-wal", "-shm"):
            building.with_name(building.name + suffix).unlink(missing_ok=True)
    return summary


def _take_name(building: Path, target: Path) -> None:
    """Give the finished file its name, in one step and never over another file."""
    try:
        os.link(building, target)
    except FileExistsError:
        raise InputError(f"{target} exists already; it was not touched.") from None
    except OSError:
        building.rename(target)  # a file system without hard links


def _fill(
    tx: Transaction,
    target: Path,
    draft: LaunchDraft,
    files: tuple[PlanFile, ...],
    answers: ImportAnswers,
) -> ImportSummary:
    timezone = answers.timezone or draft.timezone or "UTC"
    zone = parse_zone(timezone)
    timezone = zone.key
    go_live = absolute(answers.go_live or draft.go_live, zone)
    _insert_launch(tx, draft, answers, timezone, go_live)
    for file in files:
        tx.insert(schema.plan_source, journal=False, **source_row(file, tx.now))
    counts = ImportRows(tx, draft, go_live, zone, answers.product_url).insert_all()
    take_categories(tx.connection, draft.categories)
    if answers.rehearsal is not None:
        record.write_pace(tx.connection, answers.rehearsal)
    names = ", ".join(file.name for file in files)
    tx.event("imported", "launch", draft.code, f"Imported {names}", undoable=False)
    return ImportSummary(target, draft.name, draft.code, timezone, go_live, counts)


def source_row(file: PlanFile, now: datetime) -> dict[str, object]:
    """One reading of a document as it is stored."""
    return {
        "path": file.name,
        "location": str(Path(file.path).absolute()),
        "sha256": file.sha256,
        "content": file.content,
        "imported_at": now,
        "encoding_repaired": file.repaired_lines,
        "kinds": [chosen.to_json() for chosen in file.kinds],
    }


def planned_launch(
    draft: LaunchDraft, zone: ZoneInfo, go_live: datetime | None
) -> dict[str, object]:
    """What a plan says of the launch itself, as it is stored; `go_live` is aware."""
    anchors = {
        name: anchor
        for name, anchor in (
            ("window_start", draft.window_start),
            ("window_end", draft.window_end),
            ("rollback_deadline", draft.rollback_deadline),
        )
        if anchor is not None
    }
    return {
        "name": draft.name,
        "anchors": {name: anchor.to_json() for name, anchor in anchors.items()},
        **{name: anchor.resolve(go_live, zone) for name, anchor in anchors.items()},
        "rollback_estimate_min": draft.rollback_minutes,
        "decision_margin_min": draft.decision_minutes,
        "hypercare_days": draft.hypercare_days,
        "day_1_is_go_live": draft.day_1_is_go_live,
        "product_url": draft.product_url,
        "at_risk_pct": round(draft.at_risk_pct),
    }


def absolute(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A plan's time in UTC; a naive one is wall-clock time in `zone`."""
    if at is None:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _insert_launch(
    tx: Transaction,
    draft: LaunchDraft,
    answers: ImportAnswers,
    timezone: str,
    go_live: datetime | None,
) -> None:
    planned = planned_launch(draft, ZoneInfo(timezone), go_live)
    tx.insert(
        schema.launch,
        journal=False,
        id=1,
        code=draft.code,
        status=LaunchStatus.PLANNING.value,
        mode="rehearsal" if answers.rehearsal else "live",
        tz=timezone,
        go_live_at=go_live,
        issue_prefix=draft.code,
        **{**planned, "product_url": answers.product_url or draft.product_url},
    )
