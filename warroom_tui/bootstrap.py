"""The only place that builds concrete things: store, clock, services, probes, app.

Imports are inside the functions, because each costs start-up time and most runs need few.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import Clock, Pace, SimulatedClock, SystemClock
from warroom_tui.domain.errors import DatabaseMissing, InputError
from warroom_tui.domain.timeline import Actor

if TYPE_CHECKING:
    from warroom_tui.config import HelpDeskSettings
    from warroom_tui.plan.document import PlanDocument
    from warroom_tui.services.demo.scenario import Scenario
    from warroom_tui.services.desk.sync_runner import SyncRunner
    from warroom_tui.services.monitoring.monitor import Monitor
    from warroom_tui.services.planning.launch_import import ImportAnswers, ImportSummary, PlanFile
    from warroom_tui.services.warroom import Services
    from warroom_tui.ui.opening import LaunchApp
    from warroom_tui.ui.screens.import_sheet import ImportDecision

GO_LIVE_TIME = time(8, 0)
"""Local time at which a demo goes live (the launch-week plan's hour)."""

PLAN_LIMIT = 64 * 1024 * 1024
"""Bytes of a plan file that are read at all."""


def new_session(name: str) -> str:
    """A name for this run of this seat that no other run has."""
    return f"{name}-{os.getpid()}-{secrets.token_hex(3)}"


def database_path(db: str) -> Path:
    """The file behind `--db`; raises InputError for what is not supported."""
    if db.startswith("sqlite:///"):
        db = db.removeprefix("sqlite:///")
    elif "://" in db:
        raise InputError(
            "This Warroom keeps a launch in a SQLite file; other databases are not supported yet.",
            "Give --db a file name.",
        )
    return Path(db).expanduser()


def open_services(
    db: str,
    *,
    actor: str,
    kind: str = "lead",
    read_only: bool = False,
    user_templates: Path | None = None,
    reports_folder: Path | None = None,
    secrets: frozenset[str] = frozenset(),
    bell: bool = True,
) -> Services:
    """Open the launch at `db`. Raises DatabaseError subclasses, told plainly."""
    from warroom_tui.services.context import Context
    from warroom_tui.services.warroom import Services
    from warroom_tui.storage import record
    from warroom_tui.storage.store import Store

    store = Store.open(database_path(db), read_only=read_only)
    with store.reading() as connection:
        pace = record.read_pace(connection)
    clock: Clock = SimulatedClock(pace) if pace is not None else SystemClock()
    source = "rehearsal" if pace is not None else "user"
    who = Actor(actor, new_session(actor), source)
    return Services(
        Context(store, clock, who),
        kind,
        user_templates=user_templates,
        reports_folder=reports_folder,
        secrets=secrets,
        bell=bell,
    )


def read_plan_files(paths: Sequence[Path]) -> list[tuple[PlanFile, PlanDocument]]:
    """Read and understand plan files; raises InputError naming the one that cannot be."""
    from warroom_tui.plan.reader import read_plan
    from warroom_tui.services.planning.launch_import import PlanFile

    found = []
    for path in paths:
        content = _content(path)
        document = read_plan(content, path.name)
        digest = hashlib.sha256(content).hexdigest()
        found.append((PlanFile(str(path), content, digest, document.repaired_lines), document))
    return found


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path} is a folder, not a plan.", "Name the Markdown file.")
    try:
        if path.stat().st_size > PLAN_LIMIT:
            raise InputError(f"{path} is larger than 64 MB; that is no launch plan.")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{path} is not there.", "Give the path of a Markdown file.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from error


def run_import_sheet(
    plans: Sequence[tuple[PlanFile, PlanDocument]],
    target: Path,
    *,
    timezone: str | None,
    go_live: datetime | None,
) -> ImportDecision | None:
    """Show the import sheet on the terminal; None when the person leaves."""
    os.environ.setdefault("ESCDELAY", "25")  # Textual reads it when it is imported
    from warroom_tui.services.planning.import_sheet import SheetReader
    from warroom_tui.ui.import_app import ImportApp

    reader = SheetReader([file for file, _ in plans], [document for _, document in plans])
    return ImportApp(reader, str(target), timezone=timezone, go_live=go_live).run()


def import_plans(
    plans: Sequence[tuple[PlanFile, PlanDocument]],
    target: Path,
    answers: ImportAnswers,
    *,
    actor: str,
    now: datetime | None = None,
) -> ImportSummary:
    """Make a launch database at `target` from plans; raises InputError, then nothing is written."""
    from warroom_tui.plan.drafting import draft_launch
    from warroom_tui.services.planning.launch_import import import_launch

    draft = draft_launch([document for _, document in plans])
    who = Actor(actor, new_session(actor), "import")
    clock = _Fixed(now) if now is not None else SystemClock()
    return import_launch(target, draft, tuple(file for file, _ in plans), answers, who, clock)


class _Fixed:
    """A clock that stands still: the import of a rehearsal is stamped with its own time."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The time it was made with."""
        return self._at


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
            _monitored(services, leaving)
            _exchanging(services, help_desk, leaving)
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
        return _run_app(connect, _monitored, log_file)


def open_rehearsal(
    plan: str,
    target: Path,
    product_url: str,
    *,
    actor: str,
    reports_folder: Path | None = None,
    today: date | None = None,
) -> tuple[Services, Scenario]:
    """Make a rehearsal of a shipped plan and bring it to its scenario's start.

    A rehearsal that stands at `target` already goes on where it was left.
    """
    from warroom_tui.domain.shipped import shipped_path
    from warroom_tui.services.demo.history import prepare
    from warroom_tui.services.demo.scenario import scenario_for
    from warroom_tui.services.planning.launch_import import ImportAnswers

    scenario = scenario_for(plan)
    fresh = not target.exists()
    if fresh:
        now = SystemClock().now()
        day = scenario.go_live_date(today or now.date())
        answers = ImportAnswers(
            go_live=datetime.combine(day, GO_LIVE_TIME),
            rehearsal=Pace(now, now),
            product_url=product_url,
        )
        plans = read_plan_files([shipped_path("data", "plans", f"{plan}.md")])
        start = datetime.combine(day, GO_LIVE_TIME, UTC) - timedelta(days=30)
        import_plans(plans, target, answers, actor="demo", now=start)
    services = open_services(str(target), actor=actor, reports_folder=reports_folder)
    if services.rehearsal.pace() is None:
        services.close()
        raise InputError(
            f"{target} is a live launch; it was not touched.",
            "Rehearse in a database of its own: give another file to --db.",
        )
    if fresh:
        prepare(services, scenario)
        services.rehearsal.begin(scenario.starts_at(services.launch()))
    return services, scenario


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


def _monitored(services: Services, leaving: ExitStack) -> None:
    from warroom_tui.services.incident.pattern_scan import PatternThread

    monitor = monitor_for(services)
    monitor.start()
    leaving.callback(monitor.stop)
    radar = PatternThread(services.context)
    radar.start()
    leaving.callback(radar.stop)


def backed_up(services: Services, leaving: ExitStack) -> None:
    """Let this process take the launch's backups by the hour; a rehearsal needs none."""
    if isinstance(services.clock, SimulatedClock):
        return
    from warroom_tui.services.backup_keeper import BackupKeeper

    keeper = BackupKeeper(services.context)
    keeper.start()
    leaving.callback(keeper.stop)


def _exchanging(services: Services, help_desk: HelpDeskSettings | None, leaving: ExitStack) -> None:
    """Exchange tickets in the background; what is wrong with the set-up stands on its screen."""
    if help_desk is None or isinstance(services.clock, SimulatedClock):
        return
    try:
        runner = sync_runner_for(services, help_desk)
    except InputError as error:
        services.sync.note_trouble(f"{error.message} {error.hint}")
        return
    runner.start()
    leaving.callback(runner.stop)


def sync_runner_for(services: Services, help_desk: HelpDeskSettings | None) -> SyncRunner:
    """The exchange with the help desk, not yet started; raises InputError when it cannot be."""
    from warroom_tui.config import usable_help_desk
    from warroom_tui.helpdesk.roundup import Roundup
    from warroom_tui.services.desk.sync_runner import SyncRunner

    if isinstance(services.clock, SimulatedClock):
        raise InputError(
            "A rehearsal speaks to no help desk.", "Its tickets would look like real ones there."
        )
    found = usable_help_desk(help_desk)
    desk = Roundup(found.url, found.user, found.secret)
    return SyncRunner(services.context, desk, creates=found.creates)


def monitor_for(services: Services) -> Monitor:
    """The monitor of a launch, not yet started."""
    from warroom_tui.probes.registry import default_probers
    from warroom_tui.services.monitoring.monitor import Monitor
    from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
    from warroom_tui.storage.monitoring.database_probe import ask_database

    probers = default_probers(services.clock, ask_database, allowed=services.secrets)
    watch = CriteriaWatch(services.context)
    session = services.actor.session
    return Monitor(services.health, probers, services.clock, session, watch=watch.look)
