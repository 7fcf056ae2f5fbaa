"""Every full screen has the same few keys, tells all of its own, and fits 80 columns."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from textual.app import App

import warroom_tui.ui.screens as rooms
from warroom_tui.ui.screens.full_screen import FullScreen, told_keys, with_help
from warroom_tui.ui.widgets.footer import MOST_HINTS, KeyHints

for module in pkgutil.walk_packages(rooms.__path__, f"{rooms.__name__}."):
    importlib.import_module(module.name)


def _below(kind: type[FullScreen[Any]]) -> Iterator[type[FullScreen[Any]]]:
    for below in kind.__subclasses__():
        yield below
        yield from _below(below)


SCREENS = sorted(set(_below(FullScreen)), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", SCREENS, ids=lambda kind: kind.__name__)
def test_a_question_mark_tells_every_key_of_the_screen_in_words(
    kind: type[FullScreen[Any]],
) -> None:
    told = told_keys(kind, kind.ENTER)
    assert {"question_mark", "escape", "u"} <= {key for keys in told for key in keys.split(",")}
    assert all(told.values())


def test_the_footer_keeps_help_and_the_way_back_on_the_narrowest_terminal() -> None:
    hints = with_help([(letter, "some long label") for letter in "abcdefghi"])
    assert len(hints) == MOST_HINTS

    class Foot(App[None]):
        def compose(self) -> Iterator[KeyHints]:
            yield KeyHints(hints)

    async def drawn() -> str:
        app = Foot()
        async with app.run_test(size=(80, 24)):
            return app.query_one(KeyHints).render_line(0).text.rstrip()

    line = asyncio.run(drawn())
    assert line.endswith("? keys  esc back")
    assert "…" not in line
