"""The installed program renders reports without its checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from tests.conftest import CHECKOUT

RENDER = """
import sys
from pathlib import Path
site, checkout = sys.argv[1:3]
sys.path = [site] + [p for p in sys.path if Path(p or '.').resolve() != Path(checkout).resolve()]
sys.meta_path = [f for f in sys.meta_path if "editable" not in repr(f).casefold()]
import warroom_tui
assert Path(warroom_tui.__file__).is_relative_to(site), warroom_tui.__file__
from datetime import date, datetime, UTC
from zoneinfo import ZoneInfo
from warroom_tui.domain.reporting.report import ReportFormat
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.reports.shelf import TemplateLibrary
templates = shipped_path("templates")
assert templates.is_relative_to(site), templates
names = dict(
    launch="Layby", title="Day 1 summary", rag_symbol="●", rag_word="GREEN", rehearsal=False
)
library = TemplateLibrary(None, templates)
print(library.render("daily.subject.j2", ReportFormat.TXT, names, ZoneInfo("UTC")))
"""


def test_the_wheel_carries_its_templates_and_renders_with_them(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, "."],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    packed = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if "templates" in name}
    assert packed == {path.name for path in (CHECKOUT / "templates").glob("*.j2")}
    site = tmp_path / "site"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"),
            *("--no-compile", "--target", str(site), str(wheel)),
        ],
        check=True,
        capture_output=True,
    )
    done = subprocess.run(
        [sys.executable, "-c", RENDER, str(site), str(CHECKOUT)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "● Layby - Day 1 summary: GREEN"
