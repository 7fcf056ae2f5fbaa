"""Rules of the house that a reader would otherwise have to watch for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import CHECKOUT

TEXT = {".py", ".md", ".toml", ".yaml", ".tcss", ".j2", ".html", ".txt", ".sh", ""}
FOLDERS = ("warroom_tui", "tests", "data", "templates", "docs", ".ci")

MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/[\w.-]+")
"""Absolute paths that exist on one machine only."""

ROOM_WORDS = re.compile(r"(?:^|_)(?:utils?|helpers?|managers?|misc|common)\.py$")


def files() -> Iterator[Path]:
    """Every text file of the project."""
    for name in FOLDERS:
        for path in sorted((CHECKOUT / name).rglob("*")):
            if path.is_file() and path.suffix in TEXT and "__pycache__" not in path.parts:
                yield path
    for path in sorted(CHECKOUT.glob("*")):
        if path.is_file() and path.suffix in {".md", ".toml"}:
            yield path


def test_nothing_names_a_place_on_somebodys_machine() -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}: {hit[0]}"
        for path in files()
        if path != Path(__file__)
        for hit in MACHINE_PATHS.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_no_module_is_named_after_nothing() -> None:
    names = [path for path in files() if ROOM_WORDS.search(path.name)]
    assert names == []


def test_every_public_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(CHECKOUT))
        for path in sorted((CHECKOUT / "warroom_tui").rglob("*.py"))
        if path.read_text("utf-8").strip()
        and not path.read_text("utf-8").lstrip().startswith('"""')
    ]
    assert silent == []
