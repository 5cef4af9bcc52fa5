"""One thing is found by all its names, and words that only fill a sentence never exclude."""

import pytest

from watcher.query import read
from watcher.query.arrangement import arranged, explained, table_of, ways, words_of
from watcher.query.nodes import Word, written
from watcher.query.spelling import forms, interval_days, interval_forms, names
from watcher.text import unspaced


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tumour", "tumor"),
        ("analogs", "analogues"),
        ("randomised", "randomized"),
        ("hyperglycaemia", "hyperglycemia"),
        ("diarrhea", "diarrhoea"),
        ("oedema", "edema"),
        ("oesophageal", "esophageal"),
        ("paediatric", "pediatric"),
        ("anaesthesia", "anesthesia"),
        ("gynaecology", "gynecology"),
        ("centre", "center"),
        ("labelled", "labeled"),
        ("programme", "program"),
        ("caecum", "cecum"),
        ("aetiology", "etiology"),
        ("Müller", "mueller"),
        ("Mueller", "muller"),
        ("sørensen", "sorensen"),
        ("łódź", "lódź"),
    ],
)
def test_a_word_is_known_by_its_other_spellings(one, other):
    assert other in forms(one)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("LAR", "long acting release"),
        ("tumores neuroendocrinos", "NET"),
        ("cada 2 semanas", "q2w"),
        ("co 3 tygodnie", "every 21 days"),
        ("tumores neuroendócrinos", "NET"),
        ("qualidade de vida", "QoL"),
        ("pills", "oral"),
        ("3-mo", "3 month"),
        ("alle vier Wochen", "every 28 days"),
        ("toutes les trois semaines", "every 21 days"),
        ("var 14:e dag", "fortnightly"),
        ("varannan vecka", "q2w"),
        ("thyroid eye disease", "Graves ophthalmopathy"),
        ("polyzystische Leber", "polycystic liver"),
        ("octreotida", "octreotide"),
        ("dosis altas", "high dose"),
        ("more often", "interval shortening"),
        ("ssa", "somatostatin analogue"),
        ("somatostatin analogues", "SSA"),
        ("GEP-NET", "gastroenteropancreatic neuroendocrine"),
        ("gastro-entero-pancreatic", "gastroenteropancreatic"),
        ("NET", "neuroendocrine tumor"),
        ("PFS", "progression free survival"),
        ("progression-free survival", "PFS"),
        ("Xermelo", "telotristat"),
        ("lanreotide", "Somatuline"),
        ("Oczyesa", "CAM2029"),
        ("CgA", "chromogranin A"),
        ("NEJM", "N Engl J Med"),
        ("New England Journal of Medicine", "NEJM"),
        ("acromegalic", "acromegaly"),
        ("q14d", "every 2 weeks"),
        ("fortnightly", "q2w"),
        ("every 14 days", "fortnightly"),
        ("every two weeks", "every 14 days"),
        ("q3w", "every 21 days"),
        ("monthly", "every 28 days"),
        ("Ki67", "Ki 67"),
        ("Lu-177", "177Lu"),
        ("177Lu-DOTATATE", "Lu 177 DOTATATE"),
        ("99mTc", "Tc 99m"),
        ("CAM-2029", "CAM2029"),
        ("NETTER2", "NETTER 2"),
        ("120mg", "120 mg"),
        ("120 mg", "120mg"),
        ("mPFS", "progression free survival"),
        ("OLE", "open label extension"),
        ("cost-effectiveness", "economic evaluation"),
    ],
)
def test_one_thing_is_known_by_its_other_names(word, other):
    assert other in ways(Word(word))


@pytest.mark.parametrize(("kind", "member"), [("SSA", "Somatuline"), ("PRRT", "177lu dotatate")])
def test_who_asks_for_a_class_asks_for_what_is_of_it_and_not_the_other_way_round(kind, member):
    assert member in ways(Word(kind))
    assert kind not in ways(Word(member))


@pytest.mark.parametrize("word", ["net", "os", "lar", "doctor"])
def test_a_word_of_every_day_is_no_abbreviation_where_it_stands_alone(word):
    assert not any(" " in way for way in ways(Word(word), company=False))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("does octreotide help in flushing", "octreotide AND flushing"),
        ("lanreotide versus octreotide et al", "lanreotide AND octreotide"),
        ("lanreotide every 14 days", "lanreotide AND every 14 days"),
        ("high dose ssa net", "high dose AND ssa AND net"),
        ("120 mg lanreotide", "120 mg AND lanreotide"),
        ("IT in flushing", "IT AND flushing"),
        ("escalate SSA or go to PRRT", "escalate AND SSA AND PRRT"),
        ("escalate or go", "escalate"),
        ("what to do when flushing comes back", "flushing AND comes back"),
        ("what is it about", "what AND is AND it AND about"),
        ("Rinke 2009", "Rinke AND (2009 OR dated:2009..2009)"),
        ("we* octreotide", "we* AND octreotide"),
        ('"does it help" x', '"does it help" AND x'),
    ],
)
def test_words_that_belong_together_are_one_and_fillers_none(text, reading):
    assert written(arranged(read(text)).root) == reading


def test_it_is_explained_how_a_query_is_read():
    lines = list(explained("CgA year:soon"))

    assert lines[0] == "read as: CgA AND year AND soon"
    assert any(line.startswith("CgA: also chromogranin A") for line in lines)
    assert lines[-1] == "year:soon is not understood, and was searched as words"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Sorensen", "sørensen"),
        ("Sorensen", "soerensen"),
        ("Muller", "mueller"),
        ("Strauss", "strauß"),
        ("Lodz", "łodz"),
    ],
)
def test_a_family_name_is_known_in_every_writing(name, other):
    assert names(name)[0] == name
    assert other in names(name)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("q2w", 14),
        ("q10d", 10),
        ("every second week", 14),
        ("every-other-week", 14),
        ("three weekly", 21),
        ("each day", 1),
        *(
            (f"cada {word} semanas", 7 * n)
            for word, n in (("dos", 2), ("tres", 3), ("cuatro", 4), ("seis", 6), ("ocho", 8))
        ),
        *(
            (f"alle {word} wochen", 7 * n)
            for word, n in (("zwei", 2), ("drei", 3), ("vier", 4), ("sechs", 6), ("acht", 8))
        ),
        *(
            (f"toutes les {word} semaines", 7 * n)
            for word, n in (("deux", 2), ("trois", 3), ("quatre", 4), ("huit", 8))
        ),
        *((f"var {word} vecka", 7 * n) for word, n in (("tredje", 3), ("fjärde", 4), ("sjätte", 6))),
        *((f"om de {word} weken", 7 * n) for word, n in (("twee", 2), ("drie", 3), ("vier", 4))),
        *((f"ogni {word} settimane", 7 * n) for word, n in (("due", 2), ("tre", 3), ("quattro", 4))),
        *((f"co {word} tygodnie", 7 * n) for word, n in (("dwa", 2), ("trzy", 3), ("cztery", 4))),
        ("monthly", 28),
        ("quarterly", None),
        ("every", None),
        ("q0w", None),
        ("octreotide", None),
    ],
)
def test_an_interval_has_its_days(text, days):
    assert interval_days(text) == days


@pytest.mark.parametrize(
    ("days", "forms", "not_among"),
    [
        (7, {"q1w", "every week", "weekly"}, "every two weeks"),
        (10, {"every 10 days", "q10d", "every 10 d"}, "q1w"),
        (14, {"q2w", "every two weeks", "fortnightly"}, "weekly"),
        (140, {"q20w", "every 20 weeks"}, "monthly"),
    ],
)
def test_an_interval_is_written_in_every_way(days, forms, not_among):
    assert forms <= set(interval_forms(days))
    assert not_among not in interval_forms(days)


@pytest.mark.parametrize(
    ("text", "runs"),
    [("治療法", ("治療 療法",)), ("LAR治療", ("LAR", "治療")), ("癌 LAR", ("癌",)), ("ärzte", ()), ("depot", ())],
)
def test_what_is_written_without_blanks_is_taken_in_pairs(text, runs):
    assert unspaced(text) == runs


def test_words_of_each_and_of_any_are_named_without_those_that_are_excluded():
    question = read("octreotide (dose OR interval) NOT rat is:retracted")

    assert [written(one) for one in words_of(question.root)] == ["octreotide", "dose", "interval"]


@pytest.mark.parametrize(
    ("query", "read_as"),
    [
        (
            "dosis altas de octreotida en tumores neuroendocrinos",
            "dosis altas AND octreotida AND tumores neuroendocrinos",
        ),
        ("Lanreotid bei polyzystischer Leber", "Lanreotid AND polyzystischer AND Leber"),
        ("oktreotid med kort intervall", "oktreotid AND kort AND intervall"),
        ("lanreotide articles published in 2021", "lanreotide AND (2021 OR dated:2021..2021)"),
        ("DES ARM", "DES AND ARM"),  # in capitals it is a name
        ("acromegalia lanreotida cada dos semanas", "acromegalia AND lanreotida AND cada dos semanas"),
        ("Lanreotid alle drei Wochen", "Lanreotid AND alle drei Wochen"),
        ("alle Patienten", "alle AND Patienten"),
        ("alle Monate", "alle Monate"),
        ("cod liver", "cod AND liver"),
        ("co d", "co AND d"),
        ("news on CAM2029", "(news OR kind:news) AND CAM2029"),
        ("SORENTO erratum", "SORENTO AND (erratum OR kind:notice)"),
        ("newsome", "newsome"),
        ("por", "por"),
    ],
)
def test_little_words_of_other_languages_never_exclude(query, read_as):
    assert written(arranged(read(query)).root) == read_as


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("q4w", "every 28 days"),
        ("every 4 weeks", "every 28 days"),
        ("q2w", "every 14 days"),
        ("weekly", "every 7 days"),
    ],
)
def test_a_page_knows_the_intervals_that_stand_on_it_by_other_ways_of_writing_them(typed, stands):
    assert stands in table_of([f"octreotide {stands}"])[typed]
