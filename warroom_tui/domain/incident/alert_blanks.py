"""Fills the blanks of a plan's own alert from an incident: `Status: [Investigating/...]`.

What a blank asks for is read from its own words, from the words before it on its line, and from
the heading above it. A blank that nothing is known for stays as it is, to be seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from warroom_tui.domain.runsheet.messages import SLOT

KINDS = (
    "every",
    "now",
    "affected",
    "workaround",
    "eta",
    "hotline",
    "actions",
    "state",
    "impact",
    "severity",
    "conditions",
    "commander",
)
"""What a blank may ask for, the surest sign first; its words stand in the word lists of plans."""

Says = Callable[[str, str], bool]
"""Whether words speak of a kind: `says("impact", "Auswirkung:")`."""

_HEADING_SIGNS = ("#", "【", "■", "▼", "●")


def fill(text: str, values: Mapping[str, str], says: Says) -> str:
    """The text with every blank filled that `values` know something for, by kind."""
    out: list[str] = []
    heading = ""
    for line in text.splitlines():
        found = SLOT.search(line)
        if found is None:
            heading = _heading(line, heading)
            out.append(line)
        else:
            out.append(_filled(line, heading, values, says))
    return "\n".join(out)


def _heading(line: str, before: str) -> str:
    """The words that stand above what follows; a blank line keeps them, other text ends them."""
    bare = line.strip()
    sign = bare.endswith((":", "：")) or bare.startswith(_HEADING_SIGNS) or bare.isupper()
    if sign and len(bare) < 60:
        return bare
    return before if not bare else ""


def _filled(line: str, heading: str, values: Mapping[str, str], says: Says) -> str:
    def put(match: re.Match[str]) -> str:
        before = line[: match.start()]
        label = before.rpartition("]")[2]
        after = line[match.end() :][:20]
        kind = _kind(match.group(), f"{label} {after}", says)
        if kind in ("", "now"):  # below "Over by:" a time is that time
            kind = _kind(heading, "", says) or kind
        return values.get(kind, "") or match.group()

    return SLOT.sub(put, line)


def _kind(own: str, around: str, says: Says) -> str:
    """What is asked for, by the words around the blank first: they are the field's name."""
    for words in (around, own):
        for kind in KINDS:
            if says(kind, words):
                return kind
    return ""
