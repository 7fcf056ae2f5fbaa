"""`Seen`: the version of a row that a form was opened on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from warroom_tui.domain.errors import StaleWrite

T = TypeVar("T")


class Seen:
    """Refuses the first save after somebody else's change, and lets the next one through.

    The refusal says who changed what. Saving again then means the new state; without this the
    form would refuse for ever, and what was typed would have to be typed anew.
    """

    def __init__(self, version: int, read: Callable[[], int]) -> None:
        """`version` is what the person sees; `read` tells the newest one."""
        self._version = version
        self._read = read

    def write(self, job: Callable[[int], T]) -> T:
        """The result of `job`, which gets the version it may replace. Raises `StaleWrite`."""
        try:
            return job(self._version)
        except StaleWrite:
            self._version = self._read()
            raise
