"""Queues and PromQL: one number, or the plain word why there is none."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.probes.conftest import Caller, Serve, a_check, measure
from warroom_tui.domain.monitoring.check_options import CheckOptions

START_LINE = "Server is ready to receive web requests"


def test_a_queue_tells_its_depth(serve: Serve) -> None:
    body = json.dumps({"queues": [{"name": "mail", "depth": 1250}]}).encode()
    url = serve(lambda caller: caller.answer(body=body)).url("/stats")
    options = CheckOptions(path="queues[0].depth")
    seen = measure(a_check("queue", url, unit="count", options=options))
    assert (seen.ok, seen.value) == (True, 1250)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b'{"depth": "many"}', "depth is no number: many"),
        (b'{"depth": NaN}', "depth is no number: nan"),
        (b'{"depth": true}', "depth is no number: true"),
        (b"{}", "nothing at depth"),
        (b"oops", "the answer is no JSON"),
    ],
)
def test_without_its_number_a_queue_is_unknown(serve: Serve, body: bytes, detail: str) -> None:
    url = serve(lambda caller: caller.answer(body=body)).url()
    seen = measure(a_check("queue", url, options=CheckOptions(path="depth")))
    assert (seen.unknown, seen.detail) == (True, detail)


def test_a_queue_whose_page_fails_is_down(serve: Serve) -> None:
    url = serve(lambda caller: caller.answer("503 Service Unavailable")).url()
    seen = measure(a_check("queue", url, options=CheckOptions(path="depth")))
    assert (seen.unknown, seen.ok, seen.detail) == (False, False, "HTTP 503")


VECTOR = {"metric": {}, "value": [1.0, "2.5"]}
ANSWERS: dict[str, tuple[str, object]] = {
    "up": ("vector", [VECTOR]),
    "both": ("vector", [VECTOR, VECTOR]),
    "gone": ("vector", []),
    "nan": ("vector", [{"metric": {}, "value": [1.0, "NaN"]}]),
    "one": ("scalar", [1.0, "1"]),
    "range": ("matrix", []),
}


def prometheus(caller: Caller) -> None:
    """Answers like Prometheus does: values are text, no data is an empty list and a success."""
    asked = parse_qs(urlsplit(caller.path).query)["query"][0]
    if asked not in ANSWERS:
        error = {"status": "error", "errorType": "bad_data", "error": "parse error: unexpected"}
        caller.answer("400 Bad Request", json.dumps(error).encode())
        return
    kind, result = ANSWERS[asked]
    data = {"status": "success", "data": {"resultType": kind, "result": result}}
    caller.answer(body=json.dumps(data).encode())


@pytest.mark.parametrize(
    ("query", "value", "detail"),
    [
        ("up", 2.5, "PromQL"),
        ("one", 1.0, "PromQL"),
        ("gone", None, "no data"),
        ("nan", None, "no number: NaN"),
        ("both", None, "2 series: the query must give one"),
        ("range", None, "the query gives no instant number"),
        ("up{", None, "Prometheus: parse error: unexpected"),
    ],
)
def test_promql(serve: Serve, query: str, value: float | None, detail: str) -> None:
    options = CheckOptions(server=serve(prometheus).url("/"))
    seen = measure(a_check("promql", query, unit="count", options=options))
    assert (seen.value, seen.detail, seen.unknown) == (value, detail, value is None)


def test_a_prometheus_that_is_gone_says_nothing_about_the_product(free_port: int) -> None:
    options = CheckOptions(server=f"http://127.0.0.1:{free_port}")
    seen = measure(a_check("promql", "up", options=options))
    assert (seen.unknown, seen.detail) == (True, "Prometheus: connection refused")


def test_another_server_in_its_place_is_named(serve: Serve) -> None:
    url = serve(lambda caller: caller.answer("404 Not Found", b"<html>")).url()
    seen = measure(a_check("promql", "up", options=CheckOptions(server=url)))
    assert (seen.unknown, seen.detail) == (True, "no Prometheus answers there (HTTP 404)")


@pytest.fixture
def real_prometheus(tmp_path: Path) -> Iterator[str]:
    """The base address of a real Prometheus that watches nothing."""
    program = shutil.which("prometheus")
    if program is None:
        pytest.skip("prometheus is not installed; the loopback server stands in for it")
    (tmp_path / "empty.yml").write_text("global: {scrape_interval: 1h}\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [
        program,
        f"--config.file={tmp_path / 'empty.yml'}",
        f"--storage.tsdb.path={tmp_path / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        try:
            assert process.stderr is not None
            assert any(START_LINE in line for line in process.stderr), "it did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("query", "value", "detail"),
    [
        ("vector(2.5)", 2.5, "PromQL"),
        ("1 + 1", 2.0, "PromQL"),
        ("absent_metric", None, "no data"),
        ("vector(0) / vector(0)", None, "no number: NaN"),
        ("vector(1)[5m:1m]", None, "the query gives no instant number"),
    ],
)
def test_a_real_prometheus_answers_the_same(
    real_prometheus: str, query: str, value: float | None, detail: str
) -> None:
    seen = measure(a_check("promql", query, options=CheckOptions(server=real_prometheus)))
    assert (seen.value, seen.detail) == (value, detail)
