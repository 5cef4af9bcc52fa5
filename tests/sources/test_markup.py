import pytest

from sources._markup import category, labelled, passages, plain
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
