"""Whatever is edited: no tick is lost, no item appears twice, and the way back exists."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.plan_update.conftest import PLAN
from warroom_tui.bootstrap import import_plans, open_services, read_plan_files
from warroom_tui.domain.errors import InputError
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.services.warroom import Services
from warroom_tui.storage.planning.plan_sources import read_planned

WORDS = ("again", "now", "the", "bank", "[/b]", "\u202e", "99", "**bold**", "😀", "über")


def edited(text: str, dice: random.Random) -> str:
    """The plan after a few edits of the kinds that people make."""
    lines = text.split("\n")
    start = len(PLAN.split("\n## Preparation\n")[0].split("\n"))  # what stands above is left alone
    for _ in range(dice.randint(1, 6)):
        if start >= len(lines):
            break
        at = dice.randrange(start, len(lines))
        if "```" in "".join(lines[at - 1 : at + 2]) or ":" in lines[at][:12]:
            continue
        other = dice.randrange(start, len(lines))
        kind = dice.choice(["delete", "insert", "reword", "move", "retitle", "duplicate", "blank"])
        if kind == "delete":
            del lines[at]
        elif kind == "insert":
            lines.insert(at, f"- [ ] Something {dice.choice(WORDS)} {dice.randint(1, 99)}")
        elif kind == "reword" and lines[at].startswith("- "):
            lines[at] += f" {dice.choice(WORDS)}"
        elif kind == "move":
            lines.insert(min(other, len(lines) - 1), lines.pop(at))
        elif kind == "retitle" and lines[at].startswith(("#", "**")):
            lines[at] = lines[at].replace("before", "ahead").replace("Phase", "Stage")
        elif kind == "duplicate":
            lines.insert(at, lines[at])
        else:
            lines.insert(at, "")
    return "\n".join(lines)


def made(folder: Path) -> tuple[Path, Services]:
    """A launch of the plan and its file."""
    file = folder / "plan.md"
    file.write_text(PLAN, "utf-8")
    import_plans(read_plan_files([file]), folder / "a.db", ImportAnswers(), actor="Ada")
    return file, open_services(str(folder / "a.db"), actor="Ada")


def tasks_of(services: Services) -> dict[int, dict[str, object]]:
    """Every task row ever, removed ones too, by id."""
    with services.context.store.reading() as connection:
        return {int(str(row["id"])): row for row in read_planned(connection)["task"]}


# A number that seeds the dice does not get simpler by being smaller: nothing is shrunk.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@example(seed=7692, ticked={0})
@given(seed=st.integers(0, 2**32), ticked=st.sets(st.integers(0, 10), min_size=1))
def test_random_edits_never_lose_a_tick(seed: int, ticked: set[int]) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        file, services = made(Path(folder))
        tasks = services.run_sheet.all_tasks()
        for index in ticked:
            if index < len(tasks):
                services.run_sheet.tick(tasks[index].id, "4f2c9d1")
        text = PLAN
        for _ in range(2):
            before = tasks_of(services)
            text = edited(text, dice)
            file.write_text(text, "utf-8")
            try:
                [(read, document)] = read_plan_files([file])
                services.plan_update.update(read)
            except InputError:
                assert tasks_of(services) == before, "a bad plan changes nothing"
                continue
            after = tasks_of(services)
            for number, row in before.items():
                same = {key: after[number][key] for key in ("state", "done_by", "done_at", "value")}
                assert same == {key: row[key] for key in same}, "no tick is touched"
            shown = services.run_sheet.all_tasks()
            assert len(shown) == len({task.id for task in shown})
            draft = draft_launch([document])
            lists = [*draft.lists, *(each for phase in draft.phases for each in phase.checklists)]
            assert len(shown) == sum(len(each.tasks) for each in lists)
            again = services.plan_update.compare(read)
            assert again.identical
        file.write_text(PLAN, "utf-8")
        [(read, _)] = read_plan_files([file])
        services.plan_update.update(read)
        back = [(task.text, task.state) for task in services.run_sheet.all_tasks()]
        assert [text for text, _ in back] == [task.text for task in tasks]
        services.close()
