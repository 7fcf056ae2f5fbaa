"""The radar at work: hears new tickets, stores what they seem to have in common.

It runs in a thread of its own, never on the screen's. Several seats may scan: what one has
stored, the others recognise, and they write nothing.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta

from warroom_tui.domain.errors import WarroomError
from warroom_tui.domain.incident.patterns import Pattern, PatternState
from warroom_tui.domain.incident.radar import LEAST, Cluster, Heard, Radar, label_of, same
from warroom_tui.services.context import Context
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.incident import patterns as rows

WINDOW = timedelta(hours=4)
"""How far back tickets are compared."""
FIRST = 2000
"""Tickets heard when a scan begins: the newest."""
REACH = 10_000
"""A scan begins at most so many tickets back."""
BATCH = 300
"""Tickets heard in one turn after that, so that no turn is long."""
EVERY_S = 5.0
BACK_OFF_S = 30.0
_SHOWN = 20
"""Groups looked at in one turn, the largest."""
_NAMED = 60
"""Tickets kept of one group, the newest."""
MORE = 2
"""New tickets that bring a linked pattern up again."""


class PatternScan:
    """One scan that remembers what it heard."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._radar = Radar()
        self._last = 0
        self._first = True

    def turn(self) -> bool:
        """Hear what is new and store what changed; False when there was nothing to store."""
        now = self._context.clock.now()
        store = self._context.store
        with store.reading() as connection:
            self._hear(connection, now)
            if not self._changes(connection, now):
                return False
        with store.measuring() as connection:
            # Asked again under the lock: another seat may have stored it meanwhile.
            changes = self._changes(connection, now)
            for change in changes:
                change.write(connection)
            return bool(changes)

    def _hear(self, connection: Connection, now: datetime) -> None:
        newest = rows.newest_ticket(connection)
        if newest < self._last:  # tickets were undone
            self._last = newest
        if newest > self._last:
            if self._first:  # a bound by id: without it old tickets would be read through
                self._last = max(0, newest - REACH)
            limit = FIRST if self._first else BATCH
            found = rows.read_texts(
                connection, self._last, now - WINDOW, limit, newest_first=self._first
            )
            self._radar.hear(Heard(*row) for row in found)
            full = len(found) == limit and not self._first
            self._last = found[-1][0] if full else newest
        self._first = False
        self._radar.forget(now - WINDOW)

    def _changes(self, connection: Connection, now: datetime) -> list[_Change]:
        known = rows.read_known(connection)
        out: list[_Change] = []
        met: set[int] = set()
        for cluster in self._radar.groups()[:_SHOWN]:
            seen = self._seen(connection, cluster)
            old = next(
                (p for p in known if same(seen.words, seen.tickets, p.words, p.tickets)), None
            )
            if old is not None and old.id in met:
                continue  # a smaller group of the same words: two would take turns for ever
            if old is not None:
                met.add(old.id)
            out += _differs(old, seen)
        for pattern in known:
            if pattern.state is not PatternState.SUGGESTED or pattern.id in met:
                continue
            if pattern.last_at < now - WINDOW or not self._waiting(connection, pattern):
                out.append(_Change(None, pattern.id))
        return out

    def _seen(self, connection: Connection, cluster: Cluster) -> Pattern:
        """The group as a pattern: only tickets that are live and point to no issue yet."""
        members = sorted(cluster.members.values(), key=lambda one: one.id)[-_NAMED:]
        links = rows.read_links(connection, [one.ref for one in members])
        waiting = [one for one in members if links.get(one.ref) == (True, None)]
        issues = [issue for _, issue in links.values() if issue is not None]
        times = [one.at for one in waiting] or [members[-1].at]
        return Pattern(
            id=0,
            label=label_of(cluster),
            words=tuple(sorted(cluster.core)),
            tickets=tuple(one.ref for one in waiting),
            state=PatternState.SUGGESTED,
            first_at=times[0],
            last_at=times[-1],
            issue_ref=max(set(issues), key=issues.count) if issues else None,
            decided_by=None,
            version=1,
        )

    def _waiting(self, connection: Connection, pattern: Pattern) -> bool:
        links = rows.read_links(connection, list(pattern.tickets))
        return sum(link == (True, None) for link in links.values()) >= MORE


class _Change:
    """One thing to store: a pattern, or with an id alone one to take away."""

    def __init__(self, pattern: Pattern | None, remove_id: int = 0) -> None:
        self._pattern = pattern
        self._remove_id = remove_id

    def write(self, connection: Connection) -> None:
        """Store it."""
        if self._pattern is None:
            rows.remove(connection, self._remove_id)
        elif self._pattern.id:
            rows.replace(connection, self._pattern)
        else:
            rows.insert(connection, self._pattern)


def _differs(old: Pattern | None, seen: Pattern) -> list[_Change]:
    """What is to be stored of a sighting; a pattern that was dismissed stays so."""
    count = len(seen.tickets)
    if old is None:
        enough = count >= LEAST or (count >= MORE and seen.issue_ref is not None)
        return [_Change(seen)] if enough else []
    if old.state is PatternState.DISMISSED:
        return []
    if old.state is PatternState.LINKED:
        new = [ref for ref in seen.tickets if ref not in old.tickets]
        again = replace(seen, id=old.id, issue_ref=old.issue_ref, first_at=old.first_at)
        return [_Change(again)] if len(new) >= MORE else []
    if count < MORE:
        return [_Change(None, old.id)]
    if (old.tickets, old.label, old.issue_ref) == (seen.tickets, seen.label, seen.issue_ref):
        return []
    return [_Change(replace(seen, id=old.id, first_at=min(old.first_at, seen.first_at)))]


class PatternThread:
    """Scans every few seconds until stopped; leaving never waits for it."""

    def __init__(self, context: Context) -> None:
        self._scan = PatternScan(context)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warroom-radar", daemon=True)

    def start(self) -> None:
        """Begin in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the turn that is under way."""
        self._stopping.set()

    def _run(self) -> None:
        wait_s = EVERY_S
        while not self._stopping.wait(wait_s):
            try:
                self._scan.turn()
                wait_s = EVERY_S
            except WarroomError:
                # A busy or vanished database is told by the screen's own reading; this one waits.
                wait_s = BACK_OFF_S
