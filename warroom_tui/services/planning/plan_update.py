"""A changed plan document into the open launch, without losing what people did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.planning.plan_diff import Change, ChangeKind, PlanDiff
from warroom_tui.domain.runsheet.moments import parse_zone
from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.services.context import Context
from warroom_tui.services.desk.ticket_queue import take_categories
from warroom_tui.services.planning.import_rows import ImportRows
from warroom_tui.services.planning.launch_import import (
    PlanFile,
    absolute,
    planned_launch,
    source_row,
)
from warroom_tui.services.planning.plan_reading import chosen_from_json, chosen_kinds, read_with
from warroom_tui.services.planning.plan_update_flat import FlatUpdate
from warroom_tui.services.planning.plan_update_run_sheet import RunSheetUpdate
from warroom_tui.services.planning.plan_update_steps import (
    Planned,
    Readings,
    Ref,
    SlotId,
    differences,
    local,
    spoken,
)
from warroom_tui.services.runsheet.repetitions import reckon_repetitions
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.planning.plan_sources import (
    CollectedRows,
    Row,
    StoredSource,
    Tables,
    insert_row,
    read_planned,
    read_sources,
)
from warroom_tui.storage.runsheet.launches import read_launch
from warroom_tui.storage.transaction import Transaction

TOLD = 12
"""Removed items named in the event; the others are in its journal."""

_NEW_SLOT = Ref("plan_source", 0)
_LAUNCH_NAMES = {
    "name": "name",
    "tz": "time zone",
    "go_live_at": "go-live",
    "window_start": "window start",
    "window_end": "window end",
    "rollback_deadline": "rollback deadline",
    "rollback_estimate_min": "rollback minutes",
    "decision_margin_min": "decision minutes",
    "hypercare_days": "hypercare days",
    "day_1_is_go_live": "day 1 is launch day",
    "product_url": "address of the product",
    "at_risk_pct": "at risk from %",
}


@dataclass(frozen=True, slots=True)
class _Reread:
    """The documents of the launch as drafts: before and after the update."""

    sources: tuple[StoredSource, ...]
    slot: SlotId
    old: LaunchDraft
    new: LaunchDraft
    old_slots: tuple[SlotId, ...]
    new_slots: tuple[SlotId, ...]
    names: dict[SlotId, str]
    file: PlanFile
    """The file with the chosen kinds that still find their section."""


class PlanUpdate:
    """Re-reads a plan document into the launch: first the diff, then, if wanted, the change."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def sources(self) -> tuple[StoredSource, ...]:
        """The documents of the launch, each in its newest reading."""
        with self._context.store.reading() as connection:
            return read_sources(connection)

    def compare(self, file: PlanFile, source: str | None = None, add: bool = False) -> PlanDiff:
        """What `update` would change.

        `source` names the document that the file replaces (default: the one of its name); `add`
        takes it as a further document. Raises InputError when it is neither, or no plan.
        """
        reread = self._reread(file, source, add)
        if reread is None:
            return PlanDiff(source or file.name, (), identical=True)
        with self._context.store.reading() as connection:
            planned = self._planned(connection, reread, self._context.clock.now())
        return _diff(reread, planned)

    def update(
        self,
        file: PlanFile,
        source: str | None = None,
        add: bool = False,
        expected: PlanDiff | None = None,
    ) -> PlanDiff:
        """Change the launch to what the file says, in one transaction with one event.

        Ticks, times, owners, decisions and tasks that people added stay; what left the plan
        leaves the lists and stays in the record. With `expected`, the diff that a person agreed
        to, another diff is refused.
        """
        reread = self._reread(file, source, add)
        if reread is None:
            return PlanDiff(source or file.name, (), identical=True)
        with self._context.writing() as tx:
            if read_sources(tx.connection) != reread.sources:
                raise Refused("Another seat updated the plan first.", "Look at the new diff.")
            planned = self._planned(tx.connection, reread, tx.now)
            diff = _diff(reread, planned)
            if expected is not None and diff.changes != expected.changes:
                raise Refused(
                    "The launch was changed while you looked at the diff.", "Look at the new one."
                )
            values = source_row(reread.file, tx.now)
            if isinstance(reread.slot, int):
                values["revises"] = reread.slot
                values["path"] = reread.names[reread.slot]
            made = insert_row(tx, "plan_source", values)
            planned.take(tx, {_NEW_SLOT: made})
            _reckon(tx, planned)
            known = set(reread.old.categories)  # one that people removed does not come back
            take_categories(
                tx.connection, [one for one in reread.new.categories if one not in known]
            )
            tx.event("updated", "plan", diff.source, _event_text(diff))
        return diff

    # -- reading ---------------------------------------------------------------------------

    def _reread(self, file: PlanFile, source: str | None, add: bool) -> _Reread | None:
        """Both drafts; None when the file is the one that was read last."""
        with self._context.store.reading() as connection:
            sources = read_sources(connection)
        replaced = None if add else _replaced(sources, file, source)
        if replaced is not None and replaced.sha256 == file.sha256:
            return None
        if add:
            _demand_new(sources, file)
        documents = [_document(each) for each in sources]
        chosen = chosen_from_json(replaced.kinds) if replaced is not None else file.kinds
        name = replaced.path if replaced is not None else file.name
        document = read_with(file.content, name, chosen)
        by_line = {section.line: section.kind for section in document.sections}
        kept = tuple(each for each in chosen_kinds(document, by_line) if each in chosen)
        if replaced is None:
            changed = [*documents, document]
        else:
            changed = [
                document if each is replaced else known
                for each, known in zip(sources, documents, strict=True)
            ]
        slots: tuple[SlotId, ...] = tuple(each.slot for each in sources)
        slot: SlotId = _NEW_SLOT if replaced is None else replaced.slot
        names: dict[SlotId, str] = {each.slot: each.path for each in sources}
        names[slot] = name
        return _Reread(
            sources,
            slot,
            draft_launch(documents),
            draft_launch(changed),
            slots,
            slots if replaced is not None else (*slots, slot),
            names,
            PlanFile(file.path, file.content, file.sha256, document.repaired_lines, kept),
        )

    # -- planning --------------------------------------------------------------------------

    def _planned(self, connection: Connection, reread: _Reread, now: datetime) -> Planned:
        stored = read_planned(connection)
        [launch] = stored["launch"]
        planned = Planned()
        zone, go_live = _launch_update(launch, reread, planned)
        product = launch["product_url"]
        given = str(product) if product and product != reread.old.product_url else None
        old_zone = ZoneInfo(str(launch["tz"]))
        was = launch["go_live_at"]
        assert was is None or isinstance(was, datetime)
        readings = Readings(
            base=_rows(reread.old, reread.old_slots, was, old_zone, given),
            new=_rows(reread.new, reread.new_slots, go_live, zone, given),
            live=_split(stored, gone=False),
            gone=_split(stored, gone=True),
            names=reread.names,
            zone=zone,
            now=now,
        )
        run_sheet = RunSheetUpdate(readings, planned)
        run_sheet.plan()
        FlatUpdate(readings, planned, run_sheet.phase_ids).plan()
        return planned


def _reckon(tx: Transaction, planned: Planned) -> None:
    """What comes back gets its next time when its rule or go-live is another."""
    tables = {"launch", "routine", "meeting"}
    if any(step.table in tables and step.values for step in planned.steps):
        launch = read_launch(tx.connection)
        if launch.go_live_at is not None:
            reckon_repetitions(tx, launch.go_live_at, launch.zone)


def _split(stored: Tables, *, gone: bool) -> Tables:
    """Rows that are in use, or those that were removed."""
    return {
        name: [row for row in rows if (row.get("removed_at") is not None) is gone]
        for name, rows in stored.items()
        if name != "launch"
    }


def _document(source: StoredSource) -> PlanDocument:
    return read_with(source.content, source.path, chosen_from_json(source.kinds))


def _replaced(sources: Sequence[StoredSource], file: PlanFile, wanted: str | None) -> StoredSource:
    name = wanted or file.name
    found = [each for each in sources if each.path == name]
    here = [each for each in found if each.location and file.path.endswith(each.location)]
    if found:
        return (here or found)[0]
    names = ", ".join(each.path for each in sources)
    if wanted is not None:
        raise InputError(f"{wanted} is no document of this launch.", f"It has: {names}.")
    raise InputError(
        f"{file.name} is no document of this launch; it has {names}.",
        "Say which one it replaces with --source NAME, or add it with --add.",
    )


def _demand_new(sources: Sequence[StoredSource], file: PlanFile) -> None:
    if any(each.path == file.name for each in sources):
        raise InputError(
            f"{file.name} is a document of this launch already.",
            "Leave out --add to update it, or give the file another name.",
        )


def _rows(
    draft: LaunchDraft,
    slots: Sequence[SlotId],
    go_live: datetime | None,
    zone: ZoneInfo,
    product_url: str | None,
) -> Tables:
    """The rows that an import of the draft would make, with the documents' own ids."""
    collected = CollectedRows()
    ImportRows(collected, draft, go_live, zone, product_url).insert_all()
    for rows in collected.tables.values():
        for number, row in enumerate(rows, 1):
            source = row.get("source_id")
            if isinstance(source, int):
                row["source_id"] = slots[source - 1]
            row.setdefault("id", number)
    return collected.tables


def _launch_update(
    launch: Row, reread: _Reread, planned: Planned
) -> tuple[ZoneInfo, datetime | None]:
    """The launch's own columns, compared three ways; returns its zone and go-live from now on."""
    old_zone = ZoneInfo(str(launch["tz"]))
    zones = differences(
        launch, {"tz": reread.old.timezone or launch["tz"]},
        {"tz": reread.new.timezone or launch["tz"]}, ["tz"],
    )  # fmt: skip
    zone = parse_zone(str(zones.values["tz"])) if zones.values else old_zone
    said_before = absolute(reread.old.go_live, old_zone)
    said_now = absolute(reread.new.go_live, zone)
    moved = differences(
        launch, {"go_live_at": said_before}, {"go_live_at": said_now}, ["go_live_at"]
    )
    was = launch["go_live_at"]
    go_live = said_now if moved.values and said_now is not None else was
    assert go_live is None or isinstance(go_live, datetime)
    assert was is None or isinstance(was, datetime)
    base = planned_launch(reread.old, old_zone, was)
    new = planned_launch(reread.new, zone, go_live)
    found = differences(launch, base, new, [name for name in new if name != "anchors"])
    values: Row = {**found.values, "anchors": new["anchors"], "tz": zone.key, "go_live_at": go_live}
    decided = (*found.decided, *moved.decided)
    for name, label in _LAUNCH_NAMES.items():
        if name in values and values[name] != launch[name]:
            planned.changes.append(
                _launch_change(reread, label, _said(launch[name], zone), _said(values[name], zone))
            )
        elif name in decided:
            note = f"{label} stays as it was set: {_said(launch[name], zone)}"
            planned.changes.append(_launch_change(reread, label, note=note))
    planned.change("launch", launch, values)
    return zone, go_live


def _launch_change(
    reread: _Reread, label: str, before: str = "", after: str = "", note: str = ""
) -> Change:
    kind = ChangeKind.KEPT if note else ChangeKind.CHANGED
    return Change(kind, "launch", label, reread.names[reread.slot], None, before, after, note)


def _said(value: object, zone: ZoneInfo) -> str:
    return local(value, zone) if isinstance(value, datetime) else spoken(value)


def _diff(reread: _Reread, planned: Planned) -> PlanDiff:
    order = list(ChangeKind)
    changes = sorted(
        planned.changes, key=lambda change: (order.index(change.kind), change.line or 0)
    )
    return PlanDiff(reread.names[reread.slot], tuple(changes), added=isinstance(reread.slot, Ref))


def _event_text(diff: PlanDiff) -> str:
    what = "Added the plan" if diff.added else "Updated the plan from"
    gone = [change.text for change in diff.changes if change.kind is ChangeKind.REMOVED]
    text = f"{what} {diff.source}: {diff.summary()}"
    if not gone:
        return text
    more = f" and {len(gone) - TOLD} more" if len(gone) > TOLD else ""
    return f"{text}; removed: " + ", ".join(f"“{each}”" for each in gone[:TOLD]) + more
