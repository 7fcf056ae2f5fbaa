"""Figures that a plan's criteria speak of can be typed in, measured or computed."""

from __future__ import annotations

import pytest

from warroom_tui.plan.draft import CriterionDraft, LaunchDraft, MetricDraft, Place
from warroom_tui.services.planning.import_metrics import metric_of, name_of, spoken_metrics


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (">100 laybys created", "Laybys created"),
        (">50% of eligible users have a layby", "Eligible users have a layby"),
        ("Week 2: 25% of shops use it", "Shops use it"),
        ("Error rate: < 1%", "Error rate"),
        ("50+ custodies created", "Custodies created"),
        ("< 2 second page load", "Page load"),
        ("Zero data loss incidents", "Data loss incidents"),
        ("Active users: _______ (target: > 40%)", "Active users"),
        ("99.9% uptime", "Uptime"),
        (">", ">"),
    ],
)
def test_a_target_leaves_the_name_of_what_it_is_about(text: str, name: str) -> None:
    assert name_of(text) == name


def criterion(text: str, **values: object) -> CriterionDraft:
    given: dict[str, object] = {"op": ">", "value": 1.0, "unit": "count", **values}
    return CriterionDraft(text, Place(7), "success", **given)  # type: ignore[arg-type]


def test_a_target_without_a_metric_becomes_a_figure_to_type_in() -> None:
    draft = LaunchDraft("Shop", "SHOP", criteria=(criterion(">100 orders placed"),))
    (row,) = spoken_metrics(draft)
    assert (row["key"], row["name"], row["source"]) == ("orders_placed", "Orders placed", "manual")
    assert row["higher_is_better"]


def test_what_the_plan_defines_or_the_desk_computes_is_not_asked_for_again() -> None:
    draft = LaunchDraft(
        "Shop",
        "SHOP",
        metrics=(MetricDraft("orders", "Orders", Place(3)),),
        criteria=(
            criterion(">100 orders placed", metric="orders"),
            criterion("SLA kept > 90%", unit="percent"),
            criterion("Team is happy", op=None, value=None),
        ),
    )
    assert [row["key"] for row in spoken_metrics(draft)] == []


def test_uptime_is_measured_by_the_checks() -> None:
    draft = LaunchDraft("Shop", "SHOP", criteria=(criterion("99.9% uptime", metric="uptime"),))
    assert [(row["key"], row["source"]) for row in spoken_metrics(draft)] == [("uptime", "probe")]


def test_tickets_a_day_are_counted_by_the_desk() -> None:
    item = criterion("< 10 tickets a day", metric="tickets", unit="per_day", op="<")
    assert metric_of(item, frozenset()) == "tickets_created"
