"""Siblings of the kinds of stories that lists name: other notices, numbers, sequences of a registry, names, places, wires.

name -> (steps by label, want), as ``stories.Story`` has it. A step is a line, see ``references``, or what a source answers; a
label with a number, as "a2", brings the record of "a" again.
"""

import json

STUDY = "Lanreotide every 14 days in neuroendocrine tumours"
WE = "Pavel M; Shah T; Caplin ME"
PAPER = f"{STUDY} | {WE} | 2021 | Eur J Cancer | 157(2):403-414 | pmid:11 doi:10.1000/p"
PLAIN = PAPER.partition(" | pmid")[0]
NOTICE = "2022 | Eur J Cancer | 160(1):1 | kind:notice"
TRIAL = "Octreotide depot in GEP-NET |  | 2021 |  |  | kind:registration"

Answer = tuple[str, str]  # of a source: its name, and what it says


def registered(day: str = "2026-09-01", number: str = "NCT05000001", without: str = "", **more: object) -> Answer:
    """Return a registry's answer: posted on this day, without a module, with other modules or parts of them."""
    modules: dict[str, dict[str, object]] = {
        "identificationModule": {"nctId": number, "briefTitle": "Octreotide depot in GEP-NET", "acronym": "SORTIE"},
        "statusModule": {
            "overallStatus": "RECRUITING",
            "lastUpdatePostDateStruct": {"date": day},
            "primaryCompletionDateStruct": {"date": "2027-12", "type": "ESTIMATED"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Camurus AB"}},
        "conditionsModule": {"conditions": ["Neuroendocrine Tumors"]},
        "designModule": {"studyType": "INTERVENTIONAL", "enrollmentInfo": {"count": 120, "type": "ESTIMATED"}},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Intensified", "description": "Lanreotide 120 mg every 14 days"},
                {"label": "Standard", "description": "Lanreotide 120 mg every 28 days"},
            ],
            "interventions": [{"name": "Lanreotide", "description": "given subcutaneously"}],
        },
        "outcomesModule": {"primaryOutcomes": [{"measure": "Progression-free survival", "timeFrame": "36 months"}]},
        "eligibilityModule": {"eligibilityCriteria": "Adults with tumours of grade 1 or 2"},
    }
    for name, parts in more.items():
        modules[name] = modules.get(name, {}) | parts  # type: ignore[operator]
    modules.pop(without, None)
    return "clinicaltrials", json.dumps({"studies": [{"protocolSection": modules, "hasResults": False}]})


def status(word: str, **more: object) -> dict[str, object]:
    """Return a part of the module of the status."""
    return {"overallStatus": word, **more}


def arms(*texts: str) -> dict[str, object]:
    """Return arms of these descriptions."""
    return {
        "armGroups": [
            {"label": label, "description": text}
            for label, text in zip(("Intensified", "Standard"), texts, strict=False)
        ]
    }


def aimed(measure: str, frame: str) -> dict[str, object]:
    """Return the module with this primary outcome."""
    return {"primaryOutcomes": [{"measure": measure, "timeFrame": frame}]}


def on_wire(
    title: str, day: str, wire: str = "Cision", link: str = "https://www.camurus.com/r/1", said: str = ""
) -> str:
    """Return a line for a release."""
    return f"{title} |  | {day} | {wire} |  | kind:news url:{link} {said}".strip()


def _notice(form: str, **marks: object) -> tuple[dict[str, str | Answer], dict[str, object]]:
    """Return the story of a paper and a notice of this form, which names its target by the title alone."""
    kind, mark = marks["tie"], marks["mark"]
    steps: dict[str, str | Answer] = {
        "p": PAPER,
        "n": f"{form.format(marks.get('title', STUDY))} | {WE} | {NOTICE} pmid:31",
    }
    want: dict[str, object] = {"items": ["p", "n"], "ties": [f"{kind} n p"], "marks": {"p": [mark] if mark else []}}
    return steps, want


_RETRACTS = {"tie": "retracts", "mark": "retracted"}
_CORRECTS = {"tie": "corrects", "mark": "corrected"}
_CONCERNS = {"tie": "concerns", "mark": "questioned"}
_FORMS = {
    "Retraction at the request of the authors: {}": _RETRACTS,
    "Retraction by agreement: {}": _RETRACTS,
    "RETRACTION OF {}": _RETRACTS | {"title": STUDY.upper()},
    "RETRACTION: {}": _RETRACTS | {"title": STUDY.upper()},
    "Rückzug des Artikels: {}": _RETRACTS,
    "Återkallelse: {}": _RETRACTS,
    "Retragere: {}": _RETRACTS,
    "Сообщение об отзыве статьи: {}": _RETRACTS,
    "Geri çekilme notu: {}": _RETRACTS,
    "Correctif : {}": _CORRECTS,
    "Korjaus: {}": _CORRECTS,
    "Error in Table 2 in: {}": _CORRECTS,
    "Nota aclaratoria: {}": _CORRECTS,
    "Ispravak: {}": _CORRECTS,
    "Note of concern: {}": _CONCERNS,
    "Preocupação editorial: {}": _CONCERNS,
}

_REGISTRY: dict[str, tuple[dict[str, str | Answer], dict[str, object]]] = {
    "a stale answer with the dose of before": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-09-01", armsInterventionsModule=arms("Lanreotide 180 mg every 14 days", "Lanreotide 120 mg every 28 days")),
            "v3": registered("2026-06-01"),
        },
        {"news": [{"step": "v2", "about": "arms", "weight": "high"}], "no_news": ["v3"], "order": "fixed"},
    ),
    "arms that are missing once": (
        {"v": registered("2026-06-01"), "v2": registered("2026-07-01", without="armsInterventionsModule"), "v3": registered("2026-08-01")},
        {"no_news": ["v2", "v3"], "order": "fixed"},
    ),
    "the status module missing but for its date": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", statusModule=status("", primaryCompletionDateStruct={})),
            "v3": registered("2026-08-01"),
        },
        {"no_news": ["v2", "v3"], "order": "fixed"},
    ),
    "arms in another order": (
        {
            "v": registered("2026-06-01"),
            "v2": registered(
                "2026-07-01",
                armsInterventionsModule={
                    "armGroups": [
                        {"label": "Standard", "description": "Lanreotide 120 mg every 28 days"},
                        {"label": "Intensified", "description": "Lanreotide 120 mg every 14 days"},
                    ]
                },
            ),
        },
        {"no_news": ["v2"], "order": "fixed"},
    ),
    "arms in other units": (
        {
            "v": registered("2026-06-01"),
            "v2": registered(
                "2026-07-01", armsInterventionsModule=arms("Lanreotide 0.12 g every two weeks", "lanreotide 120mg q4w.")
            ),
        },
        {"no_news": ["v2"], "order": "fixed"},
    ),
    "an interval in words that is another": (
        {
            "v": registered("2026-06-01"),
            "v2": registered(
                "2026-07-01", armsInterventionsModule=arms("Lanreotide 120 mg every three weeks", "Lanreotide 120 mg every 28 days")
            ),
        },
        {"news": [{"step": "v2", "about": "arms", "weight": "high"}], "order": "fixed"},
    ),
    "a time frame in years": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", outcomesModule=aimed("Progression free survival", "Up to 3 years")),
        },
        {"no_news": ["v2"], "order": "fixed"},
    ),
    "a time frame that is shorter": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", outcomesModule=aimed("Progression-free survival", "24 months")),
        },
        {"news": [{"step": "v2", "about": "primary outcomes", "weight": "high"}], "order": "fixed"},
    ),
    "a day where there was a month": (
        {
            "v": registered("2026-06-01"),
            "v2": registered(
                "2026-07-01", statusModule=status("RECRUITING", primaryCompletionDateStruct={"date": "2027-12-15", "type": "ESTIMATED"})
            ),
            "v3": registered("2026-08-01"),
        },
        {"no_news": ["v2", "v3"], "order": "fixed"},
    ),
    "a date that slips by a month, and by two years": (
        {
            "v": registered("2026-06-01"),
            "v2": registered(
                "2026-07-01", statusModule=status("RECRUITING", primaryCompletionDateStruct={"date": "2028-01", "type": "ESTIMATED"})
            ),
            "v3": registered(
                "2026-08-01", statusModule=status("RECRUITING", primaryCompletionDateStruct={"date": "2030-01", "type": "ESTIMATED"})
            ),
        },
        {
            "news": [
                {"step": "v2", "about": "primary completion date", "weight": "not high"},
                {"step": "v3", "about": "primary completion date", "weight": "high"},
            ],
            "order": "fixed",
        },
    ),
    "suspended with a reason, and on again": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", statusModule=status("SUSPENDED", whyStopped="Drug supply")),
            "v3": registered("2026-08-01"),
        },
        {
            "news": [
                {"step": "v2", "about": "overall status", "weight": "high"},
                {"step": "v2", "about": "why stopped", "weight": "high"},
                {"step": "v3", "about": "overall status", "weight": "high"},
            ],
            "order": "fixed",
        },
    ),
    "criteria in capitals and without a full stop": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", eligibilityModule={"eligibilityCriteria": "ADULTS with tumors of grade 1 or 2."}),
        },
        {"no_news": ["v2"], "order": "fixed"},
    ),
    "another grade in the criteria": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", eligibilityModule={"eligibilityCriteria": "Adults with tumours of grade 1, 2 or 3"}),
        },
        {"news": [{"step": "v2", "about": "eligibility", "weight": "medium"}], "order": "fixed"},
    ),
    "the sponsor's name with a full stop": (
        {
            "v": registered("2026-06-01"),
            "v2": registered("2026-07-01", sponsorCollaboratorsModule={"leadSponsor": {"name": "CAMURUS A.B."}}),
        },
        {"no_high": ["v2"], "order": "fixed"},
    ),
    "two registrations that answer in turn": (
        {"a": registered("2026-06-01"), "b": registered("2026-06-01", "NCT05000002"), "a2": registered("2026-07-01")},
        {"items": ["a a2", "b"], "no_news": ["a2"]},
    ),
}  # fmt: skip

_LINKS: dict[str, tuple[dict[str, str | Answer], dict[str, object]]] = {
    **{
        f"a number written {written!r}": (
            {"t": f"{TRIAL} nct:NCT05000001 key:NCT05000001", "p": f"{STUDY} ({written}) | {WE} | 2021 | Eur J Cancer | 157(2):403-414 | pmid:11"},
            {"items": ["t", "p"], "ties": ["reports p t"]},
        )
        for written in (
            "NCT-05000001", "NCT#05000001", "nct05000001", "NCT 05 000 001", "NCT: 05000001", "NCT\u00a005000001", "NCT05000OO1",
            "ClinicalTrials.gov identifier 05000001", "NCT\u200b05000001", "N.C.T. 05000001", "ＮＣＴ０５０００００１",
        )
    },
    **{
        f"an acronym that is a word: {title}": (
            {"t": f"{TRIAL} nct:NCT05000001 key:NCT05000001", "p": f"{title} | {WE} | 2021 | Eur J Cancer | 157(2):403-414 | pmid:11"},
            {"items": ["t", "p"], "not_ties": ["reports p t"]},
        )
        for title in (
            "Octreotide and the SORENTO valley: a survey of iodine",
            "A compete response to octreotide depot",
            "Playing the clarinet with neuroendocrine tumours",
        )
    },
    "a sponsor's code that is a year and a number, of two sponsors": (
        {
            "a": f"{TRIAL} nct:NCT05000001 key:NCT05000001 sponsor:2021/07",
            "b": "Budesonide in asthma |  | 2021 |  |  | kind:registration ctis:2023-500001-10-00 key:2023-500001-10-00 sponsor:2021/07",
        },
        {"items": ["a", "b"], "not_ties": ["any a b", "any b a"]},
    ),
    "a sponsor's code that is a word": (
        {
            "a": f"{TRIAL} nct:NCT05000001 key:NCT05000001 sponsor:Protocol-1",
            "b": "Budesonide in asthma |  | 2021 |  |  | kind:registration ctis:2023-500001-10-00 key:2023-500001-10-00 sponsor:Protocol-1",
        },
        {"items": ["a", "b"], "not_ties": ["any a b", "any b a"]},
    ),
    "CTIS in three versions": (
        {
            "a": f"{TRIAL} ctis:2023-500001-10-00 key:2023-500001-10-00",
            "b": f"{TRIAL} ctis:2023-500001-10-02 key:2023-500001-10-02",
            "c": f"{TRIAL} ctis:2023-500001-10 key:2023-500001-10",
        },
        {"items": ["a b c"]},
    ),
}  # fmt: skip

_DOIS = {
    tail: (
        {
            "a": PAPER,
            "b": PAPER.replace(" pmid:11", "")
            .replace("doi:10.1000/p", f"doi:10.1000/p{tail}")
            .replace("157(2):403-414", ""),
        },
        {"items": ["a b"]},
    )
    for tail in (
        "?src=recsys",
        "#abstract",
        "/full",
        "/pdf",
        ".pdf",
        "/full/html",
        "?download=true",
        ".",
        ";",
        "/abstract",
        "/epdf",
    )
}

_ONE: dict[str, tuple[dict[str, str | Answer], dict[str, object]]] = {
    "a preprint in three versions": (
        {f"v{n}": f"{STUDY} | {WE} | 2020 | medRxiv |  | kind:preprint doi:10.1101/2020.01.01.20000001v{n} key:{n}" for n in (1, 2, 3)},
        {"items": ["v1 v2 v3"]},
    ),
    "a preprint in two versions with a new author and a paper": (
        {
            "v": f"{STUDY} | {WE} | 2020 | Research Square |  | kind:preprint doi:10.21203/rs.3.rs-12/v1",
            "w": f"{STUDY} | {WE}; Moe F | 2020 | Research Square |  | kind:preprint doi:10.21203/rs.3.rs-12/v2",
            "p": PAPER,
        },
        {"items": ["v w", "p"], "ties": ["version_of v p"]},
    ),
    "three posters under a supplement's DOI, and the paper of one": (
        {
            **{
                f"a{n}": f"{title} | {people} | 2020 | Pancreas | 49(S1):44{n} | kind:abstract doi:10.1000/suppl key:{n}"
                for n, title, people in (
                    (1, STUDY, WE),
                    (2, "Gallstones under octreotide", "Lund E; Moe F"),
                    (3, "Survival after embolisation", "Raj N; Chan J"),
                )
            },
            "p": PAPER,
        },
        {"items": ["a1", "a2", "a3", "p"], "ties": ["version_of a1 p"], "not_ties": ["any a2 p", "any a3 p", "any a2 a3"], "doubts": 0},
    ),
    "a chapter and its book under the book's DOI": (
        {
            "a": "Somatostatin analogues | Pavel M | 2021 | Handbook of tumours |  | doi:10.1007/978-3-1",
            "b": "Handbook of tumours | Öberg K; Jensen RT | 2021 | Springer |  | doi:10.1007/978-3-1",
        },
        {"items": ["a", "b"]},
    ),
    "an editorial of the same title in the same issue": (
        {"a": PAPER, "b": f"{STUDY} | Lund E | 2021 | Eur J Cancer | 157(2):400-402 | pmid:12 kind:comment"},
        {"items": ["a", "b"]},
    ),
    "replies of one author in two issues": (
        {
            "a": "Reply to the letter | Pavel M | 2021 | Eur J Cancer | 157(2):40",
            "b": "Reply to the letter | Pavel M | 2021 | Eur J Cancer | 157(3):91",
        },
        {"items": ["a", "b"]},
    ),
    "errata of one title on other pages": (
        {
            "a": f"Erratum to: {STUDY} | {WE} | 2022 | Eur J Cancer | 160(1):9 | kind:notice",
            "b": f"Erratum to: {STUDY} | {WE} | 2022 | Eur J Cancer | 161(4):88 | kind:notice",
        },
        {"items": ["a", "b"]},
    ),
    "a Chinese journal by its abbreviation": (
        {
            "a": f"{STUDY} | Wang Y; Li J; Zhao X | 2021 | Zhonghua Zhong Liu Za Zhi | 43(2):203-209",
            "b": f"{STUDY} | Wang Y; Li J | 2021 | Chinese Journal of Oncology | 43(2):203-209",
        },
        {"items": ["a b"]},
    ),
    "a Chinese title and its translation in brackets": (
        {
            "a": "兰瑞肽每14天治疗神经内分泌肿瘤 | Wang Y; Li J; Zhao X | 2021 | 中华肿瘤杂志 | 43(2):203-209",
            "b": f"[{STUDY}] | Wang Y; Li J; Zhao X | 2021 | Zhonghua Zhong Liu Za Zhi | 43(2):203-209 | pmid:11",
        },
        {"items": ["a b"], "or_doubt": True},
    ),
    "a Japanese title beside its English one": (
        {
            "a": f"神経内分泌腫瘍におけるランレオチド14日毎投与 = {STUDY} | Sato K; Ito T | 2021 | Gan To Kagaku Ryoho | 48(2):203-209",
            "b": f"{STUDY} | Sato K; Ito T | 2021 | Japanese Journal of Cancer and Chemotherapy | 48(2):203-209",
        },
        {"items": ["a b"], "or_doubt": True},
    ),
    "a bilingual title": (
        {
            "a": f"Lanreotid alle 14 Tage bei neuroendokrinen Tumoren / {STUDY} | {WE} | 2021 | Der Onkologe | 27(2):203-209",
            "b": f"{STUDY} | {WE} | 2021 | Onkologe | 27(2):203-209",
        },
        {"items": ["a b"]},
    ),
    "early view two years before print": (
        {"a": f"{STUDY} | {WE} | 2019 | Eur J Cancer |  | doi:10.1000/p", "b": PAPER},
        {"items": ["a b"]},
    ),
    "an article number in print and pages in a database": (
        {"a": PLAIN, "b": PLAIN.replace("403-414", "e104403")},
        {"items": ["a b"]},
    ),
    "a title with its kind behind it": (
        {"a": PLAIN, "b": PLAIN.replace(f"{STUDY} |", f"{STUDY} [Conference abstract] |")},
        {"items": ["a b"], "or_doubt": True},
    ),
    "an erratum that is said within a title": (
        {"a": PLAIN, "b": PLAIN.replace(f"{STUDY} |", f"{STUDY} [Erratum appears in Eur J Cancer. 2022 Feb;160:1] |")},
        {"items": ["a b"]},
    ),
    "men and women, of one group": (
        {
            "a": "Octreotide LAR every 21 days in men with carcinoid syndrome | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441-449",
            "b": "Octreotide LAR every 21 days in women with carcinoid syndrome | Dasari A; Yao JC | 2019 | Pancreas | 48(4):501-509",
        },
        {"items": ["a", "b"], "doubts": 0},
    ),
    "stage III and stage IV": (
        {
            "a": "Lanreotide in stage III midgut tumours | Dasari A; Yao JC | 2019 | Pancreas | 48(3):441-449",
            "b": "Lanreotide in stage IV midgut tumours | Dasari A; Yao JC | 2019 | Pancreas | 48(3):450-459",
        },
        {"items": ["a", "b"], "doubts": 0},
    ),
    "a slipped DOI in a spreadsheet": (
        {
            "a": PAPER,
            "s": "Escalated octreotide for carcinoid heart disease | Davar J; Toumpanakis C | 2019 | Heart | 105(4):288-295 | doi:10.1000/p",
        },
        {"items": ["a", "s"], "doubts": 1},
    ),
}  # fmt: skip

_NEWS: dict[str, tuple[dict[str, str | Answer], dict[str, object]]] = {
    "one release on four wires, one a day late": (
        {
            label: on_wire("Camurus reports topline results of SORENTO", day, wire, f"https://{wire.lower()}.example.org/9")
            for label, day, wire in (
                ("a", "2026-11-10", "Cision"), ("b", "2026-11-10", "Globe"), ("c", "2026-11-11", "Yahoo"), ("d", "2026-11-10", "Camurus"),
            )
        },
        {"items": ["a b c d"]},
    ),
    "a release of one title each quarter at one address": (
        {
            "a": on_wire("Camurus: interim report", "2026-04-30"),
            "b": on_wire("Camurus: interim report", "2026-07-31"),
        },
        {"items": ["a", "b"]},
    ),
    "two steps of one trial at one address": (
        {
            "a": on_wire("Last patient treated in SORENTO", "2026-10-01"),
            "b": on_wire("SORENTO did not meet its primary endpoint", "2026-11-10"),
        },
        {"items": ["a", "b"]},
    ),
    "the correction of a release, of one room": (
        {
            "a": on_wire("Camurus announces a hazard ratio of 0.61 in SORENTO", "2026-11-10", "Camurus"),
            "b": on_wire("CORRECTION: Camurus announces a hazard ratio of 0.67 in SORENTO", "2026-11-12", "Camurus"),
        },
        {"items": ["a", "b"]},
    ),
    "a page that is written anew under its address": (
        {
            "a": on_wire("SORENTO: results are expected", "2026-10-01", said="key:n"),
            "a2": on_wire("SORENTO: results are there", "2026-10-01", said="key:n"),
        },
        {"items": ["a a2"], "news": [{"step": "a2", "about": "title", "weight": "high"}], "order": "fixed"},
    ),
}  # fmt: skip

SIBLINGS = {
    **{form.format("..."): _notice(form, **marks) for form, marks in _FORMS.items()},
    **_REGISTRY,
    **_LINKS,
    **{f"a DOI that ends in {tail}": story for tail, story in _DOIS.items()},
    **_ONE,
    **_NEWS,
}
