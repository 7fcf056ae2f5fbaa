"""Checklist commands."""

from __future__ import annotations

from warroom_tui.domain.launch import Checklist, Task
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
            self._tick_with_value(task, task.value or "")
        else:
            self._desk.write(
                lambda: self._sheet.tick(task.id, expected=task.version),
                lambda _: f"Done: {task.text}",
            )

    def _tick_with_value(self, task: Task, typed: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def save(value: str) -> None:
            self._desk.write(
                lambda: self._sheet.tick(task.id, value or None, expected=task.version),
                lambda _: f"Done: {task.text}",
                lambda: self._tick_with_value(task, value),
            )

        dialog = TextDialog(task.text, task.value_label or "Value", initial=typed, required=False)
        self._desk.dialog(dialog, save)

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
        self._desk.dialog(
            ChoiceDialog(task.text, options), lambda key: self._ask_reason(task, key == "na", "")
        )

    def _ask_reason(self, task: Task, na: bool, typed: str) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        def save(reason: str) -> None:
            self._desk.write(
                lambda: self._sheet.skip(task.id, reason, na=na, expected=task.version),
                lambda _: f"{'Not applicable' if na else 'Skipped'}: {task.text}",
                lambda: self._ask_reason(task, na, reason),
            )

        self._desk.dialog(TextDialog(task.text, "Reason", initial=typed), save)

    def add(self, typed: str = "") -> None:
        """Add a task to the list under the cursor."""
        from warroom_tui.ui.screens.dialogs import TextDialog

        target = self._list_here()
        if target is None:
            self._desk.say("Put the cursor on a task or list first; 4 goes there.", "warning")
            return

        def save(text: str) -> None:
            self._desk.write(
                lambda: self._sheet.add_task(target.id, text),
                lambda _: f"Added to {target.title}: {text}",
                lambda: self.add(text),
            )

        self._desk.dialog(TextDialog(f"Add to {target.title}", "Task", initial=typed), save)

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
