"""Uptime and response time come from the checks, the same on the board and in the report."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from warroom_tui.bootstrap import open_rehearsal


def test_probe_metrics_are_filled_from_the_checks_alike_everywhere(tmp_path: Path) -> None:
    services, _ = open_rehearsal(
        "layby-launch-week",
        tmp_path / "demo.db",
        "http://127.0.0.1:9",
        actor="lead",
        today=date(2026, 11, 30),
    )
    services.rehearsal.pause()
    board = {metric.key: metric.value for metric in services.board().metrics}
    facts = services.reports.preview().facts
    report = {figure.key: figure.value for figure in facts.business}
    services.close()
    assert board["uptime"] == pytest.approx(100.0)
    assert board["response_time"] is not None
    assert 20 < board["response_time"] < 500
    assert report["uptime"] == board["uptime"]
    assert report["response_time"] == board["response_time"]
