"""The report desk: the right facts, written once, frozen as issued."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.reports.conftest import KIM
from tests.reports.launch_day import COUNTS, DAY, MemoryStore, at, empty_day, full_day
from warroom_tui.domain.board import RagOverride
from warroom_tui.domain.desk.figures import SUPPORT_METRICS, WEEK_METRICS, support_metric
from warroom_tui.domain.errors import DatabaseReadOnly, InputError, Refused
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.reporting.report import DailyFacts, ReportFormat
from warroom_tui.domain.situation import metric_value, read_situation
from warroom_tui.services.reporting.report_desk import ReportDesk

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("kind", ["daily", "midday"])
@pytest.mark.parametrize("fmt", ["md", "txt", "html", "eml"])
def test_the_report_of_a_full_day(desk: ReportDesk, kind: str, fmt: str) -> None:
    written = desk.preview(kind, fmt=fmt).text
    assert written == (GOLDEN / f"{kind}.{fmt}").read_bytes().decode("utf-8")


@pytest.mark.parametrize("fmt", ["md", "txt", "html"])
def test_an_empty_day_says_so(evening: FixedClock, fmt: str) -> None:
    text = ReportDesk(MemoryStore(empty_day()), evening, KIM).preview(fmt=fmt).text
    for words in (
        "No product figures are set up",
        "No checks ran on this day.",
        "No wins were captured.",
        "No known issues were open.",
        "No actions were captured.",
        "No focus for tomorrow was captured.",
        "No phase was planned or run on this day.",
        "The plan names no success criteria.",
        "Nobody was on the rota.",
        "Nothing notable was recorded.",
        "Kim",
    ):
        assert words in text


def facts(desk: ReportDesk) -> DailyFacts:
    """The facts of the daily report."""
    return desk.preview().facts


def test_figures_are_those_of_the_board(desk: ReportDesk, store: MemoryStore) -> None:
    board = store.record.board
    shown = {figure.key: figure.value for figure in facts(desk).support}
    for key in set(SUPPORT_METRICS) - WEEK_METRICS:
        assert shown[key] == support_metric(COUNTS, key) == metric_value(board, key)


def test_verdicts_and_status_are_those_of_the_board(
    desk: ReportDesk, store: MemoryStore, evening: FixedClock
) -> None:
    situation = read_situation(store.record.board, evening.now())
    report = facts(desk)
    assert [line.verdict for line in report.criteria] == [v for _, _, v in situation.verdicts]
    assert report.rag is situation.rag.rag
    assert (report.rag_reason, *report.rag_more) == situation.rag.reasons


def test_a_status_set_by_hand_names_who_set_it(desk: ReportDesk, store: MemoryStore) -> None:
    override = RagOverride("red", "Payments are being rolled back", "Asha", at(18), None)
    store.record = replace(store.record, board=replace(store.record.board, rag_override=override))
    text = desk.preview(fmt="txt").text
    assert "✖ RED - Payments are being rolled back (set by Asha)" in text


def test_a_past_day_keeps_the_status_it_was_issued_with(
    desk: ReportDesk, store: MemoryStore, evening: FixedClock, tmp_path: Path
) -> None:
    desk.write(desk.preview(), tmp_path)
    evening.move(days=1)
    report = desk.preview(day=DAY).facts
    assert report.rag is Rag.YELLOW
    assert report.rag_reason == "1 over SLA (as issued at 20:05)"
    assert report.tickets is None


def test_a_past_day_without_a_report_has_no_status(desk: ReportDesk, evening: FixedClock) -> None:
    evening.move(days=1)
    assert "◌ NOT RECORDED" in desk.preview(day=DAY, fmt="txt").text


@pytest.mark.parametrize(
    ("days", "title"), [(0, "Day 1 summary"), (6, "Day 7 summary"), (-1, "T-1 summary")]
)
def test_the_title_counts_from_launch_day(
    desk: ReportDesk, evening: FixedClock, days: int, title: str
) -> None:
    evening.move(days=days)
    assert facts(desk).title == title


def test_a_launch_without_a_date_has_a_report_too(
    desk: ReportDesk, store: MemoryStore, tmp_path: Path
) -> None:
    board = store.record.board
    launch = replace(board.launch, go_live_at=None)
    store.record = replace(store.record, board=replace(board, launch=launch))
    rendered = desk.preview()
    assert rendered.facts.title == "Daily summary"
    assert desk.write(rendered, tmp_path).name == "layby-2026-12-01.md"


def test_a_day_to_come_says_so_instead_of_inventing(desk: ReportDesk) -> None:
    rendered = desk.preview(day=DAY + timedelta(days=1))
    assert rendered.facts.rag is None
    assert "has not come yet" in rendered.text


@pytest.mark.parametrize(("kind", "fmt"), [("yearly", "md"), ("daily", "pdf")])
def test_an_unknown_kind_or_format_names_the_known_ones(
    desk: ReportDesk, kind: str, fmt: str
) -> None:
    with pytest.raises(InputError) as caught:
        desk.preview(kind, fmt=fmt)
    assert "daily" in caught.value.hint or "md" in caught.value.hint


def test_a_long_day_is_cut_and_says_by_how_much(desk: ReportDesk, store: MemoryStore) -> None:
    first = store.record.issues[0]
    many = tuple(replace(first, id=n, ref=f"LAYBY-{n:03d}") for n in range(100))
    store.record = replace(store.record, issues=many)
    assert "Left out to keep this short: 40 issues." in desk.preview(fmt="txt").text


@pytest.mark.parametrize("fmt", list(ReportFormat))
def test_what_was_written_is_what_was_issued(
    desk: ReportDesk, store: MemoryStore, tmp_path: Path, fmt: str
) -> None:
    rendered = desk.preview(fmt=fmt)
    path = desk.write(rendered, tmp_path)
    [issued] = desk.issued()
    assert path == tmp_path / f"layby-day-01-2026-12-01.{fmt}"
    assert path.read_bytes() == issued.body.encode()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == issued.sha256
    assert (issued.issued_by, issued.rag, issued.day) == ("Kim", Rag.YELLOW, DAY)
    assert store.events == [f"Layby Launch: Day 1 summary issued as {path.name}"]


def test_every_figure_says_where_it_comes_from(desk: ReportDesk, tmp_path: Path) -> None:
    desk.write(desk.preview(), tmp_path)
    kept = json.loads(desk.issued()[0].facts_json)
    figures = kept["business"] + kept["support"] + kept["uptimes"]
    assert len(figures) == 19
    for figure in figures:
        assert figure["definition"].endswith(".")
        assert re.match(r"warroom (ticket|issue|metric|check) list", figure["rows_query_hint"])
    assert kept["as_of"] == "2026-12-01T19:05:00+00:00"


def test_a_second_report_does_not_replace_the_first_unasked(
    desk: ReportDesk, tmp_path: Path
) -> None:
    path = desk.write(desk.preview(), tmp_path)
    with pytest.raises(Refused):
        desk.write(desk.preview("daily"), tmp_path)
    assert len(desk.issued()) == 1
    desk.write(desk.preview(), path, overwrite=True)
    assert len(desk.issued()) == 2


def test_what_cannot_be_stored_is_not_written(
    desk: ReportDesk, store: MemoryStore, tmp_path: Path
) -> None:
    store.broken = DatabaseReadOnly("The database may not be written.")
    with pytest.raises(DatabaseReadOnly):
        desk.write(desk.preview(), tmp_path / "report.md")
    assert not (tmp_path / "report.md").exists()


def test_what_cannot_be_written_is_not_issued(desk: ReportDesk, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        desk.write(desk.preview(), tmp_path / "missing" / "report.md")
    assert desk.issued() == ()


def test_without_a_place_the_file_lands_in_the_desks_folder(
    store: MemoryStore, evening: FixedClock, tmp_path: Path
) -> None:
    desk = ReportDesk(store, evening, KIM, folder=tmp_path)
    assert desk.write(desk.preview()).parent == tmp_path


def test_the_first_report_makes_its_own_folder(
    store: MemoryStore, evening: FixedClock, tmp_path: Path
) -> None:
    folder = tmp_path / "share" / "reports"
    desk = ReportDesk(store, evening, KIM, folder=folder)
    suggested = desk.suggested_path(desk.preview())
    assert suggested.parent == folder
    assert suggested.suffix == ".md"
    assert desk.write(desk.preview(), suggested) == suggested
    assert suggested.read_text().startswith("# ")
    assert folder.stat().st_mode & 0o077 == 0, "for its owner only"


def test_the_desk_offers_two_kinds_in_four_formats(desk: ReportDesk) -> None:
    assert [offer.kind.value for offer in desk.kinds()] == ["daily", "midday"]
    assert [fmt.value for fmt in desk.kinds()[0].formats] == ["md", "html", "txt", "eml"]


def test_jinja_is_not_loaded_before_a_report_is_wanted() -> None:
    code = "import sys, warroom_tui.services.reporting.report_desk; print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_rehearsal_says_that_nothing_is_real(store: MemoryStore, desk: ReportDesk) -> None:
    board = full_day().board
    store.record = replace(
        store.record, board=replace(board, launch=replace(board.launch, rehearsal=True))
    )
    for fmt in ("md", "txt", "html"):
        assert "no figure in it is real" in desk.preview(fmt=fmt).text
    assert "(rehearsal)" in desk.preview(fmt="eml").text
