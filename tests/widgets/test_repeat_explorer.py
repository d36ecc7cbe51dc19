"""Repeat or stop: the plan under the controls, and what each published rule says of it."""

from tpi_edu.content.published import load_repeat_rules
from tpi_edu.figures.relief import ReliefPicture
from tpi_edu.model.injection import Injection, Patient
from tpi_edu.model.relief import simulate_relief
from tpi_edu.model.repeat import may_repeat
from tpi_edu.widgets.repeat import RepeatExplorer


def test_controls_lead_to_the_same_picture_as_the_plain_figure():
    explorer = RepeatExplorer()
    explorer.set_state({"second_day": 40, "third_day": 20, "response": 1.35, "adjuncts": True})
    plan = [Injection(steroid=False, day=day) for day in (0, 20, 40)]
    curve = simulate_relief(plan, patient=Patient(response=1.35, adjuncts=True), story="trials")
    plain = ReliefPicture()
    plain.draw([curve])
    assert explorer.view.frame == plain.frame()


def test_each_rule_is_asked_about_each_session_of_this_patient():
    explorer = RepeatExplorer(second_day=43, third_day=50, response=0.45)
    assert list(explorer._verdicts) == list(load_repeat_rules())
    patient = Patient(response=0.45)
    for days, session in (((0, 43), 0), ((0, 43, 50), 1)):
        curve = simulate_relief(
            [Injection(steroid=False, day=day) for day in days], patient=patient, story="trials"
        )
        for rule, verdicts in explorer._verdicts.items():
            assert verdicts[session] == may_repeat(curve, rule)
    assert "session 3 on day 50: 2 of 4 rules allow it" in explorer.words()
    assert "Stop after failures, session 3: ✗ Does not allow it. 2 of 2 sessions" in explorer.words()


def test_the_task_can_be_reached_and_perpetuating_factors_undo_it():
    explorer = RepeatExplorer(second_day=43)
    assert "3 of 4 rules allow it" in explorer.words()
    explorer.inputs["response"].value = 1.75
    assert "4 of 4 rules allow it" in explorer.words()
    explorer.inputs["perpetuating"].value = True
    assert "3 of 4 rules allow it" in explorer.words()


def test_the_table_holds_every_rule_with_its_source_and_the_reason():
    explorer = RepeatExplorer(second_day=3)
    table = explorer._rules.value
    for rule, facts in load_repeat_rules().items():
        assert facts.says in table
        assert f"[{facts.source}, {facts.grade}]" in table
        assert explorer._verdicts[rule][0].why in table
    assert "<b>✗ Does not allow it.</b> 3 days since the session before" in table


def test_without_a_repeat_no_rule_is_asked():
    explorer = RepeatExplorer(second_day=0)
    assert explorer._rules.value == "<p>No session after the first is planned.</p>"
    assert "No session after the first is planned." in explorer.words()
    assert "rules allow" not in explorer.words()
