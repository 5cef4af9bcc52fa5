"""What "the primary outcome" and "it" stand for in a later sentence."""

import pytest

from digests.outcomes.figures import figures

NAMED = "The primary outcome was the proportion of patients with at least a 30% fall in daily bowel movements."
MET = "The primary outcome was met by 22 (56%) patients treated every 14 days and 9 (23%) patients with unchanged treatment."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{NAMED} {MET}", [("bowel movements", 56, "every 14 days"), ("bowel movements", 23, "unchanged")]),
        (MET, []),
        ("The primary endpoint was PFS. The primary endpoint was met (HR 0.6, 95% CI 0.4-0.9).", [("PFS", 0.6, "")]),
        ("The primary endpoint was disease control and quality of life. The primary endpoint was met by 68%.", []),
        (
            "Median 5-HIAA was 519 nmol/L at 6 months. It fell below 300 nmol/L in 9 patients (26%).",
            [("5-HIAA", 519, ""), ("5-HIAA", 26, "")],
        ),
        (
            "MAIN OUTCOME MEASURE: Patients with IGF-1 at or below the upper limit of normal (mean of weeks 22 and 24). The primary endpoint was met by 75%.",
            [("biochemical response", 75, "")],
        ),
        ("Median survival from the first dose increase was 81 months.", [("OS", 81, "")]),
        ("HbA1c was 5.9%. It rose to 6.3% at 6 months.", [("AE: glucose", 5.9, "")]),
    ],
)
def test_a_later_sentence_is_of_what_an_earlier_one_names(text, told):
    assert [(one.outcome, one.value, one.arm) for one in figures(text)] == told
