"""Names as sources and files write them: one by one, in lists, and three hundred made of parts whose truth is known."""

import itertools

import pytest

from watcher.model import Person
from watcher.names import people, person

FAMILIES = [
    "Singh",
    "Ćwikła",
    "Öberg",
    "de Herder",
    "van der Berg",
    "O'Brien",
    "Müller-Lüdenscheidt",
    "Strosberg",
    "da Silva",
    "Łukasiewicz",
    "Nguyễn",
    "Ó Faoláin",
    "Παπαδόπουλος",
    "Иванова",
    "Le",
]
GIVEN = [("Simron", "S"), ("Jean-Yves", "JY"), ("Anna Maria", "AM"), ("Øystein", "Ø")]

# A form in which a name is written -> what is read of it, where "F" is the family, "G" the given name and "I" the initials.
FORMS = {
    "{F}, {G}": "FG",
    "{G} {F}": "FG",
    "{F} {I}": "FI",
    "{F}, {I.}": "FI",
    "{G} {F}, MD, PhD": "FG",
}
MADE = [
    (form, told, family, given, initials)
    for (form, told), family, (given, initials) in itertools.product(FORMS.items(), FAMILIES, GIVEN)
]


def spelled(form, family, given, initials):
    """Return the name as the form has it."""
    parts = {"{F}": family, "{G}": given, "{I}": initials, "{I.}": ".".join(initials)}
    for sign, part in parts.items():
        form = form.replace(sign, part)
    return form


def truth(told, family, given, initials):
    return Person(family=family, given=given) if told == "FG" else Person(family=family, initials=initials)


def test_three_hundred_names_of_known_parts_are_read_whole():
    wrong = [
        (text, found)
        for form, told, *parts in MADE
        for text in [spelled(form, *parts)]
        if (found := person(text)) != truth(told, *parts)
    ]

    assert len(MADE) == 300
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "family", "given", "suffix"),
    [
        ("von Last, Jr., First", "von Last", "First", "Jr"),
        ("von Last, First, Jr", "von Last", "First", "Jr"),
        ("First von Last Jr.", "von Last", "First", "Jr"),
        ("Doe JA 3rd", "Doe", "JA", "3rd"),
        ("Da Silva J Jr", "Da Silva", "J", "Jr"),
        ("Singh, Simron, MD", "Singh", "Simron", ""),
        ("Singh, MD", "Singh", "MD", ""),
        ("Prof. Dr. Kjell Öberg", "Öberg", "Kjell", ""),
        ("Jean-Yves SCOAZEC", "SCOAZEC", "Jean-Yves", ""),
        ("SCOAZEC Jean-Yves", "SCOAZEC", "Jean-Yves", ""),
        ("Doe, Jane (57190000001)", "Doe", "Jane", ""),
        ("Doe J*†", "Doe", "J", ""),
        ("Doe J¹", "Doe", "J", ""),
        ("王, 小明", "王", "小明", ""),
        ("Dr Who", "Who", "", ""),
    ],
)
def test_degrees_titles_and_marks_are_no_part_of_a_name(text, family, given, suffix):
    found = person(text)

    assert (found.family, found.given or found.initials, found.suffix) == (family, given, suffix)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("CLARINET Study Group", "CLARINET Study Group"),
        ("CLARINET Investigators.", "CLARINET Investigators"),
        ("Investigators, CLARINET", "CLARINET Investigators"),
        ("on behalf of the CLARINET Investigators", "CLARINET Investigators"),
        ("for the NETTER-1 Trial Investigators", "NETTER-1 Trial Investigators"),
        ("European Neuroendocrine Tumor Society", "European Neuroendocrine Tumor Society"),
        ("Deutsche Gesellschaft", "Deutsche Gesellschaft"),
        ("Whatever It Is,", "Whatever It Is"),
        ("Center for History and New Media", "Center for History and New Media"),
        ("Ministry of Health", "Ministry of Health"),
        ("Smith & Co.", "Smith & Co"),
    ],
)
def test_a_group_is_a_group(text, group):
    assert person(text) == Person(collective=group)


@pytest.mark.parametrize(
    "text", ["", " ; ,", "&NA;", "&NA;, &NA;", "nan", "NaN", "None", "et al.", "[No authors listed]", "Anonymous"]
)
def test_nobody_is_nobody(text):
    assert people(text) == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Zuna, R E and Wang, S S", ["Zuna RE", "Wang SS"]),
        ("Zuna, R E AND Wang, S S", ["Zuna RE", "Wang SS"]),
        ("Sehouli J, Oskay-Ozcelik G, Kühne J", ["Sehouli J", "Oskay-Ozcelik G", "Kühne J"]),
        ("Bauer B., Simkhovich B. Z.", ["Bauer B", "Simkhovich BZ"]),
        ("Adeli K.Lewis G. F.", ["Adeli K", "Lewis GF"]),
        ("Zhai, Q. J., Yue, X. Y.", ["Zhai QJ", "Yue XY"]),
        ("Doe, J., & Roe, A.", ["Doe J", "Roe A"]),
        ("Doe J, Roe A, and Poe B", ["Doe J", "Roe A", "Poe B"]),
        ("Singh, Simron; van der Berg, A.-B.", ["Singh S", "van der Berg AB"]),
        ("Doe, Jane|Roe, Ann", ["Doe J", "Roe A"]),
        ("Doe, Jane\nRoe, Ann", ["Doe J", "Roe A"]),
        ("Doe, Jane, Roe, Ann", ["Doe J", "Roe A"]),
        ("Jane Doe, MD, PhD; Ann Roe, MSc", ["Doe J", "Roe A"]),
        ("Jane Doe, MD, Ann Roe, PhD", ["Doe J", "Roe A"]),
        (
            "Caplin ME, Pavel M, Fan Z; CLARINET Investigators.",
            ["Caplin ME", "Pavel M", "Fan Z", "CLARINET Investigators"],
        ),
        ("['Doe J', 'Roe A']", ["Doe J", "Roe A"]),
        ("&NA;; Doe J", ["Doe J"]),
        ("Doe J, et al.", ["Doe J"]),
        ("CLARINET Investigators and Collaborators", ["CLARINET Investigators and Collaborators"]),
        ("Simron Singh", ["Singh S"]),
        ("Deng, Chaoqun", ["Deng C"]),
        ("A Study Group,; Singh S", ["A Study Group", "Singh S"]),
    ],
)
def test_authors_are_told_apart_whatever_stands_between_them(text, names):
    assert [one.name for one in people(text)] == names


def test_one_author_of_two_family_names_is_one_where_it_is_known_what_parts_them():
    assert people("García López, María José", ";") == (Person(family="García López", given="María José"),)
    assert len(people("García López, María José; Doe, Jane")) == 2
