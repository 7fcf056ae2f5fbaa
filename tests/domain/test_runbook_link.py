"""A failing check opens the runbook that helps with it."""

from __future__ import annotations

import pytest

from tests.probes.conftest import a_check
from warroom_tui.domain.monitoring.check_options import CheckOptions
from warroom_tui.domain.monitoring.runbook_link import runbook_for
from warroom_tui.domain.runsheet.procedures import Procedure

TITLES = (
    "The Site Is Slow or Down",
    "Failure of Payments",
    "Mails Are Not Sent",
    "The Database Reports Errors",
    "The Cache Is Wrong",
)
BOOKS = (
    Procedure(9, 9, "rollback", "Roll the payments back", (), None, None),
    *(Procedure(n, n, "troubleshoot", t, ("look",), None, None) for n, t in enumerate(TITLES)),
)


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("http", "Home page", TITLES[0]),
        ("http", "Payment gateway", TITLES[1]),
        ("queue", "Mail queue", TITLES[2]),
        ("db", "Orders", TITLES[3]),
        ("tcp", "Redis cache", TITLES[4]),
        ("manual", "Accounting", None),
    ],
)
def test_the_likeliest_one(kind: str, name: str, title: str | None) -> None:
    found = runbook_for(a_check(kind, "x", name=name), BOOKS)
    assert (found.title if found else None) == title


def test_the_plans_own_word_wins() -> None:
    def named(words: str) -> Procedure | None:
        return runbook_for(a_check("http", "x", options=CheckOptions(runbook=words)), BOOKS)

    found = named("cache wrong")
    assert found is not None
    assert found.title == TITLES[4]
    assert named("Roll the payments back") == BOOKS[0]
    assert named("nothing like it") is None
