"""The values of a ticket file in our words: priorities, states, channels and dates.

A word that is not known is refused with its reason, never guessed: the row is kept aside, and
`--value FIELD:WORD=OURS` says what it means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from warroom_tui.domain.desk.import_columns import Field, plain_word
from warroom_tui.domain.desk.tickets import Channel, Level, Priority, TicketState
from warroom_tui.domain.errors import InputError
from warroom_tui.domain.runsheet.moments import parse_moment
from warroom_tui.domain.text import clean


class DateOrder(StrEnum):
    """What the first number of 3/4/2026 is."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class BadValue(ValueError):
    """A cell that cannot be understood; the text says why."""


_PRIORITIES = {
    Priority.P1: "p1|urgent|critical|highest|blocker|emergency|very high|sev1|sev 1|kritisch|"
    "dringend|sehr hoch|notfall|urgente|critique|tres haute|bloquant|critico|muy alta|muito alta|"
    "critica|spoed|kritisk|akut|krytyczny|bardzo wysoki|immediate|major incident",
    Priority.P2: "p2|high|major|sev2|sev 2|hoch|haute|elevee|alta|alto|hoog|hoj|hog|hoy|wysoki|"
    "important|wichtig",
    Priority.P3: "p3|normal|medium|moderate|standard|default|sev3|sev 3|mittel|normale|moyenne|"
    "moyen|media|medio|normaal|gemiddeld|middel|sredni|bug",
    Priority.P4: "p4|low|lowest|very low|minor|trivial|none|planning|sev4|sev 4|niedrig|gering|"
    "sehr niedrig|basse|faible|baja|bajo|muy baja|bassa|baixa|muito baixa|laag|lav|lag|niski|"
    "feature|wish|question",
}
_STATES = {
    TicketState.NEW: "new|unread|neu|nouveau|nouvelle|nuevo|nuovo|novo|nieuw|ny|nowy|submitted",
    TicketState.OPEN: "open|opened|in progress|in-progress|assigned|active|reopened|to do|todo|"
    "backlog|chatting|testing|waiting for support|waiting on agent|escalated|offen|in arbeit|"
    "in bearbeitung|ouvert|en cours|abierto|en curso|en progreso|aperto|in corso|aberto|"
    "em andamento|behandeling|in behandeling|aben|igang|oppen|pagaende|otwarty|work in progress",
    TicketState.PENDING: "pending|waiting|on hold|on-hold|hold|stalled|deferred|need-eg|"
    "waiting for customer|waiting on customer|waiting for third party|waiting on third party|"
    "awaiting reply|pending reminder|pending auto close+|pending auto close-|wartend|warten|"
    "warten zur erinnerung|warten auf erinnerung|en attente|pendiente|en espera|in attesa|"
    "pendente|wachtend|afventer|vantar|oczekuje",
    TicketState.RESOLVED: "resolved|solved|done|fixed|completed|gelost|erledigt|resolu|resuelto|"
    "risolto|resolvido|opgelost|lost|rozwiazany|complete",
    TicketState.CLOSED: "closed|closed successful|closed unsuccessful|closed with workaround|"
    "done-cbb|rejected|merged|canceled|cancelled|declined|deleted|archived|geschlossen|"
    "erfolgreich geschlossen|erfolglos geschlossen|abgeschlossen|ferme|clos|cerrado|chiuso|"
    "fechado|gesloten|lukket|stangd|zamkniety|removed|won't fix|wontfix|duplicate",
}
_CHANNELS = {
    Channel.EMAIL: "email|e-mail|mail|correo|e-post|courriel|posta",
    Channel.PHONE: "phone|voice|telephone|call|telefon|telefono|telefone|telefoon|tel",
    Channel.CHAT: "chat|messaging|live chat|livechat|whatsapp|messenger|sms|feedback widget",
    Channel.PORTAL: "portal|web|web form|webform|website|form|widget|self service|self-service|"
    "api|help center|jira|formular|formulaire|formulario|other|agent interface",
    Channel.IN_APP: "in app|in-app|app|mobile|mobile sdk|sdk|anwendung|application|aplicacion",
    Channel.SLACK: "slack|teams|ms teams|microsoft teams|mattermost",
    Channel.WALK_UP: "walk up|walk-up|walkup|in person|desk|personlich|vor ort|sur place",
}


def _turned(words: Mapping[StrEnum, str]) -> dict[str, str]:
    return {word: kind.value for kind, names in words.items() for word in names.split("|")}


_KNOWN: dict[Field, dict[str, str]] = {
    Field.PRIORITY: _turned(_PRIORITIES),  # type: ignore[arg-type]
    Field.STATE: _turned(_STATES),  # type: ignore[arg-type]
    Field.CHANNEL: _turned(_CHANNELS),  # type: ignore[arg-type]
    Field.LEVEL: {level.value.casefold(): level.value for level in Level},
}
_ALLOWED: dict[Field, tuple[str, ...]] = {
    Field.PRIORITY: tuple(item.value for item in Priority),
    Field.STATE: tuple(item.value for item in TicketState),
    Field.CHANNEL: tuple(item.value for item in Channel),
    Field.LEVEL: tuple(item.value for item in Level),
}
_NUMBERED = re.compile(r"^[1-9]\s*[-:.)]?\s+(?=\D)")
_TIER = re.compile(r"(?:l|tier|level|stufe|niveau|nivel|livello|line)?\s*([1-4])(?:\D.*)?")


class Values:
    """What words mean, with what the person said first."""

    def __init__(self, said: Mapping[tuple[Field, str], str] | None = None) -> None:
        self._said = {
            (field, plain_word(word)): ours for (field, word), ours in (said or {}).items()
        }

    def word(self, field: Field, text: str) -> str:
        """Our word for a value of priority, state, channel or level; raises BadValue."""
        word = plain_word(text)
        ours = self._said.get((field, word)) or _KNOWN[field].get(word)
        if ours is not None:
            return ours
        bare = _NUMBERED.sub("", word)
        found = _KNOWN[field].get(bare) or _KNOWN[field].get(bare.split(" - ")[0].split(" (")[0])
        if found is not None:
            return found
        if field is Field.PRIORITY and word in ("1", "2", "3", "4"):
            return f"P{word}"
        if field is Field.LEVEL and (match := _TIER.fullmatch(word)):
            return f"L{match[1]}"
        if field is Field.CHANNEL:
            return Channel.PORTAL.value  # how it came in decides nothing
        raise BadValue(f"{field.value} {_shown(text)} is not known")


def read_said(pairs: list[str]) -> dict[tuple[Field, str], str]:
    """`--value FIELD:WORD=OURS`, checked; raises InputError."""
    said: dict[tuple[Field, str], str] = {}
    for pair in pairs:
        left, equals, ours = pair.rpartition("=")
        name, colon, word = left.partition(":")
        field = next((item for item in _ALLOWED if item.value == name.strip().casefold()), None)
        if not (equals and colon and word) or field is None:
            raise InputError(
                f"--value {clean(pair, limit=60)!r} is not FIELD:WORD=OURS.",
                'Write it as --value "priority:Show stopper=P1".',
            )
        allowed = {value.casefold(): value for value in _ALLOWED[field]}
        if ours.strip().casefold() not in allowed:
            raise InputError(
                f"{clean(ours, limit=30)!r} is no {field.value}.",
                f"Use one of: {', '.join(_ALLOWED[field])}.",
            )
        said[field, word] = allowed[ours.strip().casefold()]
    return said


# Dates

_CLOCK = r"(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AaPp]\.?[Mm]\.?)?)?"
_ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|\([^)]*\))?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _CLOCK + _ZONE)
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})" + _CLOCK + _ZONE)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})" + _CLOCK + _ZONE)
_DAY_NAME = re.compile(r"(\d{1,2})[-/ .]+([^\W\d_]{3,10})\.?[-/ ,]+(\d{4}|\d{2})" + _CLOCK + _ZONE)
_NAME_DAY = re.compile(r"([^\W\d_]{3,10})\.? (\d{1,2}),? (\d{4})" + _CLOCK + _ZONE)
_UNIX_STYLE = re.compile(r"([^\W\d_]{3}) ([^\W\d_]{3}) +(\d{1,2}) (\d{1,2}:\d{2}:\d{2}) (\d{4})")
_WEEKDAY = re.compile(r"^[^\W\d_]{2,10}\.?,? +(?=\d)")
_EPOCH = re.compile(r"1\d{9}(\d{3})?")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january janvier janv enero ene gennaio gen janeiro januari styczen",
            "feb februar february fevrier fevr febrero febbraio fevereiro fev februari luty",
            "mar mars marz march marzo marco maart mrt marts marzec",
            "apr april avril avr abril abr aprile kwiecien",
            "may mai mayo maggio mag maio mei maj",
            "jun juni june juin junio giugno giu junho czerwiec",
            "jul juli july juillet juil julio luglio lug julho lipiec",
            "aug august aout agosto ago augustus augusti sierpien",
            "sep sept september septembre septiembre settembre set setembro wrzesien",
            "oct okt october oktober octobre octubre ottobre ott outubro out pazdziernik",
            "nov november novembre noviembre novembro listopad",
            "dec dez december dezember decembre diciembre dic dicembre dezembro desember grudzien",
        ),
        1,
    )
    for name in names.split()
}


def order_evidence(text: str) -> DateOrder | bool | None:
    """What a date says about the order of its numbers.

    The order when one number is over 12, None when it could be either, False when the form has no
    such doubt.
    """
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        return False
    first, second = int(match[1]), int(match[2])
    if first > 12:
        return DateOrder.DAY_FIRST
    if second > 12:
        return DateOrder.MONTH_FIRST
    return False if first == second else None


def read_date(text: str, zone: ZoneInfo, order: DateOrder | None) -> datetime:
    """A time of the file in UTC: local to `zone` unless it says its own; raises BadValue."""
    whole = text.strip()
    if _EPOCH.fullmatch(whole):
        return datetime.fromtimestamp(int(whole[:10]), UTC)
    try:
        parts = _parts(whole, order) or _parts(_WEEKDAY.sub("", whole), order)
        if parts is None:
            raise BadValue(f"{_shown(text)} is no date that is known here")
        year, month, day, clock, offset = parts
        stamp = f"{year:04d}-{month:02d}-{day:02d} {clock}{offset}"
        return parse_moment(stamp, zone)
    except InputError as error:
        raise BadValue(f"date {_shown(text)}: {error.message}") from error


_Parts = tuple[int, int, int, str, str]
"""Year, month, day, clock, offset."""


def _parts(text: str, order: DateOrder | None) -> _Parts | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return (int(match[1]), int(match[2]), int(match[3]), *_rest(match, 4))
    if match := _DOTTED.fullmatch(text):
        return (int(match[3]), int(match[2]), int(match[1]), *_rest(match, 4))
    match = _SLASHED.fullmatch(text)
    return _named(text) if match is None else _slashed(match, order)


def _slashed(match: re.Match[str], order: DateOrder | None) -> _Parts:
    first, second = int(match[1]), int(match[2])
    if order is None and first != second and first <= 12 and second <= 12:
        raise BadValue(f"{_shown(match[0])} may be two days: is the day first, or the month?")
    month_first = order is DateOrder.MONTH_FIRST or (order is None and second > 12)
    month, day = (first, second) if month_first else (second, first)
    return (_year(match[3]), month, day, *_rest(match, 4))


def _named(text: str) -> _Parts | None:
    """A date with the month in letters."""
    if match := _DAY_NAME.fullmatch(text):
        return (_year(match[3]), _month(match[2]), int(match[1]), *_rest(match, 4))
    if match := _NAME_DAY.fullmatch(text):
        return (int(match[3]), _month(match[1]), int(match[2]), *_rest(match, 4))
    if match := _UNIX_STYLE.fullmatch(text):
        return int(match[5]), _month(match[2]), int(match[3]), f"{match[4]:0>8}", ""
    return None


def _rest(match: re.Match[str], at: int) -> tuple[str, str]:
    """Clock and offset as `parse_moment` wants them; no clock is midnight."""
    hour, minute, second, half, zone = (match[at + n] for n in range(5))
    clock = "00:00:00"
    if hour is not None:
        number = int(hour)
        if half:
            if not 1 <= number <= 12:
                raise BadValue(f"{_shown(match[0])}: {number} o'clock {half} is no time")
            number = number % 12 + (12 if half[0] in "pP" else 0)
        clock = f"{number:02d}:{minute}:{second or '00'}"
    if zone is None or zone.startswith("("):
        return clock, ""
    return clock, "Z" if zone in ("Z", "UTC", "GMT") else zone


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(name: str) -> int:
    number = _MONTHS.get(plain_word(name).rstrip("."))
    if number is None:
        raise BadValue(f"{_shown(name)} is no month")
    return number


FUTURE = timedelta(minutes=10)
"""How far ahead of us the clock of a help desk may run."""


def _shown(text: str) -> str:
    return f'"{clean(text, limit=40)}"'
