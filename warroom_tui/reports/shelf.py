"""Report templates: the team's own folder first, then those that come with the program."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

from jinja2 import BaseLoader, Environment, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from warroom_tui.domain.reporting.report import ReportFormat
from warroom_tui.reports.errors import TemplateFault
from warroom_tui.reports.filters import equip, escape_for
from warroom_tui.reports.layout import fold
from warroom_tui.reports.sandbox import BoundedEnvironment, Budget

MAX_SOURCE = 256 * 1024
"""Bytes that a template file may have."""

_NAME = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,80}\.j2")

_MISTAKES = (ArithmeticError, AttributeError, LookupError, MemoryError, TypeError, ValueError)
"""What an honest mistake in a template raises while it runs."""


class TemplateLibrary:
    """Finds templates by name and renders them within bounds."""

    def __init__(self, user_dir: Path | None, shipped_dir: Path) -> None:
        """A template in `user_dir` replaces the shipped one of the same name."""
        self._user_dir = user_dir
        self._shipped_dir = shipped_dir

    def find(self, name: str) -> Path | None:
        """The file of template `name`, or None; names with folders in them never exist."""
        if not _NAME.fullmatch(name):
            return None
        for folder in (self._user_dir, self._shipped_dir):
            if folder is not None and (folder / name).is_file():
                return folder / name
        return None

    def is_own(self, name: str) -> bool:
        """True when the team replaced the shipped template."""
        path = self.find(name)
        return path is not None and path.parent == self._user_dir

    def render(
        self,
        name: str,
        fmt: ReportFormat,
        facts: Mapping[str, object],
        zone: ZoneInfo,
        budget: Budget | None = None,
    ) -> str:
        """The text that template `name` makes of `facts`, escaped for `fmt` (md, html or txt).

        Plain text is folded to 76 columns. Raises `TemplateFault` with template and line when the
        template is missing, wrong, uses a name that does not exist, or asks for too much.
        """
        escape = escape_for(fmt, zone)
        environment = BoundedEnvironment(_Files(self), budget or Budget(), escape)
        equip(environment, fmt, zone, escape)
        try:
            template = environment.get_template(name)
            text = environment.concat(template.generate(dict(facts)))
        except TemplateSyntaxError as error:
            raise self._fault(error.name or name, error.lineno, str(error.message)) from None
        except TemplateNotFound as error:
            raise self._missing(name, error) from None
        except UndefinedError as error:
            line = self._place(error.__traceback__, name)
            hint = f"Names that exist: {', '.join(sorted(facts))}."
            raise self._fault(*line, f"{error.message}.", hint) from None
        except (SecurityError, RecursionError, *_MISTAKES) as error:
            why = "it calls itself without end" if isinstance(error, RecursionError) else error
            line = self._place(error.__traceback__, name)
            raise self._fault(*line, f"{why or type(error).__name__}.") from None
        return fold(text) if fmt is ReportFormat.TXT else text

    def _fault(self, name: str, line: int | None, why: str, hint: str = "") -> TemplateFault:
        path = self.find(name)
        hint = hint or (
            f"Correct {path}, or remove it to use the shipped one."
            if self.is_own(name)
            else "Reinstall warroom-tui, or put your own template of that name beside your others."
        )
        return TemplateFault(f"Template {name}", line, why, hint)

    def _missing(self, name: str, error: TemplateNotFound) -> TemplateFault:
        missing = error.name or name
        if missing == name:
            return self._fault(name, None, "there is no such template.")
        place = self._place(error.__traceback__, name)
        return self._fault(*place, f"it uses {missing}, which does not exist.")

    def _place(self, traceback: TracebackType | None, name: str) -> tuple[str, int | None]:
        """Template and line of the innermost template frame."""
        place: tuple[str, int | None] = (name, None)
        while traceback is not None:
            # Jinja2 replaces the frames of compiled templates by ones with the template's lines.
            if "__jinja_exception__" in traceback.tb_frame.f_globals:
                place = (Path(traceback.tb_frame.f_code.co_filename).name, traceback.tb_lineno)
            traceback = traceback.tb_next
        return place


class _Files(BaseLoader):
    """Hands Jinja2 the library's files, and no others."""

    def __init__(self, library: TemplateLibrary) -> None:
        self._library = library

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja2's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        path = self._library.find(template)
        if path is None:
            raise TemplateNotFound(template)
        try:
            with path.open("rb") as file:
                data = file.read(MAX_SOURCE + 1)
            source = data.decode("utf-8")
        except OSError as error:
            raise TemplateFault(f"Template {path}", None, f"{error.strerror}.") from None
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise TemplateFault(
                f"Template {path}", line, "it is not UTF-8.", "Save it as UTF-8."
            ) from None
        if len(data) > MAX_SOURCE:
            raise TemplateFault(
                f"Template {path}", None, f"it is larger than {MAX_SOURCE // 1024} KiB."
            )
        return source, str(path), lambda: True
