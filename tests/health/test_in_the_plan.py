"""What a plan may ask of a check, and what it may not hold."""

from __future__ import annotations

import pytest

from tests.health.conftest import MakeLaunch
from tests.services.sample import seat
from warroom_tui.domain.monitoring.check_options import CheckOptions, JsonRule
from warroom_tui.plan.reader import read_plan

FENCE = """\
checks:
  - name: Shop
    http: https://shop.example/health
    json: [{path: status, equals: ok}, {path: queue.depth, below: 100}]
    headers: {Authorization: "Bearer ${SHOP_TOKEN}"}
    expect-headers: {Content-Type: json}
    certificate-days: 21
  - {name: Certificate, tls: "shop.example:443", slow: "< 3 weeks", down: "< 1 day"}
  - {name: Mail queue, queue: "https://shop.example/stats", path: mail.waiting, slow: "> 1000"}
  - name: Errors
    promql: sum(rate(errors[5m]))
    prometheus: https://prometheus.example
    down: "> 1 %"
  - name: Orders
    db: postgresql://db.example/shop
    measure: connections
    user-env: SHOP_USER
    password-env: SHOP_PASSWORD
    slow: "> 80 %"
  - {name: Copy, heartbeat: The nightly copy, every: 1 day, timeout: 1 h, slow: "> 20 h"}
  - {name: Worker, host: "process:worker"}
  - {name: Invoices, manual: Send one and see it arrive, every: 4 h}
"""


def test_each_kind_arrives_as_it_was_written(make_launch: MakeLaunch) -> None:
    with seat(make_launch(FENCE), "Ana") as ana:
        checks = {check.name: check for check in ana.health.checks()}
    assert checks["Shop"].options == CheckOptions(
        headers=(("Authorization", "Bearer ${SHOP_TOKEN}"),),
        expect_headers=(("Content-Type", "json"),),
        json=(JsonRule("status", "equals", "ok"), JsonRule("queue.depth", "below", "100")),
        certificate_days=21,
    )
    limits = {
        name: (check.unit, check.slow and check.slow.limit, check.down and check.down.limit)
        for name, check in checks.items()
    }
    assert limits["Certificate"] == ("d", 21, 1)
    assert limits["Mail queue"] == ("count", 1000, None)
    assert limits["Errors"] == ("%", None, 1)
    assert limits["Orders"] == ("%", 80, None)
    assert limits["Copy"] == ("min", 1200, None)
    assert limits["Worker"][0] == "count"
    assert checks["Errors"].options.server == "https://prometheus.example"
    assert checks["Orders"].options.password_env == "SHOP_PASSWORD"
    assert checks["Invoices"].options.beat_s == 4 * 3600
    assert checks["Copy"].target_text == "< 1200 min"


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        ('http: "https://app:hunter2@shop.example/"', "a password in the plan is no secret"),
        ('db: "postgresql://app:hunter2@db.example/shop"', "a password in the plan is no secret"),
        ('http: /, headers: {Authorization: "Bearer abc"}', "Authorization holds a credential"),
        ("http: /, headers: {A b: c}", "is no header"),
        ("http: /, json: {path: status}", "needs path and one of equals, not, above, below"),
        ("http: /, json: {path: n, above: many}", 'above: "many" is not a number'),
        ("tcp: 'a:1', path: x", "path belongs to queue, not to tcp"),
        ("promql: up", "promql needs prometheus"),
        ("db: 'sqlite://', measure: value", "measure: value needs a query"),
        ("db: 'sqlite://', password-env: hunter 2", "password-env"),
    ],
)
def test_what_a_plan_may_not_hold_is_refused_with_its_place(check: str, fault: str) -> None:
    text = f"# Plan\n\n```warroom\nchecks:\n  - {{name: A, {check}}}\n```\n"
    [problem] = [p for p in read_plan(text.encode(), "plan.md").problems if p.severity == "error"]
    assert fault in problem.message
    assert "plan.md:5:" in problem.message


def test_a_variable_in_the_place_of_a_password_is_fine() -> None:
    text = '# Plan\n\n```warroom\nchecks:\n  - {name: A, http: "https://a:${PW}@x.example/"}\n```\n'
    problems = read_plan(text.encode(), "plan.md").problems
    assert not [problem for problem in problems if problem.severity == "error"]
