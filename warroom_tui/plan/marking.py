"""Marks in single lines of a plan: boxes, notes beside items, blanks that get a value."""

from __future__ import annotations

import re
from collections.abc import Callable

from warroom_tui.domain.text import clean
from warroom_tui.plan.outcome import FILLED, OUTCOME

_OPEN = re.compile(r"(?P<a>\\?\[)(?: |\t|\xc2?\xa0)(?P<b>\\?\])")
_TICKED = re.compile(r"(?P<a>\\?\[)[xX](?P<b>\\?\])")
_BLANK = re.compile(r"(?P<run>_{3,}|(?:\\_){3,})(?=[\s.;,)]*$)")
_UNFIT = re.compile(r"[()*\n\r<>|`]")
_START = r"(?:actual\s+)?start(?:ed|ing)?(?:\s+(?:time|at))?"
_END = r"(?:actual\s+)?(?:end(?:ed)?|finish(?:ed)?)(?:\s+(?:time|at))?"
_FIELD = r"(?<!\w)(?P<key>{key})\s*(?:\*\*|__)?\s*:\s*(?:\*\*|__(?!_))?\s*"

Written = Callable[[str], str]
"""A text as it stands in the view of the line (see `ExactLines.as_written`)."""

BLANK_FIELDS = {
    name: re.compile(_FIELD.format(key=key) + r"(?P<blank>_{3,}|(?:\\_){3,})", re.IGNORECASE)
    for name, key in (
        ("start", _START),
        ("end", _END),
        ("duration", r"(?:actual\s+)?duration"),
        ("status", r"status|outcome|result"),
    )
}
"""Fields with a blank that the launch can fill."""

_CHOICE = re.compile(_FIELD.format(key="status|outcome|result"), re.IGNORECASE)
_WORDS = {
    "complete": ("complete", "completed", "done", "success", "successful", "finished"),
    "failed": ("failed", "failure"),
    "in_progress": ("in progress", "started", "ongoing"),
}


def set_box(view: str, done: bool, written: Written) -> str | None:
    """The line with its first box ticked or opened; None when it has no such box."""
    pattern, mark = (_OPEN, "x") if done else (_TICKED, " ")
    found = pattern.search(view)
    signs = ("☐",) if done else ("☑", "☒")
    places = [(at, sign) for sign in signs if (at := _find(view, sign, written)) >= 0]
    if found is not None and not any(at < found.start() for at, _ in places):
        return f"{view[: found.start()]}{found['a']}{mark}{found['b']}{view[found.end() :]}"
    if not places:
        return None
    at, sign = min(places)
    return view[:at] + written("☑" if done else "☐") + view[at + len(written(sign)) :]


def _find(view: str, sign: str, written: Written) -> int:
    """Where a sign stands in the line; -1 when its encoding does not even have it."""
    try:
        return view.find(written(sign))
    except UnicodeEncodeError:
        return -1


def set_note(view: str, note: str) -> str:
    """The line with `note` (in the view already; "" takes it away) before its trailing blanks."""
    bare = view.rstrip(" \t")
    tail = view[len(bare) :]
    old = list(OUTCOME.finditer(bare))
    if old and old[-1].end() == len(bare):
        bare = bare[: old[-1].start()]
    return bare + (f" {note}" if note else "") + tail


def set_value(view: str, value: str) -> str | None:
    """The line with `value` (in the view already) between the underscores at its end."""
    if re.search(rf"(_{{3,}}){re.escape(value)}\1", view):
        return view
    view = FILLED.sub(r"\1", view)
    found = _BLANK.search(view)
    if found is None:
        return None
    run = found["run"]
    return f"{view[: found.end()]}{value}{run}{view[found.end() :]}"


def take_value(view: str, value: str) -> str:
    """The line without a value that was put between its underscores."""
    return re.sub(rf"(_{{3,}}){re.escape(value)}\1", r"\1", view)


def fits_blank(value: str) -> bool:
    """Whether a value between underscores can be told from them."""
    return bool(value) and value[0].isalnum() and value[-1].isalnum() and "___" not in value


def fit_for_note(text: str) -> str:
    """A reason or name without what would end the note or become markup."""
    shown = clean(text).replace("(", "[").replace(")", "]")
    return " ".join(_UNFIT.sub(" ", shown).split())


def set_status(view: str, state: str, written: Written) -> str | None:
    """The line with the option of a status ticked: `Success ☐ Failed ☐`; None when there is none.

    `state` is complete, failed or in_progress. A choice that somebody made already stays.
    """
    key = _CHOICE.search(view)
    rest = view[key.end() :] if key is not None else ""
    if key is None or _find(rest, "☐", written) < 0 or _find(rest, "☑", written) >= 0:
        return None
    sign = written("☐")
    if not rest[: rest.index(sign)].strip():  # one box for "it is done"
        at = 0 if state == "complete" else -1
    else:
        options = rest.split(sign)[:-1]
        fitting = [i for i, option in enumerate(options) if _option(option) in _WORDS[state]]
        at = fitting[0] if fitting else -1
    if at < 0:
        return None
    pieces = rest.split(sign)
    new = sign.join(pieces[: at + 1]) + written("☑") + sign.join(pieces[at + 1 :])
    return view[: key.end()] + new


def _option(text: str) -> str:
    return text.strip(" \t*_/|-").casefold()


_DECISION = re.compile(r"(?<!\w)(?P<no>No[- ]?Go)\s*|(?<![\w-])(?P<go>Go)\s*", re.IGNORECASE)


def set_decision(view: str, go: bool, written: Written) -> str | None:
    """The line with `Go ☐ No-Go ☐` decided; None when it holds no open decision."""
    if _find(view, "☐", written) < 0 or _find(view, "☑", written) >= 0:
        return None
    sign = written("☐")
    found = {
        "no" if match["no"] else "go": match.end()
        for match in _DECISION.finditer(view)
        if view.startswith(sign, match.end())
    }
    if found.keys() != {"go", "no"}:
        return None
    at = found["go" if go else "no"]
    return view[:at] + written("☑") + view[at + len(sign) :]
