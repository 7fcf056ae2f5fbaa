"""A plan says what tickets are about; the choices follow it, and what people defined stays."""

from __future__ import annotations

from pathlib import Path

from warroom_tui.bootstrap import import_plans, open_services, read_plan_files
from warroom_tui.domain.desk.categories import offered
from warroom_tui.services.planning.launch_import import ImportAnswers

PLAN = """# Shop launch

- [ ] a box

```warroom
categories: {categories}
```
"""


def test_what_the_levels_of_a_plan_handle_is_offered_until_somebody_defines_categories(
    real_plans: dict[str, Path], tmp_path: Path
) -> None:
    wanted = {
        "layby-production-go-live": ["Basic usage questions", "Password resets", "Data corruption"],
        "custody-rollout": ["Login problems", "Data inconsistencies", "System down"],
        "layby-launch-week": ["Login/access questions", "Permission requests"],
    }
    for name, some in wanted.items():
        import_plans(
            read_plan_files([real_plans[name]]), tmp_path / f"{name}.db", ImportAnswers(), actor="A"
        )
        services = open_services(str(tmp_path / f"{name}.db"), actor="Ana")
        offered = [word for word, _ in services.queue.categories()]
        assert set(some) <= set(offered), offered
        services.queue.define_categories(["Tills"])
        assert [word for word, _ in services.queue.categories()] == ["Tills"]
        services.close()


def test_duties_and_sentences_of_a_plan_are_no_categories() -> None:
    lines = [
        "Handle common issues", "Use documentation", "Data loss", "data loss", "Password resets.",
        "Volume may increase (more users trying)", "x" * 41 + " issues", "",
    ]  # fmt: skip
    assert offered(lines) == ("Data loss", "Password resets")


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
