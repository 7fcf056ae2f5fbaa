"""Everything that is wrong, assumed or open in the plans of a launch, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from warroom_tui.domain.runsheet.message_blanks import BLANK, key_of
from warroom_tui.plan.document import PlanDocument, Problem
from warroom_tui.plan.draft import CriterionDraft, LaunchDraft, MessageDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.lint import LaunchProblem, lint_launch
from warroom_tui.services.planning.import_metrics import known_metrics, metric_of, spoken_metrics

_FEW = 3


def launch_problems(draft: LaunchDraft) -> tuple[LaunchProblem, ...]:
    """What the plans together leave open, by document and line."""
    found = [*lint_launch(draft), *_unmeasured(draft), *_blanks(draft)]
    return tuple(sorted(found, key=lambda each: (each.source, each.problem.line)))


def with_launch_problems(document: PlanDocument) -> PlanDocument:
    """One document with the findings about the launch that it describes alone."""
    if any(problem.severity == "error" for problem in document.problems):
        return document
    more = [each.problem for each in launch_problems(draft_launch([document]))]
    problems = sorted([*document.problems, *more], key=lambda each: (each.line, each.code))
    return replace(document, problems=tuple(problems))


def _problem(place_source: int, line: int, code: str, message: str) -> LaunchProblem:
    return LaunchProblem(place_source, Problem(line, "info", code, message))


def _unmeasured(draft: LaunchDraft) -> Iterator[LaunchProblem]:
    """Criteria that nothing can measure: said once for each document."""
    known = known_metrics(draft)
    typed = frozenset(
        str(row["key"]) for row in spoken_metrics(draft) if row["source"] == "manual"
    ) | frozenset(metric.key for metric in draft.metrics if metric.source == "manual")
    for source in range(1 + max((each.place.source for each in draft.criteria), default=-1)):
        own = [each for each in draft.criteria if each.place.source == source]
        judged = [each for each in own if metric_of(each, known) is None]
        entered = [each for each in own if metric_of(each, known) in typed]
        if judged:
            yield _problem(
                source,
                judged[0].place.line,
                "criterion-by-hand",
                f"{len(judged)} of {len(own)} criteria have no figure behind them, such as "
                f"“{_short(judged[0])}”: a person has to judge each, or they stay without data",
            )
        if entered:
            yield _problem(
                source,
                entered[0].place.line,
                "criterion-typed-in",
                f"{_targets(entered)} no machine source: somebody types the figures in (v), or a "
                "warroom block fetches them",
            )


def _targets(found: Sequence[CriterionDraft]) -> str:
    if len(found) == 1:
        return f"1 target (line {found[0].place.line}) has"
    lines = ", ".join(str(each.place.line) for each in found[:_FEW])
    return f"{len(found)} targets (lines {lines}{'…' if len(found) > _FEW else ''}) have"


def _short(criterion: CriterionDraft) -> str:
    text = criterion.text
    return text if len(text) <= 50 else text[:49].rstrip() + "…"


def _blanks(draft: LaunchDraft) -> Iterator[LaunchProblem]:
    """Blanks of messages that nothing known will fill: said once for each document."""
    known = {f"metric:{metric.name}": "" for metric in draft.metrics}
    known |= {f"metric:{row['name']}": "" for row in spoken_metrics(draft)}
    known |= {f"contact:{each.label}": "" for each in draft.channels if each.address}
    known |= {f"contact:{each.label}": "" for each in draft.contacts if each.phone}
    left: dict[int, list[tuple[MessageDraft, str]]] = {}
    for message in draft.messages:
        for blank in _open_blanks(message, known):
            left.setdefault(message.place.source, []).append((message, blank))
    for source, found in left.items():
        messages = list(dict.fromkeys(message.place.line for message, _ in found))
        samples = list(dict.fromkeys(blank for _, blank in found))[:_FEW]
        where = "1 message" if len(messages) == 1 else f"{len(messages)} messages"
        yield _problem(
            source,
            messages[0],
            "blank-without-source",
            f"{len(found)} blanks in {where} cannot be filled from the launch "
            f"({', '.join(samples)} …): somebody has to write them before they go out",
        )


def _open_blanks(message: MessageDraft, known: dict[str, str]) -> Iterator[str]:
    for line in f"{message.subject or ''}\n{message.body or ''}".split("\n"):
        for match in BLANK.finditer(line):
            if key_of(match[0], line[: match.start()], line[match.end() :], known) is None:
                yield match[0]


def all_problems(
    documents: Sequence[PlanDocument], draft: LaunchDraft
) -> tuple[LaunchProblem, ...]:
    """The documents' own findings, where they differ, and those about the launch, in order."""
    found = [
        LaunchProblem(source, problem)
        for source, document in enumerate(documents)
        for problem in document.problems
    ]
    found += [
        LaunchProblem(each.place.source, Problem(each.place.line, "warning", each.code, each.text))
        for each in draft.findings
    ]
    found += launch_problems(draft)
    return tuple(sorted(found, key=lambda each: (each.source, each.problem.line)))
