"""A person of the plan on the escalation screen: how to reach them, and whether they answer now."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from warroom_tui.bootstrap import import_plans, open_services, read_plan_files
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.services.planning.launch_import import ImportAnswers
from warroom_tui.ui.presenters import escalation_rows
from warroom_tui.ui.theme import DARK


def test_a_contact_row_tells_how_to_reach_them(tmp_path: Path) -> None:
    plan = shipped_path("data", "plans", "layby-launch-week.md")
    answers = ImportAnswers(go_live=datetime(2026, 12, 1, 8, 0), timezone="UTC")  # noqa: DTZ001
    import_plans(read_plan_files([plan]), tmp_path / "a.db", answers, actor="Ana")
    services = open_services(str(tmp_path / "a.db"), actor="Ana")
    page = services.escalations.page()
    contact = next(one for one in page.contacts if one.label == "Support Manager")
    told = escalation_rows.facts(page, f"contact:{contact.id}", DARK).plain
    services.close()
    assert contact.name in told
    assert contact.phone in told
    assert f"line {contact.line}" in told
    assert "7 AM - 8 PM" in told
