"""What every subcommand gets: settings, output, and the way to the launch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from warroom_tui.cli.output import Output
from warroom_tui.config import Settings, last_launch
from warroom_tui.domain.errors import InputError

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services


@dataclass(frozen=True, slots=True)
class Context:
    """One run of one subcommand."""

    settings: Settings
    out: Output
    explicit: bool = True
    """False when `warroom` was called without a subcommand."""

    def db(self) -> str:
        """The database to use: asked for, else the launch opened last."""
        found = self.settings.db or last_launch(self.settings)
        if found is None:
            raise InputError(
                "No launch is open yet.",
                "Give --db FILE, or start with: warroom demo, or: warroom new PLAN",
            )
        return found

    @contextmanager
    def services(self, *, read_only: bool = False, kind: str = "cli") -> Iterator[Services]:
        """The launch's services, closed again at the end."""
        from warroom_tui.bootstrap import open_services

        services = open_services(
            self.db(),
            actor=self.settings.seat,
            kind=kind,
            read_only=read_only,
            user_templates=self.settings.template_dir,
            reports_folder=self.settings.reports_dir,
            secrets=self.settings.secrets,
            bell=self.settings.bell,
        )
        try:
            yield services
        finally:
            services.close()
