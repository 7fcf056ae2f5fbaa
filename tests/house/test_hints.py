"""A hint that names a command names one that exists."""

from __future__ import annotations

import argparse
import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT
from warroom_tui.cli.commands import COMMANDS
from warroom_tui.cli.parser import Parser

NAMED = re.compile(r"(?:[:`,] ?|^)warroom ([a-z]+)((?: [a-z-]+)*)")
"""A command in a sentence: after a colon, a comma or a backquote, or at the start."""


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in a source file but its docstrings, with its line."""
    tree = ast.parse(path.read_text("utf-8"))
    quiet = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            yield node.lineno, node.value


def subcommands(name: str) -> set[str]:
    """The subcommands of a command; empty when it has none."""
    parser = Parser(f"warroom {name}")
    importlib.import_module(f"warroom_tui.cli.{COMMANDS[name][0]}").build(parser, name)
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return set(action.choices)
    return set()


def named_commands() -> list[tuple[str, str, str]]:
    """(place, command, subcommand or "") of every command that a text names."""
    found = []
    for path in sorted((CHECKOUT / "warroom_tui").rglob("*.py")):
        for line, text in strings(path):
            for name, rest in NAMED.findall(text):
                place = f"{path.relative_to(CHECKOUT)}:{line}"
                found.append((place, name, (rest.split() or [""])[0]))
    return found


@pytest.mark.parametrize(("place", "name", "sub"), named_commands())
def test_a_named_command_exists(place: str, name: str, sub: str) -> None:
    assert name in COMMANDS, f"{place} names warroom {name}"
    known = subcommands(name)
    if known and sub:
        assert sub in known, f"{place} names warroom {name} {sub}"
