"""Faults of ours, told to the person in a sentence and to the log file in full."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from warroom_tui.domain.errors import WarroomError

T = TypeVar("T")

logger = logging.getLogger(__name__)


def in_words(error: Exception) -> WarroomError:
    """Any error as something that can be told to a person; an unforeseen one is logged."""
    if isinstance(error, WarroomError):
        return error
    logger.error("a fault", exc_info=error)
    return WarroomError("That did not work.", f"{type(error).__name__}: {error}")


def done_in_words(job: Callable[[], T]) -> T:
    """The result of `job`; whatever goes wrong in it becomes a `WarroomError`."""
    try:
        return job()
    # A fault of ours must reach the person as a sentence; nothing typed may be lost to it.
    except Exception as error:
        raise in_words(error) from error
