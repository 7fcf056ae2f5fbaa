"""`PanelFrame`: a border with a title, a subtitle, and the four states every panel shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from rich.text import Text
from textual.containers import Container
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from warroom_tui.ui.widgets.drawn_text import safe_text
from warroom_tui.ui.widgets.lines_widget import LinesWidget
from warroom_tui.ui.widgets.rows import CellLike

if TYPE_CHECKING:
    from textual.app import ComposeResult


@dataclass(frozen=True, slots=True)
class Loading:
    """Nothing has been read yet."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The content is current."""


@dataclass(frozen=True, slots=True)
class Empty:
    """There is nothing to show."""

    text: str
    """What is missing and what to press; may have several lines."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Reading failed; what was read before stays in sight, dimmed."""

    since: time
    """Local time of the first failure."""
    reason: str
    """A sentence for a person."""


PanelState: TypeAlias = Loading | Ready | Empty | Failed
Severity: TypeAlias = Literal["none", "warn", "bad"]
_SEVERITIES = ("-none", "-warn", "-bad")


class _Notice(LinesWidget):
    """Covers the content (loading, empty) or stands above it in one line (failed)."""

    def __init__(self) -> None:
        super().__init__(classes="panel-notice")
        self._notice: list[Text] = []

    def show(self, lines: Sequence[Text]) -> None:
        self._notice = list(lines)
        self.redraw()

    def draw(self, width: int) -> Sequence[Text]:  # noqa: ARG002
        return self._notice


class PanelFrame(Container):
    """A bordered place for a panel's content.

    Children keep their focus, cursor and scroll through every state, because a notice covers
    them instead of taking them away. The border is heavy and bright while anything inside has
    the focus, and takes a warning colour by `severity` otherwise.
    """

    DEFAULT_CSS = """
    PanelFrame {
        height: 1fr;
        layers: content notice;
        border: round $border;
        padding: 0 1;
        border-title-color: $secondary;
        border-title-style: bold;
        border-subtitle-color: $text-muted;
    }
    PanelFrame > * { layer: content; }
    PanelFrame > .panel-notice {
        layer: notice; display: none; width: 100%; height: 100%;
        background: $background; color: $text-muted;
    }
    PanelFrame.-warn { border: round $warning; }
    PanelFrame.-bad { border: round $error; }
    PanelFrame:focus-within { border: heavy $foreground; }
    PanelFrame.-loading > .panel-notice, PanelFrame.-empty > .panel-notice { display: block; }
    PanelFrame.-failed > .panel-notice {
        display: block; layer: content; dock: top; height: 1; color: $error; text-style: bold;
    }
    PanelFrame.-failed > * { opacity: 55%; }
    PanelFrame.-failed > .panel-notice { opacity: 100%; }
    """

    _STATES: ClassVar[dict[type[PanelState], str]] = {
        Loading: "-loading",
        Ready: "-ready",
        Empty: "-empty",
        Failed: "-failed",
    }

    def __init__(
        self,
        *children: Widget,
        title: CellLike | str = "",
        subtitle: CellLike | str = "",
        state: PanelState | None = None,
        id: str | None = None,  # noqa: A002 - the name Textual uses
        classes: str | None = None,
    ) -> None:
        """`title` and `subtitle` are literal text; `state` is `Loading()` unless given."""
        super().__init__(*children, id=id, classes=classes)
        self._notice = _Notice()
        self._title: Text = Text()
        self._subtitle: Text = Text()
        self._state: PanelState | None = None
        self._severity: Severity = "none"
        self.set_title(title)
        self.set_subtitle(subtitle)
        self.show_state(state if state is not None else Loading())

    def compose(self) -> ComposeResult:
        """Add the notice; subclasses yield their content and then `from super().compose()`."""
        yield self._notice

    @property
    def state(self) -> PanelState:
        """What the panel shows now."""
        return self._state or Loading()

    def show_state(self, state: PanelState) -> None:
        """Show one of `Loading`, `Ready`, `Empty`, `Failed`; the same again costs nothing."""
        if state == self._state:
            return
        self._state = state
        self._dress()
        self._notice.show(_notice_lines(state))

    def set_severity(self, severity: Severity) -> None:
        """Colour the border of an unfocused panel by its worst news (said in the title too)."""
        if severity != self._severity:
            self._severity = severity
            self._dress()

    def _dress(self) -> None:
        """State and severity as classes, in one step: each step matches every style anew."""
        mine = {self._STATES[type(self.state)], f"-{self._severity}"}
        others = self.classes.difference(self._STATES.values(), _SEVERITIES)
        self.set_classes(others | mine)

    def set_title(self, title: CellLike | str) -> None:
        """Replace the title at the top left; only that line is repainted."""
        fresh = safe_text(title)
        if not _same_label(fresh, self._title):
            self._title = fresh
            # Textual's own setter repaints the whole panel; a ticking title must not.
            self._border_title = Content.from_rich_text(fresh)
            self._repaint_edge(-self._top_gutter())

    def set_subtitle(self, subtitle: CellLike | str) -> None:
        """Replace the subtitle at the bottom right; only that line is repainted."""
        fresh = safe_text(subtitle)
        if not _same_label(fresh, self._subtitle):
            self._subtitle = fresh
            self._border_subtitle = Content.from_rich_text(fresh)
            self._repaint_edge(self.outer_size.height - 1 - self._top_gutter())

    @property
    def title_text(self) -> str:
        """The title as drawn, without colours."""
        return self._title.plain

    @property
    def subtitle_text(self) -> str:
        """The subtitle as drawn, without colours."""
        return self._subtitle.plain

    def _top_gutter(self) -> int:
        return self.styles.gutter.top if self.is_attached else 0

    def _repaint_edge(self, y: int) -> None:
        if self.is_attached:
            self.refresh(Region(-self.styles.gutter.left, y, self.outer_size.width, 1))


def _notice_lines(state: PanelState) -> list[Text]:
    if isinstance(state, Loading):
        return [safe_text("loading…")]
    if isinstance(state, Empty):
        return [safe_text(line) for line in state.text.split("\n")]
    if isinstance(state, Failed):
        return [safe_text(f"✖ failed since {state.since:%H:%M} · {state.reason}")]
    return []


def _same_label(first: Text, second: Text) -> bool:
    return first.plain == second.plain and first.spans == second.spans
