"""Canned replies: kept, chosen, filled in for a ticket."""

from __future__ import annotations

from warroom_tui.domain.desk.replies import CannedReply, ReplyFacts, fill
from warroom_tui.domain.errors import InputError, NotFound
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.services.context import Context
from warroom_tui.storage import schema
from warroom_tui.storage.desk import canned_replies as rows
from warroom_tui.storage.desk import tickets as ticket_rows
from warroom_tui.storage.incident import issues as issue_rows
from warroom_tui.storage.runsheet import launches


class ReplyShelf:
    """The replies of this launch: the plan's, and those that people saved."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def all(self) -> tuple[CannedReply, ...]:
        """Saved ones by title, then the plan's."""
        with self._context.store.reading() as connection:
            return (*rows.read_saved(connection), *rows.read_planned(connection))

    def find(self, title: str) -> CannedReply:
        """The reply of that title; raises NotFound naming those that are there."""
        wanted = clean(title).strip().casefold()
        known = self.all()
        for reply in known:
            if reply.title.casefold() == wanted:
                return reply
        names = ", ".join(reply.title for reply in known) or "none yet"
        raise NotFound(f"There is no reply “{clean(title, limit=60)}”.", f"Replies: {names}.")

    def facts(self, ref: str) -> ReplyFacts:
        """What a reply on a ticket may name."""
        with self._context.store.reading() as connection:
            ticket = ticket_rows.find_bare(connection, ref)
            issue = issue_rows.find(connection, ticket.issue_ref) if ticket.issue_ref else None
            return ReplyFacts(
                agent=self._context.actor.name,
                requester=ticket.requester,
                ref=ticket.ref,
                subject=ticket.subject,
                launch=launches.read_launch(connection).name,
                issue=issue.ref if issue else "",
                workaround=issue.workaround if issue else "",
                links=rows.read_links(connection),
            )

    def rendered(self, reply: CannedReply, ref: str) -> str:
        """The reply filled in for a ticket; blanks that nothing fills stay as they are."""
        from warroom_tui.reports.replies import render_reply  # brings Jinja2

        facts = self.facts(ref)
        return fill(render_reply(reply.body, facts), facts)

    def save(self, title: str, body: str) -> CannedReply:
        """Keep a reply under a title; one of that title is replaced."""
        name = clean(title, limit=80).strip()
        text = clean(body, limit=BODY_LIMIT, multiline=True).strip()
        if not name or not text:
            raise InputError("A canned reply needs a title and a text.")
        _prove(text)
        with self._context.writing() as tx:
            before = rows.find_saved(tx.connection, name)
            if before is None or before.id is None:
                tx.insert(schema.canned_reply, title=name, body=text, created_by=tx.actor.name)
            else:
                tx.update(schema.canned_reply, before.id, body=text)
            tx.event("saved", "reply", name, f"Saved the canned reply {name}")
            saved = rows.find_saved(tx.connection, name)
        assert saved is not None
        return saved

    def drop(self, title: str) -> CannedReply:
        """Forget a saved reply; undo brings it back."""
        reply = self.find(title)
        if reply.id is None:
            raise InputError(f"“{reply.title}” stands in the plan.", "Change the plan instead.")
        with self._context.writing() as tx:
            rows.drop(tx, reply.id)
            tx.event("dropped", "reply", reply.title, f"Dropped the canned reply {reply.title}")
        return reply


def _prove(body: str) -> None:
    """Raise InputError now rather than in front of a waiting user."""
    from warroom_tui.reports.replies import render_reply

    render_reply(body, ReplyFacts("", "", "", "", "", "", "", ()))
