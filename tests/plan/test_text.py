"""From bytes to blocks: encodings, boxes and the parser's traps."""

from __future__ import annotations

import codecs

import pytest

from warroom_tui.plan.blocks import parse_blocks
from warroom_tui.plan.boxes import read_box
from warroom_tui.plan.decode import SIZE_LIMIT, decode
from warroom_tui.plan.errors import PlanError
from warroom_tui.plan.reader import read_plan

PLAN = "# Fähre\n\n- [ ] Größe prüfen → fertig\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PLAN.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"), "utf-16-be"),
        (PLAN.encode("utf-16-le"), "utf-16-le"),
        (PLAN.replace("\n", "\r\n").encode(), "utf-8"),
        (PLAN.replace("\n", "\r").encode(), "utf-8"),
    ],
)
def test_the_same_plan_in_any_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data, "plan.md")
    assert (decoded.text, decoded.encoding) == (PLAN, encoding)


def test_cp1252_line_by_line() -> None:
    data = "# Café\n".encode("cp1252") + "- [ ] prêt → oui\n".encode()
    assert decode(data, "plan.md").text == "# Café\n- [ ] prêt → oui\n"


def test_gb18030() -> None:
    text = "# 上线计划\n\n## 上线前4周\n\n- [ ] 完成测试\n- [ ] 通知用户\n"
    decoded = decode(text.encode("gb18030"), "plan.md")
    assert (decoded.text, decoded.encoding) == (text, "gb18030")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gb18030", "# 上线方案\n\n## 回滚步骤\n\n- [ ] 停止服务\n"),
        ("shift_jis", "# リリース手順\n\n- [ ] バックアップを取る\n- [ ] 確認する\n"),
        ("cp949", "# 출시 계획\n\n- [ ] 백업을 확인한다\n- [ ] 공지한다\n"),
        ("cp1251", "# План запуска\n\n- [ ] Проверить резервную копию\n- [ ] Сообщить\n"),
        ("cp1252", "# Café à Zürich\n\n- [ ] prêt, señor, größer\n"),
    ],
)
def test_the_usual_encodings_of_a_region(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), "plan.md")
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize("wrong", ["cp1252", "cp1254", "mac_roman"])
def test_mojibake_of_three_systems_is_repaired(wrong: str) -> None:
    broken = "# 🚀 Go".encode().decode(wrong)
    decoded = decode(f"{broken}\n\n- [ ] x\n".encode(), "plan.md")
    assert (decoded.text.split("\n")[0], decoded.repaired_lines) == ("# 🚀 Go", 1)


def test_mojibake_is_repaired_where_it_decodes_and_counted() -> None:
    broken = "✅ done".encode().decode("cp1252")
    decoded = decode(f"# Plan\n\n- {broken}\n- « café » is fine\n".encode(), "plan.md")
    assert "- ✅ done\n- « café » is fine" in decoded.text
    assert decoded.repaired_lines == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"  \n\n\t\n",
        b"\x89PNG\r\n\x1a\n" + bytes(64),
        b"SQLite format 3\x00" + bytes(64),
        b"# Plan\x00\n- [ ] x\n",
        bytes(range(1, 32)) * 40,
        b"x" * (SIZE_LIMIT + 1),
    ],
)
def test_what_is_no_plan_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(data, "thing.bin")
    assert "thing.bin" in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "done", "words"),
    [
        ("[ ] open", False, "open"),
        ("[x] done", True, "done"),
        ("[X] done", True, "done"),
        ("☐ open", False, "open"),
        ("☑ done", True, "done"),
        ("🍊 [ ] juice", False, "🍊 juice"),
        (r"\[ \] escaped", False, "escaped"),
        ("[ ]", False, ""),
    ],
)
def test_boxes(text: str, done: bool, words: str) -> None:
    box = read_box(text)
    assert box is not None
    assert (box.done, box.text) == (done, words)


@pytest.mark.parametrize(
    "text",
    [
        "☐ Go ☐ No-Go",
        "[Issue 1 - Status]",
        "[ ](a link)",
        "[x](a link)",
        "Laybys: [X]",
        "[]",
        "plain",
    ],
)
def test_what_is_no_box(text: str) -> None:
    assert read_box(text) is None


def boxes_of(text: str) -> list[tuple[str, int]]:
    return [(item.text, item.line) for item in read_plan(text.encode(), "p.md").boxes]


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "1)"])
def test_any_list_mark_may_carry_a_box(mark: str) -> None:
    assert boxes_of(f"# A\n\n{mark} [ ] one\n") == [("one", 3)]


def test_nested_wrapped_and_quoted_boxes() -> None:
    text = (
        "# A\n\n- [ ] outer\n  goes on\n  - [x] inner\n\n> - [ ] quoted\n\n- 1. [ ] double mark\n"
    )
    assert boxes_of(text) == [
        ("outer goes on", 3),
        ("inner", 5),
        ("quoted", 7),
        ("double mark", 9),
    ]


def test_boxes_in_a_code_block_are_marked() -> None:
    document = read_plan(b"# A\n\n```\nBefore:\n- [ ] call\n- [X] slot\n```\n", "p.md")
    assert [(item.text, item.line, item.from_fence) for item in document.boxes] == [
        ("call", 5, True)
    ]


def test_boxes_in_the_status_cell_of_a_task_table() -> None:
    text = (
        "# A\n\n| Task | Owner | Status |\n|---|---|---|\n"
        "| Freeze | Ann | [ ] |\n| Ship | Bob | ☑ |\n"
    )
    found = read_plan(text.encode(), "p.md").boxes
    assert [(item.text, item.line, item.done) for item in found] == [
        ("Freeze", 5, False),
        ("Ship", 6, True),
    ]


def test_choices_and_blanks_are_fields_not_boxes() -> None:
    text = "# A\n\n**Responsible**: ____ **Due Date**: ____ **Status**: Go ☐ No-Go ☐\n"
    document = read_plan(text.encode(), "p.md")
    assert document.boxes == ()
    assert [(field.key, field.value) for field in document.fields] == [
        ("Responsible", "____"),
        ("Due Date", "____"),
        ("Status", "Go ☐ No-Go ☐"),
    ]


def test_a_label_above_a_list_that_starts_at_three_does_not_swallow_it() -> None:
    document = read_plan(b"# A\n\n**Then:**\n3. third\n4. fourth\n", "p.md")
    steps = [(item.text, item.number) for item in document.items]
    assert steps == [("third", 3), ("fourth", 4)]


def test_angle_brackets_and_comparators_survive() -> None:
    document = read_plan(
        b"# A\n\n- mail <ops@example.com>\n- > 80% of staff\n- deploy <name>\n", "p.md"
    )
    assert [item.text for item in document.items] == [
        "mail <ops@example.com>",
        "> 80% of staff",
        "deploy <name>",
    ]


def test_prettier_escapes_and_bold_are_taken_off() -> None:
    assert boxes_of("# A\n\n- [ ] **Now**: use \\_name\\_ in `a_b_c`\n") == [
        ("Now: use _name_ in `a_b_c`", 3)
    ]


def test_escaped_marks_of_a_formatter_are_fields_all_the_same() -> None:
    text = "# A\n\n**Date**: **\\_\\_\\_\\_**\n\n\\*\\*Lead\\*\\*: \\_\\_\\_\\_\n"
    document = read_plan(text.encode(), "p.md")
    assert [(field.key, field.value) for field in document.fields] == [
        ("Date", "____"),
        ("Lead", "____"),
    ]


def test_a_hash_in_a_shell_block_is_no_heading() -> None:
    document = read_plan(b"# A\n\n```sh\n# comment\nmake\n```\n", "p.md")
    assert [section.title for section in document.sections if section.level] == ["A"]
    assert document.fences[0].to == "command"


def test_fields_above_a_rule_are_no_heading() -> None:
    document = read_plan("# A\n\n**Status**: ☐\n---\n\nText\n---\n".encode(), "p.md")
    assert [section.title for section in document.sections if section.level] == ["A", "Text"]
    assert [field.key for field in document.fields] == ["Status"]


def test_a_bom_does_not_hide_the_title() -> None:
    document = read_plan(codecs.BOM_UTF8 + b"# Title\n\n- [ ] x\n", "p.md")
    assert document.path(document.boxes[0].section) == ("Title",)


def test_link_definitions_and_deep_nesting_keep_their_lines() -> None:
    deep = "".join("  " * depth + f"- [ ] box {depth}\n" for depth in range(200))
    document = read_plan(f"# A\n\n[a]: http://example.com\n\n{deep}".encode(), "p.md")
    assert document.coverage.unplaced_lines == 0
    assert len(document.boxes) == 200


def test_text_between_two_rules_at_the_top_is_not_front_matter() -> None:
    document = read_plan(b"---\nOur plan for the launch\n- [ ] x\n---\n# A\n", "p.md")
    assert len(document.boxes) == 1


def test_every_block_knows_its_lines() -> None:
    blocks = parse_blocks("# A\n\ntext\nmore\n\n- x\n  y\n\n```\ncode\n```\n")
    assert [(block.kind, block.line, block.end) for block in blocks] == [
        ("heading", 1, 1),
        ("paragraph", 3, 4),
        ("item", 6, 7),
        ("fence", 9, 11),
    ]


def test_control_characters_never_reach_a_title() -> None:
    document = read_plan("# A\x1b]0;x\x07b\n\n- [ ] c\x1b[31md\u202e\n".encode(), "p.md")
    assert "\x1b" not in document.sections[1].title + document.boxes[0].text
    assert "\u202e" not in document.boxes[0].text
