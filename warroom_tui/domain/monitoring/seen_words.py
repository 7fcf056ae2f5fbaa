"""What a probe saw, in the words that tell why it is an alarm."""

from __future__ import annotations

from warroom_tui.domain.monitoring.health import Check, CheckState, CheckStatus, format_value

_BAD = (CheckState.SLOW, CheckState.DOWN)


def seen_words(check: Check, status: CheckStatus) -> str:
    """The detail; of a page that answers too late the time it took, which "HTTP 200" hides."""
    limit = check.down if status.state is CheckState.DOWN else check.slow
    value, detail = status.last_value, status.last_detail
    if check.kind != "http" or status.state not in _BAD or limit is None or value is None:
        return detail
    if not limit.holds(value):
        return detail
    took = f"{format_value(value, limit.unit)}, limit {limit.as_text()}"
    return f"{detail} after {took}" if detail else took
