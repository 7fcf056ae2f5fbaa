"""What tickets are about, as far as a plan says it without defining categories."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 24
"""Categories that are offered at most."""
LONGEST = 40

_TOPIC = re.compile(
    r"\b(?:questions?|help|issues?|problems?|resets?|requests?|errors?|bugs?|failures?|guidance|"
    r"clarifications?|inconsistenc(?:y|ies)|corruption|loss|breach(?:es)?|incidents?|complaints?|"
    r"down|outages?)$",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"^(?:handles?|uses?|escalates?|answers?|logs?|documents?|fix(?:es)?|takes?|discuss|address)\b",
    re.IGNORECASE,
)


def offered(lines: Iterable[str]) -> tuple[str, ...]:
    """Those lines of a plan that name what a ticket is about: "Password resets", "Data loss".

    Duties ("Handle common issues") and sentences are none.
    """
    found: dict[str, str] = {}
    for line in lines:
        words = line.strip().strip(".").strip()
        if len(words) <= LONGEST and _TOPIC.search(words) and not _DUTY.match(words):
            found.setdefault(words.casefold(), words)
    return tuple(found.values())[:MOST]
