"""Text in, plan document out."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from warroom_tui.plan.blocks import Block, looks_like_front_matter, parse_blocks
from warroom_tui.plan.builder import Builder
from warroom_tui.plan.classify import classify
from warroom_tui.plan.coverage import covered_lines, plain_box_lines
from warroom_tui.plan.dates import DateReader, day_first
from warroom_tui.plan.decode import DecodedText, decode
from warroom_tui.plan.document import (
    Coverage,
    Item,
    Note,
    PlanDocument,
    Problem,
    Section,
    SectionKind,
)
from warroom_tui.plan.errors import PlanError
from warroom_tui.plan.lint import lint
from warroom_tui.plan.machine import MachinePart
from warroom_tui.plan.moments import When
from warroom_tui.plan.offsets import counts_minutes
from warroom_tui.plan.parts import Parts
from warroom_tui.plan.times import TimeReader
from warroom_tui.plan.words import Words, load_words

_DAY_ZERO = re.compile(
    r"(?<!\w)(?:day|tag|jour|día|dia|день|ngày)\s0(?!\d)|第0[天日]", re.IGNORECASE
)
_DAY_1 = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?:(?!---).*\r?\n)*?day-1:[ \t]*['\"]?(?P<day>go-live|day-after)\b"
)
_FRONT = 4_000
"""Front matter stands within so many characters."""
_DAY_HEADING = re.compile(
    r"^#{1,6}\s[^\n\d]{0,20}(?<!\w)(?:day|tag|jour|día|dia|день|ngày)\s(?P<n>\d{1,3})(?=\s*[:(–—-])"
    r"(?P<title>[^\n]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_T_HMM = re.compile(r"(?<!\w)T\s?[-+−‑]\s?\d{1,2}:\d\d")
_T_WORKING = re.compile(
    r"(?<!\w)T\s?(?:[-+−‑]|minus|plus)[^\n]{0,60}?\b(?:working|business) days"
    r"|days are (?:working|business) days|(?<!\w)T[-−‑][^\n]{0,40}?(?:Arbeits|Werk)tage",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)20[2-9]\d(?!\d)")


def read_plan(
    data: bytes,
    name: str,
    words: Words | None = None,
    kinds: Mapping[int, SectionKind] | None = None,
) -> PlanDocument:
    """Read one plan file.

    `words` are the section words to use (default: the shipped ones); `kinds` are section kinds
    that a person chose, by the section's line. Raises `PlanError` when
    `data` is empty or no text; whatever a text contains, it becomes a document, and what is wrong
    with it stands in `problems`.
    """
    with _collector_paused():
        return _read(data, name, words if words is not None else load_words(), kinds)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Tokens, blocks and items hold no cycles, but there are millions of them in a large file,
    and a collector that walks them again and again makes reading quadratic."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(
    data: bytes, name: str, known: Words, kinds: Mapping[int, SectionKind] | None
) -> PlanDocument:
    decoded = decode(data, name)
    lines = decoded.text.split("\n")
    day_base = _day_base(decoded.text, known)
    year = _YEAR.search(decoded.text)
    times = TimeReader(
        known,
        day_base,
        int(year.group(0)) if year else None,
        day_first(decoded.text),
        DateReader(known, None, day_first(decoded.text)).first_full(decoded.text),
    )
    blocks = parse_blocks(decoded.text)
    if any(block.kind == "front" and not looks_like_front_matter(block.text) for block in blocks):
        blocks = parse_blocks(decoded.text, front_matter=False)
    has_minutes, has_working = (
        pattern.search(decoded.text) is not None for pattern in (_T_HMM, _T_WORKING)
    )
    in_minutes = counts_minutes(times.offsets.bare_numbers(decoded.text))
    parts = Builder(known, times, has_minutes, has_working, in_minutes).build(blocks)
    sections = classify(parts, known, kinds)
    machine, problems = _machine(parts, name)
    coverage = _coverage(lines, parts, blocks)
    document = PlanDocument(
        name=name,
        lines=len(lines) - (not lines[-1]),
        encoding=decoded.encoding,
        repaired_lines=decoded.repaired_lines,
        sections=sections,
        items=tuple(parts.items),
        fences=tuple(parts.fences),
        tables=tuple(parts.tables),
        fields=tuple(parts.fields),
        prose=tuple(parts.prose),
        times=tuple(_all_times(sections, parts.items, parts.more_times)),
        notes=_notes(sections, lines),
        problems=tuple(problems) + tuple(_reading_problems(decoded, coverage)),
        coverage=coverage,
        machine=machine,
        day_base=day_base,
    )
    if coverage.unplaced_lines:
        raise PlanError(
            f"{name}: {coverage.unplaced_lines} lines could not be placed.",
            "This is a fault of the reader; please report it with the file.",
        )
    found = lint(document, known, times)
    return replace(
        document,
        problems=tuple(
            sorted(document.problems + found, key=lambda problem: (problem.line, problem.code))
        ),
    )


def _day_base(text: str, known: Words) -> int:
    """The number of launch day: as the front matter says, else 0 where the plan has a day 0, else
    the one that a heading such as "Day 30: Launch Day" gives to it, else 1."""
    said = _DAY_1.search(text[:_FRONT])
    if said is not None:
        return 0 if said["day"] == "day-after" else 1
    if _DAY_ZERO.search(text):
        return 0
    for heading in _DAY_HEADING.finditer(text):
        if known.has("time", "launch_day", heading["title"]):
            return int(heading["n"])
    return 1


def _machine(parts: Parts, name: str) -> tuple[MachinePart, list[Problem]]:
    fences = [fence for fence in parts.fences if fence.to == "warroom"]
    if parts.front is None and not fences:
        return MachinePart(), []
    from warroom_tui.plan.yaml_part import read_machine  # YAML and its checker only when needed

    return read_machine(parts.front, fences, name)


def _all_times(
    sections: Iterable[Section], items: Iterable[Item], more: Iterable[When]
) -> list[When]:
    found = [when for section in sections for when in section.when]
    found += [when for item in items for when in item.when]
    places = {(when.line, when.raw) for when in found}
    found += [when for when in more if (when.line, when.raw) not in places]
    found.sort(key=lambda when: when.line)
    return found


def _coverage(lines: list[str], parts: Parts, blocks: tuple[Block, ...]) -> Coverage:
    tasks = [item for item in parts.items if item.kind == "task"]
    steps = sum(item.kind == "step" or item.kind == "task" for item in parts.items)
    rows = sum(len(table.rows) for table in parts.tables)
    seen = {item.line for item in tasks}
    missed = len(plain_box_lines(lines) - seen)
    return Coverage(
        boxes=(len(tasks), len(tasks) + missed),
        list_items=(steps, steps),
        table_rows=(rows, rows),
        fences=(len(parts.fences), sum(block.kind == "fence" for block in blocks)),
        lines=covered_lines(lines, parts.spans),
    )


def _notes(sections: tuple[Section, ...], lines: list[str]) -> tuple[Note, ...]:
    """Sections that nobody recognised, each with its own lines up to the next section."""
    notes: list[Note] = []
    for section in sections:
        if section.kind != "notes" or not section.level:
            continue
        following = section.index + 1
        last = sections[following].line - 1 if following < len(sections) else len(lines)
        markdown = "\n".join(lines[section.line - 1 : last]).strip()
        notes.append(Note(section.line, section.title, markdown))
    return tuple(notes)


def _reading_problems(decoded: DecodedText, coverage: Coverage) -> Iterable[Problem]:
    if decoded.repaired_lines:
        yield Problem(
            1,
            "info",
            "encoding-repaired",
            f"{decoded.repaired_lines} lines had been saved in a wrong encoding and were repaired",
        )
    if decoded.encoding not in ("utf-8",):
        yield Problem(1, "info", "encoding", f"read as {decoded.encoding}")
    if coverage.boxes[0] != coverage.boxes[1]:
        missed = coverage.boxes[1] - coverage.boxes[0]
        yield Problem(1, "warning", "boxes", f"{missed} lines look like boxes but are none")
