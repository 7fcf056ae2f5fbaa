"""Text from outside as data: in Markdown, in CSV, on one line."""

from __future__ import annotations

import re

from warroom_tui.domain.text import BODY_LIMIT, clean

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ALWAYS = re.compile(r"[\\`*_\[\]|~$@#&<>]")
_START = re.compile(r"^(?:[+\-=:!]|\d{1,9}(?=[.)](?:\s|$)))")
_LINK = re.compile(r"(?i)(?<=[a-z])(:)(?=//)|(?<=\bwww)(\.)|\b(?<=mailto)(:)|\b(?<=xmpp)(:)")


def one_line(text: str) -> str:
    """`text` on a single line without anything that a terminal or a mail header would obey."""
    return clean(text, limit=BODY_LIMIT)


def md_escape(text: str) -> str:
    """`text` such that Markdown shows it letter by letter, wherever in a line it is put.

    Angle brackets and ampersands become entities (every renderer knows them), everything else
    that CommonMark or its common extensions give a meaning gets a backslash: emphasis, links,
    tables, headings, lists, bare addresses, mentions. The result is one line.
    """
    line = one_line(text).strip()
    start = _START.match(line)
    out = _ALWAYS.sub(_escaped, line)
    if start is not None:
        # A digit cannot be escaped, its dot can: "1." would start a list.
        at = start.end() if start.group()[0].isdigit() else 0
        out = f"{out[:at]}\\{out[at:]}"
    return _LINK.sub(lambda match: f"\\{match.group()}", out)


def _escaped(match: re.Match[str]) -> str:
    return _ENTITIES.get(match.group(), f"\\{match.group()}")


def csv_cell(text: str) -> str:
    """One CSV cell: quoted where needed; a cell that a spreadsheet would compute gets a quote."""
    line = one_line(text)
    if line.lstrip()[:1] in ("=", "+", "-", "@") or line[:1] in ("\u2409", "|", "%"):
        line = f"'{line}"
    if any(char in line for char in ',;"'):
        doubled = line.replace('"', '""')
        return f'"{doubled}"'
    return line
