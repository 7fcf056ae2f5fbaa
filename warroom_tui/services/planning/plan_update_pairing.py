"""Which row of a changed plan is which stored one: by keys, by words, by place, by return."""

from __future__ import annotations

from collections.abc import Sequence

from warroom_tui.domain.planning.plan_diff import SAME_PLACE, likeness
from warroom_tui.services.planning.plan_update_steps import number_of, pair_rows, same
from warroom_tui.services.planning.plan_update_tables import FIGURE, FlatSpec
from warroom_tui.storage.planning.plan_sources import Row


def paired(
    spec: FlatSpec, live: Sequence[Row], gone: Sequence[Row], new: Sequence[Row]
) -> dict[int, Row]:
    """Index of each new row that is known, with the stored row that it is."""
    pairs = pair_rows(live, new, spec.levels)
    _pair_alike(spec, live, new, pairs)
    _pair_returned(spec, gone, new, pairs)
    return pairs


class BaseRows:
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
                    FIGURE.sub(" ", str(other[spec.fuzzy])), FIGURE.sub(" ", str(row[spec.fuzzy]))
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
