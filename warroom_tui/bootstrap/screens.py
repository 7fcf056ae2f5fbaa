"""The programs with a screen."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from warroom_tui.bootstrap.company import backed_up, exchanging, monitored
from warroom_tui.bootstrap.launches import open_services
from warroom_tui.bootstrap.rehearsals import open_rehearsal
from warroom_tui.domain.errors import DatabaseMissing

if TYPE_CHECKING:
    from warroom_tui.config import HelpDeskSettings
    from warroom_tui.services.warroom import Services
    from warroom_tui.ui.opening import LaunchApp


def run_dashboard(
    db: str | None,
    *,
    actor: str,
    read_only: bool = False,
    user_templates: Path | None = None,
    reports_folder: Path | None = None,
    log_file: Path | None = None,
    secrets: frozenset[str] = frozenset(),
    bell: bool = True,
    help_desk: HelpDeskSettings | None = None,
) -> int:
    """Run the dashboard of the launch at `db` until the person leaves; returns the exit code.

    Without `db` the screen says how to begin.
    """

    def connect() -> Services:
        if db is None:
            raise DatabaseMissing("No launch is open yet.")
        return open_services(
            db,
            actor=actor,
            read_only=read_only,
            user_templates=user_templates,
            reports_folder=reports_folder,
            secrets=secrets,
            bell=bell,
        )

    def beside(services: Services, leaving: ExitStack) -> None:
        if not read_only:
            monitored(services, leaving)
            exchanging(services, help_desk, leaving)
            backed_up(services, leaving)

    return _run_app(connect, beside, log_file)


def run_demo(
    plan: str,
    db: Path | None,
    *,
    actor: str,
    reports_folder: Path | None = None,
    log_file: Path | None = None,
) -> int:
    """Run a rehearsal of a shipped plan in its own database until the person leaves.

    Without `db` the database is temporary and goes when the dashboard does.
    """

    def connect() -> Services:
        from warroom_tui.services.demo.driver import start_demo
        from warroom_tui.services.demo.product import DemoProduct

        folder = Path(leaving.enter_context(TemporaryDirectory(prefix="warroom-demo-")))
        product = DemoProduct().start()
        leaving.callback(product.stop)
        services, scenario = open_rehearsal(
            plan,
            db or folder / "demo.db",
            product.base_url,
            actor=actor,
            reports_folder=reports_folder or folder,
        )
        leaving.callback(start_demo(services, scenario, product).stop)
        return services

    with ExitStack() as leaving:
        return _run_app(connect, monitored, log_file)


def run_wall(
    db: str,
    *,
    actor: str,
    scene: str | None = None,
    hide_names: bool = False,
    log_file: Path | None = None,
) -> int:
    """Run the read-only wall on the launch at `db`; returns the exit code."""
    from warroom_tui.ui.wall_app import WallApp

    def connect() -> Services:
        _log_faults(log_file)
        return open_services(db, actor=actor, kind="wall", read_only=True)

    return _run(WallApp(connect, scene=scene, hide_names=hide_names))


def _run_app(
    connect: Callable[[], Services],
    beside: Callable[[Services, ExitStack], None],
    log_file: Path | None,
) -> int:
    os.environ.setdefault("ESCDELAY", "25")  # Textual reads it when it is imported
    from warroom_tui.ui.app import WarroomApp
    from warroom_tui.ui.beside import Beside

    def connect_logged() -> Services:
        _log_faults(log_file)
        return connect()

    company = Beside(beside)
    try:
        return _run(WarroomApp(connect_logged, beside=company.begin))
    finally:
        company.end()


def _run(app: LaunchApp) -> int:
    """Run a full-screen program; a fault that ended it is raised once the terminal is clean."""
    app.run()
    if app.fault is not None:
        raise app.fault
    return app.return_code or 0


def _log_faults(path: Path | None) -> None:
    """Write faults that the screen tells in a sentence to the log file in full, owner-only."""
    if path is None:
        return
    import logging
    from logging.handlers import RotatingFileHandler

    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
        handler = RotatingFileHandler(path, maxBytes=1_000_000, backupCount=1, delay=True)
    except OSError:
        return  # a launch must not fail because its log cannot be written
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logging.getLogger("warroom_tui").addHandler(handler)
