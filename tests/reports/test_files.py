"""Report files are whole or absent, private, and never replaced unasked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from warroom_tui.domain.errors import Refused
from warroom_tui.domain.reporting.report import ReportFormat, ReportKind
from warroom_tui.reports.files import FileFault, file_name, staged, target_path, write_whole

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("code", "kind", "days", "name"),
    [
        ("LAYBY", ReportKind.DAILY, (1, 1), "layby-day-01-2026-12-01.md"),
        ("LAYBY", ReportKind.MIDDAY, (12, 1), "layby-day-12-midday-2026-12-01.md"),
        ("MBM-101", ReportKind.DAILY, (-6, 1), "mbm-101-t-07-2026-12-01.md"),
        ("MBM-101", ReportKind.DAILY, (None, 1), "mbm-101-2026-12-01.md"),
        ("ZER", ReportKind.DAILY, (0, 0), "zer-day-00-2026-12-01.md"),
        ("ZER", ReportKind.DAILY, (-1, 0), "zer-t-01-2026-12-01.md"),
        ("../../etc/\x1b[2J", ReportKind.DAILY, (None, 1), "etc-2j-2026-12-01.md"),
        ("漢字", ReportKind.DAILY, (None, 1), "launch-2026-12-01.md"),
        ("x" * 400, ReportKind.DAILY, (None, 1), f"{'x' * 40}-2026-12-01.md"),
    ],
)
def test_generated_names_are_safe_and_sort_by_day(
    code: str, kind: ReportKind, days: tuple[int | None, int], name: str
) -> None:
    assert file_name(code, kind, DAY, days, ReportFormat.MD) == name


def test_a_folder_gets_the_generated_name_and_a_file_its_own(tmp_path: Path) -> None:
    assert target_path(tmp_path, "a.md") == tmp_path / "a.md"
    assert target_path(tmp_path / "b.md", "a.md") == tmp_path / "b.md"


def test_the_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "report.md", "Grüße\r\nend\n")
    assert path.read_bytes() == "Grüße\r\nend\n".encode()
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_an_existing_file_is_kept_unless_told_otherwise(tmp_path: Path) -> None:
    path = write_whole(tmp_path / "report.md", "old")
    with pytest.raises(Refused, match="exists already") as caught:
        write_whole(path, "new")
    assert caught.value.hint
    assert path.read_text() == "old"
    write_whole(path, "new", overwrite=True)
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_file_that_appears_meanwhile_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    with pytest.raises(Refused), staged(path, "ours"):
        path.write_text("theirs")
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_to_nowhere_counts_as_existing(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refused):
        write_whole(path, "new")


def test_nothing_appears_when_the_work_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), staged(tmp_path / "report.md", "text"):
        1 / 0  # noqa: B018
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("missing/report.md", "does not exist"),
        (".", "is a folder"),
        ("file/report.md", "does not exist"),
        (f"{'x' * 300}.md", "too long a name"),
    ],
)
def test_a_place_that_cannot_be_written_is_told_plainly(
    tmp_path: Path, place: str, words: str
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileFault, match=words) as caught:
        write_whole(tmp_path / place, "text")
    assert caught.value.exit_code == 2
    assert caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from warroom_tui.reports.files import FileFault, write_whole
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    write_whole(Path(sys.argv[1]), "x" * 100_000)
except FileFault as fault:
    print(fault)
"""


def test_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(tmp_path / "report.md")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "does not fit" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_told_plainly(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FileFault, match="may not be written"):
            write_whole(tmp_path / "report.md", "text")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that refuses files")
def test_a_folder_that_refuses_files_is_told_plainly() -> None:
    with pytest.raises(FileFault, match=r"/proc/self/report\.md"):
        write_whole(Path("/proc/self/report.md"), "text")


WRITER = """
import sys
from itertools import count
from pathlib import Path
from warroom_tui.reports.files import write_whole
path = Path(sys.argv[1])
for number in count():
    write_whole(path, f"{number}\\n" * 200_000, overwrite=True)
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_a_whole_report(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    for seen in (1, 2, 3):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(seen):
            writer.stdout.readline()
        # It is already in the middle of the next one.
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        lines = path.read_text().splitlines()
        assert len(lines) == 200_000
        assert len(set(lines)) == 1
