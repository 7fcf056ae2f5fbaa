"""A real nginx: healthy, in maintenance, going round in circles, dripping, far too large."""

from __future__ import annotations

import pytest

from tests.probes.conftest import a_check, measure
from warroom_tui.domain.monitoring.check_options import CheckOptions, JsonRule


@pytest.mark.parametrize(
    ("path", "ok", "detail"),
    [
        ("/health", True, "HTTP 200"),
        ("/down", False, "HTTP 503"),
        ("/around", False, "more than 5 redirects"),
        ("/large", True, "HTTP 200"),
        ("/drip", False, "timeout after 0.5 s"),
    ],
)
def test_what_it_does_is_told(nginx: str, path: str, ok: bool, detail: str) -> None:
    seen = measure(a_check("http", f"{nginx}{path}", timeout_s=0.5 if path == "/drip" else 5.0))
    assert (seen.ok, seen.detail) == (ok, detail)
    if path == "/down":
        assert seen.excerpt == "maintenance\n"


def test_its_json_is_judged(nginx: str) -> None:
    options = CheckOptions(json=(JsonRule("status", "equals", "fine"),))
    seen = measure(a_check("http", f"{nginx}/health", options=options))
    assert (seen.ok, seen.detail) == (False, "status is ok")
