"""Lessons learned: the plan's own questions, and what people answered."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

_SLOT = re.compile(r"^\[[^\]]*\]$|^…$|^_+$")
_RETRO = re.compile(r"\bretro|lessons|post-?mortem|\b30-day", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question."""

    id: int
    form: str
    question: str
    text: str
    at: datetime
    by: str
    version: int


@dataclass(frozen=True, slots=True)
class Question:
    """A heading of the form, with what was written under it."""

    text: str
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class RetroForm:
    """A form to fill in: a page of the plan, or the agenda of a retrospective."""

    title: str
    questions: tuple[Question, ...]
    source: str | None
    line: int | None

    @property
    def answered(self) -> int:
        """Questions with at least one answer."""
        return sum(bool(question.answers) for question in self.questions)

    def markdown(self) -> str:
        """The form with its answers, to keep or to send."""
        out = [f"# {self.title}", ""]
        for question in self.questions:
            out += [f"## {question.text}", ""]
            out += [f"- {answer.text}" for answer in question.answers] or ["- (nothing written)"]
            out.append("")
        return "\n".join(out)


def is_retro(title: str) -> bool:
    """Whether a meeting's agenda is a form of lessons learned."""
    return _RETRO.search(title) is not None


def page_questions(markdown: str) -> tuple[str, ...]:
    """The questions of a page: its headings, whose bullets are slots to fill in."""
    lines = [line.strip() for line in markdown.split("\n")]
    heads = []
    for line in lines:
        text = line.lstrip("#*- ").rstrip("*: ")
        if line and not line.startswith("- ") and not _SLOT.match(text):
            heads.append(text)
    return tuple(dict.fromkeys(heads))
