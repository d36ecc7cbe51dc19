"""Repeat or stop: what each published rule says of the plan under the controls."""

from shown import html

from tpi_edu import Injection, Patient, RepeatExplorer, may_repeat, simulate_relief
from tpi_edu.content.published import load_repeat_rules


def test_each_rule_is_asked_about_each_session_of_this_patient_and_shown_with_source_and_reason():
    explorer = RepeatExplorer(second_day=43, third_day=50, response=0.45)
    patient, table = Patient(response=0.45), html(explorer)
    for session, days in {2: (0, 43), 3: (0, 43, 50)}.items():
        plan = [Injection(steroid=False, day=day) for day in days]
        curve = simulate_relief(plan, patient=patient, story="trials")
        verdicts = {rule: may_repeat(curve, rule) for rule in load_repeat_rules()}
        for rule, facts in load_repeat_rules().items():
            said = "✓ Allows it." if verdicts[rule].allowed else "✗ Does not allow it."
            assert f"{facts.label}, session {session}: {said} {verdicts[rule].why}" in explorer.words()
            assert f"<small>{facts.says} [{facts.source}, {facts.grade}]</small>" in table
            assert f"<b>{said}</b> {verdicts[rule].why}" in table
        count = sum(verdict.allowed for verdict in verdicts.values())
        assert f"ession {session} on day {days[-1]}: {count} of {len(verdicts)} rules" in explorer.words()


def test_without_a_repeat_no_rule_is_asked():
    explorer = RepeatExplorer(second_day=0)
    assert html(explorer).endswith("<p>No session after the first is planned.</p>")
    assert "No session after the first is planned." in explorer.words()
    assert "rules allow" not in explorer.words()
