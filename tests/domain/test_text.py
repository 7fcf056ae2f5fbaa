"""Text from outside can neither command a terminal nor fail a commit."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warroom_tui.domain.text import PLAIN, clean

HOSTILE = (
    "x[/]",
    "pay [/b] down",
    "[@click=app.quit]hit[/]",
    "\x1b]0;owned\x07title",
    "\x9b31mred",
    "a\x00b\x7fc",
    "abc\u202edcba\u202c",
    "\u2066isolated\u2069",
    "lone \ud800 surrogate \udfff",
    "z" + "\u0336" * 100,
    "\u0301" * 50,
    "e\u0301",
    "line\r\nbreak\u2028here\u2029there\x85end",
    "👩‍👩‍👧 \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "שלום عليكم",
    "\U0010ffff\ufdd0\u0378",
    "=1+1",
    "",
)

any_text = st.text(st.characters(exclude_categories=()), max_size=80) | st.sampled_from(HOSTILE)


def forbidden(text: str, multiline: bool) -> list[str]:
    kept = "\n\t" if multiline else ""
    return [
        hex(ord(char))
        for char in text
        if (unicodedata.category(char) in ("Cc", "Cs", "Cn", "Zl", "Zp") and char not in kept)
        or unicodedata.bidirectional(char)
        in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        or char in "\u200e\u200f\u061c"
    ]


@given(text=any_text, limit=st.integers(1, 60), multiline=st.booleans())
@example("e\u0301" + "\u0301\ufe0f" * 30, 60, False)
@example(" \u0301 x ", 60, False)
@example("\u0915\u093c" * 30, 60, False)
def test_cleaned_text_is_safe_short_and_stays_as_it_is(
    text: str, limit: int, multiline: bool
) -> None:
    cleaned = clean(text, limit=limit, multiline=multiline)
    assert forbidden(cleaned, multiline) == []
    assert len(cleaned) <= limit
    cleaned.encode()  # a lone surrogate would raise
    assert clean(cleaned, limit=limit, multiline=multiline) == cleaned


@given(any_text)
def test_a_one_line_field_has_one_line_and_single_blanks(text: str) -> None:
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())


@given(st.lists(st.sampled_from("e\u0301\u0336\u200d\ufe0f\u20dd"), max_size=60))
def test_marks_do_not_pile_up(chars: list[str]) -> None:
    pile = 0
    for char in clean("".join(chars)):
        if unicodedata.category(char) in ("Mn", "Me") and char != "\ufe0f":
            pile += 1
        elif char not in "\u200d\ufe0f":
            pile = 0
        assert pile <= 2


def test_invisible_characters_do_not_start_another_pile_of_marks() -> None:
    assert clean("e" + "\u0336\u0336\u200d" * 20).count("\u0336") == 2


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\x00b", "a␀b"),
        ("a\x7fb", "a␡b"),
        ("a\x9bb", "a\ufffdb"),
        ("a\u202eb", "a\ufffdb"),
        ("a\ud800b", "a\ufffdb"),
        ("two  blanks ", "two blanks"),
        ("   ", ""),
        ("a\tb\nc", "a b c"),
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_shown_leaves_a_mark(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    "text", ["Grüße", "👩‍👩‍👧", "שלום", "हिन्दी", "x[/]", "a < b & c", "日本語"]
)
def test_honest_text_survives(text: str) -> None:
    assert clean(text) == text


def test_a_body_keeps_its_lines() -> None:
    assert clean("one\r\ntwo\rthree\u2028four\n", multiline=True) == "one\ntwo\nthree\nfour\n"


def test_text_that_was_cut_says_so() -> None:
    assert clean("x" * 600).endswith("x…")
    assert clean("x" + "\u0301" * 5000 + "important").endswith("…")
    assert len(clean("x" * 10_000_000, limit=100)) == 100


def test_the_short_way_passes_nothing_that_the_long_one_would_change() -> None:
    long_way = "\u2029"  # a line separator, which is no plain sign
    for code in range(0x10FFFF):
        char = chr(code)
        if PLAIN.fullmatch(char) and unicodedata.is_normalized("NFC", char):
            assert clean(char + long_way, multiline=True) == char + "\n", hex(code)
            assert clean(f"a{char}b") == clean(f"a{char}b{long_way}"), hex(code)
