"""What the commands do: one class per group, one method per command.

The method `take` of the group `tickets` carries out the command `tickets.take`. Dialogs are
imported when they are first needed, because they are not part of the first frame.
"""

from __future__ import annotations

from warroom_tui.ui.screens.actions.desk import DeskActions
from warroom_tui.ui.screens.actions.escalations import EscalationActions
from warroom_tui.ui.screens.actions.exchange import SyncActions
from warroom_tui.ui.screens.actions.health import HealthActions
from warroom_tui.ui.screens.actions.incidents import IncidentActions
from warroom_tui.ui.screens.actions.issues import IssueActions
from warroom_tui.ui.screens.actions.launch import LaunchActions, PhaseActions, RehearsalActions
from warroom_tui.ui.screens.actions.patterns import PatternActions
from warroom_tui.ui.screens.actions.plan import (
    ActionItemActions,
    GateActions,
    MessageActions,
    PlanActions,
    RunbookActions,
)
from warroom_tui.ui.screens.actions.rest import (
    MetricActions,
    NoteActions,
    ReportActions,
    RotaActions,
)
from warroom_tui.ui.screens.actions.tasks import TaskActions
from warroom_tui.ui.screens.actions.tickets import TicketActions
from warroom_tui.ui.screens.actions.tripwires import TripwireActions
from warroom_tui.ui.screens.desk import Desk


def all_actions(desk: Desk) -> dict[str, object]:
    """The groups by the first word of their commands' ids."""
    return {
        "tickets": TicketActions(desk),
        "desk": DeskActions(desk),
        "tasks": TaskActions(desk),
        "phases": PhaseActions(desk),
        "issues": IssueActions(desk),
        "incidents": IncidentActions(desk),
        "patterns": PatternActions(desk),
        "rota": RotaActions(desk),
        "health": HealthActions(desk),
        "reports": ReportActions(desk),
        "notes": NoteActions(desk),
        "metrics": MetricActions(desk),
        "messages": MessageActions(desk),
        "gates": GateActions(desk),
        "tripwires": TripwireActions(desk),
        "runbooks": RunbookActions(desk),
        "plan": PlanActions(desk),
        "actions": ActionItemActions(desk),
        "escalations": EscalationActions(desk),
        "sync": SyncActions(desk),
        "launch": LaunchActions(desk),
        "rehearsal": RehearsalActions(desk),
    }
