"""`KeyHints`: the line of keys at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text

from warroom_tui.ui.widgets.drawn_text import width_of
from warroom_tui.ui.widgets.hot_line import HotLine

MOST_HINTS = 8
"""More keys than this are not read."""

_SHOWN = {
    "escape": "esc",
    "exclamation_mark": "!",
    "question_mark": "?",
    "full_stop": ".",
    "slash": "/",
    "comma": ",",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "pageup": "pgup",
    "pagedown": "pgdn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
}


_ALWAYS = ("question_mark", "escape")
_GAP = 2
"""Cells between two hints."""


def shown_key(key: str) -> str:
    """Return the name of a key as people read it: `ctrl+p` is ^p, `question_mark` is ?."""
    if key.startswith("ctrl+") and len(key) == 6:
        return "^" + key[-1]
    return _SHOWN.get(key, key)


def _cells(hint: tuple[str, str]) -> int:
    return len(shown_key(hint[0])) + 1 + width_of(hint[1]) + _GAP


class KeyHints(HotLine):
    """At most eight `key label` pairs; a click presses the key."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-hints--key", "key-hints--label"}
    DEFAULT_CSS = """
    KeyHints { height: 1; dock: bottom; background: $background; }
    KeyHints > .key-hints--key { color: $accent; text-style: bold; }
    KeyHints > .key-hints--label { color: $text-muted; }
    """

    def __init__(
        self,
        hints: Sequence[tuple[str, str]] = (),
        *,
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`hints` are (Textual key name, label), the most useful first."""
        super().__init__(id=id, classes=classes)
        self._hints = tuple(hints)[:MOST_HINTS]

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these hints; only changed cells are repainted."""
        wanted = tuple(hints)[:MOST_HINTS]
        if wanted != self._hints:
            self._hints = wanted
            self.redraw()

    def parts(self) -> Sequence[tuple[str, Text]]:
        """Return the hints that are to be shown."""
        key_style = self.get_component_rich_style("key-hints--key")
        label_style = self.get_component_rich_style("key-hints--label")
        return [
            (key, Text.assemble((shown_key(key), key_style), " ", (label, label_style)))
            for key, label in self._fitting()
        ]

    def _fitting(self) -> Sequence[tuple[str, str]]:
        """The hints that fit; help and the way back are there on the narrowest terminal."""
        room = self.size.width - 1 - sum(_cells(hint) for hint in self._hints if hint[0] in _ALWAYS)
        chosen = list[tuple[str, str]]()
        for hint in self._hints:
            if hint[0] not in _ALWAYS:
                room -= _cells(hint)
                if room < -_GAP:
                    continue
            chosen.append(hint)
        return chosen

    def chosen(self, key: str) -> None:
        """Press the key, so that a click does exactly what the key does."""
        self.app.simulate_key(key)
