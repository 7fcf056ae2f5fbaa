"""The import sheet: what the reader made of every section, before anything is stored."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from warroom_tui.plan.confidence import Confidence, confidences
from warroom_tui.plan.decode import decode
from warroom_tui.plan.document import PlanDocument, SectionKind
from warroom_tui.plan.draft import ChecklistDraft, LaunchDraft, Place
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.reader import read_plan
from warroom_tui.plan.words import load_words
from warroom_tui.services.planning.launch_import import PlanFile
from warroom_tui.services.planning.plan_findings import all_problems
from warroom_tui.services.planning.plan_reading import chosen_kinds

Kinds = Mapping[tuple[int, int], SectionKind]
"""(document, line) → the kind that a person chose."""

KIND_WORDS: dict[SectionKind, str] = {
    "phase": "a step of the run sheet with its tasks",
    "checklist": "tasks outside or inside a phase",
    "gate": "conditions before going on",
    "success": "criteria of success",
    "rollback": "when and how to go back",
    "contingency": "what to do when something breaks",
    "risk": "the risk register",
    "comms": "messages to send",
    "people": "who is who, with numbers and addresses",
    "rota": "who is on duty, heads needed",
    "support": "priorities, reply times",
    "monitor": "what is watched, alert limits",
    "training": "sessions and material",
    "meeting": "ceremonies with their agenda",
    "steps": "numbered steps of a procedure",
    "log": "a log to be filled in",
    "meta": "about the plan itself",
    "notes": "kept as a page, nothing is made of it",
}
"""Every kind with what it means to people."""

_ONE = {
    "criteria": "criterion",
    "people": "person",
    "priorities": "priority",
    "heads": "heads",
    "pages kept as they are": "page kept as it is",
}


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One section of a document."""

    source: int
    line: int
    title: str
    depth: int
    kind: SectionKind
    confidence: Confidence
    when: str
    """Its time as the plan writes it."""
    became: str
    """What was made of it, with counts: "phase, 6 tasks"."""


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """Something assumed, ambiguous or contradictory."""

    source: int
    line: int
    severity: str
    """error, warning, info or open (a question)."""
    text: str
    asks: str = ""
    """Of a question: what it asks for (`go_live`, `timezone`, ...)."""


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """Everything to look at before an import."""

    files: tuple[PlanFile, ...]
    documents: tuple[PlanDocument, ...]
    draft: LaunchDraft
    lines: tuple[SheetLine, ...]
    findings: tuple[SheetFinding, ...]

    def text(self, source: int) -> str:
        """A document's text as it was read."""
        file = self.files[source]
        return decode(file.content, file.name).text

    def totals(self) -> tuple[tuple[str, int], ...]:
        """(confidence, sections) in a fixed order."""
        found = Counter(line.confidence for line in self.lines)
        names: tuple[Confidence, ...] = ("recognised", "guessed", "kept as note", "chosen")
        return tuple((name, found[name]) for name in names if found[name] or name != "chosen")


class SheetReader:
    """Reads the same files again and again, each time with the kinds chosen so far."""

    def __init__(self, files: Sequence[PlanFile], documents: Sequence[PlanDocument]) -> None:
        self._files = tuple(files)
        self._plain = tuple(documents)

    def read(self, kinds: Kinds | None = None) -> ImportSheet:
        """The sheet with these kinds. Raises `PlanError` when a plan has errors."""
        wanted = kinds or {}
        files, documents = [], []
        for source, (file, plain) in enumerate(zip(self._files, self._plain, strict=True)):
            own = {line: kind for (at, line), kind in wanted.items() if at == source}
            document = read_plan(file.content, plain.name, kinds=own) if own else plain
            documents.append(document)
            files.append(replace(file, kinds=chosen_kinds(plain, own)))
        return make_sheet(tuple(files), tuple(documents), wanted)


def make_sheet(
    files: tuple[PlanFile, ...], documents: tuple[PlanDocument, ...], kinds: Kinds
) -> ImportSheet:
    """The sheet of documents that were read with `kinds`."""
    draft = draft_launch(documents)
    words = load_words()
    made = _made(documents, draft)
    lines = []
    for source, document in enumerate(documents):
        sure = confidences(document, words, {line for at, line in kinds if at == source})
        chapters = {section.parent for section in document.sections}
        for section in document.sections:
            if section.level:
                nothing = "chapter" if section.index in chapters else ""
                counts = made.get((source, section.index), Counter())
                lines.append(
                    SheetLine(
                        source,
                        section.line,
                        section.title,
                        len(document.path(section.index)) - 1,
                        section.kind,
                        sure[section.index],
                        ", ".join(dict.fromkeys(when.raw for when in section.when)),
                        _became(counts) or nothing,
                    )
                )
    return ImportSheet(files, documents, draft, tuple(lines), tuple(_findings(documents, draft)))


def _made(
    documents: Sequence[PlanDocument], draft: LaunchDraft
) -> dict[tuple[int, int], Counter[str]]:
    """What was made of each section's own lines: (document, section) → counts."""
    starts = [[section.line for section in document.sections] for document in documents]
    found: dict[tuple[int, int], Counter[str]] = {}
    for what, place in _places(draft):
        at = max(bisect_right(starts[place.source], place.line) - 1, 0)
        found.setdefault((place.source, at), Counter())[what] += 1
    return found


def _places(draft: LaunchDraft) -> Iterator[tuple[str, Place]]:
    """Everything that the draft holds, by what it is called and where it stands."""
    for phase in draft.phases:
        yield "phases", phase.place
        yield from _tasks(phase.checklists)
    yield from _tasks(draft.lists)
    named: tuple[tuple[str, Iterable[Place]], ...] = (
        ("criteria", (each.place for each in draft.criteria)),
        ("heads", (each.place for each in draft.requirements)),
        ("breaks", (each.place for each in draft.breaks)),
        ("people", (each.place for each in draft.people)),
        ("contacts", (each.place for each in draft.contacts)),
        ("channels", (each.place for each in draft.channels)),
        ("priorities", (each.place for each in draft.priorities)),
        ("reply times", (each.place for each in draft.sla_targets)),
        ("alert limits", (each.place for each in draft.thresholds)),
        ("checks", (each.place for each in draft.checks)),
        ("metrics", (each.place for each in draft.metrics)),
        ("maintenance", (each.place for each in draft.maintenance)),
        ("messages", (each.place for each in draft.messages)),
        ("procedures", (each.place for each in draft.procedures)),
        ("meetings", (each.place for each in draft.meetings)),
        ("risks", (each.place for each in draft.risks)),
        ("sessions", (each.place for each in draft.training)),
        ("pages", (each.place for each in draft.notes)),
    )
    for what, places in named:
        for place in places:
            yield what, place


def _tasks(lists: Iterable[ChecklistDraft]) -> Iterator[tuple[str, Place]]:
    for found in lists:
        for task in found.tasks:
            yield "tasks", task.place


def _became(counts: Counter[str]) -> str:
    return ", ".join(counted(number, what) for what, number in counts.items())


def counted(number: int, what: str) -> str:
    """ "1 task", "6 tasks"."""
    return f"{number} {word_for(number, what)}"


def word_for(number: int, what: str) -> str:
    """ "task" for one, "tasks" for any other number."""
    return (_ONE.get(what) or what.removesuffix("s")) if number == 1 else what


def _findings(documents: Sequence[PlanDocument], draft: LaunchDraft) -> Iterator[SheetFinding]:
    """Questions first, then what is wrong or assumed, in the order of the lines."""
    for question in draft.questions:
        place = question.place
        yield SheetFinding(place.source, place.line, "open", question.text, question.key)
    told = all_problems(documents, draft)
    for source, document in enumerate(documents):
        found = [
            SheetFinding(source, each.problem.line, each.problem.severity, each.problem.message)
            for each in told
            if each.source == source and each.problem.code != "go-live-open"
        ]
        found += [
            SheetFinding(source, when.line, "info", f"“{when.raw}” has no unit: one was assumed")
            for when in document.times
            if when.unit_assumed
        ]
        found += [
            SheetFinding(
                source, copy.place.line, "info",
                f"“{copy.title}” repeats the list of line {copy.duplicate_of}; both are kept",
            )
            for copy in _copies(draft) if copy.place.source == source
        ]  # fmt: skip
        yield from sorted(dict.fromkeys(found), key=lambda each: each.line)


def _copies(draft: LaunchDraft) -> Iterator[ChecklistDraft]:
    for found in (*(each for phase in draft.phases for each in phase.checklists), *draft.lists):
        if found.duplicate_of is not None:
            yield found
