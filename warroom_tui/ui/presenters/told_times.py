"""Clock times that a text tells itself, beside a column that tells them too."""

from __future__ import annotations

import re
from datetime import datetime

_LABEL = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?\s*(?:[:–—]|-\s)\s*(?=\S)",
    re.IGNORECASE,
)


def without_clock(text: str, shown: datetime | None) -> str:
    """`text` without a leading "8:00 AM: " when that is the local time `shown` beside it."""
    found = _LABEL.match(text)
    if shown is None or found is None or not (found["minute"] or found["half"]):
        return text
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    return text[found.end() :] if (hour, minute) == (shown.hour, shown.minute) else text
