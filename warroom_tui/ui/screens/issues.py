"""The known-issue log: list, detail, state, edit, link tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets._static import Static

from warroom_tui.domain.desk.tickets import Ticket
from warroom_tui.domain.durations import day_and_clock
from warroom_tui.domain.incident.issues import IssueState, KnownIssue, NewIssue, Severity
from warroom_tui.domain.incident.patterns import Pattern
from warroom_tui.ui.presenters import issue_facts
from warroom_tui.ui.presenters.marks import many
from warroom_tui.ui.screens.issue_deeds import IssueDeeds
from warroom_tui.ui.widgets.line_list import LineList
from warroom_tui.ui.widgets.rows import Column

if TYPE_CHECKING:
    from warroom_tui.services.warroom import Services

SIDE_BY_SIDE = 120
"""From this many columns on the detail stands beside the list."""

_COLUMNS = (
    Column("mark", width=1),
    Column("ref", "id", width=10),
    Column("title", "title"),
    Column("state", "state", width=13),
    Column("tickets", "tkts", width=4, align="right"),
    Column("affected", "users", width=6, align="right", min_total_width=70),
    Column("note", "", width=14, min_total_width=88),
)


@dataclass(frozen=True, slots=True)
class IssuePage:
    """What the screen shows, read at one moment."""

    issues: tuple[KnownIssue, ...]
    linked: tuple[Ticket, ...]
    """Tickets of the issue under the cursor."""
    linked_to: str | None
    now: datetime
    zone: ZoneInfo
    patterns: tuple[Pattern, ...] = ()
    """Tickets that seem to speak of one fault."""
    reviewed: tuple[datetime, str] | None = None
    """When the log was gone through last, and by whom."""


class IssuesScreen(IssueDeeds[IssuePage]):
    """The log; the detail follows the cursor."""

    DEFAULT_CSS = """
    IssuesScreen {
        & #halves { height: 1fr; layout: vertical; }
        & LineList { height: 2fr; }
        & #detail { height: 3fr; border-top: solid $border; padding: 0 1; }
        & #detail Static { height: auto; }
        &.wide {
            & #halves { layout: horizontal; }
            & LineList { height: 1fr; width: 3fr; }
            & #detail { height: 1fr; width: 2fr; border-top: none; border-left: solid $border; }
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,n", "new", "Log one", show=False),
        Binding("s", "state", "Move it on", show=False),
        Binding("E", "edit", "Change its fields", show=False),
        Binding("l", "link", "Link a ticket", show=False),
        Binding("L", "unlink", "Unlink a ticket", show=False),
        Binding("v", "all", "Show all of them, or the live ones", show=False),
        Binding("h", "hotfix", "Plan its hotfix, or say that it is deployed", show=False),
        Binding("x", "export", "Export the log", show=False),
        Binding("R", "review", "The log was gone through", show=False),
        Binding("p", "patterns", "Patterns in new tickets", show=False),
    ]
    ENTER = "Move it on"
    EVERY_S = 1.0

    def __init__(self, services: Services, live_only: bool = False) -> None:
        super().__init__(services)
        self._live_only = live_only
        self._cursor: str | None = None
        self._page: IssuePage | None = None

    def content(self) -> ComposeResult:
        """List and detail."""
        with Horizontal(id="halves"):
            yield LineList(_COLUMNS, empty="No known issues. Press i to log one.", id="issues")
            with VerticalScroll(id="detail"):
                yield Static(id="facts")

    def hints(self) -> Sequence[tuple[str, str]]:
        """The keys."""
        return (
            ("i", "new"),
            ("s", "state"),
            ("E", "edit"),
            ("l", "link"),
            ("h", "hotfix"),
            ("R", "reviewed"),
            ("x", "export"),
            ("escape", "back"),
        )

    def on_mount(self) -> None:
        """The arrows move in the list at once."""
        self.query_one("#issues").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Put the detail beside the list where there is room."""
        self.set_class(event.size.width >= SIDE_BY_SIDE, "wide")

    def read(self) -> IssuePage:
        """The log, and the tickets of the chosen issue."""
        log, cursor = self.services.issues, self._cursor
        issues = log.all(live_only=self._live_only)
        known = any(issue.ref == cursor for issue in issues)
        linked = log.tickets(cursor) if cursor and known else ()
        zone = self._page.zone if self._page else self.services.launch().zone
        return IssuePage(
            issues,
            linked,
            cursor,
            self.services.clock.now(),
            zone,
            self.services.patterns.suggested(),
            log.reviewed(),
        )

    def show(self, page: IssuePage) -> None:
        """List, heading and detail."""
        self._page = page
        rows = [issue_facts.row(issue, self.palette) for issue in page.issues]
        self.query_one("#issues", LineList).set_rows(rows)
        live = sum(issue.state.live for issue in page.issues)
        affected = sum(i.users or 0 for i in page.issues if i.state.live)
        users = f" · {affected} users affected" if affected else ""
        which = "live only" if self._live_only else f"{len(page.issues)} in all"
        seen = ""
        if page.reviewed is not None:
            at = day_and_clock(page.reviewed[0], page.zone, page.now)
            seen = f" · reviewed {at} by {page.reviewed[1]}"
        found = f" · p {many(len(page.patterns), 'pattern')}" if page.patterns else ""
        self.heading(f"Known issues · {live} live · {which}{users}{found}{seen}")
        self._detail()

    def _detail(self) -> None:
        issue, page = self._chosen(), self._page
        text = Text("")
        if issue is not None and page is not None:
            linked = page.linked if page.linked_to == issue.ref else ()
            text = issue_facts.facts(issue, linked, page.now, page.zone, self.palette)
        self.query_one("#facts", Static).update(text)

    def on_line_list_row_highlighted(self, event: LineList.RowHighlighted) -> None:
        """The detail follows."""
        event.stop()
        self._cursor = event.key
        self._detail()
        self.reload()

    def on_line_list_row_selected(self, event: LineList.RowSelected) -> None:
        """Enter changes the state."""
        event.stop()
        self.action_state()

    def chosen_issue(self) -> KnownIssue | None:
        """The issue under the cursor."""
        return self._chosen()

    def _chosen(self) -> KnownIssue | None:
        key = self.query_one("#issues", LineList).cursor_key
        issues = self._page.issues if self._page else ()
        return next((issue for issue in issues if issue.ref == key), None)

    # What can be done

    def action_all(self) -> None:
        """Show resolved ones too, or not."""
        self._live_only = not self._live_only
        self.reload()

    def action_new(self) -> None:
        """Log one."""
        from warroom_tui.ui.screens.dialogs import NewIssueDialog

        dialog = NewIssueDialog(save=self.services.issues.add)
        self.app.push_screen(dialog, self.saved("Known issue logged"))

    def action_state(self) -> None:
        """Choose where it stands."""
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        issue = self._chosen()
        if issue is None:
            return
        options = [(s.value, s.value.replace("_", " "), "") for s in IssueState]
        dialog = ChoiceDialog(f"{issue.ref} is", options, current=issue.state.value)
        self.app.push_screen(dialog, lambda key: self._move(issue, key))

    def _move(self, issue: KnownIssue, key: str | None) -> None:
        from warroom_tui.ui.screens.dialogs import TextDialog

        if key is None or key == issue.state.value:
            return
        state, log = IssueState(key), self.services.issues
        word = state.value.replace("_", " ")
        if state.live:
            self.write(
                lambda: log.set_state(issue.ref, state, expected=issue.version),
                lambda i: f"{i.ref} is {word}",
            )
            return
        seen = self.seen(issue)
        dialog = TextDialog(
            f"{issue.ref} is {word}",
            "How it was settled",
            issue.resolution,
            multiline=True,
            save=lambda text: seen.write(lambda v: log.set_state(issue.ref, state, text, v)),
        )
        said = self.saved(f"{issue.ref} is {word} · u undo")

        def settled(resolution: object) -> None:
            said(resolution)
            if resolution is not None:
                self.offer_tickets(issue.ref, str(resolution))

        self.app.push_screen(dialog, settled)

    def action_edit(self) -> None:
        """Change its fields."""
        from warroom_tui.ui.screens.dialogs import NewIssueDialog

        issue = self._chosen()
        if issue is None:
            return
        seen = self.seen(issue)
        before = NewIssue(**{f.name: getattr(issue, f.name) for f in fields(NewIssue)})
        dialog = NewIssueDialog(
            initial=before,
            save=lambda new: seen.write(lambda v: self._update(issue, before, new, v)),
            heading=f"Edit {issue.ref}",
        )
        self.app.push_screen(dialog, self.saved(f"{issue.ref} edited"))

    def _update(self, issue: KnownIssue, before: NewIssue, new: NewIssue, version: int) -> object:
        """Write only what changed; runs in a thread."""
        names = ("description", "steps", "actual", "impact", "workaround", "hotfix")
        texts = {n: getattr(new, n) for n in names if getattr(new, n) != getattr(before, n)}
        if new.expected != before.expected:
            texts["expected_behaviour"] = new.expected
        title = new.title if new.title != before.title else None
        severity: Severity | None = new.severity if new.severity is not before.severity else None
        hit = (new.affected_n, new.affected_pct)
        affected = hit if hit != (before.affected_n, before.affected_pct) else None
        loss = new.is_data_loss if new.is_data_loss is not before.is_data_loss else None
        security = new.is_security if new.is_security is not before.is_security else None
        if not texts and all(one is None for one in (title, severity, affected, loss, security)):
            return issue
        return self.services.issues.update(
            issue.ref,
            version,
            title=title,
            severity=severity,
            affected=affected,
            is_data_loss=loss,
            is_security=security,
            **texts,
        )

    def action_link(self) -> None:
        """Point one of the live tickets to it."""
        self.ask_for_form(lambda: self.services.tickets.search(limit=500), self._choose_ticket)

    def action_unlink(self) -> None:
        """Let one of its tickets go."""
        linked = self._page.linked if self._page else ()
        if linked:
            self._choose_ticket(linked, unlink=True)

    def _choose_ticket(self, tickets: tuple[Ticket, ...], unlink: bool = False) -> None:
        from warroom_tui.ui.screens.dialogs import ChoiceDialog

        issue = self._chosen()
        if issue is None:
            return
        options = [(t.ref, t.ref, t.subject) for t in tickets if unlink or t.issue_ref != issue.ref]
        if not options:
            self.say("There is no open ticket to link.")
            return

        def chosen(ref: str | None) -> None:
            if ref is not None:
                target = None if unlink else issue.ref
                self.write(
                    lambda: self.services.tickets.link(ref, target),
                    lambda t: f"{t.ref} points to {t.issue_ref or 'no known issue'}",
                )

        title = f"Unlink from {issue.ref}" if unlink else f"Link to {issue.ref}"
        self.app.push_screen(ChoiceDialog(title, options), chosen)
