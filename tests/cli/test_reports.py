"""`warroom report` and `warroom check run` from the shell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.cli.conftest import PLAN, Warroom


@pytest.mark.usefixtures("shop")
def test_the_report_of_today_is_printed_and_nothing_is_issued(warroom: Warroom) -> None:
    warroom("note", "win", "Hundred orders by noon")
    ran = warroom("report", "daily")
    assert ran.code == 0, ran.err
    assert "Hundred orders by noon" in ran.out
    assert "No report was issued yet." in warroom("report", "list").out


@pytest.mark.usefixtures("shop")
def test_a_written_report_is_issued_and_never_overwritten_unasked(
    warroom: Warroom, tmp_path: Path
) -> None:
    out = tmp_path / "day.html"
    assert warroom("report", "daily", "--out", out).code == 0
    assert out.read_text("utf-8").lstrip().startswith("<!")
    issued = warroom("report", "list", "--json").json()["issued"]  # type: ignore[index]
    assert [(row["format"], row["issued_by"]) for row in issued] == [("html", "Ada")]
    before = out.read_bytes()
    assert warroom("report", "daily", "--out", out).code == 1
    assert out.read_bytes() == before
    assert warroom("report", "daily", "--out", out, "--force").code == 0


@pytest.mark.usefixtures("shop")
def test_a_folder_gets_a_file_with_a_telling_name(warroom: Warroom, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    assert warroom("report", "daily", "--out", folder, "--format", "txt").code == 0
    [made] = folder.iterdir()
    assert made.suffix == ".txt"


@pytest.mark.usefixtures("shop")
def test_the_json_carries_the_facts(warroom: Warroom) -> None:
    told = json.loads(warroom("report", "daily", "--json").out)
    assert (told["kind"], told["format"], told["path"]) == ("daily", "md", None)
    assert told["facts"]["code"] == "SHOP"
    assert told["text"]


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "words",
    [
        ["weekly"],
        ["daily", "--date", "soon"],
        ["daily", "--date", date.max.isoformat()],
        ["daily", "--format", "pdf"],
        ["daily", "--force"],
        ["list", "--format", "md"],
        [],
    ],
)
def test_a_report_that_cannot_be_is_refused(warroom: Warroom, words: list[str]) -> None:
    ran = warroom("report", *words)
    assert ran.code == 2
    assert ran.out == ""


@contextmanager
def product(status: int) -> Iterator[int]:
    """A product on a loopback port that answers `status`."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("status", "state", "code"), [(200, "up", 0), (503, "down", 1)])
def test_checks_run_once_and_their_result_is_the_exit_code(
    warroom: Warroom, tmp_path: Path, status: int, state: str, code: int
) -> None:
    with product(status) as port:
        plan = tmp_path / "plan.md"
        plan.write_text(PLAN.replace("127.0.0.1:9/", f"127.0.0.1:{port}/"), "utf-8")
        db = tmp_path / "shop.db"
        assert warroom("new", plan, "--db", db, "--yes").code == 0
        ran = warroom("check", "run", "front page", "--db", db, "--json")
        assert ran.code == code, ran.err
        [row] = json.loads(ran.out)
        assert (row["name"], row["state"]) == ("Front page", state)
        every = json.loads(warroom("check", "run", "--db", db, "--json").out)
        assert row["state"] in [other["state"] for other in every if other["name"] == row["name"]]
    unknown = warroom("check", "run", "Back page", "--db", db)
    assert (unknown.code, "Front page" in unknown.err) == (2, True)
    assert json.loads(warroom("check", "list", "--db", db, "--json").out)[0]["state"] == "unknown"
