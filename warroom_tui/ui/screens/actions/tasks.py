"""Checklist commands."""

from __future__ import annotations

from warroom_tui.domain.runsheet.launch import Checklist, Task
from warroom_tui.ui.commands import Scope
from warroom_tui.ui.screens.desk import Desk


class TaskActions:
    """Tick, skip, add."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sheet = desk.services.run_sheet

    def tick(self) -> None:
        """Tick an open task (asking for its value where the plan wants one), untick a done one."""
        task = self._selected()
        if task is None:
            return
        if task.state.settled:
            self._desk.write(
                lambda: self._sheet.untick(task.id, expected=task.version),
                lambda _: f"Open again: {task.text}",
            )
        elif task.value_label:
            self._tick_with_value(task)
        else:
            self._desk.write(
                lambda: self._sheet.tick(task.id, expected=task.version),
                lambda _: f"Done: {task.text}",
            )

    def _tick_with_value(self, task: Task) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        label = task.value_label or "Value"
        self._desk.form(
            lambda save: TextDialog(task.text, label, task.value or "", required=False, save=save),
            lambda value: self._sheet.tick(task.id, value or None, expected=task.version),
            lambda _: f"Done: {task.text}",
        )

    def skip(self) -> None:
        """Not applicable, or skipped; both want a reason."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        task = self._selected()
        if task is None:
            return
        options = [
            ("na", "Not applicable", "it does not concern this launch"),
            ("skip", "Skipped", "it will not be done"),
        ]
        self._desk.choose(
            ChoiceDialog(task.text, options), lambda key: self._ask_reason(task, key == "na")
        )

    def _ask_reason(self, task: Task, na: bool) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        word = "Not applicable" if na else "Skipped"
        self._desk.form(
            lambda save: TextDialog(f"{word}: {task.text}", "Reason", save=save),
            lambda reason: self._sheet.skip(task.id, reason, na=na, expected=task.version),
            lambda _: f"{word}: {task.text}",
        )

    def add(self) -> None:
        """Add a task to the list under the cursor."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        target = self._list_here()
        if target is None:
            self._desk.say("Put the cursor on a task or list first; 4 goes there.", "warning")
            return

        self._desk.form(
            lambda save: TextDialog(f"Add to {target.title}", "Task", save=save),
            lambda text: self._sheet.add_task(target.id, text),
            lambda task: f"Added to {target.title}: {task.text}",
        )

    def _list_here(self) -> Checklist | None:
        situation, key = self._desk.situation, self._desk.selected(Scope.CHECKLIST) or ""
        if situation is None:
            return None
        kind, _, number = key.partition(":")
        for item in situation.board.lists:
            if kind == "list" and str(item.id) == number:
                return item
            if kind == "phase" and str(item.phase_id) == number:
                return item
        task = self._task(key)
        lists = situation.board.lists
        return next((i for i in lists if task and i.id == task.checklist_id), None)

    def _task(self, key: str) -> Task | None:
        situation = self._desk.situation
        tasks = situation.board.tasks if situation else ()
        return next((task for task in tasks if f"task:{task.id}" == key), None)

    def _selected(self) -> Task | None:
        task = self._task(self._desk.selected(Scope.CHECKLIST) or "")
        if task is None:
            self._desk.say("Put the cursor on a task; enter unfolds a list.", "warning")
        return task
