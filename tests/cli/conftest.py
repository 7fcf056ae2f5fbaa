"""A small launch of its own for every test, made by the command itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from warroom_tui.cli.main import main

PLAN = """\
---
launch: Corner Shop Online
code: SHOP
timezone: Europe/Copenhagen
hypercare-days: 5
day-1: go-live
---

# Corner Shop Online: Launch Plan

## Preparation

**Two days before**
- [ ] Freeze the shop's code
- [ ] Load the price list (if applicable)
- [ ] Ring every shop keeper

## Launch Day

### 08:00 - 09:00: Open the doors
- [ ] Switch the address over
- [ ] Buy something as a customer

### 09:00 - 12:00: Watch the morning
- [ ] Look at the first orders

```warroom
people:
  - name: Ada Berg
    role: Support
    level: L1
    shifts:
      - {days: 1, time: 07:00-16:00, mode: on_site}
  - name: Ada Holm
    level: L2
  - name: Noor Said
    level: manager
metrics:
  - key: orders
    name: Orders today
    unit: count
    better: higher
checks:
  - name: Front page
    http: http://127.0.0.1:9/health
    timeout: 2s
    every: 10s
sla:
  targets:
    - {priority: P1, response: 15 min, resolution: 2 h}
    - {priority: P3, response: 4 h, resolution: 2 d}
```
"""


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    def json(self) -> object:
        """Its output as JSON."""
        return json.loads(self.out)


Warroom = Callable[..., Ran]
"""Runs the command line in this process: `warroom("ticket", "list")`."""


@pytest.fixture
def warroom(capsys: pytest.CaptureFixture[str]) -> Warroom:
    """The command, without the cost of a new process."""

    def run(*words: str | Path) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan file."""
    path = tmp_path / "plan.md"
    path.write_text(PLAN, "utf-8")
    return path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The launch of `PLAN`, imported once; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "plan.md").write_text(PLAN, "utf-8")
    words = ["new", str(folder / "plan.md"), "--db", str(folder / "shop.db"), "--yes"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        assert main([*words, "--go-live", "2026-12-01 08:00"]) == 0
    return folder / "shop.db"


@pytest.fixture
def shop(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A launch database that `warroom` uses without being told, acted on by Ada."""
    path = tmp_path / "shop.db"
    shutil.copy(made, path)
    monkeypatch.setenv("WARROOM_DB", str(path))
    monkeypatch.setenv("WARROOM_SEAT", "Ada")
    return path
