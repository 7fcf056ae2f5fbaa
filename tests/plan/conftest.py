"""One reading of each plan for all tests of a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from warroom_tui.plan.document import PlanDocument
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.reader import read_plan

Reading = tuple[PlanDocument, LaunchDraft]


@pytest.fixture(scope="session")
def real(real_plans: dict[str, Path]) -> Callable[[str], Reading]:
    """Read one of the real plans by name, once."""
    done: dict[str, Reading] = {}

    def read(name: str) -> Reading:
        if name not in done:
            path = real_plans[name]
            document = read_plan(path.read_bytes(), path.name)
            done[name] = document, draft_launch([document])
        return done[name]

    return read
