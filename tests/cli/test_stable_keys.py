"""The keys that scripts rely on: adding one is fine, losing or renaming one is a break."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Warroom

PROMISED = {
    "phase list": "id name kind state outcome planned_start planned_end started_at ended_at done "
    "total open_required override_reason line version",
    "task list": "id text state required list_id list phase_id owner due_at value_label value "
    "skip_reason done_by done_at line version",
    "ticket list": "ref subject body priority level state assignee requester channel category "
    "created_at created_by first_response_at resolved_at closed_at escalated_at waiting_since "
    "reopen_count resolution stars issue next_clock next_due_at next_at_risk_at clocks version",
    "issue list": "ref title severity state reported_at reported_by description steps expected "
    "actual impact affected workaround resolution resolved_at resolved_by tickets version",
    "rota list": "id person level starts_at ends_at mode rank state signed_in_at signed_out_at "
    "version",
    "check list": "name kind group checks every_s enabled target unit value detail last_at state "
    "since alert maintenance_until",
    "metric list": "key name unit higher_is_better source value value_at value_by trouble",
    "note list": "id kind text at by",
    "timeline": "id at actor source verb subject_type subject_ref text undone_by",
    "plan list": "name title file",
    "doctor": "what ok found hint",
}


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(("line", "keys"), PROMISED.items())
def test_a_listing_keeps_its_keys(warroom: Warroom, line: str, keys: str) -> None:
    warroom("ticket", "add", "Till is dead")
    warroom("issue", "add", "Odd price")
    warroom("note", "win", "Hundred orders")
    rows: Any = warroom(*line.split(), "--json").json()
    assert rows
    assert set(keys.split()) <= set(rows[0])
