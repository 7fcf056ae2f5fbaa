"""The alerts of the team's own Alertmanager, listed beside ours; nothing is ever written there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from warroom_tui.domain.monitoring.health import Check, Measurement, OutsideAlert
from warroom_tui.domain.monitoring.json_path import Json
from warroom_tui.domain.text import clean
from warroom_tui.probes.http import HttpProber
from warroom_tui.probes.prober import failed
from warroom_tui.probes.reasons import short

ANSWER_CAP = 4 * 1024 * 1024
"""Bytes of an answer that are read."""

MOST = 500
"""Alerts that are kept, the active ones first."""

_LABELS, _LABEL_LIMIT = 20, 200
_STATES = ("active", "suppressed", "unprocessed")


class AlertmanagerProber:
    """Probes `alertmanager` checks: the value is how many of its alerts are active."""

    def __init__(self, http: HttpProber) -> None:
        self._http = http

    async def probe(self, check: Check) -> Measurement:
        """Ask once; one that cannot be asked is down, because nobody would hear of an alert."""
        address = f"{check.target.rstrip('/')}/api/v2/alerts"
        answer = await self._http.fetch_for(check, address, ANSWER_CAP)
        if isinstance(answer, Measurement):
            told = f"Alertmanager: {answer.detail}"
            return replace(answer, detail=told) if answer.unknown else failed(told)
        if answer.status != 200:
            return failed(f"Alertmanager: HTTP {answer.status}")
        try:
            found = answer.json()
        except ValueError as error:
            return failed(short(f"Alertmanager: {error}"))
        if not isinstance(found, list):
            return failed("no Alertmanager answers there")
        alerts = sorted(
            (_alert(item) for item in found if isinstance(item, dict)),
            key=lambda alert: _STATES.index(alert.state),
        )
        active = sum(alert.state == "active" for alert in alerts)
        quiet = len(alerts) - active
        detail = f"{active} active" + (f", {quiet} silenced or waiting" if quiet else "")
        return Measurement(True, float(active), detail, alerts=tuple(alerts[:MOST]))


def _alert(item: dict[str, Json]) -> OutsideAlert:
    labels, notes = _texts(item.get("labels")), _texts(item.get("annotations"))
    status = item.get("status")
    state = status.get("state") if isinstance(status, dict) else None
    summary = notes.get("summary") or notes.get("description") or notes.get("message") or ""
    name = labels.pop("alertname", "") or "(no name)"
    severity = labels.pop("severity", "")
    return OutsideAlert(
        name=name,
        severity=severity,
        state=state if isinstance(state, str) and state in _STATES else "active",
        since=_time(item.get("startsAt")),
        summary=summary,
        labels=tuple(sorted(labels.items())),
    )


def _texts(data: Json) -> dict[str, str]:
    """Names and texts, cleaned, and no more of them than a person reads."""
    pairs = list(data.items())[:_LABELS] if isinstance(data, dict) else []
    return {
        clean(str(key), limit=60): clean(str(value), limit=_LABEL_LIMIT) for key, value in pairs
    }


def _time(data: Json) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(data))
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo is not None else None
