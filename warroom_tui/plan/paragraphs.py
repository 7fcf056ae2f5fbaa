"""One paragraph's lines taken apart: labels, runs of `**Key**: value` fields, steps, prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

PieceKind = Literal["label", "field", "item", "box", "prose"]

_BOLD_ONLY = re.compile(
    r"^(?P<m>\*\*|__)(?P<title>(?:(?!(?P=m)).)+)(?P=m)\s*(?P<rest>(?:[(（][^()（）]*[)）])?)\s*[:：]?\s*$"
)
_FIELD = re.compile(
    r"(?P<m>\*\*|__)(?P<key>(?:(?!(?P=m)).){1,80}?)\s*(?P<in>[:：])?\s*(?P=m)\s*(?P<out>[:：])?"
    r"(?P<value>.*?)(?=\s(?:\*\*|__)(?:(?!\*\*|__)[^\n]){1,80}(?:\*\*[:：]|__[:：]|[:：]\*\*|[:：]__)|\s*$)"
)
_STEP = re.compile(r"^\s{0,3}(?P<n>\d{1,9})[.)]\s+(?P<text>.+)$")
_SIGN = re.compile(
    r"^\s{0,3}(?=[☐☑☒])|^\s{0,3}(?:[-*+]|\d{1,9}[.)])\s+(?=\\?\[[ xX\u00a0]\\?\](?:\s|$)|[☐☑☒])"
)
"""What stands before a box at the start of a line; a list mark too far in is none to Markdown."""
_STATED = re.compile(
    r"^(?P<key>time|duration|owner|responsible|status|due|deadline|dauer|verantwortlich|durée|"
    r"responsable|duración|responsável|duração|владелец|ответственный|负责人|担当|담당자)\s*[:：]"
    r"\s*(?P<value>\S.{0,80})$",
    re.IGNORECASE,
)
"""`**Time: 30 minutes**`, bold as a whole, tells of the section and opens none."""
_SENTENCE = re.compile(r"[.!?。！？]$")
_BULLET = re.compile(r"^\s{0,3}[•●▪▫◦‣▸➤►✅✔✓❌⬜🔲⏳]\ufe0f?\s+(?P<text>\S.*)$")
_BARE = re.compile(r"^(?P<title>[^|*`<>]{2,100}?)\s*[:：]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph; `key` is set for fields, `number` for steps."""

    kind: PieceKind
    line: int
    end: int
    text: str
    key: str = ""
    number: int | None = None


def take_apart(text: str, line: int, leads: bool) -> Iterator[Piece]:
    """The pieces of a paragraph that starts at `line`.

    `leads` says that a list, table or code block follows directly: then a last line that ends
    with a colon is its label even when it is not bold.
    """
    lines = text.split("\n")
    prose: list[str] = []
    began = line
    bulleted = sum(_BULLET.match(raw) is not None for raw in lines) > 1
    for offset, raw in enumerate(lines):
        at = line + offset
        piece = list(_special(raw.strip(), at, leads and offset == len(lines) - 1, offset))
        bullet = _BULLET.match(raw) if bulleted and not piece else None
        if bullet is not None:
            piece = [Piece("item", at, at, bullet["text"])]  # a list in signs of its own
        if not piece:
            if not prose:
                began = at
            prose.append(raw)
            continue
        if prose:
            yield Piece("prose", began, at - 1, "\n".join(prose))
            prose = []
        yield from piece
    if prose:
        yield Piece("prose", began, line + len(lines) - 1, "\n".join(prose))


def _special(raw: str, at: int, leads: bool, offset: int) -> Iterator[Piece]:
    if raw.startswith("\\*\\*"):  # a formatter took the marks for letters
        raw = raw.replace("\\*", "*")
    if raw.startswith(("**", "__")) and set(raw) != {"_"}:
        bold = _BOLD_ONLY.match(raw)
        if bold is not None:
            stated = _STATED.match(bold["title"])
            if stated is not None and not bold["rest"]:
                yield Piece("field", at, at, stated["value"].strip(), stated["key"].strip())
                return
            if not leads and _SENTENCE.search(bold["title"]):
                return  # words that are stressed, and no title of anything
            yield Piece("label", at, at, f"{bold['title'].strip()} {bold['rest']}".strip(" :："))
            return
        fields = [m for m in _FIELD.finditer(raw) if m["in"] or m["out"]]
        if fields and fields[0].start() == 0:
            for match in fields:
                yield Piece("field", at, at, match["value"].strip(), match["key"].strip(" :："))
        return
    sign = _SIGN.match(raw)
    if sign is not None:
        yield Piece("box", at, at, raw[sign.end() :])
        return
    step = _STEP.match(raw)
    if step is not None and offset > 0:
        yield Piece("item", at, at, step["text"], number=int(step["n"]))
        return
    bare = _BARE.match(raw)
    if bare is not None and leads:
        yield Piece("label", at, at, bare["title"])


def split_at_signs(text: str, line: int, end: int) -> list[Piece]:
    """An item's own words, then every ☐ that begins a line of its wrapped text.

    Markdown takes such lines for the end of the sentence above them, a reader for boxes.
    """
    if "\n" not in text:
        return [Piece("item", line, end, text)]
    lines = text.split("\n")
    signs = {at: sign for at, raw in enumerate(lines) if at and (sign := _SIGN.match(raw.strip()))}
    starts = [0, *signs]
    ends = [*(at - 1 for at in starts[1:]), end - line]
    for at, sign in signs.items():
        lines[at] = lines[at].strip()[sign.end() :]
    return [
        Piece("item", line + first, line + last, "\n".join(lines[first : last + 1]).strip())
        for first, last in zip(starts, ends, strict=True)
    ]


def is_field_run(text: str) -> bool:
    """Whether every line is a run of fields: such text above `---` is no heading."""
    return all(
        any(piece.kind == "field" for piece in _special(line.strip(), 1, False, 0))
        for line in text.split("\n")
    )


def same_series(first: str, second: str) -> bool:
    """ "Session 1: ..." and "Session 2: ..." stand side by side, not one below the other."""
    a, b = first.split(), second.split()
    return (
        len(a) > 1
        and len(b) > 1
        and a[0].lower() == b[0].lower()
        and a[1][:1].isalnum()
        and a[1].rstrip(":.)").isalnum()
        and len(a[1].rstrip(":.)")) <= 2
        and len(b[1].rstrip(":.)")) <= 2
    )
