"""Canned replies: texts that are filled in for a ticket before somebody reads them over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from warroom_tui.domain.runsheet.messages import SLOT


@dataclass(frozen=True, slots=True)
class CannedReply:
    """A reply to begin with."""

    title: str
    body: str
    source: str
    """ "plan", or the name of who saved it."""
    id: int | None = None
    """Of a saved one; the plan's own are changed in the plan."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """What a reply may name."""

    agent: str
    requester: str
    ref: str
    subject: str
    launch: str
    issue: str
    """The known issue that the ticket points to, or nothing."""
    workaround: str
    links: tuple[tuple[str, str], ...]
    """Label and address of what helps: published articles, channels of the plan."""


_AGENT = re.compile(r"(?:your |agent'?s? |support )?(?:name|signature)", re.IGNORECASE)
_REQUESTER = re.compile(r"(?:customer|user|client|requester|recipient)(?:'?s)?(?: name)?", re.I)
_TICKET = re.compile(r"ticket(?: (?:number|id|ref\w*|no\.?))?|case(?: (?:number|id))?", re.I)
_LINK = re.compile(r"(?:link|url|address)(?: to (?P<what>.+))?", re.IGNORECASE)
_LABEL = re.compile(r"^\W*(?P<label>[^:\[\]]{2,60}?):?\s*$")


def fill(text: str, facts: ReplyFacts) -> str:
    """The text with the blanks filled that the facts know; the others stay to be seen.

    A `[link]` takes its label from the words before it on its line, or from `[link to FAQ]`.
    """
    links = {label.casefold(): address for label, address in facts.links}
    return "\n".join(_filled(line, facts, links) for line in text.split("\n"))


def _filled(line: str, facts: ReplyFacts, links: Mapping[str, str]) -> str:
    def put(match: re.Match[str]) -> str:
        blank = match[0][1:-1].strip()
        link = _LINK.fullmatch(blank)
        if link is not None:
            label = link["what"] or _label_before(line[: match.start()])
            return _address(label, links) or match[0]
        for pattern, value in (
            (_AGENT, facts.agent),
            (_REQUESTER, facts.requester),
            (_TICKET, facts.ref),
        ):
            if pattern.fullmatch(blank) and value:
                return value
        return match[0]

    return SLOT.sub(put, line)


def _label_before(head: str) -> str:
    match = _LABEL.match(head)
    return match["label"] if match else ""


def _address(label: str, links: Mapping[str, str]) -> str | None:
    wanted = label.strip().casefold()
    if not wanted:
        return None
    if wanted in links:
        return links[wanted]
    near = [address for known, address in links.items() if wanted in known or known in wanted]
    return near[0] if len(near) == 1 else None
