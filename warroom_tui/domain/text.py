"""Text from outside, made safe to store and to draw.

Anything a person, a plan, a help desk or a probe hands us may hold escape sequences, bidi
controls, lone surrogates or a thousand combining marks. `clean` is applied where text enters
and again where it is drawn, because older rows may have been written by other programs.
"""

from __future__ import annotations

import re
import unicodedata

LINE_LIMIT = 500
"""Characters kept of a one-line field."""

BODY_LIMIT = 1_000_000
"""Characters kept of a note or a body: 10,000 long lines fit."""

PLAIN = re.compile(
    "[\t\n -~\u00a0-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e"
    "\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fef\uac00-\ud7a3]*"
)
"""Text of these alone has nothing to clean: letters and signs, none of which is a control, a mark
or unassigned. It saves most of the time that an import spends."""

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_REPLACEMENT = "\ufffd"
_MAX_COMBINING = 2
_ZERO_WIDTH_KEPT = frozenset("\u200c\u200d\ufe0f\ufe0e")


def _picture(char: str) -> str:
    """The visible stand-in for a control character (U+2400 block), or U+FFFD for C1."""
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    return _REPLACEMENT


def clean(text: str, *, limit: int = LINE_LIMIT, multiline: bool = False) -> str:
    """Return `text` in NFC with nothing in it that a terminal would obey.

    Control characters become visible pictures (ESC becomes ␛), bidi controls, lone surrogates
    and unassigned code points become U+FFFD, at most two combining marks stay on a base, and the
    result is cut to `limit` characters with an ellipsis. Line breaks and tabs survive only when
    `multiline`; on a single line any run of blanks becomes one.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text if multiline else " ".join(text.split())
    overlong = len(text) > limit * 4
    if overlong:  # bound the work before normalising
        text = text[: limit * 4]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) <= limit and PLAIN.fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return text if multiline else " ".join(text.split())
    out: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        if category in ("Mn", "Me") and char not in _ZERO_WIDTH_KEPT:
            marks += 1
            if marks > _MAX_COMBINING:
                continue
            out.append(char)
            continue
        if category != "Cf" and char not in _ZERO_WIDTH_KEPT:
            marks = 0  # an invisible character must not start a new pile of marks
        out.append(_safe(char, category, multiline))
    result = "".join(out)
    if not multiline:
        result = " ".join(result.split())
    return result if len(result) <= limit and not overlong else result[: limit - 1] + "…"


def _safe(char: str, category: str, multiline: bool) -> str:
    if char in "\n\t":
        return char if multiline else " "
    if category in ("Zl", "Zp"):
        return "\n" if multiline else " "
    if char in _BIDI or category in ("Cs", "Cn"):
        return _REPLACEMENT
    if category == "Cc":
        return _picture(char)
    return char
