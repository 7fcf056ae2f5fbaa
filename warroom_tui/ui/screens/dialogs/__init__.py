"""Everything that opens above the dashboard, loaded when it is first asked for.

Forms are `ModalScreen`s that take plain domain values and answer with one (None when left).
Every form takes `save=`: a function that stores the answer, run in a thread while the form
stays open, so that a refusal is shown beside what was typed. Without it the form answers and
closes, and `initial=` offers a refused answer again.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warroom_tui.ui.screens.check_detail import CheckDetailScreen
    from warroom_tui.ui.screens.dialogs.advance import AdvanceAnswer, AdvanceDialog
    from warroom_tui.ui.screens.dialogs.assign import AssignDialog
    from warroom_tui.ui.screens.dialogs.capture import CaptureDialog
    from warroom_tui.ui.screens.dialogs.choice import ChoiceDialog
    from warroom_tui.ui.screens.dialogs.confirm import ConfirmDialog
    from warroom_tui.ui.screens.dialogs.escalate import EscalateDialog
    from warroom_tui.ui.screens.dialogs.incident import IncidentDialog
    from warroom_tui.ui.screens.dialogs.incident_update import IncidentUpdateDialog
    from warroom_tui.ui.screens.dialogs.new_issue import NewIssueDialog
    from warroom_tui.ui.screens.dialogs.new_ticket import NewTicketDialog
    from warroom_tui.ui.screens.dialogs.post_mortem import PostMortemDialog
    from warroom_tui.ui.screens.dialogs.resolve import ResolveDialog
    from warroom_tui.ui.screens.dialogs.text import TextDialog
    from warroom_tui.ui.screens.help import HelpScreen
    from warroom_tui.ui.screens.incident_words import IncidentWordsScreen
    from warroom_tui.ui.screens.incidents import IncidentsScreen
    from warroom_tui.ui.screens.issues import IssuesScreen
    from warroom_tui.ui.screens.patterns import PatternsScreen
    from warroom_tui.ui.screens.people import PeopleDialog
    from warroom_tui.ui.screens.report import ReportScreen
    from warroom_tui.ui.screens.ticket_detail import TicketDetailScreen
    from warroom_tui.ui.screens.timeline import TimelineScreen

_HOME = {
    "AdvanceAnswer": "dialogs.advance",
    "AdvanceDialog": "dialogs.advance",
    "AssignDialog": "dialogs.assign",
    "CaptureDialog": "dialogs.capture",
    "CheckDetailScreen": "check_detail",
    "ChoiceDialog": "dialogs.choice",
    "ConfirmDialog": "dialogs.confirm",
    "EscalateDialog": "dialogs.escalate",
    "HelpScreen": "help",
    "IncidentDialog": "dialogs.incident",
    "IncidentUpdateDialog": "dialogs.incident_update",
    "IncidentWordsScreen": "incident_words",
    "IncidentsScreen": "incidents",
    "IssuesScreen": "issues",
    "NewIssueDialog": "dialogs.new_issue",
    "NewTicketDialog": "dialogs.new_ticket",
    "PatternsScreen": "patterns",
    "PeopleDialog": "people",
    "PostMortemDialog": "dialogs.post_mortem",
    "ReportScreen": "report",
    "ResolveDialog": "dialogs.resolve",
    "TextDialog": "dialogs.text",
    "TicketDetailScreen": "ticket_detail",
    "TimelineScreen": "timeline",
}


def __getattr__(name: str) -> object:
    """Load a dialog from its own module."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"warroom_tui.ui.screens.{home}"), name)


__all__ = [
    "AdvanceAnswer",
    "AdvanceDialog",
    "AssignDialog",
    "CaptureDialog",
    "CheckDetailScreen",
    "ChoiceDialog",
    "ConfirmDialog",
    "EscalateDialog",
    "HelpScreen",
    "IncidentDialog",
    "IncidentUpdateDialog",
    "IncidentWordsScreen",
    "IncidentsScreen",
    "IssuesScreen",
    "NewIssueDialog",
    "NewTicketDialog",
    "PatternsScreen",
    "PeopleDialog",
    "PostMortemDialog",
    "ReportScreen",
    "ResolveDialog",
    "TextDialog",
    "TicketDetailScreen",
    "TimelineScreen",
]
