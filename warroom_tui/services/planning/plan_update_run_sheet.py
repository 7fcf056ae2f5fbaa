"""Phases, lists and tasks of a changed plan against those of the launch."""

from __future__ import annotations

from collections.abc import Sequence

from warroom_tui.domain.planning.plan_diff import ChangeKind
from warroom_tui.services.planning.plan_update_matching import RunSheetMatching, rest_of
from warroom_tui.services.planning.plan_update_steps import (
    Planned,
    Readings,
    Ref,
    anchor_words,
    differences,
    local,
    number_of,
    same,
    spoken,
)
from warroom_tui.storage.planning.plan_sources import Row

Id = int | Ref
"""A stored row, or one that will be."""

_SETTLED = ("done", "skipped", "na", "failed")
_NAMES = {
    "required": "required",
    "condition_text": "condition",
    "owner": "owner",
    "command": "command",
    "value_label": "value asked for",
    "kind": "kind",
    "timebox_min": "minutes",
    "plan_min_lo": "shortest minutes",
    "plan_min_hi": "longest minutes",
    "objective": "objective",
}
_NEVER = frozenset({"id", "seq", "source_id", "line", "phase_id", "checklist_id", "parent_id"})
_TIMES = {
    "phase": (("anchor_start", "starts_at"), ("anchor_end", "ends_at")),
    "checklist": (("anchor", "starts_at"),),
    "task": (("anchor", "due_at"),),
}
_TITLE = {"phase": "name", "checklist": "title", "task": "text"}
_WHAT = {"phase": "phase", "checklist": "list", "task": "task"}
_STATE = frozenset({"state", "done_by", "done_at"})


class RunSheetUpdate:
    """Plans the steps for phases, lists and tasks; `phase_ids` tells criteria their phase."""

    def __init__(self, readings: Readings, planned: Planned) -> None:
        self._readings = readings
        self._planned = planned
        self._matching = RunSheetMatching(readings)
        self.phase_ids: dict[object, Id] = {}
        """Number of a phase in the new reading → the row it became."""
        self._list_ids: dict[object, Id] = {}
        self._task_ids: dict[object, Id] = {}
        self._base = {
            table: {(str(row.get("source_id")), row.get("line")): row for row in rows}
            for table, rows in readings.base.items()
        }

    def plan(self) -> None:
        """Plan every step; phases first, because lists and tasks refer to them."""
        found = self._matching
        kept_lists, kept_phases = self._kept(found.lists, found.phases)
        self._phases(found.phases, kept_phases)
        self._lists(found.lists, kept_lists)
        self._tasks(found.tasks)

    def _kept(self, lists: dict[int, Row], phases: dict[int, Row]) -> tuple[set[int], set[int]]:
        """Lists and phases that the plan dropped but people still need."""
        by_hand = {
            row["checklist_id"]
            for row in self._readings.live.get("task", [])
            if row["source_id"] is None
        }
        old_lists = rest_of(self._matching.of_plan("checklist"), lists)
        kept_lists = {number_of(row) for row in old_lists if row["id"] in by_hand}
        needed = {row["phase_id"] for row in old_lists if number_of(row) in kept_lists}
        kept_phases = {
            number_of(row)
            for row in rest_of(self._matching.of_plan("phase"), phases)
            if row["state"] != "not_started" or row["id"] in needed
        }
        return kept_lists, kept_phases

    # -- steps -----------------------------------------------------------------------------

    def _phases(self, pairs: dict[int, Row], kept: set[int]) -> None:
        new = self._readings.new.get("phase", [])
        order = self._order(self._matching.of_plan("phase"), new, pairs, kept)
        for index, row in enumerate(new):
            seq = order[("new", index)]
            stored = pairs.get(index)
            if stored is None:
                self.phase_ids[row["id"]] = self._insert("phase", row, seq=seq)
            else:
                self.phase_ids[row["id"]] = number_of(stored)
                self._change("phase", stored, row, seq=seq)
        for row in rest_of(self._matching.of_plan("phase"), pairs):
            self._drop("phase", row, kept, order, "it has begun, or holds what people added")

    def _lists(self, pairs: dict[int, Row], kept: set[int]) -> None:
        new = self._readings.new.get("checklist", [])
        order = self._order(self._matching.of_plan("checklist"), new, pairs, kept)
        for index, row in enumerate(new):
            links: Row = {
                "seq": order[("new", index)],
                "phase_id": self.phase_ids.get(row["phase_id"]),
            }
            stored = pairs.get(index)
            if stored is None:
                self._list_ids[row["id"]] = self._insert("checklist", row, **links)
            else:
                self._list_ids[row["id"]] = number_of(stored)
                self._change("checklist", stored, row, **links)
        for row in rest_of(self._matching.of_plan("checklist"), pairs):
            self._drop("checklist", row, kept, order, "it holds tasks that people added")

    def _tasks(self, pairs: dict[int, Row]) -> None:
        new = self._readings.new.get("task", [])
        length: dict[object, int] = {}
        for index, row in enumerate(new):
            stored = pairs.get(index)
            home = self._list_ids[row["checklist_id"]]
            links: Row = {
                "seq": row["seq"],
                "checklist_id": home,
                "parent_id": self._task_ids.get(row["parent_id"]),
            }
            length[home] = length.get(home, 0) + 1
            if stored is None:
                self._task_ids[row["id"]] = self._insert("task", row, **links)
            else:
                self._task_ids[row["id"]] = number_of(stored)
                self._change("task", stored, row, **links)
        for row in rest_of(self._matching.of_plan("task"), pairs):
            self._drop("task", row, set(), {}, "")
        by_hand = [row for row in self._readings.live.get("task", []) if row["source_id"] is None]
        for row in sorted(by_hand, key=lambda each: int(str(each["seq"]))):
            if row["checklist_id"] in length:
                length[row["checklist_id"]] += 1
                self._planned.change("task", row, {"seq": length[row["checklist_id"]]})

    def _insert(self, table: str, row: Row, **links: object) -> Ref:
        values = {**row, **links}
        values.pop("id")
        self._say(ChangeKind.ADDED, table, row)
        return self._planned.insert(table, row, values)

    def _change(self, table: str, stored: Row, row: Row, **links: object) -> None:
        columns = [name for name in row if name not in _NEVER | _STATE]
        times = [time for _, time in _TIMES[table]]
        if not _may_move(table, stored):
            columns = [name for name in columns if name not in times]
        base = self._base_of(table, stored)
        found = differences(stored, base, row, columns)
        back = stored.get("removed_at") is not None
        values: Row = {**found.values, **links, "line": row["line"]}
        if back:
            values["removed_at"] = None
        if table == "task":
            values |= self._ticked(stored, base, row)
        self._tell(table, stored, row, found.values, found.decided, back=back, links=links)
        self._planned.change(table, stored, values)

    def _base_of(self, table: str, stored: Row) -> Row | None:
        """What the last reading said of a stored row, if it can still be told."""
        base = self._base.get(table, {}).get((str(stored["source_id"]), stored["line"]))
        title = _TITLE[table]
        return base if base is not None and same(base[title], stored[title]) else None

    def _ticked(self, stored: Row, base: Row | None, row: Row) -> Row:
        """A box that was ticked in the document since; a tick of people is never taken back."""
        if row["state"] != "done" or stored["state"] in _SETTLED:
            return {}
        if base is not None and base["state"] == "done":
            return {}
        self._planned.tell(ChangeKind.TICKED, "task", row, self._readings, note="in the document")
        return {"state": "done", "done_by": "plan"}

    def _drop(
        self,
        table: str,
        row: Row,
        kept: set[int],
        order: dict[tuple[str, int], int],
        why: str,
    ) -> None:
        title, what = _TITLE[table], _WHAT[table]
        if number_of(row) in kept:
            self._planned.tell(
                ChangeKind.KEPT,
                what,
                row,
                self._readings,
                title=title,
                note=f"no longer in the plan; kept because {why}",
            )
            self._planned.change(table, row, {"seq": order[("old", number_of(row))]})
            return
        note = "it was done" if row.get("state") in _SETTLED else ""
        if not self._is_phase_itself(table, row, self._matching.of_plan("phase")):
            self._planned.tell(
                ChangeKind.REMOVED, what, row, self._readings, title=title, note=note
            )
        self._planned.change(table, row, {"removed_at": self._readings.now})

    # -- telling ---------------------------------------------------------------------------

    def _tell(
        self,
        table: str,
        stored: Row,
        row: Row,
        values: Row,
        decided: Sequence[str],
        *,
        back: bool,
        links: Row,
    ) -> None:
        title = _TITLE[table]
        done = "it is ticked: look again" if stored.get("state") == "done" else ""
        if back:
            self._say(ChangeKind.ADDED, table, row, note="it had been removed before")
        if title in values:
            self._say(ChangeKind.REWORDED, table, row, before=spoken(stored[title]), note=done)
        parent = "checklist_id" if table == "task" else "phase_id"
        if parent in links and not same(stored[parent], links[parent]):
            self._say(ChangeKind.MOVED, table, row, note=f"from {self._home(parent, stored)}")
        self._say_times(table, stored, row, values)
        for column, name in _NAMES.items():
            if column in values:
                before = f"{name} {spoken(stored[column])}" if stored[column] else ""
                after = f"{name} {spoken(values[column])}" if values[column] else f"no {name}"
                self._say(ChangeKind.CHANGED, table, row, before=before, after=after)
        for column in decided:
            if column in _NAMES or column == title:
                note = f"{_NAMES.get(column, 'text')} stays “{spoken(stored[column])}”"
                self._say(ChangeKind.KEPT, table, row, note=note)

    def _is_phase_itself(self, table: str, row: Row, phases: Sequence[Row]) -> bool:
        """A list under a phase's own heading: what happens to it is told of the phase."""
        places = {(str(each["source_id"]), each["line"]) for each in phases}
        return table == "checklist" and (str(row["source_id"]), row["line"]) in places

    def _say(self, kind: ChangeKind, table: str, row: Row, **more: str) -> None:
        if self._is_phase_itself(table, row, self._readings.new.get("phase", [])):
            return
        self._planned.tell(kind, _WHAT[table], row, self._readings, title=_TITLE[table], **more)

    def _say_times(self, table: str, stored: Row, row: Row, values: Row) -> None:
        """One line for a moved window; times that moved only with go-live say nothing."""
        moved = [pair for pair in _TIMES[table] if pair[0] in values]
        if not moved:
            return
        zone = self._readings.zone

        def window(of: Row) -> str:
            parts = [local(of[at], zone) or anchor_words(of[by]) for by, at in _TIMES[table]]
            return " to ".join(part for part in parts if part)

        before, after = window(stored), window({**stored, **values})
        if before == after:  # what is done keeps its time
            before, after = (
                " to ".join(anchor_words(of[by]) for by, _ in moved) for of in (stored, row)
            )
        self._say(ChangeKind.RETIMED, table, row, before=before, after=after)

    def _home(self, parent: str, stored: Row) -> str:
        table = "checklist" if parent == "checklist_id" else "phase"
        rows = [*self._readings.live.get(table, []), *self._readings.gone.get(table, [])]
        found = next((row for row in rows if row["id"] == stored[parent]), None)
        return f"“{found[_TITLE[table]]}”" if found is not None else "outside any phase"

    def _order(
        self, old: Sequence[Row], new: Sequence[Row], pairs: dict[int, Row], kept: set[int]
    ) -> dict[tuple[str, int], int]:
        """Places from 1: the new plan's order, what is kept behind what it stood behind."""
        order: list[tuple[str, int]] = [("new", index) for index in range(len(new))]
        now_at = {number_of(row): ("new", index) for index, row in pairs.items()}
        before: tuple[str, int] | None = None
        for row in sorted(old, key=lambda each: int(str(each["seq"]))):
            here = now_at.get(number_of(row))
            if here is None and number_of(row) in kept:
                here = ("old", number_of(row))
                order.insert(order.index(before) + 1 if before is not None else 0, here)
            before = here or before
        return {place: seq for seq, place in enumerate(order, 1)}


def _may_move(table: str, stored: Row) -> bool:
    """What has happened keeps the time it was planned for."""
    if table == "phase":
        return stored["state"] == "not_started"
    return table != "task" or stored["state"] in ("open", "in_progress", "blocked")
