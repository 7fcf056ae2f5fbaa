"""Sections, paths, lists and phases of plans that nobody wrote for the reader."""

from __future__ import annotations

from datetime import datetime, time
from typing import cast

import pytest

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.reader import read_plan
from warroom_tui.plan.words import load_words, read_words


def both(text: str) -> tuple[PlanDocument, LaunchDraft]:
    document = read_plan(text.encode(), "plan.md")
    return document, draft_launch([document])


def kinds(text: str) -> dict[str, str]:
    return {s.title: s.kind for s in read_plan(text.encode(), "p.md").sections if s.level}


def test_labels_are_part_of_the_path() -> None:
    document, _ = both(
        "# P\n\n## Launch Day\n\n**7:00 AM - 8:00 AM: Start**\n\n**Actions:**\n- [ ] go\n"
    )
    assert document.path(document.boxes[0].section) == (
        "P",
        "Launch Day",
        "7:00 AM - 8:00 AM: Start",
        "Actions",
    )


def test_a_rule_ends_a_label() -> None:
    document, _ = both("# P\n\n## A\n\n**One:**\n- [ ] a\n\n---\n\n- [ ] b\n")
    assert [document.path(box.section)[-1] for box in document.boxes] == ["One", "A"]


def test_a_topic_below_a_timed_heading_is_a_workstream_of_it() -> None:
    text = (
        "# P\n\n## 1 Week Before Launch\n\n### Communication\n- [ ] draft\n\n"
        "### Training\n- [ ] hold\n\n"
        "## Communication\n\n### Announcement\n\n```\nSubject: Hello\n```\n"
    )
    document, draft = both(text)
    assert [s.kind for s in document.sections if s.title == "Communication"] == [
        "checklist",
        "comms",
    ]
    assert [found.title for found in draft.phases[0].checklists] == ["Communication", "Training"]
    assert draft.messages[0].subject == "Hello"


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Rollback plan", "1. stop", "rollback"),
        ("Rückfallplan", "1. halt", "rollback"),
        ("Plan de retour arrière", "1. arrêt", "rollback"),
        ("Plan de reversión", "1. parar", "rollback"),
        ("回滚计划", "1. 停止", "rollback"),
        ("План отката", "1. стоп", "rollback"),
        ("Risiken", "text", "risk"),
        ("Critères de succès", "- [ ] >99% dispo\n- [ ] <5 pannes", "success"),
        ("On-Call", "- Ann", "rota"),
        ("Formation", "texte", "training"),
        ("Go/No-Go", "- [ ] all agree", "gate"),
        ("Known issues log", "text", "log"),
        ("Executive Summary", "text", "meta"),
        ("Quux", "text", "notes"),
    ],
)
def test_section_kinds_in_several_languages(title: str, body: str, kind: str) -> None:
    assert kinds(f"# P\n\n## {title}\n\n{body}\n\n## Other\n\nx\n")[title] == kind


def test_a_team_can_teach_the_reader_its_own_words() -> None:
    text = b"# P\n\n## Fluchtweg\n\ntext\n\n## Other\n\nx\n"
    own = read_words({"own.toml": '[kinds]\nrollback = ["fluchtweg"]\n'})
    assert read_plan(text, "p.md", words=own).sections[2].kind == "rollback"
    assert read_plan(text, "p.md", words=load_words()).sections[2].kind == "notes"


def test_what_is_not_understood_keeps_its_own_markdown() -> None:
    document, draft = both("# P\n\n## Quux\n\n*odd* text\n\n## Risks\n\nx\n")
    assert [(n.title, n.line, n.markdown) for n in document.notes] == [
        ("Quux", 3, "## Quux\n\n*odd* text")
    ]
    assert draft.notes[0].markdown == "## Quux\n\n*odd* text"


def test_a_run_sheet_table_becomes_tasks_with_time_and_owner() -> None:
    text = (
        "# Zephyr Runbook\n\n(All times PST)\n\n**Go-Live**: 2026-12-01 08:00\n\n## Cutover\n\n"
        "| Time | Task | Owner | Status |\n|--|--|--|--|\n| T-60 | Freeze | Ann Lee | [ ] |\n"
        "| T-0:30 | Backup `pg_dump all` | Bob | [x] |\n| T+0:15 | Smoke test | | |\n"
    )
    _, draft = both(text)
    tasks = draft.phases[0].checklists[0].tasks
    assert [(t.text, t.anchor and t.anchor.offset_min, t.owner, t.done) for t in tasks] == [
        ("Freeze", -60, "Ann Lee", False),
        ("Backup pg_dump all", -30, "Bob", True),
        ("Smoke test", 15, None, False),
    ]
    assert tasks[1].command == "pg_dump all"
    assert draft.timezone == "America/Los_Angeles"
    assert draft.go_live == datetime(2026, 12, 1, 8, 0)  # noqa: DTZ001 - naive local time by design


def test_a_plan_without_a_single_box_uses_its_bullets() -> None:
    _, draft = both(
        "# P\n\n## Two weeks before launch\n- write\n- train\n\n## Launch day\n\n"
        "**08:00 - Start**\n- open\n"
    )
    told = [
        (p.kind, p.start, [t.text for c in p.checklists for t in c.tasks]) for p in draft.phases
    ]
    assert told == [
        ("pre_launch", Anchor(day=-14), ["write", "train"]),
        ("go_live", Anchor(day=0), ["open"]),
    ]
    assert draft.phases[1].checklists[0].anchor == Anchor(day=0, at=time(8))


def test_a_german_plan() -> None:
    text = (
        "# Einführungsplan Kasse\n\n## Vorbereitung (4-6 Wochen vor Go-Live)\n\n### Technik\n"
        "- [ ] Server da\n- [ ] Schulung (optional)\n\n## Go-Live-Tag\n\n**08:00 Uhr - Start**\n"
        "- [ ] Kassen an\n\n## Nach dem Start\n\n### Tag 2-7\n- [ ] Meldungen prüfen\n"
    )
    _, draft = both(text)
    assert [(p.kind, p.start) for p in draft.phases] == [
        ("pre_launch", Anchor(day=-42)),
        ("go_live", Anchor(day=0)),
        ("hypercare", Anchor(day=1)),
    ]
    assert draft.phases[0].checklists[0].tasks[1].condition == "optional"
    assert not draft.phases[0].checklists[0].tasks[1].required


def test_a_window_that_ends_before_it_starts_ends_on_the_next_day() -> None:
    _, draft = both("# P\n\n## Launch Day\n\n### Night shift (22:00 - 02:00)\n- [ ] watch\n")
    phase = draft.phases[0]
    assert (phase.start, phase.end) == (Anchor(day=0, at=time(22)), Anchor(day=1, at=time(2)))


def test_the_second_copy_of_a_list_is_marked() -> None:
    boxes = "- [ ] one\n- [ ] two\n- [ ] three\n"
    _, draft = both(
        f"# P\n\n## 1 Week Before Launch\n\n### A\n{boxes}\n## Appendix\n\n### B\n{boxes}"
    )
    assert draft.phases[0].checklists[0].duplicate_of is None
    assert draft.lists[0].duplicate_of == draft.phases[0].checklists[0].place.line


def test_nested_boxes_know_their_parent() -> None:
    _, draft = both("# P\n\n## Launch Day\n\n- [ ] outer\n  - [ ] inner\n    - [ ] innermost\n")
    assert [t.parent for t in draft.phases[0].checklists[0].tasks] == [None, 0, 1]


def test_placeholders_are_asked_for_once() -> None:
    _, draft = both(
        "# P\n\n**Go-Live Date**: TBD\n**Launch Date**: ____\n\n## Launch Day\n- [ ] x\n"
    )
    assert draft.go_live is None
    assert [q.key for q in draft.questions].count("go_live") == 1


def test_on_call_weeks_become_shifts() -> None:
    _, draft = both(
        "# P\n\n## On-Call\n\n| Week | Primary | Secondary |\n|--|--|--|\n"
        "| Week 2 | Ann Lee | Bob Ray |\n"
    )
    told = [
        (p.name, p.shifts[0].days[0], p.shifts[0].days[-1], p.shifts[0].rank) for p in draft.people
    ]
    assert told == [("Ann Lee", 8, 14, "primary"), ("Bob Ray", 8, 14, "secondary")]


def test_the_json_document() -> None:
    text = (
        "# P\n\n## Day 2-7\n\n**Owner**: Ann\n\n- [x] **done** it\n  - part\n\n"
        "| A | B |\n|--|--|\n| 1 | 2 |\n\n"
        "```sh\nls\n```\n"
    )
    data = read_plan(text.encode(), "p.md").to_json()
    path = ["P", "Day 2-7"]
    assert data["items"] == [
        {"text": "done it", "done": True, "path": path, "line": 7, "kind": "task"},
        {"text": "part", "done": False, "path": path, "line": 8, "kind": "step", "parent": 7},
        {"text": "1 | 2", "done": False, "path": path, "line": 12, "kind": "row"},
        {"text": "ls", "done": False, "path": path, "line": 14, "kind": "fence"},
    ]
    assert data["times"] == [
        {"line": 3, "offset_min": 1440, "raw": "Day 2-7"},
        {"line": 3, "offset_min": 8640, "raw": "Day 2-7"},
    ]
    assert data["rows"] == [{"line": 12, "cells": ["1", "2"]}]
    assert data["fences"] == [{"line": 14, "to": "command"}]
    assert data["fields"] == [{"line": 5, "key": "Owner", "value": "Ann"}]
    assert data["coverage"] == {"checkboxes": 1.0, "blocks": 1.0, "lines_unplaced": 0}
    sections = cast(list[dict[str, object]], data["sections"])
    assert sections[1]["class"] == "phase"


def test_the_lines_that_plan_check_prints() -> None:
    lines = read_plan(b"# P\n\n## T-14\n\n- [ ] a\n", "p.md").summary()
    assert lines[0] == "p.md: 5 lines, 2 sections"
    assert "boxes 1/1" in lines[1]
    assert "times 1 (1 unit assumed)" in lines[1]
    assert "0 lines unplaced" in lines[2]


@pytest.mark.parametrize("label", ["T-7 Days", "Launch Day", "08:00 Start", "🚀 上线前一天", "D-1"])
def test_a_bare_timed_line_above_a_list_is_its_label(label: str) -> None:
    document = read_plan(f"# P\n\n{label}\n- [ ] a\n".encode(), "p.md")
    assert document.path(document.boxes[0].section) == ("P", label)


def test_a_sentence_above_a_list_is_none() -> None:
    text = "# P\n\nDay 1 is when we all meet again in the morning.\n- [ ] a\n"
    document = read_plan(text.encode(), "p.md")
    assert document.path(document.boxes[0].section) == ("P",)


def test_wide_colons_make_fields_and_labels() -> None:
    text = "# P\n\n**负责人**：张三\n\n**上线前：**\n- [ ] a\n\n当天：\n- [ ] b\n"
    document = read_plan(text.encode(), "p.md")
    assert [(field.key, field.value) for field in document.fields] == [("负责人", "张三")]
    assert [document.path(box.section) for box in document.boxes] == [
        ("P", "上线前"),
        ("P", "当天"),
    ]
