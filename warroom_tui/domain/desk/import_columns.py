"""Which column of a ticket file means what: guessed from the titles that help desks export.

The guess is shown before anything is written, and `--map COLUMN=FIELD` overrules it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from warroom_tui.domain.errors import InputError
from warroom_tui.domain.text import clean


class Field(StrEnum):
    """What of a ticket a column may hold."""

    ID = "id"
    SUBJECT = "subject"
    BODY = "body"
    REQUESTER = "requester"
    CHANNEL = "channel"
    CATEGORY = "category"
    PRIORITY = "priority"
    LEVEL = "level"
    STATE = "state"
    ASSIGNEE = "assignee"
    CREATED = "created"
    RESPONDED = "responded"
    RESOLVED = "resolved"
    CLOSED = "closed"
    RESOLUTION = "resolution"
    CSAT = "csat"


DATES = (Field.CREATED, Field.RESPONDED, Field.RESOLVED, Field.CLOSED)
"""The fields that hold a time."""

TITLES: dict[Field, str] = {
    Field.ID: "id|ticket id|ticket|ticket#|ticket number|ticketnumber|number|nr|no|key|issue key|"
    "issue|request id|case number|case id|case|reference|ref|vorgang|ticketnummer|fallnummer|"
    "numero|numero du ticket|n° ticket|identifiant|n° de ticket|id del ticket|numero de ticket|"
    "numero do ticket|chamado|sagsnummer|sag|arendenummer|arende|saksnummer|ticketnr|zgloszenie",
    Field.SUBJECT: "subject|title|summary|betreff|titel|zusammenfassung|thema|sujet|objet|titre|"
    "resume|asunto|titulo|resumen|oggetto|titolo|assunto|resumo|onderwerp|emne|amne|tytul|temat|"
    "short description|ticket subject",
    Field.BODY: "description|body|text|details|message|beschreibung|inhalt|nachricht|descripcion|"
    "mensaje|corps|contenu|detail|descrizione|descricao|omschrijving|beskrivelse|beskrivning|opis|"
    "first article|firstarticle|ticket description|content",
    Field.REQUESTER: "requester|requester name|requester email|reporter|requestor|requestors|"
    "requested by|customer|customer user|customeruser|customer name|customerid|from|caller|"
    "contact|contact email|full name|email|e-mail|melder|anforderer|kunde|kundenbenutzer|absender|"
    "demandeur|client|rapporteur|solicitante|cliente|informador|richiedente|segnalatore|aanvrager|"
    "klant|anmoder|indmelder|kund|anmalare|zglaszajacy|creator|opened by",
    Field.CHANNEL: "channel|via|source|ticket channel|origin|kanal|herkunft|quelle|canal|origine|"
    "origen|canale|origem|kanaal|kilde|kalla",
    Field.CATEGORY: "category|type|issue type|ticket type|group|queue|component|components|tags|"
    "labels|kategorie|typ|gruppe|warteschlange|categorie|file|groupe|categoria|tipo|cola|coda|"
    "fila|categorie|kategori|ko|kategoria|service|topic|keyword",
    Field.PRIORITY: "priority|prio|severity|urgency|prioritat|prioritaet|dringlichkeit|priorite|"
    "urgence|prioridad|urgencia|priorita|urgenza|prioridade|prioriteit|prioritet|priorytet",
    Field.LEVEL: "level|support level|tier|support tier|stufe|ebene|niveau|nivel|livello",
    Field.STATE: "status|state|ticket status|statut|etat|estado|stato|toestand|tilstand|zustand|"
    "situacao|stan",
    Field.ASSIGNEE: "assignee|assigned to|agent|owner|assigned agent|agent name|responsible|"
    "bearbeiter|besitzer|zugewiesen an|zustandig|verantwortlich|assigne|assigne a|responsable|"
    "proprietaire|asignado|asignado a|propietario|agente|assegnatario|assegnato a|proprietario|"
    "atribuido a|responsavel|toegewezen aan|eigenaar|tildelt|ansvarlig|tilldelad|ansvarig|"
    "przypisany|assignedto",
    Field.CREATED: "created|created at|created time|created date|creation|creation date|date|"
    "opened|opened at|open date|date created|submitted|erstellt|erstellt am|angelegt|"
    "erstellungsdatum|erstellungszeit|cree|cree le|date de creation|fecha|fecha de creacion|"
    "creado|creado el|creato|creato il|data di creazione|data|criado|criado em|data de criacao|"
    "aangemaakt|aangemaakt op|oprettet|skapad|opprettet|utworzono|changed created|create time",
    Field.RESPONDED: "first response|first response at|initial response time|first reply at|"
    "first responded at|responded|initially assigned at|responded at|erste antwort|"
    "premiere reponse|primera respuesta|prima risposta",
    Field.RESOLVED: "resolved|resolved at|resolved time|resolution date|solved|"
    "solved at|date resolved|gelost|gelost am|losungszeit|solution time|resolu|resolu le|"
    "date de resolution|resuelto|resuelto el|fecha de resolucion|risolto|risolto il|resolvido|"
    "resolvido em|opgelost|lost|rozwiazano",
    Field.CLOSED: "closed|closed at|closed time|close date|close time|date closed|geschlossen|"
    "geschlossen am|abgeschlossen|ferme|ferme le|cloture|cerrado|cerrado el|chiuso|fechado|"
    "gesloten|lukket|stangd|zamknieto",
    Field.RESOLUTION: "solution|resolution note|resolution notes|resolution text|losung|"
    "solucion|soluzione|solucao|oplossing|losning|resolution",
    Field.CSAT: "csat|satisfaction|satisfaction score|satisfaction rating|survey result|rating|"
    "zufriedenheit|bewertung|satisfaccion",
}
"""The titles, without accents and capitals, parted by bars."""

IGNORED = frozenset({"rejected line", "rejected reason"})
"""What a file of rejected rows carries before the columns of the original."""

_FORMS: tuple[tuple[str, frozenset[str]], ...] = (
    ("warroom", frozenset({"id", "external id", "level", "state", "csat"})),
    ("jira", frozenset({"issue key", "summary", "issue type"})),
    ("zendesk", frozenset({"id", "requester", "assignee", "via", "created at"})),
    ("zendesk", frozenset({"id", "subject", "requester", "ticket form"})),
    ("freshdesk", frozenset({"ticket id", "subject", "agent", "created time"})),
    ("otrs", frozenset({"ticket#"})),
    ("otrs", frozenset({"ticketnumber", "queue"})),
    ("rt", frozenset({"id", "subject", "queue", "requestors"})),
    ("rt", frozenset({"id", "subject", "status", "queuename"})),
    ("roundup", frozenset({"id", "title", "assignedto"})),
)
"""Titles by which a help desk's own export is known."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Which column holds which field."""

    titles: tuple[str, ...]
    """As they stand in the file."""
    places: tuple[tuple[Field, int], ...]
    """Field and number of its column, from 0."""
    form: str
    """Which help desk wrote it: zendesk, jira, freshdesk, otrs, rt, roundup, warroom or csv."""

    def place(self, field: Field) -> int | None:
        """The column of a field."""
        return dict(self.places).get(field)

    @property
    def unused(self) -> tuple[str, ...]:
        """Titles of columns that nothing is taken from."""
        used = {place for _, place in self.places}
        return tuple(t for number, t in enumerate(self.titles) if number not in used)


def plain_word(text: str) -> str:
    """Without accents, capitals, marks and doubled blanks: what titles and values are known by."""
    folded = unicodedata.normalize("NFKD", text.replace("ø", "o").replace("Ø", "o").casefold())
    kept = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(kept.replace("_", " ").replace("*", " ").strip(" :\t\"'").split())


_BY_TITLE = {title: field for field in reversed(Field) for title in TITLES[field].split("|")}
_RANK = {
    (field, title): rank for field in Field for rank, title in enumerate(TITLES[field].split("|"))
}


def guess(titles: Sequence[str], overrides: Mapping[str, str] | None = None) -> ColumnMap:
    """The mapping of a header: what was said, then the best title for each field.

    `overrides` are COLUMN=FIELD pairs; an empty field or "-" leaves the column out. Raises
    `InputError` for a column or field that there is none of, and when no subject is found.
    """
    words = [plain_word(title) for title in titles]
    said = _said(titles, words, overrides or {})
    taken = {place for _, place in said}
    chosen = {field: place for field, place in said if field is not None}
    best: dict[Field, tuple[int, int]] = {}
    for place, word in enumerate(words):
        field = _BY_TITLE.get(_bare(word))
        if field is None or place in taken or field in chosen or word in IGNORED:
            continue
        rank = (_RANK.get((field, _bare(word)), 99), place)
        if field not in best or rank < best[field]:
            best[field] = rank
    chosen |= {field: place for field, (_, place) in best.items()}
    if Field.SUBJECT not in chosen:
        shown = ", ".join(clean(title, limit=30) for title in titles[:12])
        raise InputError(
            f"No column of this file is known as the subject: {shown}.",
            "Say which one is: --map COLUMN=subject.",
        )
    places = tuple((field, chosen[field]) for field in Field if field in chosen)
    return ColumnMap(tuple(clean(title, limit=80) for title in titles), places, _form(words))


_SPANS = ("hour", "hrs", "min", "sec", "day")
"""Units of a length of time, which is no date."""


def _bare(word: str) -> str:
    """A title without a unit or a prefix in brackets: "custom field (level)" is its own word."""
    if word.startswith("custom field (") and word.endswith(")"):
        return word[14:-1]
    if not word.endswith(("]", ")")) or any(unit in word for unit in _SPANS):
        return word
    return word.split(" [")[0].split(" (")[0]


def _said(
    titles: Sequence[str], words: Sequence[str], overrides: Mapping[str, str]
) -> list[tuple[Field | None, int]]:
    """What the person said, checked."""
    out: list[tuple[Field | None, int]] = []
    for column, name in overrides.items():
        wanted = plain_word(column)
        place = next((i for i, title in enumerate(titles) if title.strip() == column.strip()), None)
        if place is None:
            place = next((i for i, word in enumerate(words) if word == wanted), None)
        if place is None:
            shown = ", ".join(clean(title, limit=30) for title in titles[:12])
            raise InputError(
                f"The file has no column {clean(column, limit=40)!r}.", f"It has: {shown}."
            )
        if name.strip() in ("", "-"):
            out.append((None, place))
            continue
        try:
            out.append((Field(plain_word(name)), place))
        except ValueError:
            fields = ", ".join(field.value for field in Field)
            raise InputError(
                f"{clean(name, limit=40)!r} is no field of a ticket.", f"Fields: {fields}."
            ) from None
    return out


def _form(words: Iterable[str]) -> str:
    have = set(words)
    return next((name for name, titles in _FORMS if titles <= have), "csv")
