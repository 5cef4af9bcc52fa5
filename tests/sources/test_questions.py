"""What the profile that ships asks each source for, whatever its dialect: the full forms of every stem."""

import re
from html import escape

import pytest
from boolean import Library
from fake_eutils import Eutils
from fake_literature import EuropePmc
from fake_registry import Registry
from made import paper, result, study

import sources
from fakes import DATA, NOW, FakeClient
from sources._terms import is_sought, own_groups, sought_by
from sources.crossref.match import speaks_of
from watcher.model import Page, Query, Record, Tier
from watcher.relevance.check import read_labelled
from watcher.topic import load_topic

TOPIC = load_topic("ssa-dose-escalation")
QUERY = Query(topic=TOPIC.name, groups=TOPIC.groups, until=NOW)
DRUG, DISEASE = next(group for group in TOPIC.groups if len(group) == 2)
PLURAL = ("", "s")
# The last word of each stem -> how it is met in life. A stem that is new in the profile wants a line here.
ENDINGS = {
    **dict.fromkeys(["octreotid", "lanreotid", "pasireotid", "vapreotid", "paltusotin"], ("e",)),
    "sandostatin": ("",),
    **dict.fromkeys(["oktreotid", "oktreotyd", "lanreotyd"], ("",)),
    **dict.fromkeys(["октреотид", "ланреотид", "нейроэндокринн", "karzinoid"], ("",)),
    **dict.fromkeys(["agonist", "ligand"], PLURAL),
    **dict.fromkeys(["analog", "somatostatinanalog"], ("", "s", "ue", "ues")),
    **dict.fromkeys(["tumor", "tumour", "cancer", "carcinoma", "carcinoid"], PLURAL),
    **dict.fromkeys(["neuroendokryn", "nevroendokrin", "neuroendokrin"], ("e",)),
    "karcinoid": PLURAL,
    "neoplas": ("m", "ms", "ia"),
    "malignanc": ("y", "ies"),
    **dict.fromkeys(["gepnet", "gepnen", "pannet", "pnet", "pnen", "epnet"], PLURAL),
    **dict.fromkeys(["insulinoma", "gastrinoma", "glucagonoma", "vipoma", "somatostatinoma"], PLURAL),
}


def forms(concept):
    stems = [term.text for term in concept.terms if term.prefix]
    return [stem + ending for stem in stems for ending in ENDINGS[re.split(r"[\s-]", stem)[-1].lower()]]


def asked(name, pattern):
    """The parts of a source's question that match the pattern, in lower case."""
    return [found.lower() for found in re.findall(pattern, sources.load(name).question(QUERY))]


def starts(word, stem):
    return word.startswith(stem[:-1]) if stem.endswith("*") else word == stem


def pubmed(form):
    return any(starts(form, term.strip('"')) for term in asked("pubmed", r'("[^"]+"|[^\s()]+)\[tiab\]'))


def europepmc(form):
    words = re.split(r"[\s-]", form)
    clauses = re.split(r" or |\) and \(", sources.load("europepmc").question(QUERY).lower())
    parts = (re.findall(r'title_abs:"?([^")\s]+)', clause) for clause in clauses)
    return any(stems and all(any(starts(word, stem) for word in words) for stem in stems) for stems in parts)


def clinicaltrials(form):
    """Essie finds a plural by its singular."""
    return not {form, form.removesuffix("s")}.isdisjoint(asked("clinicaltrials", '"([^"]+)"'))


def isrctn(form):
    return form in asked("isrctn", '"([^"]+)"')


def euctr(form):
    return form in asked("euctr", '"([^"]+)"')


def ctis(form):
    return form in asked("ctis", "(?:(?<=, )|^)[^,]+")


def crossref(form):
    return speaks_of(((DRUG,), (DISEASE,)), form, "It is a cohort.")


def test_what_narrows_a_question_is_looked_for_nowhere():
    """A feed is looked through for drug and disease; "shorter" alone would bring everything."""
    groups = sought_by(QUERY)

    assert len(QUERY.groups) > len(own_groups(QUERY.groups))
    assert not is_sought("A shorter stay after escalation", groups)
    assert is_sought("Octreotide", groups)


@pytest.mark.parametrize("finds", [pubmed, europepmc, clinicaltrials, crossref, isrctn, euctr, ctis])
def test_every_full_form_of_a_drug_is_asked_for(finds):
    assert [form for form in forms(DRUG) if not finds(form.lower())] == []


# The other registries are asked for the drugs alone.
@pytest.mark.parametrize("finds", [pubmed, europepmc, clinicaltrials, crossref])
def test_every_full_form_of_the_disease_is_asked_for(finds):
    assert [form for form in forms(DISEASE) if not finds(form.lower())] == []


_PMID = re.compile(rb"<PMID>(\d+)</PMID>")
ROUNDS = sorted(path.stem for path in (DATA / "relevance").glob("round*.jsonl"))


def wanted(name):
    """Return what a reader wants of a round of fresh records."""
    labelled = read_labelled(DATA / "relevance" / f"{name}.jsonl")
    return [one.record for one in labelled if one.tier in {Tier.WATCHED, Tier.CORE} and not one.borderline]


def arrived(name, service):
    """Return what comes of a source that asks its stand-in, by the records' own numbers."""
    source = sources.load(name)
    client = FakeClient({"": lambda asked: service.answer(asked.url.removeprefix(source.base_url), asked.fields).body})
    pages = [one for one in source.pages(QUERY, client) if isinstance(one, Page)]
    return {one.source_id for page in pages for one in source.parse(page) if isinstance(one, Record)}


def test_nearly_every_record_that_a_reader_wants_comes_from_the_stand_ins_of_its_databases():
    """By title and abstract alone, for indexers add subjects; each stand-in holds them all and gives what answers its question."""
    records = [record for name in ROUNDS for record in wanted(name)]
    texts = {f"{number}": f"{one.title}\n{one.text}" for number, one in enumerate(records, start=1)}
    told = {key: (escape(one.title), escape(one.text)) for key, one in zip(texts, records, strict=True)}
    library = Library(texts)

    pubmed = Eutils(
        {key: paper(key, title, text=text) for key, (title, text) in told.items()},
        lambda question, record: _PMID.search(record)[1].decode() in library.found(question),
    )
    europepmc = EuropePmc(
        [result(key, title, text=text) for key, (title, text) in told.items()],
        lambda question, row: row["id"] in library.found(question),
    )
    registry = Registry(
        {f"NCT{int(key):08}": study(f"NCT{int(key):08}", title, text=text) for key, (title, text) in told.items()},
        lambda question, one: (
            f"{int(one['protocolSection']['identificationModule']['nctId'][3:])}" in library.found(question)
        ),
    )

    found = {
        "pubmed": arrived("pubmed", pubmed),
        "europepmc": {key.removeprefix("PPR:") for key in arrived("europepmc", europepmc)},
        "clinicaltrials": {f"{int(number[3:])}" for number in arrived("clinicaltrials", registry)},
    }

    assert len(records) > 700
    assert min(map(len, found.values())) > 0.85 * len(records)
    assert len(set().union(*found.values())) >= 0.96 * len(records)


@pytest.mark.parametrize("name", ROUNDS)
def test_what_a_reader_wants_of_fresh_records_is_sought_where_everything_comes(name):
    """A feed's reader looks for every concept of the question; what has none of them is never rated."""
    groups = (*TOPIC.groups, TOPIC.left_out)
    unsought = [one.title for one in wanted(name) if not is_sought(f"{one.title}\n{one.text}", groups)]

    assert unsought == []
