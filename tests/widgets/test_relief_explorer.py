"""The relief explorer: what its controls do to each other, its notes and its numbers."""

import pytest
from shown import find, html, walk

from tpi_edu import Injection, ReliefExplorer, load_injectates, simulate_relief


@pytest.mark.parametrize("injectate", load_injectates())
@pytest.mark.parametrize("story", ["leaflet", "trials"])
def test_arguments_set_the_starting_state(injectate, story):
    timing = {"steroid_onset_days": 4, "steroid_fade_days": 20}
    explorer = ReliefExplorer(injectate=injectate, story=story, **timing)
    steroid = injectate != "dry_needling"
    expected = simulate_relief(Injection(injectate=injectate, steroid=steroid), story=story, **timing)
    assert explorer.curve.pain_nrs.tolist() == expected.pain_nrs.tolist()
    assert explorer.inputs["steroid"].value is steroid


def test_dry_needling_takes_the_steroid_away_and_says_why():
    explorer = ReliefExplorer(injectate="lidocaine", steroid=True, vitamin_b12=True)
    explorer.inputs["injectate"].value = "dry_needling"
    assert explorer.curve.plan == (Injection(injectate="dry_needling", steroid=False),)
    assert explorer.inputs["steroid"].disabled
    assert "injects nothing" in html(explorer)
    explorer.inputs["injectate"].value = "lidocaine"
    assert explorer.curve.plan == (Injection(steroid=True, vitamin_b12=True),)
    with pytest.raises(ValueError, match="with dry_needling, which injects nothing; got True"):
        ReliefExplorer(injectate="dry_needling", steroid=True)


def test_more_hides_what_a_first_look_does_not_need():
    explorer = ReliefExplorer()
    (hidden,) = [w for w in walk(explorer) if w.layout.display == "none"]
    assert set(hidden.children) == {explorer.inputs[c.name] for c in explorer.controls if c.more}
    assert {"injectate", "steroid", "story"} == {c.name for c in explorer.controls if not c.more}
    find(explorer, "More").value = True
    assert hidden.layout.display is None


def test_every_number_can_be_traced_and_assumptions_are_marked():
    table = html(ReliefExplorer())
    assert all(facts.label in table for facts in load_injectates().values())
    marked = table.count('class="tpi-assumption">assumption</td>')
    assert marked == table.count("<code>this_course</code>") > 10
