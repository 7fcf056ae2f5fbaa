"""Which sections are phases, which lists belong to them, and which stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Section
from warroom_tui.plan.draft import ChecklistDraft, ListKind, PhaseDraft, PhaseKind
from warroom_tui.plan.drafting.anchoring import item_anchor, rough_minutes, window_of
from warroom_tui.plan.drafting.checklists import checklist, list_kind
from warroom_tui.plan.drafting.criterion_class import criterion_class
from warroom_tui.plan.drafting.outline import Outline
from warroom_tui.plan.drafting.run_sheets import run_sheet_tasks
from warroom_tui.plan.moments import When

_PARTICIPANTS = re.compile(r"participants|teilnehmer|participantes|who", re.IGNORECASE)
_EXPECTED = re.compile(r"expected|issues|erwartet|attendus|esperados", re.IGNORECASE)
_DAY = 24 * 60
_HYPERCARE_DAYS = 14
_NEAR_DAYS = 6
_LAUNCH_MIN = 45
_ZONE = re.compile(r"^(?:[A-Z]{2,4}T|UTC|GMT)\b\s*[-–—:]?\s*|^\(([^()]*)\)$")


def phases_and_lists(
    outline: Outline,
) -> tuple[list[PhaseDraft], list[ChecklistDraft], list[tuple[str, str]]]:
    """The phases, the lists outside any phase, and the issues that the plan expects."""
    phases: list[PhaseDraft] = []
    lists: list[ChecklistDraft] = []
    expected: list[tuple[str, str]] = []
    for root in outline.roots():
        _walk(outline, root, phases, lists, expected)
    return phases, lists, expected


def phase_sections(outline: Outline) -> Iterator[Section]:
    """The sections that become phases."""
    for section in outline.sections:
        if (
            section.kind == "phase"
            and is_phase(outline, section)
            and not any(is_phase(outline, above) for above in outline.above(section))
        ):
            yield section


def is_phase(outline: Outline, section: Section) -> bool:
    """Whether a section is a phase itself rather than a chapter that holds phases."""
    if section.index not in outline.phase_marks:
        outline.phase_marks[section.index] = _is_phase(outline, section)
    return outline.phase_marks[section.index]


def _is_phase(outline: Outline, section: Section) -> bool:
    if section.kind != "phase" or not _has_content(outline, section):
        return False
    inner = [
        below
        for below in outline.below(section)
        if below is not section
        and below.kind == "phase"
        and _has_content(outline, below)
        and not _same_window(outline, section, below)
    ]
    return not inner


def is_chapter(outline: Outline, section: Section) -> bool:
    """Whether a section with a time of its own holds phases: "Launch Day" with "T+2 hours" in it.

    What stands in it beside those phases is work of that time too.
    """
    return (
        section.kind == "phase"
        and outline.window(section) is not None
        and _has_content(outline, section)
        and not is_phase(outline, section)
    )


def _outside_inner_phases(outline: Outline, section: Section) -> Iterator[Section]:
    """The section and what stands below it, down to the phases in it."""
    yield section
    for child in outline.children(section):
        if not (is_phase(outline, child) or is_chapter(outline, child)):
            yield from _outside_inner_phases(outline, child)


def phase_name(outline: Outline, section: Section) -> str:
    """The title without its clock times and durations, which the phase keeps as numbers.

    A mere "Morning" says the day above it too.
    """
    name = section.title
    for when in section.when:
        if when.kind in ("clock", "duration"):
            raw = re.escape(when.raw)
            name = re.sub(rf"\s*[(\[]\s*{raw}\s*[)\]]|^{raw}\s*[-–—:]?\s*", "", name, count=1)
    name = _ZONE.sub(r"\1", _ZONE.sub(r"\1", name.strip(" -–—:")))
    name = name.strip(" -–—:") or section.title
    above = next(outline.above(section), None)
    if above is not None and above.level and any(w.part and w.raw == name for w in section.when):
        return f"{above.title} · {name}"
    return name


def _has_content(outline: Outline, section: Section) -> bool:
    if outline.has_boxes(section):
        return True
    when = outline.window(section)
    if when is None or when.start is None or when.start.day in (None, 0):
        return False
    return any(
        outline.items(below)
        for below in outline.below(section)
        if below.kind in ("phase", "notes", "checklist", "rota")
    )


def _same_window(outline: Outline, one: Section, other: Section) -> bool:
    first, second = outline.window(one), outline.window(other)
    return (
        first is not None
        and second is not None
        and (first.start, first.end) == (second.start, second.end)
    )


def _walk(
    outline: Outline,
    section: Section,
    phases: list[PhaseDraft],
    lists: list[ChecklistDraft],
    expected: list[tuple[str, str]],
) -> None:
    if is_phase(outline, section):
        phases.append(_phase(outline, section, tuple(outline.below(section))))
        expected.extend(_expected(outline, section))
        return
    if is_chapter(outline, section):
        rest = tuple(_outside_inner_phases(outline, section))
        found_phase = _phase(outline, section, rest)
        if found_phase.checklists:
            phases.append(found_phase)
        for below in rest:
            for child in outline.children(below):
                if is_phase(outline, child) or is_chapter(outline, child):
                    _walk(outline, child, phases, lists, expected)
        return
    if criterion_class(outline, section, None) is None:
        found = checklist(outline, section, _lone_kind(outline, section))
        if found is not None:
            lists.append(found)
    for child in outline.children(section):
        _walk(outline, child, phases, lists, expected)


def _lone_kind(outline: Outline, section: Section) -> ListKind:
    kind = list_kind(outline, section)
    in_appendix = any(outline.says("appendix", above) for above in outline.above(section))
    timed = any(when.kind in ("clock", "part") for when in section.when)
    return "routine" if kind in ("task", "verification") and in_appendix and timed else kind


def _phase(outline: Outline, section: Section, parts: Sequence[Section]) -> PhaseDraft:
    """The phase of a section, made of `parts`: itself and what of it belongs to the phase."""
    start, end = window_of(outline, section)
    length = next((when for when in section.when if when.kind == "duration"), None)
    if start is None:
        start = _first_due(outline, section)
    kind = _kind(outline, section, start)
    fallback: ListKind = "readiness" if kind == "pre_launch" and _days_ahead(start) else "task"
    lists = []
    for below in parts:
        if criterion_class(outline, below, section) is not None:
            continue
        found = checklist(outline, below, list_kind(outline, below, fallback))
        if found is not None:
            lists.append(found)
    return PhaseDraft(
        name=phase_name(outline, section),
        place=outline.place(section.line),
        kind=kind,
        start=_no_later_than_lists(start, lists),
        end=end,
        plan_min_lo=length.lo_min if length else None,
        plan_min_hi=length.hi_min if length else None,
        objective=_objective(outline, section),
        participants=_bullets(outline, section, _PARTICIPANTS),
        checklists=tuple(lists),
        notes=_notes(outline, section),
    )


def _first_due(outline: Outline, section: Section) -> Anchor | None:
    """A phase that is only a run sheet begins with its first row or timed bullet."""
    dues = [
        task.anchor
        for below in outline.below(section)
        for task in run_sheet_tasks(outline, below)
        if task.anchor is not None
    ]
    dues += [
        due
        for below in outline.below(section)
        for _, item in outline.boxes(below)
        if item.kind == "step" and (due := item_anchor(outline, below, item)) is not None
    ]
    return min(dues, key=lambda due: rough_minutes(due) or 0, default=None)


def _no_later_than_lists(start: Anchor | None, lists: Sequence[ChecklistDraft]) -> Anchor | None:
    """A week of lists named after weekdays begins with its first one.

    Which date "Monday" is depends on the weekday of go-live, so that a start counted in days alone
    could fall behind it.
    """
    named = [each.anchor for each in lists if each.anchor and each.anchor.weekday is not None]
    if start is None or start.day is None or start.weekday is not None or not named:
        return start
    first = min(named, key=lambda each: (each.day or 0, each.weekday or 0))
    return replace(first, at=start.at) if (first.day or 0) - start.day <= _NEAR_DAYS else start


def _days_ahead(start: Anchor | None) -> bool:
    return start is not None and start.day is not None and start.day < 0


def _kind(outline: Outline, section: Section, start: Anchor | None) -> PhaseKind:  # noqa: PLR0911 - one answer per rule, in order
    chain = (section, *outline.above(section))
    near = chain[:2]
    rough = rough_minutes(start)
    when = outline.window(section)
    if start is not None and start.offset_min == 0 and when is not None and _is_short(when):
        return "go_live"
    if start == Anchor(day=0) and when is not None and when.granule_days == 1 and not when.end:
        return "go_live"
    if start is not None and start.at is not None:
        return "go_live" if (start.day or 0) == 0 else _later(chain, rough)
    if any(outline.says("post_launch", each) for each in near):
        return _later(chain, rough)
    if any(outline.says("rollout", each) for each in near):
        return "rollout"
    if start is None:
        if any(outline.says("pre_launch", each) for each in near):
            return "pre_launch"
        return "cutover" if any(outline.says("cutover", each) for each in near) else "go_live"
    if start.offset_min is not None and start.offset_min < 0:
        cutover = any(outline.says("cutover", each) for each in near)
        return "cutover" if cutover and not outline.says("pre_launch", section) else "pre_launch"
    if _days_ahead(start):
        return "pre_launch"
    return _later(chain, rough)


def _is_short(when: When) -> bool:
    """ "T-0" and "First 30 minutes" are the launch itself, "First 24 hours" what follows it."""
    return when.end is None or (when.end.offset_min or 0) <= _LAUNCH_MIN


def _later(chain: tuple[Section, ...], rough: int | None) -> PhaseKind:
    improving = re.compile(r"optimi[sz]ation|improvement|enhancement", re.IGNORECASE)
    if any(improving.search(each.title) for each in chain[:2]):
        return "post_launch"
    if rough is None or rough >= _HYPERCARE_DAYS * _DAY:
        return "post_launch"
    return "hypercare"


def _objective(outline: Outline, section: Section) -> str | None:
    for field in outline.fields(section):
        if outline.words.matches("fields", "objective", field.key):
            return field.value
    return None


def _bullets(outline: Outline, section: Section, title: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(
        item.text
        for below in outline.below(section)
        if below is not section and title.search(below.title)
        for item in outline.items(below)
        if item.kind == "step"
    )


def _notes(outline: Outline, section: Section) -> tuple[str, ...]:
    """Plain bullets of the phase that have no better home."""
    out: list[str] = []
    for below in outline.below(section):
        if below.kind not in ("phase", "notes", "checklist", "monitor", "rota"):
            continue
        if _PARTICIPANTS.search(below.title) or _EXPECTED.search(below.title):
            continue
        work = {index for index, _ in outline.boxes(below)} if outline.uses_boxes else set()
        out.extend(
            item.text
            for index, item in outline.indexed(below)
            if item.kind == "step" and index not in work
        )
    return tuple(out)


def _expected(outline: Outline, section: Section) -> Iterator[tuple[str, str]]:
    for below in outline.below(section):
        if _EXPECTED.search(below.title) and not outline.boxes(below):
            for item in outline.items(below):
                yield phase_name(outline, section), item.text
