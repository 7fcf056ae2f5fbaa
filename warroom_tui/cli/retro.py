"""`warroom focus`, `risk` and `retro`: what counts today, what may go wrong, what was learned."""

from __future__ import annotations

import argparse
from pathlib import Path

from warroom_tui.cli.context import Context
from warroom_tui.cli.output import Column, Json
from warroom_tui.cli.parser import Group, Parser, one_of, positive
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.runsheet.focus import FocusCard, FocusKind, all_cards, focus_cards
from warroom_tui.domain.runsheet.retro import RetroForm
from warroom_tui.domain.runsheet.risks import Risk, RiskState


def build(parser: Parser, name: str) -> None:
    """Add the subcommands of the group `name`."""
    if name == "focus":
        parser.add_argument("--all", action="store_true", help="every card of the plan")
        parser.runs(_focus)
    elif name == "risk":
        _risks(Group(parser))
    else:
        _retro(Group(parser))


def _risks(group: Group) -> None:
    group.command("list", _risk_list, "the register, worst first")
    move = group.command("set", _risk_set, "say how a risk stands, or who watches it")
    move.add_argument("id", type=positive, metavar="RISK")
    states = ", ".join(state.value for state in RiskState)
    move.add_argument("state", nargs="?", type=one_of(RiskState), help=states)
    move.add_argument("--reason", default="", metavar="TEXT", help="why; closing needs one")
    move.add_argument("--owner", metavar="NAME", help="who watches it")
    move.add_argument(
        "--issue", action="store_true", help="of one that occurred: log it as a known issue"
    )


def _retro(group: Group) -> None:
    group.command("list", _retro_list, "the plan's forms with what was answered")
    answer = group.command("answer", _retro_answer, "write an answer down")
    answer.add_argument("form", metavar="FORM")
    answer.add_argument("question", metavar="QUESTION", help="its words, or its number")
    answer.add_argument("text", metavar="TEXT")
    export = group.command("export", _retro_export, "the forms as Markdown, in a new file")
    export.add_argument("--out", required=True, metavar="FILE")
    export.add_argument("--form", metavar="FORM", help="only this one")


# -- focus -----------------------------------------------------------------------------------


def card_shape(card: FocusCard) -> dict[str, Json]:
    """A focus card; `current` is false for the next one while none holds."""
    return {
        "title": card.title,
        "starts_at": card.starts_at,
        "ends_at": card.ends_at,
        "current": card.current,
        "goals": [note.text for note in card.of(FocusKind.GOAL)],
        "expected_issues": [note.text for note in card.of(FocusKind.EXPECT)],
        "actions": [note.text for note in card.of(FocusKind.ACTION)],
        "place": card.notes[0].place if card.notes else "",
    }


def _focus(args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        board, now = services.board(), services.clock.now()
    cards = all_cards(board.focus) if args.all else focus_cards(board.focus, now)
    if context.out.as_json:
        context.out.json([card_shape(card) for card in cards])
        return 0
    if not cards:
        context.out.line("The plan names no focus for this time.")
    for card in cards:
        when = day_and_clock(card.starts_at, board.launch.zone, now) if card.starts_at else ""
        context.out.bold(f"{card.title}  {when}" + ("" if card.current else "  (next)"))
        for kind, word in _KINDS:
            for note in card.of(kind):
                context.out.line(f"  {word:<8} {note.text}")
    return 0


_KINDS = ((FocusKind.GOAL, "goal"), (FocusKind.EXPECT, "expect"), (FocusKind.ACTION, "do"))


# -- risks -----------------------------------------------------------------------------------


def risk_shape(risk: Risk) -> dict[str, Json]:
    """A risk with its score and how it stands."""
    return {
        "id": risk.id,
        "text": risk.text,
        "probability": risk.probability,
        "impact": risk.impact,
        "score": risk.score,
        "grade": risk.grade,
        "state": risk.state.value,
        "owner": risk.owner,
        "note": risk.note,
        "issue": risk.issue,
        "mitigation": risk.mitigation,
        "response": risk.response,
        "changed_at": risk.changed_at,
        "changed_by": risk.changed_by,
        "document": risk.source,
        "line": risk.line,
        "version": risk.version,
    }


def _risk_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        found = services.risks.all()
    columns: list[Column[Risk]] = [
        Column("ID", lambda one: str(one.id), right=True),
        Column("SCORE", lambda one: f"{one.score or '–'} {one.grade}"),
        Column("STATE", lambda one: one.state.value),
        Column("OWNER", lambda one: one.owner or "nobody"),
        Column("ISSUE", lambda one: one.issue or ""),
        Column("RISK", lambda one: one.text),
    ]
    context.out.listing(found, risk_shape, columns, "The plan names no risks.")
    return 0


def _risk_set(args: argparse.Namespace, context: Context) -> int:
    from warroom_tui.domain.errors import InputError

    if args.state is None and args.owner is None:
        raise InputError("Say how it stands, or who watches it with --owner.")
    with context.services() as services:
        desk = services.risks
        if args.owner is not None:
            risk = desk.assign(args.id, args.owner)
        if args.state is not None:
            risk = desk.set_state(args.id, args.state, args.reason, log_issue=args.issue)
    became = f", logged as {risk.issue}" if args.issue else ""
    context.out.record(risk_shape(risk), f"{risk.text}: {risk.state}{became}.")
    return 0


# -- retro -----------------------------------------------------------------------------------


def _form_shape(form: RetroForm) -> dict[str, Json]:
    return {
        "form": form.title,
        "document": form.source,
        "line": form.line,
        "questions": [
            {
                "question": question.text,
                "answers": [
                    {"id": one.id, "text": one.text, "at": one.at, "by": one.by}
                    for one in question.answers
                ],
            }
            for question in form.questions
        ],
    }


def _retro_list(_args: argparse.Namespace, context: Context) -> int:
    with context.services(read_only=True) as services:
        forms = services.retro.forms()
    if context.out.as_json:
        context.out.json([_form_shape(form) for form in forms])
        return 0
    for form in forms:
        context.out.bold(f"{form.title}  {form.answered} of {len(form.questions)} answered")
        for number, question in enumerate(form.questions, 1):
            context.out.line(f"{number:>3}. {question.text}")
            for answer in question.answers:
                context.out.line(f"     - {answer.text} ({answer.by})")
    return 0


def _retro_answer(args: argparse.Namespace, context: Context) -> int:
    with context.services() as services:
        made = services.retro.answer(args.form, args.question, args.text)
    shape: dict[str, Json] = {
        "id": made.id, "form": made.form, "question": made.question, "text": made.text,
        "at": made.at, "by": made.by,
    }  # fmt: skip
    context.out.record(shape, f"Written down under “{made.question}”.")
    return 0


def _retro_export(args: argparse.Namespace, context: Context) -> int:
    path = Path(args.out)
    with context.services(read_only=True) as services:
        number = services.retro.export(path, args.form)
    context.out.record({"path": str(path), "forms": number}, f"Written to {path}.")
    return 0
