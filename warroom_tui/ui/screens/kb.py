"""Knowledge articles: what is needed, being written, published and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from warroom_tui.domain.desk.kb import Article, ArticleState, KbCounts
from warroom_tui.ui.presenters import kb_rows
from warroom_tui.ui.screens.full_screen import FullScreen
from warroom_tui.ui.screens.seen import Seen
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.story_page import StoryPage

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

SIDE_BY_SIDE = 120
NOTHING = "No articles yet. Press n, or K on a ticket that needs one."
NO_GAPS = "No gaps: every article is published. G shows all of them."


@dataclass(frozen=True, slots=True)
class KbPage:
    """What the screen shows, read at one moment."""

    articles: tuple[Article, ...]
    counts: KbCounts
    now: datetime
    zone: ZoneInfo


class KbScreen(FullScreen[KbPage]):
    """The articles; the text follows the cursor. Gaps stand first."""

    DEFAULT_CSS = """
    KbScreen {
        & #halves { height: 1fr; layout: vertical; }
        & LineList { height: 3fr; }
        & StoryPage { height: 2fr; border-top: solid $border; padding: 0 1; }
        &.wide {
            & #halves { layout: horizontal; }
            & LineList { height: 1fr; width: 3fr; }
            & StoryPage { height: 1fr; width: 2fr; border-top: none; border-left: solid $border; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "An article is needed", show=False),
        Binding("s", "state", "Move it on", show=False),
        Binding("E", "edit", "Change the title", show=False),
        Binding("w", "write_body", "Write it", show=False),
        Binding("L", "link", "Where users read it", show=False),
        Binding("v", "views", "How often it was read", show=False),
        Binding("d", "deflections", "How many tickets it spared", show=False),
        Binding("G", "gaps", "Gaps only, or all", show=False),
    ]
    ENTER = "Move it on"
    EVERY_S = 1.0

    def __init__(self, services: Services) -> None:
        super().__init__(services)
        self._page: KbPage | None = None
        self._gaps_only = False

    def content(self) -> ComposeResult:
        """List and text."""
        with Horizontal(id="halves"):
            yield LineList(kb_rows.COLUMNS, empty=NOTHING, vim_ends=False, id="articles")
            yield StoryPage(id="article")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("n", "new"),
            ("s", "state"),
            ("w", "write"),
            ("v", "views"),
            ("d", "spared"),
            ("L", "address"),
            ("G", "gaps only"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows move in the list at once."""
        self.query_one("#articles").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Put the text beside the list where there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "wide")

    def read(self) -> KbPage:
        """The articles and their counts."""
        kb, before = self.services.kb, self._page
        articles = kb.gaps() if self._gaps_only else kb.all()
        zone = before.zone if before else self.services.launch().zone
        return KbPage(articles, kb.counts(), self.services.clock.now(), zone)

    def show(self, page: KbPage) -> None:
        """List, heading and text."""
        self._page = page
        rows = [kb_rows.row(article, page.now, self.palette) for article in page.articles]
        articles = self.query_one("#articles", LineList)
        articles.set_empty(NO_GAPS if self._gaps_only and page.counts.any else NOTHING)
        articles.set_rows(rows)
        self.heading(kb_rows.heading(page.counts, page.zone, self._gaps_only, self.palette))
        self._show_article()

    def on_line_list_row_highlighted(self, event: LineList.RowHighlighted) -> None:
        """The text follows."""
        event.stop()
        self._show_article()

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter changes the state."""
        event.stop()
        self.action_state()

    def _show_article(self) -> None:
        article, page = self._chosen(), self._page
        told = kb_rows.story(article, page.zone, page.now, self.palette) if article and page else ()
        self.query_one(StoryPage).tell(told)

    def _chosen(self) -> Article | None:
        key = self.query_one("#articles", LineList).cursor_key
        articles = self._page.articles if self._page else ()
        return next((article for article in articles if article.ref == key), None)

    # What can be done

    def action_gaps(self) -> None:
        """Only what users cannot read up yet, or everything."""
        self._gaps_only = not self._gaps_only
        self.reload()

    def action_new(self) -> None:
        """Say that an article is needed."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        dialog = TextDialog("An article is needed", "What about", save=self.services.kb.add)
        self.app.push_screen(dialog, self.saved("Noted as needed · u undo"))

    def action_state(self) -> None:
        """Choose where it stands."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        article = self._chosen()
        if article is None:
            return
        options = [(state.value, kb_rows.STATE_WORDS[state], "") for state in ArticleState]

        def chosen(key: str | None) -> None:
            if key is not None:
                self.write(
                    lambda: self.services.kb.set_state(
                        article.ref, ArticleState(key), expected=article.version
                    ),
                    lambda a: f"{a.ref} is {a.state} · u undo",
                )

        dialog = ChoiceDialog(f"{article.ref} is", options, current=article.state.value)
        self.app.push_screen(dialog, chosen)

    def action_edit(self) -> None:
        """Say better what it is about."""
        self._ask_field("Title", "title")

    def action_write_body(self) -> None:
        """Write its text."""
        self._ask_field("Text", "body", multiline=True)

    def action_link(self) -> None:
        """Where users read it; canned replies point there."""
        self._ask_field("Address", "link")

    def action_views(self) -> None:
        """How often it was read."""
        self._ask_field("How often it was read", "views", number=True)

    def action_deflections(self) -> None:
        """How many readers needed no ticket any more."""
        self._ask_field("Readers who needed no ticket any more", "deflections", number=True)

    def _ask_field(
        self, label: str, field: str, *, multiline: bool = False, number: bool = False
    ) -> None:
        from warroom_tui.services.desk.kb_desk import ArticleEdit
        from warroom_tui.ui.screens.dialogs import TextDialog

        article = self._chosen()
        if article is None:
            return
        kb = self.services.kb
        seen = Seen(article.version, lambda: kb.get(article.ref).version)

        def save(text: str) -> object:
            value: object = kb_rows.whole_number(text) if number else text
            edit = ArticleEdit(**{field: value})  # type: ignore[arg-type]
            return seen.write(lambda version: kb.edit(article.ref, edit, version))

        dialog = TextDialog(
            f"{article.ref}  {article.title}",
            label,
            str(getattr(article, field)),
            multiline=multiline,
            save=save,
        )
        self.app.push_screen(dialog, self.saved(f"{article.ref} changed · u undo"))
