"""Markdown into a flat list of blocks that know their lines and never lose a word.

Only markdown-it's block rules run: text is taken from the source, so `<name>` or `a_b` inside a
line stay as written, and the cost of inline parsing is not paid. What the parser skips (link
definitions, lists nested beyond its limit) is swept up afterwards, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

BlockKind = Literal[
    "heading", "paragraph", "item", "table", "fence", "html", "rule", "front", "quote", "raw"
]
_KEY = re.compile(r"^[\w-]+\s*:(?:\s|$)")
_PROSE = re.compile(r"^(?:[#>*]+\s\S.*[^:]|[^\s#:-][^:]*)$|^\s*[-*+] \[[ xX]\]")
_NESTING = 100
_MARKER = re.compile(r"^[ \t>]*(?P<mark>[-*+]|\d{1,9}[.)])(?:[ \t]+(?P<text>.*))?$")


@dataclass(frozen=True, slots=True)
class Row:
    """One table row."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the source; `line` and `end` count from 1 and are both inside."""

    kind: BlockKind
    line: int
    end: int
    text: str = ""
    level: int = 0
    """Of a heading 1..6; of an item its nesting depth from 0."""
    parent: int | None = None
    """Index of the item that holds this block."""
    number: int | None = None
    """Of an ordered item."""
    info: str = ""
    """The word after a fence's opening marks, lower case; `setext` for an underlined heading."""
    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(slots=True)
class _Draft:
    kind: BlockKind
    line: int
    end: int
    text: str = ""
    level: int = 0
    parent: int | None = None
    number: int | None = None
    info: str = ""
    header: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    filled: bool = False
    hollow: bool = False
    quotes: int = 0


def looks_like_front_matter(text: str) -> bool:
    """Whether the lines between two `---` are keys rather than the plan's own words."""
    lines = [line for line in text.split("\n") if line.strip()]
    keys = sum(_KEY.match(line) is not None for line in lines)
    others = sum(_PROSE.match(line) is not None for line in lines)
    return keys > 0 and others == 0


def parse_blocks(text: str, front_matter: bool = True) -> tuple[Block, ...]:
    """All blocks of `text` in document order; every non-blank line belongs to one."""
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table")
    if front_matter:
        parser.use(front_matter_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    walker = _Walker(len(text.split("\n")))
    walker.walk(parser.parse(text))
    drafts = walker.drafts
    lines = text.split("\n")
    _fill_deepest(lines, drafts)
    drafts.extend(_sweep(lines, drafts))
    return _freeze(drafts)


class _Walker:
    """Turns the token stream into drafts, keeping track of the open items and quotes."""

    def __init__(self, lines: int) -> None:
        self.drafts: list[_Draft] = []
        self._lines = lines
        self._items: list[int] = []
        self._quotes = 0
        self._numbers: list[int | None] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        table: _Draft | None = None
        cells: list[str] = []
        row_line = 0
        for position, token in enumerate(tokens):
            kind = token.type
            if kind == "inline":
                if table is not None:
                    cells.append(token.content.strip())
                else:
                    self._text(token, tokens[position - 1])
            elif kind == "table_open":
                table = self._add("table", token)
            elif kind == "table_close":
                table = None
            elif kind == "tr_open":
                cells, row_line = [], (token.map or [0])[0] + 1
            elif kind == "tr_close" and table is not None:
                if table.header or table.rows:
                    table.rows.append(Row(row_line, tuple(cells)))
                else:
                    table.header = tuple(cells) or ("",)
            else:
                self._structure(token)

    def _structure(self, token: Token) -> None:
        kind = token.type
        if kind == "list_item_open":
            self._open_item(token)
        elif kind == "list_item_close":
            self._items.pop()
        elif kind in ("bullet_list_open", "ordered_list_open"):
            self._numbers.append(0 if kind == "ordered_list_open" else None)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._numbers.pop()
        elif kind == "blockquote_open":
            self._quotes += 1
            if token.map:
                draft = self._add("quote", token)
                draft.end = draft.line
        elif kind == "blockquote_close":
            self._quotes -= 1
        elif kind in ("fence", "code_block"):
            self._code(token)
        elif kind == "html_block":
            self._add("html", token).text = token.content
        elif kind == "hr":
            self._add("rule", token)
        elif kind == "front_matter":
            self._add("front", token).text = token.content

    def _code(self, token: Token) -> None:
        item = self.drafts[self._items[-1]] if self._items else None
        first, last = token.map or [0, 1]
        indented = token.type == "code_block"
        if indented and item is not None and not item.filled and item.line == first + 1:
            item.filled = True  # "-      text": too many blanks make it code, not to a reader
            item.text = token.content.strip()
            item.end = max(item.end, last)
            return
        draft = self._add("fence", token)
        draft.text = token.content
        words = token.info.strip().split()
        draft.info = words[0].strip("{}.").lower() if words else ""
        if indented:
            draft.info = "indented"

    def _add(self, kind: BlockKind, token: Token) -> _Draft:
        first, last = token.map or [0, 1]
        draft = _Draft(kind, first + 1, max(first + 1, min(last, self._lines)))
        draft.parent = self._items[-1] if self._items else None
        self.drafts.append(draft)
        return draft

    def _open_item(self, token: Token) -> None:
        holder = self.drafts[self._items[-1]] if self._items else None
        draft = self._add("item", token)
        draft.end = draft.line
        draft.quotes = self._quotes
        draft.level = len(self._items)
        if self._numbers and self._numbers[-1] is not None and token.info.isdigit():
            draft.number = int(token.info)
        if holder is not None and not holder.filled and holder.line == draft.line:
            holder.hollow = True  # "- 1. text" is one item to a reader
        self._items.append(len(self.drafts) - 1)

    def _text(self, token: Token, opener: Token) -> None:
        """A paragraph's or heading's words: an item's own text, or a block of its own."""
        item = self.drafts[self._items[-1]] if self._items else None
        first, last = token.map or [0, 1]
        if item is not None and not item.filled and item.line == first + 1:
            item.filled = True
            quoted = self._quotes > item.quotes
            item.text = ("> " if quoted else "") + token.content
            item.end = max(item.end, last)
            return
        if opener.type == "heading_open":
            draft = self._add("heading", token)
            draft.end = (opener.map or [0, last])[1]
            draft.level = int(opener.tag[1])
            draft.info = "setext" if opener.markup in ("-", "=") else ""
        else:
            draft = self._add("paragraph", token)
        draft.text = token.content


def _fill_deepest(lines: Sequence[str], drafts: Sequence[_Draft]) -> None:
    """Give items at the nesting limit the words that the parser did not look at."""
    last_at: dict[int, _Draft] = {}
    for draft in drafts:
        last_at[draft.line] = draft
    for draft in last_at.values():
        if draft.kind == "item" and not draft.filled and draft.level >= _NESTING // 2 - 2:
            draft.text = _after_markers(lines[draft.line - 1])


def _after_markers(line: str) -> str:
    rest = line
    while (marker := _MARKER.match(rest)) is not None:
        rest = marker["text"] or ""
    return rest.strip()


def _sweep(lines: Sequence[str], drafts: Iterable[_Draft]) -> list[_Draft]:
    """Blocks for the non-blank lines that no draft covers."""
    covered = bytearray(len(lines) + 2)
    for draft in drafts:
        for at in range(draft.line, min(draft.end, len(lines)) + 1):
            covered[at] = 1
    out: list[_Draft] = []
    for number, line in enumerate(lines, start=1):
        if covered[number] or not line.strip():
            continue
        if _MARKER.match(line) is not None:
            text = _after_markers(line)
            out.append(_Draft("item", number, number, text, level=_NESTING // 2))
        elif out and out[-1].kind == "raw" and out[-1].end == number - 1:
            out[-1].end = number
            out[-1].text += "\n" + line
        else:
            out.append(_Draft("raw", number, number, line))
    return out


def _freeze(drafts: list[_Draft]) -> tuple[Block, ...]:
    order = sorted(range(len(drafts)), key=lambda index: (drafts[index].line, index))
    place: dict[int, int] = {}
    kept = [index for index in order if not drafts[index].hollow]
    for new, old in enumerate(kept):
        place[old] = new
    out: list[Block] = []
    for old in kept:
        draft = drafts[old]
        parent = draft.parent
        while parent is not None and drafts[parent].hollow:
            parent = drafts[parent].parent
        out.append(
            Block(
                draft.kind,
                draft.line,
                draft.end,
                draft.text,
                draft.level,
                None if parent is None else place[parent],
                draft.number,
                draft.info,
                draft.header,
                tuple(draft.rows),
            )
        )
    return tuple(out)
