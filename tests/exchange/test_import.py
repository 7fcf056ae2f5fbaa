"""Tickets out of files: shown, checked whole, written once, bad rows kept aside."""

from __future__ import annotations

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from warroom_tui.domain.desk.tickets import NewTicket, TicketState
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.services.desk import ticket_import
from warroom_tui.services.desk.csv_reading import TableReader, look_at
from warroom_tui.services.desk.ticket_batch import Fate
from warroom_tui.services.desk.ticket_import import ImportResult
from warroom_tui.services.warroom import Services

ZENDESK = """\
Id,Subject,Requester,Assignee,Status,Priority,Via,Created at,Solved at,First response at
101,Cannot log in,jane@example.org,Ana,Open,Urgent,Mail,2026-11-30 09:12,,2026-11-30 09:20
102,"Printer, again",bob,,Solved,Normal,Web form,2026-11-30 10:00,2026-11-30 11:30,2026-11-30 10:05
103,=HYPERLINK(1),eve,,Pending,High,Chat,2026-11-30 08:00:00 +0100,,
104,,nobody,,Open,Low,Mail,2026-11-30 08:00,,
105,Bad date,x,,Open,Low,Mail,yesterday,,
106,Ragged,x,,Open
107,"Two
lines",x,,Closed,Show stopper,Mail,2026-11-30 08:00,,
108,5" screen broken,x,,Closed,Low,Mail,2026-11-20 08:00,2026-11-21 08:00,
108,The same id,x,,Closed,Low,Mail,2026-11-20 08:00,2026-11-21 08:00,
109,"Never closed,x,,Closed,Low,Mail,2026-11-20 08:00,2026-11-21 08:00,
110,Solved too early,x,,Closed,Low,Mail,2026-11-20 08:00,2026-11-19 08:00,
111,From tomorrow,x,,Open,Low,Mail,2026-12-02 08:00,,
"""


def put(folder: Path, text: str | bytes, name: str = "desk.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def bring(seat: Services, path: Path) -> ImportResult:
    desk = seat.ticket_import
    plan = desk.look(path)
    return desk.run(plan, desk.check(plan))


def test_a_file_is_checked_first_and_bad_rows_are_kept_aside(ana: Services, tmp_path: Path) -> None:
    path = put(tmp_path, ZENDESK)
    plan = ana.ticket_import.look(path)
    check = ana.ticket_import.check(plan)
    assert (check.rows, check.bad, check.fates[Fate.NEW]) == (12, 7, 4)
    told = {problem.line: problem.reason for problem in check.problems}
    assert told[5] == "no subject"
    assert told[6] == '"yesterday" is no date that is known here'
    assert told[7] == "5 cells, but 10 titles"
    assert told[8] == 'priority "Show stopper" is not known'
    assert told[12] == "a quote is opened and never closed"
    assert told[13] == "resolved before it was created"
    assert told[14] == "created in the future"
    assert ana.tickets.search(live_only=False) == ()  # nothing was written yet

    result = ana.ticket_import.run(plan, check)
    assert result.fates == {Fate.NEW: 4}
    assert result.rejects is not None
    assert result.rejects.stat().st_mode & 0o777 == 0o600
    kept = result.rejects.read_text()
    assert kept.startswith("rejected line,rejected reason,Id,Subject")
    assert "the same id stands further up" in kept
    first = ana.timeline.recent()[0]
    assert "4 new" in first.text


def test_times_and_promises_are_those_of_the_file(
    ana: Services, tmp_path: Path, clock: FixedClock
) -> None:
    bring(ana, put(tmp_path, ZENDESK))
    found = {one.subject: one for one in ana.tickets.search(live_only=False)}
    printer = ana.tickets.get(found["Printer, again"].ref)
    assert printer.state is TicketState.RESOLVED
    assert printer.created_at == datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
    assert printer.resolved_at == datetime(2026, 11, 30, 10, 30, tzinfo=UTC)
    assert {one.clock: one.state for one in printer.clocks}["first_response"] in ("met", "breached")
    login = ana.tickets.get(found["Cannot log in"].ref)
    assert login.state is TicketState.OPEN
    assert login.next_clock == "resolution"  # answered there; still owed here, and long over
    assert login.next_due_at is not None
    assert login.next_due_at < clock.now()
    waiting = ana.tickets.get(found["=HYPERLINK(1)"].ref)
    assert waiting.waiting_since == clock.now()
    assert waiting.next_due_at is None
    day = ana.figures(datetime(2026, 11, 30, tzinfo=UTC).date())
    assert (day.created, day.resolved) == (3, 1)


def test_a_second_import_changes_nothing_and_a_changed_row_only_itself(
    ana: Services, tmp_path: Path
) -> None:
    bring(ana, put(tmp_path, ZENDESK))
    again = bring(ana, put(tmp_path, ZENDESK))
    assert again.fates == {Fate.SAME: 4}
    refs = {one.subject: one.ref for one in ana.tickets.search(live_only=False)}
    ana.tickets.note(refs["Cannot log in"], "A note is no change of the ticket")
    ana.tickets.assign(refs["=HYPERLINK(1)"], "Ben")
    newer = ZENDESK.replace("Cannot log in", "Cannot log in at all").replace("High", "Urgent")
    third = bring(ana, put(tmp_path, newer))
    assert third.fates == {Fate.CHANGED: 1, Fate.KEPT: 1, Fate.SAME: 2}
    now = {one.ref: one for one in ana.tickets.search(live_only=False)}
    assert now[refs["Cannot log in"]].subject == "Cannot log in at all"
    assert now[refs["=HYPERLINK(1)"]].priority == "P2"  # Ben's ticket stays as it is here
    assert bring(ana, put(tmp_path, newer)).fates == {Fate.SAME: 3, Fate.KEPT: 1}


def test_rows_without_an_id_are_known_by_what_they_say(ana: Services, tmp_path: Path) -> None:
    path = put(tmp_path, "Subject;Priority\nNo drawer;high\nNo light;low\nNo light;low\n")
    result = bring(ana, path)
    assert result.fates == {Fate.NEW: 2}
    assert result.bad == 1
    assert bring(ana, path).fates == {Fate.SAME: 2}


def test_a_large_file_goes_in_by_batches_and_can_be_finished_or_taken_back(
    ana: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_import, "AT_ONCE", 100)
    lines = [f"{n},Ticket {n},{'open' if n % 2 else 'closed'}" for n in range(1, 1801)]
    path = put(tmp_path, "id,subject,status\n" + "\n".join(lines) + "\n")
    desk = ana.ticket_import
    plan = desk.look(path)
    check = desk.check(plan)

    class Unplugged(Exception):
        pass

    def stop(_bytes: int, _of: int, rows: int) -> None:
        if rows >= 1500:
            raise Unplugged

    with pytest.raises(Unplugged):
        desk.run(plan, check, progress=stop)
    begun = desk.runs()[0]
    assert begun["state"] == "running"
    assert begun["last_line"] == 1001
    assert len(ana.tickets.search(live_only=False, limit=5000)) == 1000
    done = bring(ana, path)
    assert done.fates == {Fate.NEW: 800, Fate.SAME: 1000}
    assert len(ana.tickets.search(live_only=False, limit=5000)) == 1800
    ana.tickets.take(ana.tickets.search()[0].ref)
    assert desk.take_back(done.run) == (800, 0)
    removed, left = desk.take_back(int(str(begun["import"])))
    assert (removed, left) == (999, 1)
    with pytest.raises(InputError):
        desk.take_back(99)


def test_an_import_that_fails_leaves_nothing(
    ana: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path, ZENDESK)
    desk = ana.ticket_import
    plan = desk.look(path)
    check = desk.check(plan)
    path.write_text(ZENDESK + "112,Late,x,,Open,Low,Mail,2026-11-30 08:00,,\n")
    with pytest.raises(Refused, match="changed since"):
        desk.run(plan, check)
    put(tmp_path, ZENDESK)
    check = desk.check(plan)
    locked = tmp_path / "nowhere" / "bad.csv"
    with pytest.raises(InputError, match="cannot be written"):
        desk.run(plan, check, locked)
    assert ana.tickets.search(live_only=False) == ()
    assert desk.runs() == []


def test_encodings_delimiters_and_noise(tmp_path: Path) -> None:
    table = "id;Betreff;Status\n1;Größe „fehlt“;offen\n\n2;\x00Übung;neu\n"
    forms = {
        "utf-8": table.encode(),
        "utf-8-sig": table.encode("utf-8-sig"),
        "utf-16": table.encode("utf-16"),
        "utf-16-le": table.encode("utf-16-le"),
        "cp1252": table.encode("cp1252"),
    }
    for name, content in forms.items():
        path = put(tmp_path, content)
        form = look_at(path)
        assert (form.encoding, form.delimiter) == (name, ";")
        with TableReader(path, form) as reader:
            assert reader.titles == ("id", "Betreff", "Status")
            rows = list(reader)
        assert [row.cells[1] for row in rows] == ["Größe „fehlt“", "Übung"]
        assert [row.line for row in rows] == [2, 4]
    # A byte of another encoding deep in a UTF-8 file costs nothing but its own letter.
    path = put(tmp_path, b"sep=|\nid|subject\n" + b"1|x\n" * 265_000 + b"2|Gr\xf6\xdfe\n")
    with TableReader(path, look_at(path)) as reader:
        last = list(reader)[-1]
    assert last.cells == ("2", "Größe")
    for wrong, word in (
        (b"", "empty"),
        (b"PK\x03\x04zip", "no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, "no text"),
        (b"\n<!DOCTYPE html><html>Log in, please", "web page"),
        (b'[{"id": 1}]', "JSON"),
    ):
        with pytest.raises(InputError, match=word):
            look_at(put(tmp_path, wrong))
    for missing in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(InputError):
            look_at(missing)


def test_rows_of_two_encodings_keep_all_their_letters(tmp_path: Path) -> None:
    table = "id;Betreff\n" + "".join(f"{n};Übung für {n}\n" for n in range(5))
    path = put(tmp_path, table.encode() + "9;Größe\n".encode("cp1252"))
    with TableReader(path, look_at(path)) as reader:
        assert [row.cells[1] for row in reader] == [*(f"Übung für {n}" for n in range(5)), "Größe"]
    path = put(tmp_path, table.encode("utf-32"))
    with TableReader(path, look_at(path)) as reader:
        assert next(iter(reader)).cells == ("0", "Übung für 0")


def test_an_encoding_that_nobody_can_guess_is_said(tmp_path: Path) -> None:
    for name, text in (("cp1251", "Оплата"), ("shift_jis", "支払い"), ("gb18030", "付款失败")):
        path = put(tmp_path, f"id,subject\n1,{text}\n".encode(name))
        with TableReader(path, look_at(path, name)) as reader:
            assert next(iter(reader)).cells == ("1", text)
    for wrong in ("klingon", "rot13", "base64"):
        with pytest.raises(InputError, match="no encoding"):
            look_at(path, wrong)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    row = "7,Subject," + "x" * 300 + "\n"
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("id,subject,body\n")
        for _ in range(100):
            file.write(row * 100)
        file.write('8,Unclosed,"' + "y" * 3_000_000 + "\n" + row)
    tracemalloc.start()
    with TableReader(path, look_at(path)) as reader:
        seen = sum(1 for record in reader if not record.problem)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seen == 10_001
    assert peak < 16_000_000  # the file is larger than any window of it


def test_hostile_cells_come_in_as_text(ana: Services, tmp_path: Path) -> None:
    nasty = "\x1b]0;owned\x07[/] \u202eevil" + "z" * 3000
    bring(ana, put(tmp_path, f'id,subject,requester\n1,"{nasty}","\x1b[31m=cmd"\n'))
    ticket = ana.tickets.search()[0]
    assert "\x1b" not in ticket.subject + ticket.requester
    assert "\u202e" not in ticket.subject
    assert ana.tickets.add(NewTicket("after")).ref == "T-002"
