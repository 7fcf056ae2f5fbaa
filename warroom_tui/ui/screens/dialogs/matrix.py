"""The priority matrix beside the choice: what the plan calls P1 to P4, and what it promises."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.widgets._static import Static

from warroom_tui.domain.desk.sla import ClockName, SlaTarget
from warroom_tui.domain.desk.tickets import Level, Priority, PriorityDefinition
from warroom_tui.ui.theme import Palette, palette_for
from warroom_tui.ui.widgets.drawn_text import drawable

_MARKS = {Priority.P1: "✖", Priority.P2: "▲", Priority.P3: "◆", Priority.P4: "◇"}
_CLOCKS = {ClockName.FIRST_RESPONSE: "reply", ClockName.RESOLUTION: "fix"}


def promises(
    priority: Priority, definition: PriorityDefinition | None, targets: Sequence[SlaTarget]
) -> str:
    """What is promised for a priority, in the plan's words: "reply 15 min, fix 2 h"."""
    found = _promised("priority", priority.value, targets)
    if found:
        return found
    if definition is not None and definition.response_text:
        return definition.response_text
    return ""


def _promised(scope: str, key: str, targets: Sequence[SlaTarget]) -> str:
    told = (
        f"{_CLOCKS[target.clock]} {target.text}"
        for target in targets
        if target.scope == scope and target.key == key
    )
    return ", ".join(dict.fromkeys(told))


def title_of(priority: Priority, definition: PriorityDefinition | None) -> str:
    """The plan's word for a priority, without repeating its number: "Critical (P1)"."""
    title = drawable(definition.title) if definition else ""
    return title.replace(f"({priority.value})", "").strip()


class Matrix(Static):
    """Every priority on a line; the chosen one (or all, where there is room) with examples.

    Promises of support levels stand below; alone, where the plan says nothing of priorities.
    """

    DEFAULT_CSS = "Matrix { height: auto; padding: 0 1; }"

    def __init__(
        self, definitions: Sequence[PriorityDefinition], targets: Sequence[SlaTarget], chosen: str
    ) -> None:
        super().__init__()
        self._definitions = {definition.priority: definition for definition in definitions}
        self._targets = tuple(targets)
        self._chosen = chosen
        self._level = Level.L1.value
        self._full = False

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def choose(self, chosen: str) -> None:
        """Another priority is chosen."""
        self._chosen = chosen
        self._draw()

    def choose_level(self, level: str) -> None:
        """Another level is chosen."""
        self._level = level
        self._draw()

    def promise(self, targets: Sequence[SlaTarget]) -> None:
        """These targets are promised."""
        self._targets = tuple(targets)
        self._draw()

    def show_all(self, full: bool) -> None:
        """Show the examples of every priority, or of the chosen one only."""
        self._full = full
        self._draw()

    def _draw(self) -> None:
        palette = palette_for(self.app.theme)
        text = Text()
        levels = {t.key for t in self._targets if t.scope == "level"}
        told = self._definitions or any(t.scope == "priority" for t in self._targets)
        for priority in Priority if told or not levels else ():
            if text:
                text.append("\n")
            self._one(text, priority, palette)
        for level in sorted(levels):
            if self._full or not told or level == self._level:
                self._promise_of(text, level, palette)
        self.update(text)

    def _promise_of(self, text: Text, level: str, palette: Palette) -> None:
        """What the plan promises for a level; of both promises the earlier one holds."""
        chosen = level == self._level
        if text:
            text.append("\n")
        text.append("► " if chosen else "  ", palette.accent)
        text.append(f"{level} ", palette.strong if chosen else palette.muted)
        said = _promised("level", level, self._targets)
        text.append("  " + drawable(said), palette.info if chosen else palette.muted)

    def _one(self, text: Text, priority: Priority, palette: Palette) -> None:
        definition = self._definitions.get(priority)
        chosen = priority.value == self._chosen
        style = palette.strong if chosen else palette.muted
        text.append("► " if chosen else "  ", palette.accent)
        text.append(f"{_MARKS[priority]} {priority.value} ", style)
        text.append(title_of(priority, definition), style)
        said = promises(priority, definition, self._targets)
        if said:
            text.append("  " + drawable(said), palette.info if chosen else palette.muted)
        if definition is None or not (chosen or self._full):
            return
        for example in definition.examples:
            text.append("\n     · ", palette.muted)
            text.append(drawable(example), palette.text if chosen else palette.muted)
