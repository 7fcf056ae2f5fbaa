"""The plan linter on an open launch: what people have settled meanwhile is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from warroom_tui.domain.planning.findings import Finding, Findings
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.staffing.rota import Shift
from warroom_tui.plan.draft import PersonDraft, Place, ShiftDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.services.context import Context
from warroom_tui.services.planning.plan_findings import all_problems
from warroom_tui.services.planning.plan_reading import chosen_from_json, read_with
from warroom_tui.storage.planning.plan_sources import StoredSource, read_sources
from warroom_tui.storage.runsheet import launches
from warroom_tui.storage.staffing import rota


class LaunchFindings:
    """Findings about the plans of this launch."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def read(self, before: Findings | None = None) -> Findings:
        """Everything found, by document and line; `before` is given back when nothing changed."""
        with self._context.store.reading() as connection:
            launch = launches.read_launch(connection)
            sources = read_sources(connection)
            shifts = rota.read_shifts(connection)
        key = (
            *(source.sha256 for source in sources),
            *(str(source.kinds) for source in sources),
            launch.go_live_at,
            *((shift.id, shift.version) for shift in shifts),
        )
        if before is not None and before.key == key:
            return before
        return Findings(key, _found(launch, sources, shifts))


def _found(
    launch: Launch, sources: tuple[StoredSource, ...], shifts: Iterable[Shift]
) -> tuple[Finding, ...]:
    documents = [
        read_with(source.content, source.path, chosen_from_json(source.kinds)) for source in sources
    ]
    if not documents:
        return ()
    draft = draft_launch(documents)
    if launch.go_live_at is not None:
        local = launch.local(launch.go_live_at).replace(tzinfo=None)
        draft = replace(draft, go_live=local, timezone=launch.tz)
    draft = replace(draft, people=(*draft.people, *_on_duty(launch, shifts)))
    return tuple(
        Finding(
            sources[each.source].path,
            each.problem.line,
            each.problem.severity,
            each.problem.code,
            each.problem.message,
        )
        for each in all_problems(documents, draft)
    )


def _on_duty(launch: Launch, shifts: Iterable[Shift]) -> Iterable[PersonDraft]:
    """The rota as it stands, in the plan's words."""
    for shift in shifts:
        day = launch.day_number(shift.starts_at)
        if day is not None:
            start, end = launch.local(shift.starts_at), launch.local(shift.ends_at)
            duty = ShiftDraft((day,), start.time(), end.time())
            yield PersonDraft(shift.person, Place(0), level=shift.level, shifts=(duty,))
