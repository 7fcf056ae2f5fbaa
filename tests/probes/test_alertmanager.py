"""An Alertmanager's alerts are told beside ours; when it is away, that is said plainly."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.probes.conftest import Caller, Serve, a_check, measure
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.probes.alertmanager import MOST


def alert(name: str, state: str = "active", **labels: str) -> dict[str, object]:
    return {
        "labels": {"alertname": name, "severity": "critical", **labels},
        "annotations": {"summary": f"{name} is on \x1b[2Jfire"},
        "startsAt": "2026-12-01T09:00:00.000+02:00",
        "status": {"state": state},
    }


def test_its_alerts_are_read_cleaned_and_counted(serve: Serve) -> None:
    told = [alert("Quiet", "suppressed"), alert("Disk", job="[/]\u202eevil"), {"labels": None}, 7]
    server = serve(lambda caller: caller.answer(body=json.dumps(told).encode()))
    seen = measure(a_check("alertmanager", server.url("/am/")))
    assert server.asked[0].path == "/am/api/v2/alerts"
    assert (seen.ok, seen.value, seen.detail) == (True, 2, "2 active, 1 silenced or waiting")
    assert seen.alerts is not None
    disk, nameless, quiet = seen.alerts
    assert (disk.name, disk.severity, disk.state) == ("Disk", "critical", "active")
    assert disk.since == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert disk.summary == "Disk is on ␛[2Jfire"
    assert disk.labels == (("job", "[/]\ufffdevil"),)
    assert (nameless.name, quiet.state) == ("(no name)", "suppressed")


def test_it_is_asked_with_credentials_that_were_made_for_it(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARROOM_SECRET_AM", "s3cr3t-am")
    server = serve(lambda caller: caller.answer(body=b"[]"))
    options = CheckOptions(headers=(("Authorization", "Bearer ${WARROOM_SECRET_AM}"),))
    assert measure(a_check("alertmanager", server.url(), options=options)).detail == "0 active"
    assert server.asked[0].header("Authorization") == "Bearer s3cr3t-am"


def test_one_that_cannot_be_asked_is_down(serve: Serve, free_port: int) -> None:
    def behave(caller: Caller) -> None:
        bodies = {b"teapot": b"I am a teapot", b"object": b"{}"}
        caller.answer(body=next((body for key, body in bodies.items() if key in caller.request)))

    server = serve(behave)
    away = measure(a_check("alertmanager", f"http://127.0.0.1:{free_port}"))
    assert (away.ok, away.unknown, away.detail) == (
        False,
        False,
        "Alertmanager: connection refused",
    )
    assert measure(a_check("alertmanager", server.url("/teapot"))).detail == (
        "Alertmanager: the answer is no JSON"
    )
    assert measure(a_check("alertmanager", server.url("/object"))).detail == (
        "no Alertmanager answers there"
    )


def test_a_flood_of_alerts_is_counted_and_cut(serve: Serve) -> None:
    body = json.dumps([alert(f"A{number}") for number in range(MOST * 2)]).encode()
    server = serve(lambda caller: caller.answer(body=body))
    seen = measure(a_check("alertmanager", server.url()))
    assert seen.value == MOST * 2
    assert seen.alerts is not None
    assert len(seen.alerts) == MOST
