"""Health: what people do about checks, from the panel and from the Health screen."""

from __future__ import annotations

from datetime import timedelta

from warroom_tui.domain.monitoring.health import MANUAL, CheckState
from warroom_tui.domain.monitoring.runbook_link import runbook_for
from warroom_tui.domain.runsheet.procedures import Procedure
from warroom_tui.domain.situation import CheckNow
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk


class CheckDeeds:
    """What people do about a check, whichever screen shows it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def chosen(self) -> CheckNow | None:
        """The check under the cursor; says so when there is none."""
        raise NotImplementedError

    def ack(self) -> None:
        """Acknowledge the check under the cursor."""
        found = self.chosen()
        if found is not None:
            self.ack_name(found.row.check.name)

    def ack_name(self, name: str) -> None:
        """Acknowledge a check, whichever panel names it."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        self._desk.form(
            lambda save: TextDialog(f"Acknowledge {name}", "What are you doing?", save=save),
            lambda reason: self._desk.services.health.alerts.acknowledge(name, reason),
            lambda alert: f"{name} is acknowledged: {alert.reason}",
        )

    def silence(self) -> None:
        """Silence the check under the cursor, for a time or until it recovers."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        found = self.chosen()
        if found is not None:
            name = found.row.check.name
            options = [*_spells(), ("0", "until it recovers", "")]
            self._desk.choose(
                ChoiceDialog(f"Silence {name}", options), lambda key: self._silence(name, int(key))
            )

    def _silence(self, name: str, minutes: int) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        length = timedelta(minutes=minutes) if minutes else None
        self._desk.form(
            lambda save: TextDialog(f"Silence {name}", "Why?", save=save),
            lambda reason: self._desk.services.health.alerts.silence(name, reason, length),
            lambda alert: f"{name} is silenced: {alert.reason}",
        )

    def maintain(self) -> None:
        """Begin maintenance of the check under the cursor or of all, or end it."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        found = self.chosen()
        if found is None:
            return
        name = found.row.check.name
        window = found.maintenance
        options = [(f"1 {key}", f"{name}, {label}", detail) for key, label, detail in _spells()]
        options += [(f"* {key}", f"all checks, {label}", "") for key, label, _ in _spells()]
        if window is not None:
            of = "all checks" if window.check_id is None else name
            key = "*" if window.check_id is None else "1"
            options.insert(0, (f"{key} 0", f"end it for {of}", window.reason))
        self._desk.choose(
            ChoiceDialog("Maintenance", options), lambda chosen: self._maintain(name, chosen)
        )

    def _maintain(self, name: str, chosen: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        whose, _, minutes = chosen.partition(" ")
        of = name if whose == "1" else None
        desk = self._desk.services.health.alerts
        if minutes == "0":
            self._desk.write(lambda: desk.end_maintenance(of), str)
            return
        length = timedelta(minutes=int(minutes))
        self._desk.form(
            lambda save: TextDialog("Maintenance", "What is worked on?", save=save),
            lambda reason: desk.maintain(of, length, reason),
            str,
        )

    def say(self) -> None:
        """Say how the manual check under the cursor stands."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        found = self.chosen()
        if found is None:
            return
        name = found.row.check.name
        if found.row.check.kind != MANUAL:
            self._desk.say(f"{name} is probed; only manual checks are told.", "warning")
            return
        options = [("up", "up", ""), ("slow", "slow", ""), ("down", "down", "")]
        self._desk.choose(ChoiceDialog(name, options), lambda key: self._say(name, CheckState(key)))

    def _say(self, name: str, state: CheckState) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        needed = state is not CheckState.UP
        label = "What is wrong?" if needed else "Note"
        self._desk.form(
            lambda save: TextDialog(f"{name} is {state}", label, required=needed, save=save),
            lambda note: self._desk.services.health.alerts.say(name, state, note),
            lambda check: f"{check.name} is {state}",
        )

    def runbook(self) -> None:
        """Open the procedure that helps with the check under the cursor."""
        found = self.chosen()
        if found is None:
            return
        check = found.row.check
        desk = self._desk

        def shown(procedure: Procedure | None) -> None:
            from warroom_tui.ui.screens.runbooks import RunbooksScreen

            if procedure is None:
                desk.say(f"No runbook speaks of {check.name}; here are all.", "warning")
                desk.open(RunbooksScreen(desk.services))
            else:
                desk.open(RunbooksScreen(desk.services, procedure.id))

        desk.ask(lambda: runbook_for(check, desk.services.runbooks.all()), shown)


class HealthActions(CheckDeeds):
    """The health panel of the dashboard."""

    def board(self) -> None:
        """Charts, uptime, alert log: the whole past of the checks."""
        from warroom_tui.ui.screens.health import HealthScreen

        self._desk.open(HealthScreen(self._desk.services, self._desk.selected(Scope.HEALTH)))

    def open(self) -> None:
        """Show the check with its samples."""
        from warroom_tui.ui.screens.dialogs import CheckDetailScreen

        found = self.chosen()
        if found is not None:
            self._desk.open(CheckDetailScreen(found, self._desk.services))

    def chosen(self) -> CheckNow | None:
        """The check under the panel's cursor."""
        situation, name = self._desk.situation, self._desk.selected(Scope.HEALTH)
        checks = situation.checks if situation else ()
        found = next((c for c in checks if c.row.check.name == name), None)
        if found is None:
            self._desk.say("No check is selected; 1 goes to Health.", "warning")
        return found


def _spells() -> list[tuple[str, str, str]]:
    """How long, as options of a choice: minutes, words, nothing."""
    lengths = ((15, "15 min"), (60, "1 hour"), (240, "4 hours"), (1440, "1 day"))
    return [(str(minutes), f"for {words}", "") for minutes, words in lengths]
