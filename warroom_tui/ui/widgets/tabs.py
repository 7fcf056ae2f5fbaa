"""`TabStrip`: one line that names the panels where only one of them fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.text import Text
from textual.message import Message

from warroom_tui.ui.widgets.drawn_text import safe_text
from warroom_tui.ui.widgets.hot_line import HotLine
from warroom_tui.ui.widgets.rows import Cell, CellLike

NO_NEWS = Cell("")


@dataclass(frozen=True)
class Tab:
    """One panel in the strip, drawn as `2 Tickets ✖3`."""

    key: str
    """Identity, and what `Chosen` carries."""
    label: str
    """The panel's name."""
    news: CellLike = NO_NEWS
    """Its worst news: symbol and count in their colour."""
    digit: str = ""
    """The key that jumps to it."""
    short: str = ""
    """The name where the full names do not all fit."""


class TabStrip(HotLine):
    """`1 Health ●  2 Tickets ✖3  3 Rota ▲1`: the open one is filled, a click opens another."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tab-strip--open", "tab-strip--digit"}
    DEFAULT_CSS = """
    TabStrip { height: 1; background: $panel; color: $foreground; }
    TabStrip > .tab-strip--open {
        background: $block-cursor-background; text-style: bold underline;
    }
    TabStrip > .tab-strip--digit { color: $accent; text-style: bold; }
    """

    class Chosen(Message):
        """A tab was clicked."""

        def __init__(self, strip: TabStrip, key: str) -> None:
            super().__init__()
            self.strip = strip
            self.key = key

        @property
        def control(self) -> TabStrip:
            """The strip that sent it."""
            return self.strip

    def __init__(
        self,
        tabs: Sequence[Tab] = (),
        open_key: str | None = None,
        *,
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`open_key` is the tab shown as open; the owner changes it by `set_tabs`."""
        super().__init__(id=id, classes=classes)
        self._tabs = tuple(tabs)
        self._open_key = open_key

    def set_tabs(self, tabs: Sequence[Tab], open_key: str | None) -> None:
        """Show these tabs; only changed cells are repainted."""
        self._tabs, self._open_key = tuple(tabs), open_key
        self.redraw()

    def parts(self) -> Sequence[tuple[str, Text]]:
        """Return the tabs; where they do not all fit, names shorten until they do."""
        width = self.size.width
        longest = max((len(tab.label) for tab in self._tabs), default=0)
        short = [replace(tab, label=tab.short or tab.label) for tab in self._tabs]
        for tabs, room in ((self._tabs, longest), *((short, cut) for cut in range(longest, 0, -1))):
            texts = [(tab.key, self._text(tab, room)) for tab in tabs]
            if sum(text.cell_len + 2 for _, text in texts) <= width:
                return texts
        return [(tab.key, self._text(tab, 1)) for tab in short]

    def _text(self, tab: Tab, room: int) -> Text:
        digit = self.get_component_rich_style("tab-strip--digit")
        label = tab.label if len(tab.label) <= room else tab.label[: max(room - 1, 1)] + "…"
        text = Text.assemble((f"{tab.digit} " if tab.digit else "", digit), label)
        news = safe_text(tab.news)
        text = Text.assemble(text, " ", news) if news.plain else text
        if tab.key == self._open_key:
            text.stylize_before(self.get_component_rich_style("tab-strip--open"))
        return text

    def chosen(self, key: str) -> None:
        """Tell the owner."""
        self.post_message(self.Chosen(self, key))
