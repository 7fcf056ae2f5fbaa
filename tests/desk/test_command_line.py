"""The desk from a script: queries, views, many tickets at once, canned replies, articles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Warroom, made, plan, shop, warroom

__all__ = ["made", "plan", "shop", "warroom"]


@pytest.mark.usefixtures("shop")
def test_tickets_are_listed_changed_and_answered_from_a_script(warroom: Warroom) -> None:
    for subject in ("Till is dead", "Cannot pay", "Prices are odd"):
        warroom("ticket", "add", subject, "--category", "till")
    found: Any = warroom("ticket", "list", "--query", 'cat:till -"odd" or p1', "--json").json()
    assert [row["ref"] for row in found] == ["T-001", "T-002"]
    refused = warroom("ticket", "list", "--query", "stat:open")
    assert (refused.code, "Did you mean state?" in refused.err) == (2, True)
    assert warroom("ticket", "list", "--view", "unassigned", "--sort", "oldest").code == 0
    assert warroom("ticket", "save-view", "Till", "cat:till").code == 0
    assert "Till" in warroom("ticket", "views").out
    assert "3  till" in warroom("ticket", "categories", "--define", "till, access").out
    assert "0  access" in warroom("ticket", "categories").out
    assert warroom("ticket", "drop-view", "till").code == 0
    warroom("ticket", "resolve", "1", "Fuse", "--stars", "80%")
    told = warroom("ticket", "bulk", "1", "2", "3", "--state", "pending", "--text", "their log")
    assert told.code == 1
    assert "Set 2 tickets to waiting: T-002, T-003." in told.out
    assert "T-001: T-001 is resolved" in told.out
    assert warroom("ticket", "bulk", "--query", "p4", "--priority", "P1").code == 2
    shown: Any = warroom("ticket", "show", "1", "--json").json()
    assert shown["rated_on"] == "percent"


@pytest.mark.usefixtures("shop")
def test_articles_and_canned_replies_from_a_script(warroom: Warroom) -> None:
    warroom("ticket", "add", "Cannot pay", "--requester", "Store 7")
    assert "KB-001 needed" in warroom("kb", "add", "How to pay", "--ticket", "1").out
    assert warroom("kb", "set", "1", "--state", "published", "--views", "40").code == 0
    assert warroom("kb", "set", "1").code == 2
    found: Any = warroom("kb", "list", "--json").json()
    assert [(a["state"], a["views"], a["ticket"]) for a in found] == [("published", 40, "T-001")]
    assert "No gaps." in warroom("kb", "list", "--gaps").out
    assert warroom("canned", "save", "Hello", "Hello {{ requester }}").code == 0
    assert "Hello Store 7" in warroom("canned", "show", "hello", "1").out
    assert warroom("canned", "save", "Odd", "{{ nothing }}").code == 2
    assert "Hello" in warroom("canned", "list").out
    assert warroom("canned", "drop", "Hello").code == 0
