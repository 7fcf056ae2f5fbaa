"""What the linter says of people, rota, windows, blanks and criteria, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom
from tests.conftest import CHECKOUT
from warroom_tui.plan.reader import read_plan
from warroom_tui.services.planning.plan_findings import with_launch_problems


def found(text: str) -> dict[str, tuple[int, str]]:
    document = with_launch_problems(read_plan(text.encode(), "p.md"))
    return {each.code: (each.line, each.message) for each in document.problems}


def test_roles_without_anybody_and_emergency_contacts_without_a_number() -> None:
    problems = found(
        "# P\n\n## Contacts\n\n| Role | Name | Email | Phone |\n|---|---|---|---|\n"
        "| Sponsor | [Name] | [Email] | [Phone] |\n"
        "| Tech Lead | Ana Lee | ana@x.example | 12345 |\n"
        "\n## Emergency Contacts\n\n| Situation | Contact | Phone |\n|---|---|---|\n"
        "| System Down | Bo Ray | XX XX XX XX |\n"
    )
    assert problems["role-without-person"][0] == 7
    assert "(Sponsor)" in problems["role-without-person"][1]
    assert "Tech Lead" not in problems["role-without-person"][1]
    assert "System Down" in problems["contact-blank"][1]


def test_heads_that_nobody_is_planned_for() -> None:
    plan = (
        "# P\n\n```warroom\nrequirements:\n"
        "  - {level: L1, days: 1, time: 07:00-20:00, min: 6}\n"
        "  - {level: L2, days: 1-7, time: 07:00-20:00, min: 2}\n```\n"
    )
    line, text = found(plan)["requirement-without-shift"]
    assert line == 5
    assert "asks for 6 L1, 2 L2 from day 1 on" in text
    people = (
        "\n```warroom\npeople:\n  - name: Ana\n    level: L1\n    shifts:\n"
        "      - {days: 1, time: 07:00-20:00}\n```\n"
    )
    line, text = found(plan + people)["requirement-without-shift"]
    assert line == 6
    assert "L2 on day 1-7: 2 needed" in text


def test_a_rollback_that_could_never_be_in_time() -> None:
    front = (
        "---\ngo-live: 2026-12-05 06:00\ntimezone: UTC\n"
        "window: 2026-12-05 06:00 - 2026-12-06 18:00\n"
        "rollback-deadline: 2026-12-05 06:20\nrollback-minutes: 30\n---\n\n# P\n"
    )
    assert "no way back" in found(front)["last-safe-moment-impossible"][1]
    fine = front.replace("12-05 06:20", "12-06 12:00")
    assert "last-safe-moment-impossible" not in found(fine)
    late = front.replace("12-05 06:20", "12-06 19:00")
    assert "behind the end" in found(late)["rollback-after-window"][1]


def test_an_agenda_longer_than_its_slot() -> None:
    problems = found(
        "# P\n\n## Launch Day\n\n### 5:00 PM - 5:30 PM: Team Debrief\n\n**Agenda:**\n\n"
        "1. Numbers (20 min)\n2. Issues (25 min)\n"
    )
    assert "45 minutes, its slot has 30" in problems["meeting-longer-than-slot"][1]


def test_what_nothing_can_measure_is_said_once_and_so_are_blanks() -> None:
    problems = found(
        "# P\n\n## Success Criteria\n\n- Everybody is content\n- Nobody complains\n"
        "- >100 laybys created\n- >80% of tickets resolved same day\n\n"
        "## Messages\n\n```\nSubject: Day [X]\n\nDear [User],\n\n- Laybys created: [X]\n"
        "- Mood: [a word]\n```\n"
    )
    assert problems["criterion-by-hand"][1].startswith("2 of 4 criteria")
    assert problems["criterion-typed-in"] == (
        7,
        "1 target (line 7) has no machine source: somebody types the figures in (v), or a warroom "
        "block fetches them",
    )
    assert problems["blank-without-source"][1].startswith("2 blanks in 1 message")
    assert "[User], [a word]" in problems["blank-without-source"][1]


def test_go_live_is_asked_for_only_while_something_waits_for_it() -> None:
    plan = "# P\n\n**Go-Live Date**: [Date]\n\n## 1 Week Before\n\n- [ ] Test\n"
    assert "go-live-open" in found(plan)
    assert "go-live-open" not in found(plan.replace("[Date]", "2026-12-01"))
    assert found("# Shopping\n\n- milk\n") == {}


@pytest.mark.parametrize("path", sorted((CHECKOUT / "data" / "plans").glob("*.md")), ids=str)
def test_a_finding_is_one_sentence_on_a_line_of_the_plan(path: Path) -> None:
    document = with_launch_problems(read_plan(path.read_bytes(), path.name))
    assert document.problems
    for each in document.problems:
        assert 1 <= each.line <= document.lines
        assert len(each.message) < 260
        assert "\n" not in each.message
    codes = [each.code for each in document.problems]
    once = {"criterion-by-hand", "criterion-typed-in", "blank-without-source", "go-live-open"}
    assert all(codes.count(code) <= 1 for code in once)


def test_what_people_have_settled_is_found_no_more(
    warroom: Warroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text(
        "# P\n\n**Go-Live Date**: [Date]\n\n## 1 Week Before\n\n- [ ] Test\n\n## Day 1\n\n"
        "**Staffing:**\n\n- Tier 1 Support: 6 staff\n"
    )
    monkeypatch.setenv("WARROOM_DB", str(tmp_path / "p.db"))
    checked: Any = warroom("plan", "check", str(plan), "--json").json()
    assert {"go-live-open", "requirement-without-shift"} <= {
        each["code"] for each in checked["problems"]
    }
    warroom("new", str(plan), "--yes", "--go-live", "2026-12-01 08:00", "--timezone", "UTC")
    rows: Any = warroom("plan", "findings", "--json").json()
    assert [row["code"] for row in rows] == ["requirement-without-shift"]
    assert set(rows[0]) == {"document", "line", "severity", "code", "message"}
    assert "plan.md:13" in warroom("plan", "findings").out
