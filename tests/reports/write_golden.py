"""Write the expected reports anew: `python -m tests.reports.write_golden`. Read the diff after."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import FixedClock
from tests.reports.conftest import KIM
from tests.reports.launch_day import EVENING, MemoryStore, full_day
from warroom_tui.domain.reporting.report import ReportFormat, ReportKind
from warroom_tui.services.reporting.report_desk import ReportDesk

FOLDER = Path(__file__).parent / "golden"


def main() -> None:
    """Every kind in every format."""
    desk = ReportDesk(MemoryStore(full_day()), FixedClock(EVENING), KIM)
    for kind in ReportKind:
        for fmt in ReportFormat:
            text = desk.preview(kind, fmt=fmt).text
            (FOLDER / f"{kind.value}.{fmt.value}").write_bytes(text.encode())


if __name__ == "__main__":
    main()
