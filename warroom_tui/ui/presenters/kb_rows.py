"""Knowledge articles as rows, in figures, in full."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.desk.kb import Article, ArticleState, KbCounts
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.ui.presenters.marks import joined
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.rows import Cell, Column, Row
from warroom_tui.ui.widgets.story_page import Passage

COLUMNS = (
    Column("mark", width=1),
    Column("ref", "id", width=6),
    Column("state", "state", width=9),
    Column("title", "title"),
    Column("views", "views", width=6, align="right"),
    Column("spared", "spared", width=6, align="right"),
    Column("kind", "kind", width=9, min_total_width=80),
    Column("owner", "owner", width=10, min_total_width=70),
    Column("age", "open for", width=8, align="right", min_total_width=70),
)

STATE_WORDS = {
    ArticleState.NEEDED: "needed",
    ArticleState.DRAFT: "draft",
    ArticleState.PUBLISHED: "published",
}
_MARKS = {ArticleState.NEEDED: "▲", ArticleState.DRAFT: "◆", ArticleState.PUBLISHED: "●"}


def row(article: Article, now: datetime, palette: Palette) -> Row:
    """One article as a line."""
    tone = {
        ArticleState.NEEDED: palette.warn,
        ArticleState.DRAFT: palette.info,
        ArticleState.PUBLISHED: palette.good,
    }[article.state]
    waiting = article.state is not ArticleState.PUBLISHED
    return Row(
        article.ref,
        (
            Cell(_MARKS[article.state], tone),
            Cell(article.ref, palette.text),
            Cell(STATE_WORDS[article.state], tone),
            Cell(article.title, palette.text),
            Cell(str(article.views or ""), palette.text),
            Cell(str(article.deflections or ""), palette.text),
            Cell(article.kind.value.replace("_", " "), palette.muted),
            Cell(article.owner or "", palette.muted),
            Cell(short(now - article.needed_at) if waiting else "", palette.muted),
        ),
    )


def heading(counts: KbCounts, zone: ZoneInfo, gaps_only: bool, palette: Palette) -> Text:
    """The knowledge base in numbers."""
    text = Text("Articles", palette.strong, no_wrap=True, overflow="ellipsis")
    if gaps_only:
        text.append(" · gaps only", palette.accent)
    if counts.needed or counts.draft:
        text.append(f"  ▲ {counts.needed} needed  ◆ {counts.draft} in work", palette.warn)
    figures = joined(
        f"{counts.published} published",
        f"{counts.published_today} today" if counts.published_today else "",
        f"{counts.views} views",
        f"{counts.deflections} tickets spared" if counts.deflections else "",
        self_service(counts, zone),
    )
    return text.append(f"  {figures}", palette.muted)


def self_service(counts: KbCounts, zone: ZoneInfo) -> str:
    """ "self-service 75 %: 3 of 4 since Fri 27 Nov", so that an early 100 % shows its few."""
    rate = counts.self_service_pct
    if rate is None or counts.since is None:
        return ""
    asked = counts.deflections + counts.tickets
    since = counts.since.astimezone(zone)
    of = f"{counts.deflections} of {asked} since {since:%a} {since.day} {since:%b}"
    return f"self-service {rate:.0f} %: {of}"


def story(article: Article, zone: ZoneInfo, now: datetime, palette: Palette) -> tuple[Passage, ...]:
    """The article in full."""
    asked = f"needed since {day_and_clock(article.needed_at, zone, now)}, {article.needed_by}"
    lines = [
        Passage(f"{article.ref}  {article.title}", palette.strong),
        Passage(asked, palette.muted),
    ]
    if article.ticket_ref:
        lines.append(Passage(f"asked for by {article.ticket_ref}", palette.muted))
    if article.category:
        lines.append(Passage(f"category {article.category}", palette.muted))
    if article.published_at:
        when = day_and_clock(article.published_at, zone, now)
        lines.append(Passage(f"published {when} by {article.published_by}", palette.muted))
    if article.link:
        lines.append(Passage(article.link, palette.info))
    body = clean(article.body, limit=BODY_LIMIT, multiline=True)
    shown = Passage(body, palette.text) if body else Passage("No text yet: w writes it.")
    return (*lines, Passage(""), shown)


def whole_number(text: str) -> int:
    """A count as typed; raises `InputError`."""
    if not (text.isascii() and text.isdigit()):
        raise InputError(f"“{text[:20]}” is no count.", "Type a whole number.")
    return int(text[:12])
