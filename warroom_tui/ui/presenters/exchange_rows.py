"""The exchange with a help desk and the imports: as lines of the list, and in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from warroom_tui.domain.desk.sync import Conflict, OutItem, SyncStatus, SyncView
from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.ui.theme import Palette
from warroom_tui.ui.widgets.drawn_text import drawable
from warroom_tui.ui.widgets.rows import Cell, Column, Row

COLUMNS = (
    Column("mark", width=1),
    Column("what", width=10),
    Column("title"),
    Column("state", width=15, min_total_width=50),
    Column("age", width=8, align="right"),
)
ImportRun = Mapping[str, str | int | datetime | None]


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """What the screen shows, read at one moment."""

    view: SyncView
    imports: tuple[ImportRun, ...]
    now: datetime
    """Of the launch."""
    real_now: datetime
    zone: ZoneInfo


def desk_row(desk: SyncStatus, page: ExchangePage, palette: Palette) -> Row:
    """How one help desk stands."""
    bad = desk.failures > 0
    if bad:
        state = "no answer" if desk.ok_at else "not working"
    else:
        state = "exchanging" if desk.runner else "nobody does it"
    style = palette.bad if bad else palette.good if desk.runner else palette.warn
    age = short(page.real_now - desk.ok_at) if desk.ok_at else "never"
    title = desk.error if bad else f"{desk.linked} on both sides"
    return Row(
        f"desk:{desk.source}",
        (
            Cell("✖" if bad else "●" if desk.runner else "○", style),
            Cell(desk.source, palette.strong),
            Cell(title, palette.text),
            Cell(state, style),
            Cell(age, palette.muted),
        ),
    )


def conflict_row(one: Conflict, page: ExchangePage, palette: Palette) -> Row:
    """A field that was changed on both sides."""
    values = f"{_value(one.ours)} here, {_value(one.theirs)} there"
    return Row(
        f"conflict:{one.id}",
        (
            Cell("▲", palette.warn),
            Cell(one.ticket_ref, palette.strong),
            Cell(f"{one.field}: {values} · {one.subject}", palette.text),
            Cell("to settle", palette.warn),
            Cell(short(page.now - one.found_at), palette.muted),
        ),
    )


def out_row(item: OutItem, page: ExchangePage, palette: Palette) -> Row:
    """Something that goes out."""
    failed = item.state == "failed"
    words = {"failed": "refused", "held": "held", "sending": "on its way"}
    style = palette.bad if failed else palette.text
    return Row(
        f"out:{item.id}",
        (
            Cell("✖" if failed else "→", palette.bad if failed else palette.info),
            Cell(item.ticket_ref, palette.strong),
            Cell(_what(item) + (f" · {item.error}" if item.error else ""), style),
            Cell(words.get(item.state, item.state), style),
            Cell(short(page.now - item.queued_at), palette.muted),
        ),
    )


def import_row(run: ImportRun, page: ExchangePage, palette: Palette) -> Row:
    """A file that was imported."""
    at = run["started_at"]
    broken = run["state"] == "running"
    name = str(run["file"]).rpartition("/")[2]
    counts = f"{run['new']} new, {run['changed']} changed"
    state = "not finished" if broken else str(run["state"]).replace("_", " ")
    style = palette.warn if broken else palette.muted
    return Row(
        f"import:{run['import']}",
        (
            Cell("◐" if broken else "✔" if run["state"] == "done" else "↩", style),
            Cell(f"import {run['import']}", palette.strong),
            Cell(f"{name} · {counts}" if not broken else name, palette.text),
            Cell(state, style),
            Cell(short(page.now - at) if isinstance(at, datetime) else "", palette.muted),
        ),
    )


def told(page: ExchangePage, key: str | None, palette: Palette) -> Text:
    """What the chosen row says in full."""
    kind, _, number = (key or "").partition(":")
    if kind == "conflict":
        return _conflict(page, number, palette)
    if kind == "out":
        return _out(page, number, palette)
    if kind == "import":
        return _import(page, number, palette)
    for desk in page.view.desks:
        if kind == "desk" and desk.source == number:
            return _desk(desk, page, palette)
    return nothing(palette)


def nothing(palette: Palette) -> Text:
    """What can be done while there is nothing."""
    out = Text("Tickets from elsewhere\n\n", palette.strong)
    out.append(
        "i reads tickets from a CSV file of any help desk: what it understands is shown first.\n\n"
        "To exchange tickets with a Roundup help desk, set helpdesk_url and helpdesk_user in the "
        "settings file and WARROOM_HELPDESK_TOKEN in the environment, and open the launch again.",
        palette.text,
    )
    return out


def _conflict(page: ExchangePage, number: str, palette: Palette) -> Text:
    one = next((c for c in page.view.conflicts if str(c.id) == number), None)
    if one is None:
        return Text("")
    out = Text(drawable(f"{one.ticket_ref} {one.subject}") + "\n", palette.strong)
    out.append(f"{one.field} was changed on both sides\n\n", palette.warn)
    out.append("m  mine    ", palette.accent)
    out.append(drawable(_value(one.ours)) + "\n", palette.strong)
    out.append("t  theirs  ", palette.accent)
    out.append(drawable(_value(one.theirs)) + "\n\n", palette.strong)
    out.append(
        "Mine is sent to the help desk, theirs is taken over here. Nothing of this field is sent "
        "until it is settled; everything else goes on.",
        palette.muted,
    )
    return out


def _out(page: ExchangePage, number: str, palette: Palette) -> Text:
    item = next((o for o in page.view.outbox if str(o.id) == number), None)
    if item is None:
        return Text("")
    there = item.external_id or "not there yet"
    out = Text(drawable(f"{item.ticket_ref} → {there}") + "\n", palette.strong)
    when = day_and_clock(item.queued_at, page.zone, page.now)
    out.append(drawable(f"{_what(item)}, by {item.by}, {when}") + "\n", palette.text)
    tries = "not tried yet" if not item.attempts else f"tried {item.attempts} ×"
    out.append(f"{item.state}, {tries}\n", palette.muted)
    if item.error:
        out.append("\n" + drawable(item.error) + "\n", palette.bad)
    if item.state == "failed":
        out.append("\nr  send again   ", palette.accent)
    if item.state in ("failed", "waiting"):
        out.append("\n" if item.state == "waiting" else "", palette.accent)
        out.append("d  do not send", palette.accent)
    return out


def _import(page: ExchangePage, number: str, palette: Palette) -> Text:
    run = next((r for r in page.imports if str(r["import"]) == number), None)
    if run is None:
        return Text("")
    out = Text(drawable(str(run["file"])) + "\n", palette.strong)
    at = run["started_at"]
    when = day_and_clock(at, page.zone, page.now) if isinstance(at, datetime) else ""
    out.append(drawable(f"{run['source']}, by {run['by']}, {when}") + "\n\n", palette.muted)
    for name in ("new", "changed", "unchanged", "kept", "bad"):
        out.append(f"{run[name]:>9}  {_LABELS[name]}\n", palette.text)
    if run["state"] == "running":
        out.append(
            f"\nUnder way, or broken off after line {run['last_line']}: import the same file again "
            "to finish it.",
            palette.warn,
        )
    out.append("\nb  take back what nobody has touched since", palette.accent)
    return out


_LABELS = {
    "new": "new tickets",
    "changed": "changed",
    "unchanged": "here already",
    "kept": "kept as here: worked on since",
    "bad": "rows kept aside",
}


def _desk(desk: SyncStatus, page: ExchangePage, palette: Palette) -> Text:
    out = Text(drawable(desk.source) + "\n", palette.strong)
    last = f"{short(page.real_now - desk.ok_at)} ago" if desk.ok_at else "never"
    out.append(f"last exchange {last}\n", palette.text)
    out.append(
        drawable(f"done by {desk.runner}") + "\n" if desk.runner else "no seat does it now\n",
        palette.muted,
    )
    out.append(f"{desk.n_in} changes in, {desk.n_out} out\n", palette.muted)
    logged = "are made there too" if desk.creates else "stay here (helpdesk_create is off)"
    out.append(f"Tickets logged here {logged}.\n", palette.muted)
    if desk.failures:
        times = "once" if desk.failures == 1 else f"{desk.failures} times"
        out.append(f"\nfailed {times}: ", palette.bad)
        out.append(drawable(desk.error) + "\n", palette.text)
        if desk.next_at is not None:
            left = desk.next_at - page.real_now
            soon = f"in {short(left)}" if left.total_seconds() > 0 else "now"
            out.append(f"tried again {soon}\n", palette.muted)
    if page.view.lately:
        out.append("\nLately\n", palette.muted)
    for event in page.view.lately:
        out.append(f"{day_and_clock(event.at, page.zone, page.now)}  ", palette.accent)
        out.append(drawable(event.text) + "\n", palette.text)
    return out


def _what(item: OutItem) -> str:
    if item.kind == "field":
        return f"{item.field} → {_value(item.value)}"
    if item.kind == "create":
        return "make this ticket there"
    return "a note" if item.kind == "message" else "take a note off again"


def _value(value: str | None) -> str:
    return value or "nobody"
