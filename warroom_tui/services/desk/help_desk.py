"""What a help desk must be able to do for us; adapters live in `warroom_tui.helpdesk`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from warroom_tui.domain.desk.sync import Draft, RemoteMessage, RemotePage, RemoteTicket


class HelpDesk(Protocol):
    """Every call may raise HelpDeskDown (try later) or HelpDeskRefused (it says no)."""

    @property
    def name(self) -> str:
        """Short and stable: links to its tickets are kept under this name."""
        ...

    def changed(self, cursor: str, limit: int) -> RemotePage:
        """At most `limit` tickets that changed since `cursor`, oldest first; "" is the beginning.

        A ticket may come twice, but none may be left out.
        """
        ...

    def get(self, ticket_id: str) -> RemoteTicket:
        """One ticket as it stands; raises RemoteGone."""
        ...

    def messages(self, ticket: RemoteTicket, ids: Sequence[str]) -> tuple[RemoteMessage, ...]:
        """What was said, oldest first."""
        ...

    def find_message(self, marker: str) -> str | None:
        """The id of the message that we sent under this marker, if it has arrived."""
        ...

    def post_message(self, marker: str, text: str) -> str:
        """Store a message under a marker and return its id; it hangs on no ticket yet."""
        ...

    def find_ticket(self, marker: str) -> str | None:
        """The id of the ticket that we made under this marker, if it has arrived."""
        ...

    def reserve(self) -> str:
        """A token with which one ticket can be made and no second; "" if it has no such thing."""
        ...

    def create(self, marker: str, token: str, draft: Draft) -> str:
        """Make a ticket with its request under the marker; returns its id.

        Raises TokenSpent when the token was used already, or is too old.
        """
        ...

    def update(
        self,
        ticket: RemoteTicket,
        fields: Mapping[str, str | None],
        messages: Sequence[str],
    ) -> None:
        """Set fields and the list of messages in one step.

        Raises RemoteChanged when the ticket is not in the state of `ticket` any more.
        """
        ...

    def close(self) -> None:
        """Give connections back."""
        ...
