"""The table of subcommands, and the overview that `warroom --help` prints from it."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "open": ("screens", "open the dashboard (what `warroom` alone does)"),
    "wall": ("screens", "the big screen: read-only, large figures"),
    "demo": ("screens", "rehearse a shipped plan on a simulated clock, in its own database"),
    "new": ("new", "import plan documents into a new launch"),
    "plan": ("plan", "check what the reader understands, update a plan, write ticks back"),
    "status": ("status", "the board as text: status and reasons, phase, what needs you, counts"),
    "phase": ("phases", "list the phases, advance to the next one"),
    "task": ("tasks", "list, tick, untick, skip and add tasks"),
    "ticket": ("tickets", "log, list, take, reply to, escalate and resolve tickets"),
    "kb": ("kb", "knowledge articles: needed, drafted, published, and their readers"),
    "canned": ("canned", "replies to begin with, filled in for a ticket"),
    "incident": ("incidents", "declare incidents, tell updates, write post-mortems"),
    "escalation": ("escalations", "calls to a higher level: path, whom to call, who answered"),
    "issue": ("issues", "the known-issue log"),
    "rota": ("rota", "who is on duty; sign in and out"),
    "health": ("health", "uptime, percentiles and error budget of every check over a window"),
    "alert": ("health", "what fires, what fired, and the alerts of an Alertmanager"),
    "check": ("checks", "list the health checks, run them once"),
    "metric": ("metrics", "list the metrics and criteria, set a value"),
    "criteria": ("tripwires", "success criteria and triggers as gauges, with their verdicts"),
    "criterion": ("tripwires", "judge a criterion by hand, set how it is measured"),
    "trigger": ("tripwires", "rollback triggers: list, raise, acknowledge, clear"),
    "baseline": ("tripwires", "freeze every figure under a name; list them"),
    "rollback": ("tripwires", "last safe moment; decide, begin, verify and close a rollback"),
    "note": ("notes", "wins, actions and tomorrow's focus for the report"),
    "action": ("actions", "action items: what somebody said they would do, by when"),
    "message": ("operations", "announcements and updates: list, mark as sent, skip"),
    "gate": ("operations", "go/no-go and sign-offs: list with the evidence, decide"),
    "routine": ("operations", "checklists that come back, and their history"),
    "meeting": ("operations", "meetings with their agendas"),
    "focus": ("retro", "what counts today: goals, issues to expect, actions"),
    "risk": ("retro", "the risk register: how each stands, who watches it"),
    "retro": ("retro", "lessons learned: the plan's questions and what was answered"),
    "runbook": ("operations", "procedures: find them, show their steps"),
    "report": ("reports", "write a report; `report daily` is the end-of-day summary"),
    "timeline": ("timeline", "everything that happened, with who and when"),
    "undo": ("timeline", "take back your last action"),
    "sync": ("sync", "exchange tickets with a help desk: state, conflicts, one turn now"),
    "monitor": ("monitor", "run the checks without a screen"),
    "db": ("database", "back up, restore, check and upgrade the database"),
    "doctor": ("doctor", "look at this machine and say what does not fit"),
}
"""Name → (module in `warroom_tui.cli`, what it does in one line)."""

_HEAD = """\
usage: warroom [--db FILE] [--as NAME] [COMMAND ...]

Run a product launch from one screen. Without a command: the dashboard of the launch opened
last, or a welcome screen when there is none.

commands:
"""

_TAIL = """
options, before or after the command:
  --db FILE       the launch's database; else WARROOM_DB, else the launch opened last
  --as NAME       who acts, as it stands on the timeline; else WARROOM_SEAT, else your login name
  --json          print JSON with stable keys and UTC times (every listing has it)
  -h, --help      this overview; `warroom COMMAND --help` for one command
  --version       the version

exit codes: 0 done; 1 the answer is no; 2 bad usage or bad input, nothing changed;
            3 the database cannot be used; 70 a fault in warroom itself, described in its log
"""


def overview() -> str:
    """What `warroom --help` prints."""
    lines = [f"  {name:<10} {summary}\n" for name, (_, summary) in COMMANDS.items()]
    return _HEAD + "".join(lines) + _TAIL.rstrip("\n")
