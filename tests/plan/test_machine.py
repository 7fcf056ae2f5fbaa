"""Front matter and `warroom` fences: what they give, and errors that name the place."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime, time

import pytest

from warroom_tui.domain.runsheet.anchors import Anchor
from warroom_tui.plan.draft import LaunchDraft
from warroom_tui.plan.drafting import draft_launch
from warroom_tui.plan.errors import PlanError
from warroom_tui.plan.reader import read_plan

FRONT = """---
launch: Ferry
code: FERRY
timezone: Europe/Copenhagen
go-live: "2026-12-01 08:00"
window: Saturday 06:00 - Sunday 18:00
rollback-deadline: Sunday 12:00
rollback-minutes: 30
decision-minutes: 10
hypercare-days: 14
day-1: day-after
product-url: https://ferry.example.com
---
# Plan

- [ ] >100 tickets sold
"""

FENCE = """# Plan

## Success criteria

- [ ] >100 tickets sold

```warroom
checks:
  - name: Application
    http: /health
    every: 15s
    timeout: 2 s
    expect: 200
    contains: ok
    slow: "> 500 ms"
    down: "> 3 s"
    fail-after: 3
    group: Product
  - name: Disk
    host: disk:/var
    every: 1m
    down: "> 90 %"
metrics:
  - key: tickets_sold
    name: Tickets sold
    better: lower
criteria:
  - {match: TICKETS sold, metric: tickets_sold, op: ">=", value: 120}
people:
  - name: Ann Lee
    role: no
    level: L1
    shifts:
      - {days: "2-4", time: 07:00-20:00, mode: on_call, rank: primary}
requirements:
  - {level: L1, days: [1, 2, 5], time: 22:00-06:00, min: 2}
sla:
  at-risk: 80 %
  targets:
    - {priority: P1, response: immediate, resolution: 2 h}
    - {channel: email, response: next release}
breaks:
  - {level: L1, days: 1, time: 12:00-13:00, keep: 1}
```
"""


def drafted(text: str) -> LaunchDraft:
    return draft_launch([read_plan(text.encode(), "plan.md")])


def errors_of(yaml: str) -> list[str]:
    document = read_plan(f"# Plan\n\n```warroom\n{yaml}\n```\n".encode(), "plan.md")
    return [problem.message for problem in document.problems if problem.severity == "error"]


def test_front_matter() -> None:
    draft = drafted(FRONT)
    assert (draft.name, draft.code, draft.timezone) == ("Ferry", "FERRY", "Europe/Copenhagen")
    assert draft.go_live == datetime(2026, 12, 1, 8, 0)  # noqa: DTZ001 - naive local time by design
    assert draft.window_start == Anchor(day=0, weekday=5, at=time(6))
    assert draft.rollback_deadline == Anchor(day=0, weekday=6, at=time(12))
    assert (draft.rollback_minutes, draft.decision_minutes, draft.hypercare_days) == (30, 10, 14)
    assert not draft.day_1_is_go_live
    assert draft.product_url == "https://ferry.example.com"
    assert [question.key for question in draft.questions] == []


def test_fences() -> None:
    draft = drafted(FENCE)
    web, disk = draft.checks
    assert (web.kind, web.target, web.every_s, web.timeout_s) == ("http", "/health", 15.0, 2.0)
    assert (web.expect, web.contains, web.fail_after) == (("200",), "ok", 3)
    assert (web.slow, web.down) == ((">", 500.0, "ms"), (">", 3.0, "s"))
    assert (disk.kind, disk.target, disk.every_s, disk.place.line) == (
        "host",
        "disk:/var",
        60.0,
        19,
    )
    assert draft.metrics[0].higher_is_better is False
    bound = draft.criteria[0]
    assert (bound.metric, bound.op, bound.value) == ("tickets_sold", ">=", 120.0)
    person = draft.people[0]
    assert (person.role, person.shifts[0].days) == ("no", (2, 3, 4))
    needs = [(r.day_from, r.day_to, r.time_from, r.time_to) for r in draft.requirements]
    assert needs == [(1, 2, time(22), time(6)), (5, 5, time(22), time(6))]
    assert [(t.key, t.clock, t.minutes) for t in draft.sla_targets] == [
        ("P1", "first_response", 0),
        ("P1", "resolution", 120),
        ("email", "first_response", None),
    ]
    assert draft.at_risk_pct == 80.0
    assert (draft.breaks[0].keep, draft.breaks[0].start) == (1, time(12))


def test_places_name_the_document_they_come_from() -> None:
    documents = [read_plan(b"# One\n\n- [ ] a\n", "one.md"), read_plan(FENCE.encode(), "two.md")]
    assert {check.place.source for check in draft_launch(documents).checks} == {1}


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        (
            "checks:\n  - name: A\n    http: /\n    every: 1 mintue",
            'plan.md:7:5: checks.1.every: "1 mintue" is not a duration',
        ),
        (
            "checks:\n  - name: A\n    htpp: /",
            'plan.md:6:5: checks.1.htpp: unknown key; did you mean "http"?',
        ),
        ("chekcs: []", 'plan.md:4:1: chekcs: unknown key; did you mean "checks"?'),
        ("checks:\n  - http: /", "plan.md:5:5: checks.1.name: is missing"),
        ("checks:\n  - name: A", "plan.md:5:5: checks.1: needs exactly one of http"),
        (
            "checks:\n  - {name: A, http: /}\n  - {name: A, tcp: 'a:1'}",
            'plan.md:6:1: the check "A" stands already in line 5',
        ),
        (
            "checks:\n  - {name: A, http: /, slow: 500}",
            'plan.md:5:24: checks.1.slow: "500" is not a comparison',
        ),
        ("checks:\n  - {name: A, http: /, expect: okay}", "is not an HTTP status"),
        ("people: nobody", "plan.md:4:1: people: a list expected"),
        ("requirements:\n  - {level: L1, days: soon, min: 1}", '"soon" is no launch day'),
        ("requirements:\n  - {level: L1, days: 1, min: two}", '"two" is not a number'),
        ("metrics:\n  - {key: a, name: A, unit: percents}", '"percents" is none of'),
        ("sla: {targets: [{response: 1 h}]}", "needs exactly one of priority, level, channel"),
        ("a: [", "no valid YAML"),
        ("checks: &a []\nmetrics: *a", "aliases are not allowed"),
        ("checks: []\nchecks: []", "plan.md:5:1: checks: stands here twice"),
    ],
)
def test_errors_name_file_line_column_and_key(yaml: str, expected: str) -> None:
    found = errors_of(yaml)
    assert any(expected in message for message in found), found


def test_a_launch_is_not_drafted_from_a_broken_fence() -> None:
    document = read_plan(b"# Plan\n\n```warroom\nchekcs: []\n```\n", "plan.md")
    with pytest.raises(PlanError) as caught:
        draft_launch([document])
    assert "plan.md:4:1" in caught.value.message


def test_keys_of_other_tools_in_front_matter_are_left_alone() -> None:
    document = read_plan(b"---\ntitle: x\nlayout: post\n---\n# A\n\n- [ ] b\n", "plan.md")
    assert {problem.severity for problem in document.problems} == {"info"}


def test_a_misspelt_key_in_front_matter_is_an_error() -> None:
    document = read_plan(b"---\ngo_live: 2026-01-01\n---\n# A\n", "plan.md")
    assert 'did you mean "go-live"?' in document.problems[0].message


def test_deep_yaml_is_refused_not_followed() -> None:
    assert errors_of("checks: " + "[" * 5000)


def test_plans_without_yaml_do_not_load_its_reader() -> None:
    code = (
        "import sys; from warroom_tui.plan.reader import read_plan; "
        "read_plan(b'# A\\n\\n- [ ] b\\n', 'p.md'); "
        "print([m for m "
        "in ('pydantic', 'ruamel.yaml', 'textual', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
