import pytest

from watcher.text import SHOWN, cell, clean, fold, host, sentences, shown


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  two\n words ", "two words"),
        ("CSR&amp;amp;D", "CSR&D"),
        ("soft\u00adhyphen", "softhyphen"),
        ("\ufeffTitle", "Title"),
        ("a\u202eb", "ab"),
        ("nul\x00l", "nul l"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("a\u061cb\u180ec\u2066d\u034fe\u3164f\ufffag\U000e0100h", "abcdefgh"),
        ("\x1b]0;title\x07", "]0;title"),
        ("a heart \u2764\ufe0f", "a heart \u2764\ufe0f"),
    ],
)
@pytest.mark.threat("T30")
def test_clean_keeps_what_a_reader_sees(raw, kept):
    assert clean(raw) == kept


def test_what_is_shown_is_clean_and_never_longer_than_it_may_be():
    assert shown("  one\u202e line\x1b[31m\n") == "one line [31m"
    assert shown("x" * SHOWN) == "x" * SHOWN
    assert shown("x" * 460_000) == "x" * (SHOWN - 1) + "…"
    assert shown("one two three", 8) == "one two…"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\u22121", "  =1", "\t=1", "\r=1"]
)
def test_no_cell_is_a_formula(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "PFS", "1 of 2", "(=1)", "'=1"])
def test_what_is_no_formula_stays_as_it_is(text):
    assert cell(text) == text


def test_fold_never_moves_an_offset():
    text = "High‑dose Straße ﬁnal ② — “Ünïcode” 0·47 ½"

    assert len(fold(text)) == len(text)
    assert "high-dose" in fold(text)
    assert "0.47" in fold(text)
    assert fold("생존, 생쥐") == "생존, 생쥐"  # the letters of a Korean syllable are no accents


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Median PFS was 8.5 vs. 22.8 months. It was safe.", 2),
        ("HR 0.276 [95% CI 0.182-0.418]; p<0.0001. No new signals, e.g. bradycardia.", 2),
        ("RESULTS: n=99.\nCONCLUSIONS: Well tolerated", 2),
        ("Given i.v. Every patient responded (S. Singh).", 1),
        ("", 0),
        ("It was 24% in arm C. After 62 weeks it was 38%.", 2),
        ("Statements were graded A to D. We recommend it.", 2),
        ("She received ST. After 48 months 79 had died.", 2),
        ("It lasted 30 min. We found no more.", 2),
        ("It was 8.5 months in A and 9 in B. Median OS was alike.", 2),
        ("HR 0.76 ( 95 % CI , 0.61 to 0 . 93 ) . It held .", 2),
        ("The HR was 0.57 (P = . 03). It held.", 2),
        ("HR 1.37 (p=0.013). mFOLFOX6 was worse.", 2),
        ("Median PFS was 8.3 months.Median OS was not reached.", 2),
        ("See ClinicalTrials.gov and Singh et al. for more.", 1),
        ("J. A. Chan and S. Singh wrote it.", 1),
        ("Potassium was 2.4 mmol/L. The interval was cut.", 2),
    ],
)
def test_sentences_end_where_a_reader_would_stop(text, count):
    assert len(list(sentences(text))) == count


def test_sentences_give_true_offsets():
    text = "  First one.  Second one? "

    assert [text[a:b] for a, b in sentences(text)] == ["First one.", "Second one?"]


@pytest.mark.parametrize(
    ("url", "named"),
    [("https://www.Ipsen.com/x", "ipsen.com"), ("https://[::1", ""), ("", ""), ("x", ""), ("https://a@b:99999/", "b")],
)
def test_the_host_of_any_text_is_a_name_or_nothing(url, named):
    assert host(url) == named
