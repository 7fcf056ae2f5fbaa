"""What sections are about, by the titles that plans of ten languages give them."""

from __future__ import annotations

import pytest

from warroom_tui.plan.reader import read_plan

BODIES = {
    "phase": "- [ ] a\n",
    "checklist": "- [ ] a\n",
    "gate": "- [ ] a\n",
    "success": "- up > 99 %\n",
    "rollback": "1. a\n2. b\n",
}
TITLES = {
    "phase": (
        "Hypercare|Post-Cutover Validation|Livegang|Mise en production|Puesta en producción|"
        "Pós Go-Live|После запуска|灰度发布|本番切替|배포 당일|Sau Go-Live"
    ),
    "rollback": (
        "Abort Conditions|Rollback Procedure|Rückfallplan|Retour arrière|Plan de reversión|"
        "Critérios para Rollback|План отката|回滚步骤|切り戻し手順|롤백 절차|Các bước Rollback"
    ),
    "success": (
        "Launch Goals|Erfolgskriterien|Critères de succès|Métricas de éxito|Critérios de sucesso|"
        "Критерии успеха|验收标准|成功基準|성공 기준|Tiêu chí thành công"
    ),
    "gate": (
        "Sign-Off|Go/No-Go Criteria|Abnahme|Validation finale|Aprobación|Aprovação|Апрув|"
        "上线审批|リリース判定|최종 승인|Phê duyệt"
    ),
    "people": (
        "Owners|Ansprechpartner|Contacts d'urgence|Contactos de emergencia|"
        "Contatos de emergência|Ответственные|应急联系人|緊急連絡先|비상 연락망|Liên hệ khẩn cấp"
    ),
    "comms": (
        "Communication Plan|Kommunikationsplan|Plan de communication|Plan de comunicación|"
        "Plano de comunicação|План коммуникаций|沟通计划|告知|커뮤니케이션 계획|"
        "Kế hoạch truyền thông"
    ),
    "risk": (
        "Risk Register|Risiken|Risques|Riesgos|Riscos|Риски|风险评估|リスクと対策|위험 관리|Rủi ro"
    ),
    "monitor": (
        "Metrics to Watch|Überwachung|Surveillance|Monitoreo|Monitoramento|Мониторинг|监控告警|"
        "監視項目|모니터링|Giám sát"
    ),
    "training": (
        "User Training|Schulung|Formation|Capacitación|Treinamento|Обучение|用户培训|研修|교육|"
        "Đào tạo người dùng"
    ),
    "rota": (
        "On-Call Schedule|Rufbereitschaft|Astreinte|Guardias|Plantão|График дежурств|值班安排|"
        "当番表|당직표|Lịch trực"
    ),
    "contingency": (
        "Incident Protocol|Notfallplan|Plan de secours|Plan de contingencia|Contingência|"
        "Нештатные ситуации|应急预案|緊急時対応|비상 대응|Phương án dự phòng"
    ),
    "meta": (
        "Document Control|Allgemeine Informationen|Informations générales|Resumen|Visão geral|"
        "Краткое описание|文档信息|概要|개요|Tổng quan"
    ),
}


@pytest.mark.parametrize(
    ("kind", "title"), [(kind, title) for kind, row in TITLES.items() for title in row.split("|")]
)
def test_a_title_alone_tells_the_kind(kind: str, title: str) -> None:
    text = f"# P\n\n## {title}\n\n{BODIES.get(kind, '- a' + chr(10))}\n## Z\n\nx\n"
    document = read_plan(text.encode(), "p.md")
    assert next(s.kind for s in document.sections if s.line == 3) == kind


@pytest.mark.parametrize("parent", ["Pre-Launch Checklist", "1 Week Before Launch", "Phase 2"])
@pytest.mark.parametrize("topic", ["Communication", "Training", "Marketing", "Monitoring"])
def test_a_topic_with_boxes_below_a_list_or_phase_is_work(parent: str, topic: str) -> None:
    text = f"# P\n\n## {parent}\n\n### {topic}\n\n- [ ] a\n\n### Other\n\n- [ ] b\n"
    document = read_plan(text.encode(), "p.md")
    assert next(s.kind for s in document.sections if s.line == 5) == "checklist"


@pytest.mark.parametrize("title", ["Steps", "Ablauf", "Procédure", "Passos", "手順"])
def test_the_steps_of_a_rollback_are_the_rollback(title: str) -> None:
    text = f"# P\n\n## Rollback\n\n### {title}\n\n1. a\n2. b\n"
    document = read_plan(text.encode(), "p.md")
    assert next(s.kind for s in document.sections if s.line == 5) == "rollback"
