"""Everything of a changed plan that is no run sheet: criteria, people, targets, checks, pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from warroom_tui.domain.plan_diff import SAME_PLACE, ChangeKind, likeness, normal
from warroom_tui.services.plan_update_steps import (
    Key,
    Planned,
    Readings,
    Ref,
    differences,
    number_of,
    pair_rows,
    same,
    spoken,
)
from warroom_tui.storage.plan_sources import Row

Gone = Literal["delete", "mark", "disable", "stop", "leave", "keep"]
"""What happens to a row that the plan drops: `mark` keeps it as history, `disable` and `stop`
switch it off, `leave` says that it is left to people, `keep` says nothing."""

_FIGURE = re.compile(r"[<>≤≥=]+|\d+(?:[.,]\d+)?|%")


@dataclass(frozen=True, slots=True)
class FlatSpec:
    """How rows of one table are recognised and told."""

    table: str
    what: str
    levels: tuple[Key, ...]
    """What identifies a row, strictest first."""
    title: Callable[[Row], str]
    shown: tuple[str, ...]
    """Columns whose change is told, in the words of the diff."""
    gone: Gone = "delete"
    fuzzy: str = ""
    """Text column by whose words a row is recognised when nothing else fits."""
    links: tuple[tuple[str, str], ...] = ()
    """(column, table) of references to rows of other tables."""
    open_states: tuple[str, ...] = ()
    """States in which nothing has happened yet; what has happened is not touched."""

    def is_open(self, row: Row) -> bool:
        """Whether a stored row may still change with the plan."""
        return not self.open_states or row["state"] in self.open_states


def columns(*names: str) -> Key:
    """Rows are the same when these columns are; texts count by their words."""

    def key(row: Row) -> object:
        return tuple(_word(row.get(name)) for name in names)

    return key


def _word(value: object) -> str:
    if isinstance(value, str):
        return normal(value)
    return str(sorted(value.items())) if isinstance(value, Mapping) else str(value)


def _without_figures(name: str, *others: str) -> Key:
    rest = columns(*others)

    def key(row: Row) -> object:
        return (normal(_FIGURE.sub(" ", str(row[name]))), rest(row))

    return key


def _column(name: str) -> Callable[[Row], str]:
    return lambda row: str(row[name])


def _target(row: Row) -> str:
    return f"{row['key']} {str(row['clock']).replace('_', ' ')}"


def _contact(row: Row) -> str:
    return f"{row['label']}: {row['name']}" if row["name"] else str(row["label"])


SPECS: tuple[FlatSpec, ...] = (
    FlatSpec(
        "person", "person", (columns("name"),), _column("name"),
        ("role", "level", "email", "phone"), gone="keep",
    ),
    FlatSpec(
        "shift", "shift", (columns("person_id", "anchor_start"), columns("person_id")),
        _column("level"), ("level", "mode", "rank", "anchor_start", "anchor_end"),
        links=(("person_id", "person"),), open_states=("planned",),
    ),
    FlatSpec(
        "requirement", "heads needed",
        (
            columns("source_id", "level", "label", "day_from", "day_to", "time_from", "time_to",
                    "mode"),
            columns("source_id", "level", "label", "mode"),
            columns("source_id", "level", "label"),
        ),
        _column("label"),
        ("min_heads", "max_heads", "day_from", "day_to", "time_from", "time_to", "mode"),
    ),
    FlatSpec(
        "contact", "contact",
        (columns("source_id", "kind", "label", "name"), columns("source_id", "kind", "label")),
        _contact, ("name", "email", "phone", "hours"),
    ),
    FlatSpec(
        "contact_channel", "channel",
        (columns("source_id", "label", "address"), columns("source_id", "label")),
        _column("label"), ("address", "audience"),
    ),
    FlatSpec(
        "priority_definition", "priority",
        (columns("source_id", "priority", "title"), columns("source_id", "priority")),
        _column("priority"), ("title", "examples", "response_text"),
    ),
    FlatSpec(
        "sla_target", "reply time",
        (columns("source_id", "scope", "key", "clock", "text"),
         columns("source_id", "scope", "key", "clock")),
        _target, ("text",),
    ),
    FlatSpec(
        "check_def", "check", (columns("name"),), _column("name"),
        ("kind", "target", "every_s", "timeout_s", "expect", "contains", "slow", "down",
         "fail_after", "ok_after", "options"),
        gone="disable",
    ),
    FlatSpec(
        "metric", "metric", (columns("key"),), _column("name"),
        ("name", "unit", "higher_is_better", "source", "url", "path", "every_s",
         "options"),
        gone="keep",
    ),
    FlatSpec(
        "criterion", "criterion",
        (
            columns("source_id", "klass", "period", "text"),
            columns("source_id", "text"),
            _without_figures("text", "source_id", "klass", "period"),
        ),
        _column("text"), ("text", "klass", "tier", "period", "op", "threshold", "unit"),
        gone="mark", fuzzy="text", links=(("phase_id", "phase"),),
    ),
    FlatSpec(
        "plan_node", "page",
        (columns("source_id", "kind", "title", "stable_id"),
         columns("source_id", "kind", "title")),
        _column("title"), ("markdown",),
    ),
    FlatSpec(
        "message", "message",
        (columns("source_id", "title", "audience", "body"), columns("source_id", "title")),
        _column("title"), ("audience", "anchor", "every_min", "subject", "body"),
        open_states=("planned", "drafted", "approved", "held"),
    ),
    FlatSpec(
        "gate", "gate",
        (columns("source_id", "kind", "title"), columns("source_id", "kind")),
        _column("title"), ("title", "kind", "anchor"), gone="leave",
        open_states=("pending", "held"),
    ),
    FlatSpec(
        "sign_off", "sign-off", (columns("gate_id", "role"),), _column("role"), (),
        links=(("gate_id", "gate"),), open_states=("awaiting",),
    ),
    FlatSpec(
        "routine", "routine",
        (columns("source_id", "title", "rule", "every_min"), columns("source_id", "title")),
        _column("title"),
        ("rule", "at", "weekday", "every_min", "anchor_from", "anchor_to", "steps"), gone="stop",
    ),
    FlatSpec(
        "meeting", "meeting",
        (columns("source_id", "title", "every"), columns("source_id", "title")),
        _column("title"), ("every", "anchor", "duration_min", "attendees", "agenda"),
        open_states=("planned",),
    ),
    FlatSpec(
        "procedure", "procedure",
        (columns("source_id", "kind", "title"), columns("source_id", "title")),
        _column("title"), ("kind", "steps"),
    ),
    FlatSpec(
        "risk", "risk", (columns("source_id", "text"),), _column("text"),
        ("text", "probability", "impact", "mitigation", "response"), fuzzy="text",
    ),
)  # fmt: skip
"""In an order in which what is referred to comes first."""

_SILENT = frozenset({"id", "line", "source_id", "manual_verdict", "state"})
_LONG = frozenset({"body", "markdown", "steps", "agenda", "examples", "options"})
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
        pairs = pair_rows(live, new, levels)
        _pair_alike(spec, live, new, pairs)
        _pair_returned(spec, gone, new, pairs)
        base = _BaseRows(spec, self._based(spec))
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


class _BaseRows:
    """The old reading's row for a stored one."""

    def __init__(self, spec: FlatSpec, rows: Sequence[Row]) -> None:
        self._spec = spec
        self._by_key: dict[object, Row] = {}
        self._by_place: dict[object, list[Row]] = {}
        for row in rows:
            self._by_key.setdefault(spec.levels[0](row), row)
            place = (str(row.get("source_id")), row.get("line"))
            self._by_place.setdefault(place, []).append(row)

    def of(self, stored: Row) -> Row | None:
        """The row that reads the same, else the only one that stood on the same line."""
        found = self._by_key.get(self._spec.levels[0](stored))
        if found is not None or stored.get("line") is None:
            return found
        there = self._by_place.get((str(stored.get("source_id")), stored["line"]), [])
        loosest = self._spec.levels[-1]
        fitting = [row for row in there if loosest(row) == loosest(stored)]
        return fitting[0] if len(fitting) == 1 else None


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


def _pair_alike(
    spec: FlatSpec, live: Sequence[Row], new: Sequence[Row], pairs: dict[int, Row]
) -> None:
    """Pair reworded rows by their words, figures left out."""
    if not spec.fuzzy:
        return
    used = {number_of(row) for row in pairs.values()}
    scored = []
    for index, row in enumerate(new):
        if index in pairs:
            continue
        for other in live:
            if number_of(other) not in used and same(other["source_id"], row["source_id"]):
                score = likeness(
                    _FIGURE.sub(" ", str(other[spec.fuzzy])), _FIGURE.sub(" ", str(row[spec.fuzzy]))
                )
                if score >= SAME_PLACE:
                    scored.append((score, index, other))
    for _, index, other in sorted(scored, key=lambda each: (-each[0], each[1])):
        if index not in pairs and number_of(other) not in used:
            pairs[index] = other
            used.add(number_of(other))


def _pair_returned(
    spec: FlatSpec, gone: Sequence[Row], new: Sequence[Row], pairs: dict[int, Row]
) -> None:
    """Rows that an earlier update removed and that are in the plan again."""
    left = [index for index in range(len(new)) if index not in pairs]
    found = pair_rows(gone, [new[index] for index in left], spec.levels[:1])
    pairs.update({left[place]: row for place, row in found.items()})


def _plain(column: str) -> str:
    return column.removesuffix("_s").replace("_", " ")
