"""Inline Markdown as a reader sees it: marks removed, words kept."""

from __future__ import annotations

import re

from warroom_tui.domain.text import clean

TEXT_LIMIT = 2_000
"""Characters kept of one item, title or field."""

_BOLD = re.compile(r"(\*\*|(?<!_)__(?!_)|~~)(?=\S)(.+?)(?<=\S)\1(?!_)")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])")
_LINK = re.compile(r"\[([^\[\]]+)\]\((?:[^()\s]|\([^()]*\))*\)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&])")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_COMMAND = re.compile(r"`([^`\n]{2,200})`")


def plain(text: str) -> str:
    """One line of clean text without bold, italic, link targets and escapes; code marks stay."""
    if not any(char in text for char in "*_~[\\\n"):
        return clean(text.strip(), limit=TEXT_LIMIT)
    flat = " ".join(text.split())[: TEXT_LIMIT * 2]
    flat = _ESCAPE.sub(r"\1", flat) if "\\" in flat else flat
    flat = _BOLD.sub(r"\2", flat)
    flat = _ITALIC.sub(r"\1", flat)
    flat = _LINK.sub(r"\1", flat)
    return clean(flat, limit=TEXT_LIMIT)


def without_code_marks(text: str) -> str:
    """`text` with back-ticks taken off."""
    return _CODE.sub(r"\2", text) if "`" in text else text


def command_in(text: str) -> str | None:
    """The first piece of inline code that looks like a command (it has a blank)."""
    for match in _COMMAND.finditer(text):
        if " " in match.group(1).strip():
            return match.group(1).strip()
    return None


def is_blank_value(value: str) -> bool:
    """Whether a value is a placeholder: empty, `____`, `[Name]`, `TBD`, `XX XX`."""
    text = value.replace("\\", "").strip().strip("*").strip()
    if not text or set(text) <= set("_-–—.…☐□ \t"):
        return True
    if re.fullmatch(r"[<\[({][^\[\]<>]*[>\])}]", text) and "@" not in text and "://" not in text:
        return True
    return bool(
        re.fullmatch(
            r"(?i)(tbd|tba|tbc|n/?a|(?:\+?\d{1,3}\s*)?x{2,}(?:[\s-]+x{2,})*"
            r"|to be (determined|confirmed|announced))\.?",
            text,
        )
    )
