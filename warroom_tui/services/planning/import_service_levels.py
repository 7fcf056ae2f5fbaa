"""Rows of business hours and escalation paths, in the words that tickets use."""

from __future__ import annotations

from warroom_tui.domain.desk.promises import applied_words, channel_of
from warroom_tui.domain.text import clean
from warroom_tui.plan.draft import LaunchDraft, Place

Row = dict[str, object]


def target_key(scope: str, key: str) -> str:
    """What a target is for: a channel by the name that tickets know it by."""
    channel = channel_of(key) if scope == "channel" else None
    return channel.value if channel is not None else key


def service_rows(draft: LaunchDraft) -> tuple[list[Row], list[Row], list[Row]]:
    """Calendars, levels and steps."""
    calendars: list[Row] = [
        {
            "name": clean(item.name, limit=80),
            "tz": item.timezone,
            "hours": [[list(days), low, high] for days, low, high in item.hours],
            "holidays": list(item.holidays),
            "applies_to": list(applied_words(clean(word) for word in item.applies_to)),
            "text": clean(item.text),
            **_from(item.place),
        }
        for item in draft.calendars
    ]
    levels: list[Row] = [
        {
            "seq": number,
            "key": clean(item.key, limit=40),
            "name": clean(item.name, limit=80),
            "handles": [clean(words) for words in item.handles],
            "who": clean(item.who, limit=80),
            **_from(item.place),
        }
        for number, item in enumerate(draft.escalation_levels, 1)
    ]
    steps: list[Row] = [
        {
            "seq": number,
            "kind": "chain" if item.from_key else "situation",
            "from_key": clean(item.from_key, limit=40),
            "to_key": clean(item.to_key, limit=40),
            "who": clean(item.who, limit=80),
            "after_min": item.after_min,
            "text": clean(item.text),
            **_from(item.place),
        }
        for number, item in enumerate(draft.escalation_steps, 1)
    ]
    return calendars, levels, steps


def _from(place: Place) -> Row:
    return {"source_id": place.source + 1, "line": place.line}
