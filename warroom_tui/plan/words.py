"""The words that mark sections, times and table columns, merged over all languages.

They are data (`data/section-words/*.toml`), so a team can teach the reader its own vocabulary
without touching code: load another file beside the shipped ones and pass the result on.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from warroom_tui.domain.shipped import shipped_path
from warroom_tui.plan.errors import PlanError

_LAST_SPACED_SCRIPT = 0x0E00
_PART = re.compile(r"\w+")
_DENSE = re.compile(r"[\u0e00-\u1dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NEVER = re.compile(r"(?!)")
_LETTER = r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""A letter or digit, but not of the scripts that set no blanks: in "Kill Switch手順" the word ends
where the script changes."""
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SHORTEST_BARE = 4


class Words:
    """Word lists by group and key ("kinds", "rollback"), with a matcher for each.

    Groups are `kinds`, `marks`, `time`, `time.units`, `time.parts`, `tables` and `fields`.
    """

    def __init__(self, lists: Mapping[tuple[str, str], tuple[str, ...]]) -> None:
        self._lists = dict(lists)
        self._patterns: dict[tuple[str, str], re.Pattern[str]] = {}
        self._sets: dict[tuple[str, str], frozenset[str]] = {}
        self._heads: dict[tuple[str, str], frozenset[str] | None] = {}
        self._seen: tuple[str, frozenset[str] | None] = ("", frozenset())
        """The last text looked at and its parts: one title is asked about many lists in a row."""

    def keys(self, group: str) -> tuple[str, ...]:
        """The keys of a group, in the order of the files."""
        return tuple(key for owner, key in self._lists if owner == group)

    def of(self, group: str, key: str) -> tuple[str, ...]:
        """The words of one list, empty when nobody defined it."""
        return self._lists.get((group, key), ())

    def source(self, group: str, key: str) -> str:
        """A regular expression that matches any word of the list, longest first."""
        return alternatives(self.of(group, key))

    def find(self, group: str, key: str, text: str) -> re.Match[str] | None:
        """The first place where a word of the list stands as a word in `text`."""
        place = (group, key)
        if not text.isascii():
            text = unicodedata.normalize("NFC", text)
        if not self._may_hold(place, text):
            return None
        pattern = self._patterns.get(place)
        if pattern is None:
            words = self.of(group, key)
            pattern = re.compile(bounded(words), re.IGNORECASE) if words else _NEVER
            self._patterns[place] = pattern
        return pattern.search(text)

    def _may_hold(self, place: tuple[str, str], text: str) -> bool:
        """A quick no: a listed word can only stand where its first part stands."""
        if place not in self._heads:
            parts = [_PART.findall(word) for word in self.of(*place)]
            whole = all(parts)
            self._heads[place] = frozenset(part[0] for part in parts) if whole else None
        heads, seen = self._heads[place], self._seen
        if seen[0] != text:
            dense = not text.isascii() and _DENSE.search(text) is not None
            seen = self._seen = (text, None if dense else frozenset(_PART.findall(text.lower())))
        return heads is None or seen[1] is None or not heads.isdisjoint(seen[1])

    def has(self, group: str, key: str, text: str) -> bool:
        """Whether a word of the list stands in `text`."""
        return self.find(group, key, text) is not None

    def matches(self, group: str, key: str, text: str) -> bool:
        """Whether `text` as a whole is one of the list's words."""
        place = (group, key)
        if place not in self._sets:
            self._sets[place] = frozenset(self.of(group, key))
        return text.strip().strip("*:_").strip().lower() in self._sets[place]


def alternatives(words: Iterable[str]) -> str:
    """`(?:longest|...|shortest)` of the words, safe to embed."""
    return _alternatives(tuple(words))


@lru_cache(maxsize=512)
def _alternatives(words: tuple[str, ...]) -> str:
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_loose(word) for word in ordered) + ")"


def _loose(word: str) -> str:
    """A word in which any blank or hyphen may stand for another: "post launch", "Pre‑Launch"."""
    return re.sub(r"\\[ -]", lambda _: r"[\s\-‐‑–]+", re.escape(word))


def bounded(words: Iterable[str]) -> str:
    """Like `alternatives`, but only whole words where the script has spaces."""
    return _bounded(tuple(words))


@lru_cache(maxsize=512)
def _bounded(words: tuple[str, ...]) -> str:
    spaced: list[str] = []
    dense: list[str] = []
    for word in words:
        (dense if any(_is_dense(char) for char in word) else spaced).append(word)
    parts = []
    if spaced:
        parts.append(rf"(?<!{_LETTER}){alternatives(spaced)}(?!{_LETTER})")
    if dense:
        parts.append(alternatives(dense))
    return "|".join(parts)


def _is_dense(char: str) -> bool:
    code = ord(char)
    return code >= _LAST_SPACED_SCRIPT and not 0x1E00 <= code <= 0x206F


def _spellings(word: str) -> Iterator[str]:
    """The word, and how it is typed without its accents ("Criteres", "Pruefung", "ke hoach").

    Short words would clash with those of other languages, so they keep their accents.
    """
    yield word
    if word.isascii():
        return
    bare = "".join(_bare(char) for char in word)
    for other in (word.translate(_DIGRAPHS), bare):
        if other != word and other.isascii() and (len(other) >= _SHORTEST_BARE):
            yield other


def _bare(char: str) -> str:
    if char == "đ":
        return "d"
    base = unicodedata.normalize("NFD", char)
    return base[0] if base[0].isascii() else char


def load_words(folder: Path | None = None) -> Words:
    """Read every word list of a folder (default: the shipped ones)."""
    where = folder or shipped_path("data", "section-words")
    paths = sorted(where.glob("*.toml"), key=lambda path: (path.stem != "en", path.stem))
    return read_words({path.name: path.read_text(encoding="utf-8") for path in paths})


def read_words(texts: Mapping[str, str]) -> Words:
    """Merge word lists given as TOML texts by file name; raises `PlanError` for a broken one."""
    merged: dict[tuple[str, str], list[str]] = {}
    for name, text in texts.items():
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise PlanError(f"{name}: {error}", "Word lists are TOML files.") from error
        for group, value in data.items():
            if isinstance(value, dict):
                _merge(group, value, merged)
    return Words({place: tuple(dict.fromkeys(words)) for place, words in merged.items()})


def _merge(
    group: str, table: Mapping[str, object], merged: dict[tuple[str, str], list[str]]
) -> None:
    for key, value in table.items():
        if isinstance(value, dict):
            _merge(f"{group}.{key}", value, merged)
        elif isinstance(value, list):
            for number, word in enumerate(value):
                if isinstance(word, str):
                    merged.setdefault((group, key), []).extend(_spellings(word.lower()))
                elif isinstance(word, list):  # weekdays and months: one list per number
                    numbered = merged.setdefault((f"{group}.{key}", str(number)), [])
                    for entry in word:
                        numbered.extend(_spellings(str(entry).lower()))
