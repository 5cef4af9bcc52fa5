"""Every label that a reader meets stands in the glossary, ``docs/words.md``."""

import re
from pathlib import Path

import pytest
import weeks

import samples
from digests import telling, view, words
from digests.build import entry, sections, watched

GLOSSARY = " ".join((Path(__file__).parents[2] / "docs" / "words.md").read_text(encoding="utf-8").lower().split())


def met():
    """Return every label of ours in the digests of the tests, and those that the code may give besides."""
    digests = [*(make() for make in weeks.WEEKS.values()), *(make() for make in samples.GOLDEN.values())]
    entries = [one for digest in digests for section in digest.sections for one in section.entries]
    entries += [one for digest in digests for panel in digest.watched for one in panel.publications]
    shown = [*(row for one in entries for row in (*view.rows(one), *view.reasons(one), *telling.rows(one)))]
    labels = {row.label for row in shown} | {badge for one in entries for badge in one.badges}
    labels |= {
        label for digest in digests for panel in digest.watched for label, _ in (*panel.facts, *telling.context(panel))
    }
    labels |= {words.role(name) for name in words.ROLES} | {tie for both in entry.TIES.values() for tie in both}
    labels |= (
        {title.removesuffix(" {} and its drug") for title in sections.TITLES.values()}
        | watched.MENTIONS
        | watched.REPORTING
    )
    return sorted(filter(None, labels))


@pytest.mark.parametrize("label", met())
def test_a_label_is_in_the_glossary(label):
    plain = re.sub(r" (?:on|of|from) \d.*|\d{4}.*", "", label.lower()).strip()

    assert re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", GLOSSARY), label


def test_what_is_no_label_is_not_found():
    assert not re.search(r"(?<!\w)a label that nobody gives(?!\w)", GLOSSARY)
