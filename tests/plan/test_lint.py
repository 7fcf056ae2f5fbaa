"""What the linter finds in small plans, and what it leaves alone."""

from __future__ import annotations

from warroom_tui.plan.reader import read_plan


def codes(text: str) -> list[tuple[str, int]]:
    return [(p.code, p.line) for p in read_plan(text.encode(), "p.md").problems]


def test_two_weekdays_for_launch_day() -> None:
    text = (
        "# P\n\n## 1 Week Before Launch\n\n"
        '**Wednesday: Mail**\n- [ ] Send "Launch in 2 days" mail\n\n'
        '**Friday: Rest**\n- [ ] Say "Live tomorrow!"\n\n## Day 6-7 (Weekend)\n- [ ] watch\n'
    )
    assert codes(text) == [("contradiction", 9), ("contradiction", 11)]


def test_a_calendar_that_agrees_is_left_alone() -> None:
    text = (
        '# P\n\n## 1 Week Before Launch\n\n**Friday: Rest**\n- [ ] Say "Live tomorrow!"\n\n'
        "## Monday (Day 3)\n- [ ] watch\n"
    )
    assert codes(text) == []


def test_an_alert_looser_than_its_target() -> None:
    text = (
        "# P\n\n## Monitoring\n- Error Rate: Alert if > 1%\n- CPU: Alert if > 80%\n\n"
        "## Success Metrics\n- Error rate: < 0.1%\n"
    )
    assert codes(text) == [("alert-looser-than-target", 4)]


def test_an_alert_tighter_than_its_target_is_fine() -> None:
    text = (
        "# P\n\n## Monitoring\n- Error Rate: Alert if > 0.05%\n\n"
        "## Success Metrics\n- Error rate: < 0.1%\n"
    )
    assert codes(text) == []


def test_a_trigger_looser_than_the_uptime_target() -> None:
    text = (
        "# P\n\n**Launch Window**: Saturday 06:00 - Sunday 18:00\n\n## Rollback Triggers\n"
        "- System unavailable for > 2 hours\n\n## Success Metrics\n- Uptime > 99%\n"
    )
    assert codes(text) == [("trigger-looser-than-target", 6)]


def test_a_tier_that_means_two_things() -> None:
    text = (
        "# P\n\n## Support Tiers\n\n### Tier 1: Critical Issues\n- down\n\n"
        "**Response Time**: < 1 hour\n\n"
        "### Tier 1 Support\n- questions\n\n**Response Time**: < 4 hours\n"
    )
    assert ("tier-two-meanings", 13) in codes(text)


def test_slots_choices_and_scales() -> None:
    text = (
        "# P\n\n**Decision**: Go ☐ No-Go ☐\n\n## Success Metrics\n- Satisfaction > 4/5\n"
        "- User satisfaction > 80%\n\n"
        "## Report\n\n```\n- Created: [X]\n```\n"
    )
    assert sorted(code for code, _ in codes(text)) == ["choices", "slots", "two-scales"]


def test_a_trigger_is_looser_in_whatever_words_the_plan_states_it() -> None:
    text = (
        "# P\n\n## Rollback Triggers\n- Tills down for > 2 hours\n- Nobody can sell > 3 hours\n\n"
        "## Success Metrics\n- Uptime 99.9% or better\n"
    )
    assert codes(text) == [("trigger-looser-than-target", 4)]
    block = (
        "\n```warroom\nmetrics:\n  - {key: unavailable, name: Stop, unit: minutes, better: lower, "
        "source: manual}\ncriteria:\n  - {match: Nobody can sell, metric: unavailable}\n```\n"
    )
    assert codes(text + block) == [
        ("trigger-looser-than-target", 4),
        ("trigger-looser-than-target", 5),
    ]
