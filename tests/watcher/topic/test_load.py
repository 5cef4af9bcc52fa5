from watcher.model import Id, Tier
from watcher.topic import load_topic, shipped


def test_the_profile_that_ships_is_found_by_its_name():
    topic = load_topic("ssa-dose-escalation")

    assert "ssa-dose-escalation" in shipped()
    assert topic.watched[0].name == "SORENTO"
    assert Id("nct", "NCT05050942") in topic.watched[0].ids
    assert topic.watched[0].readout == "event-driven: 194 events"
    assert {rule.tier for rule in topic.rules} == {Tier.WATCHED, Tier.CORE, Tier.RELATED, Tier.ADJACENT}


def test_sources_are_asked_for_the_trial_or_the_drug_in_the_disease():
    groups = load_topic("ssa-dose-escalation").groups

    assert [[concept.name for concept in group] for group in groups] == [
        ["sorento"],
        ["sorento_compound"],
        ["core_study"],
        ["drug", "disease"],
        ["asked_drug", "asked_more"],
        ["asked_disease", "asked_more", "asked_short"],
    ]
    asked = {term.text for group in groups for concept in group for term in concept.terms}
    assert {"NCT05050942", "2021-000849-40", "SORENTO", "CAM2029", "Oczyesa"} <= asked
    assert {"SSA", "NETs"} <= asked  # short forms are asked for together: one alone means too much elsewhere


def test_what_is_left_out_of_the_question_is_kept_beside_it():
    topic = load_topic("ssa-dose-escalation")

    asked = {term.text for group in topic.groups for concept in group for term in concept.terms}
    left_out = {concept.name: {term.text for term in concept.terms} for concept in topic.left_out}

    assert left_out.keys() == {"sorento_compound", "drug", "disease"}
    assert left_out["sorento_compound"] == {"octreotide extended-release"}
    assert {"SSA", "SRLs", "LAN", "オクトレオチド"} <= left_out["drug"] | asked
    assert {"NET", "NENs", "TNE", "カルチノイド"} <= left_out["disease"] | asked
