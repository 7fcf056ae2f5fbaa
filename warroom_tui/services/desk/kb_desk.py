"""The knowledge base: what is needed, being written, published, and how often it helped."""

from __future__ import annotations

from dataclasses import dataclass

from warroom_tui.domain.desk.kb import Article, ArticleKind, ArticleState, KbCounts, gaps
from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.services.desk.ticket_steps import change
from warroom_tui.storage import schema
from warroom_tui.storage.desk import kb as rows
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.transaction import Transaction

MOST_READERS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ArticleEdit:
    """What to change of an article; None leaves a field as it is."""

    title: str | None = None
    kind: ArticleKind | None = None
    category: str | None = None
    body: str | None = None
    link: str | None = None
    owner: str | None = None
    """Nothing takes the owner away."""
    views: int | None = None
    deflections: int | None = None


class KbDesk:
    """Everything about knowledge articles. Each write is one transaction and one event."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> tuple[Article, ...]:
        """Needed first, then drafts, then published ones by views."""
        with self._context.store.reading() as connection:
            return rows.read_articles(connection)

    def gaps(self) -> tuple[Article, ...]:
        """What users cannot read up yet, the oldest need first."""
        return gaps(self.all())

    def get(self, ref: str) -> Article:
        """One article; raises NotFound."""
        with self._context.store.reading() as connection:
            return rows.find(connection, ref)

    def counts(self) -> KbCounts:
        """The knowledge base in numbers."""
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            today = launch.local(self._context.clock.now()).date()
            return rows.read_counts(connection, *launch.day_bounds(today))

    def add(
        self,
        title: str,
        kind: ArticleKind = ArticleKind.ARTICLE,
        category: str = "",
        *,
        state: ArticleState = ArticleState.NEEDED,
        link: str = "",
    ) -> Article:
        """Say that an article is needed, or that there is one already."""
        name = _title(title)
        with self._context.writing() as tx:
            place = clean(link).strip()
            ref = _insert(tx, name, kind, clean(category, limit=80), None, state, place)
            tx.event("added", "article", ref, f"{ref} {state}: {name}")
            return rows.find(tx.connection, ref)

    def flag(self, ticket_ref: str, title: str = "", expected: int | None = None) -> Ticket:
        """Say on a ticket that it asks for an article; the article is needed from now on."""
        with self._context.writing() as tx:
            ticket = ticket_rows.find_bare(tx.connection, ticket_ref)
            if rows.of_ticket(tx.connection, ticket.id):
                raise InputError(f"{ticket.ref} has asked for an article already.")
            name = _title(title or ticket.subject)
            change(tx, ticket, expected, kb_needed=True)
            ref = _insert(tx, name, ArticleKind.ARTICLE, ticket.category, ticket.id)
            tx.event(
                "flagged", "ticket", ticket.ref, f"{ticket.ref} needs an article: {ref} {name}"
            )
            return ticket_rows.find(tx.connection, ticket.ref)

    def set_state(
        self, ref: str, state: ArticleState, link: str | None = None, expected: int | None = None
    ) -> Article:
        """Needed, draft or published; publishing settles the need of its ticket."""
        with self._context.writing() as tx:
            article = rows.find(tx.connection, ref)
            values: dict[str, object] = {"state": state.value}
            if link is not None:
                values["link"] = clean(link).strip()
            if state is ArticleState.PUBLISHED and article.published_at is None:
                values.update(published_at=tx.now, published_by=tx.actor.name)
            if state is not ArticleState.PUBLISHED:
                values.update(published_at=None, published_by=None)
            if state is ArticleState.DRAFT and article.owner is None:
                values["owner"] = tx.actor.name
            self._write(tx, article, expected, values)
            if article.ticket_ref is not None:
                ticket = ticket_rows.find_bare(tx.connection, article.ticket_ref)
                change(tx, ticket, None, kb_needed=state is not ArticleState.PUBLISHED)
            word = "published" if state is ArticleState.PUBLISHED else f"is {state}"
            tx.event(state.value, "article", article.ref, f"{article.ref} {word}: {article.title}")
            return rows.find(tx.connection, article.ref)

    def edit(self, ref: str, new: ArticleEdit, expected: int | None = None) -> Article:
        """Change what is given."""
        values = _values(new)
        with self._context.writing() as tx:
            article = rows.find(tx.connection, ref)
            self._write(tx, article, expected, values)
            what = ", ".join(values) or "nothing"
            tx.event("edited", "article", article.ref, f"Edited {article.ref}: {what}")
            return rows.find(tx.connection, article.ref)

    def _write(
        self, tx: Transaction, article: Article, expected: int | None, values: dict[str, object]
    ) -> None:
        subject = ("article", article.ref)
        tx.update(schema.kb_article, article.id, expected, article.ref, subject, **values)


def _title(text: str) -> str:
    title = clean(text).strip()
    if not title:
        raise InputError("An article needs a title.")
    return title


def _insert(
    tx: Transaction,
    title: str,
    kind: ArticleKind,
    category: str,
    ticket_id: int | None = None,
    state: ArticleState = ArticleState.NEEDED,
    link: str = "",
) -> str:
    ref = f"KB-{tx.next_number('kb_article'):03d}"
    there = state is ArticleState.PUBLISHED
    tx.insert(
        schema.kb_article,
        ref=ref,
        title=title,
        kind=kind.value,
        state=state.value,
        category=category,
        link=link,
        ticket_id=ticket_id,
        needed_at=tx.now,
        needed_by=tx.actor.name,
        published_at=tx.now if there else None,
        published_by=tx.actor.name if there else None,
    )
    return ref


def _values(new: ArticleEdit) -> dict[str, object]:
    values: dict[str, object] = {}
    if new.title is not None:
        values["title"] = _title(new.title)
    if new.kind is not None:
        values["kind"] = new.kind.value
    if new.category is not None:
        values["category"] = clean(new.category, limit=80).strip()
    if new.body is not None:
        values["body"] = clean(new.body, limit=BODY_LIMIT, multiline=True)
    if new.link is not None:
        values["link"] = clean(new.link).strip()
    if new.owner is not None:
        values["owner"] = clean(new.owner, limit=80).strip() or None
    for name, number in (("views", new.views), ("deflections", new.deflections)):
        if number is not None:
            if not 0 <= number <= MOST_READERS:
                raise InputError(f"{name.capitalize()} cannot be {number}.", "Give a count.")
            values[name] = number
    return values
