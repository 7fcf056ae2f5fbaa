"""A Jinja2 environment for templates that nobody has vetted.

Jinja2's own sandbox keeps a template from reaching Python's internals; it does not keep it from
running for ever or filling the memory. Here a template is a small language: what it may contain
is listed (`_ALLOWED`), it reaches nothing but the fields of domain values, it calls nothing but
its own macros, and every loop turn, macro call and printed value is charged to a `Budget`.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, cast

from jinja2 import BaseLoader, StrictUndefined, nodes, pass_context
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError, TemplateAssertionError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

MAX_OUTPUT = 4_000_000
"""Characters that a report may have."""

MAX_CPU_S = 3.0
"""Seconds of processor time for one report; a shipped one takes a fiftieth."""

MAX_NUMBER = 2**63
"""Numbers beyond this are a mistake or an attack."""


class BudgetSpent(SecurityError):
    """A template asked for too much time or output."""


class Budget:
    """What one rendering may use up; one per rendering."""

    def __init__(self, max_output: int = MAX_OUTPUT, max_cpu_s: float = MAX_CPU_S) -> None:
        self.max_output = max_output
        self._max_cpu_s = max_cpu_s
        self._printed = 0
        # Processor time of this thread: a busy machine must not fail an honest template.
        self._end = time.thread_time() + max_cpu_s

    def step(self) -> None:
        """Look at the time, once per turn of a loop, call and value; raises `BudgetSpent`."""
        if time.thread_time() > self._end:
            raise BudgetSpent(f"it runs longer than {self._max_cpu_s:g} s")

    def printed(self, size: int) -> None:
        """Charge `size` characters of output; raises `BudgetSpent`."""
        self.step()
        self._printed += size
        self.check(self._printed)

    def check(self, size: int) -> None:
        """Raise `BudgetSpent` when `size` characters are too many."""
        if size > self.max_output:
            raise BudgetSpent(f"it writes more than {self.max_output:,} characters")


_LOOP_FIELDS = frozenset(
    {"index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem"}
)


class BoundedEnvironment(ImmutableSandboxedEnvironment):
    """The environment of one rendering: one budget, one way to escape."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(
        self, loader: BaseLoader, budget: Budget, escape: Callable[[object], Markup]
    ) -> None:
        """`escape` turns whatever is printed into safe text of the output format."""
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            # No folding of constants: it would run outside the budget.
            optimized=False,
            finalize=self._printed,
        )
        self.budget = budget
        self._escape = escape
        self.globals = {"range": safe_range}
        self.filters = {"_step": self._step, "_joined": self._joined}

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Only fields and properties of domain values, loop counters and imported macros."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, LoopContext):
            return attr in _LOOP_FIELDS
        if isinstance(obj, TemplateModule):
            return isinstance(value, Macro)
        kind = type(obj)
        return (
            dataclasses.is_dataclass(kind)
            and kind.__module__.startswith("warroom_tui.domain.")
            and not callable(value)
        )

    def is_safe_callable(self, obj: object) -> bool:
        """Only macros, blocks and range."""
        return isinstance(obj, (Macro, BlockReference)) or obj is safe_range

    def wrap_str_format(self, value: object) -> None:  # noqa: ARG002 - Jinja2's signature
        """No string methods at all, so none to wrap."""
        return

    def call_binop(
        self,
        context: Context,  # noqa: ARG002 - Jinja2's signature
        operator: str,
        left: object,
        right: object,
    ) -> int | float:
        """Arithmetic on numbers of an ordinary size; texts are joined with `~`."""
        if not isinstance(left, (int, float)) or not isinstance(right, (int, float)):
            raise SecurityError(f"{operator} works on numbers only; join texts with ~")
        result = self.binop_table[operator](left, right)
        if isinstance(result, int) and abs(result) > MAX_NUMBER:
            raise BudgetSpent("it computes with numbers that are too large")
        return cast("int | float", result)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        _refuse_unlisted(source, name, filename)
        metered = _Meter().visit(source)
        return super()._generate(metered, name, filename, defer_init=defer_init)

    @pass_context  # which also keeps Jinja2 from printing constants while it compiles
    def _printed(self, _context: Context, value: object) -> Markup:
        safe = value if isinstance(value, Markup) else self._escape(value)
        self.budget.printed(len(safe))
        return safe

    def _step(self, size: int) -> Markup:
        self.budget.printed(size)
        return Markup("")

    def _joined(self, first: object, *rest: object) -> str:
        parts = [part if isinstance(part, str) else self._escape(part) for part in (first, *rest)]
        self.budget.printed(sum(map(len, parts)))
        if any(isinstance(part, Markup) for part in parts):
            return Markup("").join(
                part if isinstance(part, Markup) else self._escape(part) for part in parts
            )
        return "".join(parts)

    def concat(self, parts: Iterable[str]) -> str:
        """The parts as one text; raises `BudgetSpent` before it grows too long."""
        return "".join(self.bounded(parts))

    def bounded(self, parts: Iterable[str]) -> Iterator[str]:
        """The parts, refusing the one that makes them too long together."""
        size = 0
        for part in parts:
            size += len(part)
            self.budget.check(size)
            yield part


_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Const, nodes.Name, nodes.Getattr,
    nodes.Getitem, nodes.For, nodes.If, nodes.CondExpr, nodes.With, nodes.Assign,
    nodes.AssignBlock, nodes.Macro, nodes.CallBlock, nodes.Call, nodes.Keyword, nodes.Filter,
    nodes.FilterBlock, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod,
    nodes.Neg, nodes.Pos, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Block,
    nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport,
)  # fmt: skip

_CONSTANT: tuple[type[nodes.Node], ...] = (
    nodes.Const, nodes.TemplateData, nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Neg,
)  # fmt: skip

_REFUSED_NAMES = frozenset({"varargs", "kwargs", "self"})


def _refuse_unlisted(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    """Raise for anything that the small language does not have, with its line."""
    for node in tree.find_all(nodes.Node):
        why = _objection(node)
        if why:
            raise TemplateAssertionError(why, node.lineno or 1, name, filename)


def _objection(node: nodes.Node) -> str | None:
    if not isinstance(node, _ALLOWED):
        return f"{type(node).__name__} is not allowed in report templates"
    if isinstance(node, nodes.For) and node.recursive:
        return "recursive loops are not allowed in report templates"
    if isinstance(node, nodes.Name) and node.name in _REFUSED_NAMES:
        return f"{node.name} is not available in report templates"
    if isinstance(node, nodes.Call) and (node.dyn_args or node.dyn_kwargs):
        return "calls with * or ** are not allowed in report templates"
    # Lists of variables could be nested until printing or comparing them takes for ever.
    stored = isinstance(node, nodes.Tuple) and node.ctx == "store"
    if isinstance(node, (nodes.Tuple, nodes.List, nodes.Dict)) and not stored:
        inner = (child for child in node.find_all(nodes.Node))
        if not all(isinstance(child, _CONSTANT) for child in inner):
            return "lists may only hold constants in report templates; use a macro instead"
    return None


_Body = TypeVar("_Body", nodes.Template, nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)


class _Meter(NodeTransformer):
    """Puts a charge at the start of every body that may run again, and bounds `~`."""

    def visit_Template(self, node: nodes.Template) -> nodes.Template:  # noqa: N802
        return self._metered(node)

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802
        return self._metered(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:  # noqa: N802
        return self._metered(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:  # noqa: N802
        return self._metered(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Block:  # noqa: N802
        return self._metered(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        first, *rest = node.nodes
        joined = nodes.Filter(first, "_joined", rest, [], None, None)
        joined.lineno = node.lineno
        return joined

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        self.generic_visit(node)
        size = sum(len(part.data) for part in node.nodes if isinstance(part, nodes.TemplateData))
        if size:
            node.nodes.insert(0, _charge(size, node.lineno))
        return node

    def _metered(self, node: _Body) -> _Body:
        self.generic_visit(node)
        step = nodes.ExprStmt(_charge(0, node.lineno))
        step.lineno = node.lineno
        node.body.insert(0, step)
        return node


def _charge(size: int, line: int) -> nodes.Filter:
    amount = nodes.Const(size)
    charge = nodes.Filter(amount, "_step", [], [], None, None)
    charge.lineno = amount.lineno = line or 1
    return charge
