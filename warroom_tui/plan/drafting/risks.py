"""The risk register, from a table or from `Risk n` sections; and training sessions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from warroom_tui.plan.document import Section
from warroom_tui.plan.draft import RiskDraft, TrainingDraft
from warroom_tui.plan.drafting.outline import Outline, key_value
from warroom_tui.plan.markup import is_blank_value, plain

Grade = Literal["low", "medium", "high", "critical"]

_GRADES: tuple[tuple[str, Grade], ...] = (
    (r"critical|kritisch|critique|crítico|критич|极高", "critical"),
    (r"\bhigh\b|hoch|élevé|\balt[ao]\b|высок|高", "high"),
    (r"medium|moderate|mittel|moyen|medi[ao]\b|médi[ao]\b|средн|中", "medium"),
    (r"\blow\b|niedrig|gering|faible|\bbaj[ao]\b|\bbaix[ao]\b|низк|低", "low"),
)
_NUMBERED = re.compile(r"^(?:risk|risiko|risque|riesgo|risco)\s*\d+\s*[:.)-]\s*", re.IGNORECASE)
_SESSION = re.compile(r"^(?:session|sitzung|sesión|sessão|module)\s*\d+\s*[:.)-]\s*", re.IGNORECASE)
_LENGTH = re.compile(r"\s*\([^()]*\)\s*$")


def risks(outline: Outline) -> Iterator[RiskDraft]:
    """Every risk of a document."""
    for section in outline.sections:
        for table in outline.tables(section):
            if table.kind != "risks":
                continue
            for row in table.rows:
                cells = dict(zip(table.columns, map(plain, row.cells), strict=False))
                if cells.get("risk"):
                    yield _risk(outline, cells["risk"], row.line, cells)
        if section.kind == "risk" and _NUMBERED.match(section.title):
            yield _from_section(outline, section)


def _from_section(outline: Outline, section: Section) -> RiskDraft:
    cells: dict[str, str] = {}
    for item in outline.items(section):
        pair = key_value(item.text)
        if pair is None:
            continue
        key = pair[0].lower()
        for meaning in ("probability", "impact"):
            if outline.words.matches("tables", meaning, key):
                cells[meaning] = pair[1]
        if key in ("mitigation", "response"):
            cells[key] = pair[1]
    return _risk(outline, _NUMBERED.sub("", section.title), section.line, cells)


def _risk(outline: Outline, text: str, line: int, cells: dict[str, str]) -> RiskDraft:
    probability = _grade(cells.get("probability", ""))
    return RiskDraft(
        text=text,
        place=outline.place(line),
        probability="high" if probability == "critical" else probability,
        impact=_grade(cells.get("impact", "")),
        mitigation=cells.get("mitigation") or None,
        response=cells.get("response") or None,
    )


def _grade(text: str) -> Grade | None:
    return next(
        (grade for source, grade in _GRADES if re.search(source, text, re.IGNORECASE)), None
    )


def training(outline: Outline) -> Iterator[TrainingDraft]:
    """Every `Session n` of a training plan, with the bullets below it as topics."""
    for section in outline.sections:
        if not _SESSION.match(section.title):
            continue
        if not any(above.kind == "training" for above in outline.above(section)):
            continue
        length = next((when.hi_min for when in section.when if when.kind == "duration"), None)
        fields = {field.key.lower(): field.value for field in outline.fields(section)}
        audience = fields.get("target audience") or fields.get("audience")
        yield TrainingDraft(
            title=_LENGTH.sub("", _SESSION.sub("", section.title)),
            place=outline.place(section.line),
            minutes=length,
            audience=None if audience is None or is_blank_value(audience) else audience,
            topics=tuple(
                item.text
                for below in outline.below(section)
                for item in outline.items(below)
                if item.kind == "step"
            ),
        )
