"""A plan says what tickets are about; the choices follow it, and what people defined stays."""

from __future__ import annotations

from pathlib import Path

from warroom_tui.bootstrap import import_plans, open_services, read_plan_files
from warroom_tui.services.planning.launch_import import ImportAnswers

PLAN = """# Shop launch

- [ ] a box

```warroom
categories: {categories}
```
"""


def test_the_categories_of_a_plan_are_offered_and_follow_it(tmp_path: Path) -> None:
    plan = tmp_path / "shop.md"
    plan.write_text(PLAN.format(categories="[Payments, Access, Payments]"), "utf-8")
    import_plans(read_plan_files([plan]), tmp_path / "a.db", ImportAnswers(), actor="Ana")
    services = open_services(str(tmp_path / "a.db"), actor="Ana")
    assert [name for name, _ in services.queue.categories()] == ["Payments", "Access"]

    services.queue.define_categories(["Payments", "Tills"])
    plan.write_text(PLAN.format(categories="[Payments, Access, Receipts]"), "utf-8")
    [(file, _)] = read_plan_files([plan])
    services.plan_update.update(file)
    offered = [name for name, _ in services.queue.categories()]
    assert offered == ["Payments", "Tills", "Receipts"], "what was removed by hand stays away"
    services.close()
