import pytest

from digests.gist.number import how_many
from digests.numerals import numerals
from watcher.text import fold, sentences


def said(text, **more):
    folded = fold(text)
    found = how_many(folded, tuple(sentences(text)), **more)
    return found and found.value


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("One hundred and twenty patients", [120]),
        ("one hundred twenty-three", [123]),
        ("Forty- seven of 61", [47, 61]),
        ("two thousand three hundred and eighteen", [2318]),
        ("a hundred patients", [100]),
        ("six and eight patients", [6, 8]),
        ("2,318 patients", [2318]),
        ("8.6 months", []),
        ("ratio 1:1, 24/37", [24]),
        ("none", []),
    ],
)
def test_whole_numbers_are_read_in_digits_and_in_words(printed, values):
    assert [one.value for one in numerals(fold(printed))] == values


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("In all, 268 patients were screened and 214 were enrolled (108 in one group and 106 in the other).", 214),
        ("Of 147 randomised patients, 98 received the generic and 49 the originator.", 147),
        ("Ninety-six patients were enrolled and 91 patients were randomised.", 91),
        ("We matched 58 patients who escalated octreotide with 58 patients who started everolimus.", 116),
        ("Patients were randomised to octreotide (n = 52) or lanreotide (n = 50).", 102),
        ("Patients (n=39) were treated at nine centres.", 39),
        ("A total of 174 patients were randomised, 88 to one arm and 86 to the other.", 174),
        ("We analysed 1,541 samples of 290 patients.", 290),
        ("Of 2,087 registered patients, 203 had more of it and form the study cohort.", 203),
        ("Forms were at hand for 169 of 180 randomised patients.", 180),
        ("Forty-seven of 61 trial completers entered the extension.", 47),
        ("One hundred and twenty patients will be randomised.", 120),
        ("In all, 52 and 50 patients received octreotide and lanreotide.", 102),
        ("Two groups of 30 patients each were followed.", None),
        ("\u5171\u7eb3\u516562\u4f8b\u60a3\u8005\u3002\u5ba2\u89c2\u7f13\u89e3\u738712%\u3002", 62),
        ("Symptoms improved in 24/37 patients (65%).", None),
        ("Twelve patients (8.6%) had a response.", None),
        ("Five patients died and 12 patients discontinued treatment.", None),
        ("Charts between 2011 and 2022 were reviewed.", None),
        ("Diarrhoea was seen in 16 of 86 patients (19%).", None),
        ("After mailing invitations to 1,348 patients nothing was heard.", None),
        ("In all, 19 sites in nine countries took part.", None),
        ("Somatostatin was discovered in 1973.", None),
    ],
)  # fmt: skip
def test_all_who_were_studied_are_counted_and_nobody_else(text, number):
    assert said(text) == number


def test_of_those_who_were_asked_the_number_is_of_those_who_answered():
    text = "Of 412 physicians invited, 176 (43%) from 31 countries responded."

    assert said(text, asked=True) == 176


def test_the_surest_number_wins_wherever_it_stands():
    text = "We looked at 530 patients. In all, 204 patients were randomised. Scans of 88 patients were read."

    assert said(text) == 204
