"""What an expression counted from go-live means, form by form, and the scripts it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.moments import DAY_MIN, When
from warroom_tui.plan.words import alternatives

EDGE = r"(?<![^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])"
"""Before a word or number: nothing, or a letter of a script that sets no blanks."""
CJK = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Letters of the scripts that set no blanks, for a character class."""


def dense(words: Iterable[str]) -> str:
    """Words in front of a number, of scripts where they may touch it ("上线前1天")."""
    spaced = [w for w in words if not w.isascii() and ord(w[0]) < 0x3040]
    tight = [w for w in words if ord(w[0]) >= 0x3040]
    after_letter = rf"(?:(?<=[{CJK}])|(?<=[{CJK}]\s))"
    return rf"(?<!\w)(?:{alternatives(spaced)})|{after_letter}(?:{alternatives(tight)})"


def calendar_days(working_days: int) -> int:
    """Working days as calendar days: five of them are a week."""
    sign = 1 if working_days > 0 else -1
    weeks, rest = divmod(abs(working_days), 5)
    return sign * (weeks * 7 + rest)


def anchored(minutes: int, unit_min: int) -> Anchor:
    """Days and longer are wall-clock days; minutes and hours are elapsed time."""
    return Anchor(day=minutes // DAY_MIN) if unit_min >= DAY_MIN else Anchor(offset_min=minutes)


def unit_source(units: dict[str, str]) -> str:
    """A group `u` that matches any unit, as a whole word where the script has blanks."""
    spaced = [word for word in units if ord(word[0]) < 0x0E00 or 0x1E00 <= ord(word[0]) <= 0x206F]
    tight = [word for word in units if word not in spaced]
    return rf"(?P<u>{alternatives(spaced)}(?!\w)|{alternatives(tight)})"


def t_hmm(match: re.Match[str], _bare: str) -> When:
    """`T-0:30`, and a second such time when it is a range."""
    sign = -1 if match["s"] == "-" else 1
    start = sign * (int(match["h"]) * 60 + int(match["mm"]))
    end = None
    if match["h2"] is not None:
        sign2 = {"-": -1, "+": 1}.get(match["s2"] or "", sign)
        end = Anchor(offset_min=sign2 * (int(match["h2"]) * 60 + int(match["mm2"])))
    return When("offset", match.group(0), start=Anchor(offset_min=start), end=end)


def day_offset(match: re.Match[str], _bare: str) -> When:
    """`D-7`, `J+1`, `D-7 ~ D-1`."""
    sign = -1 if match["s"] == "-" else 1
    end = None
    if match["n2"] is not None:
        sign2 = {"-": -1, "+": 1}.get(match["s2"] or "", sign)
        end = Anchor(day=sign2 * int(match["n2"]))
    return When("offset", match.group(0), start=Anchor(day=sign * int(match["n"])), end=end)


def zero(match: re.Match[str], _bare: str) -> When:
    """`T0`, `T-0`, `T=0`: go-live itself."""
    return When("offset", match.group(0), start=Anchor(offset_min=0))


def eve(match: re.Match[str], _bare: str) -> When:
    """The day before launch day."""
    return When("offset", match.group(0), start=Anchor(day=-1))


def morrow(match: re.Match[str], _bare: str) -> When:
    """The day after launch day."""
    return When("offset", match.group(0), start=Anchor(day=1))


def launch_day(match: re.Match[str], _bare: str) -> When:
    """Launch day by its name."""
    return When("day", match.group(0), start=Anchor(day=0))
