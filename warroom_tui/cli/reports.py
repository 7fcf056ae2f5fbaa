"""`warroom report`: print a day's report, or write and issue it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Parser
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.reporting.report import (
    IssuedReport,
    RenderedReport,
    ReportFormat,
    ReportKind,
)
from warroom_tui.domain.runsheet.moments import parse_day


def build(parser: Parser, _name: str) -> None:
    """Add the arguments."""
    kinds = ", ".join(kind.value for kind in ReportKind)
    parser.add_argument("kind", metavar="KIND", help=f"{kinds}; or list: what can be made, and was")
    parser.add_argument("--date", metavar="DAY", help="2026-12-01; else today")
    formats = ", ".join(form.value for form in ReportFormat)
    parser.add_argument("--format", metavar="FORMAT", help=f"{formats}; else by FILE's name, or md")
    parser.add_argument(
        "--out", metavar="FILE|FOLDER", help="write and issue it there; else it is only printed"
    )
    parser.add_argument("--force", action="store_true", help="replace an existing FILE")
    parser.runs(_report)


def _report(args: argparse.Namespace, context: Context) -> int:
    if args.kind == "list":
        return _list(args, context)
    if args.force and args.out is None:
        raise InputError("--force belongs to --out.")
    day = parse_day(args.date) if args.date else None
    form = args.format or _format_of(args.out)
    with context.services(read_only=args.out is None) as services:
        report = services.reports.preview(args.kind, day, form)
        path = None
        if args.out is not None:
            path = services.reports.write(report, Path(args.out), overwrite=args.force)
    if context.out.as_json:
        context.out.json(_report_shape(report, path))
    elif path is not None:
        context.out.line(f"{report.title} written to {path}")
    else:
        context.out.line(report.text.rstrip("\n"))
    return 0


def _report_shape(report: RenderedReport, path: Path | None) -> Json:
    from warroom_tui.services.reporting.report_facts import facts_json

    return {
        "kind": report.kind.value,
        "day": report.day.isoformat(),
        "format": report.format.value,
        "title": report.title,
        "path": str(path) if path else None,
        "facts": json.loads(facts_json(report.facts)),
        "text": report.text,
    }


def _format_of(out: str | None) -> str:
    """The format that the file's name asks for."""
    suffix = Path(out).suffix.removeprefix(".").casefold() if out else ""
    return suffix if suffix in {form.value for form in ReportFormat} else ReportFormat.MD.value


def _list(args: argparse.Namespace, context: Context) -> int:
    if args.date or args.format or args.out or args.force:
        raise InputError("`report list` takes no options of a report.")
    with context.services(read_only=True) as services:
        offers, issued = services.reports.kinds(), services.reports.issued()
        zone, now = services.launch().zone, services.clock.now()
    if context.out.as_json:
        made: list[Json] = [_issued_shape(report) for report in issued]
        kinds: list[Json] = [
            {"kind": offer.kind.value, "what": offer.what, "formats": list(offer.formats)}
            for offer in offers
        ]
        context.out.json({"kinds": kinds, "issued": made})
        return 0
    for offer in offers:
        context.out.line(f"{offer.kind.value:<8} {offer.what}")
    context.out.line()
    columns: list[Column[IssuedReport]] = [
        Column("ISSUED", lambda report: day_and_clock(report.issued_at, zone, now)),
        Column("BY", lambda report: report.issued_by),
        Column("KIND", lambda report: report.kind.value),
        Column("DAY", lambda report: report.day.isoformat()),
        Column("FILE", lambda report: report.path),
    ]
    context.out.listing(issued, _issued_shape, columns, "No report was issued yet.")
    return 0


def _issued_shape(report: IssuedReport) -> Json:
    return {
        "id": report.id,
        "kind": report.kind.value,
        "day": report.day.isoformat(),
        "format": report.format.value,
        "rag": report.rag.value if report.rag else None,
        "rag_reason": report.rag_reason,
        "path": report.path,
        "issued_at": report.issued_at,
        "issued_by": report.issued_by,
        "sha256": report.sha256,
    }
