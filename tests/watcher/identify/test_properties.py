"""What must hold whatever the title: one number makes another work, its dress never does."""

import random
import string

from hypothesis import given, settings
from hypothesis import strategies as st
from references import reference

from watcher.identify import cluster, identify
from watcher.model import New, SameAs, Work

unhurried = settings(deadline=None)  # a busy machine is no counter-example

WORDS = """lanreotide octreotide pasireotide neuroendocrine tumours carcinoid pancreas midgut randomised placebo survival
progression receptor somatostatin analogue escalation interval syndrome diarrhoea metastatic hepatic embolisation prospective
retrospective cohort patients quality safety antitumour growth remission therapy outcome registry multicentre ileal""".split()
JOURNALS = [
    ("European Journal of Cancer", "Eur J Cancer"),
    ("Journal of Clinical Oncology", "J Clin Oncol"),
    ("The New England Journal of Medicine", "N Engl J Med"),
    ("Annals of Oncology", "Ann Oncol"),
    ("Endocrine-Related Cancer", "Endocr Relat Cancer"),
    ("Neuroendocrinology", "Neuroendocrinology"),
]
titles = st.lists(st.sampled_from(WORDS), min_size=6, max_size=14, unique=True)
numbers = st.integers(min_value=1, max_value=2100)
journals = st.sampled_from(JOURNALS)


def line(words, journal="Eur J Cancer", place="12(3):101-110"):
    return f"{' '.join(words)} | Pavel M; Singh S; Caplin ME | 2021 | {journal} | {place}"


def verdict(one, other):
    return identify(reference(other, key="2"), [Work(id=1, records=(reference(one, key="1"),))])


@unhurried
@given(titles, numbers, numbers, st.integers(min_value=0, max_value=5))
def test_another_number_in_the_title_is_another_work(words, one, other, at):
    if one == other:
        other += 1
    left, right = [*words], [*words]
    left.insert(at, str(one))
    right.insert(at, str(other))

    assert not isinstance(verdict(line(left), line(right)), SameAs)


@unhurried
@given(
    titles, numbers, st.sampled_from(["{} mg", "q{}d", "every {} weeks", "phase {}", "grade {}", "part {}", "1990-{}"])
)
def test_a_number_raised_by_one_is_another_work_whatever_it_counts(words, number, form):
    left, right = [*words, form.format(number)], [*words, form.format(number + 1)]

    assert not isinstance(verdict(line(left), line(right)), SameAs)


@unhurried
@given(titles, journals, st.randoms(use_true_random=False))
def test_dress_makes_no_other_work(words, journal, chance):
    plain, dressed = line(words, journal[0]), line(dress(words, chance), journal[1])

    assert isinstance(verdict(plain, dressed), SameAs)


def dress(words: list[str], chance: random.Random) -> list[str]:
    """Change case, accents, punctuation and hyphens, as databases do."""
    accents = str.maketrans({"e": "é", "o": "ö", "a": "à"})
    changes = [
        str.upper,
        str.title,
        str,
        lambda word: word + chance.choice(",;:"),
        lambda word: word.translate(accents),
    ]
    return [chance.choice(changes)(word) for word in words]


LIBRARY = [
    "Lanreotide every 14 days in neuroendocrine tumours | Pavel M; Shah T | 2021 | Eur J Cancer | 157:403-414 | doi:10.1/a",
    "Lanreotide every 14 days in neuroendocrine tumours. | Pavel, Marianne | 2021 | European Journal of Cancer | 157:403-14",
    "Lanreotide every 14 days in neuroendocrine tumors | Pavel M; Shah T | 2021 |  | ",
    "Lanreotide every 28 days in neuroendocrine tumours | Pavel M; Shah T | 2021 | Eur J Cancer | 157:415-420",
    "Correction to: Lanreotide every 14 days in neuroendocrine tumours | Pavel M; Shah T | 2021 | Eur J Cancer | 158:9",
    "Octreotide dose and diarrhoea in carcinoid | Raj N; Yao JC | 2019 | Pancreas | 48(3):441 | doi:10.2/supplement",
    "Genetic testing in young patients with gastrinoma | Shah S; Chan J | 2019 | Pancreas | 48(3):452 | doi:10.2/supplement",
    "Octreotide dose and diarrhea in carcinoid | Raj N | 2019 | Pancreas | 48:441 | doi:10.2/supplement",
    "Lanreotide every 14 days in neuroendocrine tumours | Pavel M; Shah T | 2021 | Eur J Cancer | 157:403-414 | doi:10.1/a",
]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(LIBRARY))))
def test_the_order_of_a_library_does_not_matter(order):
    records = [reference(LIBRARY[position], key=str(position)) for position in order]

    found = {frozenset(order[member] for member in each.members) for each in cluster(records)}

    assert found == {frozenset({0, 1, 2, 8}), frozenset({5, 7})}


@unhurried
@given(st.permutations(range(4)))
def test_the_order_of_candidates_does_not_matter(order):
    items = [Work(id=position, records=(reference(LIBRARY[position], key=str(position)),)) for position in order]

    said = identify(reference(LIBRARY[8], key="9"), items)

    assert isinstance(said, SameAs)
    assert said.item == 0


@unhurried
@given(titles, st.text(alphabet=string.printable, max_size=30))
def test_the_same_record_twice_changes_nothing(words, tail):
    record = reference(line(words) + f" | key:{len(tail)}")

    said = identify(record, [Work(id=7, records=(record,))])

    assert said == SameAs(item=7, because="the same record of the same source", score=1.0)


@unhurried
@given(titles, titles)
def test_works_with_other_words_are_new(one, other):
    if set(one) & set(other):
        return
    left, right = line(one), line(other, "Gut", "7:1-9")

    assert verdict(left, right) == New()
