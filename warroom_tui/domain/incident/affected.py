"""How many users are hit, as people type it: "120", "40 %", "120 (40 %)"."""

from __future__ import annotations

import re

from warroom_tui.domain.errors import InputError

_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?) ?%", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)


def parse_affected(text: str) -> tuple[int | None, float | None]:
    """Number and share of users; each None when it is not given.

    Raises InputError for anything else.
    """
    rest = text.strip()
    pct: float | None = None
    share = _SHARE.search(rest)
    if share is not None:
        pct = float(share[1].replace(",", "."))
        rest = (rest[: share.start()] + rest[share.end() :]).strip()
    rest = re.sub(r"[\s(),]|users?", "", rest)
    if rest and not _COUNT.fullmatch(rest):
        raise InputError(
            f'"{text.strip()[:40]}" is no number of users.', 'Write "120", "40 %" or "120 (40 %)".'
        )
    if pct is not None and pct > 100:
        raise InputError("More than 100 % of the users cannot be affected.")
    return (int(rest) if rest else None), pct


def affected_typed(number: int | None, pct: float | None) -> str:
    """The same as one would type it."""
    share = "" if pct is None else f"{pct:g} %"
    if number is None:
        return share
    return f"{number} ({share})" if share else str(number)
