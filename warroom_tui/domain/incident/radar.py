"""The pattern radar: which new tickets speak of the same, by the words they share.

Offline and without a language: words are cut to a stem of a few letters, scripts without blanks
are read in pairs of characters, and a word weighs the less the more of the earlier tickets hold it
(those of the last hour do not count: a burst must not make its own words look usual). Work is
bounded: a ticket is compared with at most `CANDIDATES` others, found by its rarest words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

LEAST = 3
"""Tickets that make a pattern."""
ALIKE = 0.45
"""Share of their words, by weight, that two tickets must have in common."""
CANDIDATES = 40
_RAREST = 8
_POSTINGS = 60
_STEM = 6
_SHORT = 3
_USUAL_AFTER = timedelta(hours=1)
_USUAL_FROM = 30
_USUAL_MOST = 4000
_COMMONNESS = 6
"""A word that every sixth ticket holds is worth half."""
_LONGEST = 60
"""Words read of one ticket."""

_WORD = re.compile(r"[^\W\d_]+")
_PAIRED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: written without blanks between words."""

_SAID_BY_ALL = """
about after again also because been before cannot could does doing done dont error from have having
help hello here into issue just keep like more need never only order please problem really says
since some someone something still that their them then there these they this today trying user
users very want what when where which while will with without work working would your
aber alle auch beim dass dem den der die das eine einen fehler haben hallo ich ist kann kein keine
mehr mit nach nicht noch oder sich sind und vom von wenn wird
avec dans des elle est les mais nous pas pour que qui sont sur une vous
como con del esta hola los las más por para pero una uno sin
har ikke det kan med når som til att för inte jag när och vid een het met niet van voor wordt
"""
_COMMON = frozenset(_SAID_BY_ALL.split())
"""Words that say nothing in a ticket, in the languages that plans are written in."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A new ticket as the radar hears it."""

    id: int
    ref: str
    subject: str
    body: str
    at: datetime


@dataclass(slots=True)
class Cluster:
    """Tickets that were found to speak of the same."""

    members: dict[int, Heard] = field(default_factory=dict)
    words: Counter[str] = field(default_factory=Counter)

    @property
    def core(self) -> set[str]:
        """Words that at least half of its tickets hold."""
        half = len(self.members) / 2
        return {word for word, count in self.words.items() if count >= half}


def stems(text: str) -> dict[str, str]:
    """The words of a text that say something, each stem with the form it was written in."""
    found: dict[str, str] = {}
    for written in _WORD.findall(unicodedata.normalize("NFKC", text))[:_LONGEST]:
        word = written.casefold()
        if _PAIRED.search(word):
            found.update({pair: pair for pair in map("".join, pairwise(word))})
        elif len(word) > 2 and word not in _COMMON:
            bare = word[:-1] if word.endswith("s") and len(word) > 3 else word
            found.setdefault(bare[:_STEM], written)
    return found


class Radar:
    """Hears tickets one after the other and groups them; forgets what is old."""

    def __init__(self) -> None:
        self._heard: dict[int, dict[str, str]] = {}
        self._of: dict[int, Cluster] = {}
        self._clusters: list[Cluster] = []
        self._holders: dict[str, deque[int]] = {}
        self._count: Counter[str] = Counter()
        self._fresh: deque[tuple[datetime, tuple[str, ...]]] = deque()
        self._usual: Counter[str] = Counter()
        self._usual_n = 0

    def hear(self, tickets: Iterable[Heard]) -> None:
        """Take in new tickets, oldest first."""
        for ticket in tickets:
            if ticket.id not in self._heard:
                self._hear(ticket)

    def forget(self, before: datetime) -> None:
        """Drop tickets from before a time, and groups that are empty then."""
        for cluster in self._clusters:
            old = [key for key, one in cluster.members.items() if one.at < before]
            for key in old:
                self._drop(cluster, key)
        self._clusters = [one for one in self._clusters if one.members]

    def groups(self) -> list[Cluster]:
        """The groups that are large enough, the largest first."""
        large = [one for one in self._clusters if len(one.members) >= LEAST]
        return sorted(large, key=lambda one: (-len(one.members), min(one.members)))

    def _hear(self, ticket: Heard) -> None:
        words = stems(f"{ticket.subject} {ticket.body}")
        best, alike = None, 0.0
        for other in self._candidates(words):
            score = self._alike(words, self._heard[other])
            if score > alike and self._belongs(words, self._of[other]):
                best, alike = other, score
        cluster = self._of[best] if best is not None and alike >= ALIKE else Cluster()
        if not cluster.members:
            self._clusters.append(cluster)
        cluster.members[ticket.id] = ticket
        cluster.words.update(words.keys())
        self._heard[ticket.id] = words
        self._of[ticket.id] = cluster
        self._count.update(words.keys())
        self._fresh.append((ticket.at, tuple(words)))
        self._grow_used_to(ticket.at)
        for word in words:
            self._holders.setdefault(word, deque(maxlen=_POSTINGS)).append(ticket.id)

    def _candidates(self, words: dict[str, str]) -> list[int]:
        """Tickets that share its rarest words, those that share most first."""
        rare = sorted(words, key=lambda word: self._count[word])[:_RAREST]
        shared: Counter[int] = Counter()
        for word in rare:
            shared.update(key for key in self._holders.get(word, ()) if key in self._heard)
        return [key for key, _ in shared.most_common(CANDIDATES)]

    def _belongs(self, words: dict[str, str], cluster: Cluster) -> bool:
        """A chain of look-alikes is no pattern: the words that all share must be there too."""
        core = cluster.core
        return len(core & words.keys()) >= min(2, len(core))

    def _alike(self, one: dict[str, str], other: dict[str, str]) -> float:
        both = one.keys() & other.keys()
        if len(both) < min(2, len(one), len(other)) or not both:
            return 0.0
        whole = self._weight(one) + self._weight(other)
        return 2 * self._weight(both) / whole if whole else 0.0

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._worth(word) for word in words)

    def _worth(self, word: str) -> float:
        """What a word says: little when tickets always hold it, or when it is very short."""
        says = 1.0 if len(word) > _SHORT or _PAIRED.search(word) else 0.5
        if self._usual_n < _USUAL_FROM:
            return says
        return says / (1 + _COMMONNESS * self._usual[word] / self._usual_n)

    def _grow_used_to(self, now: datetime) -> None:
        """Words of an hour ago are what tickets usually hold; a burst is not usual yet."""
        while self._fresh and self._fresh[0][0] < now - _USUAL_AFTER:
            self._usual.update(self._fresh.popleft()[1])
            self._usual_n += 1
        if self._usual_n > _USUAL_MOST:
            halved = {word: count // 2 for word, count in self._usual.items() if count > 1}
            self._usual = Counter(halved)
            self._usual_n //= 2

    def _drop(self, cluster: Cluster, key: int) -> None:
        words = self._heard.pop(key)
        del cluster.members[key], self._of[key]
        for counter in (cluster.words, self._count):
            counter.subtract(words.keys())
            for word in words:
                if counter[word] <= 0:
                    del counter[word]
        for word in words:
            if word not in self._count:
                self._holders.pop(word, None)


def label_of(cluster: Cluster, limit: int = 48) -> str:
    """The words that the tickets share, as the newest of them writes them: "card refused"."""
    newest = max(cluster.members.values(), key=lambda one: one.id)
    core = cluster.core
    said = stems(newest.subject)
    shared = [form for stem, form in said.items() if stem in core and len(form) > 2]
    label = " ".join(shared[:4]).casefold() or newest.subject
    return label if len(label) <= limit else label[: limit - 1] + "…"


def same(
    words: Iterable[str], refs: Iterable[str], other: Iterable[str], of: Iterable[str]
) -> bool:
    """True when two sightings are one pattern: most of their words, or half of their tickets."""
    mine, theirs = set(words), set(other)
    here, there = set(refs), set(of)
    if here and there and 2 * len(here & there) >= min(len(here), len(there)):
        return True
    union = mine | theirs
    return bool(union) and len(mine & theirs) >= 0.6 * len(union)
