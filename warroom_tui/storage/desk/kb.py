"""Reading knowledge articles and their counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, case, func, select

from warroom_tui.domain.desk.kb import (
    METRICS,
    Article,
    ArticleKind,
    ArticleState,
    KbCounts,
    measured,
)
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.triggers.criteria import Metric
from warroom_tui.storage.schema import kb_article, ticket

ARTICLES_LIMIT = 2_000
COUNTED_BY = "articles"
"""Who recorded a figure that was counted from the articles."""

_ARTICLES = select(kb_article, ticket.c.ref.label("ticket_ref")).outerjoin_from(
    kb_article, ticket, ticket.c.id == kb_article.c.ticket_id
)
_RANK = case((kb_article.c.state == "needed", 0), (kb_article.c.state == "draft", 1), else_=2)


def read_articles(connection: Connection) -> tuple[Article, ...]:
    """Needed first, then drafts, then published ones by views."""
    rows = connection.execute(
        _ARTICLES.order_by(_RANK, kb_article.c.views.desc(), kb_article.c.id).limit(ARTICLES_LIMIT)
    ).mappings()
    return tuple(map(_article, rows))


def find(connection: Connection, ref: str) -> Article:
    """One article; "7" and "kb-7" mean KB-007. Raises NotFound."""
    number = ref.strip().upper().removeprefix("KB-")
    wanted = f"KB-{int(number):03d}" if number.isascii() and number.isdigit() else ref.strip()
    row = connection.execute(_ARTICLES.where(kb_article.c.ref == wanted)).mappings().first()
    if row is None:
        raise NotFound(f"There is no article {ref!r}.", "List them with: warroom kb list.")
    return _article(row)


def of_ticket(connection: Connection, ticket_id: int) -> tuple[Article, ...]:
    """Articles that a ticket asked for."""
    wanted = _ARTICLES.where(kb_article.c.ticket_id == ticket_id).order_by(kb_article.c.id)
    return tuple(map(_article, connection.execute(wanted).mappings()))


def read_counts(connection: Connection, start: datetime, end: datetime) -> KbCounts:
    """The knowledge base in numbers; today is from `start` to `end`."""
    today = (kb_article.c.published_at >= start) & (kb_article.c.published_at < end)
    row = connection.execute(
        select(
            func.count().filter(kb_article.c.state == "needed"),
            func.count().filter(kb_article.c.state == "draft"),
            func.count().filter(kb_article.c.state == "published"),
            func.count().filter(today, kb_article.c.state == "published"),
            func.coalesce(func.sum(kb_article.c.views), 0),
            func.coalesce(func.sum(kb_article.c.deflections), 0),
            func.min(kb_article.c.needed_at),
        )
    ).one()
    needed, draft, published, now, views, deflections, since = row
    tickets = 0
    if deflections and since is not None:
        tickets = _tickets_since(connection, since)
    return KbCounts(needed, draft, published, now, views, deflections, tickets, since)


def with_articles(
    connection: Connection,
    metrics: tuple[Metric, ...],
    start: datetime,
    end: datetime,
    now: datetime,
) -> tuple[Metric, ...]:
    """The metrics with the knowledge base's own counts where nobody typed a figure."""
    open_ones = {m.key for m in metrics if m.key in METRICS and m.value_at is None}
    if not open_ones:
        return metrics
    found = measured(read_counts(connection, start, end))
    return tuple(
        replace(metric, value=found[metric.key], value_at=now, value_by=COUNTED_BY)
        if metric.key in open_ones and metric.key in found
        else metric
        for metric in metrics
    )


def _tickets_since(connection: Connection, since: datetime) -> int:
    """Tickets logged from then on: ids rise with time, so two ends of an index tell."""
    first = connection.execute(
        select(ticket.c.id)
        .where(ticket.c.created_at >= since)
        .order_by(ticket.c.created_at)
        .limit(1)
    ).scalar()
    last = connection.execute(select(func.max(ticket.c.id))).scalar()
    return 0 if first is None or last is None else max(0, last - first + 1)


def _article(row: RowMapping) -> Article:
    return Article(
        id=row["id"],
        ref=row["ref"],
        title=row["title"],
        kind=ArticleKind(row["kind"]),
        state=ArticleState(row["state"]),
        category=row["category"],
        body=row["body"],
        link=row["link"],
        owner=row["owner"],
        ticket_ref=row["ticket_ref"],
        needed_at=row["needed_at"],
        needed_by=row["needed_by"],
        published_at=row["published_at"],
        published_by=row["published_by"],
        views=row["views"],
        deflections=row["deflections"],
        version=row["version"],
    )
