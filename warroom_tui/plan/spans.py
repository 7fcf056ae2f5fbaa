"""Where times stand in a line, and the line with every kind of dash, digit and blank made plain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from warroom_tui.plan.moments import When

Placed = tuple[int, When]
"""A time and the place in the text where its words begin."""
GAP = "\x00"
"""What stands for a character that has been taken."""
_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—−－", "-")
    | {
        "\u301c": "~",
        "\uff5e": "~",
        "\uff1a": ":",
        "\uff08": "(",
        "\uff09": ")",
        "\u00a0": " ",
        "\u202f": " ",
        "\uff0b": "+",
        "\u3000": " ",
        "\uff0f": "/",
        "\uff1d": "=",
        "\uff0e": ".",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {chr(0xFF21 + letter): chr(0x41 + letter) for letter in range(26)}
)


def flat(text: str) -> str:
    """`text` with every kind of dash as `-`, character for character."""
    return text.translate(_DASHES)


def at_source(when: When, line: int, text: str, whole: str) -> When:
    """The same expression with its line and its words as they stand in the source."""
    place = whole.find(when.raw)
    raw = text[place : place + len(when.raw)] if place >= 0 else when.raw
    return replace(when, line=line, raw=raw)


def take(
    pattern: re.Pattern[str],
    text: str,
    make: Callable[[re.Match[str]], When],
    placed: list[Placed],
) -> str:
    """Every match put among `placed`; returns the text with the matches blanked out."""

    def swallow(match: re.Match[str]) -> str:
        if not match.group(0):
            return ""
        placed.append((match.start(), make(match)))
        return GAP * len(match.group(0))

    return pattern.sub(swallow, text)


def blank(text: str, when: When, placed: list[Placed]) -> str:
    """`when` put among `placed`; returns the text with its words blanked out."""
    at = text.find(when.raw)
    placed.append((at, when))
    return text.replace(when.raw, GAP * len(when.raw), 1)
