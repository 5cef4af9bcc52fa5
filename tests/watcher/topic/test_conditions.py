import pytest

from watcher.model import (
    AboveLabel,
    AllOf,
    AnyOf,
    FromSource,
    Has,
    Kind,
    Not,
    OfKind,
    Place,
    SourceClass,
    TitleAlone,
    Together,
)
from watcher.topic.grammar import condition

CONCEPTS = ("drug", "disease", "more")


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("drug", Has("drug")),
        ("drug in title", Has("drug", Place.TITLE)),
        ("drug with more", Together(("drug", "more"))),
        ("drug with more with disease in lead", Together(("drug", "more", "disease"), Place.LEAD)),
        ("regimen >= 1.3", AboveLabel(1.3)),
        ("regimen >= 2 in main", AboveLabel(2.0, Place.MAIN)),
        ("is news", OfKind(Kind.NEWS)),
        ('from "trade news"', FromSource(SourceClass.TRADE_NEWS)),
        ("without abstract", TitleAlone()),
        ("not drug", Not(Has("drug"))),
        ("drug and disease or more", AnyOf((AllOf((Has("drug"), Has("disease"))), Has("more")))),
        ("drug and (disease or more)", AllOf((Has("drug"), AnyOf((Has("disease"), Has("more")))))),
        ("not (drug or more)", Not(AnyOf((Has("drug"), Has("more"))))),
    ],
)
def test_a_condition_is_read(text, parsed):
    assert condition(text, CONCEPTS) == parsed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("drugs", "there is no concept 'drugs'; did you mean 'drug'"),
        ("drug in titel", "'titel' is not one of: anywhere, title, lead"),
        ("drug disease", "before 'disease' a word is missing"),
        ("drug and", "ends where a concept should stand"),
        ("", "ends where a concept should stand"),
        ("(drug", "not closed before 'the end'"),
        ("regimen 1.3", 'after "regimen" comes'),
        ("regimen >= much", "'much' is not a number"),
        ("regimen >= nan", "'nan' is not a number"),
        ("regimen >= 1e999", "'1e999' is not a number"),
        (f"{'not ' * 9_000}drug", "more than 50 conditions stand in one another"),
        (f"{'(' * 9_000}drug", "more than 50 conditions stand in one another"),
        ("is paper", "'paper' is not one of"),
        ("from nobody", "'nobody' is not one of"),
        ("without title", 'after "without" comes "abstract"'),
        ("drug ! more", "before '!' a word is missing"),
        ("and drug", "there is no concept 'and'"),
    ],
)
def test_a_condition_that_cannot_be_read_names_the_word_at_fault(text, message):
    with pytest.raises(ValueError, match=message.replace("(", "\\(")):
        condition(text, CONCEPTS)
