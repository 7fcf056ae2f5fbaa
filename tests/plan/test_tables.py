"""Tables of strangers' plans: headers, boxes in cells, times in columns."""

from __future__ import annotations

import pytest

from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.reader import read_plan


def read(text: str) -> PlanDocument:
    return read_plan(text.encode(), "p.md")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Time (UTC) | Task description | Owner(s) | Status", "run_sheet"),
        ("Uhrzeit | Arbeitsschritt | Verantwortlich | Status", "run_sheet"),
        ("Heure | Action | Responsable | Statut", "run_sheet"),
        ("Hora | Actividad | Responsable | Estado", "run_sheet"),
        ("Horário | Atividade | Responsável | Status", "run_sheet"),
        ("Время | Действие | Ответственный | Статус", "run_sheet"),
        ("序号 | 时间 | 操作步骤 | 负责人 | 状态", "run_sheet"),
        ("時刻 | 作業内容 | 担当 | 状態", "run_sheet"),
        ("시간 | 작업 내용 | 담당자 | 상태", "run_sheet"),
        ("Thời gian | Công việc | Người phụ trách | Trạng thái", "run_sheet"),
        ("Item | Status | Owner | Notes", "tasks"),
        ("Риск | Вероятность | Влияние | Меры", "risks"),
        ("위험 | 확률 | 영향 | 대응", "risks"),
        ("日期 | 主班 | 备班", "rota"),
        ("Vai trò | Họ tên | SĐT", "people"),
        ("Colour | Shape", "page"),
    ],
)
def test_what_a_table_is_for(header: str, kind: str) -> None:
    columns = header.count("|") + 1
    document = read(f"# P\n\n| {header} |\n|{'---|' * columns}\n| {'a | ' * columns}\n")
    assert document.tables[0].kind == kind


def test_a_box_with_a_word_beside_it_in_a_cell_is_a_box() -> None:
    document = read(
        "# P\n\n| Item | Status |\n|---|---|\n| Freeze | ☐ Open |\n| Ship | [x] done |\n"
        "| Both | ☐ yes ☐ no |\n"
    )
    assert [(box.text, box.done) for box in document.boxes] == [("Freeze", False), ("Ship", True)]


def test_boxes_below_go_and_no_go_are_a_choice() -> None:
    document = read("# P\n\n| Criteria | Go | No-Go |\n|---|---|---|\n| Tests | ☐ | ☐ |\n")
    assert document.boxes == ()


def test_a_number_below_week_counts_weeks() -> None:
    document = read("# P\n\n| Week | Milestone |\n|---|---|\n| 1 | Pilot |\n| 2-3 | More |\n")
    assert document.to_json()["times"] == [
        {"line": 5, "offset_min": 0, "raw": "1"},
        {"line": 6, "offset_min": 7 * 1440, "raw": "2-3"},
        {"line": 6, "offset_min": 14 * 1440, "raw": "2-3"},
    ]


def test_a_row_may_have_a_column_for_the_date_and_one_for_the_time() -> None:
    document = read(
        "# P\n\n| Date | Time | Task |\n|---|---|---|\n| July 24, 2026 | 09:00 - 10:00 | Go |\n"
    )
    assert document.to_json()["times"] == [
        {"line": 5, "date": "2026-07-24", "raw": "July 24, 2026"},
        {"line": 5, "tod": "09:00", "raw": "09:00 - 10:00"},
        {"line": 5, "tod": "10:00", "raw": "09:00 - 10:00"},
    ]


def test_clock_lines_of_a_code_block_are_times() -> None:
    document = read("# P\n\n```\nT-24h\n09:00  Look\n- 10:30 Decide\nnothing\n```\n")
    assert document.to_json()["times"] == [
        {"line": 4, "offset_min": -1440, "raw": "T-24h"},
        {"line": 5, "tod": "09:00", "raw": "09:00"},
        {"line": 6, "tod": "10:30", "raw": "10:30"},
    ]


def test_a_column_of_times_is_one_whatever_its_header_says() -> None:
    document = read(
        "# P\n\n| Giai doan | Muc tieu |\n|---|---|\n| T-7 ngay | a |\n| T+1 den T+7 | b |\n"
    )
    assert document.tables[0].columns[0] == "time"
    assert document.to_json()["times"] == [
        {"line": 5, "offset_min": -7 * 1440, "raw": "T-7 ngay"},
        {"line": 6, "offset_min": 1440, "unit_assumed": True, "raw": "T+1 den T+7"},
        {"line": 6, "offset_min": 7 * 1440, "unit_assumed": True, "raw": "T+1 den T+7"},
    ]


def test_a_column_of_words_is_no_time() -> None:
    document = read("# P\n\n| Colour | Shape |\n|---|---|\n| red | round |\n| blue | flat |\n")
    assert document.tables[0].columns == ("", "")


def test_a_response_beside_a_severity_is_a_reply_time_beside_a_risk_a_mitigation() -> None:
    from warroom_tui.plan.tables import column_meanings
    from warroom_tui.plan.words import load_words

    words = load_words()
    promised = column_meanings(("Priority", "Response", "Resolution"), words)
    feared = column_meanings(("Risk", "Impact", "Response"), words)
    assert promised == ("severity", "response", "resolution")
    assert feared == ("risk", "impact", "mitigation")


def test_a_box_right_above_a_rule_of_dashes_is_still_a_box() -> None:
    document = read("# P\n\n* [x] keys | [ ] badge\n|---|---|\n| a | b |\n")
    boxes = [(item.text, item.done, item.line) for item in document.items if item.kind == "task"]
    assert boxes == [("keys | [ ] badge", True, 3)]
