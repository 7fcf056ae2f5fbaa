"""A real Prometheus with its node exporter and Alertmanager is asked as a plan asks it."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime, timedelta

from tests.probes.conftest import a_check, measure
from tests.servers.conftest import Stack, measured_until
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.monitoring.health import Check


def promql(stack: Stack, query: str) -> Check:
    return a_check("promql", query, options=CheckOptions(server=stack.prometheus))


def test_a_query_gives_one_number_or_says_why_not(stack: Stack) -> None:
    up = measured_until(promql(stack, 'up{job="node"}'), lambda seen: seen.value == 1)
    assert up.ok
    free = measure(promql(stack, "100 * min(node_memory_MemAvailable_bytes / 1) > 0"))
    assert free.ok
    nothing = measure(promql(stack, "no_such_metric"))
    assert (nothing.unknown, nothing.detail) == (True, "no data")
    many = measure(promql(stack, "node_cpu_seconds_total"))
    assert many.unknown
    assert "series: the query must give one" in many.detail
    wrong = measure(promql(stack, "sum("))
    assert wrong.unknown
    assert wrong.detail.startswith("Prometheus: ")
    nan = measure(promql(stack, "0 / 0 * vector(1)"))
    assert nan.unknown


def test_its_alert_is_listed_and_a_silence_over_there_is_told(stack: Stack) -> None:
    check = a_check("alertmanager", stack.alertmanager)
    seen = measured_until(check, lambda found: found.value == 1)
    assert seen.alerts is not None
    [alert] = seen.alerts
    assert (alert.name, alert.severity, alert.state) == ("NodeIsThere", "critical", "active")
    assert alert.summary == "the node answers"
    assert ("team", "till [/]") in alert.labels
    assert alert.since is not None
    assert datetime.now(UTC) - alert.since < timedelta(minutes=5)
    silence(stack)
    quiet = measured_until(check, lambda found: found.value == 0)
    assert quiet.detail == "0 active, 1 silenced or waiting"
    assert quiet.alerts is not None
    assert quiet.alerts[0].state == "suppressed"


def silence(stack: Stack) -> None:
    """Somebody silences it in the Alertmanager itself."""
    now = datetime.now(UTC)
    body = {
        "matchers": [{"name": "alertname", "value": "NodeIsThere", "isRegex": False}],
        "startsAt": now.isoformat(),
        "endsAt": (now + timedelta(hours=1)).isoformat(),
        "createdBy": "test",
        "comment": "known",
    }
    request = urllib.request.Request(
        f"{stack.alertmanager}/api/v2/silences",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
