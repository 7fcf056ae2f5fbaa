"""A plan document as the JSON object of the plan language, and as lines for a person."""

from __future__ import annotations

from warroom_tui.plan.document import Item, PlanDocument, Problem, Section


def document_json(document: PlanDocument) -> dict[str, object]:
    """The one object that `plan check --json` prints."""
    coverage = document.coverage
    return {
        "name": document.name,
        "lines": document.lines,
        "items": [_item(document, item) for item in document.items],
        "sections": [_section(section) for section in document.sections if section.level],
        "times": [entry for when in document.times for entry in when.to_json()],
        "rows": [
            {"line": row.line, "cells": list(row.cells)}
            for table in document.tables
            for row in table.rows
        ],
        "fences": [{"line": fence.line, "to": fence.to} for fence in document.fences],
        "fields": [
            {"line": field.line, "key": field.key, "value": field.value}
            for field in document.fields
        ],
        "notes": [
            {"line": note.line, "title": note.title, "markdown": note.markdown}
            for note in document.notes
        ],
        "coverage": {
            "checkboxes": _share(*coverage.boxes),
            "blocks": _share(*coverage.lines),
            "lines_unplaced": coverage.unplaced_lines,
        },
        "problems": [_problem(problem) for problem in document.problems],
    }


def summary_lines(document: PlanDocument) -> tuple[str, ...]:
    """What `plan check` prints: the counts, then each problem with its line."""
    seen = document.coverage
    headings = [section for section in document.sections if section.level]
    noted = sum(section.kind == "notes" for section in headings)
    share = 100 if not headings else round(100 * (len(headings) - noted) / len(headings))
    templates = sum(fence.to == "template" for fence in document.fences)
    times = [entry for when in document.times for entry in when.to_json()]
    assumed = sum(when.unit_assumed for when in document.times)
    unit = "unit" if assumed == 1 else "units"
    lines = [
        f"{document.name}: {document.lines} lines, {len(headings)} sections",
        f"  boxes {_of(seen.boxes)} · list items {_of(seen.list_items)} · "
        f"table rows {_of(seen.table_rows)} · fences {_of(seen.fences)} ({templates} templates) · "
        f"times {len(times)} ({assumed} {unit} assumed)",
        f"  sections classified {share} %, {noted} kept as notes · "
        f"{seen.unplaced_lines} lines unplaced",
    ]
    width = max((len(f"line {problem.line}") for problem in document.problems), default=0)
    for problem in document.problems:
        place = f"line {problem.line}".ljust(width)
        lines.append(f"  {place}  {problem.message}  {problem.severity}: {problem.code}")
    return tuple(lines)


def _item(document: PlanDocument, item: Item) -> dict[str, object]:
    entry: dict[str, object] = {
        "text": item.text,
        "done": item.done,
        "path": list(document.path(item.section)),
        "line": item.line,
        "kind": item.kind,
    }
    if item.parent is not None:
        entry["parent"] = document.items[item.parent].line
    if item.from_fence:
        entry["from_fence"] = True
    return entry


def _section(section: Section) -> dict[str, object]:
    entry: dict[str, object] = {
        "title": section.title,
        "class": section.kind,
        "line": section.line,
    }
    if section.when:
        entry["when"] = section.when[0].raw
    if section.every:
        entry["every"] = section.every
    return entry


def _problem(problem: Problem) -> dict[str, object]:
    entry: dict[str, object] = {
        "line": problem.line,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
    }
    if problem.column is not None:
        entry["column"] = problem.column
    return entry


def _share(placed: int, total: int) -> float:
    return 1.0 if total == 0 else round(placed / total, 4)


def _of(counts: tuple[int, int]) -> str:
    return f"{counts[0]}/{counts[1]}"
