"""Knowledge articles: needed, drafted, published; and what they spare the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ArticleKind(StrEnum):
    """What form the help takes."""

    ARTICLE = "article"
    FAQ = "faq"
    VIDEO = "video"
    GUIDE = "guide"
    QUICK_REF = "quick_ref"


class ArticleState(StrEnum):
    """Where it stands; what is only needed is a gap in the documentation."""

    NEEDED = "needed"
    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of help that users can find by themselves, or should be able to."""

    id: int
    ref: str
    title: str
    kind: ArticleKind
    state: ArticleState
    category: str
    body: str
    link: str
    owner: str | None
    ticket_ref: str | None
    """The ticket that showed the need."""
    needed_at: datetime
    needed_by: str
    published_at: datetime | None
    published_by: str | None
    views: int
    deflections: int
    """Readers who needed no ticket any more."""
    version: int


@dataclass(frozen=True, slots=True)
class KbCounts:
    """The knowledge base in numbers."""

    needed: int = 0
    draft: int = 0
    published: int = 0
    published_today: int = 0
    views: int = 0
    deflections: int = 0
    tickets: int = 0
    """Tickets logged since the first article was asked for: what was not deflected."""
    since: datetime | None = None
    """When that first article was asked for: from then on tickets are counted."""

    @property
    def any(self) -> bool:
        """True when the knowledge base is kept here at all."""
        return bool(self.needed or self.draft or self.published)

    @property
    def self_service_pct(self) -> float | None:
        """Deflections of all who needed help (deflections and tickets), percent."""
        asked = self.deflections + self.tickets
        return 100.0 * self.deflections / asked if self.deflections else None


METRICS = ("kb_articles", "kb_views", "self_service_rate")
"""Keys of the metrics that the knowledge base measures."""


def measured(counts: KbCounts) -> dict[str, float]:
    """Its figures by metric key; nothing while no article is kept here."""
    if not counts.any:
        return {}
    found = {"kb_articles": float(counts.published), "kb_views": float(counts.views)}
    rate = counts.self_service_pct
    if rate is not None:
        found["self_service_rate"] = rate
    return found


def gaps(articles: Iterable[Article]) -> tuple[Article, ...]:
    """What users cannot read up yet: everything that is not published, oldest need first."""
    open_ones = [a for a in articles if a.state is not ArticleState.PUBLISHED]
    return tuple(sorted(open_ones, key=lambda article: (article.needed_at, article.id)))
