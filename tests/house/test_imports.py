"""What may import what, and what a command really loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

HEAVY = ("textual", "sqlalchemy", "alembic", "httpx", "psutil", "jinja2", "pydantic", "markdown_it")


def loaded_by(words: list[str], cwd: Path) -> set[str]:
    """Top-level modules in memory after running the command line `words` in a new process."""
    program = (
        "import sys\n"
        "from warroom_tui.cli.main import main\n"
        f"code = main({words!r})\n"
        "print('loaded', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["ticket", "add", "--help"]])
def test_help_and_version_load_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    assert not loaded_by(words, tmp_path) & {*HEAVY, "rich", "asyncio"}


def test_help_costs_little_more_than_python_itself(tmp_path: Path) -> None:
    """Counted in modules, because times on a busy machine say nothing."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(len(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(loaded_by(["--help"], tmp_path)) < int(bare.stdout) + 10


def test_the_import_contracts_hold() -> None:
    pytest.importorskip("importlinter", reason="comes with the development tools; CI has them")
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ran = subprocess.run(
        [sys.executable, "-c", program, "--no-cache"],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
