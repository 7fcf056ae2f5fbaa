"""The post-mortem of an incident as a form; the timeline comes from the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.incidents import PostMortemText
from warroom_tui.domain.runsheet.actions import parse_due
from warroom_tui.ui.screens.dialogs.base import Dialog, Missing
from warroom_tui.ui.screens.dialogs.fields import BodyField, Field, LineField

_BODIES = (
    ("summary", "Summary", "what happened, in two sentences"),
    ("contributing", "Contributing", "root cause first, then what let it through"),
    ("impact", "Impact", "users, minutes, money: in numbers"),
    ("went_well", "Went well", "what to do again"),
    ("improve", "Improve", "what to do otherwise; action items follow with t"),
)


class PostMortemDialog(Dialog[PostMortemText]):
    """Five texts, who writes it and by when."""

    def __init__(
        self,
        heading: str,
        initial: PostMortemText,
        now: datetime,
        zone: ZoneInfo,
        save: Callable[[PostMortemText], object] | None = None,
    ) -> None:
        super().__init__(heading, save)
        self._initial = initial
        self._now = now
        self._zone = zone

    def content(self) -> ComposeResult:
        """The texts first."""
        first = self._initial
        for name, label, hint in _BODIES:
            yield Field(label, BodyField(getattr(first, name), hint, id=name), lines=3)
        due = f"{first.due_at.astimezone(self._zone):%Y-%m-%d %H:%M}" if first.due_at else ""
        yield Field("Written by", LineField(first.owner or "", "a person", id="owner"))
        yield Field("Due", LineField(due, "3 d, or 2026-12-05", id="due"))

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (("ctrl+s", "save"), ("tab", "next field"), ("escape", "cancel"))

    def answer(self) -> PostMortemText:
        """The texts; a time that cannot be read leads back to its field."""
        try:
            due = parse_due(self.line("due"), self._now, self._zone)
        except InputError as error:
            raise Missing(error.message, "due", error.hint) from error
        return PostMortemText(
            summary=self.body("summary"),
            contributing=self.body("contributing"),
            impact=self.body("impact"),
            went_well=self.body("went_well"),
            improve=self.body("improve"),
            owner=self.line("owner") or None,
            due_at=due,
        )
