"""YAML text into plain values that remember where they stood.

Every scalar stays the text that was written, so `no`, `on` and `12:30` mean what they say and the
schema alone decides what is a number. Aliases are refused: they can blow a small text up.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Plain = str | None | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]
_DEPTH = 20


@dataclass(frozen=True, slots=True)
class YamlFault:
    """What is wrong with the text, and where (both from 0)."""

    line: int
    column: int
    message: str
    path: Path = ()


@dataclass(slots=True)
class YamlTree:
    """The values of a text and the place of every key."""

    value: Plain = None
    places: dict[Path, tuple[int, int]] = field(default_factory=dict)
    faults: list[YamlFault] = field(default_factory=list)


def read_yaml(text: str) -> YamlTree:
    """Read one YAML text; faults are collected, not raised."""
    tree = YamlTree()
    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark is not None else (0, 0)
        what = error.problem or error.context
        tree.faults.append(YamlFault(line, column, f"no valid YAML: {what}"))
        return tree
    except (YAMLError, ValueError, RecursionError) as error:
        tree.faults.append(YamlFault(0, 0, f"no valid YAML: {type(error).__name__}"))
        return tree
    if node is not None:
        tree.value = _plain(node, (), tree, set())
    return tree


def _plain(node: Node, path: Path, tree: YamlTree, seen: set[int]) -> Plain:
    mark = node.start_mark
    tree.places.setdefault(path, (mark.line, mark.column))
    if id(node) in seen or len(path) > _DEPTH:
        why = "aliases are not allowed" if id(node) in seen else "nested too deeply"
        tree.faults.append(YamlFault(mark.line, mark.column, why, path))
        return None
    seen.add(id(node))
    if isinstance(node, MappingNode):
        return _mapping(node, path, tree, seen)
    if isinstance(node, SequenceNode):
        return [_plain(child, (*path, n), tree, seen) for n, child in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    text = str(node.value)
    return None if node.style is None and text in ("", "~", "null") else text


def _mapping(node: MappingNode, path: Path, tree: YamlTree, seen: set[int]) -> dict[str, Plain]:
    out: dict[str, Plain] = {}
    for key, value in node.value:
        mark = key.start_mark
        name = str(key.value) if isinstance(key, ScalarNode) else "?"
        if name in out:
            tree.faults.append(
                YamlFault(mark.line, mark.column, "stands here twice", (*path, name))
            )
            continue
        tree.places[(*path, name)] = (mark.line, mark.column)
        out[name] = _plain(value, (*path, name), tree, seen)
    return out
