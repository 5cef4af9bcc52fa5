"""What people type, and what they paste, is always a question that SQLite understands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import record, save

from watcher.store.query import compile_query
from watcher.store.store import Store
from watcher.store.synonyms import spellings

HOSTILE = [
    "dose-escalation",
    "GEP-NET",
    "HR 0.77",
    "C++",
    "++",
    '"',
    '""',
    '"unclosed',
    "'; DROP TABLE document; --",
    "NEAR(a b, 3)",
    "NEAR",
    "a NEAR/3 b",
    "AND",
    "OR OR OR",
    "NOT",
    "NOT NOT NOT x",
    "a AND",
    "OR b",
    "a OR NOT b",
    "(((((((((((((((((((((((((a",
    "a))))))))))))))",
    ")(",
    "()",
    "a (b OR",
    "*",
    "a*b",
    "**",
    "^a",
    "a^2",
    "title:",
    "title:*",
    "nothing:here",
    "{title} : a",
    "- - -",
    "--a",
    "a - b",
    "l'étude",
    "\x00",
    "a\x00b",
    "\ud800",
    "\U0001f9ea",
    "²⁷",
    "生長抑素",
    "_",
    "a_b",
    "?",
    "1 = 1",
    "10.1056/NEJMoa2034577",
    "x" * 10_000,
    "word " * 5_000,
    "( " * 5_000,
    "NOT " * 5_000,
    "-" * 5_000 + "a",
]


@pytest.fixture(scope="module")
def store():
    with Store.open() as opened:
        save(opened, record(text="a b c x"))
        yield opened


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_is_a_syntax_error(store, text):
    for sort in ("relevance", "date"):
        assert isinstance(store.index.search(text, sort=sort), tuple)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="ab\"*()-: ANDORT^+{}'", max_size=60))
def test_no_text_at_all_is_a_syntax_error(store, text):
    store.index.search(text)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("acromegaly", '"acromegaly"', ""),
        ("rare disease", '("rare") AND ("disease")', ""),
        ("rare AND disease", '("rare") AND ("disease")', ""),
        ("rare OR common", '("rare") OR ("common")', ""),
        ('"rare disease"', '"rare disease"', ""),
        ("rare NOT common", '"rare"', '"common"'),
        ("rare -common", '"rare"', '"common"'),
        ("NOT common", "", '"common"'),
        ("NOT (a OR b)", "", '("a") OR ("b")'),
        ("a (b OR c)", '("a") AND (("b") OR ("c"))', ""),
        ("title:rare", '{title} : ("rare")', ""),
        ("PMID:38229085", '{ids} : ("38229085")', ""),
        ("and or not", '("and") AND ("or") AND ("not")', ""),
        ("tumour", '("tumour") OR ("tumor")', ""),
        ("", "", ""),
    ],
)
def test_a_query_becomes_an_expression(text, wanted, unwanted):
    assert compile_query(text) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("tumour", "tumor"),
        ("tumors", "tumours"),
        ("analogue", "analog"),
        ("analogs", "analogues"),
        ("randomised", "randomized"),
        ("randomization", "randomisation"),
        ("hyperglycaemia", "hyperglycemia"),
        ("diarrhea", "diarrhoea"),
        ("oedema", "edema"),
        ("oesophageal", "esophageal"),
        ("paediatric", "pediatric"),
        ("centre", "center"),
        ("labelled", "labeled"),
        ("LAR", "long acting release"),
        ("SSA", "somatostatin analogue"),
        ("GEP-NET", "gastroenteropancreatic neuroendocrine"),
        ("NET", "neuroendocrine tumor"),
        ("PFS", "progression free survival"),
        ("q14d", "every 2 weeks"),
        ("Ki67", "Ki 67"),
        ("Ki-67", "Ki67"),
        ("Lu-177", "177Lu"),
        ("177Lu", "Lu 177"),
        ("177Lu-DOTATATE", "Lu 177 DOTATATE"),
        ("68Ga-DOTATATE", "Ga68 dota tate"),
        ("99mTc", "Tc 99m"),
        ("Tc-99m", "99mTc"),
        ("SSTR2", "SSTR 2"),
        ("CAM-2029", "CAM2029"),
        ("DOTATOC", "dota-toc"),
    ],
)
def test_a_word_is_known_by_its_other_spellings(word, other):
    assert word in spellings(word)
    assert other in spellings(word)


@pytest.mark.parametrize("word", ["net", "os", "lar", "octreotides", "doctor"])
def test_a_common_word_is_not_taken_for_an_abbreviation(word):
    assert not any(" " in spelling for spelling in spellings(word))
