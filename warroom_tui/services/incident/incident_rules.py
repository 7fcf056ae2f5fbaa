"""What several actions on an incident share: typed fields made clean, times of its states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.incident.incidents import Incident, IncidentState, NewIncident, check_move
from warroom_tui.domain.incident.issues import Severity
from warroom_tui.domain.staffing.people import Contact
from warroom_tui.domain.text import BODY_LIMIT, clean
from warroom_tui.storage import schema
from warroom_tui.storage.transaction import Transaction

LONG = ("impact", "workaround", "conditions", "actions", "needs")
_NAMES = ("commander", "liaison", "scribe")
_FIELDS = (
    *LONG,
    *_NAMES,
    "title",
    "severity",
    "hotline",
    "affected_n",
    "affected_pct",
    "eta",
    "started_at",
    "update_every_min",
    "issue_ref",
)
LONGEST_RHYTHM_MIN = 7 * 24 * 60


def typed(new: NewIncident) -> dict[str, object]:
    """The columns of a new incident; raises InputError for what cannot be."""
    names = [name for name in _FIELDS if name not in ("issue_ref", "started_at")]
    return edited({name: getattr(new, name) for name in names})


def edited(fields: dict[str, object]) -> dict[str, object]:
    """Typed fields as their columns want them; raises InputError for what cannot be."""
    values: dict[str, object] = {}
    for name, value in fields.items():
        if name not in _FIELDS:
            raise InputError(f"An incident has no field {name!r}.")
        if name != "issue_ref":
            values[name] = _column(name, value)
    return values


def _column(name: str, value: object) -> object:
    if name == "title":
        title = clean(str(value or "")).strip()
        if not title:
            raise InputError("An incident needs a title.")
        return title
    if name == "severity":
        return Severity(str(value)).value
    if name in LONG:
        return clean(str(value or ""), limit=BODY_LIMIT, multiline=True).strip()
    if name in (*_NAMES, "hotline"):
        text = clean(str(value or ""), limit=120).strip()
        return text if name == "hotline" else text or None
    if name in ("affected_n", "affected_pct", "update_every_min"):
        return _number(name, value)
    if name == "started_at" and value is None:
        raise InputError("An incident began at some time.")
    return value


def _number(name: str, value: object) -> object:
    if value is None and name != "update_every_min":
        return None
    if not isinstance(value, int | float):
        raise InputError(f"{value!r} is no number.")
    if name == "update_every_min":
        if not 1 <= value <= LONGEST_RHYTHM_MIN:
            raise InputError(
                "Updates come every 1 minute at the most, every 7 days at the least.",
                "15 is usual while users cannot work.",
            )
    elif value < 0:
        raise InputError("The number of users affected cannot be negative.")
    elif name == "affected_pct" and value > 100:
        raise InputError("More than 100 % of the users cannot be affected.")
    return value


def whole(value: object, otherwise: int) -> int:
    """A number among edited values, or what holds now."""
    return value if isinstance(value, int) else otherwise


def moved(incident: Incident, target: IncidentState, now: datetime) -> dict[str, object]:
    """State and the times that come with it; what was reopened has no end."""
    check_move(incident.ref, incident.state, target)
    order = list(IncidentState)
    values: dict[str, object] = {"state": target.value}
    reached = order.index(target)
    if reached >= order.index(IncidentState.IDENTIFIED) and incident.identified_at is None:
        values["identified_at"] = now
    if reached >= order.index(IncidentState.MONITORING) and incident.mitigated_at is None:
        values["mitigated_at"] = now
    if target is IncidentState.RESOLVED:
        values["resolved_at"] = now
    elif target is IncidentState.REVIEWED:
        values["reviewed_at"] = now
    else:
        values["resolved_at"] = None
        if reached < order.index(IncidentState.MONITORING):
            values["mitigated_at"] = None
    return values


def tell(
    tx: Transaction,
    incident_id: int,
    state: IncidentState,
    text: str,
    promised: datetime | None,
) -> None:
    """Keep what was told, with the promise that it kept or broke."""
    tx.insert(
        schema.incident_update,
        incident_id=incident_id,
        at=tx.now,
        by=tx.actor.name,
        state=state.value,
        text=text,
        due_at=promised,
    )


_THREE = (("Conditions", "conditions"), ("Actions", "actions"), ("Needs", "needs"))


def three_lines(incident: Incident, values: dict[str, object]) -> str:
    """Conditions, actions and needs as a text; nothing when none of them is known."""
    parts = [
        (label, values.get(name, getattr(incident, name)))
        for label, name in (
            ("Conditions", "conditions"),
            ("Actions", "actions"),
            ("Needs", "needs"),
        )
    ]
    return "\n".join(f"{label}: {text}" for label, text in parts if text)


def gist(text: str) -> str:
    """The first line of a text, short enough for the timeline."""
    lines = text.strip().splitlines()
    return clean(lines[0], limit=120) if lines else ""


_HOTLINE = ("hotline", "emergency", "system down", "notfall", "nødtelefon", "urgence", "urgent")


def hotline(contacts: Sequence[Contact]) -> str:
    """The number that the plan gives for emergencies; empty when it names none."""
    for word in _HOTLINE:
        for contact in contacts:
            if contact.phone and word in f"{contact.label} {contact.kind}".casefold():
                return contact.phone
    return ""
