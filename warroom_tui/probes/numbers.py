"""Checks of one number: a queue's depth in a JSON answer, and a PromQL query."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from warroom_tui.domain.monitoring.health import Check, Measurement
from warroom_tui.domain.monitoring.json_path import Json, NothingThere, as_text, find, number
from warroom_tui.probes.http import Answer, HttpProber, status_matches
from warroom_tui.probes.prober import failed, not_measured
from warroom_tui.probes.reasons import short


class QueueProber:
    """Probes `queue` checks: the value is the number at `options.path` of the JSON answer."""

    def __init__(self, http: HttpProber) -> None:
        self._http = http

    async def probe(self, check: Check) -> Measurement:
        """Fetch once; an answer without the number says nothing about the queue."""
        answer = await self._http.fetch_for(check, check.target)
        if isinstance(answer, Measurement):
            return answer
        if not status_matches(answer.status, check.expect):
            return replace(failed(f"HTTP {answer.status}"), excerpt=answer.excerpt)
        return replace(self._read(check, answer), excerpt=answer.excerpt)

    def _read(self, check: Check, answer: Answer) -> Measurement:
        path = check.options.path or ""
        try:
            found = find(answer.json(), path)
        except NothingThere:
            return not_measured(short(f"nothing at {path}"))
        except ValueError as error:
            return not_measured(short(str(error)))
        value = number(found)
        if value is None:
            return not_measured(short(f"{path or 'the answer'} is no number: {as_text(found)}"))
        return Measurement(ok=True, value=value, detail=f"HTTP {answer.status}")


class PromqlProber:
    """Probes `promql` checks: the target is an instant query, the value is its one number.

    A Prometheus that cannot be asked says nothing about what it watches: that is unknown.
    """

    def __init__(self, http: HttpProber) -> None:
        self._http = http

    async def probe(self, check: Check) -> Measurement:
        """Ask once."""
        base = check.options.server
        if not base:
            return not_measured("no Prometheus address set")
        words = urlencode({"query": check.target, "timeout": f"{check.timeout_s:g}s"})
        answer = await self._http.fetch_for(check, f"{base.rstrip('/')}/api/v1/query?{words}")
        if isinstance(answer, Measurement):
            return not_measured(f"Prometheus: {answer.detail}")
        return read_instant(answer)


def read_instant(answer: Answer) -> Measurement:
    """The one number of a Prometheus instant query's answer."""
    try:
        data = answer.json()
    except ValueError:
        return not_measured(f"no Prometheus answers there (HTTP {answer.status})")
    if not isinstance(data, dict) or data.get("status") != "success":
        said = data.get("error") if isinstance(data, dict) else None
        return not_measured(short(f"Prometheus: {said or f'HTTP {answer.status}'}"))
    result = _result(data)
    if result is None or len(result) != 1:
        return not_measured(_not_one(result))
    value = number(result[0])
    if value is None:
        return not_measured(short(f"no number: {as_text(result[0])}"))
    return Measurement(ok=True, value=value, detail="PromQL")


def _not_one(result: list[Json] | None) -> str:
    if result is None:
        return "the query gives no instant number"
    return f"{len(result)} series: the query must give one" if result else "no data"


def _result(data: dict[str, Json]) -> list[Json] | None:
    """The values of a vector, or of a scalar as the only one; None for any other type."""
    try:
        kind = find(data, "data.resultType")
        found = find(data, "data.result")
        if kind == "scalar":
            return [find(found, "1")]
        if kind == "vector" and isinstance(found, list):
            return [find(series, "value.1") for series in found]
    except NothingThere:
        return None
    return None
