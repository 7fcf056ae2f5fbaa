"""What can be wrong with a template."""

from __future__ import annotations

from warroom_tui.domain.errors import InputError


class TemplateFault(InputError):
    """A template cannot be used; says which one, on which line, and why."""

    def __init__(self, template: str, line: int | None, why: str, hint: str = "") -> None:
        self.template = template
        self.line = line
        place = f"{template}, line {line}" if line else template
        super().__init__(f"{place}: {why}", hint)
