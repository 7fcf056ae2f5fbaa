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
    "ko": (
        "상태: [조사 중]\n영향: [설명]\n영향받은 사용자: [인원]\n\n"
        "문제:\n[명확한 설명]\n\n임시 해결책:\n[있는 경우]\n\n"
        "예상 복구 시간:\n[시각]\n\n[X]분마다 업데이트합니다.\n긴급 연락처: [번호]"
    ),
    "pt": (
        "Situação: [em investigação]\nImpacto: [descrição]\nAfetados: [número de usuários]\n\n"
        "PROBLEMA:\n[descrição clara]\n\nSOLUÇÃO DE CONTORNO:\n[se houver]\n\n"
        "PREVISÃO DE RESOLUÇÃO:\n[hora]\n\nAtualizações a cada [X] minutos.\n"
        "Linha direta: [número]"
    ),
    "vi": (
        "Trạng thái: [đang điều tra]\nẢnh hưởng: [mô tả]\nNgười dùng bị ảnh hưởng: [số lượng]\n\n"
        "SỰ CỐ:\n[mô tả rõ ràng]\n\nGIẢI PHÁP TẠM THỜI:\n[nếu có]\n\n"
        "DỰ KIẾN KHẮC PHỤC:\n[thời gian]\n\nCập nhật mỗi [X] phút.\nĐường dây nóng: [số]"
    ),
    "zh": (
        "状态：[调查中]\n影响：[说明]\n受影响用户：[人数]\n\n"
        "问题：\n[清楚的说明]\n\n临时解决方案：\n[如有]\n\n"
        "预计恢复时间：\n[时间]\n\n每[X]分钟更新一次。\n热线：[号码]"
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
