"""Our own words are said in a team's language; what sources say stays in theirs, and what nobody has translated stays English."""

import json
import re
import string
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import samples
from digests import telling, words
from digests.build import build, sections
from digests.build.entry import entry
from digests.channels.page import pages
from digests.labels import ENGLISH, LANGUAGES, say, speaking
from watcher import designs
from watcher.config import plans
from watcher.model import PartialDate

HOUSE = Path(__file__).parents[2] / "digests"
OTHERS = [name for name in LANGUAGES if name != ENGLISH]


def catalogue(name):
    with (HOUSE / "locale" / f"{name}.po").open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file, locale=name) if one.id}


def moved():
    status = samples.sorento(moved=True)
    return build(samples.TOPIC, samples.PERIOD, samples.DOSSIERS, [status], samples.COMPLETE, now=samples.NOW)


def written(language, kind="text"):
    with speaking(language):
        return b"".join(one.body for one in samples.channel(kind).render(replace(moved(), language=language))).decode()


@pytest.mark.parametrize("name", OTHERS)
def test_every_word_is_translated_with_the_same_places_for_values(name):
    for said, translated in catalogue(name).items():
        assert translated.strip(), said
        fields = [
            {field for _, field, _, _ in string.Formatter().parse(one) if field is not None}
            for one in (said, translated)
        ]
        assert fields[0] == fields[1], said


def test_the_catalogues_hold_the_same_words_and_the_configuration_the_same_languages():
    assert len({frozenset(catalogue(name)) for name in OTHERS}) == 1
    assert plans.LANGUAGES == LANGUAGES


def test_what_is_said_in_code_and_templates_is_in_the_catalogues():
    said = set()
    for path in [*HOUSE.rglob("*.py"), *HOUSE.rglob("*.j2")]:
        said |= set(re.findall(r"\bsay\(\s*\"([^\"\\]+)\"", path.read_text(encoding="utf-8")))
    known = catalogue(OTHERS[0])

    assert len(said) > 30
    assert {one for one in said if one not in known} == set()


def test_every_design_and_heading_is_in_the_catalogues():
    tags = {*designs.NAMED, *(f"phase {n}" for n in range(1, 5))}

    assert {one for one in (*tags, *sections.TITLES.values()) if one not in catalogue(OTHERS[0])} == set()
    with speaking("de"):
        told = replace(entry(samples.FORTE)[0], tags=("cohort",))
        assert telling.result(told).startswith("Kohorte, n = 99")


@pytest.mark.parametrize("kind", ["text", "mail", "slack"])
def test_labels_and_dates_are_swedish_and_sentences_of_sources_are_not(kind):
    swedish, english = written("sv", kind), written("en", kind)

    assert "All 3 sources were read." in english or kind == "mail"
    if kind == "text":
        assert "Se ovan." in swedish
        assert "16 nov. 2026 till 23 nov. 2026" in swedish
        assert "Alla 3 källor lästes." in swedish
        quoted = [re.findall("“(.+?)”", " ".join(one.split())) for one in (english, swedish)]
        assert quoted[0]
        assert quoted[0] == quoted[1]
    assert "sources were read" not in swedish


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", "5 Mar 2024", "Mar 2024"),
        ("sv", "5 mars 2024", "mars 2024"),
        ("de", "5. März 2024", "März 2024"),
        ("es", "5 mar 2024", "mar 2024"),
    ],
)
def test_dates_are_said_as_the_language_does_and_no_more_precisely(language, day, month):
    with speaking(language):
        assert words.date(PartialDate(2024, 3, 5)) == day
        assert words.date(PartialDate(2024, 3)) == month
        assert words.date(PartialDate(2024)) == "2024"


def test_a_word_without_a_translation_stays_english_and_the_language_ends_with_its_block():
    with speaking("de"):
        assert say("a word that nobody translated") == "a word that nobody translated"
        assert say("Coverage") == "Abdeckung"
    with speaking("tlh"):
        assert say("Coverage") == "Coverage"
    assert say("Coverage") == "Coverage"


def test_the_site_speaks_the_language_of_its_newest_digest_badges_and_values_too():
    with speaking("sv"):
        made = moved()
        message = samples.channel("page").render(replace(made, language="sv"))[0]
    content = json.loads(message.body)
    front = pages([content["card"]], "Evidence watch", "")["index.html"]
    digest = content["files"]["digests/2026-W47.html"]

    assert '<html lang="sv">' in front
    assert "Vad som är känt nu" in front
    assert "Archive" not in front
    assert ">Sök<" in digest
    assert ">uppdaterad<" in digest
    assert ("Results posted", "nej") in {("Results posted", value) for _, value in made.watched[0].facts}
    assert pages([{**content["card"], "language": "en"}], "E", "")["index.html"].count("What is known now") == 1
