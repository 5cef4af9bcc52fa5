"""One thing is found by all its names, and words that only fill a sentence never exclude."""

import pytest

from watcher.query import read
from watcher.query.arrangement import arranged, explained, ways
from watcher.query.nodes import Word, written
from watcher.query.spelling import forms


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
    ],
)
def test_one_thing_is_known_by_its_other_names(word, other):
    assert other in ways(Word(word))


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
