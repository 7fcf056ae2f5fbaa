"""Roundup 2: its REST interface, ETags honoured.

Statuses and priorities are those of the tracker, read once and matched to ours by their names. Our
own messages carry a `messageid` by which they are found again after a crash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from warroom_tui.domain.desk.import_columns import Field, plain_word
from warroom_tui.domain.desk.import_values import BadValue, Values
from warroom_tui.domain.desk.sync import (
    Draft,
    HelpDeskRefused,
    RemoteChanged,
    RemoteGone,
    RemoteMessage,
    RemotePage,
    RemoteTicket,
    TokenSpent,
)
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.helpdesk.wire import Json, Wire, reason

_ATTRIBUTES = "title,status,priority,assignedto,activity,creation,creator,messages"
_OVERLAP = timedelta(seconds=2)
"""Times there are whole seconds: go on a little before the last one seen."""

_STATES = {
    "new": ("unread", "new"),
    "open": ("in-progress", "chatting", "open", "testing"),
    "pending": ("need-eg", "pending", "deferred"),
    "resolved": ("resolved", "fixed"),
    "closed": ("done-cbb", "closed"),
}
"""Our state and what a tracker may call it, the best name first."""
_PRIORITIES = {
    "P1": ("critical",),
    "P2": ("urgent", "high"),
    "P3": ("bug", "normal", "medium"),
    "P4": ("feature", "wish", "low"),
}


class Roundup:
    """One tracker; `user` and `secret` log in (without a user the secret is a bearer token)."""

    name = "roundup"

    def __init__(self, url: str, user: str, secret: str) -> None:
        base = url.rstrip("/").removesuffix("/rest")
        # The tracker's guard against forged requests wants to see its own address.
        origin = "/".join(base.split("/")[:3])
        headers = {"X-Requested-With": "rest", "Origin": origin, "Referer": base + "/"}
        self._wire = Wire(base + "/rest/data", user, secret, headers)
        self._names: dict[str, dict[str, str]] = {}
        self._people: dict[str, tuple[str, str]] = {}

    def close(self) -> None:
        """Give the connection back."""
        self._wire.close()

    def changed(self, cursor: str, limit: int) -> RemotePage:
        """Pages by time of activity; the cursor is that time."""
        query = {
            "@fields": _ATTRIBUTES,
            "@verbose": "0",
            "@sort": "activity,id",
            "@page_size": str(limit),
        }
        since, page = _cursor(cursor)
        if since is not None:
            query["activity"] = f"{(since - _OVERLAP):%Y-%m-%d.%H:%M:%S};"
        query["@page_index"] = str(page)
        rows = _collection(self._wire.ask("GET", "/issue", query=query)[1])
        found = [self._bare(row) for row in rows]
        newest = max((one.activity_at for one in found), default=since)
        if len(rows) < limit:
            return RemotePage(tuple(found), _stamp(newest), more=False)
        # Go on by time, because an issue that changes meanwhile would shift the pages; only
        # among many of the same moment is a page turned.
        if newest is not None and (since is None or newest > since + _OVERLAP):
            return RemotePage(tuple(found), _stamp(newest), more=True)
        return RemotePage(tuple(found), f"{_stamp(since)}#{page + 1}", more=True)

    def get(self, ticket_id: str) -> RemoteTicket:
        """One issue with its ETag."""
        query = {"@fields": _ATTRIBUTES, "@verbose": "0"}
        status, told = self._wire.ask(
            "GET", f"/issue/{_number(ticket_id)}", query=query, fine=(404, 410)
        )
        if status >= 400:
            raise RemoteGone(f"Issue {ticket_id} is not on the help desk any more.")
        data = _data(told)
        row = {**_object(data.get("attributes")), "id": ticket_id}
        return self._bare(row, etag=str(data.get("@etag") or ""))

    def messages(self, ticket: RemoteTicket, ids: Sequence[str]) -> tuple[RemoteMessage, ...]:
        """The messages of these ids with their texts."""
        out = []
        for message_id in ids:
            query = {"@verbose": "3", "@fields": "content,author,date,creation,messageid"}
            told = self._wire.ask(
                "GET", f"/msg/{_number(message_id)}", query=query, fine=(404, 410)
            )
            if told[0] >= 400:
                continue
            row = _object(_data(told[1]).get("attributes"))
            author = self._person(row.get("author"))
            out.append(
                RemoteMessage(
                    id=message_id,
                    author=author,
                    at=_time(row.get("date")) or _time(row.get("creation")) or ticket.activity_at,
                    text=clean(str(row.get("content") or ""), limit=BODY_LIMIT, multiline=True),
                    marker=str(row.get("messageid") or ""),
                    by_requester=author == ticket.requester,
                )
            )
        return tuple(sorted(out, key=lambda one: (one.at, int(one.id))))

    def find_message(self, marker: str) -> str | None:
        """The message that carries our marker."""
        return next(iter(self._marked(marker)), None)

    def _marked(self, marker: str) -> list[str]:
        rows = _collection(self._wire.ask("GET", "/msg", query={"messageid:": marker})[1])
        return [str(row["id"]) for row in rows]

    def post_message(self, marker: str, text: str) -> str:
        """A message under our marker; the tracker says who we are."""
        me = self._me()
        body: dict[str, Json] = {
            "content": text,
            "messageid": marker,
            "date": f"{datetime.now(UTC):%Y-%m-%d.%H:%M:%S}",
            **({"author": me} if me else {}),
        }
        told = self._wire.ask("POST", "/msg", body=body)[1]
        return str(_data(told).get("id"))

    def find_ticket(self, marker: str) -> str | None:
        """The issue that a message with our marker hangs on."""
        said = self._marked(marker)
        if not said:
            return None
        query = {"messages": ",".join(said), "@fields": "id"}
        rows = _collection(self._wire.ask("GET", "/issue", query=query)[1])
        return min((str(row["id"]) for row in rows), key=int, default=None)

    def reserve(self) -> str:
        """A token of the tracker's "post once exactly"; older ones have none."""
        status, told = self._wire.ask("POST", "/issue/@poe", body={}, fine=(404, 405))
        link = "" if status >= 400 else str(_data(told).get("link") or "")
        return link.rpartition("/")[2]

    def create(self, marker: str, token: str, draft: Draft) -> str:
        """An issue around a message with our marker."""
        said = self._marked(marker)
        body: dict[str, Json] = {
            "title": draft.subject,
            "messages": [said[0] if said else self.post_message(marker, draft.text)],
        }
        for name, value in (("state", draft.state), ("priority", draft.priority)):
            with suppress(HelpDeskRefused):  # told apart later, as a change of that field
                key, theirs = self._theirs(name, value)
                body[key] = theirs
        path = f"/issue/@poe/{token}" if token else "/issue"
        status, told = self._wire.ask("POST", path, body=body, fine=(400,) if token else ())
        if status >= 400:
            if f"POE token '{token}'" in reason(told):
                raise TokenSpent("That was sent already.")
            raise HelpDeskRefused(f"The help desk says no (400): {reason(told)}.", of_one=True)
        return str(_data(told).get("id"))

    def update(
        self,
        ticket: RemoteTicket,
        fields: Mapping[str, str | None],
        messages: Sequence[str],
    ) -> None:
        """One PATCH, only if the issue is still as we saw it."""
        body: dict[str, Json] = {"@op": "replace"}
        for name, value in fields.items():
            key, theirs = self._theirs(name, value)
            body[key] = theirs
        if tuple(messages) != ticket.messages:
            body["messages"] = list(messages)
            # Said outright, or the tracker would reopen a settled issue for a message.
            if "status" not in body and ticket.fields.get("state") not in (None, "new"):
                body["status"] = self._theirs("state", ticket.fields["state"])[1]
        status, _ = self._wire.ask(
            "PATCH",
            f"/issue/{_number(ticket.id)}",
            body=body,
            headers={"If-Match": ticket.etag},
            fine=(404, 410, 412),
        )
        if status == 412:
            raise RemoteChanged(f"Issue {ticket.id} was changed meanwhile.")
        if status >= 400:
            raise RemoteGone(f"Issue {ticket.id} is not on the help desk any more.")

    # Words there and here

    def _bare(self, row: Mapping[str, Json], etag: str = "") -> RemoteTicket:
        fields: dict[str, str | None] = {
            "subject": clean(str(row.get("title") or "")).strip() or "(no subject)",
            "assignee": self._person(row.get("assignedto")) or None,
        }
        state = self._ours("status", row.get("status"))
        priority = self._ours("priority", row.get("priority"))
        fields |= {"state": state} if state else {}
        fields |= {"priority": priority} if priority else {}
        at = _time(row.get("activity")) or datetime.now(UTC)
        found = row.get("messages")
        return RemoteTicket(
            id=str(row["id"]),
            etag=etag,
            activity_at=at,
            created_at=_time(row.get("creation")) or at,
            requester=self._person(row.get("creator")),
            fields=fields,
            messages=tuple(str(one) for one in found) if isinstance(found, list) else (),
        )

    def _ours(self, kind: str, link: Json) -> str | None:
        """Our word for a status or priority of the tracker; None when there is none."""
        name = self._of(kind).get(str(link), "") if link is not None else ""
        if not name:
            return "P3" if kind == "priority" else None
        known = _STATES if kind == "status" else _PRIORITIES
        for ours, names in known.items():
            if name in names:
                return ours
        try:
            field = Field.STATE if kind == "status" else Field.PRIORITY
            return Values().word(field, name)
        except BadValue:
            return None

    def _theirs(self, name: str, value: str | None) -> tuple[str, Json]:
        """Key and id there for a field of ours; raises HelpDeskRefused when it has none."""
        if name == "subject":
            return "title", value
        if name == "assignee":
            return "assignedto", self._user(value) if value else None
        kind, known = ("status", _STATES) if name == "state" else ("priority", _PRIORITIES)
        ids = {theirs: number for number, theirs in self._of(kind).items()}
        for theirs in known.get(str(value), ()):
            if theirs in ids:
                return kind, ids[theirs]
        fitting = [number for number in self._of(kind) if self._ours(kind, number) == value]
        if not fitting:
            raise HelpDeskRefused(
                f"The help desk has no {kind} for {value}.", of_one=True, field=name
            )
        return kind, fitting[0]

    def _of(self, kind: str) -> dict[str, str]:
        """The names of statuses or priorities by id."""
        if kind not in self._names:
            query = {"@fields": "name", "@page_size": "200"}
            rows = _collection(self._wire.ask("GET", f"/{kind}", query=query)[1])
            self._names[kind] = {
                str(row["id"]): plain_word(str(row.get("name") or "")) for row in rows
            }
        return self._names[kind]

    def _person(self, link: Json) -> str:
        """The name of a user: the real one, else the one they log in with."""
        if link is None:
            return ""
        number = str(link.get("id")) if isinstance(link, dict) else str(link)
        if number not in self._people:
            query = {"@fields": "username,realname"}
            status, told = self._wire.ask(
                "GET", f"/user/{_number(number)}", query=query, fine=(404, 410)
            )
            row = _object(_data(told).get("attributes")) if status < 400 else {}
            login = clean(str(row.get("username") or f"user {number}"), limit=80)
            real = clean(str(row.get("realname") or ""), limit=80).strip()
            self._people[number] = (login, real or login)
        return self._people[number][1]

    def _user(self, name: str) -> str:
        """The id of the user of a name of ours; raises HelpDeskRefused."""
        rows = _collection(
            self._wire.ask("GET", "/user", query={"@fields": "username,realname"})[1]
        )
        wanted = name.casefold()
        for row in rows:
            login, real = str(row.get("username") or ""), str(row.get("realname") or "")
            if wanted in (login.casefold(), real.casefold()):
                return str(row["id"])
        raise HelpDeskRefused(
            f"The help desk knows nobody called {clean(name, limit=40)}.",
            "Make the user there, or assign somebody it knows.",
            of_one=True,
            field="assignee",
        )

    def _me(self) -> str | None:
        try:
            return self._user(self._wire.user) if self._wire.user else None
        except HelpDeskRefused:
            return None


def _cursor(text: str) -> tuple[datetime | None, int]:
    """(since, page) of a cursor."""
    at, _, page = text.partition("#")
    return _time(at), int(page) if page.isdigit() else 1


def _stamp(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d.%H:%M:%S}" if at else ""


def _time(value: Json) -> datetime | None:
    try:
        return datetime.strptime(str(value)[:19], "%Y-%m-%d.%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _number(text: str) -> str:
    """An id as it may stand in an address."""
    if not (text.isascii() and text.isdigit()):
        raise RemoteGone(f"{clean(text, limit=20)!r} is no id of the help desk.")
    return text


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _data(told: Json) -> dict[str, Json]:
    return _object(_object(told).get("data"))


def _collection(told: Json) -> list[dict[str, Json]]:
    rows = _data(told).get("collection")
    return (
        [row for row in rows if isinstance(row, dict) and "id" in row]
        if isinstance(rows, list)
        else []
    )
