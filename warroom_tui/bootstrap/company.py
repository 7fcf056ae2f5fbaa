"""What works beside a screen, or without one: checks, radar, backups, the help desk."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from warroom_tui.domain.clock import SimulatedClock
from warroom_tui.domain.errors import InputError

if TYPE_CHECKING:
    from warroom_tui.config import HelpDeskSettings
    from warroom_tui.services.desk.sync_runner import SyncRunner
    from warroom_tui.services.monitoring.monitor import Monitor
    from warroom_tui.services.warroom import Services


def monitored(services: Services, leaving: ExitStack) -> None:
    """Let this process run the checks (when no other does) and look for patterns."""
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


def exchanging(services: Services, help_desk: HelpDeskSettings | None, leaving: ExitStack) -> None:
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
