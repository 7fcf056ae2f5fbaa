"""A plan's own alert is filled in from the incident, in whatever language the plan is written."""

from __future__ import annotations

import pytest

from tests.service_levels.conftest import Launch, launch
from warroom_tui.domain.incident.alert_blanks import KINDS, fill
from warroom_tui.domain.incident.incidents import NewIncident
from warroom_tui.plan.words import load_words

__all__ = ["launch"]

ALERTS = {
    "de": (
        "Status: [aktueller Stand]\nAuswirkung: [Beschreibung]\nBetroffen: [Anzahl der Nutzer]\n\n"
        "STÖRUNG:\n[klare Beschreibung]\n\nUMGEHUNG:\n[falls vorhanden]\n\n"
        "VORAUSSICHTLICHE BEHEBUNG:\n[Zeitpunkt]\n\nWir melden uns alle [X] Minuten.\n"
        "Notfallnummer: [Nummer]"
    ),
    "es": (
        "Estado: [Investigando]\nImpacto: [descripción]\nAfectados: [número de usuarios]\n\n"
        "PROBLEMA:\n[descripción clara]\n\nSOLUCIÓN TEMPORAL:\n[si existe]\n\n"
        "RESOLUCIÓN ESTIMADA:\n[hora]\n\nInformaremos cada [X] minutos.\n"
        "Línea directa: [número]"
    ),
    "fr": (
        "Statut : [en cours]\nImpact : [description]\nUtilisateurs concernés : [nombre]\n\n"
        "PROBLÈME :\n[description claire]\n\nCONTOURNEMENT :\n[le cas échéant]\n\n"
        "RÉTABLISSEMENT PRÉVU :\n[heure]\n\nProchain point toutes les [X] minutes.\n"
        "Numéro d'urgence : [numéro]"
    ),
    "ru": (
        "Статус: [расследуется]\nВлияние: [описание]\nЗатронуто: [число]\n\n"
        "ПРОБЛЕМА:\n[ясное описание]\n\nОБХОДНОЕ РЕШЕНИЕ:\n[если есть]\n\n"
        "ОЖИДАЕМОЕ ВОССТАНОВЛЕНИЕ:\n[время]\n\nНовости каждые [X] минут.\n"
        "Горячая линия: [номер]"
    ),
    "ja": (
        "ステータス：[調査中]\n影響：[説明]\n影響ユーザー：[人数]\n\n"
        "障害内容：\n[内容]\n\n回避策：\n[あれば]\n\n復旧見込み：\n[時刻]\n\n"
        "[X]分ごとに更新します。\n緊急連絡先：[番号]"
    ),
}
VALUES = {
    "state": "STATE",
    "impact": "IMPACT",
    "affected": "AFFECTED",
    "conditions": "ISSUE",
    "workaround": "WORKAROUND",
    "eta": "ETA",
    "every": "15",
    "hotline": "NUMBER",
}


@pytest.mark.parametrize("language", ALERTS)
def test_every_field_is_found_by_its_word(language: str) -> None:
    words = load_words()
    told = fill(ALERTS[language], VALUES, lambda kind, text: words.has("alert", kind, text))
    assert "[" not in told, told
    places = [told.index(value) for value in VALUES.values()]
    assert places == sorted(places), told


def test_every_language_of_plans_has_words_for_alerts() -> None:
    words = load_words()
    for kind in ("title", *KINDS):
        assert len(words.of("alert", kind)) >= 10, kind


def test_a_german_plan_brings_its_own_alert(launch: Launch) -> None:
    ana = launch(
        "# Einführung\n\n## Kommunikation\n\n### Störungsmeldung\n\n```\n"
        f"Betreff: Dringend: [Störung]\n\n{ALERTS['de']}\n```\n"
    )
    ref = ana.incidents.declare(
        NewIncident("Karten werden abgelehnt", impact="Alle Kassen", affected_pct=40.0)
    ).ref
    plans = [words for words in ana.incident_messages.all(ref) if words.key.startswith("plan-")]
    (alert,) = plans
    assert "Auswirkung: Alle Kassen" in alert.body
    assert "alle 15 Minuten" in alert.body
    assert "Karten werden abgelehnt" in alert.subject
