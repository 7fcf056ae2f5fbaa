"""Satisfaction on the scales that plans use, stored as a share of the best: 0 to 1."""

from __future__ import annotations

import re
from enum import StrEnum

from warroom_tui.domain.desk.figures import csat_from_5
from warroom_tui.domain.errors import InputError


class Scale(StrEnum):
    """How a requester was asked."""

    OF_5 = "5"
    """1 to 5."""
    PERCENT = "percent"
    """0 to 100."""


_RATING = re.compile(r"(?P<value>\d{1,3}(?:[.,]\d{1,2})?) ?(?P<scale>%|/ ?5)?")


def normalised(given: float, scale: Scale = Scale.OF_5) -> float:
    """A rating as it is stored; raises `InputError` off the scale."""
    if scale is Scale.PERCENT:
        if not 0 <= given <= 100:
            raise InputError(f"{given:g} % is no rating.", "Give 0 to 100 percent.")
        return given / 100
    if not 1 <= given <= 5:
        raise InputError(f"{given:g} is no rating.", "Give 1 to 5, or a percentage such as 80%.")
    return csat_from_5(given)


def rating_text(stored: float, scale: str | None) -> str:
    """A stored rating on its own scale: "4/5" or "80 %"."""
    if scale == Scale.PERCENT:
        return f"{stored * 100:.4g} %"
    return f"{1 + 4 * stored:.3g}/5"


def parse_rating(text: str) -> tuple[float, Scale]:
    """A rating as typed: "4", "4/5" or "80%"; raises `InputError`."""
    match = _RATING.fullmatch(text.strip())
    if match is None:
        raise InputError(f"“{text.strip()[:40]}” is no rating.", "Give 1 to 5, or 80%.")
    value = float(match["value"].replace(",", "."))
    scale = Scale.PERCENT if match["scale"] == "%" else Scale.OF_5
    normalised(value, scale)
    return value, scale
