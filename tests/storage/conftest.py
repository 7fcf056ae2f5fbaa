"""A launch database in a real file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.services.sample import make_launch


@pytest.fixture
def launch_file(tmp_path: Path) -> Path:
    """A fresh launch database."""
    return make_launch(tmp_path / "orchid.db")


def digest(path: Path) -> str:
    """What the file holds, in one word."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
