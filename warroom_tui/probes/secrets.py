"""Credentials from environment variables: filled in for one probe, hidden in all it says.

A plan names a variable, as `${NAME}` in an address or a header or as `password-env: NAME`; the
value is read when the probe runs and is never kept. A plan may come from anybody, and what it
names is sent to the host that it names: so only variables that were meant for it are read, those
that begin with `WARROOM_SECRET_` and those that the user's own settings allow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote

from warroom_tui.domain.monitoring.health import Check

HIDDEN = "•••"

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SHORTEST = 3
"""Values of one or two characters are no secrets, and hiding them would garble every text."""


PREFIX = "WARROOM_SECRET_"
"""Variables that begin so were made to be sent."""


class NotSet(Exception):
    """The environment has no such variable."""

    def __init__(self, name: str) -> None:
        super().__init__(f"environment variable {name} is not set")


class NotAllowed(NotSet):
    """A plan asks for a variable that nobody meant it to have."""

    def __init__(self, name: str) -> None:
        Exception.__init__(
            self, f"{name} is not for plans: call it {PREFIX}…, or list it under secrets"
        )


class Secrets:
    """Reads the environment for the probes."""

    def __init__(self, environ: Mapping[str, str], allowed: Collection[str] = ()) -> None:
        """`allowed` are names that the user's settings let plans use, beside the prefix."""
        self._environ = environ
        self._allowed = frozenset(allowed)

    def value(self, name: str) -> str:
        """The variable's value. Raises NotSet, or NotAllowed whether it is set or not."""
        if not name.startswith(PREFIX) and name not in self._allowed:
            raise NotAllowed(name)
        found = self._environ.get(name)
        if found is None or found == "":
            raise NotSet(name)
        return found

    def fill(self, text: str) -> str:
        """`text` with every `${NAME}` replaced. Raises NotSet."""
        return _NAME.sub(lambda match: self.value(match[1]), text)

    def fill_address(self, text: str) -> str:
        """The same for an address: values are quoted, but for one that stands at its start."""

        def one(match: re.Match[str]) -> str:
            value = self.value(match[1])
            return value if match.start() == 0 else quote(value, safe="")

        return _NAME.sub(one, text)

    def hide(self, text: str, check: Check) -> str:
        """`text` without any value of the variables that the check names."""
        for value in sorted(self._values(check), key=len, reverse=True):
            for shape in (value, quote(value, safe="")):
                text = _without_start(text.replace(shape, HIDDEN), shape)
        return text

    def _values(self, check: Check) -> set[str]:
        found = (self._environ.get(name, "") for name in names_in(check))
        return {value for value in found if len(value) >= _SHORTEST}


def names_in(check: Check) -> set[str]:
    """The environment variables that a check names."""
    options = check.options
    texts: Iterable[str] = (
        check.target,
        options.server or "",
        *(value for _, value in options.headers),
    )
    names = {name for text in texts for name in _NAME.findall(text)}
    return names | {name for name in (options.user_env, options.password_env) if name}


def _without_start(text: str, value: str) -> str:
    """A text that was cut in the middle of the value must not end with its first half."""
    if not text.endswith("…"):
        return text
    cut = text.removesuffix("…")
    for size in range(min(len(value), len(cut)), _SHORTEST, -1):
        if cut.endswith(value[:size]):
            return f"{cut[:-size]}{HIDDEN}…"
    return text
