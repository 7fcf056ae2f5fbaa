"""Figures that the monitor fetches reach the board; a failure is told once."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.health.conftest import MakeLaunch, told
from tests.monitor.conftest import StartMonitor
from tests.probes.conftest import Caller, Serve
from tests.services.sample import seat
from warroom_tui.domain.monitoring.health import Measurement
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.services.warroom import Services

FENCE = """\
metrics:
  - key: laybys
    name: Laybys created
    source: http_json
    http: {shop}/stats
    path: laybys.created
    headers: {{Authorization: "Bearer ${{WARROOM_SECRET_STATS}}"}}
    every: 1s
  - key: error_rate
    name: Error rate
    unit: percent
    better: lower
    source: promql
    prometheus: {shop}
    promql: 100 * errors / requests
    every: 1s
  - {{key: visitors, name: Visitors, source: manual}}
"""


def shop(caller: Caller) -> None:
    if caller.path.startswith("/api/v1/query"):
        result = [{"metric": {}, "value": [1.0, "0.25"]}]
        data: object = {
            "status": "success",
            "data": {"resultType": "vector", "result": result},
        }
    else:
        data = {"laybys": {"created": 131}}
    caller.answer(body=json.dumps(data).encode())


def metric(services: Services, key: str) -> Metric:
    return next(metric for metric in services.health.metrics() if metric.key == key)


def test_the_monitor_fetches_them_and_no_token_is_kept(
    make_launch: MakeLaunch,
    serve: Serve,
    start_monitor: StartMonitor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WARROOM_SECRET_STATS", "t0ken-of-the-shop")
    server = serve(shop)
    path = make_launch(FENCE.format(shop=server.url("").rstrip("/")))
    with seat(path, "Ana") as ana:
        monitor = start_monitor(ana.health)
        assert server.wait_for_calls(4)
        monitor.stop()
        laybys, errors = metric(ana, "laybys"), metric(ana, "error_rate")
        assert (laybys.value, laybys.value_by, laybys.trouble) == (131, "monitor", None)
        assert errors.value == 0.25
        assert metric(ana, "visitors").value is None
        sent = {caller.header("Authorization") for caller in server.asked}
        assert sent == {"Bearer t0ken-of-the-shop", None}
        assert all(
            caller.header("Authorization") is None
            for caller in server.asked
            if caller.path.startswith("/api/v1")
        )
    assert b"t0ken-of-the-shop" not in b"".join(file.read_bytes() for file in files(path))


def files(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}*"))


def test_a_failure_is_told_when_it_begins_and_when_it_ends(
    make_launch: MakeLaunch, clock: FixedClock
) -> None:
    with seat(make_launch(FENCE.format(shop="http://shop.example")), "Ana", clock) as ana:
        feed = ana.health.feeds()[0]

        def fetched(seen: Measurement) -> None:
            ana.health.record_fetched([(feed, seen, clock.move(minutes=1))])

        fetched(Measurement(True, 12.0, "HTTP 200"))
        for _ in range(3):
            fetched(Measurement(False, None, "HTTP 503"))
        assert (metric(ana, "laybys").value, metric(ana, "laybys").trouble) == (12, "HTTP 503")
        fetched(Measurement(False, None, "timeout after 1 s"))
        fetched(Measurement(True, 15.0, "HTTP 200"))
        assert told(ana) == [
            "Laybys created cannot be fetched: HTTP 503",
            "Laybys created is fetched again",
        ]
        assert (metric(ana, "laybys").value, metric(ana, "laybys").trouble) == (15, None)
        assert metric(ana, "laybys").value_at == datetime(2026, 12, 1, 8, 6, tzinfo=UTC)
