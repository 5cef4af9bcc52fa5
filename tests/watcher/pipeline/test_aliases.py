"""What is about SORENTO and what is not, from a record to the trial's own thread."""

from datetime import timedelta

import pytest
from parts import TOPIC

from fakes import NOW
from watcher.model import Id, Kind, LinkKind, Passage, Record
from watcher.pipeline.take_in import take_in
from watcher.store.store import Store

A, B, N = Kind.ARTICLE, Kind.ABSTRACT, Kind.NEWS
GEP = "Patients have gastroenteropancreatic neuroendocrine tumours."

# title, text, kind, and how sure we are
NAMED = [
    ("SORENTO: octreotide subcutaneous depot in GEP-NET", "", A, 0.95),
    ("Methodology of the SORENTO clinical trial", GEP, A, 0.95),
    ("The SORENTO trial in progress", GEP, B, 0.95),
    ("SORENTO trial: CAM2029 in neuroendocrine tumours", "", A, 0.95),
    ("Baseline characteristics of SORENTO", GEP, B, 0.95),
    ("Camurus completes enrolment in SORENTO", GEP, N, 0.95),
    ("Camurus announces topline results of the SORENTO study", GEP, N, 0.95),
    ("(SORENTO) a phase 3 study in GEP-NET", "", A, 0.95),
    ("SORENTO-1: an extension in GEP-NET", "", A, 0.95),
    ("Quality of life in SORENTO patients with GEP-NET", "", A, 0.95),
    ("A phase 3 trial of octreotide depot (NCT05050942) in NET", "", A, 1.0),
    ("Trial NCT05050942 in neuroendocrine tumors", "", A, 1.0),
    ("A trial with EudraCT 2021-000849-40 in NET", "", A, 1.0),
    ("CAM2029 in GEP-NET", "Patients of SORENTO were treated for progression-free survival.", A, 0.9),
    ("High-exposure octreotide in NETs", "The SORENTO trial randomised 302 patients with NET.", A, 0.9),
    ("Octreotide depot in GEP-NET", "Registered at ClinicalTrials.gov: NCT05050942.", A, 0.95),
    ("Octreotide depot in GEP-NET", "EudraCT number 2021-000849-40.", A, 0.95),
    ("Octreotide depot in GEP-NET", "ClinicalTrials.gov identifier: NCT05050942.", B, 0.95),
    ("Octreotide depot in GEP-NET", "Funded by Camurus; NCT05050942.", A, 0.95),
    ("What is next in GEP-NET", "Radioligands are in use. Doctors await SORENTO.", N, 0.9),
    ("First patient dosed in the SORENTO study", GEP, N, 0.95),
    ("SORENTO reaches 194 events", GEP, N, 0.95),
    ("Results from SORENTO at the congress", GEP, B, 0.95),
    ("Pharmacokinetics of CAM2029 in SORENTO", GEP, A, 0.95),
    ("Correction: Methodology of the SORENTO clinical trial", GEP, A, 0.95),
]

NOT_NAMED = [
    # the town
    ("A walk through Sorrento", "", N),
    ("Hotels in Sorrento, Italy", "The coast is near.", N),
    ("A congress on neuroendocrine tumours in Sorrento", "Octreotide was discussed.", N),
    ("Proceedings of the Sorrento meeting on NET", "Lanreotide and octreotide in neuroendocrine tumours.", A),
    ("Return to Sorrento", "", A),
    ("Sorento valley soils", "", A),
    ("Water quality at Sorento, Illinois", "", A),
    ("SORRENTO: a town", "", N),
    # the company
    ("Sorrento Therapeutics clears phase 1", "Solid tumors.", N),
    ("Sorrento Therapeutics and neuroendocrine tumours", "A study in neuroendocrine tumours begins.", N),
    ("SORRENTO THERAPEUTICS FILES AN IND", "Neuroendocrine tumors are treated.", N),
    ("Sorrento's antibody in carcinoid tumors", "", N),
    ("Sorrento Valley biotech news", "Octreotide.", N),
    # the car
    ("Kia Sorento recalled", "", N),
    ("The sorento hybrid is tested", "", N),
    ("Kia sorento and octreotide in neuroendocrine tumours", "", N),
    ("Crash safety of the Sorento", "Injury of the pancreas.", A),
    ("sorento", "", N),
    # the compound in acromegaly
    ("CAM2029 in acromegaly", "IGF-1 stayed in range.", A),
    ("ACROINNOVA 1: CAM2029 in acromegaly", "IGF-1 fell.", A),
    ("ACROINNOVA 2: octreotide subcutaneous depot in acromegaly", "", A),
    ("CAM2029 in acromegaly", "The drug is also tried in neuroendocrine tumours.", N),
    ("Oczyesa approved in the EU", "The depot treats acromegaly.", N),
    ("Oclaiz: a complete response letter", "Acromegaly; the plant is inspected.", N),
    ("Octreotide subcutaneous depot against octreotide LAR in acromegaly", "", B),
    ("Octreotide fluid crystal in acromegaly", "", A),
    ("Long-term safety of CAM2029 in acromegaly", "GH and IGF-1.", A),
    ("CAM2029 acromegaly programme", "", N),
    # the compound in polycystic liver disease
    ("CAM2029 in polycystic liver disease", "Liver volume fell.", A),
    ("POSITANO meets its endpoint", "Liver volume fell in polycystic liver disease.", N),
    ("POSITANO meets its endpoint", "Liver volume fell in polycystic liver disease. SORENTO in GEP-NET is next.", N),
    (
        "POSITANO is positive in polycystic liver disease",
        "Volume fell. About CAM2029: SORENTO tests it in GEP-NET.",
        N,
    ),
    ("Octreotide subcutaneous depot in polycystic liver disease", "Liver volume fell.", A),
    ("Oclaiz resubmitted for acromegaly", "PDUFA is in June. CAM2029 is in GEP-NET in SORENTO.", N),
    # other trials of the disease, and texts that only cite
    ("NETTER-2: lutetium and high-dose octreotide in NET", "", A),
    ("CLARINET FORTE: lanreotide every 14 days in NET", "", A),
    ("CAREFNDR: paltusotine in carcinoid syndrome", "", B),
    ("COMPOSE and COMPETE in GEP-NET", "177Lu-edotreotide.", A),
    ("Octreotide LAR 60 mg in midgut NETs", "", A),
    ("Octreotide in NETs", "The trial NCT05050943 is another.", A),
    ("A phase 3 trial in GEP-NET", "Camurus is not named.", A),
    ("SORENTOX in neuroendocrine tumours", "", A),
]


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


def piece(title, text="", kind=A, number="1", **more):
    return Record(
        source="fake",
        source_id=number,
        kind=kind,
        title=title,
        retrieved=NOW,
        abstract=(Passage(text=text),) if text else (),
        mentions=frozenset(
            Id("nct", word.strip("(.:;)")) for word in f"{title} {text}".split() if word.lstrip("(").startswith("NCT")
        )
        | ({Id("eudract", "2021-000849-40")} if "2021-000849-40" in title + text else frozenset()),
        **more,
    )


def thread(store):
    (trial,) = TOPIC.watched
    status = store.trials.watched(trial, NOW - timedelta(days=7), NOW + timedelta(days=1), topic=TOPIC.name)
    return status.publications


@pytest.mark.parametrize(("title", "text", "kind", "confidence"), NAMED)
def test_what_names_the_trial_is_in_its_thread_by_which_name_where_and_how_surely(store, title, text, kind, confidence):
    take_in(piece(title, text, kind), TOPIC, store, NOW)

    (member,) = thread(store)
    link = max((one for one, _, _ in member.links if one.kind is LinkKind.REPORTS), key=lambda one: one.confidence)

    assert link.confidence == confidence
    assert any(name in link.because for name in ("SORENTO", "NCT05050942", "2021-000849-40"))
    assert any(place in link.because for place in ("title", "abstract"))


@pytest.mark.parametrize(("title", "text", "kind"), NOT_NAMED)
def test_what_only_looks_like_the_trial_is_not_in_its_thread(store, title, text, kind):
    take_in(piece(title, text, kind), TOPIC, store, NOW)

    assert thread(store) == ()


def test_the_table_is_long_enough_to_mean_something():
    assert len(NAMED) + len(NOT_NAMED) >= 60
