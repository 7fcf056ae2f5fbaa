"""`warroom incident` and `warroom issue` as scripts use them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Warroom, made, shop, warroom

__all__ = ["made", "shop", "warroom"]


@pytest.mark.usefixtures("shop")
def test_an_incident_from_declaration_to_review(warroom: Warroom, tmp_path: Path) -> None:
    warroom("ticket", "add", "Till is dead", "--priority", "P1")
    one: Any = warroom(
        "incident", "declare", "--ticket", "1", "--affected", "40 %", "--json"
    ).json()
    assert (one["ref"], one["title"], one["priority"]) == ("INC-001", "Till is dead", "P1")
    assert (one["affected_pct"], one["ticket"], one["state"]) == (40.0, "T-001", "investigating")
    warroom("incident", "update", "1", "Found it", "--state", "identified", "--over-by", "2 h")
    warroom("incident", "assign", "1", "--scribe", "Kim")
    shown: Any = warroom("incident", "show", "1", "--json").json()
    assert [told["text"] for told in shown["told"]][-1] == "Found it"
    assert (shown["scribe"], shown["identified_at"] is not None) == ("Kim", True)
    assert "Till is dead" in warroom("incident", "list").out
    assert warroom("incident", "state", "1", "reviewed").code == 1
    alert = warroom("incident", "export", "1").out
    assert "Status:    Identified" in alert
    assert "Affected:  40 % of users" in alert
    warroom("incident", "state", "1", "resolved", "--text", "Back again")
    warroom("incident", "postmortem", "1", "--summary", "Fuse", "--contributing", "One fuse")
    warroom("incident", "postmortem", "1", "--action", "Two fuses", "--action-owner", "Kim")
    assert warroom("incident", "postmortem", "1", "--done").code == 0
    out = tmp_path / "pm.md"
    assert warroom("incident", "export", "1", "--kind", "postmortem", "--out", str(out)).code == 0
    text = out.read_text("utf-8")
    for words in ("One fuse", "Two fuses – Kim", "Back again", "| State | Reviewed |"):
        assert words in text
    kinds: Any = warroom("incident", "words", "1", "--json").json()
    assert {"alert", "update", "resolved", "postmortem"} <= {words["kind"] for words in kinds}


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    "line",
    [
        "incident declare",
        "incident declare Down --affected many",
        "incident declare Down --ticket 99",
        "incident show 7",
        "incident update 7 Hello",
        "incident export 7",
        "issue hotfix 9",
        "issue export --format pdf",
        "issue link 9",
    ],
)
def test_bad_input_is_refused_in_words(warroom: Warroom, line: str) -> None:
    said = warroom(*line.split())
    assert said.code == 2
    assert said.err.startswith("warroom: ")
    assert "Traceback" not in said.err


@pytest.mark.usefixtures("shop")
def test_patterns_are_found_linked_and_dismissed(warroom: Warroom) -> None:
    for subject in ("Card refused", "Card was refused", "Cards refused again"):
        warroom("ticket", "add", subject)
    found: Any = warroom("issue", "patterns", "--scan", "--json").json()
    pattern = found[0]
    assert (pattern["label"], len(pattern["tickets"])) == ("cards refused", 3)
    issue: Any = warroom("issue", "link", str(pattern["id"]), "--json").json()
    assert issue["tickets"] == 3
    assert warroom("issue", "dismiss", str(pattern["id"])).code == 1
