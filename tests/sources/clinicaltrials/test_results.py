"""Posted results: primary outcomes with every arm, each number as the registry prints it, or not at all."""

import json
import random
import re
from copy import deepcopy
from dataclasses import replace

import pytest

from fakes import page, real
from sources.clinicaltrials import Source
from sources.clinicaltrials.results import read_results

ARMS = {"OG000": "Octreotide depot", "OG001": "Octreotide LAR or lanreotide"}
SURVIVAL = {
    "type": "PRIMARY",
    "title": "Progression-free Survival (PFS)",
    "paramType": "MEDIAN",
    "dispersionType": "95% Confidence Interval",
    "unitOfMeasure": "months",
    "groups": [{"id": id_, "title": title} for id_, title in ARMS.items()],
    "denoms": [
        {"units": "Participants", "counts": [{"groupId": id_, "value": "166"} for id_ in ARMS]},
    ],
    "classes": [
        {
            "categories": [
                {
                    "measurements": [
                        {"groupId": "OG001", "value": "19.3", "lowerLimit": "17.0", "upperLimit": "22.4"},
                        {"groupId": "OG000", "value": "24.8", "lowerLimit": "22.1", "upperLimit": "NA"},
                    ]
                }
            ]
        }
    ],
    "analyses": [
        {
            "groupIds": [*ARMS],
            "paramType": "Hazard Ratio (HR)",
            "paramValue": "0.76",
            "ciPctValue": "95",
            "ciLowerLimit": "0.61",
            "ciUpperLimit": "0.95",
            "pValue": "0.0142",
        },
        {"groupIds": [*ARMS], "paramType": "Hazard Ratio (HR)", "paramValue": "0.80"},
    ],
}
SAID = (
    "Progression-free Survival (PFS): median 24.8 months (95% CI 22.1 to NA) [Octreotide depot, n = 166] against "
    "19.3 months (95% CI 17.0 to 22.4) [Octreotide LAR or lanreotide, n = 166]; HR 0.76 (95% CI 0.61 to 0.95), p=0.0142"
)

MEANS = (
    "Progression-free Survival (PFS): mean 41.0% of participants (SD 2.1) [Octreotide depot] against "
    "30.5% of participants (SD 2.1) [Octreotide LAR or lanreotide]; p<0.001 for non-inferiority [Octreotide depot]"
)


def told(*outcomes):
    return [one.said for one in read_results(of(*outcomes))]


def of(*outcomes):
    return {"resultsSection": {"outcomeMeasuresModule": {"outcomeMeasures": [*outcomes]}}}


def measured(*values, **more):
    """Return the outcome with these values of its groups in its one row."""
    rows = [{"groupId": id_, "value": value, **more} for id_, value in zip(ARMS, values, strict=False)]
    return {**SURVIVAL, "classes": [{"categories": [{"measurements": rows}]}]}


def test_a_primary_outcome_is_told_with_both_arms_and_the_first_comparison():
    assert told({**SURVIVAL, "type": "SECONDARY"}, SURVIVAL) == [SAID]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (measured("24.8"), []),  # an arm is missing
        (measured("24.8", ""), []),
        (measured("24.8", "about 19"), []),
        ({**SURVIVAL, "groups": [{"id": id_, "title": "Depot"} for id_ in ARMS]}, []),  # two that are called alike
        ({**SURVIVAL, "reportingStatus": "NOT_POSTED", "classes": []}, []),
        (
            {**measured("24.8", "NA"), "analyses": []},
            [
                "Progression-free Survival (PFS): median 24.8 months [Octreotide depot, n = 166] against NA [Octreotide LAR or lanreotide, n = 166]"
            ],
        ),
        (
            {**measured("41.0", "30.5", spread="2.1"), "paramType": "MEAN", "dispersionType": "Standard Deviation"}
            | {"denoms": [], "unitOfMeasure": "percentage of participants"}
            | {"analyses": [{"groupIds": ["OG000"], "pValue": "<0.001", "nonInferiorityType": "NON_INFERIORITY"}]},
            [MEANS],
        ),
    ],
)
def test_what_cannot_be_told_of_every_arm_is_not_told(outcome, said):
    assert told(outcome) == said


def test_of_several_rows_none_is_told_with_the_comparison():
    rows = [{"title": name, **SURVIVAL["classes"][0]} for name in ("Month 12", "Month 24")]

    first, second = told({**SURVIVAL, "classes": rows})

    assert first.startswith("Progression-free Survival (PFS), Month 12: median 24.8 months")
    assert "Month 24" in second
    assert "HR" not in first + second


def test_comparisons_of_three_arms_name_theirs():
    groups = [*SURVIVAL["groups"], {"id": "OG002", "title": "Everolimus"}]
    rows = [{"groupId": one["id"], "value": "9"} for one in groups]
    analyses = [
        {"groupIds": ["OG000", other], "paramType": "Odds Ratio (OR)", "paramValue": "2"}
        for other in ("OG001", "OG002")
    ]
    outcome = SURVIVAL | {"groups": groups, "classes": [{"categories": [{"measurements": rows}]}], "analyses": analyses}

    (said,) = told(outcome)

    assert said.endswith(
        "; OR 2 [Octreotide depot and Octreotide LAR or lanreotide]; OR 2 [Octreotide depot and Everolimus]"
    )


@pytest.mark.parametrize("given", [None, "OG000", [["OG000"], {}], [None, 7], [*ARMS, "OG002"], ["OG000", None]])
def test_a_comparison_of_groups_that_cannot_be_read_is_not_told(given):
    outcome = SURVIVAL | {"analyses": [{"groupIds": given, "paramType": "Hazard Ratio (HR)", "paramValue": "0.80"}]}

    (said,) = told(outcome)

    assert "HR" not in said


@pytest.mark.parametrize(
    ("analysis", "said"),
    [
        ({"pValue": "≤0.05"}, "p≤0.05"),
        ({"pValue": "NA"}, ""),
        ({"paramType": "Hazard Ratio (HR)", "paramValue": "NA", "pValue": "0.3"}, "p=0.3"),
        ({"paramType": "HR", "paramValue": "0.8"}, "HR 0.8"),
        ({"paramType": "Mean Difference (Final Values)", "paramValue": "-2"}, "mean Difference (Final Values) -2"),
        ({"pValue": "0.01", "nonInferiorityType": "NON_INFERIORITY_OR_EQUIVALENCE_LEGACY"}, "p=0.01 for non-inferiority or equivalence"),
        ({"pValue": "0.01", "nonInferiorityType": "SUPERIORITY_OR_OTHER"}, "p=0.01"),
    ],
)  # fmt: skip
def test_a_comparison_says_what_it_found_and_what_it_asked(analysis, said):
    (row,) = told(SURVIVAL | {"analyses": [{"groupIds": [*ARMS], **analysis}]})

    assert row.partition("lanreotide, n = 166]")[2] == (f"; {said}" if said else "")


def test_an_estimate_behind_a_p_alone_is_told_with_it():
    tests = [{"pValue": "0.01"}, {"pValue": "0.02"}, *SURVIVAL["analyses"]]
    outcome = SURVIVAL | {"analyses": [{"groupIds": [*ARMS], **analysis} for analysis in tests]}

    assert told(outcome)[0].endswith("n = 166]; p=0.01; HR 0.76 (95% CI 0.61 to 0.95), p=0.0142")


def damaged(value, dice):
    """Return the value with something of another shape somewhere in it."""
    if dice.random() < 0.08 or not isinstance(value, dict | list) or not value:
        return dice.choice([None, 7, "x", [], {}, [None], {"value": {}}, True, "９", "-", "1e999"])
    if isinstance(value, list):
        return [damaged(one, dice) if dice.random() < 0.4 else one for one in value]
    return {name: damaged(one, dice) if dice.random() < 0.4 else one for name, one in value.items()}


def read(study):
    (record,) = Source().parse(
        page(json.dumps(study).encode(), "https://clinicaltrials.gov/api/v2/studies/NCT90000001")
    )
    return record


def test_results_of_another_shape_never_cost_the_registration():
    dice = random.Random(19)
    study = {"protocolSection": {"identificationModule": {"nctId": "NCT90000001", "briefTitle": "A trial"}}}
    plain = read(study)

    for _ in range(300):
        record = read({**study, "resultsSection": damaged(deepcopy(of(SURVIVAL, SURVIVAL)["resultsSection"]), dice)})
        assert replace(record, trial=replace(record.trial, posted=())) == plain


@pytest.mark.parametrize("fault", ['{"a": NaN}', '{"a": 1, "a": 2}'])
def test_results_that_are_no_json_cost_themselves_alone(fault):
    body = b'{"protocolSection": {"identificationModule": {"nctId": "NCT90000001"}}, "resultsSection": {"x": [%b]}}'
    url = "https://clinicaltrials.gov/api/v2/studies/NCT90000001"

    (record,) = Source().parse(page(body % fault.encode(), url))

    assert (record.source_id, record.trial.posted) == ("NCT90000001", ())


@pytest.mark.real
def test_each_number_that_is_told_is_printed_in_the_results():
    studies = [json.loads(path.read_bytes()) for path in real("ctgov").glob("NCT*.json")]

    for study in studies:
        printed = set(re.findall(r"[\d.,]+", json.dumps(study.get("resultsSection", {}), ensure_ascii=False)))
        for outcome in read_results(study):
            said = {each for one in outcome.values for each in (one.value, one.low, one.high, one.spread, one.n)}
            compared = {
                each for one in outcome.contrasts for each in (one.value, one.low, one.high, one.p.lstrip("<>="))
            }
            assert (said | compared) - {"", "NA"} <= printed
