"""The plan screen's book: everything that was imported, by chapter, with its place."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from warroom_tui.domain.durations import day_and_clock, short
from warroom_tui.domain.planning.disagreement import differing, told
from warroom_tui.domain.planning.plan_book import PAGE_TITLES, Chapter, Entry
from warroom_tui.domain.runsheet.focus import FocusCard, FocusKind, all_cards
from warroom_tui.domain.runsheet.gates import Gate
from warroom_tui.domain.runsheet.launch import Checklist, Launch, Phase, Task, TaskState
from warroom_tui.domain.runsheet.meetings import Meeting, MeetingState
from warroom_tui.domain.runsheet.messages import Message
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.runsheet.retro import RetroForm
from warroom_tui.domain.runsheet.risks import Risk, RiskState
from warroom_tui.domain.runsheet.roles import Role
from warroom_tui.domain.runsheet.routines import PROCEDURE_RUN, ROUTINE_RUN, Routine, RoutineRun
from warroom_tui.domain.triggers.readings import told_limit
from warroom_tui.services.context import Context
from warroom_tui.services.runsheet.retro_desk import read_forms
from warroom_tui.storage.connection import Connection
from warroom_tui.storage.monitoring import health
from warroom_tui.storage.planning import plan_book
from warroom_tui.storage.runsheet import gates as gates_rows
from warroom_tui.storage.runsheet import homes, launches
from warroom_tui.storage.runsheet import meetings as meetings_rows
from warroom_tui.storage.runsheet import messages as messages_rows
from warroom_tui.storage.runsheet import procedures as procedures_rows
from warroom_tui.storage.runsheet import risks as risks_rows
from warroom_tui.storage.runsheet import routines as routines_rows

_TICKS = {TaskState.OPEN: "☐", TaskState.DONE: "✔", TaskState.NA: "⊘", TaskState.SKIPPED: "⊘"}
_KLASSES = {
    "success": "success",
    "exit": "phase exit",
    "gate": "sign-off",
    "transition": "transition",
    "rollback_immediate": "roll back at once",
    "rollback_consider": "consider rollback",
}


class PlanBook:
    """Chapters of the plan."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self) -> tuple[Chapter, ...]:
        """Every chapter that holds something, in one snapshot."""
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            now = self._context.clock.now()
            chapters = _chapters(connection, launch, now)
        return tuple(chapter for chapter in chapters if chapter.entries)


def _chapters(connection: Connection, launch: Launch, now: datetime) -> list[Chapter]:
    pages = plan_book.read_pages(connection)
    runs: dict[int, list[RoutineRun]] = defaultdict(list)
    for run in routines_rows.read_runs(connection):
        runs[run.routine_id].append(run)

    def routine(one: Routine) -> Entry:
        return _routine(one, runs[one.id], launch, now)

    return [
        *_run_sheet(connection, launch, now),
        Chapter(
            "routines", "Routines", tuple(map(routine, routines_rows.read_routines(connection)))
        ),
        Chapter(
            "gates",
            "Gates, sign-offs",
            tuple(_gate(one, now) for one in gates_rows.read_gates(connection)),
        ),
        Chapter("criteria", "Criteria", _criteria(connection)),
        Chapter(
            "messages",
            "Messages",
            tuple(_message(one, now) for one in messages_rows.read_messages(connection)),
        ),
        Chapter(
            "meetings",
            "Meetings",
            tuple(_meeting(one, now) for one in meetings_rows.read_meetings(connection)),
        ),
        Chapter(
            "procedures",
            "Procedures",
            tuple(_procedure(one) for one in procedures_rows.read_procedures(connection)),
        ),
        Chapter("risks", "Risks", tuple(_risk(one) for one in risks_rows.read_risks(connection))),
        Chapter("roles", "Roles, duties", tuple(map(_role, homes.read_roles(connection)))),
        Chapter("focus_cards", "Focus cards", tuple(map(_focus, _cards(connection)))),
        Chapter(
            "retro",
            "Lessons to write",
            tuple(entry for form in read_forms(connection) for entry in _questions(form)),
        ),
        Chapter("directory", "Directory", plan_book.read_directory(connection)),
        Chapter("channels", "Channels, links", plan_book.read_channels(connection)),
        Chapter("levels", "Priorities, SLA", plan_book.read_service_levels(connection)),
        Chapter("heads", "Heads needed", plan_book.read_heads(connection)),
        *(
            Chapter(kind, PAGE_TITLES.get(kind, kind.capitalize()), entries)
            for kind, entries in pages.items()
        ),
        Chapter("documents", "Documents", plan_book.read_documents(connection)),
    ]


def _cards(connection: Connection) -> tuple[FocusCard, ...]:
    return all_cards(homes.read_focus(connection))


# -- the run sheet ---------------------------------------------------------------------------


def _run_sheet(connection: Connection, launch: Launch, now: datetime) -> list[Chapter]:
    lists = launches.read_lists(connection)
    places = plan_book.read_places(connection)
    expected = plan_book.read_expected(connection)
    tasks: dict[int, list[Task]] = defaultdict(list)
    ids = [item.id for item in lists]
    for task in launches.read_tasks(connection, ids, limit=200_000):
        tasks[task.checklist_id].append(task)

    def listed(item: Checklist) -> Entry:
        source, line = places.get(("checklist", item.id), (None, item.line))
        text = _tasks_text(tasks[item.id])
        done = f"{item.done}/{item.total}"
        return Entry(f"list:{item.id}", item.title, item.starts_at, done, text, source, line)

    def phased(phase: Phase) -> Entry:
        source, line = places.get(("phase", phase.id), (None, phase.line))
        own = [listed(item) for item in lists if item.phase_id == phase.id]
        parts = [_phase_facts(phase, launch, now), phase.objective or ""]
        parts += [f"{entry.title}  {entry.note}\n{entry.text}" for entry in own]
        parts.append(f"Expected\n{expected[phase.name]}" if phase.name in expected else "")
        parts.append(f"Notes\n{phase.notes}" if phase.notes else "")
        text = "\n\n".join(part for part in parts if part)
        over = phase.overrun(now) is not None
        note = f"{_phase_note(phase, now)}  {phase.done}/{phase.total}"
        return Entry(
            f"phase:{phase.id}", phase.name, phase.starts_at, note, text, source, line, over
        )

    phases = launches.read_phases(connection, lists)
    runs = (ROUTINE_RUN, PROCEDURE_RUN)
    return [
        Chapter("phases", "Phases", tuple(phased(phase) for phase in phases)),
        Chapter("lists", "Checklists", tuple(listed(i) for i in lists if i.kind not in runs)),
    ]


def _phase_note(phase: Phase, now: datetime) -> str:
    over = phase.overrun(now)
    if over is not None:
        return f"{short(over)} over"
    took = phase.duration()
    if took is not None:
        return f"{phase.state.value.replace('_', ' ')} after {short(took)}"
    return phase.state.value.replace("_", " ")


def _phase_facts(phase: Phase, launch: Launch, now: datetime) -> str:
    """Planned against actual: start, end, length."""

    def told(at: datetime | None) -> str:
        return day_and_clock(at, launch.zone, now) if at else "—"

    lines = [f"{'':9}{'planned':<18}actual"]
    lines.append(f"{'start':<9}{told(phase.starts_at):<18}{told(phase.started_at)}")
    lines.append(f"{'end':<9}{told(phase.planned_end()):<18}{told(phase.ended_at)}")
    lo, hi = phase.plan_min_lo, phase.plan_min_hi
    planned = "—" if hi is None else f"{hi} min" if lo in (None, hi) else f"{lo}-{hi} min"
    took = phase.duration()
    lines.append(f"{'length':<9}{planned:<18}{short(took) if took else '—'}")
    if phase.override_reason:
        lines.append(f"overridden: {phase.override_reason}")
    return "\n".join(lines)


def _tasks_text(tasks: list[Task]) -> str:
    """One line per box: state, words, who, and its line in the plan."""
    lines = []
    for task in tasks:
        tail = f"  :{task.line}" if task.line else ""
        who = f"  {task.done_by}" if task.done_by else f"  {task.owner}" if task.owner else ""
        lines.append(f"{_TICKS.get(task.state, '·')} {task.text}{who}{tail}")
    return "\n".join(lines)


# -- the rest --------------------------------------------------------------------------------


def _criteria(connection: Connection) -> tuple[Entry, ...]:
    places = plan_book.read_places(connection)
    out = []
    criteria = health.read_criteria(connection)
    others = differing(criteria)
    for one in criteria:
        source, line = places.get(("criterion", one.id), (None, None))
        note = " · ".join(
            part for part in (_KLASSES.get(one.klass, one.klass), one.tier, one.period) if part
        )
        target = f"target: {told_limit(one)}" if one.condition else "judged by a person"
        against = [f"≠ {told(other)}" for other in others.get(one.id, ())]
        text = "\n".join((one.text, note, target, *against))
        note = " · ".join(filter(None, (note, *against[:1])))
        flagged = bool(against)
        out.append(Entry(f"criterion:{one.id}", one.text, None, note, text, source, line, flagged))
    return tuple(out)


def _message(one: Message, now: datetime) -> Entry:
    late = one.late_by(now)
    note = f"{short(late)} late" if late else one.state.value
    return Entry(
        f"message:{one.id}",
        one.title,
        one.due_at,
        " · ".join(filter(None, (note, (one.audience or "").replace("_", " ")))),
        one.text,
        one.source,
        one.line,
        late is not None,
    )


def _gate(one: Gate, now: datetime) -> Entry:
    late = one.late_by(now)
    roles = [f"{s.role}: {s.state.value} {s.person or ''}".rstrip() for s in one.sign_offs]
    text = "\n".join(filter(None, (one.word, one.rationale, *roles)))
    note = f"{short(late)} late" if late else one.word
    return Entry(
        f"gate:{one.id}", one.title, one.due_at, note, text, one.source, one.line, bool(late)
    )


def _meeting(one: Meeting, now: datetime) -> Entry:
    late = one.late_by(now)
    agenda = [
        f"{number}. {item.title}" + (f" ({item.minutes} min)" if item.minutes else "")
        for number, item in enumerate(one.agenda, 1)
    ]
    length = f"{one.duration_min or one.agenda_min} min" if one.duration_min or agenda else ""
    head = " · ".join(filter(None, (one.every, length if length != "0 min" else "")))
    who = f"Attendees: {', '.join(one.attendees)}" if one.attendees else ""
    held = f"{one.state.value} by {one.held_by}" if one.held_by else ""
    text = "\n".join(filter(None, (head, who, *agenda, held, one.notes)))
    note = f"{short(late)} ago, not held" if late else one.state.value
    if one.state is MeetingState.PLANNED and one.every:
        note += f" · {one.every}"
    return Entry(
        f"meeting:{one.id}", one.title, one.starts_at, note, text, one.source, one.line, bool(late)
    )


def _procedure(one: Procedure) -> Entry:
    text = "\n".join(f"{number}. {step}" for number, step in enumerate(one.steps, 1))
    note = f"{one.kind} · {len(one.steps)} steps"
    return Entry(f"procedure:{one.id}", one.title, None, note, text, one.source, one.line)


def _risk(one: Risk) -> Entry:
    grades = f"{one.probability or '?'} × {one.impact or '?'}"
    score = f" = {one.score}, {one.grade}" if one.score else ""
    stands = one.state.value + (f": {one.note}" if one.note else "")
    parts = [one.text, f"Probability × impact: {grades}{score}", f"State: {stands}"]
    parts += [f"Watched by: {one.owner}" if one.owner else "Watched by nobody"]
    parts += [f"Known issue: {one.issue}" if one.issue else ""]
    parts += [f"Mitigation: {one.mitigation}" if one.mitigation else ""]
    parts += [f"Response: {one.response}" if one.response else ""]
    text = "\n".join(part for part in parts if part)
    note = " · ".join(filter(None, (one.state.value, grades + score, one.owner)))
    bad = one.state is RiskState.OCCURRED
    return Entry(f"risk:{one.id}", one.text, None, note, text, one.source, one.line, bad)


def _role(one: Role) -> Entry:
    duties = "\n".join(f"- {duty}" for duty in one.duties)
    note = " · ".join(filter(None, (one.person or "nobody named", one.decides)))
    text = "\n\n".join(filter(None, (one.decides.capitalize(), duties)))
    lacking = not one.person
    return Entry(f"role:{one.id}", one.name, None, note, text, one.source, one.line, lacking)


def _questions(form: RetroForm) -> list[Entry]:
    """A line per question of a form, with what was answered."""
    return [
        Entry(
            f"retro:{form.title}:{number}",
            question.text,
            None,
            " · ".join((form.title, f"{len(question.answers)} answers")),
            "\n".join(f"- {answer.text} ({answer.by})" for answer in question.answers)
            or "Nothing is written here. Press w to answer.",
            form.source,
            form.line,
        )
        for number, question in enumerate(form.questions, 1)
    ]


def _focus(card: FocusCard) -> Entry:
    words = {FocusKind.GOAL: "Goal", FocusKind.EXPECT: "Expect", FocusKind.ACTION: "Do"}
    text = "\n".join(f"{words[note.kind]}: {note.text}" for note in card.notes)
    first = card.notes[0]
    note = f"{len(card.of(FocusKind.GOAL))} goals, {len(card.of(FocusKind.EXPECT))} to expect"
    key = f"focus:{first.id}"
    return Entry(key, card.title, card.starts_at, note, text, first.source, first.line)


def _routine(one: Routine, runs: list[RoutineRun], launch: Launch, now: datetime) -> Entry:
    steps = [f"☐ {text}" + ("" if required else " (optional)") for text, required in one.steps]
    history = [
        f"{day_and_clock(run.due_at, launch.zone, now):<18}"
        f"{run.state.value}  {run.done}/{run.total}"
        for run in runs[:40]
    ]
    parts = ["\n".join(steps), "\n".join(("Runs, newest first", *history)) if history else ""]
    missed = sum(run.state.value == "missed" for run in runs)
    note = one.cadence + (f" · {missed} missed" if missed else "")
    text = "\n\n".join(part for part in parts if part)
    return Entry(f"routine:{one.id}", one.title, one.next_due_at, note, text, one.source, one.line)
