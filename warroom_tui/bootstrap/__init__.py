"""The only place that builds concrete things: store, clock, services, probes, app.

Imports are inside the functions, because each costs start-up time and most runs need few.
"""

from warroom_tui.bootstrap.company import backed_up, monitor_for, monitored, sync_runner_for
from warroom_tui.bootstrap.launches import database_path, new_session, open_services
from warroom_tui.bootstrap.plans import import_plans, read_plan_files, run_import_sheet
from warroom_tui.bootstrap.rehearsals import GO_LIVE_TIME, open_rehearsal
from warroom_tui.bootstrap.screens import run_dashboard, run_demo, run_wall

__all__ = [
    "GO_LIVE_TIME",
    "backed_up",
    "database_path",
    "import_plans",
    "monitor_for",
    "monitored",
    "new_session",
    "open_rehearsal",
    "open_services",
    "read_plan_files",
    "run_dashboard",
    "run_demo",
    "run_import_sheet",
    "run_wall",
    "sync_runner_for",
]
