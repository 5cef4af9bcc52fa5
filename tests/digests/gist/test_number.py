import pytest

from digests.gist.number import how_many
from digests.numerals import numerals
from watcher.text import fold, sentences


def said(text, **more):
    folded = fold(text)
    found = how_many(folded, tuple(sentences(text)), **more)
    return found and found.value


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("One hundred and twenty patients", [120]),
        ("one hundred twenty-three", [123]),
        ("Forty- seven of 61", [47, 61]),
        ("two thousand three hundred and eighteen", [2318]),
        ("a hundred patients", [100]),
        ("six and eight patients", [6, 8]),
        ("2,318 patients", [2318]),
        ("8.6 months", []),
        ("ratio 1:1, 24/37", [24]),
        ("none", []),
        ("Trente-neuf patients", [39]),
        ("Siebenundfünfzig Patienten", [57]),
        ("Trettiotvå patienter", [32]),
        ("vinte e dois doentes", [22]),
        ("quarante et un praticiens", [41]),
    ],
)
def test_whole_numbers_are_read_in_digits_and_in_words(printed, values):
    assert [one.value for one in numerals(fold(printed))] == values


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("We treated 61 patients. A randomised trial with at least 300 patients is now needed.", 61),
        ("One hundred and four patients underwent dose escalation and 97 PRRT.", 201),
        ("Ninety-four continued octreotide LAR 30 mg every 28 days and 74 were observed.", 168),
        ("Thirty-one patients went to every 14 days, 28 to everolimus and 20 to PRRT.", 79),
        ("48 patients received SSA escalation, 52 received everolimus.", 100),
        ("Escalation was chosen in 45 patients and PRRT in 51.", 96),
        ("Sechzig Patienten erhielten Lanreotid und 45 Everolimus.", 105),
        ("Fifty patients were escalated and 20 received PRRT afterwards.", 50),
        ("We studied 60 patients. At progression 20 received everolimus and 14 PRRT.", 60),
        ("The SSA group comprised 74 patients, the observation group 94.", 168),
        ("De 96 evaluados, setenta y dos fueron incluidos.", 72),
        ("In 2015, a cluster of patients was treated with lanreotide.", None),
        ("Between 2012 and 2019 patients were treated; 61 patients were included.", 61),
        ("Data from 2015 patients were analysed.", 2015),
        ("Sixteen studies (n = 903) were analysed.", 903),
        ("The studies (n = 16) were analysed.", None),
        ("At data cut-off 33 patients were evaluable (midgut 19, pancreas 14).", 33),
        ("Thirty-one patients were evaluable for efficacy and safety.", 31),
        ("For symptoms, 18 patients were evaluable.", None),
        ("Imaging was evaluable in 12 patients.", None),
        ("An audit was done in 52 patients at our centre. Ten were escalated.", 52),
        ("96 patients on octreotide were tested by elastase. Enzymes were started in 22 patients.", 96),
        ("The drug was tried in 52 patients with flushing, which ceased in 20 patients.", 52),
        ("Quality of life was good. It improved in 20 patients.", None),
        ("Sixty-three patients returned to our clinic and were studied.", 63),
        ("In all, 268 patients were screened and 214 were enrolled (108 in one group and 106 in the other).", 214),
        ("Of 147 randomised patients, 98 received the generic and 49 the originator.", 147),
        ("Ninety-six patients were enrolled and 91 patients were randomised.", 91),
        ("We matched 58 patients who escalated octreotide with 58 patients who started everolimus.", 116),
        ("Patients were randomised to octreotide (n = 52) or lanreotide (n = 50).", 102),
        ("We analysed 384 midgut and 47 pancreatic patients seen at our centre.", 431),
        ("Progression was seen in 12 midgut and four pancreatic patients.", None),
        ("This trial examined 57 cancer survivors.", 57),
        ("ENROLLMENT: 94 (actual)\nPRIMARY OUTCOME: 60 mg, 48 participants analyzed; 30 mg, 46 participants analyzed.", 94),
        ("PLANNED NUMBER OF PARTICIPANTS: 140 in the EU", 140),
        ("Primary outcome: stools. Planned number of participants: 48. Not yet recruiting.", 48),
        ("Of 57 eligible patients, 40 (70%) were randomised.", 40),
        ("RESULTS:: N=54. Wearing-off resolved in 33 (61%). Two pts (4%) returned to q4w for bloating.", 54),
        ("METHODS: We surveyed pts and reviewed charts. RESULTS:: N=54. Wearing-off resolved in 33 (61%). Two pts (4%) returned to q4w.", 54),
        ("Wearing-off resolved in most. Two pts (4%) returned to q4w for bloating.", None),
        ("Symptoms improved. Two patients resumed the label dose.", None),
        ("Forty patients who returned to lanreotide every 4 weeks were studied.", 40),
        ("The trial will enroll approximately 60 pts. As of Sept 2025, 22 pts have been enrolled at 17 sites.", 60),
        ("The study aims to randomise 60 patients. Recruitment goes on, with 22 patients randomised so far.", 60),
        ("Every adult who started octreotide LAR 60 mg in five hospitals (n = 84; pancreas 30, midgut 54) was reviewed. It was stopped for pain in nine patients.", 84),
        ("All patients who started it were found in registers (n = 3,412). Periods of higher dose (n = 502 patients) were compared.", 3412),
        ("Treatment was withdrawn because of gallstones in six patients.", None),
        ("Toxicity led to discontinuation in eight patients.", None),
        ("The interval was shortened to 14 days in 33 patients.", 33),
        ("Seventy-three patients were analysed (56% pancreas). At progression, 18 patients received it every 14 days.", 73),
        ("At progression on 30 mg, 45 patients received octreotide LAR 60 mg.", 45),
        ("We included 172 cases and 688 controls.", 860),
        ("With an incidence of 24% and 10%, 208 patients are needed for 80% power.", 208),
        ("ENROLLMENT: 2.5 patients a month were expected.", None),
        ("We screened 17 patients; 13 of 17 were randomised to 60 mg or 30 mg.", 13),
        ("Thirteen of 17 screened patients were enrolled.", 13),
        ("Thirteen of 17 patients were well.", None),
        ("Of 301 patients in our files, 47 with pancreatic primaries had their octreotide raised from 30 mg to 60 mg.", 47),
        ("Among 1,204 adults in the national registry, 88 received lanreotide every 14 days.", 88),
        ("Of 90 patients, 45 had progression.", 90),
        ("We reviewed 89 pts who progressed and then received octreotide (n=45), everolimus (n=27) or CAPTEM (n=17).", 89),
        ("Seven studies (1,486 patients) were included.", 1486),
        ("Three trials (412 patients) and five cohorts (900 patients) were included.", 1312),
        ("In the end 89 patients progressed on octreotide.", None),
        ("Fifteen clinicians were randomly assigned to refer patients. Data from 119 patients were available.", 119),
        ("Participants were 36 untreated patients. They were assigned to A (12 participants), B (12 participants) or none (12 participants).", 36),
        ("A dose was given to 26 healthy males.", 26),
        ("Patients (n=39) were treated at nine centres.", 39),
        ("A total of 174 patients were randomised, 88 to one arm and 86 to the other.", 174),
        ("We analysed 1,541 samples of 290 patients.", 290),
        ("Of 2,087 registered patients, 203 had more of it and form the study cohort.", 203),
        ("Forms were at hand for 169 of 180 randomised patients.", 180),
        ("Forty-seven of 61 trial completers entered the extension.", 47),
        ("One hundred and twenty patients will be randomised.", 120),
        ("In all, 52 and 50 patients received octreotide and lanreotide.", 102),
        ("Two groups of 30 patients each were followed.", None),
        ("\u5171\u7eb3\u516562\u4f8b\u60a3\u8005\u3002\u5ba2\u89c2\u7f13\u89e3\u738712%\u3002", 62),
        ("Symptoms improved in 24/37 patients (65%).", None),
        ("Twelve patients (8.6%) had a response.", None),
        ("Three patients had a partial response (one G1, two G2).", None),
        ("Four patients had gallstones.", None),
        ("Five patients died and 12 patients discontinued treatment.", None),
        ("Charts between 2011 and 2022 were reviewed.", None),
        ("Diarrhoea was seen in 16 of 86 patients (19%).", None),
        ("After mailing invitations to 1,348 patients nothing was heard.", None),
        ("In all, 19 sites in nine countries took part.", None),
        ("Somatostatin was discovered in 1973.", None),
        ("Seventy-three patients were seen: 35 had the raised dose and 38 the usual one.", 73),
        ("We compared 45 patients on 60 mg and 51 patients on 30 mg (96 patients in all).", 96),
        ("We compared four regimens in 264 ileal NETs (101, 40, 88 and 35).", 264),
        ("Grade 3 pancreatic NETs were enrolled.", None),
        ("Seventy-seven patients were studied.", 77),
        ("Nineteen studies with 1,304 patients met the criteria; only one was randomised.", 1304),
        ("A total of 96 patients were eligible (21 days, n = 61; 14 days, n = 35). Median PFS was 9 months.", 96),
        ("Nine studies including 312 patients were eligible. The pooled rate was 58%.", 312),
        ("Between 2014 and 2020, 148 patients were included (101 midgut, 47 pancreas).", 148),
        ("After matching, 118 patients remained (59 per group).", 118),
        ("Of 310 patients approached, 204 returned the questionnaire.", 204),
        ("After exclusion of 14 patients without imaging, 86 remained for analysis.", 86),
        ("56 patients were assigned to 60 mg and 54 to 30 mg.", 110),
        ("Octreotide 60 mg was given to 41 patients and 30 mg to 40.", 81),
        ("The escalated group comprised 23 patients and the control group 46 patients.", 69),
        ("3,870 veterans had NET and filled at least one prescription.", 3870),
        ("N = 52. Median PFS was 8 months.", 52),
        ("An online survey was sent to 600 oncologists. RESULTS: 143 replied (24%).", 143),
        ("The database held 18,402 patients with NET, of whom 1,204 had their dose raised and were studied.", 1204),
        ("Data from 5 cohorts (n = 431 patients) were pooled.", 431),
        ("Foram incluídos 33 doentes.", 33),
        ("Each centre treated 10 patients a year.", None),
        ("47 escalated for symptoms, 33 for progression and 8 for other reasons (total 88).", 88),
        ("The final sample included 75 women and 68 men.", 143),
        ("Of the 240 patients on lanreotide, 62 had it every 14 days and were analysed.", 62),
        ("Forty-one patients (22 men; median age 68) were identified. In the 11 patients escalated for symptoms, flushing improved in 7.", 41),
        ("From 511 eligible patients, 118 who went up were matched by propensity score to 118 who began everolimus.", 236),
        ("Of 90 patients with NETs, 45 were matched to 45 controls.", 90),
        ("118 patients with progression on lanreotide 120 mg were matched to 118 on octreotide 30 mg.", 236),
        ("In 32 patients with carcinoid heart disease, 10 valves were matched to 3 types.", 32),
        ("We matched 45 patients on high doses to 90 on standard doses.", 135),
        ("Of 640 patients in the registry, 92 who received octreotide LAR 40 mg were matched 1:1 with 92 who received CAPTEM.", 184),
        ("We enrolled 60 patients who were matched to controls at 12 sites.", 60),
        ("From a registry of 640 patients we matched 45 patients who were escalated with 45 who were not.", 90),
        ("We compared 49 patients treated with embolization and 61 with escalation.", 110),
        ("Prospective study of 30 patients with NET. Progression was present in nine patients.", 30),
        ("Markers were measured in 22 patients. In seven patients (32%) 5-HIAA returned.", 22),
        ("Of 1,913 patients in the cohort, 274 had functioning NETs and met the criteria.", 274),
        ("Retrospective cohort, n=58.", 58),
        ("Octreotide concentrations (n = 611) from 128 patients were analysed.", 128),
        ("From the cancer register we identified 3,004 patients, of whom 1,388 were dispensed an analogue.", 1388),
        ("23 patients, controlled on octreotide, were switched to lanreotide; eight returned to shorter injections.", 23),
        ("Cohorts of six patients with NET received it.", None),
        ("The additional yearly cost for 250 patients would be large.", None),
        ("Patients with NET on monthly lanreotide were escalated to every 2 weeks (n=31).", 31),
        ("Patients were given A (n=31). Patients were given B (n=29).", None),
        ("In 120 patients with acromegaly and 140 with NET, gallstones were found in 28% and 33%.", 260),
        ("41 enrolled, 40 evaluable; pancreas 55%.", 41),
        ("Cases were 91 patients with gallstones; each was matched to three controls (n=273) on age.", 364),
        ("From six centres, 212 patients with NET were identified. Propensity score matching (age) yielded 66 pairs.", 132),
        ("Of 310 patients, 48 matched pairs were compared.", 96),
        ("Among 400 patients, 60 patients per group remained after propensity score matching.", 120),
        ("Matching 1:1 produced two groups of 70 patients each.", 140),
        ("Sur 260 patients, 55 paires appariées ont été comparées.", 110),
        ("Ninety patients (30 in each group) were matched to published controls.", 90),
        ("188 patients were included. In a matched subset of 40 pairs PFS did not differ.", 188),
        ("Von 80 Patienten wurden 54 eingeschlossen.", 54),
        ("Von 80 Patienten erhielten 54 die Injektion alle 14 Tage.", 80),
        ("De 80 pacientes, se incluyeron 54.", 54),
        ("Eighty received 60 mg and 12 discontinued it.", 80),
        ("Forty-seven patients with grade 1-2 tumours and RECIST progression on lanreotide 120 mg every 28 days received 180 mg. Of 25 patients who went on to 240 mg, six were stable.", 47),
        ("After matching, each group comprised 92 patients. Neoplasms occurred in one and two patients.", None),
    ],
)  # fmt: skip
def test_all_who_were_studied_are_counted_and_nobody_else(text, number):
    assert said(text) == number


def test_of_those_who_were_asked_the_number_is_of_those_who_answered():
    text = "Of 412 physicians invited, 176 (43%) from 31 countries responded."

    assert said(text, asked=True) == 176


def test_the_surest_number_wins_wherever_it_stands():
    text = "We looked at 530 patients. In all, 204 patients were randomised. Scans of 88 patients were read."

    assert said(text) == 204


@pytest.mark.parametrize(("numbers", "counted"), [(59, 204), (60, None)])
def test_of_a_sentence_sixty_numbers_are_looked_at(numbers, counted):
    assert said(f"{'7; ' * numbers}204 patients were randomised.") == counted


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Two clinicians disagree on whether dose escalation helps patients.", None),
        ("Three oncologists answered questions about octreotide.", None),
        ("Two experts discuss whether the dose should be raised.", None),
        ("Two radiologists and two clinicians read the scans of 61 patients.", 61),
        ("Interviews were held with 18 physicians.", 18),
        ("We interviewed 15 nurses.", 15),
    ],
)
def test_those_who_only_speak_of_it_are_not_studied(text, value):
    assert said(text) == value


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Forty-four patients with NET on octreotide LAR; 41 completed both periods.", 44),
        ("We compared the outcomes of 39 patients who received 120 mg every 21 days and 34 who received it every 14 days.", 73),
        ("Trough serum was collected from 126 patients with NET. It was 5.9 on 120 mg (n = 48) and 13.4 on twice that (n = 21).", 126),
    ],
)  # fmt: skip
def test_who_completed_both_periods_or_had_one_schedule_are_not_all(text, number):
    assert said(text) == number
