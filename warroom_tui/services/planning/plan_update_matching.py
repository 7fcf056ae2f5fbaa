"""Which phase, list and task of a changed plan is which of the launch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import cast

from warroom_tui.domain.planning.plan_diff import SAME_PLACE, Entry, likeness, match_items, normal
from warroom_tui.services.planning.plan_update_steps import Readings, number_of, same
from warroom_tui.storage.planning.plan_sources import Row

SHARED_TASKS = 0.5
"""Share of common tasks from which a list under another title is the same list."""


class RunSheetMatching:
    """Pairs by place in the new reading; lists first, because phases and tasks follow them."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self.lists = self._match_lists()
        """Place in the new reading → stored list."""
        self.phases = self._match_phases(self.lists)
        """The same for phases."""
        self.tasks = self._match_tasks(self.lists)
        """The same for tasks."""

    def of_plan(self, table: str) -> list[Row]:
        """Stored rows that came from the plan; what people added is not in it."""
        return [row for row in self._readings.live.get(table, []) if row["source_id"] is not None]

    def _match_lists(self) -> dict[int, Row]:
        """Place in the new reading → stored list."""
        readings = self._readings
        old = self.of_plan("checklist")
        gone = readings.gone.get("checklist", [])
        new = readings.new.get("checklist", [])
        pairs = _paired([*old, *gone], new, _path_key)
        old_tasks, new_tasks = self._words_of("live"), self._words_of("new")
        scored = []
        for index, row in _unpaired(new, pairs):
            for other in rest_of(old, pairs):
                if str(other["source_id"]) != str(row["source_id"]):
                    continue
                shared = _shared(old_tasks.get(number_of(other)), new_tasks.get(number_of(row)))
                if shared >= SHARED_TASKS:
                    scored.append((1 + shared, index, other))
                elif _path_key(other)[:-1] == _path_key(row)[:-1]:
                    alike = likeness(str(other["title"]), str(row["title"]))
                    scored.append((alike, index, other))
        _pair_best(scored, SAME_PLACE, pairs)
        return pairs

    def _match_phases(self, lists: dict[int, Row]) -> dict[int, Row]:
        readings = self._readings
        old, new = self.of_plan("phase"), readings.new.get("phase", [])
        gone = readings.gone.get("phase", [])
        pairs = _paired([*old, *gone], new, _name_key)
        votes: dict[tuple[object, object], int] = {}
        new_lists = readings.new.get("checklist", [])
        for index, row in lists.items():
            vote = (new_lists[index]["phase_id"], row["phase_id"])
            votes[vote] = votes.get(vote, 0) + 1
        scored: list[tuple[float, int, Row]] = []
        for index, row in _unpaired(new, pairs):
            for other in rest_of(old, pairs):
                if str(other["source_id"]) == str(row["source_id"]):
                    score = float(votes.get((row["id"], other["id"]), 0))
                    scored.append((score or _phase_likeness(other, row), index, other))
        _pair_best(scored, SAME_PLACE, pairs)
        return pairs

    def _match_tasks(self, lists: dict[int, Row]) -> dict[int, Row]:
        readings = self._readings
        old, new = self.of_plan("task"), readings.new.get("task", [])
        new_lists = readings.new.get("checklist", [])
        to_old = {new_lists[index]["id"]: row["id"] for index, row in lists.items()}

        def entries(rows: Iterable[Row], reading: str) -> list[Entry]:
            return [
                Entry(str(row["text"]), (reading, row["checklist_id"]), str(row["source_id"]))
                for row in rows
            ]

        def group(entry: Entry) -> object:
            reading, number = cast("tuple[str, object]", entry.group)
            return number if reading == "old" else to_old.get(number)

        found = match_items(entries(old, "old"), entries(new, "new"), group)
        pairs = {index: old[place] for index, place in found.items()}
        back = [index for index in range(len(new)) if index not in pairs]
        returned = _paired(
            readings.gone.get("task", []),
            [new[index] for index in back],
            lambda row: (_home(row, to_old, stored="version" in row), normal(str(row["text"]))),
        )
        pairs.update({back[place]: row for place, row in returned.items()})
        return pairs

    def _words_of(self, reading: str) -> dict[object, set[str]]:
        rows = self.of_plan("task") if reading == "live" else self._readings.new.get("task", [])
        found: dict[object, set[str]] = {}
        for row in rows:
            found.setdefault(row["checklist_id"], set()).add(normal(str(row["text"])))
        return found


def _path_key(row: Row) -> tuple[str, ...]:
    path = row["path"] if isinstance(row["path"], list) and row["path"] else [row["title"]]
    return (str(row["source_id"]), *(normal(str(title)) for title in path))


def _name_key(row: Row) -> tuple[str, ...]:
    return (str(row["source_id"]), normal(str(row["name"])))


def _phase_likeness(old: Row, new: Row) -> float:
    alike = likeness(str(old["name"]), str(new["name"]))
    starts = old["anchor_start"] is not None and same(old["anchor_start"], new["anchor_start"])
    return max(alike, 0.3 + alike / 2) if starts else alike


def _home(row: Row, to_old: dict[object, object], *, stored: bool) -> object:
    return row["checklist_id"] if stored else to_old.get(row["checklist_id"], row["checklist_id"])


def _paired(old: Sequence[Row], new: Sequence[Row], key: Callable[[Row], object]) -> dict[int, Row]:
    """Pairs of equal keys, in order."""
    waiting: dict[object, list[Row]] = {}
    for row in old:
        waiting.setdefault(key(row), []).append(row)
    pairs: dict[int, Row] = {}
    for index, row in enumerate(new):
        found = waiting.get(key(row))
        if found:
            pairs[index] = found.pop(0)
    return pairs


def _unpaired(new: Sequence[Row], pairs: dict[int, Row]) -> list[tuple[int, Row]]:
    return [(index, row) for index, row in enumerate(new) if index not in pairs]


def rest_of(old: Sequence[Row], pairs: dict[int, Row]) -> list[Row]:
    """Stored rows without a partner."""
    used = {number_of(row) for row in pairs.values()}
    return [row for row in old if number_of(row) not in used]


def _shared(old: set[str] | None, new: set[str] | None) -> float:
    if not old or not new:
        return 0.0
    return len(old & new) / max(len(old), len(new))


def _pair_best(
    scored: Sequence[tuple[float, int, Row]], least: float, pairs: dict[int, Row]
) -> None:
    used = {number_of(row) for row in pairs.values()}
    for score, index, row in sorted(scored, key=lambda each: (-each[0], each[1])):
        if score >= least and index not in pairs and number_of(row) not in used:
            pairs[index] = row
            used.add(number_of(row))
