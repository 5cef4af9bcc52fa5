"""What people type, and what they paste, has a reading; what has none is searched as words, and said."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.query import read
from watcher.query.filters import read_dose
from watcher.query.nodes import written

TODAY = date(2026, 11, 23)


def said(text):
    return written(read(text, TODAY).root)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("acromegaly", "acromegaly"),
        ("rare disease", "rare AND disease"),
        ("rare and disease", "rare AND disease"),
        ("rare OR common", "rare OR common"),
        ("rare or common cancer", "(rare OR common) AND cancer"),
        ("a AND b OR c AND d", "(a AND b) OR (c AND d)"),
        ("a (b OR c)", "a AND (b OR c)"),
        ("rare NOT common", "rare AND NOT common"),
        ("rare not common", "rare AND NOT common"),
        ("rare -common", "rare AND NOT common"),
        ("-common", "NOT common"),
        ("-title:common", "NOT title:common"),
        ("PMID 1 OR PMID 2", "id:1 OR id:2"),
        ("-(a b) c", "NOT (a AND b) AND c"),
        ("a NOT NOT b", "a AND b"),
        ("a OR NOT b", "a OR NOT b"),
        ("dose - response", "dose AND response"),
        ("GEP-NET 5-HIAA 177Lu", "GEP-NET AND 5-HIAA AND 177Lu"),
        ('"rare disease" x', '"rare disease" AND x'),
        ("\u201erare disease\u201c", '"rare disease"'),
        ('"somatostatin analog*"', '"somatostatin analog*"'),
        ("escalat* analog$", "escalat* AND analog*"),
        ("octreotide adj3 escalation", "octreotide NEAR/2 escalation"),
        ('(a or b) NEAR/3 "c d"', '(a OR b) NEAR/3 "c d"'),
        ("a W/5 b", "a NEAR/5 b"),
        ("title:rare author:Rinke journal:Lancet", "title:rare AND author:Rinke AND journal:Lancet"),
        ("title: rare author: Rinke year: 2020", "title:rare AND author:Rinke AND dated:2020..2020"),
        ("Subtitle: rare", "Subtitle AND rare"),
        ("rare trial: results", "rare AND trial AND results"),
        ("ti:(a OR b)", "title:a OR title:b"),
        ("somatostatin analogues[ti] AND Singh S[au]", 'title:somatostatin AND title:analogues AND author:"Singh S"'),
        ("octreotide.ti,ab. and (a or b).ti.", "tiab:octreotide AND (title:a OR title:b)"),
        ('("neuroendocrine tumors"[mesh]) AND 2020:2024[dp]', 'mesh:"neuroendocrine tumors" AND dated:2020..2024'),
        ("38851203[pmid]", "id:38851203"),
        ("PMID: 38851203", "id:38851203"),
        ("year:2020..2026", "dated:2020..2026"),
        ("year:2020-2026", "dated:2020..2026"),
        ("year:>=2020", "dated:2020.."),
        ("year:<2020", "dated:..2019"),
        ("since:7d", "dated:2026-11-16.."),
        ("is:retracted has:figures", "is:retracted AND has:figures"),
        ("a NEAR/3 ()", "a"),  # beside nothing
        ("() NEAR/3 b", "b"),
        ("title:)", "title"),
        ("is: OR x", "is OR x"),
        ("title:(a NEAR/3 b)", "title:a NEAR/3 title:b"),
        ("title:(a OR year:2020)", "title:a OR dated:2020..2020"),
        ("(a NOT b)[ti]", "title:a AND NOT title:b"),
        ("(is:retracted)[ti]", "is:retracted"),
        ("'carcinoid syndrome'/exp AND 'telotristat'/mj", "carcinoid syndrome AND telotristat"),
        (
            "'quality of life':ti,ab AND 'neuroendocrine tumor':ti",
            'tiab:"quality of life" AND title:"neuroendocrine tumor"',
        ),
        ("exp octreotide/ AND pancreas/", "octreotide AND pancreas"),
        ("exp decay", "exp AND decay"),
        (
            "patients' views: a review of 'soft' outcomes",
            "patients AND views AND a AND review AND of AND soft AND outcomes",
        ),
        ("a w3 b", "a AND w3 AND b"),
        ("octreotide [foo bar]", "octreotide AND foo AND bar"),
        ("[year] a", "a"),
        ("year:>=2020-03", "dated:2020-03.."),
        ("since:99999999999d", "since AND 99999999999d"),
        ('trial:"CLARINET FORTE" outcome:pfs', "trial:CLARINET FORTE AND outcome:pfs"),
        ("regimen:>30mg/4w", "regimen:>30mg/4w"),
        ("and or not", "and AND or AND not"),
        ("not responding", "not AND responding"),
        ("AND", "AND"),
        ("NEAR(a b, 3)", "NEAR AND a AND b AND 3"),
        ("C++ x", "C AND x"),
        ("'; DROP TABLE document; --", "DROP AND TABLE AND document"),
        ("tumo?r", "tumor"),
        ("a) b", "a AND b"),
        ("", ""),
        ("++ \U0001f9ea -", ""),
    ],
)
def test_a_query_is_read_as_it_is_meant(text, reading):
    assert said(text) == reading


@pytest.mark.parametrize(
    ("text", "reading", "remark"),
    [
        ('"rare disease', "rare AND disease", "quotation mark"),
        ("(a OR b", "a OR b", "parenthesis"),
        ("year:soon", "year AND soon", "year:soon"),
        ("year: soon", "year AND soon", "year:soon"),
        ("is:nice", "is AND nice", "is:nice"),
        ("regimen:much", "regimen AND much", "regimen:much"),
        ("h*matology", "h*", "h*matology"),
        ("(a b) NEAR/3 c", "a AND b AND c", "NEAR/3"),
        ("word " * 300, " AND ".join(["word"] * 200), "too long"),
        ("(" * 30 + "a" + ")" * 30, "a", "deep"),
    ],
)
def test_what_is_not_understood_is_searched_as_words_and_said(text, reading, remark):
    question = read(text, TODAY)

    assert written(question.root) == reading
    assert any(remark in one for one in question.remarks)


def test_of_what_is_understood_nothing_is_said():
    assert read('rare "disease of" title:one regimen:>30mg/w', TODAY).remarks == ()


@pytest.mark.parametrize(
    ("text", "dose"),
    [
        ("30 mg/4w", (">=", 30)),
        ("<30mg/w", ("<", 120)),
        (">= 10mg/d", (">=", 280)),
        ("=60mg/1m", ("=", 60)),
        ("60mg/0w", None),
    ],
)
def test_a_dose_is_counted_in_28_days_an_interval_without_a_number_being_one(text, dose):
    assert read_dose(text) == dose


@pytest.mark.parametrize(
    ("text", "plain"), [("a b", True), ("a or b", True), ("a OR b", True), ("a AND b", False), ('"a b"', False)]
)
def test_only_words_as_they_come_are_plain(text, plain):
    assert read(text).is_plain is plain


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="ab\"*()-: ANDORTi[]./'?", max_size=60))
@pytest.mark.threat("T55")
def test_any_text_has_a_reading_that_reads_the_same_again(text):
    reading = said(text)

    assert isinstance(reading, str)
