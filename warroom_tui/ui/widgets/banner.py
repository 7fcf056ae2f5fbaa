"""`Banner`: one full-width line that must be seen, such as STALE or read-only."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from warroom_tui.ui.theme import Symbol, Tone
from warroom_tui.ui.widgets.drawn_text import fit
from warroom_tui.ui.widgets.lines_widget import LinesWidget


class Banner(LinesWidget):
    """A filled band with symbol and words; takes no room while it has nothing to say."""

    DEFAULT_CSS = """
    Banner { height: 1; display: none; text-style: bold; }
    Banner.-info, Banner.-good { display: block; background: $primary; color: $background; }
    Banner.-warn { display: block; background: $warning; color: $background; }
    Banner.-bad { display: block; background: $error; color: $background; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._said: tuple[str, Tone] | None = None

    @property
    def said(self) -> str:
        """The words shown now; empty when hidden."""
        return self._said[0] if self._said else ""

    def say(self, text: str, symbol: Symbol) -> None:
        """Show `text` behind the symbol's mark, on a band of its tone. Unchanged: no repaint."""
        said = (f"{symbol.mark} {text}", symbol.tone)
        if said == self._said:
            return
        self._said = said
        band = "info" if symbol.tone in ("muted", "text") else symbol.tone
        for tone in ("info", "good", "warn", "bad"):
            self.set_class(tone == band, f"-{tone}")
        self.redraw()

    def hide(self) -> None:
        """Say nothing and give the line back."""
        if self._said is not None:
            self._said = None
            self.remove_class("-info", "-good", "-warn", "-bad")

    def draw(self, width: int) -> Sequence[Text]:
        """Return the one line, centred."""
        return [fit(self.said, width, "center")]
