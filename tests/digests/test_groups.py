"""Which group each value is of where no preposition says it: what was told before, pronouns, columns, lists, joined words."""

import pytest

from digests.outcomes.figures import figures

ARMS = "Patients were randomised to lanreotide 120 mg every 14 days (n=60) or every 28 days (n=58)."
TOLD_BEFORE = [
    (f"{ARMS} Median PFS was 12.4 and 8.9 months, respectively.", ["lanreotide 120 mg every 14 days", "every 28 days"]),
    ("We compared high-dose octreotide LAR with everolimus. Median PFS was 8.4 vs 11.1 months.", ["high-dose octreotide LAR", "everolimus"]),
    ("61 patients were on octreotide depot and 59 on octreotide LAR. PRs were seen in 5% and 2%, respectively.", ["octreotide depot", "octreotide LAR"]),
    ("The cohort comprised 40 pancreatic and 61 midgut NETs. Median PFS was 6.1 months in the former and 12.0 in the latter.", ["pancreatic", "midgut NETs"]),
    ("Two arms were studied: 60 mg and 30 mg octreotide. In the former, the DCR was 71%; in the latter, 58%.", ["60 mg", "30 mg octreotide"]),
    ("PFS was 9 months on 60 mg and 8 months on 30 mg. Gallstones (22% v 7%) were more common on 60 mg.", ["60 mg", "30 mg", "60 mg", "30 mg"]),
    ("PFS was 9 months on 60 mg and 8 months on 30 mg. Gallstones (7% v 22%) were more common on 60 mg.", ["60 mg", "30 mg", "", ""]),
    ("Hyperglycemia (28.3% vs 5.3%) was more common with pasireotide.", ["", ""]),
    ("In the former, the DCR was 71%; in the latter, 58%.", [""]),
    ("Of 402 respondents, 318 used a standard and 84 a shortened interval. Mean QoL was 71.2 and 64.8, respectively.", ["standard", "shortened interval"]),
    ("Lanreotide was given every 14 days to 40 patients and every 28 days to 38. PFS was 11.2 months in the former group and 8.0 in the latter.", ["every 14 days", "every 28 days"]),
    ("The dose was escalated in 40 patients and the interval shortened in 35. The former had a median PFS of 9.1 months, the latter of 12.3 months.", ["dose was escalated", "interval shortened"]),
    ("Patients took one or the other. Median PFS was 9.1 months in the former and 12.3 months in the latter.", ["", ""]),
    ("Two groups were compared: dose escalation (n=40) and interval shortening (n=36). PFS was 8.8 months in the first and 11.9 months in the second.", ["dose escalation", "interval shortening"]),
    ("The arms: 60 mg or 30 mg. Median PFS was 9.1 months and 6.2 months, respectively.", ["60 mg", "30 mg"]),
    ("93 pts were included: 41 octreotide, 52 PRRT. mPFS was 7.9 mo vs 20.3 mo; ORR 2% vs 19%.", ["octreotide", "PRRT", "octreotide", "PRRT"]),
    ("189 patients were assigned (126 to \u00b9\u2077\u2077Lu-DOTATATE, 63 to octreotide). An objective response was recorded in 49 (39%) and six (10%) patients.", ["\u00b9\u2077\u2077Lu-DOTATATE", "octreotide"]),
    ("Patients were randomised to sunitinib or matching placebo. Median PFS was 11.4 v 5.5 months.", ["sunitinib", "matching placebo"]),
    ("Of 90 patients, 50 had received PRRT and 40 everolimus before. Median PFS was 9.1 v 7.0 months.", ["", ""]),
    ("71 were treated with radionuclide therapy (PRRT) and 68 with an above-label SSA. PFS was longer after PRRT (median 27.1 vs 10.4 months), but OS was not.", ["PRRT", "above-label SSA"]),
    ("UDCA was compared with placebo. Diarrhoea was more frequent on UDCA (37% vs 25%).", ["UDCA", "placebo"]),
    ("41 received octreotide, 52 PRRT. The commonest AEs (any grade vs grade 3-4) were diarrhoea (31% vs 2%) and nausea (22% vs 0%).", ["", "", "", ""]),
    ("41 received octreotide, 52 PRRT. Both were pooled and compared by quartiles. ORR was 4% vs 9%.", ["", ""]),
    ("41 received octreotide, 52 PRRT. Responders lived longer than non-responders. OS was 64 vs 30 months.", ["Responders", "non-responders"]),
    ("PFS was 14 months on PRRT and 9 months on octreotide. Adherence was better with octreotide than with PRRT. ORR was 31% vs 7%.", ["PRRT", "octreotide", "", ""]),
    ("In a previous trial, octreotide and placebo had given a TTP of 14.3 and 6.0 months. Our PFS was 13.1 and 14.4 months.", ["", ""]),
    ("Forty patients switched to octreotide 60 mg (group 1) and 35 continued every 28 days (group 2). TTP was 14.2 and 9.8 months.", ["octreotide 60 mg", "every 28 days"]),
    ("The interval was shortened to 14 days in 30 and to 21 days in 34 patients. PFS was 8.8 and 8.1 months, respectively.", ["14 days", "21 days"]),
    ("Median PFS was 11.9 months. At progression, 18 patients received octreotide 60 mg, with a second PFS of 5.1 months.", ["", "octreotide 60 mg"]),
    ("Median PFS was 26 months. In patients with progressive disease at baseline, median PFS was 12 months.", ["", "progressive disease at baseline"]),
    ("Doses on the label: 60 mg or 30 mg. Median PFS was 9.1 months and 6.2 months, respectively.", ["", ""]),
]  # fmt: skip
PRONOUNS = [
    ("In the two-weekly group median PFS was 14.1 months. It was 9.2 months in the four-weekly group.", ["two-weekly", "four-weekly"]),
    ("Median PFS with CAM2029 was 17.8 months; with the comparator it was 14.0 months.", ["CAM2029", "comparator"]),
    ("In midgut NETs median PFS was 13.4 months. The corresponding figure for pancreatic NETs was 5.6 months.", ["midgut NETs", "pancreatic NETs"]),
    ("71% of those on CAM2029 had disease control, while among those on octreotide LAR the proportion was 60%.", ["CAM2029", "octreotide LAR"]),
    ("PFS was 5.5 months in patients with CgA above 400 ng/mL; in those below, it was 12.2 months.", ["CgA above 400 ng/mL", "below"]),
]  # fmt: skip
COLUMNS = [
    ("Injection-site reactions (29% depot, 13% comparator) were mild.", ["depot", "comparator"]),
    ("The most frequent AE was diarrhoea (CAM2029: 38%; comparator: 29%).", ["CAM2029", "comparator"]),
    ("Grade 3 or worse AEs (high dose 14%, standard dose 11%) were balanced.", ["high dose", "standard dose"]),
    ("Bradycardia: 5 of 71 (7%) high dose, 3 of 70 (4%) standard dose.", ["high dose", "standard dose"]),
    ("Median PFS (months): q2w 12.9, q4w 8.8.", ["q2w", "q4w"]),
    ("PFS, median (95% CI): high dose 11.6 (9.1-14.4) months, standard dose 8.3 (6.7-10.2) months.", ["high dose", "standard dose"]),
    ("Arm A: PFS 13.0 mo; arm B: PFS 9.1 mo.", ["Arm A", "arm B"]),
    ("Gallstones rose with the dose, 20 mg: 8%, 30 mg: 12%, 60 mg: 21%.", ["20 mg", "30 mg", "60 mg"]),
    ("Diarrhoea was dose-dependent (60 mg: 31%, 30 mg: 18%).", ["60 mg", "30 mg"]),
    ("Median PFS favoured the short interval, 14 days: 11.9 months, 28 days: 8.2 months.", ["14 days", "28 days"]),
    ("Median PFS did not differ (lanreotide 14 days, 10.9 months; lanreotide 28 days, 9.7 months; p=0.31).", ["lanreotide 14 days", "lanreotide 28 days"]),
]  # fmt: skip
OTHERS_ARMS = [
    ("Trials of octreotide versus interferon have been small. Median PFS was 24 vs 12 months.", ["", ""]),
    ("A study of lanreotide versus placebo (CLARINET) led to approval. Median PFS was 24 vs 12 months.", ["", ""]),
    ("We present a trial of octreotide versus placebo. Median PFS was 24 vs 12 months.", ["octreotide", "placebo"]),
    ("DCR was 72%. Pooled median PFS was 9.1 months. In studies of higher doses the rate was 74%.", ["", ""]),
    ("PFS was 12 months with 60 mg and 8 with 30 mg. Anxiety (HADS) was unchanged (6.1 vs 6.0).", ["60 mg", "30 mg", "", ""]),
    ("Before entry 66 received chemotherapy and 64 PRRT. Median PFS was 24 vs 12 months.", ["", ""]),
]  # fmt: skip
LISTS = [
    ("Serum was sampled in 73 patients on 20 (n=12), 30 (n=51) or 60 mg (n=10). Median troughs were 2.1, 4.0 and 9.4 ng/mL, respectively.", ["20 mg", "30 mg", "60 mg"]),
    ("DCR was 73%, 64% and 49% in patients treated every 14, 21 and 28 days, respectively.", ["every 14", "every 21", "every 28 days"]),
    ("Loose stools were a complaint of 40% while on 14-day and 25% while on 28-day injections.", ["14-day", "28-day injections"]),
    ("Mean octreotide troughs were 2.6, 5.3 and 10.8 ng/mL after 20, 30 and 60 mg.", ["20 mg", "30 mg", "60 mg"]),
    ("Overall survival at 5 years: 58% with escalation, 55% without; log-rank P=.39.", ["with escalation", "without escalation"]),
    ("Gallstones occurred in 11 (14%) of 78 pasireotide-treated and 2 (3%) of 74 octreotide-treated patients.", ["pasireotide-treated", "octreotide-treated"]),
    ("Median TTP was longer with than without escalation (16.0 v 10.4 months).", ["with escalation", "without escalation"]),
    ("Median TTP was 7 months in the 14 patients with, and 15 months in the 31 patients without, bone metastases.", ["with bone metastases", "without bone metastases"]),
    ("Mean trough lanreotide was 5.9 (2.0) ng/mL every 28 days and 12.2 (4.4) ng/mL every 14 days.", ["every 28 days", "every 14 days"]),
    ("A partial response was seen in 12% of patients whose dose was raised and 18% of patients whose interval was shortened.", ["dose was raised", "interval was shortened"]),
    ("Compared with high-dose octreotide, PRRT (HR 0.21; 95% CI 0.14-0.33), CAPTEM (HR 0.50; 95% CI 0.30-0.83) and everolimus (HR 0.55; 95% CI 0.35-0.88) prolonged PFS.", ["PRRT", "CAPTEM", "everolimus"]),
    ("PFS favoured lanreotide every 2 weeks over every 4 weeks (HR 0.71; 95% CI 0.52-0.98), with medians of 10.3 and 7.2 months.", ["lanreotide every 2 weeks", "lanreotide every 2 weeks", "every 4 weeks"]),
    ("Gallstones developed in 22%, 19% and 12% of patients on injections every 14, 21 and 28 days, respectively.", ["injections every 14", "every 21", "every 28 days"]),
    ("Pre- and post-escalation 5-HIAA were 310 and 188 \u00b5mol.", ["Pre-escalation", "post-escalation"]),
    ("The 60-mg and 30-mg groups had ORRs of 7% and 4%.", ["60-mg", "30-mg"]),
    ("Median PFS was 22.3 months in first line, 11.0 months in second line and 6.2 months in third line or later.", ["first line", "second line", "third line or later"]),
    ("Among patients younger than 65 years, ORR was 7%; among older patients, 2%.", ["younger than 65 years", "older"]),
    ("Median PFS was 12.1 months where the interval was cut and 9.0 months where it was not.", ["interval was cut", "it was not"]),
    ("Median PFS was 12.1 months when the dose was raised, and follow-up was 20 months.", ["the dose was raised"]),
    ("Median PFS was 9 months when the dose was raised and 14 months when the interval was shortened.", ["the dose was raised", "the interval was shortened"]),
    ("Octreotide LAR 60 mg was associated with more steatorrhoea than 30 mg (31% v 18%).", ["Octreotide LAR 60 mg", "30 mg"]),
    ("Compared with 30 mg, 60 mg octreotide LAR prolonged median PFS from 7.9 to 10.4 months.", ["30 mg", "60 mg octreotide LAR"]),
    ("Median PFS was 22.8 months with [177Lu]Lu-DOTATATE and 8.5 months with octreotide LAR 60 mg.", ["[177Lu]Lu-DOTATATE", "octreotide LAR 60 mg"]),
    ("EQ-5D utility was 0.81 before progression and 0.74 after progression.", ["before progression", "after progression"]),
    ("CgA fell from 320 to 210 ng/mL with 60 mg and was stable with 30 mg (300 and 305).", ["60 mg", "60 mg", "30 mg", "30 mg"]),
    ("Disease was controlled in 71% of patients with levels of at least 5 ng/mL and in 52% of those with lower levels.", ["levels of at least 5 ng/mL", "lower levels"]),
    ("Median PFS was 12.1 months in the entire cohort, 16.0 in G1 and 9.4 in G2 tumours.", ["", "G1", "G2 tumours"]),
    ("Median PFS was 7.6 months (95% CI 5.8-9.9), with no difference between the 21-day and 14-day schedules (7.2 vs 7.9 months, p = 0.66).", ["", "21-day", "14-day schedules"]),
    ("The ORR was 8%, with no difference between octreotide and lanreotide (7% vs 9%, p = 0.7).", ["", "octreotide", "lanreotide"]),
    ("Median PFS was 9.1 months, with a difference of 2.2 months between octreotide and lanreotide (10.1 vs 7.9 months).", [""]),
    ("Objective response, as assessed centrally, was achieved by 38 of 104 patients (36.5%) assigned to radioligand therapy and 5 of 52 (9.6%) controls.", ["radioligand therapy", "controls"]),
    ("Serum lanreotide Cmin at cycle 4 was 5.9 ng/mL (SD 2.0) in the q28d cohort and 12.4 ng/mL (SD 3.8) in the q14d cohort.", ["q28d", "q14d"]),
    ("Median PFS was 9.1 months after shortening of the interval to 3 weeks and 6.0 months on the standard interval.", ["after shortening of the interval to 3 weeks", "standard interval"]),
    ("De mediane PFS bedroeg 10,4 maanden bij verkorting van het interval tot 3 weken en 6,8 maanden bij standaarddosering.", ["verkorting van het interval", "standaarddosering"]),
    ("DCR was higher in patients with stable disease at escalation (84%) than in those with progression (59%).", ["stable disease", "progression"]),
    ("Median PFS was 12.9 months and was longer with normal CgA (16.5 months) than in those with raised levels (8.2 months).", ["", "normal CgA", "raised levels"]),
    ("Median PFS, 9.3 months overall, was longer for tumours with a Ki-67 below 5% (12.7 months) than for the rest (5.8 months).", ["", "Ki-67 below 5%", "the others"]),
    ("Patients with radiographic progression within 12 months of SSA initiation had worse PFS after dose escalation than the remainder (6.5 vs 16.0 months).", ["radiographic progression within 12 months of SSA initiation", "the remainder"]),
    ("Median PFS was 23 months (95% CI 13, 33); it was shorter in patients with functioning than in those with non-functioning tumours (10 vs 36 months).", ["", "functioning", "non-functioning tumours"]),
    ("Median PFS in patients with radiologically progressive disease was shorter than in those with stable disease (12 vs 36 months).", ["radiologically progressive disease", "stable disease"]),
    ("Compared with high-dose octreotide, PFS was improved with 177Lu-DOTATATE (HR 0.24, 95% CI 0.15-0.38) and cabozantinib (HR 0.41, 95% CI 0.25-0.68).", ["177Lu-DOTATATE", "cabozantinib"]),
    ("Patients with none of the three factors had a median PFS of 19.6 months.", ["none of the three factors"]),
    ("Patients with a TGR below 1% per month had a longer PFS (15.3 vs 6.1 months).", ["TGR below 1% per month", ""]),
    ("OS was 6.5 months in patients without progression and 3.0 months in all other patients.", ["without progression", "the others"]),
    ("Flushing was reduced in 54% as compared with baseline and diarrhoea in 40%.", ["", ""]),
    ("Diarrhoea and gallstones in 37% and 30%, and 29% and 10% with lanreotide and octreotide, respectively.", []),
    ("The DCR was 71% and was higher in grade 1 (79%) than in grade 2 tumours (58%).", ["", "grade 1", "grade 2 tumours"]),
    ("La mediana de SLP fue de 9,8 meses, sin diferencias entre los tumores pancre\u00e1ticos (8,9 meses) y los de intestino delgado (10,7 meses).", ["", "tumores pancre\u00e1ticos", "intestino delgado"]),
    ("Median PFS with lanreotide was not different from that with octreotide LAR (9.0 vs 8.5 months).", ["lanreotide", "octreotide LAR"]),
    ("OS with escalation was comparable to standard dosing (48 vs 46 months).", ["escalation", "standard dosing"]),
    ("In the matched cohort, above-label and standard-dose SSA had comparable PFS (median 14.2 vs 12.6 months).", ["above-label", "standard-dose SSA"]),
    ("Above-label and on-label dosing gave similar disease control (68% vs 64%).", ["Above-label", "on-label dosing"]),
    ("Response rates were no different in pancreatic and midgut tumours (8% vs 5%).", ["pancreatic", "midgut tumours"]),
    ("Diarrhoea did not differ between the arms (34% vs 31%).", ["", ""]),
    ("PFS was longer with lanreotide (12 months), but OS was 40 months in both groups.", ["lanreotide", ""]),
    ("PFS was told with an HR of 0.6; for OS it was 0.9 (0.6-1.2).", [""]),
    ("Patients with G2 tumours (40%) had a lower ORR (4%).", ["G2 tumours"]),
    ("Patients with hypertension (40%) and diabetes (20%) had more nausea (12%).", [""]),
    ("Escalation led to a PFS of 9.1 months and PRRT to one of 10.4 months.", ["Escalation", ""]),
    ("Steatorrhoea occurred in 24% above 30 mg and in 9% at 30 mg or less.", ["above 30 mg", "30 mg or less"]),
    ("PFS was longer with a tumour load of 25% or less than in those with more than 25% (15.2 vs 7.7 months).", ["tumour load of 25% or less", "more than 25%"]),
    ("Patients with a Ki-67 index <10% had longer PFS than those with an index \u226510% (28.1 vs. 8.4 months).", ["Ki-67 index <10%", "index \u226510%"]),
    ("PFS was 19.1 months with troughs of 10 ng/mL or more and 12.8 months with troughs of less than 10 ng/mL.", ["troughs of 10 ng/mL or more", "troughs of less than 10 ng/mL"]),
    ("In patients with concentrations above the median, TTP was 19.1 months, compared with 12.8 months in those below.", ["concentrations above the median", "below"]),
    ("ORR was 4% in tumours smaller than 3 cm and 9% in tumours of 3 cm or larger.", ["tumours smaller than 3 cm", "3 cm or larger"]),
    ("Those escalated at progression had a DCR of 62%, compared with 81% of those escalated for flushing.", ["escalated at progression", "escalated for flushing"]),
    ("Patients escalated for radiological progression had a median PFS of 7.1 months, compared with 17.6 months in those escalated for symptoms.", ["escalated for radiological progression", "escalated for symptoms"]),
    ("Escalated patients reported diarrhoea in 24%, compared with 38% of patients who were not escalated.", ["Escalated", "not escalated"]),
    ("Bowel movements fell from 6.1 per day to 3.2 with telotristat and to 4.9 with placebo.", ["", "telotristat", "placebo"]),
    ("5-HIAA was 30 mg/24 h; it dropped to 12 on 60 mg and to 18 on 40 mg.", ["", "60 mg", "40 mg"]),
    ("Global health remained constant (66.2 before and 65.8 after the switch).", ["before", "after the switch"]),
    ("HbA1c was unchanged, 5.9% before and 6.0% after escalation.", ["before", "after escalation"]),
    ("Median TGR fell from 3.9% before to 1.6% after interval reduction. Patients with a TGR below 1% after interval reduction had a longer PFS (15.3 vs 6.1 months).", ["before", "after interval reduction", "", ""]),
    ("Median CgA fell from 320 before to 210 ng/mL after escalation. Responders had longer PFS (15.3 vs 6.1 months).", ["before", "after escalation", "", ""]),
    ("Median QoL was 60 before and 68 after escalation. Diarrhoea was less frequent after escalation (12% vs 30%).", ["before", "after escalation", "", ""]),
    ("Das mediane PFS betrug 12,1 Monate im 14-Tage-Arm und 9,4 Monate im 28-Tage-Arm.", ["14-Tage-Arm", "28-Tage-Arm"]),
    ("\u9ad8\u5242\u91cf\u7ec4\u4e2d\u4f4dPFS\u4e3a11.5\u4e2a\u6708\uff0c\u6807\u51c6\u5242\u91cf\u7ec4\u4e3a8.6\u4e2a\u6708\u3002", ["\u9ad8\u5242\u91cf\u7ec4", "\u6807\u51c6\u5242\u91cf\u7ec4"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "arms"), [*TOLD_BEFORE, *OTHERS_ARMS, *PRONOUNS, *COLUMNS, *LISTS])
def test_a_value_is_of_the_group_that_the_text_tells(text, arms):
    assert [figure.arm for figure in figures(text)] == arms


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Whereas CLARINET FORTE had reported a median PFS of 5.6 months, ours was 8.4 months.", [8.4]),
        ("Unlike the 5.5 months of the historical controls, median PFS here was 9.8 months.", [9.8]),
        ("The PFS of 8.4 months reported for the control arm of NETTER-1 served as the reference.", []),
        ("Response rates of 15% have been described.", []),
    ],
)
def test_of_a_sentence_that_tells_of_others_too_the_own_figures_alone_are_told(text, told):
    assert [figure.value for figure in figures(text)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Severe AEs occurred in 3% and 37%, and 2% and 29% discontinued treatment due to toxicity.", [("AE", 3.0), ("AE", 37.0), ("discontinuation", 2.0), ("discontinuation", 29.0)]),
    ("After a median of 9 months 57% of patients were alive and free of progression at 12 months.", [("PFS", 57.0)]),
        ("Among 65 patients escalated for symptoms, improvement was documented in 47 (72%).", [("symptom response", 72.0)]),
        ("The hazard of progression was 0.65 times that of the standard arm (95% CI 0.46 to 0.92).", [("progression", 0.65)]),
        ("Progression occurred after a median of 7 months.", [("progression", 7.0)]),
        ("Progression was not related to the trough concentration (OR 0.97; 95% CI 0.88-1.07).", [("progression", 0.97)]),
        ("Of the 47 patients in whom the dose was raised for flushing, 34 (72%) reported fewer bowel movements.", [("bowel movements", 72.0)]),
        ("Response: PR, 1 (2.4%); SD, 30 (73.2%); PD, 10 (24.4%).", [("PR", 2.4), ("SD", 73.2), ("PD", 24.4)]),
        ("5-HIAA remained unchanged (14.1 vs 13.6 mg/24 h, p = 0.80).", [("5-HIAA", 14.1), ("5-HIAA", 13.6)]),
        ("The CBR (CR + PR + SD ≥24 weeks) was 58.1%.", [("DCR", 58.1)]),
        ("Urinary 5-HIAA decreased by a median of 31%, 25%, and 4%.", [("5-HIAA", 31.0), ("5-HIAA", 25.0), ("5-HIAA", 4.0)]),
        ("IGF-1 normalisation was achieved in 22% of patients.", [("biochemical response", 22.0)]),
        ("Relative bioavailability was 4- to 5-fold, with a median tmax of 8 h.", []),
        ("Median time to next systemic treatment was 27.5 months.", [("TTNT", 27.5)]),
        ("20% died before progression and 40% after progression.", []),
        ("IGF-1 fell by 40%, and 14% on octreotide and 8% on placebo achieved normalisation.", [("IGF-1", 40.0), ("IGF-1", 14.0), ("IGF-1", 8.0)]),
        ("AcroQoL increased 2.9 points (95% CI, 0.5 to 5.3 points).", [("QoL", 2.9)]),
        ("A CgA reduction of 50% or more was achieved by 39% of patients.", [("CgA", 39.0)]),
        ("Improvement (≥10 points) in the EORTC QLQ-C30 diarrhoea scale was reported by 39% of patients and 21% of controls.", [("QoL", 39.0), ("QoL", 21.0)]),
        ("PFS and OS were 14.2 and 58.7 months.", [("PFS", 14.2), ("OS", 58.7)]),
        ("There was no difference in PFS, and OS was 30 vs 28 months.", [("OS", 30.0), ("OS", 28.0)]),
        ("We observed 4 PR (8%), 37 SD (71%) and 11 PD (21%).", [("PR", 8.0), ("SD", 71.0), ("PD", 21.0)]),
        ("Over a median of 43 months, 96 patients (29.2%) developed stones in the gallbladder. The 5-year cumulative incidence was 33%. Small-bowel primary (HR 1.81) was a risk factor.",
         [("AE: gallstones", 29.2), ("AE: gallstones", 33.0), ("AE: gallstones", 1.81)]),
        ("Median PFS was 12 months. The cumulative incidence was 33%.", [("PFS", 12.0)]),
        ("Gallstones were found in 13%, and 2 patients (3%) returned to 30 mg because of steatorrhoea.", [("AE: gallstones", 13.0)]),
        ("Steatorrhoea occurred in 12%, and 3 patients (4%) were given enzymes.", [("AE: gastrointestinal", 12.0)]),
        ("AcroQoL scores rose by 5.2 points with octreotide and by 0.6 points with placebo.", [("QoL", 5.2), ("QoL", 0.6)]),
        ("The mean change in daily BMs was -1.9.", [("bowel movements", -1.9)]),
        ("5-HIAA fell by a median of 41%, and 18 of 46 patients (39%) achieved normalisation.", [("5-HIAA", 41.0), ("5-HIAA", 39.0)]),
        ("CgA and 5-HIAA fell by 30% and 20%.", [("CgA", 30.0), ("5-HIAA", 20.0)]),
        ("CgA and 5-HIAA fell by 30% and 20% with octreotide and lanreotide.", []),
        ("Die Krankheitskontrollrate lag bei 66,7 %, bei 3 Patienten (8,3 %) trat eine Cholelithiasis auf.", [("DCR", 66.7), ("AE: gallstones", 8.3)]),
    ],
)  # fmt: skip
def test_a_value_is_of_the_outcome_that_the_text_tells(text, told):
    assert [(figure.outcome, figure.value) for figure in figures(text) if figure.outcome] == told


def test_a_rate_of_something_else_is_not_the_outcome_before():
    text = "The disease control rate was 66%. The rate of crossover was 31%."

    assert [figure.value for figure in figures(text)] == [66.0]
