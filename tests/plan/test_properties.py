"""Whatever happens to a plan on its way, reading it neither fails nor loses a line."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plan.oracle import count_boxes
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.plan.decode import SIZE_LIMIT
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.errors import PlanError
from warroom_tui.plan.reader import read_plan
from warroom_tui.plan.words import load_words

WORDS = load_words()
SOURCES = [
    path.read_text(encoding="utf-8") for path in sorted(shipped_path("data", "plans").glob("*.md"))
]
PIECES = [
    "- [ ] ",
    "```\n",
    "---\n",
    "> ",
    "| a | b |\n|--|--|\n",
    "**",
    "T-0:30",
    "\n\n",
    "    ",
    "\t",
    "1. ",
    "# ",
    "[a]: b\n",
    "<div>\n",
    "```warroom\nchecks:\n",
    "99:99",
    "24:00 - 3:00",
    "Day 0",
    "Week 9999999999",
    "T-99999999999 weeks",
    "31/12/2025",
    "Feb 30, 2025",
    "☐",
    "８：００－",
    "上午8点",
    "D-7 ~ ",
    "Weeks -8 to ",
    "第一周",
    "T+1 bis T+",
    "5/1/2026",
    "| [ ] | ☐ |",
    "99月99日",
    "下午25点99",
    "Hour 99999999999999",
    "T-9h99",
    "Jan 99-99",
    "\x1b[31m",
    "\u202e",
]
BOUNDED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def check(text: str) -> None:
    """Nothing lost, every box drafted once, and JSON and summary can be made."""
    try:
        document = read_plan(text.encode("utf-8", "replace"), "plan.md", WORDS)
    except PlanError:
        return
    assert document.coverage.unplaced_lines == 0
    assert document.coverage.boxes[0] == document.coverage.boxes[1]
    document.to_json()
    assert document.summary()
    try:
        draft = draft_launch([document], WORDS)
    except PlanError:
        return
    if document.boxes:
        lists = [found for phase in draft.phases for found in phase.checklists] + list(draft.lists)
        lines = Counter(task.place.line for found in lists for task in found.tasks)
        lines.update(c.place.line for c in draft.criteria if c.is_box)
        assert set(lines) >= {box.line for box in document.boxes}


@BOUNDED
@given(st.sampled_from(SOURCES), st.integers(0, 40_000))
def test_a_truncated_plan(source: str, length: int) -> None:
    check(source[: length % len(source)])


@BOUNDED
@given(st.sampled_from(SOURCES), st.randoms(use_true_random=False))
def test_a_plan_with_its_lines_shuffled(source: str, chance: random.Random) -> None:
    lines = source.split("\n")
    chance.shuffle(lines)
    check("\n".join(lines[:400]))


@BOUNDED
@given(
    st.sampled_from(SOURCES),
    st.lists(st.tuples(st.integers(0, 40_000), st.sampled_from(PIECES)), max_size=30),
)
def test_a_plan_with_pieces_put_into_it(source: str, pieces: list[tuple[int, str]]) -> None:
    for place, piece in pieces:
        at = place % len(source)
        source = source[:at] + piece + source[at:]
    check(source)


@settings(BOUNDED, max_examples=20)
@given(
    st.sampled_from(SOURCES),
    st.lists(st.tuples(st.integers(0, 400_000), st.integers(0, 7)), max_size=40),
    st.sampled_from([b"\r\n", b"\r", b"\n\n", b"\n"]),
)
def test_a_plan_with_bits_flipped_and_line_ends_mixed(
    source: str, flips: list[tuple[int, int]], line_end: bytes
) -> None:
    data = bytearray(source.encode()[:6_000].replace(b"\n", line_end, 100))
    for place, bit in flips:
        data[place % len(data)] ^= 1 << bit
    try:
        document = read_plan(bytes(data), "x.md", WORDS)
    except PlanError:
        return
    assert document.coverage.unplaced_lines == 0
    document.to_json()


@BOUNDED
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    check(text)


@BOUNDED
@given(st.binary(max_size=600))
def test_any_bytes(data: bytes) -> None:
    try:
        document = read_plan(data, "x.bin", WORDS)
    except PlanError:
        return
    assert document.coverage.unplaced_lines == 0


@given(
    st.lists(
        st.sampled_from(
            ["- [ ] box", "- [x] box", "* [ ] box", "1. [ ] box", "- plain", "text", ""]
        )
    )
)
@BOUNDED
def test_no_box_is_lost_or_invented(lines: list[str]) -> None:
    document = read_plan(("# P\n\n" + "\n\n".join(lines)).encode(), "p.md", WORDS)
    assert len(document.boxes) == sum("[" in line for line in lines)


@pytest.mark.parametrize("source", SOURCES)
def test_a_slow_second_count_finds_the_same_boxes(source: str) -> None:
    assert len(read_plan(source.encode(), "p.md", WORDS).boxes) == count_boxes(source)


def test_a_slow_second_count_agrees_on_the_real_plans(real_plans: dict[str, Path]) -> None:
    for path in real_plans.values():
        text = path.read_text(encoding="utf-8")
        assert len(read_plan(text.encode(), path.name, WORDS).boxes) == count_boxes(text)


@pytest.mark.parametrize("source", SOURCES)
def test_the_boxes_written_out_again_are_the_same_boxes(source: str) -> None:
    document = read_plan(source.encode(), "p.md", WORDS)
    text = "# P\n\n" + "".join(
        f"- [{'x' if box.done else ' '}] {box.text}\n" for box in document.boxes
    )
    again = read_plan(text.encode(), "p.md", WORDS)
    assert [(box.text, box.done) for box in again.boxes] == [
        (box.text, box.done) for box in document.boxes
    ]


HOSTILE = {
    "nesting": "# x\n" + "".join("  " * n + f"- [ ] {n}\n" for n in range(400)),
    "quotes": ">" * 5_000 + " x\n",
    "marks": "- " * 3_000 + "[ ] x\n",
    "stars": "*" * 20_000 + "a\n# " + "**" * 8_000 + "\n- [ ] " + "**a" * 3_000,
    "digits": "# " + "1" * 20_000 + "\n# " + "1-" * 10_000 + "\n- " + "1:" * 8_000,
    "wide table": "|"
    + "a|" * 2_000
    + "\n|"
    + "-|" * 2_000
    + "\n"
    + ("|" + "b|" * 2_000 + "\n") * 5,
    "blank": "\n" * 100_000 + "a",
    "long line": "# " + "before " * 20_000 + "\n\n" + "**a**: b " * 8_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_bounded_time(name: str) -> None:
    start = time.perf_counter()
    document = read_plan(HOSTILE[name].encode(), "x.md", WORDS)
    assert time.perf_counter() - start < 5
    assert document.coverage.unplaced_lines == 0


def test_ten_thousand_boxes_take_time_in_proportion(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        text = "# P\n\n## 1 Week Before Launch\n" + "".join(
            f"- [ ] do the thing number {n}\n" for n in range(count)
        )
        start = time.perf_counter()
        assert len(read_plan(text.encode(), "p.md", WORDS).boxes) == count
        return time.perf_counter() - start

    seconds(500)
    small, large = min(seconds(2_000) for _ in range(3)), seconds(20_000)
    assert large < small * 30


def test_a_plan_beyond_the_limit_is_refused_with_its_size() -> None:
    with pytest.raises(PlanError, match="MB"):
        read_plan(b"- [ ] x\n" * (SIZE_LIMIT // 8 + 1), "big.md")
