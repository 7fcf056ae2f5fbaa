"""What a launch writes back beside an item, and how the reader takes it off again.

A ticked item gets ` *(done 2026-12-01 08:12 by Ada)*` at its end, a value goes between the
underscores it was asked with (`____4f2c9d1____`). Without these the item reads as before, so a
plan that was written back holds the same items.
"""

from __future__ import annotations

import re

OUTCOME = re.compile(
    r"[ \t]*\*\((?:done|skipped|not applicable) \d{4}-\d\d-\d\d \d\d:\d\d[^()*\n]*\)\*"
)
_AT_END = re.compile(OUTCOME.pattern + r"(?=\s*$)")
FILLED = re.compile(r"(?<!_)(_{3,})([^\W_](?:[^\n]*?[^\W_])?)\1(?!_)")


def without_outcome(text: str) -> str:
    """The words of an item as the plan had them before anything was written back."""
    if "*(" in text:
        text = _AT_END.sub("", text)
    return FILLED.sub(r"\1", text) if "___" in text else text
