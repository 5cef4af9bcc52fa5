"""Every label that a reader meets stands in the glossary, ``docs/words.md``."""

import re
from pathlib import Path

import pytest
import weeks

import digests
import samples
from digests import telling, view, words
from digests.build import entry, moves, sections

PAGES = Path(digests.__file__).parent / "templates" / "page"
_HEADING = re.compile(r"<(h2|h3|th|caption|summary)\b[^>]*>(.*?)</\1>", re.DOTALL)
# A count, a title for those who hear the page.
_BESIDES = re.compile(r'<span (?:class="count"|hidden)>.*?</span>|&\w+;')
_GIVEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}")  # what the page is filled with
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
        | moves.MENTIONS
        | moves.REPORTING
    )
    return sorted(filter(None, labels))


def headings(template):
    """Return the words of ours in the headings of a page: of its parts, its tables and what it folds."""
    ours = re.sub(r'\{\{ say\("([^"]+)"\) \}\}', r"\1", template)
    for _, heading in _HEADING.findall(ours):
        said = re.sub(r"<[^>]+>", "", _GIVEN.sub("|", _BESIDES.sub("", heading)))
        yield from (part for one in said.split("|") if re.search(r"[a-z]{3}", part := one.strip(" :")))


def on_pages():
    """Return the headings of all pages of the site."""
    return sorted({one for path in PAGES.glob("*.j2") for one in headings(path.read_text(encoding="utf-8"))})


def known(label):
    plain = re.sub(r" (?:on|of|from) \d.*|\d{4}.*", "", label.lower()).strip()
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", GLOSSARY)


def test_every_label_is_in_the_glossary():
    labels = [*met(), *on_pages()]

    assert len(labels) > 100
    assert [label for label in labels if not known(label)] == []


def test_what_is_no_label_is_not_found():
    assert not known("A label that nobody gives")


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<h2 id="a">Documents <span class="count">{{ count }}</span></h2>', ["Documents"]),
        ('<summary>{{ say("All that it says") }}<span hidden>: {{ one.title }}</span></summary>', ["All that it says"]),
        ("<h2>Figures{% if many %} side by side{% endif %}</h2>", ["Figures", "side by side"]),
        ('<h3><a href="{{ url }}">{{ title }}</a></h3><th scope="row">{{ name }}</th>', []),
    ],
)
def test_a_heading_is_what_is_ours_in_it(template, found):
    assert list(headings(template)) == found
