"""What changed between two readings of a plan: matching by place and words, and the changes.

Matching is careful rather than clever, because a tick moves with its item: an item is the same
one when it says the same, in the same place first and elsewhere second; a rewording counts only
when most of it stayed and no number in it became another one ("till 1" is not "till 2").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

SAME_PLACE = 0.6
"""Share of likeness from which an item of the same list is the old one reworded."""

ANYWHERE = 0.85
"""The same for an item of another list."""

_PAIRS_LIMIT = 250_000
"""Comparisons of one matching: beyond it only what stands in the same place is compared."""

_SHORTEST = 12
"""Characters that a text needs to be recognised in another place after a rewording."""

_NOT_WORD = re.compile(r"\W+")
_MOMENT = re.compile(
    r"\b\d{1,2}(?::\d\d)?\s?(?:am|pm)\b|\b\d{1,2}:\d\d\b|\b\d{4}-\d\d-\d\d\b|\bT\s?[-+−]\s?\d+\w*"
    r"|(?:[<>≤≥]=?\s*)?\d+(?:[.,]\d+)?\s*(?:%|ms\b|s\b|sec\w*|min\w*|h\b|hours?|days?\b|weeks?\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")


class ChangeKind(StrEnum):
    """What happened to one item of the plan."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    RETIMED = "re-timed"
    CHANGED = "changed"
    TICKED = "ticked"
    KEPT = "kept"
    """The plan says otherwise now, but people have decided: theirs stays."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the diff."""

    kind: ChangeKind
    what: str
    """task, list, phase, criterion, contact, ..."""
    text: str
    """What it says now; of something removed, what it said."""
    source: str
    """Name of the document."""
    line: int | None
    """In the new document; of something removed, in the old one."""
    before: str = ""
    after: str = ""
    note: str = ""

    def said(self) -> str:
        """The change as one sentence without its kind and place."""
        text = f"{self.what} “{self.text}”"
        if self.kind is ChangeKind.REWORDED:
            text += f", was “{self.before}”"
        elif self.before or self.after:
            text += f": {self.before or 'nothing'} → {self.after or 'nothing'}"
        return f"{text} ({self.note})" if self.note else text


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """Everything that an update changes."""

    source: str
    """Name of the document that is read anew."""
    changes: tuple[Change, ...]
    identical: bool = False
    """True when the file is, byte for byte, the one that was imported."""
    added: bool = False
    """True when the document is a new one."""

    def counts(self) -> tuple[tuple[str, int], ...]:
        """(kind, how many) in the order of `ChangeKind`, without those that did not happen."""
        found = {
            kind.value: sum(change.kind is kind for change in self.changes) for kind in ChangeKind
        }
        return tuple((kind, number) for kind, number in found.items() if number)

    def summary(self) -> str:
        """ "3 added, 1 removed", or that nothing changed."""
        counts = self.counts()
        if not counts:
            return "nothing changed that a launch keeps"
        return ", ".join(f"{number} {kind}" for kind, number in counts)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as far as matching needs it."""

    text: str
    group: Hashable
    """The list it stands in. Groups of the old and the new reading are matched by `same_group`."""
    source: Hashable = 0
    """Items of different documents are never the same."""


def normal(text: str) -> str:
    """A text without case, punctuation and double blanks."""
    return _NOT_WORD.sub(" ", text.casefold()).strip() or text.strip()


def likeness(first: str, second: str) -> float:
    """How much of two texts is the same, 0 to 1; 0 when a number became another one."""
    if _other_numbers(first, second):
        return 0.0
    a, b = normal(_MOMENT.sub(" ", first)), normal(_MOMENT.sub(" ", second))
    if a == b:
        return 1.0
    words_a, words_b = a.split(), b.split()
    few, many = sorted((words_a, words_b), key=len)
    if len(few) >= 2 and len(" ".join(few)) >= 8 and _within(few, many):
        return max(0.75, _ratio(a, b))
    return (_ratio(a, b) + SequenceMatcher(None, words_a, words_b, autojunk=False).ratio()) / 2


def _ratio(a: str, b: str) -> float:
    shorter, longer = sorted((len(a), len(b)))
    if 2 * shorter < SAME_PLACE * (shorter + longer) * 0.8:
        return 0.0
    return SequenceMatcher(None, a[:400], b[:400], autojunk=False).ratio()


def _within(few: list[str], many: list[str]) -> bool:
    rest = iter(many)
    return all(word in rest for word in few)


def _other_numbers(first: str, second: str) -> bool:
    a = set(_NUMBER.findall(_MOMENT.sub(" ", first)))
    b = set(_NUMBER.findall(_MOMENT.sub(" ", second)))
    return bool(a - b) and bool(b - a)


class Matching:
    """Pairs of old and new entries, found in passes; an index is used once."""

    def __init__(self, old: Sequence[Entry], new: Sequence[Entry]) -> None:
        self._old, self._new = old, new
        self._old_words = [normal(entry.text) for entry in old]
        self._new_words = [normal(entry.text) for entry in new]
        self.pairs: dict[int, int] = {}
        """New index → old index."""
        self._used: set[int] = set()

    def add(self, old: int, new: int) -> None:
        """Make a pair."""
        self.pairs[new] = old
        self._used.add(old)

    def old_left(self) -> list[int]:
        """Old entries without a partner."""
        return [index for index in range(len(self._old)) if index not in self._used]

    def new_left(self) -> list[int]:
        """New entries without a partner."""
        return [index for index in range(len(self._new)) if index not in self.pairs]

    def same(self, place: Callable[[Entry], Hashable | None]) -> None:
        """Pair what says the same at the same place, in order; a place of None is none."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.old_left():
            at = place(self._old[index])
            if at is not None:
                entry = self._old[index]
                waiting[(entry.source, at, self._old_words[index])].append(index)
        for index in self.new_left():
            entry = self._new[index]
            found = waiting.get((entry.source, place(entry), self._new_words[index]))
            if found:
                self.add(found.pop(0), index)

    def alike(
        self, least: float, together: Callable[[Entry, Entry], bool], shortest: int = 0
    ) -> None:
        """Pair the most alike of what is left, best first, from `least` on."""
        old, new = self.old_left(), self.new_left()
        by_words = _by_word(self._old_words, old)
        if len(old) * len(new) > _PAIRS_LIMIT and shortest:
            return
        found: list[tuple[float, int, int]] = []
        for n in new:
            entry = self._new[n]
            if len(entry.text) < shortest:
                continue
            for o in _candidates(by_words, self._new_words[n]):
                if self._old[o].source == entry.source and together(self._old[o], entry):
                    score = likeness(self._old[o].text, entry.text)
                    if score >= least:
                        found.append((score, n, o))
        for _, n, o in sorted(found, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1])):
            if n not in self.pairs and o not in self._used:
                self.add(o, n)


def _by_word(words: Sequence[str], indexes: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for index in indexes:
        for word in dict.fromkeys(words[index].split()):
            found[word].append(index)
    return found


def _candidates(by_word: dict[str, list[int]], text: str) -> list[int]:
    """Old entries that share at least one word: those that share none are not alike."""
    return list(dict.fromkeys(index for word in text.split() for index in by_word.get(word, ())))


def match_items(
    old: Sequence[Entry],
    new: Sequence[Entry],
    groups: Callable[[Entry], Hashable | None],
) -> dict[int, int]:
    """New index → old index. `groups` gives entries of matched lists the same value.

    Old and new entries are told apart by their own `group`, which `groups` must map to one
    common name where the lists are the same, and to None where a list has no counterpart.
    """
    matching = Matching(old, new)
    matching.same(groups)
    matching.same(lambda _entry: 0)
    matching.alike(SAME_PLACE, lambda a, b: groups(a) is not None and groups(a) == groups(b))
    matching.alike(ANYWHERE, lambda _a, _b: True, _SHORTEST)
    return matching.pairs
