"""Messages: templates in code blocks, and the communication calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.domain.anchors import Anchor
from warroom_tui.domain.text import clean
from warroom_tui.plan.document import Fence, Section
from warroom_tui.plan.draft import MessageDraft
from warroom_tui.plan.drafting.anchoring import item_anchor, part_anchor, window_of
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.markup import plain

_SUBJECT = re.compile(
    r"^\s*(?:[\w-]+\s+)?(?:subject|betreff|objet|asunto|assunto|тема|主题|件名|제목|tiêu đề)"
    r"\s*[:：]\s*(?P<subject>.*)$",
    re.IGNORECASE,
)
_GENERIC = re.compile(r"^(?:communication|template|message|email|format)s?$", re.IGNORECASE)
_AUDIENCES: tuple[tuple[str, str], ...] = (
    (r"all users|dear \[?user|users?\b", "all_users"),
    (r"customers?|dear \[?customer", "customers"),
    (r"stakeholder", "stakeholders"),
    (r"management", "management"),
    (r"technical|deployment team", "technical"),
    (r"staff|internal|team\b", "staff"),
    (r"support", "support"),
)


def messages(outline: Outline) -> Iterator[MessageDraft]:
    """Templates first where they stand, then what the calendar asks for."""
    for section in outline.sections:
        for fence in outline.fences(section):
            if fence.to == "template":
                yield _from_fence(outline, section, fence)
        if section.kind == "comms":
            yield from _calendar(outline, section)


def _from_fence(outline: Outline, section: Section, fence: Fence) -> MessageDraft:
    lines = fence.text.rstrip("\n").split("\n")
    subject: str | None = None
    for index, line in enumerate(lines[:4]):
        match = _SUBJECT.match(line)
        if match is not None:
            subject = plain(match["subject"])
            lines = lines[index + 1 :]
            break
    title = section.title
    if _GENERIC.match(title):
        above = next((s for s in outline.above(section) if s.level), None)
        title = subject or (above.title if above else title)
    body = clean("\n".join(lines).strip("\n"), limit=100_000, multiline=True)
    return MessageDraft(
        title=title,
        place=outline.place(fence.line),
        audience=_audience(f"{section.title} {subject or ''} {body[:80]}"),
        anchor=_anchor(outline, section),
        subject=subject,
        body=body,
    )


def _anchor(outline: Outline, section: Section) -> Anchor | None:
    for each in (section, *outline.above(section)):
        if each.every is not None:
            return None
        start, _ = window_of(outline, each)
        if start is not None:
            return start
        part = part_anchor(outline, each)
        if part is not None:
            return part
    return None


def _calendar(outline: Outline, section: Section) -> Iterator[MessageDraft]:
    """Items with a time of their own, and bullets below a timed label."""
    start, _ = window_of(outline, section)
    offset = start if start is not None and start.day != 0 else None
    for item in outline.items(section):
        own = item_anchor(outline, section, item)
        if own is None and (offset is None or item.kind == "task"):
            continue
        text = item.text
        if own is not None:
            text = re.sub(r"^[^:]{1,40}:\s*", "", text)
        yield MessageDraft(
            title=text,
            place=outline.place(item.line),
            audience=_audience(text),
            anchor=own or offset,
        )


def _audience(text: str) -> str | None:
    return next(
        (name for source, name in _AUDIENCES if re.search(source, text, re.IGNORECASE)), None
    )
