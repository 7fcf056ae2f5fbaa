"""Fills the blanks of a plan's own alert from an incident: `Status: [Investigating/...]`.

What a blank asks for is read from its own words, from the words before it on its line, and from
the heading above it. A blank that nothing is known for stays as it is, to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from warroom_tui.domain.runsheet.messages import SLOT

_KINDS: tuple[tuple[str, str], ...] = (
    ("every", r"\bevery\b|\bminutes?\b|interval"),
    ("now", r"timestamp|\bdate\b|current time|time stamp"),
    ("affected", r"affected|percentage|number of users|how many"),
    ("workaround", r"work-?around"),
    ("eta", r"\beta\b|resolution|estimated|timeframe|time frame|expected|when"),
    ("hotline", r"hotline|emergency|\bphone\b|\bnumber\b|urgent|assistance"),
    ("actions", r"\bactions?\b|being taken|next step"),
    ("state", r"\bstatus\b|\bstate\b"),
    ("impact", r"impact"),
    ("severity", r"severity|priority"),
    ("conditions", r"\bissue\b|problem|description|what happened|cause"),
    ("commander", r"commander|\blead\b|\bname\b|contact person"),
)
"""What a blank may ask for, the surest sign first."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every blank filled that `values` know something for, by kind."""
    out: list[str] = []
    heading = ""
    for line in text.splitlines():
        found = SLOT.search(line)
        if found is None:
            heading = _heading(line, heading)
            out.append(line)
        else:
            out.append(_filled(line, heading, values))
    return "\n".join(out)


def _heading(line: str, before: str) -> str:
    """The words that stand above what follows; a blank line keeps them, other text ends them."""
    bare = line.strip()
    if bare.endswith(":") or (bare.isupper() and len(bare) < 60):
        return bare
    return before if not bare else ""


def _filled(line: str, heading: str, values: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        before = line[: match.start()]
        label = before.rpartition("]")[2]
        after = line[match.end() :][:20]
        kind = _kind(match.group(), f"{label} {after}") or _kind(heading, "")
        return values.get(kind, "") or match.group()

    return SLOT.sub(put, line)


def _kind(own: str, around: str) -> str:
    """What is asked for, by the words around the blank first: they are the field's name."""
    for words in (around, own):
        folded = words.casefold()
        for kind, pattern in _KINDS:
            if re.search(pattern, folded):
                return kind
    return ""
