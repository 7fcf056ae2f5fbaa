"""Setting or moving go-live: everything that the plan says relative to it is reckoned anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from warroom_tui.domain.errors import Refused
from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.runsheet import launches, schedule
from warroom_tui.storage.transaction import Plain, Transaction


class Schedule:
    """The launch's own clock face: go-live and what hangs on it."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def set_go_live(self, at: datetime, expected: int | None = None) -> Launch:
        """Set go-live (aware) and move what has not begun yet; what happened stays.

        Phases, lists, tasks and planned shifts that the plan places relative to go-live follow;
        shifts that people added by hand stay where they are. One event, one undo.
        """
        with self._context.writing() as tx:
            launch = launches.read_launch(tx.connection)
            if launch.go_live_at == at:
                raise Refused("Go-live is at that time already.")
            zone = launch.zone
            self._move_launch(tx, at, zone, expected)
            for table, columns in schedule.ANCHORED:
                for row in schedule.unstarted(tx.connection, table):
                    moved = {
                        column: _resolve(row[anchor], at, zone)
                        for anchor, column in columns
                        if row[anchor]
                    }
                    if moved:
                        tx.update(table, row["id"], None, "The plan", None, **moved)
            # The recurrence library is loaded by those few who move go-live.
            from warroom_tui.services.runsheet.repetitions import reckon_repetitions

            reckon_repetitions(tx, at, zone)
            local = at.astimezone(zone)
            tx.event(
                "rescheduled",
                "launch",
                launch.code,
                f"Go-live set to {local:%a} {local.day} {local:%b %Y %H:%M}",
            )
            return launches.read_launch(tx.connection)

    def _move_launch(
        self, tx: Transaction, at: datetime, zone: ZoneInfo, expected: int | None
    ) -> None:
        row = tx.get(schema.launch, 1, what="The launch")
        anchors: Mapping[str, Mapping[str, int | str]] = row["anchors"] or {}
        moved = {name: _resolve(anchor, at, zone) for name, anchor in anchors.items()}
        tx.update(
            schema.launch,
            1,
            expected,
            "The launch",
            ("launch", str(row["code"])),
            go_live_at=at,
            **moved,
        )


def _resolve(
    anchor: Mapping[str, int | str] | Plain, at: datetime, zone: ZoneInfo
) -> datetime | None:
    assert isinstance(anchor, Mapping)
    known = {str(key): value for key, value in anchor.items() if isinstance(value, int | str)}
    return Anchor.from_json(known).resolve(at, zone)
