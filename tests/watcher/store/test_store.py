"""What the store tells of itself."""

from datetime import datetime

import pytest
from stores import CORE, MONDAY, NEXT_MONDAY, TOPIC, at, change, digest, link, message, record, registration, save

from watcher.model import Coverage, Id, Outcome, SameAs
from watcher.store.store import Store


def test_an_account_holds_everything_about_an_item():
    with Store.open() as store:
        item = save(store, registration(), changes=[change()]).item
        save(store, registration(title="B"), now=at(2))
        report = record("1")
        other = save(store, report, links=[link(report, Id("nct", "NCT05050942"))]).item
        told = store.digests.dossiers(TOPIC, MONDAY, NEXT_MONDAY, digest="weekly")
        store.digests.freeze(digest(), [], told, name="weekly", now=NEXT_MONDAY)

        account = store.account(item)

        assert account.item.records[0].title == "B"
        assert account.ids == (Id("nct", "NCT05050942"),)
        assert account.scores == ((TOPIC, CORE),)
        assert [version.record.title for version in account.versions] == ["Octreotide depot in GEP-NET", "B"]
        assert account.changes == (change(),)
        assert [(tie.kind, who) for tie, who, _ in account.links] == [("reports", other)]
        assert [made.key for made in account.digests] == ["2026-W47"]
        assert store.account(other).links[0][1:] == (item, "B")


def test_the_status_counts_what_there_is(tmp_path):
    with Store.open(tmp_path / "a.db") as store:
        item = save(store, record("1")).item
        save(store, record("x", "crossref"), SameAs(item=item, because="doi"))
        store.digests.freeze(digest(), [message()], [], name="weekly", now=NEXT_MONDAY)
        run = Coverage(source="pubmed", outcome=Outcome.COMPLETE, since=None, until=MONDAY, finished=MONDAY)
        store.runs.finish(run, topic=TOPIC)

        status = store.status()

        none = dict.fromkeys(("pages", "links", "doubts", "not understood", "pages dropped"), 0)
        assert status.counts == {"items": 1, "records": 2, "versions": 2, **none}
        assert status.outbox == {"pending": 1}
        assert status.runs == (run,)
        assert [made.key for made in status.digests] == ["2026-W47"]
        assert status.size_bytes > 0


@pytest.mark.parametrize("value", ["{", "null", "[1]", '{"a": "never"}', "xx", "2026-11-16", "\x00", ""])
def test_a_note_that_cannot_be_read_is_none(value):
    with Store.open() as store:
        store.remember("n", value)

        assert store.recall_time("n") is None
        assert store.recall_json("n", dict[str, datetime], {}) == {}
