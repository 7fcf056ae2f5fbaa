"""Messages: templates in code blocks, and the communication calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.domain.text import clean
from warroom_tui.plan.document import Fence, Item, Section
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
_WITHIN = re.compile(
    r"within (?P<n>\d{1,3}) (?P<u>h|m)\w* (?:of|after) (?:launch|go-?live)", re.IGNORECASE
)
_AUDIENCES: tuple[tuple[str, str], ...] = (
    (r"stakeholder", "stakeholders"),
    (r"\binternal\b|\bstaff\b", "staff"),
    (r"dear \[?customer|\bcustomers?\b", "customers"),
    (r"all users|\buser\b|\busers\b|dear \[?user", "all_users"),
    (r"technical team|deployment team|\btechnical\b", "technical"),
    (r"management team|to management|executive", "management"),
    (r"support team", "support"),
)


def messages(outline: Outline) -> Iterator[MessageDraft]:
    """Templates first where they stand, then what the calendar asks for."""
    for section in outline.sections:
        for fence in outline.fences(section):
            if fence.to == "template":
                yield _from_fence(outline, section, fence)
        if any(each.kind == "comms" for each in (section, *outline.above(section))):
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
        audience=_audience(section.title) or _audience(_greeting(body)),
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
    """Items with a time of their own, and one message for the bullets below a timed label."""
    start, _ = window_of(outline, section)
    offset = start if start is not None and start.day != 0 else None
    together: list[Item] = []
    for item in outline.items(section):
        own = item_anchor(outline, section, item) or _within(item.text)
        every = next((when.lo_min for when in item.when if when.kind == "every"), None)
        if own is None and start is not None and item.kind == "task":
            own = start
        if own is None and every is None:
            if offset is not None and item.kind == "step":
                together.append(item)
            continue
        text = re.sub(r"^[^:\"]{1,40}:\s*", "", item.text) if own is not None else item.text
        yield MessageDraft(
            title=text,
            place=outline.place(item.line),
            audience=_audience(f"{text} {section.title}"),
            anchor=own,
            every_min=every,
        )
    if together:
        body = "\n".join(f"- {item.text}" for item in together)
        yield MessageDraft(
            title=together[0].text,
            place=outline.place(together[0].line),
            audience=_audience(together[0].text),
            anchor=offset,
            body=body,
        )


def _greeting(body: str) -> str:
    return next((line for line in body.split("\n")[:6] if line.lower().startswith("dear")), "")


def _within(text: str) -> Anchor | None:
    """ "Success confirmation within 4 hours of launch"."""
    match = _WITHIN.search(text)
    if match is None:
        return None
    return Anchor(offset_min=int(match["n"]) * (60 if match["u"].lower() == "h" else 1))


def _audience(text: str) -> str | None:
    return next(
        (name for source, name in _AUDIENCES if re.search(source, text, re.IGNORECASE)), None
    )
