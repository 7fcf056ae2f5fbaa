"""One or more plan documents into one launch draft."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import (
    ChecklistDraft,
    LaunchDraft,
    NoteDraft,
    PhaseDraft,
    Place,
    Question,
)
from warroom_tui.plan.drafting.anchoring import rough_minutes
from warroom_tui.plan.drafting.bindings import bound
from warroom_tui.plan.drafting.criteria import criteria
from warroom_tui.plan.drafting.directory import directory
from warroom_tui.plan.drafting.escalation import escalation
from warroom_tui.plan.drafting.facts import facts
from warroom_tui.plan.drafting.findings import findings
from warroom_tui.plan.drafting.gates import gates
from warroom_tui.plan.drafting.homes import focus, roles
from warroom_tui.plan.drafting.lessons import lessons
from warroom_tui.plan.drafting.meetings import meetings
from warroom_tui.plan.drafting.messages import messages
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.drafting.phases import phases_and_lists
from warroom_tui.plan.drafting.procedures import procedures
from warroom_tui.plan.drafting.risks import risks, training
from warroom_tui.plan.drafting.service_levels import service_levels
from warroom_tui.plan.drafting.staffing import requirements
from warroom_tui.plan.drafting.support_hours import support_hours
from warroom_tui.plan.drafting.watch import thresholds
from warroom_tui.plan.errors import PlanError
from warroom_tui.plan.machine import MachinePart
from warroom_tui.plan.times import TimeReader
from warroom_tui.plan.words import Words, load_words

_HOLDERS = 20
"""Lists remembered per box text: more do not make a copy likelier, only slower to find."""

_ALIKE = 0.7
"""Share of common boxes from which a second list counts as a copy of the first."""


def draft_launch(documents: Sequence[PlanDocument], words: Words | None = None) -> LaunchDraft:
    """Everything that the documents ask for, in their order.

    Raises `PlanError` when there is no document, or when one has an error in its front matter or
    `warroom` fences: what was asked for by name must not be guessed.
    """
    if not documents:
        raise PlanError("No plan was given.", "Name at least one Markdown file.")
    _refuse_errors(documents)
    known = words if words is not None else load_words()
    outlines = [Outline(document, source, known) for source, document in enumerate(documents)]
    times = TimeReader(known, min(document.day_base for document in documents))
    found = facts(outlines, times)
    draft = LaunchDraft(
        name=found.name,
        code=found.code,
        go_live=found.go_live,
        timezone=found.timezone,
        window_start=found.window_start,
        window_end=found.window_end,
        rollback_deadline=found.rollback_deadline,
        rollback_minutes=found.rollback_minutes,
        decision_minutes=found.decision_minutes,
        hypercare_days=found.hypercare_days,
        day_1_is_go_live=found.day_1_is_go_live,
        product_url=found.product_url,
        questions=found.questions,
    )
    for outline in outlines:
        own = TimeReader(known, outline.document.day_base)  # each plan counts its days itself
        draft = _add(draft, outline, own)
    phases, lists = _mark_copies(_in_time_order(draft.phases), draft.lists)
    names = [document.name for document in documents]
    return replace(
        draft,
        phases=phases,
        lists=lists,
        questions=draft.questions + tuple(_asks(draft)),
        findings=tuple(findings(draft.criteria, draft.sla_targets, names, draft.requirements)),
    )


def _add(draft: LaunchDraft, outline: Outline, times: TimeReader) -> LaunchDraft:
    machine = _sourced(outline.document.machine, outline.source)
    phases, lists, expected = phases_and_lists(outline)
    people, contacts, channels = directory(outline)
    priorities, targets = service_levels(outline, times)
    stated = machine.sla_targets
    named = {(target.scope, target.key, target.clock) for target in stated}
    targets = [t for t in targets if (t.scope, t.key, t.clock) not in named]
    levels, steps = escalation(outline, times)
    heads = () if machine.requirements else tuple(requirements(outline, times))
    return replace(
        draft,
        at_risk_pct=machine.at_risk_pct if machine.at_risk_pct is not None else draft.at_risk_pct,
        phases=draft.phases + tuple(phases),
        lists=draft.lists + tuple(lists),
        criteria=draft.criteria + bound(tuple(criteria(outline)), outline.document),
        requirements=draft.requirements + heads + machine.requirements,
        people=draft.people
        + machine.people
        + tuple(
            person
            for person in people
            if person.name not in {other.name for other in machine.people + draft.people}
        ),
        contacts=draft.contacts + tuple(contacts),
        channels=draft.channels + tuple(channels),
        priorities=draft.priorities + tuple(priorities),
        sla_targets=draft.sla_targets + tuple(targets) + stated,
        calendars=draft.calendars + machine.calendars + tuple(support_hours(outline)),
        escalation_levels=draft.escalation_levels + tuple(levels),
        escalation_steps=draft.escalation_steps + machine.escalation_steps + tuple(steps),
        thresholds=draft.thresholds + tuple(thresholds(outline)),
        checks=draft.checks + machine.checks,
        metrics=draft.metrics + machine.metrics,
        breaks=draft.breaks + machine.breaks,
        maintenance=draft.maintenance + machine.maintenance,
        categories=draft.categories + machine.categories,
        risks=draft.risks + tuple(risks(outline)),
        training=draft.training + tuple(training(outline)),
        gates=draft.gates + tuple(gates(outline)),
        messages=draft.messages + tuple(messages(outline)),
        procedures=draft.procedures + tuple(procedures(outline)),
        meetings=draft.meetings + tuple(meetings(outline, times)),
        notes=draft.notes
        + tuple(
            NoteDraft(note.title, note.markdown, outline.place(note.line))
            for note in outline.document.notes
        )
        + tuple(lessons(outline)),
        expected=draft.expected + tuple(expected),
        focus=draft.focus + tuple(focus(outline, phases)),
        roles=draft.roles + tuple(roles(outline)),
    )


def _sourced(part: MachinePart, source: int) -> MachinePart:
    """The same part with places in the document of that number."""
    if source == 0:
        return part

    def moved(place: Place) -> Place:
        return Place(place.line, source)

    return replace(
        part,
        checks=tuple(replace(e, place=moved(e.place)) for e in part.checks),
        metrics=tuple(replace(e, place=moved(e.place)) for e in part.metrics),
        people=tuple(replace(e, place=moved(e.place)) for e in part.people),
        requirements=tuple(replace(e, place=moved(e.place)) for e in part.requirements),
        sla_targets=tuple(replace(e, place=moved(e.place)) for e in part.sla_targets),
        calendars=tuple(replace(e, place=moved(e.place)) for e in part.calendars),
        escalation_steps=tuple(replace(e, place=moved(e.place)) for e in part.escalation_steps),
        breaks=tuple(replace(e, place=moved(e.place)) for e in part.breaks),
        maintenance=tuple(replace(e, place=moved(e.place)) for e in part.maintenance),
    )


def _refuse_errors(documents: Iterable[PlanDocument]) -> None:
    messages = [
        problem.message
        for document in documents
        for problem in document.problems
        if problem.severity == "error"
    ]
    if messages:
        raise PlanError("\n".join(messages), "Correct the plan and import it again.")


def _in_time_order(phases: tuple[PhaseDraft, ...]) -> tuple[PhaseDraft, ...]:
    """Before go-live by start; from go-live on in the order of the plan, plans interleaved.

    A phase without a start stays behind the one that it follows; "Week 1 Post-Launch" stays
    behind the roll-out that it comes after, although both count from the same day.
    """
    keys: list[int] = []
    latest: dict[int, int] = {}
    for phase in phases:
        rough = rough_minutes(phase.start)
        key = latest.get(phase.place.source, 0) if rough is None else rough
        if rough is None or rough >= 0:
            key = max(key, latest.get(phase.place.source, key))
        latest[phase.place.source] = key
        keys.append(key)
    order = sorted(range(len(phases)), key=lambda index: (keys[index], index))
    return _with_ends(tuple(phases[index] for index in order))


def _with_ends(phases: tuple[PhaseDraft, ...]) -> tuple[PhaseDraft, ...]:
    """A phase of days before launch that names no end lasts until the next one begins."""
    out: list[PhaseDraft] = []
    for index, phase in enumerate(phases):
        start = phase.start
        if start is not None and phase.end is None and start.day is not None and start.day < 0:
            later = (
                other.start
                for other in phases[index + 1 :]
                if other.start is not None
                and other.start.day is not None
                and start.day < other.start.day <= 0
            )
            following = next(later, None)
            phase = replace(phase, end=Anchor(day=following.day if following else 0))
        out.append(phase)
    return tuple(out)


def _mark_copies(
    phases: tuple[PhaseDraft, ...], lists: tuple[ChecklistDraft, ...]
) -> tuple[tuple[PhaseDraft, ...], tuple[ChecklistDraft, ...]]:
    seen: list[tuple[ChecklistDraft, int]] = []
    holders: dict[str, list[int]] = {}

    def marked(found: ChecklistDraft) -> ChecklistDraft:
        own = {_key(task.text) for task in found.tasks}
        shared = Counter(index for key in own for index in holders.get(key, ()))
        for index, common in sorted(shared.items()):
            earlier, size = seen[index]
            if common >= 2 and common >= _ALIKE * max(len(own), size):
                return replace(found, duplicate_of=earlier.place.line)
        for key in own:
            if len(holders.setdefault(key, [])) < _HOLDERS:
                holders[key].append(len(seen))
        seen.append((found, len(own)))
        return found

    done = tuple(
        replace(phase, checklists=tuple(marked(found) for found in phase.checklists))
        for phase in phases
    )
    return done, tuple(marked(found) for found in lists)


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _asks(draft: LaunchDraft) -> list[Question]:
    asked: list[Question] = []
    for contact in draft.contacts:
        if contact.kind != "emergency" or contact.phone is not None:
            continue
        asked.append(Question("phone", f"Which number for {contact.label}?", contact.place))
    return asked
