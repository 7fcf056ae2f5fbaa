"""A launch with its plan file beside it, to be edited and read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from warroom_tui.bootstrap import import_plans, read_plan_files
from warroom_tui.domain.planning.plan_diff import PlanDiff
from warroom_tui.domain.runsheet.launch import Task
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.context import Context
from warroom_tui.services.planning.launch_import import ImportAnswers, PlanFile
from warroom_tui.services.warroom import Services
from warroom_tui.storage.store import Store

GO_LIVE = datetime.fromisoformat("2026-12-01 08:00")
"""Wall-clock time in the launch's zone."""

PLAN = """\
---
launch: Corner Shop Online
code: SHOP
timezone: Europe/Copenhagen
---

# Corner Shop Online: Launch Plan

## Preparation

**Two days before**
- [ ] Freeze the shop's code
- [ ] Load the price list
- [ ] Ring every shop keeper
- [ ] Print the labels for till 1

**One day before**
- [ ] Review open tickets
- [ ] Commit hash verified: ____________

## Launch Day

### Phase 1: Open the doors (08:00 - 09:00)
Start Time: ____________
- [ ] Switch the address over
- [ ] Buy something as a customer
- [ ] Review open tickets

End Time: ____________
Duration: ____________
Status: Success ☐ Failed ☐

### Phase 2: Watch the morning (09:00 - 12:00)
- [ ] Look at the first orders
- [ ] Review open tickets

## Success Criteria
- Uptime > 99.5%
- Support tickets < 20

## Priorities

| Priority | Response | Resolution |
|---|---|---|
| P1 | 15 minutes | 2 hours |
| P2 | 1 hour | 8 hours |

## Emergency Contacts

| Situation | Name | Phone |
|---|---|---|
| System Down | Noor Said | +45 11 22 33 44 |

## Staffing

```warroom
people:
  - name: Ada Berg
    level: L1
    shifts:
      - {days: 1, time: 07:00-16:00, mode: on_site}
checks:
  - name: Front page
    http: http://127.0.0.1:9/health
    timeout: 2s
    every: 10s
```
"""


@dataclass
class Desk:
    """One seat on a launch, and the file that its plan came from."""

    file: Path
    services: Services
    clock: FixedClock

    def tasks(self) -> dict[str, Task]:
        """The tasks in the lists by their text (of several alike, the last)."""
        return {task.text: task for task in self.services.run_sheet.all_tasks()}

    def tick(self, text: str, value: str | None = None) -> Task:
        """Mark the task done that says this."""
        return self.services.run_sheet.tick(self.tasks()[text].id, value)

    def edit(self, *changes: tuple[str, str]) -> PlanFile:
        """Replace texts in the plan, each of which must be there, and read it."""
        text = self.file.read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        return self.write(text)

    def write(self, text: str | bytes) -> PlanFile:
        """Put another text into the plan file and read it."""
        self.file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return self.read()

    def read(self) -> PlanFile:
        """The plan file as it stands."""
        [(file, _)] = read_plan_files([self.file])
        return file

    def update(self, *changes: tuple[str, str]) -> PlanDiff:
        """Edit the plan and read it into the launch."""
        return self.services.plan_update.update(self.edit(*changes))


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(tmp_path: Path) -> Iterator[MakeDesk]:
    """Import a plan (text, bytes, or a file to copy) and open the launch."""
    opened: list[Services] = []

    def make(plan: str | bytes | Path = PLAN, name: str = "plan.md", go_live: bool = True) -> Desk:
        folder = tmp_path / f"desk{len(opened)}"
        folder.mkdir()
        file = folder / name
        content = plan.read_bytes() if isinstance(plan, Path) else plan
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        answers = ImportAnswers(go_live=GO_LIVE if go_live else None)
        clock = FixedClock(datetime(2026, 11, 29, 8, 0, tzinfo=UTC))
        db = folder / "launch.db"
        import_plans(read_plan_files([file]), db, answers, actor="Ada", now=clock.at)
        services = Services(Context(Store.open(db), clock, Actor("Ada", "ada-1", "user")))
        opened.append(services)
        return Desk(file, services, clock)

    yield make
    for services in opened:
        services.close()


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A launch of `PLAN`."""
    return make_desk()
