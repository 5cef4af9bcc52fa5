"""Queries as clinicians, librarians, an analyst and somebody in a hurry type them, on a small shelf; each has its right answers in front."""

import pytest
from stores import link, record, registration, save

from watcher.model import Arm, Id, Kind, PartialDate, TrialFacts, Venue
from watcher.store.store import Store

# name: title, abstract
SHELF = {
    "forte": ("Lanreotide 120 mg every 14 days in panNET that grew on the label dose", "Ninety people after progression."),
    "fortnight": ("A fortnightly injection of lanreotide: one patient", "Disease was stable for years."),
    "german": ("Lanreotid alle 14 Tage", "Verlauf bei Progress."),
    "monthly": ("Lanreotide once monthly after surgery", "Follow-up of forty patients."),
    "promid": ("Octreotide LAR and tumour growth in midgut tumours", "Placebo-controlled; time to progression."),
    "oral": ("Oral octreotide capsules in acromegaly", "A trial of switching from injections."),
    "telotristat": ("Telotristat for the diarrhoea of carcinoid syndrome", "Bowel movements per day fell."),
    "stones": ("Gallstones under somatostatin analogues", "Cholecystectomy in one of ten."),
    "cga": ("Markers under treatment", "Chromogranin A and 5-hydroxyindoleacetic acid fell under lanreotide."),
    "escalation": ("Dose escalation of octreotide in the carcinoid syndrome", "Doses up to 60 mg every 28 days."),
    "dotatate": ("Dosimetry and dose escalation of 177Lu-DOTATATE", "Kidney dose decided."),
    "netter": ("First-line [177Lu]Lu-DOTA-TATE in grade 2-3 tumours with Ki-67 10 to 55%", "The NETTER-2 trial."),
    "depot": ("CAM2029, an octreotide subcutaneous depot, in acromegaly", "A phase III trial."),
    "letter": ("Company receives Complete Response Letter from the FDA for Oclaiz", "The application is resubmitted."),
    "varices": ("Somatostatin analogues for bleeding oesophageal varices", "A randomised trial."),
    "cost": ("What octreotide and lanreotide cost", "Claims of insured people."),
    "heart": ("ENETS guidance for carcinoid heart disease", "Echocardiography each year."),
    "lung": ("Lanreotide in bronchopulmonary NET", "A small trial that stopped early."),
    "gep": ("Gastro-entero-pancreatic neuroendocrine neoplasms in a national register", "Incidence rose."),
    "rat": ("Uptake of octreotide in the rat", "An experiment."),
    "current": ("Cranial stimulation magnetic pulses (CSMP) after a stroke", "Motor function in thirty people."),
    "sham": ("Cranial stimulation magnetic pulses: which dose?", "Sham-controlled."),
    "diet": ("Salt in the diet of adolescents", "Nothing of our field."),
    "trial": ("Training of trial nurses", "Results of a survey."),
}  # fmt: skip
PEOPLE = {"promid": ["Rinke", "Müller"], "dotatate": ["Sørensen"], "cost": ["Ćwikła"]}
VENUES = {"monthly": "N Engl J Med", "heart": "Journal of Neuroendocrinology"}
YEARS = {"promid": 2009, "monthly": 2014, "cost": 2019}
IDS = {
    "promid": ("pmid", "19704057"),
    "forte": ("doi", "10.1016/j.ejca.2021.06.056"),
    "oral": ("pmcid", "PMC8490201"),
    "cga": ("doi", "10.1007/s12020-020-02475-2"),
}


@pytest.fixture(scope="module")
def shelf():
    """Return a store, and the item of each name."""
    with Store.open() as opened:
        items = {name: save(opened, _record(name), score=None).item for name in SHELF}
        arms = (Arm(label="CAM2029", description="20 mg every two weeks"),)
        facts = TrialFacts(registry="clinicaltrials", acronym="SORENTO", arms=arms)
        items["sorento"] = save(
            opened, registration(title="A depot against LAR in GEP-NET", trial=facts), score=None
        ).item
        report = record("900", title="How SORENTO was designed", text="NCT05050942; EudraCT 2021-000849-40.")
        items["design"] = save(opened, report, score=None, links=[link(report, Id("nct", "NCT05050942"))]).item
        yield opened, items


def _record(name):
    title, abstract = SHELF[name]
    more = {"ids": frozenset({Id(*IDS[name])} if name in IDS else ()), "venue": Venue(title=VENUES.get(name, ""))}
    kind = Kind.NEWS if name == "letter" else Kind.ARTICLE
    date = PartialDate(YEARS.get(name, 2020))
    return record(name, title=title, text=abstract, people=PEOPLE.get(name, ()), kind=kind, published=date, **more)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("lanreotide every 14 days", "forte fortnight german"),
        ("dosis altas de octreotida en carcinoides", "escalation"),
        ("lanreotida bei Gallenblase", "lung"),
        ("lanreotida cada 14 días", "forte fortnight german"),
        ("gall stones risk with SSA", "stones"),
        ("https://doi.org/10.1016/j.ejca.2021.06.056 (accessed 3 May 2021)", "forte"),
        ("Laskaratos, Endocrine 2020, doi:10.1007/s12020-020-02475-2.", "cga"),
        ("CSMP dose", "sham"),
        ("news on Oclaiz resubmission", "letter"),
        ("'acromegaly'/exp AND 'octreotide capsule'/exp", "oral"),
        ("Xylophon varices Orchester", "varices"),
        ("lanreotide q2w", "forte fortnight german"),
        ("Somatuline fortnightly", "fortnight forte german"),
        ("does lanreotide every two weeks work after progression?", "forte german"),
        ("lanreotid autogel evry 14 days", "forte german fortnight"),
        ("gallstones on octreotide or lanreotide", "stones"),
        ("telotristat diarhea carcinoid", "telotristat"),
        ("Xermelo", "telotristat"),
        ("Mycapssa", "oral"),
        ("Oczyesa acromegaly", "depot"),
        ("CAM-2029", "depot"),
        ("FDA complete response letter Oclaiz", "letter"),
        ("what happened with the application for Oclaiz", "letter"),
        ("SORENTO trail results", "design sorento"),
        ("CgA 5-HIAA lanreotide", "cga"),
        ("esophageal varices somatostatin analogs", "varices"),
        ("Ki67 first line", "netter"),
        ("NETTER2", "netter"),
        ("lutathera", "netter dotatate"),
        ("PRRT grade 2", "netter dotatate"),
        ("SSA every 2 weeks", "forte fortnight german"),
        ("sandostatine LAR midgut", "promid"),
        ("consensus OR guideline carcinoid", "heart"),
        ("title: varices year: 2020", "varices"),
        ("guideline carcinoid heart disease", "heart"),
        ("lung carcinoid lanreotide", "lung"),
        ("gastroenteropancreatic", "gep"),
        ("Mueller octreotide", "promid"),
        ("Rinke 2009", "promid"),
        ("author:Sorensen", "dotatate"),
        ("author:Soerensen", "dotatate"),
        ("author:Cwikla", "cost"),
        ("au:muller", "promid"),
        ("NEJM lanreotide 2014", "monthly"),
        ("journal:NEJM", "monthly"),
        ("octreotide and lanreotide and cost", "cost"),
        ("dose escalation not octreotide", "dotatate"),
        ("octreotide adj3 escalation", "escalation"),
        ('"dose escalation" AND carcinoid', "escalation"),
        ("octreotide -rat -acromegaly -carcinoid -cost", "promid"),
        ("phase 3 depot", "depot"),
        ("PMID19704057", "promid"),
        ("19704057[pmid]", "promid"),
        ("https://pubmed.ncbi.nlm.nih.gov/19704057/", "promid"),
        ("https://doi.org/10.1016/j.ejca.2021.06.056", "forte"),
        ("10.1016/j.ejca.2021.06.056.", "forte"),
        ("10.1016\u2010j", ""),
        ("10.1007/s12020\u2010020\u201002475\u20102", "cga"),
        ("PMC8490201", "oral"),
        ("https://clinicaltrials.gov/study/NCT05050942?term=sorento&rank=1", "sorento design"),
        ("NCT 05050942", "sorento design"),
        ("EudraCT 2021-000849-40", "design"),
        ("design NCT05050942", "design"),
        ("PMID 19704057 OR PMC8490201", "promid oral"),
        ("year:2009", "promid"),
        ("kind:news", "letter"),
    ],
)
def test_the_right_answers_stand_in_front(shelf, query, first):
    store, items = shelf
    names = {item: name for name, item in items.items()}
    wanted = first.split()

    found = [names[hit.item] for hit in store.index.search(query)]

    assert sorted(found[: len(wanted)]) == sorted(wanted)


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("lanreotide evry month", '"every" was searched'),
        ("lanreotide varices", "no record has all of it"),
        ("lanreotide fortnighty", '"fortnightly" was searched'),
        ("NCT01234567", "nothing of the identifier nct:NCT01234567"),
        ("year:soon octreotide", "year:soon is not understood"),
    ],
)
def test_the_answer_says_how_it_came_about(shelf, query, remark):
    assert any(remark in one for one in shelf[0].index.search(query).remarks)


def test_a_hit_that_has_not_all_of_the_query_names_what_it_has_not(shelf):
    hits = shelf[0].index.search("lanreotide gallbladder")

    assert hits.nearest == hits.total
    assert [hit.missing for hit in hits][:1] == [("lanreotide",)]  # the rarer word weighs more
    assert {hit.missing for hit in hits} == {("lanreotide",), ("gallbladder",)}
    assert len(hits) <= 10  # what has a word that is no rare one only fills a page


def test_words_that_are_one_thing_together_are_looked_for_apart_too_where_little_has_it(shelf):
    store, items = shelf

    hits = store.index.search("oral octreotide")

    assert [hit.item for hit in hits][:1] == [items["oral"]]
    assert (hits.total - hits.nearest, hits.nearest > 2) == (1, True)


def test_a_snippet_is_of_the_abstract_alone(shelf):
    snippets = [hit.snippet for hit in shelf[0].index.search("dose escalation octreotide")]

    assert snippets[0] == ""  # its title has the words
    assert "dose" not in snippets[0]


def test_what_belongs_together_is_a_thread_of_the_list(shelf):
    store, items = shelf
    threads = {hit.item: hit.thread for hit in store.index.search("NCT05050942 OR SORENTO OR gallstones")}

    assert threads[items["sorento"]] == threads[items["design"]] != 0
    assert threads[items["stones"]] == 0


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("escalat", ("escalation",)),
        ("dose escalat", ("dose escalation",)),
        ("Chol\u00e9cyst", ("cholecystectomy",)),
        ("gallst", ("gallstones",)),
        ("carcinoid syndr", ("carcinoid syndrome",)),
        ("syndrome carcin", ()),
        ("xqz", ()),
        ("es", ()),  # too short to say anything
        ("", ()),
    ],
)
def test_the_words_of_the_store_that_begin_so(start, words):
    with Store.open() as store:
        for number, (title, text) in enumerate(SHELF.values(), start=1):
            save(store, record(f"{number}", title=title, text=text))

        assert store.index.going_on(start) == words
