"""Findings about the launch as a whole: its times, its people, its rota."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.document import Problem, Severity
from warroom_tui.plan.draft import ContactDraft, LaunchDraft, Place, RequirementDraft

NAMED = 4
"""So many names are told; more are counted."""
_SOME_MONDAY = datetime(2024, 1, 1, 12, tzinfo=UTC)
"""Stands for a go-live that is not known: a window is as long in every week."""


@dataclass(frozen=True, slots=True)
class LaunchProblem:
    """A finding, with the document that it is about."""

    source: int
    problem: Problem


def lint_launch(draft: LaunchDraft) -> tuple[LaunchProblem, ...]:
    """What the plans ask for and cannot have, or leave open."""
    found = [
        *_open_go_live(draft),
        *_last_safe_moment(draft),
        *_contacts(draft),
        *_rota(draft),
    ]
    return tuple(sorted(found, key=lambda each: (each.source, each.problem.line)))


def _found(place: Place, severity: Severity, code: str, message: str) -> LaunchProblem:
    return LaunchProblem(place.source, Problem(place.line, severity, code, message))


def _open_go_live(draft: LaunchDraft) -> Iterator[LaunchProblem]:
    asked = next((each for each in draft.questions if each.key == "go_live"), None)
    if asked is None or draft.go_live is not None:
        return
    timed = sum(1 for phase in draft.phases if phase.start is not None)
    timed += sum(1 for message in draft.messages if message.anchor is not None)
    timed += sum(1 for meeting in draft.meetings if meeting.anchor is not None)
    if timed:
        yield _found(
            asked.place,
            "info",
            "go-live-open",
            f"go-live is open: {timed} phases, messages and meetings have no date until it is set",
        )


def _last_safe_moment(draft: LaunchDraft) -> Iterator[LaunchProblem]:
    zone = ZoneInfo(draft.timezone) if draft.timezone else ZoneInfo("UTC")
    go_live = draft.go_live.replace(tzinfo=zone) if draft.go_live else _SOME_MONDAY
    deadline = _at(draft.rollback_deadline, go_live, zone)
    start, end = _at(draft.window_start, go_live, zone), _at(draft.window_end, go_live, zone)
    if deadline is None:
        return
    place = _first_place(draft)
    needed = (draft.rollback_minutes or 0) + (draft.decision_minutes or 0)
    last = deadline - timedelta(minutes=needed)
    if start is not None and last <= start:
        yield _found(
            place,
            "warning",
            "last-safe-moment-impossible",
            f"the rollback deadline minus {needed} minutes for decision and rollback is before the "
            "launch window opens: from the first minute on there is no way back in time",
        )
    elif end is not None and deadline > end:
        yield _found(
            place,
            "warning",
            "rollback-after-window",
            "the rollback deadline lies behind the end of the launch window: a rollback then would "
            "run while users are back",
        )


def _at(anchor: Anchor | None, go_live: datetime, zone: ZoneInfo) -> datetime | None:
    return anchor.resolve(go_live, zone) if anchor is not None else None


def _first_place(draft: LaunchDraft) -> Place:
    triggers = [each for each in draft.criteria if each.klass.startswith("rollback")]
    return triggers[0].place if triggers else Place(1)


# -- people ----------------------------------------------------------------------------------


def _contacts(draft: LaunchDraft) -> Iterator[LaunchProblem]:
    """One finding for each table: who is missing, and who cannot be reached."""
    for kind, rows in _tables(draft.contacts):
        if kind == "emergency":
            silent = [row for row in rows if not row.phone]
            if silent:
                yield _found(
                    silent[0].place,
                    "warning",
                    "contact-blank",
                    f"{_counted(silent, 'emergency contact has', 'emergency contacts have')} no "
                    f"number ({_names(silent)}): whoever needs one on launch day finds nobody",
                )
            continue
        nobody = [row for row in rows if not (row.name or row.email or row.phone)]
        if nobody:
            yield _found(
                nobody[0].place,
                "warning",
                "role-without-person",
                f"{_counted(nobody, 'role has', 'roles have')} nobody ({_names(nobody)}): "
                "escalations and sign-offs that go to them reach no one",
            )
        silent = [row for row in rows if row.name and not (row.email or row.phone)]
        if silent and kind != "team":
            yield _found(
                silent[0].place,
                "info",
                "contact-blank",
                f"{_names(silent)}: a name without number or address cannot be reached from here",
            )


def _tables(contacts: Iterable[ContactDraft]) -> Iterator[tuple[str, list[ContactDraft]]]:
    """Contacts that stand together: same document, same kind, lines close by."""
    rows: list[ContactDraft] = []
    for contact in sorted(contacts, key=lambda each: (each.place.source, each.place.line)):
        if rows and not _together(rows[-1], contact):
            yield rows[0].kind, rows
            rows = []
        rows.append(contact)
    if rows:
        yield rows[0].kind, rows


def _together(one: ContactDraft, other: ContactDraft) -> bool:
    return (
        one.kind == other.kind
        and one.place.source == other.place.source
        and other.place.line - one.place.line <= 3
    )


def _names(rows: list[ContactDraft]) -> str:
    names = list(dict.fromkeys(row.label for row in rows))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more


def _counted(rows: list[ContactDraft], one: str, many: str) -> str:
    return f"1 {one}" if len(rows) == 1 else f"{len(rows)} {many}"


# -- rota ------------------------------------------------------------------------------------


def _rota(draft: LaunchDraft) -> Iterator[LaunchProblem]:
    """Heads that the plan asks for and plans nobody for; one finding, or one for each level."""
    planned = {
        (person.level, day)
        for person in draft.people
        for shift in person.shifts
        for day in shift.days
    }
    needs = [need for need in draft.requirements if need.min_heads > 0]
    if not needs:
        return
    if not planned:
        first = needs[0]
        day = [need for need in needs if need.day_from == first.day_from]
        heads = ", ".join(dict.fromkeys(f"{need.min_heads} {need.label}" for need in day[:NAMED]))
        yield _found(
            first.place,
            "warning",
            "requirement-without-shift",
            f"the plan asks for {heads} from day {first.day_from} on and puts nobody on duty: "
            "cover stays short until shifts are entered",
        )
        return
    seen: set[str] = set()
    for need in needs:
        if need.level not in seen and not _covered(need, planned):
            seen.add(need.level)
            yield _found(
                need.place,
                "warning",
                "requirement-without-shift",
                f"{need.label} on day {_days(need)}: {need.min_heads} needed and nobody planned, "
                "so cover will be short",
            )


def _covered(need: RequirementDraft, planned: set[tuple[str | None, int]]) -> bool:
    days = range(need.day_from, min(need.day_to, need.day_from + 60) + 1)
    if need.level == "staff":
        return any(day in days for _, day in planned)
    return any((need.level, day) in planned for day in days)


def _days(need: RequirementDraft) -> str:
    same = need.day_from == need.day_to
    return str(need.day_from) if same else f"{need.day_from}-{need.day_to}"
