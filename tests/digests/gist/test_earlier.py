"""How patients stood on an analogue when a study began."""

import pytest

from digests.gist.earlier import earlier
from watcher.text import fold


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Patients had stable doses of octreotide LAR and were on a stable dose of octreotide LAR for three months.", "on an SSA"),
        ("Patients were switched for symptoms (n = 51), radiological progression (n = 24) or both.", "progressed or not controlled on an SSA"),
        ("Patients with a 5-HIAA increase of at least 30% on lanreotide 120 mg were seen.", "biochemical progression on an SSA"),
        ("Patients on lanreotide 120 mg every 28 days with progression were switched to every 14 days.", "progressed on an SSA"),
        ("Patients on octreotide with controlled symptoms and no progression were enrolled.", None),
        ("A CgA increase of 25% was seen on octreotide.", None),
        ("Hypoglycaemia relapsed on diazoxide and octreotide was started.", None),
        ("In patients with VIPoma the rash relapsed on octreotide LAR 30 mg.", "not controlled on an SSA"),
        ("Bei 29 Patienten mit progredienten Tumoren wurde das Intervall von 28 auf 14 Tage verk\u00fcrzt (120 mg).", "progressed on an SSA"),
        ("Patients with a TGR above 0.8%/month after 3 months on lanreotide 120 mg will be randomised.", "on an SSA"),
        ("Patients with RECIST progression within 18 months on lanreotide 120 mg every 4 weeks were eligible.", "progressed on an SSA"),
        ("Pts with PD on LAN 120 mg q28d received LAN 120 mg q14d.", "progressed on an SSA"),
        ("Patients progressing on the 28-day schedule were treated.", "progressed on an SSA"),
        ("They changed from label dose to lanreotide 120 mg every 2 weeks after progression.", "progressed on an SSA"),
        ("The indication was progression in all.", "progressed on an SSA"),
        ("Patienter som efter progress p\u00e5 oktreotid LAR 30 mg fick 60 mg.", "progressed on an SSA"),
        ("Pacientes que, tras progresar con octreotida LAR 30 mg cada 28 d\u00edas, recibieron 60 mg.", "progressed on an SSA"),
        ("26 Patienten erhielten nach Versagen der Standarddosis Lanreotid 120 mg.", "progressed or not controlled on an SSA"),
        ("Under lanreotide autogel 120 mg every four weeks the disease was stable for 26 months before two lesions grew.", "progressed on an SSA"),
        ("Patients had four or more stools per day on lanreotide autogel 120 mg every 4 weeks.", "not controlled on an SSA"),
        ("Patients with IGF-1 above 1.2 times the upper limit on lanreotide 120 mg every 4 weeks.", "not controlled on an SSA"),
        ("Patients with breakthrough symptoms on octreotide LAR 30 mg monthly.", "not controlled on an SSA"),
        ("The dose was increased from 30 mg to 60 mg due to progression (n = 25) or lack of symptom control (n = 18).", "progressed or not controlled on an SSA"),
        ("The reason was symptoms in 58, radiological progression in 20 and both in 13.", "progressed or not controlled on an SSA"),
        ("Patients with 12 months of stable disease on lanreotide 120 mg every 2 weeks.", "stable on an SSA"),
        ("Those who returned to lanreotide every 4 weeks after at least 12 months without progression.", "stable on an SSA"),
        ("Adults with no more than 6 months of earlier somatostatin analogue treatment.", "SSA for at most 6 months"),
        ("Thirty-one patients changed from lanreotide 120 mg every 28 days to every 21 days.", "on an SSA"),
        ("Patients with NETs on octreotide LAR 30 mg every 4 weeks and a low trough will be randomised.", "on an SSA"),
        ("All had been treated with octreotide LAR 30 mg every 28 days.", "prior SSA"),
        ("Tumours had grown by 20% while receiving octreotide LAR 30 mg q4w.", "progressed on an SSA"),
        ("Patients with carcinoid syndrome refractory to octreotide LAR 30 mg received pasireotide LAR.", "not controlled on an SSA"),
        ("He had hypoglycaemia several times a week on octreotide LAR 30 mg.", "not controlled on an SSA"),
        ("Patienter med otillr\u00e4cklig effekt av lanreotid 120 mg.", "not controlled on an SSA"),
        ("33 Patienten, deren Durchf\u00e4lle unter Octreotid LAR 30 mg nicht beherrscht waren.", "not controlled on an SSA"),
        ("31 pacientes tratados cada 21 d\u00edas tras progresi\u00f3n o mal control sintom\u00e1tico con 30 mg cada 28 d\u00edas.", "progressed or not controlled on an SSA"),
        ("Patienten erhielten es nach Progression oder unzureichender Symptomkontrolle unter 120 mg alle 28 Tage.", "progressed or not controlled on an SSA"),
        ("Les patients l'ont re\u00e7u apr\u00e8s progression ou contr\u00f4le insuffisant des sympt\u00f4mes sous octr\u00e9otide LAR 30 mg.", "progressed or not controlled on an SSA"),
        ("Patients were symptomatic or progressing despite octreotide LAR 30 mg.", "progressed or not controlled on an SSA"),
        ("Patients received octreotide LAR 60 mg after progression on 20\u201330 mg every 4 weeks.", "progressed on an SSA"),
        ("Pts with centrally verified progression on LAN q28d received LAN 120 mg q14d.", "progressed on an SSA"),
        ("Octreotide LAR 30 mg/28 days was intensified to 60 mg/28 days (n = 47) after progression or loss of symptom control.", "progressed or not controlled on an SSA"),
        ("The dose of lanreotide was doubled upon radiological progression.", "progressed on an SSA"),
        ("The change from lanreotide 120 mg every 28 days to every 14 days in 47 patients with progressive NETs.", "progressed on an SSA"),
        ("Patients who respond only partially to lanreotide 120 mg every 4 weeks.", "not controlled on an SSA"),
        ("Insulinoma and hypoglycaemia despite octreotide LAR 30 mg every 4 weeks.", "not controlled on an SSA"),
        ("A review of add-on therapies for refractory carcinoid syndrome.", "not controlled on an SSA"),
        ("Patients with G1 NET on a label-dose analogue at entry were included.", "on an SSA"),
        ("Three cases of VIPoma in whom lanreotide autogel 120 mg every 28 days failed.", "progressed or not controlled on an SSA"),
        ("Lanreotide 120 mg every 4 weeks gave only a partial effect, and the interval was shortened.", "not controlled on an SSA"),
        ("SSA intensification or radioligand therapy at first progression of ileal NETs", "progressed on an SSA"),
        ("Somatostatin analogue dose intensification for progressive neuroendocrine tumours", "progressed on an SSA"),
        ("Dose escalation of octreotide LAR after progression was allowed.", None),
        ("Octreotide LAR failed to control symptoms of some.", None),
        ("The interval was shortened in 14 patients because of progression.", None),
        ("Octreotide LAR was increased to 60 mg for 12 months or until progression.", None),
        ("Octreotide LAR was doubled; after progression PRRT was given.", None),
        ("Median progression-free survival was 9 months on 60 mg.", None),
        ("Tumour growth under lanreotide was measured.", None),
        ("Return to four-weekly lanreotide was offered.", None),
        ("Patients who progressed on everolimus received octreotide LAR 60 mg.", None),
        ("Treatment was given until progression on octreotide LAR 60 mg.", None),
        ("Skin lesions were controlled by lanreotide every two weeks.", None),
        ("The reason for stopping was progression in nine.", None),
        ("At progression, patients could go on to CAM2029 20 mg every week.", None),
        ("Upon progression, patients were allowed to cross over to octreotide LAR 60 mg.", None),
        ("After progression, crossover to lanreotide every 14 days was permitted.", None),
    ],
)  # fmt: skip
def test_a_sentence_says_how_it_stood_before(sentence, expected):
    found = earlier(fold(sentence))

    assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("Patients with rising 5-HIAA on octreotide LAR 30 mg every 28 days, without RECIST progression, were randomized to 30 mg every 21 days.", "biochemical progression on an SSA"),
        ("Adults with biochemical progression on octreotide LAR were randomised.", "biochemical progression on an SSA"),
        ("Patients with marker progression during lanreotide and stable disease by RECIST were enrolled.", "biochemical progression on an SSA"),
        ("Stool from 48 patients on lanreotide 120 mg was sequenced.", ""),
        ("Symptomatic bradycardia arose in patients after octreotide LAR 30 mg.", ""),
        ("Patients whose chromogranin A increased were seen; none had evidence of growth on lanreotide.", ""),
        ("Patients who had not progressed on lanreotide were included.", ""),
        ("Patients receiving chemotherapy were assigned to octreotide LAR 40 mg or placebo.", ""),
        ("Patients receiving octreotide LAR 30 mg were switched to lanreotide.", "on an SSA"),
        ("The interval is shortened before RECIST progression on octreotide.", ""),
        ("Growth was below 20% (no RECIST progression) under lanreotide.", ""),
        ("We compared those with and without progression on octreotide.", ""),
        ("Patients with radiological or biochemical progression on lanreotide were treated.", "progressed on an SSA"),
    ],
)  # fmt: skip
def test_a_level_that_rose_is_no_growth_nor_is_what_was_not_seen(said, value):
    found = earlier(fold(said))

    assert (found.value if found else "") == value
