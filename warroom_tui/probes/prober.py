"""What every probe is: one run of a check gives one measurement, whatever happens."""

from __future__ import annotations

from typing import Protocol

from warroom_tui.domain.monitoring.health import Check, Measurement


class Prober(Protocol):
    """Measures checks; used from one event loop at a time per run, any number at once."""

    async def probe(self, check: Check) -> Measurement:
        """Run the check once. Ends within `check.timeout_s`; a failure is a result."""
        ...


class ProbeSet(Prober, Protocol):
    """Measures checks of every kind, and lets go of its connections when told."""

    async def aclose(self) -> None:
        """Close what the running event loop holds open; the set can be used again."""
        ...


def failed(detail: str, value: float | None = None) -> Measurement:
    """The target answered wrongly or not at all."""
    return Measurement(ok=False, value=value, detail=detail)


def not_measured(detail: str) -> Measurement:
    """The probe could not run: says nothing about the target."""
    return Measurement(ok=False, value=None, detail=detail, unknown=True)


def seconds_text(seconds: float) -> str:
    """A timeout as a person writes it: "5 s", "0.3 s"."""
    return f"{seconds:g} s"
