"""Everything of a changed plan that is no run sheet: criteria, people, targets, checks, pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from warroom_tui.domain.planning.plan_diff import ChangeKind
from warroom_tui.services.planning.plan_update_pairing import BaseRows, paired
from warroom_tui.services.planning.plan_update_steps import (
    Planned,
    Readings,
    Ref,
    differences,
    number_of,
    spoken,
)
from warroom_tui.services.planning.plan_update_tables import SPECS, FlatSpec
from warroom_tui.storage.planning.plan_sources import Row

_SILENT = frozenset({"id", "line", "source_id", "manual_verdict", "state"})
_LONG = frozenset(
    {"body", "markdown", "steps", "agenda", "examples", "options", "hours", "handles"}
)
"""Columns whose change is named but not shown."""

_REPEATED = frozenset({"message", "meeting"})
"""What comes back has a row for each time; the plan speaks of the one that is still to come."""


class FlatUpdate:
    """Plans the steps for the tables of `SPECS`."""

    def __init__(
        self, readings: Readings, planned: Planned, phase_ids: Mapping[object, int | Ref]
    ) -> None:
        self._readings = readings
        self._planned = planned
        self._ids: dict[str, dict[object, int | Ref]] = {"phase": dict(phase_ids)}

    def plan(self) -> None:
        """Plan every step."""
        for spec in SPECS:
            self._table(spec)

    def _table(self, spec: FlatSpec) -> None:
        readings = self._readings
        new = self._linked(spec, readings.new.get(spec.table, []))
        live = [row for row in readings.live.get(spec.table, []) if _from_plan(spec, row)]
        gone = readings.gone.get(spec.table, [])
        levels = spec.levels
        live.sort(key=lambda row: not spec.is_open(row))
        pairs = paired(spec, live, gone, new)
        base = BaseRows(spec, self._based(spec))
        ids = self._ids.setdefault(spec.table, {})
        for index, row in enumerate(new):
            stored = pairs.get(index)
            if stored is None:
                ids[_number(row, index)] = self._insert(spec, row, index)
            else:
                ids[_number(row, index)] = number_of(stored)
                self._change(spec, stored, base.of(stored), row)
        used = {number_of(row) for row in pairs.values()}
        loosest = {levels[-1](row) for row in pairs.values()}
        for row in live:
            again = spec.table in _REPEATED and levels[-1](row) in loosest
            if number_of(row) not in used and not again:
                self._drop(spec, row)

    def _linked(self, spec: FlatSpec, rows: Sequence[Row]) -> list[Row]:
        """The new rows with references to what the rows of the other tables became."""
        out = []
        for row in rows:
            links = {column: self._ids[table].get(row[column]) for column, table in spec.links}
            out.append({**row, **links})
        return out

    def _based(self, spec: FlatSpec) -> list[Row]:
        """The old reading's rows; people are found by their name, so that shifts can be told."""
        rows = self._readings.base.get(spec.table, [])
        if spec.table != "shift":
            return rows
        names = {row["id"]: row["name"] for row in self._readings.base.get("person", [])}
        stored = {row["name"]: row["id"] for row in self._readings.live.get("person", [])}
        return [{**row, "person_id": stored.get(names[row["person_id"]])} for row in rows]

    def _insert(self, spec: FlatSpec, row: Row, index: int) -> Ref:
        values = {key: value for key, value in row.items() if key != "id"}
        self._say(spec, ChangeKind.ADDED, row)
        return self._planned.insert(spec.table, {**row, "id": _number(row, index)}, values)

    def _change(self, spec: FlatSpec, stored: Row, base: Row | None, row: Row) -> None:
        linked = {column for column, _ in spec.links}
        names = [name for name in row if name not in _SILENT | linked]
        if not spec.is_open(stored):
            names = []
        found = differences(stored, base, row, names)
        values: Row = {**found.values, **{name: row[name] for name in linked}}
        if "line" in row:
            values["line"] = row["line"]
        if "manual_verdict" in row:
            verdict = differences(stored, base, row, ["manual_verdict"])
            if stored["manual_verdict"] is None and verdict.values:
                values |= verdict.values
                self._say(spec, ChangeKind.TICKED, row, note="in the document")
        if stored.get("removed_at") is not None:
            values["removed_at"] = None
            self._say(spec, ChangeKind.ADDED, row, note="it had been removed before")
        if stored.get("enabled") is False and base is None:
            values["enabled"] = True
            self._say(spec, ChangeKind.ADDED, row, note="it had been switched off")
        self._tell(spec, stored, row, found.values)
        for name in found.decided:
            if name in spec.shown:
                self._say(spec, ChangeKind.KEPT, row, note=f"{name} stays “{spoken(stored[name])}”")
        self._planned.change(spec.table, stored, values)

    def _tell(self, spec: FlatSpec, stored: Row, row: Row, values: Row) -> None:
        told = [name for name in spec.shown if name in values]
        if not told:
            return
        figures = {"op", "threshold", "unit"} & set(told) or spec.table == "sla_target"
        long = [name for name in told if name in _LONG]
        if "text" in told:
            kind = ChangeKind.CHANGED if figures else ChangeKind.REWORDED
            self._say(spec, kind, row, before=spoken(stored["text"]), after=spoken(row["text"]))
            return
        short = [name for name in told if name not in _LONG]
        self._say(
            spec,
            ChangeKind.CHANGED,
            row,
            before=", ".join(f"{_plain(name)} {spoken(stored[name]) or 'none'}" for name in short),
            after=", ".join(f"{_plain(name)} {spoken(values[name]) or 'none'}" for name in short),
            note=f"{' and '.join(map(_plain, long))} changed" if long else "",
        )

    def _drop(self, spec: FlatSpec, row: Row) -> None:
        if spec.gone == "keep":
            return
        if spec.gone == "disable":
            if row["enabled"]:
                self._say(spec, ChangeKind.REMOVED, row, note="switched off; its history stays")
                self._planned.change(spec.table, row, {"enabled": False})
            return
        if not spec.is_open(row):
            return  # it has happened: it is history, whatever the plan says now
        if spec.gone == "leave":
            note = "no longer in the plan; decide or waive it by hand"
            self._say(spec, ChangeKind.KEPT, row, note=note)
            return
        if spec.gone == "stop":
            if row["next_due_at"] is not None or row["active_to"] is None:
                self._say(spec, ChangeKind.REMOVED, row, note="stopped; its runs stay")
                now = self._readings.now
                self._planned.change(spec.table, row, {"next_due_at": None, "active_to": now})
            return
        self._say(spec, ChangeKind.REMOVED, row)
        if spec.gone == "mark":
            self._planned.change(spec.table, row, {"removed_at": self._readings.now})
        else:
            self._planned.delete(spec.table, row)

    def _say(self, spec: FlatSpec, kind: ChangeKind, row: Row, **more: str) -> None:
        told = {**row, "title": self._title(spec, row)}
        self._planned.tell(kind, spec.what, told, self._readings, title="title", **more)

    def _title(self, spec: FlatSpec, row: Row) -> str:
        if spec.table != "shift":
            return spec.title(row)
        people = [*self._readings.live.get("person", []), *self._readings.new.get("person", [])]
        wanted = row["person_id"]
        number = wanted.number if isinstance(wanted, Ref) else wanted
        rows = people[::-1] if isinstance(wanted, Ref) else people
        name = next((str(each["name"]) for each in rows if each["id"] == number), "somebody")
        at = row["anchor_start"]
        day = at.get("day", 0) + 1 if isinstance(at, Mapping) else "?"
        clock = at.get("at", "") if isinstance(at, Mapping) else ""
        return f"{name}, day {day} {clock}".rstrip()


def _number(row: Row, index: int) -> int:
    value = row.get("id", index + 1)
    assert isinstance(value, int)
    return value


def _from_plan(spec: FlatSpec, row: Row) -> bool:
    """Rows that people made by hand are theirs."""
    if spec.table == "shift":
        return row["anchor_start"] is not None
    if spec.table in ("person", "metric", "check_def", "gate", "sign_off"):
        return True
    return row["source_id"] is not None


def _plain(column: str) -> str:
    return column.removesuffix("_s").replace("_", " ")
