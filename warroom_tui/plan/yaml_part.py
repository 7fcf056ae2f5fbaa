"""Front matter and `warroom` fences into drafts, or into errors with file, line and column."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import BaseModel, ValidationError

from warroom_tui.plan.blocks import Block
from warroom_tui.plan.document import Fence, Problem
from warroom_tui.plan.machine import FrontMatter, MachinePart
from warroom_tui.plan.yaml_drafts import fence_drafts
from warroom_tui.plan.yaml_nodes import Path, Plain, YamlTree, read_yaml
from warroom_tui.plan.yaml_schema import Front, WarroomFence

_NEAR = 0.72


@dataclass(frozen=True, slots=True)
class _Source:
    """One YAML text: where its first line stands in the plan."""

    name: str
    first_line: int
    tree: YamlTree


def read_machine(
    front: Block | None, fences: Sequence[Fence], name: str
) -> tuple[MachinePart, list[Problem]]:
    """Check everything and merge it; what has an error is left out and reported."""
    problems: list[Problem] = []
    part = MachinePart()
    if front is not None:
        part = replace(part, front=_front(front, name, problems))
    for fence in fences:
        source = _Source(name, fence.line + 1, read_yaml(fence.text))
        parsed = _validate(WarroomFence, source, source.tree.value, problems)
        if isinstance(parsed, WarroomFence):
            part = fence_drafts(part, parsed, source.tree, source.first_line)
    problems.extend(_twice(part, name))
    return part, problems


def _front(block: Block, name: str, problems: list[Problem]) -> FrontMatter:
    source = _Source(name, block.line + 1, read_yaml(block.text))
    value = source.tree.value
    if not isinstance(value, dict) or source.tree.faults:
        known = any(re.search(rf"^{key}\s*:", block.text, re.M) for key in _keys(Front))
        severity: Literal["error", "warning"] = "error" if known else "warning"
        fault = source.tree.faults[0] if source.tree.faults else None
        message = fault.message if fault else "front matter holds no keys"
        line, column = (fault.line, fault.column) if fault else (0, 0)
        problems.append(_problem(source, line, column, message, severity, "front-matter"))
        return FrontMatter()
    own: dict[str, Plain] = {}
    for key, entry in value.items():
        near = difflib.get_close_matches(key.replace("_", "-"), _keys(Front), 1, _NEAR)
        if key in _keys(Front):
            own[key] = entry
        elif near:
            _unknown(source, (key,), near[0], problems)
        else:  # other tools keep their own keys there
            line, column = source.tree.places[(key,)]
            problems.append(
                _problem(
                    source,
                    line,
                    column,
                    f"{key}: not a key of a launch; ignored",
                    "info",
                    "front-matter-key",
                )
            )
    parsed = _validate(Front, source, own, problems)
    return _as_front(parsed) if isinstance(parsed, Front) else FrontMatter()


def _as_front(front: Front) -> FrontMatter:
    return FrontMatter(
        launch=front.launch,
        code=front.code,
        timezone=front.timezone,
        go_live=front.go_live,
        window=front.window,
        rollback_deadline=front.rollback_deadline,
        rollback_minutes=front.rollback_minutes,
        decision_minutes=front.decision_minutes,
        hypercare_days=front.hypercare_days,
        day_1_is_go_live=None if front.day_1 is None else front.day_1 == "go-live",
        product_url=front.product_url,
    )


def _validate(
    model: type[BaseModel], source: _Source, value: Plain, problems: list[Problem]
) -> BaseModel | None:
    for fault in source.tree.faults:
        text = f"{_dotted(fault.path)}: {fault.message}" if fault.path else fault.message
        problems.append(_problem(source, fault.line, fault.column, text))
    if source.tree.faults:
        return None
    try:
        return model.model_validate(value if value is not None else {})
    except ValidationError as error:
        for entry in error.errors(include_url=False):
            where = tuple(entry["loc"])
            known = _keys_at(model, where)
            if entry["type"] == "extra_forbidden":
                near = difflib.get_close_matches(str(where[-1]), known, 1, 0.5)
                _unknown(source, where, near[0] if near else None, problems, known)
                continue
            line, column = _place(source.tree, where)
            message = _words(entry["type"], entry["msg"], entry["input"], entry.get("ctx") or {})
            prefix = f"{_dotted(where)}: " if where else ""
            problems.append(_problem(source, line, column, prefix + message))
        return None


def _unknown(
    source: _Source,
    where: Path,
    near: str | None,
    problems: list[Problem],
    known: Sequence[str] = (),
) -> None:
    line, column = _place(source.tree, where)
    hint = f'; did you mean "{near}"?' if near else f"; known are {', '.join(known)}"
    problems.append(_problem(source, line, column, f"{_dotted(where)}: unknown key{hint}"))


def _words(kind: str, message: str, value: object, context: Mapping[str, object]) -> str:  # noqa: PLR0911 - one answer per rule, in order
    """The checker's finding as a sentence about what stands in the plan."""
    if kind == "missing":
        return "is missing"
    if kind == "value_error":
        return message.removeprefix("Value error, ")
    shown = f'"{value}"' if isinstance(value, str) else "this"
    if kind == "literal_error":
        return f"{shown} is none of {context.get('expected')}"
    if kind in ("int_parsing", "float_parsing"):
        return f"{shown} is not a number"
    if kind == "string_type":
        return "text expected"
    if kind in ("tuple_type", "list_type"):
        return "a list expected"
    if kind == "model_type":
        return "a mapping of keys expected"
    return f"{shown}: {message[:1].lower()}{message[1:]}"


def _keys(model: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in model.model_fields.items()]


def _keys_at(model: type[BaseModel], where: Path) -> list[str]:
    """The keys allowed where an unknown one stands."""
    current = model
    for step in where[:-1]:
        if isinstance(step, int):
            continue
        field = next(
            (info for name, info in current.model_fields.items() if (info.alias or name) == step),
            None,
        )
        nested = [field.annotation, *getattr(field.annotation, "__args__", ())] if field else []
        inner = next((n for n in nested if isinstance(n, type) and issubclass(n, BaseModel)), None)
        if inner is None:
            return []
        current = inner
    return _keys(current)


def _place(tree: YamlTree, where: Path) -> tuple[int, int]:
    """The place of the nearest key that stands in the text."""
    for size in range(len(where), -1, -1):
        if where[:size] in tree.places:
            return tree.places[where[:size]]
    return 0, 0


def _dotted(where: Path) -> str:
    """`checks.2.every`: list entries are counted from 1, as people do."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in where)


def _problem(
    source: _Source,
    line: int,
    column: int,
    message: str,
    severity: Literal["error", "warning", "info"] = "error",
    code: str = "warroom-fence",
) -> Problem:
    at = source.first_line + line
    return Problem(at, severity, code, f"{source.name}:{at}:{column + 1}: {message}", column + 1)


def _twice(part: MachinePart, name: str) -> Iterator[Problem]:
    for what, entries in (
        ("check", [(check.name, check.place.line) for check in part.checks]),
        ("metric", [(metric.key, metric.place.line) for metric in part.metrics]),
    ):
        seen: dict[str, int] = {}
        for key, line in entries:
            if key in seen:
                yield Problem(
                    line,
                    "error",
                    "warroom-fence",
                    f'{name}:{line}:1: the {what} "{key}" stands already in line {seen[key]}',
                    1,
                )
            seen.setdefault(key, line)
