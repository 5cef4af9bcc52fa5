"""Stories of kinds that no list had: name -> the records by label, and what is to come of them, as ``stories.Story`` has it.

A line is a reference, see ``references``; a label with a number, as "a2", brings the record of "a" again.
"""

STUDY = "Lanreotide every 14 days in neuroendocrine tumours"
WE = "Pavel M; Shah T; Caplin ME"
PAPER = f"{STUDY} | {WE} | 2021 | Eur J Cancer | 157(2):403-414 | pmid:11 doi:10.1000/p"
NOTICE = f"{WE} | 2022 | Eur J Cancer | 160(1):1 | kind:notice"
REVIEW = "Analogues for carcinoid syndrome | Reyes A; Olsen P"
COCHRANE = "Cochrane Database of Systematic Reviews"
ABSTRACT = f"{STUDY} | {WE} | 2020 | Ann Oncol"
PREPRINT = f"{STUDY} | {WE} | 2020 | medRxiv |  | kind:preprint"
TRIAL = "Octreotide depot in GEP-NET |  | 2021 |  |  | kind:registration"

OWN = {
    "a preprint that is withdrawn, and the paper that stands": (
        {
            "v": f"{PREPRINT} doi:10.1101/2020.01.01.20000001",
            "v2": f"WITHDRAWN: {PREPRINT} doi:10.1101/2020.01.01.20000001",
            "p": PAPER,
        },
        {"items": ["v v2", "p"], "ties": ["version_of v p"], "marks": {"v": ["retracted"]}},
    ),
    "a journal that was renamed": (
        {"a": PAPER, "b": PAPER.replace("Eur J Cancer", "European Journal of Cancer and Clinical Oncology").replace(" pmid:11", "")},
        {"items": ["a b"]},
    ),
    "a journal that was renamed, without a number": (
        {"a": PAPER.partition(" | pmid")[0], "b": PAPER.partition(" | pmid")[0].replace("Eur J Cancer", "Clinical Oncology of Europe")},
        {"items": ["a b"], "or_doubt": True},
    ),
    "an author who changed her name": (
        {"a": PAPER, "b": f"{STUDY} | Pavel M; Shah T; Brandt ME | 2021 | Eur J Cancer | 157(2):403-414"},
        {"items": ["a b"]},
    ),
    "a group's name for its members": (
        {"a": PAPER, "b": f"{STUDY} | CLARINET FORTE Study Group | 2021 | Eur J Cancer | 157(2):403-414"},
        {"items": ["a b"]},
    ),
    "authors in another order": (
        {"a": PAPER, "b": f"{STUDY} | Caplin ME; Pavel M; Shah T | 2021 | Eur J Cancer | 157(2):403-414"},
        {"items": ["a b"]},
    ),
    "two abstracts of one group in one week": (
        {
            "a": f"{ABSTRACT} | 31(S4):S771 | kind:abstract",
            "b": f"Gallstones under lanreotide in neuroendocrine tumours | {WE} | 2020 | Ann Oncol | 31(S4):S772 | kind:abstract",
        },
        {"items": ["a", "b"]},
    ),
    "a poster and a talk of one abstract": (
        {
            "a": f"{ABSTRACT} | 31(S4):S771 | kind:abstract doi:10.1000/s771",
            "b": f"{ABSTRACT} | 31(S4):S902 | kind:abstract doi:10.1000/s902",
        },
        {"items": ["a", "b"], "ties": ["same_study a b"]},
    ),
    "an abstract that two societies print": (
        {
            "a": f"{ABSTRACT} | 31(S4):S771 | kind:abstract",
            "b": f"{STUDY} | {WE} | 2020 | Neuroendocrinology | 110(S1):55 | kind:abstract",
        },
        {"items": ["a", "b"], "ties": ["same_study a b"]},
    ),
    "a guideline and its translation in another journal": (
        {
            "a": f"Guideline on carcinoid syndrome | {WE} | 2021 | Neuroendocrinology | 111(3):200-221 | pmid:21",
            "b": f"Leitlinie zum Karzinoidsyndrom | {WE} | 2022 | Der Onkologe | 28(1):30-52 | pmid:22 original:Guideline_on_carcinoid_syndrome",
        },
        {"items": ["a", "b"]},
    ),
    "a living review in three versions": (
        {
            "a": f"{REVIEW} | 2014 | {COCHRANE} | (3):CD004001 | doi:10.1002/14651858.cd004001",
            "b": f"{REVIEW} | 2019 | {COCHRANE} | (7):CD004001 | doi:10.1002/14651858.cd004001.pub2",
            "c": f"{REVIEW} | 2024 | {COCHRANE} | (2):CD004001 | doi:10.1002/14651858.cd004001.pub3",
        },
        {"items": ["a", "b", "c"], "ties": ["updates b a", "updates c b", "updates c a"], "not_ties": ["updates a b"]},
    ),
    "a concern, a retraction, a reinstatement": (
        {
            "p": PAPER,
            "c": f"Expression of concern: {STUDY} | {NOTICE} pmid:31 concern_about:pmid~11",
            "r": f"Retraction: {STUDY} | {NOTICE} pmid:32 retracts:pmid~11",
            "i": f"Reinstatement: {STUDY} | {NOTICE} pmid:33 reinstates:pmid~11",
        },
        {"items": ["p", "c", "r", "i"], "not_marks": {"p": ["retracted"]}, "marks": {}, "marks_may_be": {"p": ["questioned"]}},
    ),
    "a concern that becomes a retraction": (
        {
            "p": PAPER,
            "c": f"Expression of concern: {STUDY} | {NOTICE} pmid:31",
            "r": f"Retraction: {STUDY} | {NOTICE} pmid:32",
        },
        {"items": ["p", "c", "r"], "marks": {"p": ["questioned", "retracted"]}, "not_ties": ["retracts r c"]},
    ),
    "a correction of a correction": (
        {
            "p": PAPER,
            "n": f"Correction to: {STUDY} | {NOTICE} pmid:31",
            "m": f"Correction to: Correction to: {STUDY} | {NOTICE} pmid:32".replace("160(1)", "161(1)"),
        },
        {"items": ["p", "n", "m"], "ties": ["corrects n p", "corrects m n"], "not_ties": ["corrects m p"]},
    ),
    "a correction that is retracted": (
        {
            "p": PAPER,
            "n": f"Correction to: {STUDY} | {NOTICE} pmid:31",
            "r": f"Retraction: Correction to: {STUDY} | {NOTICE} pmid:32".replace("160(1)", "161(1)"),
        },
        {"items": ["p", "n", "r"], "ties": ["retracts r n"], "not_ties": ["retracts r p"], "not_marks": {"p": ["retracted"]}},
    ),
    "an erratum of a letter about the paper": (
        {
            "p": PAPER,
            "l": f"Re: {STUDY} | Lund E; Moe F | 2022 | Eur J Cancer | 160(1):20-21 | pmid:41",
            "n": f"Erratum: Re: {STUDY} | Lund E; Moe F | 2022 | Eur J Cancer | 161(1):9 | pmid:42",
        },
        {"items": ["p", "l", "n"], "ties": ["comments_on l p", "corrects n l"], "not_ties": ["corrects n p"]},
    ),
    "two papers of one title, and a notice that names an author": (
        {
            "p": PAPER,
            "o": f"{STUDY} | Lund E; Moe F | 2020 | Eur J Cancer | 150(2):3-14 | pmid:12",
            "n": f"Retraction notice to: “{STUDY}” by Pavel et al. |  | 2022 | Eur J Cancer | 160(1):1 | kind:notice pmid:31",
        },
        {"items": ["p", "o", "n"], "not_ties": ["retracts n o"], "not_marks": {"o": ["retracted"]}},
    ),
    "a notice whose paper is known by its abstract alone": (
        {"a": f"{ABSTRACT} | 31(S4):S771 | kind:abstract", "n": f"Retraction: {STUDY} | {NOTICE} pmid:31"},
        {"items": ["a", "n"], "marks": {}},
    ),
    "a partial retraction": (
        {"p": PAPER, "n": f"Partial retraction: {STUDY} | {NOTICE} pmid:31"},
        {"items": ["p", "n"], "ties": ["retracts|corrects n p"]},
    ),
    "the retraction as PubMed's type, Crossref's title and a notice tell it": (
        {
            "a": f"{PAPER} type:Retracted_Publication",
            "b": f"RETRACTED ARTICLE: {PAPER.replace(' pmid:11', '')}",
            "n": f"Retraction Note: {STUDY} | {NOTICE} pmid:31",
        },
        {"items": ["a b", "n"], "ties": ["retracts n a"], "marks": {"a": ["retracted"]}},
    ),
    "a second edition of a book": (
        {
            "a": "Neuroendocrine tumours: a handbook | Öberg K; Jensen RT | 2012 | Springer",
            "b": "Neuroendocrine tumours: a handbook | Öberg K; Jensen RT | 2020 | Springer",
        },
        {"items": ["a", "b"]},
    ),
    "a DOI with a letter more": (
        {"a": PAPER, "b": PAPER.replace(" pmid:11", "").replace("10.1000/p", "10.1000/pp")},
        {"items": ["a b"]},
    ),
    "an author's manuscript without the subtitle": (
        {
            "a": PAPER.replace(f"{STUDY} |", f"{STUDY}: the CLARINET FORTE trial |"),
            "b": f"{STUDY} | Pavel M; Shah T | 2021 | Eur J Cancer |  | pmcid:PMC900001",
        },
        {"items": ["a b"], "or_doubt": True},
    ),
    "early view a year before, and print": (
        {
            "a": f"{STUDY} | {WE} | 2020 | European Journal of Cancer | ",
            "b": f"{STUDY} | {WE} | 2021 | Eur. J. Cancer | 157(2):403-414",
        },
        {"items": ["a b"]},
    ),
    "a year for the volume and a page for both": (
        {"a": f"{STUDY} | {WE} | 2021 | Eur J Cancer | 2021(2):403 | ", "b": f"{STUDY} | {WE} | 2021 | Eur J Cancer | 157(2):403-414"},
        {"items": ["a b"]},
    ),
    "one trial twice in one registry": (
        {
            "a": f"{TRIAL} nct:NCT05000001 key:NCT05000001 sponsor:HS-19-657",
            "b": f"{TRIAL} nct:NCT05000002 key:NCT05000002 sponsor:HS-19-657",
        },
        {"items": ["a", "b"], "ties": ["same_trial|shares_number a b"]},
    ),
    "a trial in three registries, in a chain": (
        {
            "a": f"{TRIAL} nct:NCT05000001 key:NCT05000001 eudract:2019-004639-16",
            "b": f"{TRIAL} eudract:2019-004639-16 key:2019-004639-16 ctis:2023-500001-10-00",
            "c": f"{TRIAL} ctis:2023-500001-10-00 key:2023-500001-10-00",
        },
        {"items": ["a", "b", "c"], "ties": ["same_trial a b", "same_trial b c"]},
    ),
    "two registrations and the paper that names both": (
        {
            "a": f"{TRIAL} nct:NCT05000001 key:NCT05000001",
            "b": "Octreotide depot, extension |  | 2021 |  |  | kind:registration nct:NCT05000002 key:NCT05000002",
            "p": f"{PAPER} nct:NCT05000001".replace("tumours |", "tumours (NCT05000001, NCT05000002) |"),
        },
        {"items": ["a", "b", "p"], "ties": ["reports p a", "reports p b"]},
    ),
    "a release that corrects another newsroom's": (
        {
            "a": "Camurus: hazard ratio 0.61 in the SORENTO trial |  | 2026-10-19 | Camurus |  | kind:news",
            "b": "Correction: Camurus: hazard ratio 0.67 in the SORENTO trial |  | 2026-10-19 | Wire |  | kind:news",
        },
        {"items": ["a", "b"], "not_marks": {"a": ["retracted"]}},
    ),
    "a quarter's report a year later": (
        {
            "a": "Interim report third quarter |  | 2025-11-06 | Camurus |  | kind:news",
            "b": "Interim report third quarter |  | 2026-11-05 | Camurus |  | kind:news",
        },
        {"items": ["a", "b"]},
    ),
    "a reply to two letters at once, and a second reply": (
        {
            "p": PAPER,
            "a": f"Reply to: {STUDY} | {WE} | 2022 | Eur J Cancer | 160(1):22-23 | pmid:41",
            "b": f"Reply to: {STUDY} | {WE} | 2022 | Eur J Cancer | 160(1):26-27 | pmid:42",
        },
        {"items": ["p", "a", "b"], "ties": ["comments_on a p", "comments_on b p"]},
    ),
}  # fmt: skip
"""Labels of one item are one string; a tie is its kind (or kinds) and the labels of its ends."""
