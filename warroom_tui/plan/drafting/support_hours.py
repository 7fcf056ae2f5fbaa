"""Business hours that a plan states: of a channel, of the people on call."""

from __future__ import annotations

import re
from collections.abc import Iterator

from warroom_tui.domain.desk.promises import channel_of
from warroom_tui.domain.runsheet.hours import read_hours
from warroom_tui.plan.document import Item, Section
from warroom_tui.plan.draft import CalendarDraft
from warroom_tui.plan.drafting.outline import Outline, key_value

_KEYS = re.compile(
    r"^(?:available|availability|hours|open|opening hours|support hours|service hours"
    r"|verfügbar|zeiten|horaires?|horario|horário|часы)$",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\(([^()]*)\)\s*$")


def support_hours(outline: Outline) -> Iterator[CalendarDraft]:
    """Calendars in document order."""
    for section in outline.sections:
        if section.kind in ("support", "rota"):
            for item in outline.items(section):
                found = _of_item(outline, section, item)
                if found is not None:
                    yield found


def _of_item(outline: Outline, section: Section, item: Item) -> CalendarDraft | None:
    pair = key_value(item.text)
    if pair is None:
        return None
    key, value = pair
    holder = outline.document.items[item.parent].text if item.parent is not None else section.title
    if _KEYS.match(key):
        name, text = holder, value
    else:
        remark = _REMARK.search(value)
        channel = channel_of(key)
        if remark is None or channel is None:
            return None
        name, text = f"{section.title}: {key}", remark[1]
        holder = key
    hours = read_hours(text)
    if hours is None:
        return None
    channel = channel_of(holder)
    applies = ("on_call",) if section.kind == "rota" else (channel.value,) if channel else ()
    return CalendarDraft(
        name=name.strip(),
        place=outline.place(item.line),
        hours=tuple((each.days, each.start_min, each.end_min) for each in hours),
        applies_to=applies,
        text=text,
    )
