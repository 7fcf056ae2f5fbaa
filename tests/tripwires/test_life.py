"""From a figure that rises to a rollback that is closed, as it is stored and told."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import FixedClock
from tests.services.sample import seat
from tests.tripwires.conftest import id_of
from warroom_tui.domain.errors import InputError, Refused
from warroom_tui.domain.incident.issues import NewIssue, Severity
from warroom_tui.domain.rag import Rag
from warroom_tui.domain.reporting.report import ReportFormat, ReportKind
from warroom_tui.domain.runsheet.launch import LaunchStatus
from warroom_tui.domain.triggers.criteria import Verdict
from warroom_tui.domain.triggers.rollback import Decision, RollbackState
from warroom_tui.domain.triggers.tripwires import TriggerState
from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
from warroom_tui.services.warroom import Services
from warroom_tui.storage import schema


def texts(services: Services) -> list[str]:
    return [event.text for event in services.timeline.recent(limit=50)]


def test_a_rising_figure_comes_near_then_trips_and_asks_for_a_decision(
    ana: Services, clock: FixedClock, watch: CriteriaWatch
) -> None:
    for value in (2.0, 2.4, 2.8, 3.2, 3.6, 4.0, 4.4):
        ana.health.set_metric("refused", value)
        watch.evaluate()
        clock.move(minutes=1)
    situation = ana.triggers.situation()
    (near,) = [g for g in situation.gauges if g.state is TriggerState.APPROACHING]
    assert near.trips_in is not None
    assert timedelta(0) < near.trips_in < timedelta(minutes=3)
    assert "NEAR" in [need.tag for need in situation.needs]
    assert not situation.takeovers

    ana.health.set_metric("refused", 6.0)
    watch.evaluate()
    situation = ana.triggers.situation()
    assert situation.rag.rag is Rag.RED
    assert situation.rag.first_reason.startswith("rollback trigger tripped: More than 5 %")
    (takeover,) = situation.takeovers
    assert takeover.tag == "ROLL BACK?"
    assert "6 %, limit > 5 %" in takeover.lines[0]
    assert situation.needs[0].tag == "ROLL?"
    tripped = next(text for text in texts(ana) if text.startswith("Rollback trigger tripped"))
    assert "6 %, limit > 5 % (Payments refused, Ana)" in tripped

    ana.health.set_metric("refused", 1.0)
    watch.evaluate()
    assert ana.triggers.situation().takeovers, "what tripped stays until somebody has decided"


def test_the_same_look_twice_records_nothing_twice(
    ana: Services, clock: FixedClock, watch: CriteriaWatch
) -> None:
    ana.health.set_metric("refused", 9.0)
    assert watch.evaluate() == 1
    before = len(texts(ana))
    other = CriteriaWatch(ana.context)
    clock.move(minutes=2)
    assert (watch.evaluate(), other.evaluate()) == (0, 0)
    assert len(texts(ana)) == before


_WATCH = """
import sys
from datetime import datetime
from pathlib import Path
from tests.conftest import FixedClock
from tests.services.sample import seat
from warroom_tui.services.triggers.criteria_watch import CriteriaWatch
with seat(Path(sys.argv[1]), sys.argv[2], FixedClock(datetime.fromisoformat(sys.argv[3]))) as s:
    watch = CriteriaWatch(s.context)
    sys.stdin.readline()
    print(sum(watch.evaluate() for _ in range(5)))
"""


def test_two_processes_that_look_at_once_record_one_trip(
    ana: Services, launch_file: Path, clock: FixedClock
) -> None:
    ana.health.set_metric("refused", 9.0)
    command = [sys.executable, "-c", _WATCH, str(launch_file)]
    pipe = subprocess.PIPE
    running = [
        subprocess.Popen(
            [*command, name, clock.now().isoformat()], stdin=pipe, stdout=pipe, text=True
        )
        for name in ("Ben", "Cleo")
    ]
    told = [process.communicate("go\n", timeout=60)[0].strip() for process in running]
    assert sorted(told) == ["0", "1"]
    assert sum(text.startswith("Rollback trigger tripped") for text in texts(ana)) == 1
    assert len(ana.rollback.all()) == 1
    assert len(ana.triggers.history(id_of(ana, "payments"))) == 1


def test_a_degradation_needs_a_baseline_and_must_hold(
    ana: Services, clock: FixedClock, watch: CriteriaWatch
) -> None:
    with pytest.raises(InputError, match="needs a name"):
        ana.triggers.record_baseline("  ")
    ana.health.set_metric("signups", 10)
    found = ana.triggers.record_baseline("before launch")
    assert found.values["signups"] == 10
    assert ana.triggers.baselines()[0].name == "before launch"
    ana.timeline.undo()
    assert ana.triggers.baselines() == ()
    watch.evaluate()
    gauge = next(g for g in ana.triggers.gauges() if g.criterion.metric == "degradation")
    assert gauge.reading is None
    assert gauge.hold == timedelta(minutes=10)


def test_a_human_trigger_is_raised_acknowledged_and_cleared_with_reasons(
    ana: Services, watch: CriteriaWatch
) -> None:
    number = id_of(ana, "does not start")
    with pytest.raises(InputError, match="reason is needed"):
        ana.triggers.raise_trigger(number, " ")
    ana.triggers.raise_trigger(number, "white page on every till")
    with pytest.raises(Refused, match="tripped already"):
        ana.triggers.raise_trigger(number, "again")
    assert ana.triggers.situation().takeovers[0].lines[0].startswith("Ana: white page")
    watch.evaluate()
    assert ana.triggers.acknowledge(number, "Ben looks").state is TriggerState.ACKNOWLEDGED
    assert ana.triggers.clear(number, "it was the proxy").state is TriggerState.CLEARED
    assert ana.rollback.current() is None, "nothing is left to decide"
    states = [event.state for event in ana.triggers.history(number)]
    assert states == ["cleared", "acknowledged", "tripped"]


def test_raising_is_undone_with_its_question(ana: Services) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    ana.timeline.undo()
    situation = ana.triggers.situation()
    assert situation.board.rollback is None
    assert not situation.takeovers


def test_a_flagged_known_issue_trips_the_trigger_and_breaks_zero_tolerance(
    ana: Services, watch: CriteriaWatch
) -> None:
    issue = ana.issues.add(NewIssue("Orders lost", Severity.HIGH))
    with ana.context.writing() as tx:
        tx.update(schema.known_issue, issue.id, None, "The issue", is_data_loss=True)
        tx.event("flagged", "issue", issue.ref, "Orders lost: data loss")
    watch.evaluate()
    gauge = next(g for g in ana.triggers.gauges() if "corruption" in g.criterion.text)
    assert (gauge.value, gauge.state) == (1.0, TriggerState.TRIPPED)


def test_before_the_launch_is_out_no_figure_trips_anything(
    launch_file: Path, clock: FixedClock
) -> None:
    clock.move(days=-3)
    with seat(launch_file, "Ana", clock) as early:
        early.health.set_metric("refused", 50.0)
        CriteriaWatch(early.context).evaluate()
        assert early.rollback.current() is None


def test_what_a_person_raised_although_a_figure_is_calm_is_asked_with_the_reason(
    ana: Services,
) -> None:
    ana.health.set_metric("refused", 1.0)
    ana.triggers.raise_trigger(id_of(ana, "More than 5 %"), "every till refuses, the figure lies")
    first, second, *_ = ana.triggers.situation().takeovers[0].lines
    assert first == "Ana: every till refuses, the figure lies"
    assert second.startswith("1 %, limit > 5 %")
    found = ana.rollback.decide(Decision.FORWARD_FIX, "one line")
    assert found.evidence is not None
    assert "the figure lies; 1 %, limit > 5 %" in str(found.evidence["triggers"])


def test_targets_count_in_their_period_and_are_missed_when_it_is_over(
    ana: Services, clock: FixedClock
) -> None:
    watch = CriteriaWatch(ana.context, patience=timedelta(0))
    ana.health.set_metric("signups", 60)
    watch.evaluate()
    counted = [c.text for c, _, _ in ana.triggers.situation().verdicts]
    assert "Sign-ups > 100" in counted
    clock.move(days=8)
    ana.health.set_metric("signups", 200)
    watch.evaluate()
    gauges = {g.criterion.text: g for g in ana.triggers.gauges()}
    assert gauges["Sign-ups > 100"].verdict is Verdict.MISSED, "60 when week 1 was over"
    assert not gauges["Sign-ups > 100"].counts
    assert gauges["Sign-ups > 500"].counts


def test_a_verdict_by_hand_needs_evidence_and_goes_back_to_the_figure(ana: Services) -> None:
    number = id_of(ana, "content")
    with pytest.raises(InputError, match="evidence"):
        ana.triggers.judge(number, Verdict.MET)
    judged = ana.triggers.judge(number, Verdict.MET, "twelve calls, ten happy")
    assert judged.verdict is Verdict.MET
    assert ana.triggers.judge(number, None).verdict is Verdict.NO_DATA
    with pytest.raises(Refused, match="rollback trigger"):
        ana.triggers.judge(id_of(ana, "does not start"), Verdict.MET, "no")


def test_continuing_comes_back_for_review_and_the_evidence_is_frozen(
    ana: Services, clock: FixedClock
) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    with pytest.raises(InputError, match="until when"):
        ana.rollback.decide(Decision.CONTINUE_UNTIL, "a fix is near")
    with pytest.raises(InputError, match="lie ahead"):
        ana.rollback.decide(Decision.CONTINUE_UNTIL, "x", recheck_at=clock.now())
    until = clock.now() + timedelta(minutes=45)
    found = ana.rollback.decide(Decision.CONTINUE_UNTIL, "a fix is near", recheck_at=until)
    assert found.state is RollbackState.CONTINUED
    assert found.evidence is not None
    assert found.evidence["status"] == "red"
    situation = ana.triggers.situation()
    assert not situation.takeovers
    assert situation.rag.rag is Rag.RED, "acknowledged is not gone"
    clock.move(minutes=46)
    situation = ana.triggers.situation()
    assert situation.needs[0].tag == "AGAIN"
    assert situation.takeovers[0].tag == "REVIEW DUE"


def test_after_the_last_safe_moment_rolling_back_must_be_forced(
    ana: Services, clock: FixedClock
) -> None:
    deadline = clock.now() + timedelta(minutes=60)
    ana.rollback.plan(deadline=deadline, estimate_min=30, margin_min=10)
    safe = ana.triggers.situation().last_safe
    assert safe is not None
    assert safe.left(clock.now()) == timedelta(minutes=20)
    ana.rollback.measured(45, "rehearsal of Friday")
    safe = ana.triggers.situation().last_safe
    assert safe is not None
    assert (safe.rollback_min, safe.source) == (45, "measured")
    clock.move(minutes=10)
    with pytest.raises(Refused, match="last safe moment has passed"):
        ana.rollback.decide(Decision.ROLL_BACK, "too much is broken")
    assert ana.rollback.decide(Decision.ROLL_BACK, "all is lost anyway", force=True).forced


def test_a_rollback_runs_to_its_end_and_measures_itself(ana: Services, clock: FixedClock) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    ana.rollback.decide(Decision.ROLL_BACK, "nobody can sell")
    found = ana.rollback.start()
    assert ana.launch().status is LaunchStatus.ROLLED_BACK
    notices = [m.title for m in ana.messages.all() if "ollback" in m.title]
    assert notices == ["Rollback notice: Orchid", "Rollback is over: Orchid"]
    assert "nobody can sell" in next(m.body for m in ana.messages.all() if "notice" in m.title)
    (run,) = ana.runbooks.runs()
    assert run.id == found.run_id
    with pytest.raises(Refused, match="3 steps of the rollback still open"):
        ana.rollback.verify("tills work")
    for step in ana.runbooks.steps(run):
        ana.run_sheet.tick(step.id)
        clock.move(minutes=7)
    assert ana.rollback.verify("tills work").state is RollbackState.VERIFIED
    assert [r.ended_at is None for r in ana.runbooks.runs()] == [True, False], "now tell people"
    over = next(m for m in ana.messages.all() if "is over" in m.title)
    assert over.due_at == clock.now(), "earlier or later than it was expected: it is due now"
    ana.rollback.communicate("mail to all, call to the shops")
    closed = ana.rollback.close("again next Monday")
    assert closed.state is RollbackState.CLOSED
    assert ana.board().rollback_minutes == (21,)
    assert "Rollback closed after 21 min: again next Monday" in texts(ana)


def test_two_people_do_not_decide_the_same_question(ana: Services, launch_file: Path) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    seen = ana.rollback.current()
    assert seen is not None
    with seat(launch_file, "Ben", ana.clock) as ben:
        ben.rollback.decide(Decision.FORWARD_FIX, "one line", expected=seen.version)
    with pytest.raises(Refused):
        ana.rollback.start(expected=seen.version)
    assert ana.rollback.all()[0].decided_by == "Ben"


def test_the_days_report_tells_triggers_and_decisions(ana: Services) -> None:
    ana.triggers.raise_trigger(id_of(ana, "does not start"), "white page")
    ana.rollback.decide(Decision.FORWARD_FIX, "one line of code")
    day = ana.launch().local(ana.clock.now()).date()
    for kind, sought in (
        (ReportFormat.MD, "| Shop does not start | immediate | ✖ acknowledged | Ana: one line"),
        (ReportFormat.HTML, "<h2>Rollback triggers</h2>"),
        (ReportFormat.TXT, "acknowledged: Shop does not start (Ana: one line of code)"),
    ):
        text = ana.reports.preview(ReportKind.DAILY, day, kind).text
        assert sought in text
        assert "Ana decided to fix forward: Shop does not start (one line of code)" in text


def test_a_phase_that_fails_proposes_a_rollback(ana: Services) -> None:
    first = ana.run_sheet.readiness().phase
    assert first is not None
    ana.run_sheet.advance(first.id)
    ana.run_sheet.advance(first.id, "it broke", "failed")
    asked = ana.rollback.current()
    assert asked is not None
    assert asked.title == "Freeze failed"
    ana.timeline.undo()
    assert ana.rollback.current() is None


def test_what_a_person_raised_is_not_cleared_by_a_figure(
    ana: Services, clock: FixedClock, watch: CriteriaWatch
) -> None:
    ana.health.set_metric("refused", 1.0)
    number = id_of(ana, "payments")
    ana.triggers.raise_trigger(number, "the bank says so, our figure is blind")
    ana.triggers.acknowledge(number, "we call them")
    for _ in range(10):
        watch.evaluate()
        clock.move(minutes=1)
    gauge = next(g for g in ana.triggers.gauges() if g.criterion.id == number)
    assert gauge.state is TriggerState.ACKNOWLEDGED


def test_an_old_trend_foretells_nothing(
    ana: Services, clock: FixedClock, watch: CriteriaWatch
) -> None:
    for value in (2.0, 2.4, 2.8, 3.2, 3.6, 4.0, 4.4):
        ana.health.set_metric("refused", value)
        watch.evaluate()
        clock.move(minutes=1)
    clock.move(minutes=30)
    (near,) = [g for g in ana.triggers.gauges() if g.state is TriggerState.APPROACHING]
    assert near.trips_in is None
