"""Shapes that plans of strangers have, rebuilt, each named after what once went wrong with it."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest

from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.reader import read_plan


def read(text: str) -> PlanDocument:
    return read_plan(text.encode(), "plan.md")


def kinds(document: PlanDocument) -> dict[str, str]:
    return {section.title: section.kind for section in document.sections if section.level}


def phases(text: str) -> dict[str, list[str]]:
    draft: LaunchDraft = draft_launch([read(text)])
    return {
        phase.name: [task.text for found in phase.checklists for task in found.tasks]
        for phase in draft.phases
    }


def test_signs_that_markdown_takes_for_wrapped_words_are_boxes() -> None:
    document = read(
        "2. Before (Friday)\n☐\tServer up\n☐\tBackup\n  of it all\n☑ Keys\n\n- a\n\n  ☐ b\n"
    )
    boxes = [(box.text, box.line, box.end, box.done) for box in document.boxes]
    assert boxes == [
        ("Server up", 2, 2, False),
        ("Backup of it all", 3, 4, False),
        ("Keys", 5, 5, True),
        ("b", 9, 9, False),
    ]
    assert [item.text for item in document.items if item.kind == "step"] == ["Before (Friday)", "a"]
    assert document.coverage.unplaced_lines == 0


def test_lines_that_begin_with_a_tick_are_the_work_of_a_plan_without_boxes() -> None:
    text = (
        "# P\n## 1️⃣ Preparation (T - 2 weeks to T - 1 day)\n✅ **Links** tested  \n✅ Keys moved  \n"
    )
    assert list(phases(text).values()) == [["Links tested", "Keys moved"]]


def test_a_stressed_sentence_is_no_heading() -> None:
    document = read(
        "# P\n\n## Goal\n\n**We open the doors.**\n\n**Steps**\n- [ ] a\n\n**All is well!**\n"
    )
    assert kinds(document).keys() == {"P", "Goal", "Steps"}
    assert document.path(document.boxes[0].section) == ("P", "Goal", "Steps")


def test_the_lines_of_a_table_of_contents_are_no_phases() -> None:
    text = (
        "# P\n\n## Table of Contents\n\n### 1. Launch Day\n### 2. T-7 days\n\n"
        "## T-7 days\n\n- [ ] a\n"
    )
    document = read(text)
    found = [section.kind for section in document.sections if section.level]
    assert found == ["meta", "meta", "meta", "meta", "phase"]


def test_a_heading_of_launch_day_keeps_the_work_beside_its_timed_phases() -> None:
    text = (
        "# P\n\n## 3. Launch Day (Day 0)\n\n### T-1 hour\n- [ ] a\n\n### Execution\n- [ ] b\n\n"
        "### T+2 hours\n- [ ] c\n\n### Launch Day Activities\n- [ ] d\n"
    )
    assert phases(text) == {
        "3. Launch Day (Day 0)": ["b", "d"],
        "T-1 hour": ["a"],
        "T+2 hours": ["c"],
    }


def test_a_decision_at_ten_is_a_slot_of_the_day_like_its_neighbours() -> None:
    text = (
        "# P\n\n### D-Day\n\n#### 08:00 - Prepare (1h)\n- [ ] a\n\n#### 09:00 - Deploy\n- [ ] b\n\n"
        "#### 10:00 - Go/No-Go\n- [ ] c\n"
    )
    assert kinds(read(text))["10:00 - Go/No-Go"] == "gate"
    assert phases(text) == {"D-Day": ["a", "b", "c"]}


def test_a_day_named_for_its_retrospective_stays_a_day() -> None:
    text = (
        "# P\n\n## After (D+1 ~ D+7)\n\n### D+1: Watch\n- [ ] a\n\n"
        "### D+7: Retrospective\n- [ ] b\n"
    )
    assert list(phases(text).values()) == [["a"], ["b"]]


def test_timed_bullets_are_the_run_sheet_of_a_phase_without_boxes() -> None:
    text = (
        "# P\n\n## Timeline\n\n### Phase 1: Verify (1-2 hours)\n\n- **T-120 min**: look\n"
        "- **T-30 min**: decide\n- a remark\n\n## Checklist\n\n- [ ] x\n"
    )
    draft = draft_launch([read(text)])
    first = draft.phases[0]
    assert phases(text)["Phase 1: Verify"] == ["T-120 min: look", "T-30 min: decide"]
    assert first.start is not None
    assert first.start.offset_min == -120
    assert first.notes == ("a remark",)


@pytest.mark.parametrize("title", ["T=0: Go-Live", "Cutover (T = 0)", "T-0 Switch"])
def test_the_zero_hour_is_the_launch_and_not_what_comes_after(title: str) -> None:
    draft = draft_launch([read(f"# P\n\n## {title}\n\n- [ ] a\n")])
    assert [phase.kind for phase in draft.phases] == ["go_live"]


@pytest.mark.parametrize(
    ("title", "raws"),
    [
        ("Day 1: Tuesday 18 November 2025 (Preparation)", ["Day 1", "18 November 2025"]),
        ("T-7: Rehearsal (9:00 - 12:00)", ["9:00 - 12:00", "T-7"]),
        ("Week +1: After", ["Week +1"]),
        ("Day +3", ["Day +3"]),
    ],
)
def test_a_title_keeps_the_times_behind_its_first(title: str, raws: list[str]) -> None:
    document = read(f"# P\n\n## {title}\n\n- [ ] a\n")
    assert [when.raw for when in document.sections[2].when] == raws


def test_a_signed_week_counts_from_go_live() -> None:
    document = read("# P\n\n## Week -2\n- [ ] a\n\n## Week +1\n- [ ] b\n\n## Day +3\n- [ ] c\n")
    days = [section.when[0].start for section in document.sections if section.when]
    assert [day.day for day in days if day is not None] == [-14, 7, 3]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Objectifs de lancement", "success"),
        ("Objetivos da Implantação", "success"),
        ("Equipe de Implantação", "people"),
        ("Цель запуска", "success"),
        ("Kill Switch手順", "rollback"),
        ("Go/No-Go判定", "gate"),
        ("Fecha de Lanzamiento", "meta"),
        ("Criteres de succes", "success"),
        ("Rueckfallplan", "rollback"),
        ("Ke hoach truyen thong", "comms"),
        ("Условия отката", "rollback"),
        ("План на случай сбоя", "contingency"),
        ("Suivi post-lancement", "monitor"),
        ("監視体制", "monitor"),
        ("Go/No-Go Meeting", "gate"),
        ("变更历史", "log"),
    ],
)
def test_a_title_says_its_kind_in_spite_of_the_word_launch_or_lost_accents(
    title: str, kind: str
) -> None:
    assert kinds(read(f"# P\n\n## {title}\n\n- a\n- b\n"))[title] == kind


def test_a_table_of_who_is_consulted_is_no_work() -> None:
    raci = "| Activity | Responsible | Consulted |\n|-|-|-|\n| Deploy | Ops | QA |\n"
    document = read(f"# P\n\n## Launch Team\n\n### RACI\n\n{raci}")
    assert [table.kind for table in document.tables] == ["page"]
    assert phases(f"# P\n\n## Launch Team\n\n### RACI\n\n{raci}") == {}


def test_a_table_of_limits_by_hour_is_watched_and_not_done() -> None:
    table = "| Time | Check | Threshold |\n|-|-|-|\n| 0-1h | errors | < 1% |\n"
    text = f"# P\n\n## 4. Monitoring (24 hours)\n\n{table}"
    assert kinds(read(text))["4. Monitoring (24 hours)"] == "monitor"


@pytest.mark.parametrize("title", ["Deployment Steps", "Open Items", "Deployment Details"])
def test_boxes_below_a_general_word_are_a_list(title: str) -> None:
    assert kinds(read(f"# P\n\n## {title}\n\n- [ ] a\n- [ ] b\n"))[title] in ("checklist", "phase")


def test_an_introduction_of_a_training_is_training() -> None:
    text = (
        "# P\n\n## Training Material\n\n**1. Introduction (30 min)**\n- aims\n\n"
        "**2. Users (20 min)**\n- a\n"
    )
    assert set(kinds(read(text)).values()) == {"meta", "training"}
    assert kinds(read(text))["1. Introduction (30 min)"] == "training"


def starts(text: str) -> dict[str, int | None]:
    """The day on which each titled section starts."""
    found = {s.title: s.when[0].start for s in read(text).sections if s.when}
    return {title: None if start is None else start.day for title, start in found.items()}


def test_weeks_below_four_weeks_before_are_those_four_weeks() -> None:
    text = (
        "# P\n\n## 4 Weeks Before\n\n### Week 1: Plan\n- [ ] a\n\n### Week 4: Rehearse\n- [ ] b\n"
    )
    assert starts(text) == {"4 Weeks Before": -28, "Week 1: Plan": -28, "Week 4: Rehearse": -7}
    assert list(phases(text)) == ["Week 1: Plan", "Week 4: Rehearse"]


def test_day_thirty_is_launch_day_when_a_heading_says_so() -> None:
    text = (
        "# P\n\n## Week 1\n\n### Day 1: Kick-off\n- [ ] a\n\n### Day 2: Design\n- [ ] b\n\n"
        "## Day 30: Launch Day\n- [ ] c\n"
    )
    assert starts(text) == {
        "Week 1": -29,
        "Day 1: Kick-off": -29,
        "Day 2: Design": -28,
        "Day 30: Launch Day": 0,
    }
    assert list(phases(text)) == ["Day 1: Kick-off", "Day 2: Design", "Day 30: Launch Day"]


def test_bare_numbers_behind_t_are_minutes_where_they_can_be_no_days() -> None:
    rows = "".join(f"| {t} | x | Ops |\n" for t in ("T-120", "T-30", "T0", "T+15", "T+24h"))
    document = read(f"# P\n\n## Run of show\n\n| Time | Action | Owner |\n|-|-|-|\n{rows}")
    entries = [
        (e.get("offset_min"), e.get("unit_assumed")) for w in document.times for e in w.to_json()
    ]
    assert entries == [(-120, True), (-30, True), (0, None), (15, True), (1440, None)]


def test_a_date_behind_a_day_is_no_range_of_days() -> None:
    document = read("# P\n\nStand 20.12.2025\n\n## JOUR 2 - 22 JANVIER\n- [ ] a\n")
    told = [(w.raw, w.start and (w.start.day, w.start.on)) for w in document.sections[2].when]
    assert told == [("JOUR 2", (1, None)), ("22 JANVIER", (None, date(2026, 1, 22)))]


def test_a_plan_across_new_year_takes_the_nearest_year() -> None:
    document = read("# P\n\nDate: December 27, 2025\n\n## Week 1 (Dec 30 - Jan 5)\n- [ ] a\n")
    window = document.sections[2].when[1]
    assert window.start is not None
    assert window.end is not None
    assert (window.start.on, window.end.on) == (date(2025, 12, 30), date(2026, 1, 5))


def test_a_day_of_a_month_without_a_year_is_no_length_of_two_days() -> None:
    document = read("# P\n\n## D-Day (3월 2일 월요일)\n- [ ] a\n")
    assert [when.kind for when in document.sections[2].when] == ["day", "weekday"]


def test_a_label_that_only_mentions_a_time_is_not_at_that_time() -> None:
    text = (
        "# P\n\n## Prerequisites\n\nBefore the T-48h timeline starts:\n\n- [ ] a\n\n"
        "## T-48h: Tell\n- [ ] b\n"
    )
    assert kinds(read(text))["Before the T-48h timeline starts"] == "checklist"
    assert list(phases(text)) == ["T-48h: Tell"]


def test_a_bold_statement_tells_of_its_section_and_opens_none() -> None:
    document = read("# P\n\n## Review\n**Time: 30 minutes**\n\n**Figures:**\n- [ ] a\n")
    assert document.path(document.boxes[0].section) == ("P", "Review", "Figures")
    assert [(field.key, field.value) for field in document.fields] == [("Time", "30 minutes")]


def test_steps_of_a_timed_phase_are_parts_of_it() -> None:
    text = (
        "# P\n\n## T-0: Cutover\n\n### Step 1: Stop (5 min)\n- [ ] a\n\n### Step 2: Copy\n- [ ] b\n"
    )
    assert phases(text) == {"T-0: Cutover": ["a", "b"]}


def test_a_checklist_to_copy_is_no_message_to_send() -> None:
    text = "# P\n\n## Runbook Template\n\n```markdown\nDate: [Date]\nLead: [Name]\n- [ ] a\n```\n"
    assert [fence.to for fence in read(text).fences] == ["kept"]
    assert kinds(read(text))["Runbook Template"] == "checklist"


def test_limits_below_go_no_go_are_criteria_of_the_gate() -> None:
    table = "| Criterion | Threshold | Status |\n|-|-|-|\n| Errors | < 1% | ☐ |\n"
    text = f"# P\n\n## Go/No-Go Decision Matrix\n\n{table}"
    assert kinds(read(text))["Go/No-Go Decision Matrix"] == "gate"
    assert [(c.klass, c.is_box) for c in draft_launch([read(text)]).criteria] == [("gate", True)]


@pytest.mark.parametrize("title", ["Post Launch", "Pre‑Launch", "Pre Deployment", "Post–Launch"])
def test_a_phase_is_known_by_any_hyphen(title: str) -> None:
    assert kinds(read(f"# P\n\n## {title}\n\n- [ ] a\n"))[title] == "phase"


def test_a_chapter_of_timed_parts_is_a_timeline_in_any_language() -> None:
    text = "# P\n\n## Zzz\n\n### Abc (T-24h)\n- [ ] a\n\n### Def (T-0)\n- [ ] b\n"
    assert kinds(read(text))["Zzz"] == "phase"


def test_a_checklist_without_boxes_has_its_bullets_for_work() -> None:
    text = "# Launch Checklist\n\n## Webhooks\n- URL is right\n\n## Smoke\n- tests pass\n"
    assert kinds(read(text)) == {
        "Launch Checklist": "meta",
        "Webhooks": "checklist",
        "Smoke": "checklist",
    }


@pytest.mark.parametrize(
    "stated",
    [
        "Go-Live Date: March 15, 2025\n",
        "- **Launch Date:** March 15, 2025\n",
        "| Field | Details |\n|-|-|\n| **Go-Live Date** | 2025-03-15 |\n",
        "上线时间：2025年3月15日\n",
    ],
)
def test_go_live_is_found_wherever_the_plan_states_it(stated: str) -> None:
    found = draft_launch([read(f"# P\n\n{stated}")]).go_live
    assert found is not None
    assert found.isoformat() == "2025-03-15T00:00:00"


def test_a_launch_time_beside_the_launch_date_is_its_clock() -> None:
    text = "# P\n\n**Launch Date**: March 15, 2025  \n**Launch Time**: 12:01 AM PST\n"
    found = draft_launch([read(text)]).go_live
    assert found is not None
    assert found.isoformat() == "2025-03-15T00:01:00"


def test_boxes_set_too_far_in_for_a_list_are_boxes_all_the_same() -> None:
    text = (
        "# P\n\nTeam:\n    - [ ] far in\n    1. [x] ticked\n\n"
        "> - [ ] quoted\n    - [ ] left the quote\n\nSome words\n    - no box\n"
    )
    boxes = [(box.text, box.line, box.done) for box in read(text).boxes]
    assert boxes == [
        ("far in", 4, False),
        ("ticked", 5, True),
        ("quoted", 7, False),
        ("left the quote", 8, False),
    ]


def test_a_time_field_is_when_its_section_happens() -> None:
    text = (
        "# P\n\n## Launch Day\n\n### Opening\n\n**Time:** 8:00 AM - 10:00 AM\n\n- [ ] a\n\n"
        "### Talk\n\n**Duration**: 30 minutes\n\n- [ ] b\n"
    )
    document = read(text)
    opening = next(section for section in document.sections if section.title == "Opening")
    assert [when.raw for when in opening.when] == ["8:00 AM - 10:00 AM"]
    entries = [entry for when in document.times for entry in when.to_json()]
    assert [entry.get("tod") or entry.get("duration_min") for entry in entries] == [
        None,
        "08:00",
        "10:00",
        30,
    ]
    assert phases(text) == {"Opening": ["a"], "Launch Day": ["b"]}


def test_an_owner_nested_below_a_box_owns_it() -> None:
    text = "# P\n\n## T-7 days\n\n- [ ] test\n  - Owner: Mia\n- [ ] copy\n  - Owner: [Name]\n"
    tasks = draft_launch([read(text)]).phases[0].checklists[0].tasks
    assert [task.owner for task in tasks] == ["Mia", None]


def test_words_with_their_accents_apart_are_the_same_words() -> None:
    title = unicodedata.normalize("NFD", "Critères de succès")
    assert title != "Critères de succès"
    assert "success" in kinds(read(f"# P\n\n## {title}\n\n- a\n")).values()


def test_the_weekend_of_the_cutover_is_a_phase_and_no_list_of_a_weekday() -> None:
    assert kinds(read("# P\n\n## Cutover Weekend\n\n- [ ] a\n"))["Cutover Weekend"] == "phase"
