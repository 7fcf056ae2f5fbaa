"""The README's commands are what CI runs, and every command that the docs show exists."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from warroom_tui.cli.commands import COMMANDS
from warroom_tui.cli.main import main
from warroom_tui.cli.parser import Parser
from warroom_tui.config import load_settings
from warroom_tui.domain.errors import InputError

DOCS = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", *sorted(CHECKOUT.glob("docs/*.md"))]


def marked_command(marker: str) -> str:
    """The one line in the first code block after the README's marker."""
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    found = re.search(rf"<!-- {marker} -->\n```sh\n(.+)\n```\n", readme)
    assert found is not None, f"README.md has no one-line code block after {marker}"
    return found[1]


def test_installing_and_testing_is_one_line_that_ci_reads_from_the_readme() -> None:
    command = marked_command("ci: test")
    assert command.startswith("python3 -m venv ")
    assert "'.[test]'" in command
    assert command.endswith("-m pytest")
    ci = (CHECKOUT / ".ci" / "run").read_text("utf-8")
    assert "ci: test" in ci
    assert "pytest" not in ci, "the test command stands in the README only"


def test_the_demo_is_one_line_from_an_empty_machine() -> None:
    command = marked_command("ci: demo")
    assert command.startswith("python3 -m venv ")
    assert command.endswith("warroom demo")


def shown_commands() -> list[str]:
    """Every `warroom …` line in a code block of the docs."""
    found: list[str] = []
    for path in DOCS:
        for block in re.findall(r"```(?:sh|console)\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            lines = block.replace("\\\n", " ").splitlines()
            found += [line for line in lines if line.lstrip("$ ").startswith("warroom")]
    return sorted(set(found))


@pytest.mark.parametrize("line", shown_commands())
def test_every_command_line_in_the_docs_parses(line: str) -> None:
    words = shlex.split(line.lstrip("$ ").split(" | ")[0].split(" > ")[0], comments=True)[1:]
    if not words:
        return
    name = words[0]
    if name in ("--help", "--version"):
        return
    assert name in COMMANDS, f"no command is called {name}"
    parser = Parser(f"warroom {name}")
    importlib.import_module(f"warroom_tui.cli.{COMMANDS[name][0]}").build(parser, name)
    try:
        parser.parse_args(words[1:])
    except InputError as error:
        pytest.fail(f"{line}: {error}")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_inside_the_docs_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://")):
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_command_has_its_module() -> None:
    for name, (module, _) in COMMANDS.items():
        built = importlib.import_module(f"warroom_tui.cli.{module}")
        built.build(Parser(f"warroom {name}"), name)


KEY_NAMES = {"!": "exclamation_mark", "?": "question_mark", "/": "slash", ".": "full_stop"}


def test_every_key_in_the_readme_is_bound() -> None:
    from warroom_tui.ui.commands import COMMANDS as BOUND
    from warroom_tui.ui.commands import MOVING

    readme = (CHECKOUT / "README.md").read_text("utf-8")
    table = readme.split("## Keys")[1].split("##")[0]
    rows = [row.split("|")[1:-1] for row in table.splitlines() if row.startswith("| `")]
    keys = {key for row in rows for cell in row[::2] for key in re.findall(r"`(\S+?)`", cell)}
    bound = {command.key for command in BOUND} | {key for key, _ in MOVING}
    assert {KEY_NAMES.get(key, key) for key in keys} - bound == set()


def test_the_examples_of_the_guide_are_a_plan_that_imports(tmp_path: Path) -> None:
    guide = (CHECKOUT / "docs" / "guide.md").read_text("utf-8")
    front = re.search(r"```yaml\n(---\n.*?---\n)```", guide, re.DOTALL)
    fence = re.search(r"````markdown\n(```warroom\n.*?```\n)````", guide, re.DOTALL)
    assert front is not None
    assert fence is not None
    plan = tmp_path / "plan.md"
    plan.write_text(f"{front[1]}\n# Spring shop\n\n## Day 1\n- [ ] a box\n\n{fence[1]}", "utf-8")
    db = str(tmp_path / "a.db")
    assert main(["plan", "check", str(plan)]) == 0
    assert main(["new", str(plan), "--db", db, "--yes"]) == 0
    assert main(["status", "--db", db]) == 0


def test_the_settings_of_the_guide_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (CHECKOUT / "docs" / "guide.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert example is not None
    path = tmp_path / "config.toml"
    path.write_text(example[1], "utf-8")
    settings = load_settings({"HOME": str(tmp_path), "WARROOM_CONFIG": str(path)})
    assert settings.seat == "Priya Nair"
    assert settings.template_dir == tmp_path / "launches" / "templates"
