"""The report desk: show a day's report, write it, and keep what was issued."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from warroom_tui.domain.clock import Clock
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.reporting.report import (
    DayRecord,
    IssuedReport,
    RenderedReport,
    ReportFormat,
    ReportKind,
)
from warroom_tui.domain.runsheet.launch import Launch
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.domain.timeline import Actor
from warroom_tui.services.reporting.report_facts import daily_facts, facts_json

if TYPE_CHECKING:
    from warroom_tui.reports.shelf import TemplateLibrary


FARTHEST = timedelta(days=3660)
"""How far from today a day may lie that a report is asked for."""


class ReportStore(Protocol):
    """What the desk needs of the database."""

    def launch(self) -> Launch:
        """The launch."""
        ...

    def read_day(self, day: date) -> DayRecord:
        """Everything about a launch-local day, in one read transaction."""
        ...

    def issued(self) -> tuple[IssuedReport, ...]:
        """Every report ever issued, newest first."""
        ...

    def freeze(self, report: IssuedReport, text: str) -> IssuedReport:
        """Store the report and its timeline event `text` in one transaction."""
        ...


@dataclass(frozen=True, slots=True)
class ReportOffer:
    """A kind of report that can be made."""

    kind: ReportKind
    what: str
    formats: tuple[ReportFormat, ...]


class ReportDesk:
    """Preview, write and list reports."""

    def __init__(
        self,
        store: ReportStore,
        clock: Clock,
        actor: Actor,
        *,
        user_templates: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        """`user_templates` may replace shipped templates; `folder` takes files without a place.

        Without `folder` it is the working folder at the time of writing.
        """
        self._store = store
        self._clock = clock
        self._actor = actor
        self._user_templates = user_templates
        self._folder = folder

    def kinds(self) -> tuple[ReportOffer, ...]:
        """What can be made."""
        return tuple(ReportOffer(kind, kind.what, tuple(ReportFormat)) for kind in ReportKind)

    def preview(
        self, kind: str = "daily", day: date | None = None, fmt: str = "md"
    ) -> RenderedReport:
        """The report of a launch-local day (today without `day`); stores nothing.

        Raises `InputError` for a kind, format or day that does not exist, `TemplateFault` for a
        template that cannot be used.
        """
        which = _choose(ReportKind, kind, "kind of report")
        form = _choose(ReportFormat, fmt, "report format")
        now = self._clock.now()
        today = self._store.launch().local(now).date()
        if day is not None and abs(day - today) > FARTHEST:
            raise InputError(f"{day} is further away than any launch.", f"Today is {today}.")
        from warroom_tui.reports.render import render_report  # Jinja2 costs 50 ms

        record = self._store.read_day(day or today)
        facts = daily_facts(record, which, self._clock.now(), self._actor.name)
        return render_report(self._library(), facts, form)

    def suggested_path(self, rendered: RenderedReport, out: Path | None = None) -> Path:
        """Where `write` would put it: a folder gets a generated name."""
        from warroom_tui.reports.files import file_name, target_path

        facts = rendered.facts
        days = (facts.day_number, facts.launch_day)
        name = file_name(facts.code, rendered.kind, rendered.day, days, rendered.format)
        if out is None:
            return (self._folder or Path.cwd()).expanduser() / name
        return target_path(out, name)

    def write(
        self, rendered: RenderedReport, out: Path | None = None, *, overwrite: bool = False
    ) -> Path:
        """Write the report to a file (or into a folder), freeze it as issued, return its path.

        Raises `Refused` when the file exists and `overwrite` is not set, `FileFault` when it
        cannot be written; then nothing was issued, and no half file is left. Whatever the
        database raises leaves the file as it was.
        """
        from warroom_tui.reports.files import ready_folder, staged

        path = self.suggested_path(rendered, out)
        if self._folder is not None and path.parent == self._folder.expanduser():
            # Ours to make: the first report of a new user has nowhere else to go.
            ready_folder(path.parent)
        issued = self._issued(rendered, path)
        with staged(path, rendered.text, overwrite=overwrite):
            self._store.freeze(issued, f"{rendered.title} issued as {path.name}")
        return path

    def issued(self) -> tuple[IssuedReport, ...]:
        """Every report that was issued, newest first, as it was."""
        return self._store.issued()

    def _library(self) -> TemplateLibrary:
        from warroom_tui.reports.shelf import TemplateLibrary

        return TemplateLibrary(self._user_templates, shipped_path("templates"))

    def _issued(self, rendered: RenderedReport, path: Path) -> IssuedReport:
        facts = rendered.facts
        return IssuedReport(
            id=0,
            kind=rendered.kind,
            day=rendered.day,
            rag=facts.rag,
            rag_reason=facts.rag_reason,
            facts_json=facts_json(facts),
            body=rendered.text,
            format=rendered.format,
            path=str(path.absolute()),
            issued_at=self._clock.now(),
            issued_by=self._actor.name,
            sha256=hashlib.sha256(rendered.text.encode("utf-8")).hexdigest(),
        )


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choose(choices: type[_Choice], word: str, what: str) -> _Choice:
    try:
        return choices(word)
    except ValueError:
        known: Sequence[str] = [choice.value for choice in choices]
        raise InputError(f"There is no {what} {word!r}.", f"Known: {', '.join(known)}.") from None
