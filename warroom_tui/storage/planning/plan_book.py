"""Reading the parts of the plan that are only looked at: pages, directory, service levels."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, RowMapping, Table, select

from warroom_tui.domain.planning.plan_book import Entry
from warroom_tui.storage.schema import (
    checklist,
    contact,
    contact_channel,
    criterion,
    person,
    phase,
    plan_node,
    plan_source,
    priority_definition,
    requirement,
    sla_target,
)

Places = Mapping[tuple[str, int], tuple[str | None, int | None]]
"""(table, id) → (document, line)"""


def read_places(connection: Connection) -> Places:
    """Where phases, lists and criteria come from."""
    names = _documents(connection)
    found: dict[tuple[str, int], tuple[str | None, int | None]] = {}
    for table in (phase, checklist, criterion):
        for row in connection.execute(select(table.c.id, table.c.source_id, table.c.line)):
            found[table.name, row.id] = (names.get(row.source_id), row.line)
    return found


def read_expected(connection: Connection) -> dict[str, str]:
    """Expected issues by the name of their phase."""
    query = select(plan_node.c.title, plan_node.c.markdown).where(plan_node.c.kind == "expected")
    return {row.title: row.markdown for row in connection.execute(query)}


def read_pages(connection: Connection) -> dict[str, tuple[Entry, ...]]:
    """Pages of the plan by kind, in document order."""
    found: dict[str, list[Entry]] = {}
    names = _documents(connection)
    query = select(plan_node).order_by(plan_node.c.source_id, plan_node.c.line, plan_node.c.id)
    for row in connection.execute(query).mappings():
        kind = str(row["kind"]).partition(":")[0]
        found.setdefault(kind, []).append(
            Entry(
                key=f"page:{row['id']}",
                title=row["title"],
                note=_first_line(row["markdown"]),
                text=row["markdown"],
                source=names.get(row["source_id"]),
                line=row["line"],
            )
        )
    return {kind: tuple(entries) for kind, entries in found.items()}


def read_directory(connection: Connection) -> tuple[Entry, ...]:
    """Contacts as the plan lists them, and the team; what is missing is flagged."""
    out = []
    names = _documents(connection)
    for row in connection.execute(select(contact).order_by(contact.c.id)).mappings():
        reach = [row["phone"], row["email"]]
        lacks = [
            word
            for word, value in (("nobody named", row["name"]), ("no phone or mail", any(reach)))
            if not value
        ]
        facts = (row["name"], *reach, row["hours"])
        out.append(
            Entry(
                key=f"contact:{row['id']}",
                title=row["label"],
                note=" · ".join([*filter(None, facts), *lacks]),
                text=_facts(row, ("kind", "name", "phone", "email", "hours")),
                source=names.get(row["source_id"]),
                line=row["line"],
                flagged=bool(lacks),
            )
        )
    for row in connection.execute(select(person).order_by(person.c.name)).mappings():
        facts = (row["role"] or row["level"], row["phone"], row["email"])
        out.append(
            Entry(
                key=f"person:{row['id']}",
                title=row["name"],
                note=" · ".join(filter(None, facts)),
                text=_facts(row, ("role", "level", "phone", "email")),
            )
        )
    return tuple(out)


def read_channels(connection: Connection) -> tuple[Entry, ...]:
    """Channels and links."""
    return _plain(connection, contact_channel, "label", ("address", "audience"))


def read_service_levels(connection: Connection) -> tuple[Entry, ...]:
    """Priorities with their examples, and the targets."""
    return (
        *_plain(connection, priority_definition, "title", ("priority", "response_text")),
        *_plain(connection, sla_target, "text", ("key", "clock", "scope")),
    )


def read_heads(connection: Connection) -> tuple[Entry, ...]:
    """Heads needed."""
    shown = ("day_from", "day_to", "time_from", "time_to", "min_heads", "max_heads", "mode")
    return _plain(connection, requirement, "label", shown)


def read_documents(connection: Connection) -> tuple[Entry, ...]:
    """The documents of the launch."""
    rows = connection.execute(select(plan_source).order_by(plan_source.c.id)).mappings()
    return tuple(
        Entry(
            key=f"document:{row['id']}",
            title=row["path"],
            at=row["imported_at"],
            note=f"{len(row['content'])} bytes",
            text=bytes(row["content"]).decode("utf-8", "replace"),
            source=row["path"],
            line=1,
        )
        for row in rows
    )


def _plain(
    connection: Connection, table: Table, title: str, shown: tuple[str, ...]
) -> tuple[Entry, ...]:
    out = []
    names = _documents(connection)
    for row in connection.execute(select(table).order_by(table.c.id)).mappings():
        values = [str(row[name]).replace("_", " ") for name in shown if row[name] not in (None, "")]
        examples = row.get("examples") or []
        text = _facts(row, (title, *shown))
        text += "".join(f"\n- {example}" for example in examples)
        out.append(
            Entry(
                key=f"{table.name}:{row['id']}",
                title=row[title],
                note=" · ".join(values),
                text=text,
                source=names.get(row["source_id"]),
                line=row["line"],
            )
        )
    return tuple(out)


def _documents(connection: Connection) -> dict[int | None, str]:
    return {
        row.id: row.path for row in connection.execute(select(plan_source.c.id, plan_source.c.path))
    }


def _facts(row: RowMapping, names: tuple[str, ...]) -> str:
    pairs = [(name.replace("_", " "), row[name]) for name in names]
    return "\n".join(f"{name}: {value}" for name, value in pairs if value not in (None, ""))


def _first_line(markdown: str) -> str:
    lines = (line.strip(" -*#>") for line in markdown.split("\n"))
    return next((line for line in lines if line), "")
