"""Ports, the machine itself, and the kinds that nobody measures yet."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import psutil
import pytest

from tests.probes.conftest import Serve, a_check, measure
from warroom_tui.probes.tcp import split_address


def test_an_open_port(serve: Serve) -> None:
    seen = measure(a_check("tcp", f"127.0.0.1:{serve(lambda caller: None).port}"))
    assert (seen.ok, seen.detail) == (True, "port open")
    assert seen.value is not None


def test_a_closed_port(free_port: int) -> None:
    seen = measure(a_check("tcp", f"127.0.0.1:{free_port}"))
    assert (seen.ok, seen.detail) == (False, "connection refused")


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("db.example:5432", ("db.example", 5432)),
        ("tcp://db.example:5432", ("db.example", 5432)),
        ("[::1]:80", ("::1", 80)),
        ("::1:80", None),
        ("db.example", None),
        ("db.example:http", None),
        ("db.example:0", None),
        ("db.example:70000", None),
        (":80", None),
    ],
)
def test_addresses(target: str, address: tuple[str, int] | None) -> None:
    assert split_address(target) == address


def test_a_port_without_a_number_is_not_claimed_down() -> None:
    assert measure(a_check("tcp", "db.example")).unknown


@pytest.mark.parametrize("target", ["cpu", "memory", "disk", "load"])
def test_the_machine_in_percent(target: str) -> None:
    seen = measure(a_check("host", target))
    assert seen.ok, seen
    assert seen.value is not None
    assert math.isfinite(seen.value)
    assert seen.value >= 0


def test_disk_is_what_is_free_of_the_asked_path(tmp_path: Path) -> None:
    seen = measure(a_check("host", f"disk:{tmp_path}"))
    assert seen.value is not None
    assert seen.value == pytest.approx(100 - psutil.disk_usage(str(tmp_path)).percent, abs=1)
    assert seen.detail.endswith("% free")


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    seen = measure(a_check("host", f"disk:{tmp_path / 'gone'}"))
    assert seen.unknown
    assert "No such file" in seen.detail


def test_a_disk_that_hangs_is_down_at_the_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hang(path: str) -> float:
        released.wait(20)
        raise OSError

    monkeypatch.setattr(psutil, "disk_usage", hang)
    seen = measure(a_check("host", "disk:/mnt/dead", timeout_s=0.2))
    released.set()
    assert (seen.ok, seen.detail) == (False, "disk does not answer within 0.2 s")


@pytest.mark.parametrize("kind", ["db", "?"])
def test_a_kind_without_a_probe_is_unknown_not_down(kind: str) -> None:
    seen = measure(a_check(kind, "anything"))
    assert seen.unknown
    assert seen.detail == f"not measured yet: kind {kind}"


def test_an_unknown_host_figure() -> None:
    assert measure(a_check("host", "fan\x1b[2J")).unknown
