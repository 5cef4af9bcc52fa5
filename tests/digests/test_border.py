"""A bomb at every border of an item or a part: it is replaced, and what stands beside it stays."""

import dataclasses
from functools import partial

import pytest

import samples
from digests import border, evidence, view
from digests.border import UNSUMMARISED, attempt
from digests.build import build, entry, sections, watched
from digests.channels.text import to_text
from digests.evidence import living_table, table
from digests.gist import gist


def bomb(*_args, **_more):
    raise RuntimeError("a fault")


def made(dossiers=samples.DOSSIERS, **more):
    return build(
        samples.TOPIC, samples.PERIOD, dossiers, (samples.sorento(),), samples.COMPLETE, now=samples.NOW, **more
    )


def only(item, what, given):
    """Return what fails for one record alone."""

    def fails(records, *rest, **more):
        if records is item.item.records:
            bomb()
        return what(records, *rest, **more)

    return partial(fails, **given)


@pytest.fixture
def whole():
    return made()


def found(digest, item):
    return next(one for _, _, one in view.numbered(digest) if one.item == item)


def test_nothing_is_unread_where_nothing_fails(whole):
    assert whole.unsummarised == 0
    assert whole.failed == ()
    assert UNSUMMARISED not in to_text(whole)


def test_an_item_whose_summary_fails_is_shown_with_what_is_certain(monkeypatch, whole):
    monkeypatch.setattr(entry, "gist", only(samples.FORTE, gist, {}))

    digest = made()

    one, before = found(digest, samples.FORTE.item.id), found(whole, samples.FORTE.item.id)
    assert (one.title, one.authors, one.venue, one.url) == (before.title, before.authors, before.venue, before.url)
    assert view.rows(one)[0].text == UNSUMMARISED
    assert (one.summary, one.figures) == ((), ())
    assert digest.unsummarised == 1
    assert "1 item could not be summarised by Watcher." in to_text(digest)
    others = {other.item for _, _, other in view.numbered(whole)} - {one.item}
    assert all(found(digest, other) == found(whole, other) for other in others)


@pytest.mark.parametrize("name", ["gist", "prove", "_ties", "_badges", "_why", "_weighed"])
def test_whatever_fails_of_an_item_its_title_and_address_are_shown(monkeypatch, whole, name):
    monkeypatch.setattr(entry, name, bomb)

    digest = made()

    assert [one.title for _, _, one in view.numbered(digest)] == [one.title for _, _, one in view.numbered(whole)]
    assert all(one.unread and one.url for _, _, one in view.numbered(digest) if one.item != samples.RETRACTED.item.id)
    assert to_text(digest).count(UNSUMMARISED) >= 5


def test_what_takes_too_long_is_given_up():
    def endless():
        while True:
            pass

    assert attempt(endless, lambda: "replaced", "an endless text", 0.02) == "replaced"


def test_an_item_that_has_no_place_stands_last_in_related(monkeypatch):
    monkeypatch.setattr(sections, "section_of", bomb)

    digest = made()

    related = next(section for section in digest.sections if section.name == "related")
    assert len(related.entries) + related.folded == len(samples.DOSSIERS)


def test_a_panel_that_fails_says_so_and_the_digest_goes_on(monkeypatch, whole):
    monkeypatch.setattr(watched, "thread", bomb)

    digest = made()

    assert "please look at its registry yourself" in digest.watched[0].headline
    assert digest.watched[0].url == whole.watched[0].url
    assert (digest.failed, digest.dropped) == (("the panel of SORENTO",), 0)
    assert "The panel of SORENTO could not be made by Watcher." in to_text(digest)
    assert digest.sections == whole.sections


def test_a_sections_remarks_that_fail_are_replaced_by_a_line(monkeypatch, whole):
    monkeypatch.setattr(sections, "_notes", bomb)

    digest = made()

    assert all("could not be made by Watcher" in section.note for section in digest.sections)
    assert [one.entries for one in digest.sections] == [one.entries for one in whole.sections]


def test_an_item_that_the_store_could_not_read_whole_says_so():
    damaged = dataclasses.replace(samples.FORTE, damaged=True)

    assert found(made((damaged,)), damaged.item.id).unread


def test_a_row_of_the_living_table_that_fails_is_shown_by_its_title(monkeypatch, whole):
    monkeypatch.setitem(table._READERS, "PFS", bomb)

    files = living_table(whole, samples.DOSSIERS)

    assert UNSUMMARISED in files["living-table.html"]
    assert "CLARINET FORTE phase 2" in files["living-table.html"]


@pytest.mark.parametrize(("name", "said"), [("forest.svg", "hazard ratios"), ("medians.svg", "medians")])
def test_a_drawing_that_fails_is_replaced_by_a_line(monkeypatch, whole, name, said):
    monkeypatch.setitem(evidence._DRAWINGS, name, bomb)

    files = living_table(whole, samples.DOSSIERS)

    assert name not in files
    assert f"The drawing of the {said} could not be made by Watcher." in files["living-table.html"]


def test_why_it_failed_is_in_the_log(caplog):
    assert border.part(bomb, "otherwise", "the part", failed := []) == "otherwise"
    assert failed == ["the part"]
    assert "the part could not be made" in caplog.text
    assert "a fault" in caplog.text
