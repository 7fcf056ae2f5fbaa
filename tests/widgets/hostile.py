"""Texts that have broken terminals or crashed Textual before."""

from __future__ import annotations

HOSTILE = (
    "",
    " ",
    "x[/]",
    "pay [/b] down",
    "[@click=app.quit]x[/]",
    "[PROD] db down",
    "$name [b]$title[/b]",
    "\x1b]0;owned\x07 title",
    "\x1b[2J\x1b[31mred",
    "\x9b31mc1",
    "nul\x00 del\x7f",
    "two\nlines\tand a tab\r\n",
    "abc \u202etxt.exe\u202c \u2066x\u2069",
    "a" + "\u0301" * 500,
    "\u0301leading mark",
    "👩‍👩‍👧 family ❤️ 👍🏽 🇩🇰",
    "עברית من اليمين",
    "漢字テスト全角",
    "\ud800 lone surrogate",
    "\u200b\u200d\ufeff zero widths",
    "क्षि தமிழ் ไทย",
    "x" * 5_000,
    "界" * 5_000,
)
