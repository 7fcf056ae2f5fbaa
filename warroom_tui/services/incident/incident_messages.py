"""Words of an incident: alert, update, all-clear, the plan's own alerts, the post-mortem.

Nothing is sent from here: the words are shown, copied or written into a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from warroom_tui.domain.durations import day_and_clock, whole_moment
from warroom_tui.domain.errors import NotFound
from warroom_tui.domain.incident.alert_blanks import fill
from warroom_tui.domain.reporting.report import ReportFormat
from warroom_tui.domain.runsheet.actions import ActionSource
from warroom_tui.domain.runsheet.messages import Message, open_slots
from warroom_tui.domain.shipped import shipped_path
from warroom_tui.plan.words import Words, load_words
from warroom_tui.services.context import Context
from warroom_tui.services.incident.incident_facts import IncidentFile, names
from warroom_tui.storage.incident import incidents as rows
from warroom_tui.storage.incident import issues
from warroom_tui.storage.incident.incident_story import read_story
from warroom_tui.storage.runsheet import actions, launches, messages


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """One text about an incident, ready to be read before it goes out."""

    key: str
    """alert, update, resolved, postmortem, or plan-7 for message 7 of the plan."""
    title: str
    subject: str
    body: str
    fmt: str
    """txt or md: the ending of its file."""
    blanks: tuple[str, ...] = ()
    """Blanks that nothing is known for."""

    @property
    def text(self) -> str:
        """Subject on a line of its own, then the body."""
        return f"Subject: {self.subject}\n\n{self.body}" if self.subject else self.body


_SHIPPED = (
    ("alert", "Alert", "txt"),
    ("update", "Update", "txt"),
    ("resolved", "All clear", "txt"),
    ("postmortem", "Post-mortem", "md"),
)


class IncidentMessages:
    """Renders what is to be told about an incident."""

    def __init__(self, context: Context, user_templates: Path | None = None) -> None:
        self._context = context
        self._user_templates = user_templates

    def file(self, ref: str) -> IncidentFile:
        """Everything about an incident, in one snapshot."""
        with self._context.store.reading() as connection:
            one = rows.find(connection, ref)
            tickets = int(one.ticket_ref is not None)
            if one.issue_ref is not None:
                tickets = max(tickets, issues.find(connection, one.issue_ref).tickets)
            source = (ActionSource.POSTMORTEM, one.ref)
            return IncidentFile(
                launch=launches.read_launch(connection),
                incident=one,
                updates=rows.read_updates(connection, one.id),
                story=read_story(connection, one),
                post_mortem=rows.read_post_mortem(connection, one),
                actions=actions.read_actions(connection, open_only=False, source=source),
                tickets=tickets,
            )

    def all(self, ref: str) -> tuple[IncidentWords, ...]:
        """Every text there is for an incident: the plan's alerts first, then ours.

        A template of the team's own that is wrong says so in its place.
        """
        file, now = self.file(ref), self._context.clock.now()
        return (*self._plans(file, now), *(self._told(shipped, file, now) for shipped in _SHIPPED))

    def one(self, ref: str, key: str) -> IncidentWords:
        """The text called `key`; raises NotFound with those there are, TemplateFault."""
        file, now = self.file(ref), self._context.clock.now()
        shipped = next((one for one in _SHIPPED if one[0] == key), None)
        if shipped is not None:
            return self._shipped(*shipped, names(file, now), file)
        plans = self._plans(file, now)
        found = next((words for words in plans if words.key == key), None)
        if found is None:
            there = ", ".join([*(one[0] for one in _SHIPPED), *(words.key for words in plans)])
            raise NotFound(f"There is no text {key!r}.", f"There are: {there}.")
        return found

    def write_file(self, ref: str, words: IncidentWords, out: Path) -> Path:
        """Write a text into a new file: `out` itself, or a file in the folder `out`."""
        from warroom_tui.reports.files import ready_folder, target_path, write_whole

        if not out.suffix:
            ready_folder(out)
        name = f"{ref.casefold()}-{words.key}.{words.fmt}"
        path = target_path(out, name)
        number = 1
        while out.is_dir() and path.exists():
            number += 1
            path = out / f"{ref.casefold()}-{words.key}-{number}.{words.fmt}"
        return write_whole(path, words.text.rstrip("\n") + "\n")

    def _plans(self, file: IncidentFile, now: datetime) -> tuple[IncidentWords, ...]:
        with self._context.store.reading() as connection:
            found = messages.read_messages(connection)
        words = load_words()
        return tuple(
            _of_plan(message, file, now, words) for message in found if _is_alert(message, words)
        )

    def _told(
        self, shipped: tuple[str, str, str], file: IncidentFile, now: datetime
    ) -> IncidentWords:
        from warroom_tui.reports.errors import TemplateFault

        key, title, fmt = shipped
        try:
            return self._shipped(key, title, fmt, names(file, now), file)
        except TemplateFault as fault:
            return IncidentWords(key, f"{title} (template is wrong)", "", str(fault), fmt)

    def _shipped(
        self, key: str, title: str, fmt: str, facts: dict[str, object], file: IncidentFile
    ) -> IncidentWords:
        from warroom_tui.reports.shelf import TemplateLibrary

        library = TemplateLibrary(self._user_templates, shipped_path("templates"))
        zone = file.launch.zone
        body = library.render(f"incident-{key}.{fmt}.j2", ReportFormat(fmt), facts, zone)
        subject = ""
        if fmt == "txt":
            line = library.render(f"incident-{key}.subject.j2", ReportFormat.TXT, facts, zone)
            subject = " ".join(line.split())
        return IncidentWords(key, title, subject, body, fmt)


def _is_alert(message: Message, words: Words) -> bool:
    """Whether its title has a word of alerts, in any language that plans are read in."""
    return words.has("alert", "title", f"{message.title} {message.subject or ''}")


def _of_plan(message: Message, file: IncidentFile, now: datetime, words: Words) -> IncidentWords:
    """A message of the plan with its blanks filled from the incident."""
    one, zone = file.incident, file.launch.zone
    values = {
        "state": one.state.value.capitalize(),
        "impact": one.impact or one.title,
        "affected": one.affected,
        "conditions": one.conditions or one.title,
        "actions": ". ".join(part.rstrip(".") for part in (one.conditions, one.actions) if part)
        or one.state.value.capitalize(),
        "workaround": one.workaround or "None yet",
        "eta": day_and_clock(one.eta, zone, now) if one.eta else "Not known yet",
        "every": str(one.update_every_min),
        "hotline": one.hotline,
        "now": whole_moment(now, zone),
        "severity": f"{one.priority} {one.severity.value}",
        "commander": one.commander or "",
    }

    def says(kind: str, text: str) -> bool:
        return words.has("alert", kind, text)

    subject = fill(message.subject or message.title, values, says)
    body = fill(message.body, values, says)
    blanks = open_slots(f"{subject}\n{body}")
    title = f"{message.title} (plan)"
    return IncidentWords(f"plan-{message.id}", title, subject, body, "txt", blanks)
