"""What may import what, and what a command really loads."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

HEAVY = ("textual", "sqlalchemy", "alembic", "httpx", "psutil", "jinja2", "pydantic", "markdown_it")


def loaded_by(*lines: list[str], cwd: Path) -> set[str]:
    """Top-level modules in memory after running the command lines in one new process."""
    program = (
        "import sys\n"
        "from warroom_tui.cli.main import main\n"
        f"assert [main(line) for line in {lines!r}] == {[0] * len(lines)!r}\n"
        "print('loaded', *sorted({name.partition('.')[0] for name in sys.modules}))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=cwd, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["ticket", "add", "--help"]])
def test_help_and_version_load_nothing_heavy(words: list[str], tmp_path: Path) -> None:
    assert not loaded_by(words, cwd=tmp_path) & {*HEAVY, "rich", "asyncio"}


def test_help_costs_little_more_than_python_itself(tmp_path: Path) -> None:
    """Counted in modules, because times on a busy machine say nothing."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(len(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(loaded_by(["--help"], cwd=tmp_path)) < int(bare.stdout) + 10


def test_commands_without_a_screen_load_no_textual(
    shipped_plans: dict[str, Path], tmp_path: Path
) -> None:
    plan = str(shipped_plans["layby-launch-week"])
    assert "textual" not in loaded_by(
        ["plan", "check", plan],
        ["new", plan, "--db", "x.db", "--yes", "--go-live", "2026-12-01 08:00"],
        ["status"],
        ["ticket", "add", "Till is dead"],
        ["task", "list"],
        ["check", "run", "Memory"],
        ["report", "daily"],
        ["timeline"],
        ["db", "check"],
        cwd=tmp_path,
    )


def test_listing_tickets_needs_no_reports_no_probes_and_no_plan_reader(
    shipped_plans: dict[str, Path], tmp_path: Path
) -> None:
    plan = str(shipped_plans["layby-launch-week"])
    loaded_by(["new", plan, "--db", "x.db", "--yes"], cwd=tmp_path)
    loaded = loaded_by(["ticket", "list", "--db", "x.db"], cwd=tmp_path)
    assert not loaded & {"textual", "jinja2", "httpx", "psutil", "markdown_it", "alembic"}


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


def test_the_domain_needs_the_standard_library_only() -> None:
    for path in sorted((CHECKOUT / "warroom_tui" / "domain").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                inside = name.startswith("warroom_tui.domain")
                assert inside or name.partition(".")[0] in sys.stdlib_module_names, (path, name)
