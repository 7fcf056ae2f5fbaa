"""Code blocks by what is in them: command, message template, schedule, matrix, form."""

from __future__ import annotations

import re

from warroom_tui.plan.document import FenceKind

_SHELL = frozenset(
    {
        "sh",
        "bash",
        "shell",
        "zsh",
        "console",
        "powershell",
        "ps1",
        "cmd",
        "bat",
        "fish",
        "sql",
        "shell-session",
        "terminal",
    }
)
_SUBJECT = re.compile(
    r"^\s*(?:[\w-]+\s+)?(?:subject|betreff|objet|asunto|assunto|тема|主题|件名|제목|tiêu đề)"
    r"\s*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
_CLOCK_LINE = re.compile(
    r"^\s*(?:[-*]\s*)?\d{1,2}(?::\d\d|h\d{0,2})?\s*(?:[ap]m)?\s*[-–:]", re.IGNORECASE
)
_MATRIX = re.compile(
    r"^.{0,40}\b(?:P|S|SEV[- ]?)[0-4]\b.{0,10}:?\s*$", re.IGNORECASE | re.MULTILINE
)
_ARROW = re.compile(r"^\s*(?:→|->|=>)\s*\S", re.MULTILINE)
_TRACKER = re.compile(r"\s*(?:issue|bug|ticket|incident)\s+(?:id|no|number)\b", re.IGNORECASE)
_FORM = re.compile(r"^\s*[A-Za-z][\w /()'-]{1,40}:\s*(?:\[[^\]]*\]|_{3,}|.*☐|$)")
_CHECKLIST = re.compile(r"^\s*[-*+] \[[ xX]\] |^\|?[\s:|-]*-{3,}\s*\|[\s:|-]*$", re.MULTILINE)
_TEMPLATE_WORDS = re.compile(
    r"template|vorlage|modèle|plantilla|modelo|шаблон|模板|テンプレート|announcement|e-?mail",
    re.IGNORECASE,
)


def fence_kind(info: str, text: str, titles: str) -> FenceKind:  # noqa: PLR0911 - one answer per rule, in order
    """What a code block is; `titles` are those of its section and its parent."""
    if info == "warroom":
        return "warroom"
    if info in _SHELL:
        return "command"
    if _TRACKER.match(text):
        return "form"
    if _SUBJECT.search(text):
        return "template"
    if _MATRIX.search(text) and _ARROW.search(text):
        return "matrix"
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return "kept"
    clocks = sum(_CLOCK_LINE.match(line) is not None for line in lines)
    if clocks >= 2 and clocks * 2 >= len(lines):
        return "schedule"
    if info and info not in ("text", "txt", "indented", "markdown", "md", "plain", "plaintext"):
        return "data"
    return _by_words(text, titles, lines)


def _by_words(text: str, titles: str, lines: list[str]) -> FenceKind:
    """What a block of plain text is, by its words and the titles above it."""
    if re.search(r"agenda|retrospective|attendees", titles + "\n" + text[:400], re.IGNORECASE):
        return "agenda"
    if _CHECKLIST.search(text):
        return "kept"  # a checklist to copy is no message, whatever stands above it
    if _TEMPLATE_WORDS.search(titles) or re.search(r"best regards|^dear ", text, re.I | re.M):
        return "template"
    forms = sum(_FORM.match(line) is not None for line in lines)
    slots = len(re.findall(r"\[[A-Z][^\]]*\]", text))
    if forms * 2 >= len(lines) or slots >= max(3, len(lines) // 2):
        return "template" if slots > forms else "form"
    return "kept"
