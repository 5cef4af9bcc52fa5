import pytest

from fakes import page
from sources import load
from sources._literature import answer
from sources._markup import category, decoded, labelled, passages, plain
from sources._reading import read_xml, text_at
from watcher.model import Passage


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Dose of <sup>177</sup>Lu in <i>vivo</i>", "Dose of 177Lu in vivo"),
        ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", "One. Two."),
        ("CSR&amp;amp;D", "CSR&D"),
        ("&lt;i&gt;In vitro&lt;/i&gt; work", "In vitro work"),
        ("below <LOQ and p <b and c> d", "below <LOQ and p <b and c> d"),
        ("P &lt; 0.05, n &gt; 3", "P < 0.05, n > 3"),
        (
            "<jats:inline-formula><jats:alternatives><jats:tex-math>\\alpha</jats:tex-math><mml:math><mml:mi>α</mml:mi></mml:math></jats:alternatives></jats:inline-formula>",
            "α",
        ),
        ('<a href="https://example.org">here</a><br/>there', "here there"),
        ("\n  spaced\u00a0\u200bout \ud800 ", "spaced out"),
        ("", ""),
    ],
)
def test_markup_becomes_the_text_that_is_meant(markup, text):
    assert plain(markup) == text


def test_headings_in_tags_become_labels_and_their_categories():
    jats = (
        "<jats:title>Abstract</jats:title><jats:sec><jats:title>Background</jats:title><jats:p>A.</jats:p></jats:sec>"
        "<jats:sec><jats:title>Patients and methods:</jats:title><jats:p>B.</jats:p><jats:p>C.</jats:p></jats:sec>"
        "<jats:sec><jats:title>Keywords</jats:title><jats:p>D</jats:p></jats:sec>"
    )

    assert passages(jats) == (
        Passage(text="A.", label="Background", category="BACKGROUND"),
        Passage(text="B. C.", label="Patients and methods", category="METHODS"),
        Passage(text="D", label="Keywords"),
    )


def test_words_at_the_start_of_a_sentence_become_labels():
    text = "TPS1 Background: Doses vary (see ref.) Methods: We asked. Results: 4 of 9: good. CONCLUSIONS : It helps."

    assert [(p.label, p.text) for p in labelled(text)] == [
        ("", "TPS1 Background: Doses vary (see ref.)"),
        ("Methods", "We asked."),
        ("Results", "4 of 9: good."),
        ("CONCLUSIONS", "It helps."),
    ]


@pytest.mark.parametrize("text", ["We saw results: none.", "No label here.", "the Methods: were not at the start"])
def test_a_word_within_a_sentence_is_no_label(text):
    assert [*labelled(text)] == [Passage(text=text)]


def test_an_abstract_without_text_has_no_passages():
    assert passages("") == ()
    assert passages("<h4>Background</h4> <h4>Methods</h4>") == ()


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Aims", "OBJECTIVE"),
        ("MATERIALS AND METHODS", "METHODS"),
        ("Findings", "RESULTS"),
        ("Interpretation:", "CONCLUSIONS"),
        ("Lay summary", ""),
    ],
)
def test_a_label_has_the_category_of_the_national_library(label, expected):
    assert category(label) == expected


WORDS = {
    "iso-8859-2": "źródło łódź",
    "windows-1251": "нейроэндокринных",
    "Shift_JIS": "神経内分泌腫瘍",
    "gb2312": "神经内分泌",
    "euc-kr": "신경내분비",
    "iso-8859-1": "naïve “cohort”",
    "x-sjis": "腫瘍",
}


@pytest.mark.parametrize("charset", WORDS)
@pytest.mark.parametrize("form", ["text/html; charset={}", 'application/xml;charset="{}"', "text/xml; Charset={}; q=1"])
def test_a_charset_that_only_the_header_names_is_heeded_for_every_kind_of_answer(charset, form):
    said = WORDS[charset]
    codec = {"iso-8859-1": "cp1252", "x-sjis": "cp932"}.get(charset, charset)

    def came(text):
        return page(text.encode(codec), media_type=form.format(charset))

    assert decoded(came(said).body, came(said).media_type) == said
    assert answer(came(f'{{"title": "{said}"}}'), "s")["title"] == said
    assert text_at(read_xml(came(f"<a><b>{said}</b></a>"), "s", "a"), "b") == said
    rss = f"<rss version='2.0'><channel><title>n</title><item><title>{said}</title></item></channel></rss>"
    assert [one.title for one in load("feeds").parse(came(rss))] == [said]
    assert [one.title for one in load("webpages").parse(came(f"<html><h1>{said}</h1></html>"))] == [said]


def test_what_the_document_says_of_itself_is_believed_before_its_header():
    body = '<?xml version="1.0" encoding="iso-8859-2"?><a><b>źródło</b></a>'.encode("iso-8859-2")

    assert text_at(read_xml(page(body, media_type="text/xml; charset=windows-1252"), "s", "a"), "b") == "źródło"


@pytest.mark.parametrize("before", [b"\n", b" \r\n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_blanks_before_a_declaration_are_no_damage(before):
    body = before + b'<?xml version="1.0" encoding="utf-8"?><a><b>x</b></a>'

    assert text_at(read_xml(page(body), "s", "a"), "b") == "x"
