"""The demo product is a real service that a check can measure, in health and in trouble."""

from __future__ import annotations

import json
import random
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.probes.conftest import a_check, measure
from warroom_tui.services.demo.product import LATENCY_MS, DemoProduct, Trouble, usual_latency_ms


@pytest.fixture
def product() -> Iterator[DemoProduct]:
    """A running product."""
    running = DemoProduct().start()
    yield running
    running.stop()


@pytest.mark.parametrize("path", sorted(LATENCY_MS))
def test_every_page_is_fine_at_a_plausible_speed(product: DemoProduct, path: str) -> None:
    seen = measure(a_check("http", product.base_url + path, expect=("200",)))
    assert seen.ok
    assert seen.value is not None
    assert 2 < seen.value < 900


def test_the_health_page_says_ok(product: DemoProduct) -> None:
    assert measure(a_check("http", product.base_url + "/health", contains="ok")).ok


def test_an_unknown_page(product: DemoProduct) -> None:
    assert measure(a_check("http", product.base_url + "/nothing")).detail == "HTTP 404"


def test_trouble_hits_one_page_and_passes(product: DemoProduct) -> None:
    payments = a_check("http", product.base_url + "/api/payments")
    product.set_trouble("/api/payments", Trouble(status=503))
    assert measure(payments).detail == "HTTP 503"
    assert measure(a_check("http", product.base_url + "/health")).ok
    product.clear_trouble("/api/payments")
    assert measure(payments).ok


def test_slow_means_slower_than_usual(product: DemoProduct) -> None:
    product.set_trouble("/login", Trouble(latency_ms=400))
    seen = measure(a_check("http", product.base_url + "/login"))
    assert seen.value is not None
    assert seen.value > 400


@pytest.mark.parametrize("trouble", [Trouble(hang=True), Trouble(drip=True)])
def test_a_page_that_hangs_or_drips_times_out(product: DemoProduct, trouble: Trouble) -> None:
    product.set_trouble("/health", trouble)
    seen = measure(a_check("http", product.base_url + "/health", timeout_s=0.4))
    assert seen.detail == "timeout after 0.4 s"


def test_it_stops_at_once_although_a_request_hangs() -> None:
    product = DemoProduct().start()
    product.set_trouble("/health", Trouble(hang=True))
    measure(a_check("http", product.base_url + "/health", timeout_s=0.2))
    begun = time.monotonic()
    product.stop()
    assert time.monotonic() - begun < 0.3
    assert measure(a_check("http", product.base_url + "/health")).detail == "connection refused"


def test_it_can_be_stopped_without_having_started() -> None:
    DemoProduct().stop()


def test_statistics_are_those_it_is_told_to_count(product: DemoProduct) -> None:
    product.count_with(lambda: {"laybys_created": 14.0, "adoption": 9.0})
    with urllib.request.urlopen(product.base_url + "/stats") as answer:
        told = json.load(answer)
    assert told["laybys"]["created"] == 14
    assert told["users"]["adoption_percent"] == 9
    assert told["errors"]["percent"] < 1
    product.set_trouble("/api/payments", Trouble(status=503))
    assert product.statistics()["errors"]["percent"] > 1


def test_usual_latencies_never_look_like_trouble() -> None:
    chance = random.Random(1)
    assert max(usual_latency_ms("/api/laybys", chance) for _ in range(20_000)) < 500
    assert max(usual_latency_ms("/api/payments", chance) for _ in range(20_000)) < 800
