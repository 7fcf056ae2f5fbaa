"""The keys of the Tickets screen: what each does, and how it is told."""

from __future__ import annotations

BINDINGS: tuple[tuple[str, str, str], ...] = (
    *((digit, f"view('{digit}')", "View") for digit in "0123456789"),
    ("slash", "filter", "Query"),
    ("o", "order", "Order"),
    ("v", "save_view", "Save the view"),
    ("D", "drop_view", "Drop the view"),
    ("space", "mark", "Mark"),
    ("A", "mark_all", "Mark all"),
    ("n", "new", "New"),
    ("t", "take", "Take"),
    ("y", "reply", "Reply"),
    ("N", "note", "Note"),
    ("a", "assign", "Assign"),
    ("e", "escalate", "Escalate"),
    ("R", "resolve", "Resolve"),
    ("s", "state", "State"),
    ("x", "close", "Close"),
    ("P", "priority", "Priority"),
    ("C", "category", "Category"),
    ("l", "link", "Link"),
    ("E", "edit", "Edit the subject"),
    ("K", "article", "Article needed"),
    ("r", "rate", "Satisfaction"),
    ("B", "articles", "Articles"),
    ("u", "undo", "Undo"),
    ("question_mark", "keys", "Keys"),
)
"""Key, action, label."""

HINTS: tuple[tuple[str, str], ...] = (
    ("slash", "query"),
    ("space", "mark"),
    ("t", "take"),
    ("y", "reply"),
    ("a", "assign"),
    ("s", "state"),
    ("question_mark", "keys"),
    ("escape", "back"),
)

KEYS: tuple[tuple[str, str], ...] = (
    ("0", "The queue; 1 mine, 2 unassigned, 3 P1 and P2, 4 overnight, 5 waiting"),
    ("6", "One category; 7 all, 8 resolved today, 9 a saved view"),
    ("slash", "Query: p1 unassigned cat:billing due<30m -word"),
    ("o", "Another order: promise, priority, oldest, newest, last touched"),
    ("v", "Save this query as a view; D drops a saved one"),
    ("space", "Mark; A marks all rows that are there, or none"),
    ("a", "Assign the marked ones, or this one"),
    ("P", "Priority; C category, l known issue, s state, x close, y reply"),
    ("t", "Take this one"),
    ("N", "Note; E subject, e escalate, R resolve"),
    ("K", "It needs an article; B opens the articles"),
    ("r", "Record the requester's satisfaction"),
    ("n", "Log a ticket"),
    ("enter", "Open it in full; tab goes to the notes beside"),
    ("u", "Undo my last action"),
    ("escape", "Clear the query, then back"),
)
"""For the help."""
