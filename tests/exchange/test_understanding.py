"""Titles, words and dates of the files that help desks export."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from warroom_tui.domain.desk.import_columns import Field, guess
from warroom_tui.domain.desk.import_values import (
    BadValue,
    DateOrder,
    Values,
    order_evidence,
    read_date,
    read_said,
)
from warroom_tui.domain.errors import InputError

BERLIN = ZoneInfo("Europe/Berlin")

HEADERS = {
    "zendesk": "Id,Subject,Requester,Assignee,Status,Priority,Via,Created at,Solved at,Tags",
    "jira": "Issue key,Summary,Issue Type,Status,Priority,Assignee,Reporter,Created,Resolved",
    "freshdesk": "Ticket ID,Subject,Status,Priority,Source,Agent,Group,Created time,Resolved time,"
    "Resolution time (in hrs)",
    "otrs": "Ticket#,Alter,Titel,Queue,Besitzer,Status,Priorität,Erstellt,Kundenbenutzer",
    "rt": "id,Subject,Queue,Status,Owner,Created,Resolved,Requestors",
    "csv": "N° de ticket,Objet,Demandeur,Assigné à,Statut,Priorité,Créé le,Résolu le",
}


@pytest.mark.parametrize("form", HEADERS)
def test_columns_of_known_help_desks_are_found(form: str) -> None:
    titles = HEADERS[form].split(",")
    found = guess(titles)
    assert found.form == form
    have = {field for field, _ in found.places}
    assert have >= {Field.ID, Field.SUBJECT, Field.STATE, Field.ASSIGNEE, Field.CREATED}
    assert form == "otrs" or Field.RESOLVED in have or form == "freshdesk"
    if form == "freshdesk":
        place = found.place(Field.RESOLVED)
        assert place is not None
        assert titles[place] == "Resolved time"  # not the length of time in hours


def test_what_the_person_says_wins_and_nonsense_is_refused() -> None:
    titles = ["Kurz", "Titel", "Wer"]
    found = guess(titles, {"kurz": "subject", "Titel": "-", "Wer": "requester"})
    assert dict(found.places) == {Field.SUBJECT: 0, Field.REQUESTER: 2}
    assert found.unused == ("Titel",)
    with pytest.raises(InputError, match="no column 'Datum'"):
        guess(titles, {"Datum": "created"})
    with pytest.raises(InputError, match="no field of a ticket"):
        guess(titles, {"Kurz": "mood"})
    with pytest.raises(InputError, match="No column of this file is known as the subject"):
        guess(["a", "b"])


@pytest.mark.parametrize(
    ("field", "word", "ours"),
    [
        (Field.PRIORITY, "5 very high", "P1"),
        (Field.PRIORITY, "1 sehr niedrig", "P4"),
        (Field.PRIORITY, "Highest", "P1"),
        (Field.PRIORITY, "2", "P2"),
        (Field.PRIORITY, "P2 - High", "P2"),
        (Field.PRIORITY, "Élevée", "P2"),
        (Field.STATE, "In Progress", "open"),
        (Field.STATE, "Waiting for customer", "pending"),
        (Field.STATE, "gelöst", "resolved"),
        (Field.STATE, "done-cbb", "closed"),
        (Field.CHANNEL, "Voice", "phone"),
        (Field.CHANNEL, "pigeon", "portal"),
        (Field.LEVEL, "Tier 2", "L2"),
    ],
)
def test_words_become_ours(field: Field, word: str, ours: str) -> None:
    assert Values().word(field, word) == ours


def test_unknown_words_are_refused_unless_said() -> None:
    with pytest.raises(BadValue, match='priority "Show stopper" is not known'):
        Values().word(Field.PRIORITY, "Show stopper")
    said = read_said(["priority:Show stopper=p1", "state:a=b=open"])
    assert Values(said).word(Field.PRIORITY, " show STOPPER ") == "P1"
    assert Values(said).word(Field.STATE, "a=b") == "open"
    for wrong in ("priority:x", "mood:x=P1", "priority:x=P9"):
        with pytest.raises(InputError):
            read_said([wrong])


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2026-11-27 09:05", 8),
        ("2026-11-27T09:05:00Z", 9),
        ("2026-11-27 09:05:00 +0100", 8),
        ("2026/11/27 09:05 UTC", 9),
        ("27.11.2026 09:05", 8),
        ("27/11/2026 09:05", 8),
        ("11/27/2026 9:05 AM", 8),
        ("27/Nov/26 9:05 AM", 8),
        ("Fri Nov 27 09:05:00 2026", 8),
        ("Nov 27, 2026 9:05 AM", 8),
        ("27 novembre 2026 09:05", 8),
        ("1795770300", 9),
    ],
)
def test_dates_in_every_form_are_one_moment(text: str, hour: int) -> None:
    assert read_date(text, BERLIN, None) == datetime(2026, 11, 27, hour, 5, tzinfo=UTC)


def test_a_date_that_may_be_two_days_is_refused_until_it_is_said() -> None:
    with pytest.raises(BadValue, match="may be two days"):
        read_date("03/04/2026", BERLIN, None)
    assert read_date("03/04/2026 12:00", BERLIN, DateOrder.DAY_FIRST).month == 4
    assert read_date("03/04/2026 12:00", BERLIN, DateOrder.MONTH_FIRST).month == 3
    assert order_evidence("13/04/2026") is DateOrder.DAY_FIRST
    assert order_evidence("04/13/2026") is DateOrder.MONTH_FIRST
    assert order_evidence("03/04/2026") is None
    assert order_evidence("2026-04-03") is False
    for never in ("31.02.2026", "yesterday", "2026-03-29 02:30", "25:00", "1/2", "", "12 Foo 2026"):
        with pytest.raises(BadValue):
            read_date(never, BERLIN, None)
