"""The command line's grammar: one parser per group, the same common options everywhere."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from enum import StrEnum
from typing import NoReturn, TypeVar

from warroom_tui.cli.context import Context
from warroom_tui.domain.errors import InputError

Run = Callable[[argparse.Namespace, Context], int]
"""What a subcommand does: arguments and context in, exit code out."""

Choice = TypeVar("Choice", bound=StrEnum)


class Parser(argparse.ArgumentParser):
    """A parser that raises `InputError` instead of printing its usage and leaving."""

    def __init__(self, prog: str, description: str = "") -> None:
        super().__init__(
            prog=prog,
            description=description,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        # SUPPRESS: what stands before the subcommand is not overwritten by a default after it.
        common = self.add_argument_group("everywhere")
        common.add_argument("--db", metavar="FILE", default=argparse.SUPPRESS)
        common.add_argument("--as", metavar="NAME", dest="seat", default=argparse.SUPPRESS)
        common.add_argument("--json", action="store_true", default=argparse.SUPPRESS)

    def error(self, message: str) -> NoReturn:
        """Turn argparse's complaint into an error with a hint."""
        sentence = message[:1].upper() + message[1:]
        raise InputError(f"{sentence.rstrip('.')}.", f"See: {self.prog} --help")

    def runs(self, run: Run) -> None:
        """Say what this parser's command does."""
        self.set_defaults(run=run)


class Group:
    """The subcommands of one group, such as `warroom ticket add`."""

    def __init__(self, parser: Parser) -> None:
        self._parser = parser
        self._parsers: argparse._SubParsersAction[Parser] = parser.add_subparsers(
            metavar="COMMAND", required=True, dest="subcommand"
        )

    def command(self, name: str, run: Run, summary: str) -> Parser:
        """Add the subcommand `name` and return its parser for its own arguments."""
        made = self._parsers.add_parser(name, help=summary, description=summary)
        made.runs(run)
        return made


def one_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """An argument type: one value of an enumeration, upper and lower case alike."""
    by_name = {value.value.casefold(): value for value in kind}

    def parse(text: str) -> Choice:
        found = by_name.get(text.strip().replace("-", "_").casefold())
        if found is None:
            names = ", ".join(value.value for value in kind)
            raise argparse.ArgumentTypeError(f'"{text}" is none of {names}')
        return found

    return parse


def positive(text: str) -> int:
    """An argument type: a whole number from 1."""
    if text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f'"{text}" is no whole number from 1')
